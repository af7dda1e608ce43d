"""汇总台账: a line for every dispute of a list, and the totals; read in pieces and written as they come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from hemu.disputes.models import (
    SETTLED,
    Body,
    Colour,
    Dispute,
    Involvement,
    InvolvementRole,
    Outcome,
    Party,
    Source,
    State,
)
from hemu.kernel import clock
from hemu.kernel.sheets import writing
from hemu.office.pages.rows import rows_of
from hemu.orgs.actor import Actor
from hemu.privacy.masks import mask_name

PIECE = 500
Told = Callable[[int], None]


@dataclass(slots=True)
class Totals:
    """What stands below the lines."""

    count: int = 0
    colours: Counter[int] = field(default_factory=Counter)
    states: Counter[int] = field(default_factory=Counter)
    settled: int = 0
    ended: int = 0
    overdue: int = 0
    returns: int = 0
    hard: int = 0
    petition: int = 0
    criminal: int = 0

    def add(self, one: Dispute) -> None:
        """Count one dispute."""
        self.count += 1
        self.colours[one.colour] += 1
        self.states[one.state] += 1
        self.settled += one.outcome in SETTLED
        self.ended += one.state == State.CLOSED
        self.overdue += one.overdue
        self.returns += one.returns
        self.hard += one.hard
        self.petition += one.petition
        self.criminal += one.turned_criminal

    def lines(self) -> list[tuple[str, int]]:
        """Words and numbers."""
        colours = [
            (str(Colour(code).label), self.colours[code]) for code in Colour.values if self.colours[code]
        ]
        states = [(str(State(code).label), self.states[code]) for code in State.values if self.states[code]]
        return [
            (_("纠纷总数"), self.count),
            *colours,
            *states,
            (_("达成协议"), self.settled),
            (_("已办结"), self.ended),
            (_("超期"), self.overdue),
            (_("退回次数"), self.returns),
            (_("疑难复杂"), self.hard),
            (_("涉信访"), self.petition),
            (_("民转刑"), self.criminal),
        ]


def columns() -> list[tuple[str, int]]:
    """The heads, with their widths."""
    return [
        (_("序号"), 7), (_("纠纷编号"), 17), (_("登记日期"), 12), (_("发生地"), 26), (_("纠纷名称"), 30),
        (_("类型"), 18), (_("来源"), 12), (_("当事人"), 18), (_("等级"), 8), (_("状态"), 12),
        (_("主办单位"), 24), (_("协办单位"), 30), (_("退回次数"), 9), (_("受理组织"), 18),
        (_("调解结果"), 16), (_("化解日期"), 12), (_("回访次数"), 9), (_("办结日期"), 12),
        (_("时限"), 17), (_("是否超期"), 9), (_("疑难复杂"), 9), (_("涉信访"), 8), (_("民转刑"), 8),
    ]  # fmt: skip


def write(out: IO[bytes], rows: Any, *, by: Actor, told: Told) -> Totals:
    """The ledger of `rows` (disputes, in their order) as .xlsx; `told` hears how many lines are written.

    XlsxWriter keeps no line once it is written, and rows come by a cursor of the database: memory doesn't
    grow with the list. Names of persons are masked.
    """
    totals = Totals()
    with writing.book(out, constant_memory=True) as book:
        sheet = book.add_worksheet(_("汇总台账"))
        bold = book.add_format({"bold": True, "bg_color": "#E9EFE6", "bottom": 1, "text_wrap": True})
        for column, (title, width) in enumerate(columns()):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, bold)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for piece in _pieces(rows):
            for cells in _lines(piece, totals, by):
                _line(sheet, totals, cells)
            told(totals.count)
        _sum_up(book, totals, by)
    return totals


def _line(sheet: Any, totals: Totals, cells: Sequence[str | int]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(totals.count, column, cell)
        else:
            sheet.write_string(totals.count, column, writing.harmless(cell))


def _sum_up(book: Any, totals: Totals, by: Actor) -> None:
    sheet = book.add_worksheet(_("合计"))
    sheet.set_column(0, 0, 24)
    bold = book.add_format({"bold": True})
    sheet.write_string(0, 0, _("汇总台账合计"), bold)
    at = 1
    for at, (label, number) in enumerate(totals.lines(), start=1):
        sheet.write_string(at, 0, label)
        sheet.write_number(at, 1, number)
    said = _("%(unit)s %(name)s 导出于 %(when)s，姓名已遮盖。") % {
        "unit": by.unit_name, "name": by.name, "when": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
    }  # fmt: skip
    sheet.write_string(at + 2, 0, said)


def _pieces(rows: Any) -> Iterator[list[Dispute]]:
    piece: list[Dispute] = []
    for one in rows.iterator(chunk_size=PIECE):
        piece.append(one)
        if len(piece) == PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


def _of(disputes: Iterable[Dispute]) -> Q:
    by_county: dict[int, list[int]] = {}
    for dispute in disputes:
        by_county.setdefault(dispute.county, []).append(dispute.pk)
    wanted = Q(pk__in=())
    for county, ids in by_county.items():
        wanted |= Q(county=county, dispute_id__in=ids)
    return wanted


def _lines(piece: list[Dispute], totals: Totals, by: Actor) -> Iterator[list[str | int]]:
    """The cells of some hundred disputes: three queries, whatever their number."""
    reason = "of disputes that were read within the actor's scope"
    wanted = _of(piece)
    names, joint = dict[int, list[str]](), dict[int, list[str]]()
    people = Party.objects.unscoped(reason=reason).filter(wanted, removed_at=None).order_by("side", "id")
    for dispute_id, kind, name in people.values_list("dispute_id", "kind", "name"):
        names.setdefault(dispute_id, []).append(mask_name(name, kind))
    helps = Involvement.objects.unscoped(reason=reason).filter(wanted, role=InvolvementRole.JOINT, until=None)
    for dispute_id, name in helps.order_by("id").values_list("dispute_id", "unit_name"):
        joint.setdefault(dispute_id, []).append(name)
    for row in rows_of(piece, by=by):
        one = row.dispute
        totals.add(one)
        yield [
            totals.count, one.ref, one.opened_on.isoformat(), f"{row.place}{one.place}", one.title, row.kind,
            str(Source(one.source).label), "、".join(names.get(one.pk, [])), str(Colour(one.colour).label),
            str(State(one.state).label), one.lead_unit_name, "、".join(joint.get(one.pk, [])), one.returns,
            str(Body(one.body).label) if one.body else "",
            str(Outcome(one.outcome).label) if one.outcome else "",
            one.settled_on.isoformat() if one.settled_on else "", one.follow_ups, _day(one.closed_at),
            _moment(one.due_at), _yes(one.overdue), _yes(one.hard), _yes(one.petition),
            _yes(one.turned_criminal),
        ]  # fmt: skip


def _yes(holds: bool) -> str:
    return _("是") if holds else ""


def _day(at: datetime | None) -> str:
    return f"{clock.local(at):%Y-%m-%d}" if at else ""


def _moment(at: datetime | None) -> str:
    return f"{clock.local(at):%Y-%m-%d %H:%M}" if at else ""
