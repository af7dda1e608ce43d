"""The list as a spreadsheet: what is seen, with the parties' names masked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import datetime

import xlsxwriter
from django.db.models import Q
from django.utils.translation import gettext as _

from hemu.disputes.models import Colour, Dispute, Outcome, Party, Source, State
from hemu.disputes.queries import listed
from hemu.kernel import clock
from hemu.office.pages.asked import Asked
from hemu.office.pages.rows import Row, rows_of
from hemu.orgs.actor import Actor
from hemu.privacy.masks import mask_name

MOST_ROWS = 10_000
_CHUNK = 1000
_LEFT_OUT = ("narrative", "search", "facts", "grounds", "proposed_grounds", "ledger_hash", "data_key")


def workbook(asked: Asked, *, by: Actor) -> bytes:
    """An .xlsx of the list, newest first, of at most MOST_ROWS rows; the last line says whose it is."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_("矛盾纠纷"))
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, (title, width) in enumerate(_columns()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    sheet.freeze_panes(1, 0)
    number = 0
    for number, cells in enumerate(_lines(asked, by), start=1):
        for column, cell in enumerate(cells):
            sheet.write_string(number, column, cell)
    said = _("%(unit)s %(name)s 导出于 %(when)s，姓名已遮盖。") % {
        "unit": by.unit_name, "name": by.name, "when": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
    }  # fmt: skip
    if number >= MOST_ROWS:
        said += _("只含前 %(n)s 件，其余请缩小范围再导出。") % {"n": f"{MOST_ROWS:,}"}
    sheet.write_string(number + 2, 0, said)
    book.close()
    return out.getvalue()


def _columns() -> list[tuple[str, int]]:
    return [
        (_("编号"), 18), (_("等级"), 8), (_("状态"), 12), (_("类型"), 18), (_("地点"), 28), (_("当事人"), 18),
        (_("来源"), 12), (_("登记时间"), 17), (_("主办单位"), 24), (_("当前办理单位"), 24), (_("期限"), 17),
        (_("是否超期"), 10), (_("调解结果"), 16), (_("化解日期"), 12), (_("办结时间"), 17),
    ]  # fmt: skip


def _lines(asked: Asked, by: Actor) -> Iterator[list[str]]:
    rows = listed(asked.filter, by=by).defer(*_LEFT_OUT).order_by("-opened_at", "-id")[:MOST_ROWS]
    disputes = list(rows)
    for start in range(0, len(disputes), _CHUNK):
        chunk = disputes[start : start + _CHUNK]
        names = _parties(chunk)
        for row in rows_of(chunk, by=by):
            yield _cells(row, names.get(row.dispute.pk, []))


def _parties(disputes: Iterable[Dispute]) -> dict[int, list[str]]:
    """Masked names by dispute."""
    by_county: dict[int, list[int]] = {}
    for dispute in disputes:
        by_county.setdefault(dispute.county, []).append(dispute.pk)
    wanted = Q(pk__in=())
    for county, ids in by_county.items():
        wanted |= Q(county=county, dispute_id__in=ids)
    rows = Party.objects.unscoped(reason="parties of disputes that were read within the actor's scope")
    found: dict[int, list[str]] = {}
    for dispute_id, kind, name in (
        rows.filter(wanted, removed_at=None).order_by("side", "id").values_list("dispute_id", "kind", "name")
    ):
        found.setdefault(dispute_id, []).append(mask_name(name, kind))
    return found


def _cells(row: Row, names: list[str]) -> list[str]:
    one = row.dispute
    return [
        one.ref, str(Colour(one.colour).label), str(State(one.state).label), row.kind, row.place,
        "、".join(names),
        str(Source(one.source).label), _moment(one.opened_at), one.lead_unit_name, one.turn_unit_name,
        _moment(one.due_at), _("是") if one.overdue else _("否"), str(Outcome(one.outcome).label),
        one.settled_on.isoformat() if one.settled_on else "", _moment(one.closed_at),
    ]  # fmt: skip


def _moment(at: datetime | None) -> str:
    return f"{clock.local(at):%Y-%m-%d %H:%M}" if at else ""
