"""The two sources of a flag as its page shows them, side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Clock, Dispute, Entry
from hemu.loop.screening.queries import row_url
from hemu.loop.screening.reporting.models import Flag, Record
from hemu.loop.screening.reporting.sources import TABLES, WHY
from hemu.orgs.actor import Actor
from hemu.orgs.queries import place_names

GROUNDS: dict[str, str | Promise] = {
    "name": gettext_lazy("两处都提到"),
    "place": gettext_lazy("同一网格的同一地点"),
    "rule": gettext_lazy("依据规则"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One source. `text` is cut into (piece, is it marked); empty `url`: the reader may not open it."""

    title: str
    at: datetime | None
    where: str = ""
    unit: str = ""
    says: str = ""
    text: Sequence[tuple[str, bool]] = ()
    url: str = ""
    words: Sequence[str] = ()

    @property
    def said(self) -> list[tuple[str, bool]]:
        """What it says in one line, cut like the text."""
        return marked(self.says, self.words)


def marked(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """`text` cut where one of `words` stands."""
    wanted = [re.escape(word) for word in sorted(words, key=len, reverse=True) if word]
    if not wanted:
        return [(text, False)] if text else []
    pieces = re.split(f"({'|'.join(wanted)})", text)
    return [(piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece]


def sides(flag: Flag, *, by: Actor) -> tuple[Side, Side]:
    """What the unit knew, and what that is held against."""
    return _side(flag, flag.known, flag.known_id, flag.known_at, by), _other(flag, by)


def _other(flag: Flag, by: Actor) -> Side:
    if flag.against == Record.NOTHING:
        return Side(
            str(Record.NOTHING.label),
            flag.against_at,
            says=_("到这时为止，没有由此登记、也没有登记同一当事人的矛盾纠纷。"),
        )
    if flag.against == Record.REPORT_UP:
        return _report_up(flag, by)
    return _side(flag, flag.against, flag.against_id, flag.against_at, by)


def _side(flag: Flag, kind: int, record_id: int, at: datetime, by: Actor) -> Side:
    title = str(Record(kind).label)
    if kind == Record.DISPUTE:
        return _dispute(flag, record_id, title, by)
    model = TABLES[Record(kind)][0]
    row = model.objects.visible_to(by).filter(county=flag.county, id=record_id).first()
    if row is None:
        return Side(title, at, says=_("这条记录不在您的查看范围内。"))
    item = TABLES[Record(kind)][1](row)
    says = _visit_said(row) if kind == Record.VISIT else ""
    text = marked(item.notes, flag.words)
    return Side(title, item.at, _where(row), row.unit_name, says, text, row_url(row), flag.words)


def _visit_said(row: Any) -> str:
    said = _("有矛盾纠纷") if row.has_dispute else _("无矛盾纠纷")
    return _("走访对象：%(name)s。填写：%(said)s。") % {"name": row.object_name, "said": said}


def _dispute(flag: Flag, dispute_id: int, title: str, by: Actor) -> Side:
    row = Dispute.objects.visible_to(by).filter(county=flag.county, id=dispute_id).defer("search").first()
    if row is None:
        return Side(title, flag.known_at, says=_("这条记录不在您的查看范围内。"))
    text = marked(row.narrative, flag.words)
    url = row.get_absolute_url()
    return Side(title, row.opened_at, _where(row), "", row.title, text, url, flag.words)


def _where(row: Any) -> str:
    return f"{place_names([row.region], local=True)[row.region]} {row.place}".strip()


def _report_up(flag: Flag, by: Actor) -> Side:
    clocks = Clock.objects.unscoped(reason=WHY).filter(county=flag.county, id=flag.against_id)
    row = clocks.first()
    title = str(Record.REPORT_UP.label)
    if row is None or flag.reported_at is None:
        return Side(title, flag.against_at, says=_("到应报时间没有上报，至今也没有上报。"))
    ups = Entry.objects.unscoped(reason=WHY).filter(
        county=flag.county, dispute_id=row.dispute_id, act=Act.REPORT_UP, at__gte=row.started_at
    )
    entry = ups.order_by("seq").first()
    told = "、".join(entry.details.get("reported_to", [])) if entry else ""
    says = _("超过期限后才报告%(to)s。") % {"to": told or _("上级")}
    return Side(title, flag.reported_at, unit=entry.unit_name if entry else "", says=says)
