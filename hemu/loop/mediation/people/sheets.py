"""The registers as spreadsheets: what is seen, and what the court is told."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.sheets import writing
from hemu.kernel.wording import sentences
from hemu.loop.mediation.models import Mediator
from hemu.loop.mediation.people import queries
from hemu.loop.mediation.people.actions.committees import SETUPS, TRADES
from hemu.loop.mediation.people.models import CourtReport, Duty
from hemu.loop.mediation.people.queries import Row
from hemu.orgs.actor import Actor
from hemu.orgs.models import CommitteeKind
from hemu.rulebook import codes

_FIRST_LEVEL = 100


def _book(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]], by: Actor) -> bytes:
    out = io.BytesIO()
    with writing.book(out) as book:
        sheet = book.add_worksheet(name)
        writing.heads(book, sheet, heads)
        number = 0
        for number, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell)
        told = {"unit": by.unit_name, "name": by.name, "when": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}"}
        sheet.write_string(number + 2, 0, _("%(unit)s %(name)s 于 %(when)s 导出") % told)
    return out.getvalue()


def skill_words(mediator: Mediator) -> list[str]:
    """The first-level kinds that somebody knows, in words."""
    return [codes.label(codes.KINDS, f"{one * _FIRST_LEVEL:04d}") for one in mediator.skills]


def mediators(rows: Sequence[Mediator], *, by: Actor) -> bytes:
    """The register of mediators as it is seen, with counts of cases."""
    work = queries.work_of([row.post.person_id for row in rows])
    heads = [
        _("姓名"), _("所在组织"), _("岗位"), _("专职"), _("语言"), _("擅长类型"), _("称号"), _("品牌调解室"),
        _("在办"), _("参与调解"), _("达成协议"),
    ]  # fmt: skip
    return _book(_("调解员名册"), heads, (_cells(row, work.get(row.post.person_id)) for row in rows), by)


def _cells(row: Mediator, work: queries.Work | None) -> list[str]:
    had = work or queries.Work()
    return [
        row.post.person.name,
        row.post.unit.name,
        row.post.shown_title,
        _("是") if row.is_full_time else _("否"),
        "、".join(sorted({*row.languages, *row.post.person.languages})),
        "、".join(skill_words(row)),
        _("金牌调解员") if row.is_gold else "",
        row.brand_room,
        str(had.in_hand),
        str(had.took_part),
        str(had.settled),
    ]


def committees(rows: Sequence[Row], *, by: Actor) -> bytes:
    """人民调解法10: the register of committees and members, a line a member."""
    heads = [
        _("调解委员会"), _("类别"), _("设立主体"), _("专业领域"), _("本届起"), _("本届止"), _("女性委员人数"),
        _("多民族居住地区"), _("有人数较少民族的成员"), _("成员"), _("职务"), _("任职起"), _("要整改的"),
    ]  # fmt: skip
    return _book(_("调委会登记册"), heads, (line for row in rows for line in _committee(row)), by)


def _committee(row: Row) -> list[list[str]]:
    held = row.committee
    kind = CommitteeKind(row.unit.committee_kind).label if row.unit.committee_kind else ""
    head = [
        row.unit.name, str(kind),
        codes.label(SETUPS, held.setup) if held else "", codes.label(TRADES, held.trade) if held else "",
        held.term_from.isoformat() if held and held.term_from else "",
        held.term_until.isoformat() if held and held.term_until else "",
        str(held.women) if held and held.women is not None else "",
        _yes(held.mixed if held else None), _yes(held.mixed_member if held else None),
    ]  # fmt: skip
    told = sentences(one.text for one in row.faults)
    people = [[one.name, str(Duty(one.duty).label), one.since.isoformat()] for one in row.members]
    return [[*head, *one, told] for one in people or [["", "", ""]]]


def _yes(value: bool | None) -> str:
    return "" if value is None else _("是") if value else _("否")


def court_report(report: CourtReport, *, by: Actor) -> bytes:
    """One report to the court: what changed, then everything as it stood."""
    heads = [_("调解委员会"), _("情况")]
    stood = [
        [one["name"], "、".join(_member(each) for each in one["members"])] for one in report.held.values()
    ]
    return _book(_("通报"), heads, [*report.changes, ["", ""], *stood], by)


def _member(told: str) -> str:
    duty, _colon, name = told.partition(":")
    return f"{name}（{Duty[duty.upper()].label}）"
