"""What a list's address asks for. The parameters are those that figures link with; unknown values are told.

``q region here state colour kind moj source body from to overdue mine measure sort after before``; `state`,
`colour`, `kind`, `source` and `body` may stand several times. `state=open` means all that haven't ended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from hemu.disputes.models import ENDED, Body, Colour, Source, State
from hemu.disputes.queries import Filter
from hemu.kernel.places import Span, parse_code
from hemu.office.components.lists import Chip, with_query
from hemu.office.pages.paging import NEWEST_FIRST, SORTS, Sort
from hemu.orgs.actor import merged
from hemu.orgs.models import Region
from hemu.rulebook import codes
from hemu.tally.measures import Measure

OPEN = "open"
OPEN_STATES = tuple(int(state) for state in State if state not in ENDED)
LONGEST_TEXT = 60
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)


@dataclass(slots=True)
class Asked:
    """The filter that an address asks for, the order, and the chips that say so."""

    filter: Filter
    sort: Sort = NEWEST_FIRST
    region: Region | None = None
    chips: list[Chip] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """Names of parameters whose value meant nothing: the page says that they were left out."""


class _Reader:
    """Reads one address, noting a chip for each thing understood and a name for each that wasn't."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.chips: list[Chip] = []
        self.unknown: list[str] = []

    def numbers(self, name: str, label: str, words: Callable[[int], str | None]) -> tuple[int, ...]:
        """The codes given for `name`; `words` says what each means, or None when it means nothing."""
        found: list[int] = []
        for text in self.query.getlist(name):
            number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
            said = words(number) if number is not None else None
            if number is None or said is None:
                self.unknown += [name] if text else []
                continue
            found.append(number)
            self.chip(name, label, said, text)
        return tuple(found)

    def day(self, name: str, label: str) -> date | None:
        text = self.query.get(name, "")
        if not text:
            return None
        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = date.min
        if not EARLIEST <= found <= LATEST:
            self.unknown.append(name)
            return None
        self.chip(name, label, text)
        return found

    def chip(self, name: str, label: str, value: str, one: str = "") -> None:
        self.chips.append(Chip(label, value, without(self.query, name, one)))


def without(query: QueryDict, name: str, one: str = "") -> str:
    """The address's query less one parameter, or less one of its values."""
    copy = query.copy()
    if one:
        copy.setlist(name, [value for value in copy.getlist(name) if value != one])
    else:
        copy.pop(name, None)
    for cursor in ("after", "before", "page"):
        copy.pop(cursor, None)
    return with_query(copy)


def read(query: QueryDict) -> Asked:
    """What `query` asks for."""
    reader = _Reader(query)
    region = _region(reader)
    measure = _measure(reader)
    chosen = Filter(
        text=query.get("q", "")[:LONGEST_TEXT],
        region=region.span if region else None,
        outside=_children(reader, region) if region else (),
        states=_states(reader),
        colours=reader.numbers("colour", _("等级"), _enum(Colour)),
        kinds=_kinds(reader),
        sources=reader.numbers("source", _("来源"), _enum(Source)),
        bodies=reader.numbers("body", _("受理组织"), _enum(Body)),
        since=reader.day("from", _("登记自")),
        until=reader.day("to", _("登记至")),
        overdue=_flag(reader, "overdue", _("时限"), _("已超期")),
        with_unit=_flag(reader, "mine", _("范围"), _("与本单位有关")),
        measure=measure,
        extra=_here(reader, region),
    )
    if chosen.text.strip():
        reader.chip("q", _("搜索"), chosen.text)
    sort = SORTS.get(query.get("sort", ""), NEWEST_FIRST)
    return Asked(chosen, sort, region, reader.chips, reader.unknown)


def _enum(choices: type[Colour] | type[Source] | type[Body] | type[State]) -> Callable[[int], str | None]:
    return lambda number: str(choices(number).label) if number in choices.values else None


def _region(reader: _Reader) -> Region | None:
    text = reader.query.get("region", "")
    if not text:
        return None
    try:
        found = Region.objects.filter(pk=parse_code(text)).first()
    except ValueError:
        found = None
    if found is None:
        reader.unknown.append("region")
        return None
    reader.chip("region", _("地区"), found.name)
    return found


def _children(reader: _Reader, region: Region) -> tuple[Span, ...]:
    """The places of the region's children, where ``here=1`` asks for what is registered at itself."""
    if not _flag(reader, "here", _("范围"), _("本级登记")):
        return ()
    return merged(child.span for child in Region.objects.filter(parent=region).order_by("code"))


def _states(reader: _Reader) -> tuple[int, ...]:
    if reader.query.getlist("state") == [OPEN]:
        reader.chip("state", _("状态"), _("在办"))
        return OPEN_STATES
    return reader.numbers("state", _("状态"), _enum(State))


def _here(reader: _Reader, region: Region | None) -> tuple[tuple[str, int], ...]:
    """Only what was registered at the region itself, not at a place inside it."""
    if region is None or not _flag(reader, "here", _("地点"), _("本级登记")):
        return ()
    return (("region", region.code),)


def _kinds(reader: _Reader) -> tuple[int, ...]:
    """Kinds by code, a first-level one (0900) for all below it; `moj` for one of the ministry's eighteen."""
    asked = reader.numbers("kind", _("类型"), _kind_words)
    ministry = reader.numbers("moj", _("统计类别"), _ministry_words)
    every = [int(code) for code, _words in codes.choices(codes.KINDS)]
    wide = [code for code in every if code // 100 * 100 in asked]
    counted = [code for code in every if ministry and int(codes.moj_code(code)) in ministry]
    return tuple(dict.fromkeys([*asked, *wide, *counted]))


def _kind_words(code: int) -> str | None:
    return codes.full_label(codes.KINDS, code) if codes.row(codes.KINDS, code) else None


def _ministry_words(code: int) -> str | None:
    return codes.label(codes.MOJ, code) if codes.row(codes.MOJ, code) else None


def _measure(reader: _Reader) -> Measure | None:
    text = reader.query.get("measure", "")
    if not text:
        return None
    found = next((one for one in Measure if text in (one.key, str(one.value))), None)
    if found is None:
        reader.unknown.append("measure")
        return None
    reader.chip("measure", _("指标"), str(found.label))
    return found


def _flag(reader: _Reader, name: str, label: str, words: str) -> bool:
    if reader.query.get(name) not in ("1", "on", "true"):
        return False
    reader.chip(name, label, words)
    return True
