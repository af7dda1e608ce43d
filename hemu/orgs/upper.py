"""The upper part of the tree, kept in memory: which counties a range holds, and what stands above one.

The tree from the country to the county changes a few times a year. What isn't found is asked again
every time, so a process that was running when regions were loaded finds the new ones too.
"""

from __future__ import annotations

from hemu.kernel.places import COUNTY_UNIT, Span
from hemu.orgs.models import Level, Region

_above: dict[int, tuple[int, ...]] = {}
_wider: dict[int, tuple[int, ...]] = {}
_beside: dict[int, tuple[int, ...]] = {}


def ancestors_of_county(county: int) -> tuple[int, ...]:
    """Places from the country down to the county (six digits), each once; the country alone if unknown."""
    known = _above.get(county)
    if known is None:
        known = _walk_up(county * COUNTY_UNIT)
        if len(known) > 1:
            _above[county] = known
    return known


def _walk_up(code: int) -> tuple[int, ...]:
    steps: list[int] = []
    here: int | None = code
    while here:
        row = Region.objects.filter(pk=here).values_list("code", "parent_id").first()
        if row is None:
            break
        steps.insert(0, row[0])
        here = row[1]
    return (0, *steps)


def wider_than_county(county: int) -> tuple[int, ...]:
    """The same without the county, unless its row stands for a prefecture too."""
    known = _wider.get(county)
    if known is None:
        chain = ancestors_of_county(county)
        only_county = Region.objects.filter(pk=chain[-1], level__gte=Level.COUNTY).exists()
        known = chain[:-1] if only_county else chain
        if len(chain) > 1:
            _wider[county] = known
    return known


def counties_in(span: Span) -> list[int]:
    """Six-digit codes of the counties that a range touches, in order."""
    if span.county is not None:
        return [span.county]
    held = Region.objects.filter(code__gte=span.lo, code__lt=span.hi).at_level(Level.COUNTY)
    return [code // COUNTY_UNIT for code in held.order_by("code").values_list("code", flat=True)]


def counties_beside(county: int) -> tuple[int, ...]:
    """The counties (six digits) of the same prefecture, itself among them; itself alone if unknown."""
    known = _beside.get(county)
    if known is None:
        wider = wider_than_county(county)
        prefecture = Region.objects.filter(pk=wider[-1]).first() if len(wider) > 1 else None
        found = set(counties_in(prefecture.span)) if prefecture else set()
        known = tuple(sorted(found | {county}))
        if prefecture is not None:
            _beside[county] = known
    return known


def forget() -> None:
    """Drop what was kept, after the tree was loaded anew."""
    _beside.clear()
    _above.clear()
    _wider.clear()
