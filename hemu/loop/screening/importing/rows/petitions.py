"""A petition work order, as the system above exports it. The statutory clocks are the act's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from hemu.kernel.errors import Refused
from hemu.kernel.places import county_of
from hemu.loop.screening.importing.rows.common import (
    Came,
    Cells,
    Frame,
    RowReader,
    Understood,
    as_moment,
    placed,
    same_text,
    shown_moment,
)
from hemu.loop.screening.importing.rows.incidents import one_by_one
from hemu.loop.screening.importing.rules.records import Record
from hemu.loop.screening.models import Petition
from hemu.loop.screening.records import check_record, not_future, record_petition
from hemu.orgs.actor import Actor

LONGEST_NUMBER, LONGEST_UNIT, LONGEST_TEXT = 40, 120, 5000
_LAST_MINUTE = timedelta(days=1) - timedelta(minutes=1)


def understand(record: Record, frame: Frame) -> Understood:
    """What a line of the list of work orders says."""
    cells = Cells(record, frame)
    number = cells.needed("number", longest=LONGEST_NUMBER, message=_("没有信访编号。"))
    from_unit = cells.text("from_unit", longest=LONGEST_UNIT) or frame.from_unit
    if not from_unit:
        cells.wrong("from_unit", "required", _("没有交办单位。可在“默认交办单位”一栏指定。"))
    where = cells.where()
    at = cells.moment("received_at")
    if at is None and not any(one.key == "received_at" for one in cells.out.problems):
        cells.wrong("received_at", "required", _("没有收到时间。"))
    due = cells.moment("due_at")
    if due is not None and (due.hour, due.minute) == (0, 0):
        due += _LAST_MINUTE  # a day as a limit ends with the day
        cells.out.remarks = [one for one in cells.out.remarks if one.key != "due_at"]
    narrative = cells.needed("narrative", longest=LONGEST_TEXT, message=_("没有反映事项。"))
    answer = cells.text("answer", longest=LONGEST_TEXT)
    if answer:
        narrative = f"{narrative}\n【原台账】答复：{answer}"
        if len(narrative) > LONGEST_TEXT:
            told = _("连同原台账的答复超过 %(most)s 字，请缩短。") % {"most": LONGEST_TEXT}
            cells.wrong("answer", "too_long", told)
    cells.out.over = bool(answer)
    cells.out.number = number
    cells.out.mark = same_text("petition", number)
    cells.out.new = {
        "region": where.region if where else 0,
        "place": where.rest if where else "",
        "number": number,
        "from_unit": from_unit,
        "received_at": at.isoformat() if at else None,
        "due_at": due.isoformat() if due else None,
        "narrative": narrative,
    }
    return cells.out


def check(new: dict[str, Any], by: Actor) -> None:
    """The act's own checks."""
    check_record(
        new["region"], by, number=new["number"], from_unit=new["from_unit"], narrative=new["narrative"]
    )
    received, due = as_moment(new["received_at"]), as_moment(new["due_at"])
    if received is not None:
        not_future("received_at", received)
    if received is not None and due is not None and due < received:
        raise Refused(_("办理期限不能早于收到时间。"), field="due_at", code="order")


def bring_in(batch: Sequence[tuple[int, dict[str, Any]]], by: Actor) -> list[Came | Refused]:
    """Write each down. What was answered elsewhere isn't answered here: its clocks and steps are not ours."""
    return [one_by_one(_write, new, by) for _id, new in batch]


def _write(new: dict[str, Any], by: Actor) -> Came:
    received = as_moment(new["received_at"])
    assert received is not None  # noqa: S101  # checked before
    row = record_petition(
        region=new["region"],
        place=new["place"],
        number=new["number"],
        from_unit=new["from_unit"],
        received_at=received,
        due_at=as_moment(new["due_at"]),
        narrative=new["narrative"],
        by=by,
    )
    return Came(row.county, row.id, row.number)


def known(region: int, numbers: Sequence[str]) -> dict[str, int]:
    """Which of these numbers the county has already, with the record's id."""
    rows = Petition.objects.unscoped(reason="whether a number is taken in the county, by hand or by import")
    found = rows.filter(county=county_of(region), number__in=numbers)
    return dict(found.values_list("number", "id"))


def show(new: dict[str, Any]) -> list[tuple[str, str]]:
    """What would be written down."""
    return [
        (_("信访编号"), new["number"]),
        (_("交办单位"), new["from_unit"]),
        (_("收到时间"), shown_moment(new["received_at"])),
        (_("办理期限"), shown_moment(new["due_at"]) or _("按信访工作条例起算")),
        (_("地点"), placed(new["region"], new["place"])),
        (_("反映事项"), new["narrative"]),
    ]


READER = RowReader(understand, check, show, bring_in, known)
