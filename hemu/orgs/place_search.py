"""Finding a place by typing its name, within the area where somebody works."""

from __future__ import annotations

from django.db.models import Q

from hemu.kernel.places import county_of
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region

MOST = 12
"""More than this nobody reads: type another character."""


def offered(text: str, *, by: Actor, chosen: int | None = None) -> list[Region]:
    """Regions of the actor's area whose name or code has every word of `text`, the chosen one first.

    Without `text`, the places right below where the actor works. None is wider than a county.
    """
    words = text.split()
    found = list(_searched(words, by)[:MOST] if words else _near(by)[:MOST])
    if chosen is not None and by.covers(chosen):
        first = Region.objects.filter(pk=chosen).first()
        found = ([first] if first else []) + [region for region in found if region.pk != chosen]
    return found


def _within(by: Actor) -> Q:
    area = Q(pk__in=())
    for span in by.spans:
        area |= Q(code__gte=span.lo, code__lt=span.hi)
    return area


def _searched(words: list[str], by: Actor) -> list[Region]:
    rows = Region.objects.current().filter(_within(by))
    for word in words:
        matches = Q(local_name__icontains=word)
        if word.isdigit():
            matches |= Q(code=int(word.ljust(15, "0")[:15]))
        rows = rows.filter(matches)
    found = [region for region in rows.order_by("-level", "code")[: 4 * MOST] if county_of(region.code)]
    return sorted(found, key=lambda region: (not _ends_with(region, words[-1]), region.level, region.code))


def _ends_with(region: Region, word: str) -> bool:
    return word in region.name


def _near(by: Actor) -> list[Region]:
    """The villages, or grids, or townships that a post most likely means: those right below its area."""
    near: list[Region] = []
    for span in by.spans:
        top = Region.objects.current().filter(lo__gte=span.lo, hi__lte=span.hi).order_by("level", "code")
        head = top.first()
        if head is None:
            continue
        below = Region.objects.current().filter(parent=head).order_by("code")
        near += [*below[:MOST], head] if county_of(head.code) else list(below[:MOST])
    return [region for region in near if county_of(region.code)]
