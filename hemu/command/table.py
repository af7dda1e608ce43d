"""The table of a figures page: children of a region in rows, one side of their disputes in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemu.command import figures, links
from hemu.command.asked import Asked
from hemu.command.figures import Breakdown
from hemu.command.headline import measured, percent
from hemu.command.kinds import ministry_groups, own_groups
from hemu.command.links import Narrowed
from hemu.command.sides import HERE, Side
from hemu.disputes.models import Body, Colour, Source, State
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.tally.measures import Measure

RATE = "rate"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: which values of which side it adds up, and how its list is narrowed."""

    key: str
    label: str
    side: Side
    values: tuple[int, ...]
    narrowed: Narrowed = ()

    def of(self, counts: Mapping[Side, Counter[int]]) -> int:
        return sum(counts[self.side][value] for value in self.values)


@dataclass(frozen=True, slots=True)
class Cell:
    """One number with its list; a share has text instead and no list."""

    value: float
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a child, or what is registered at the region itself (`region` None)."""

    name: str
    url: str
    region: Region | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    with_rate: bool
    lines: tuple[Line, ...]
    total: Line


def columns(asked: Asked, kinds: Iterable[int]) -> tuple[Column, ...]:
    """The columns that `asked.by` names; all disputes first."""
    first = (_measure(Measure.DISPUTES),)
    match asked.by:
        case "state":
            return first + tuple(_plain(Side.STATE, state) for state in figures.STATES)
        case "source":
            return first + tuple(_measure(Measure.for_source(one), source=one) for one in Source)
        case "body":
            return first + tuple(_measure(figures.BODIES[one], body=one) for one in Body if one)
        case "kind":
            return first + tuple(
                Column(f"kind{code}", label, Side.KIND, tuple(members), (("kind", str(code)),))
                for code, label, members in own_groups(kinds)
            )
        case "ministry":
            return first + tuple(
                Column(f"moj{code}", label, Side.KIND, tuple(members), (("moj", str(code)),))
                for code, label, members in ministry_groups(kinds)
            )
        case "measure":
            return tuple(_measure(one) for one in Measure if one < Measure.BY_VILLAGE)
        case _:
            rated = tuple(_plain(Side.COLOUR, colour) for colour in reversed(Colour))
            return (*first, *rated, _measure(Measure.SETTLED))


def _measure(measure: Measure, source: Source | None = None, body: Body | None = None) -> Column:
    narrowed = measured(measure)
    label = str(measure.label)
    if source is not None:
        narrowed, label = (("source", str(int(source))),), str(source.label)
    if body is not None:
        narrowed, label = (("body", str(int(body))),), str(body.label)
    return Column(measure.key, label, Side.MEASURE, (int(measure),), narrowed)


def _plain(side: Side, value: Colour | State) -> Column:
    return Column(value.name.lower(), str(value.label), side, (int(value),), ((side.value, str(int(value))),))


def breakdowns(region: Region, asked: Asked, *, by: Actor | None) -> dict[Side, Breakdown]:
    """What the table and the charts by child are made of: measures, colours, and the side asked for."""
    by_side = "kind" if asked.by == "ministry" else asked.by
    wanted = {Side.MEASURE, Side.COLOUR, *(side for side in Side if side.value == by_side)}
    return {side: figures.breakdown(region, asked.period, side, by=by) for side in sorted(wanted)}


def table(region: Region, asked: Asked, parts: Mapping[Side, Breakdown]) -> Table:
    """The rows in the order asked for, the total below them."""
    chosen = columns(asked, parts[Side.KIND].total if Side.KIND in parts else ())
    with_rate = asked.by in ("colour", "measure")
    lines = [_line(region, asked, child, counts, chosen, with_rate) for child, counts in _children(parts)]
    whole = {side: part.total for side, part in parts.items()}
    total = _line(region, asked, region, whole, chosen, with_rate)
    return Table(chosen, with_rate, tuple(_sorted(lines, asked.sort, chosen)), total)


def _children(
    parts: Mapping[Side, Breakdown],
) -> list[tuple[Region | None, dict[Side, Counter[int]]]]:
    """Each child that any of the sides shows, with its counts on every side."""
    regions: dict[int, Region | None] = {}
    counts: dict[int, dict[Side, Counter[int]]] = {}
    for side, part in parts.items():
        for share in part.shares:
            code = share.region.code if share.region else HERE
            regions.setdefault(code, share.region)
            counts.setdefault(code, {one: Counter() for one in parts})[side] = share.counts
    order = sorted(regions, key=lambda code: (code == HERE, code))
    return [(regions[code], counts[code]) for code in order]


def _line(
    parent: Region,
    asked: Asked,
    region: Region | None,
    counts: Mapping[Side, Counter[int]],
    chosen: tuple[Column, ...],
    with_rate: bool,
) -> Line:
    listed, here = (region, False) if region else (parent, True)
    cells = []
    for column in chosen:
        n = column.of(counts)
        url = links.records(listed, asked.period, column.narrowed, here=here)
        cells.append(Cell(n, f"{n:,}", url))
    if with_rate:
        accepted, settled = counts[Side.MEASURE][Measure.DISPUTES], counts[Side.MEASURE][Measure.SETTLED]
        cells.append(Cell(settled / accepted if accepted else -1, percent(settled, accepted) or "–"))
    if region is None:
        return Line(_("本级登记"), "", None, tuple(cells))
    return Line(region.name, links.figures(region, asked.query()), region, tuple(cells))


def _sorted(lines: list[Line], sort: str, chosen: tuple[Column, ...]) -> list[Line]:
    key, downwards = sort.removeprefix("-"), sort.startswith("-")
    keys = [*(column.key for column in chosen), RATE]
    if key == "name":
        return sorted(lines, key=_code, reverse=downwards)
    if key not in keys or (lines and keys.index(key) >= len(lines[0].cells)):
        return lines
    position = keys.index(key)
    return sorted(lines, key=lambda line: (line.cells[position].value, -_code(line)), reverse=downwards)


def _code(line: Line) -> int:
    return line.region.code if line.region else 10**16
