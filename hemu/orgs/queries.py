"""Reading who and where."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.lookups import DataContains
from django.db.models import BigIntegerField, F, Prefetch, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from hemu.kernel.errors import Missing
from hemu.kernel.places import show_code
from hemu.orgs.models import Level, Person, Post, Region, RegionChange, Unit, UnitArea
from hemu.orgs.models.base import as_range


def region(code: int) -> Region:
    """The region of a place code. Raises Missing."""
    found = Region.objects.filter(pk=code).first()
    if found is None:
        raise Missing(_("没有代码为 %(code)s 的区划。") % {"code": show_code(code)})
    return found


def children(parent: Region) -> QuerySet[Region]:
    """Regions right below, those in use, by code."""
    return Region.objects.current().filter(parent=parent).order_by("code")


def path(of: Region) -> list[Region]:
    """From the country down to the region itself."""
    steps = [of]
    while steps[0].parent_id is not None:
        steps.insert(0, region(steps[0].parent_id))
    return steps


def place_name(place: int) -> str:
    """The full name of a place; its code when the tree doesn't know it."""
    return place_names([place])[place]


def place_names(places: Iterable[int], *, local: bool = False) -> dict[int, str]:
    """Names of many places in one query: full, or from the township down."""
    wanted = set(places)
    column = "local_name" if local else "full_name"
    known = dict(Region.objects.filter(pk__in=wanted).values_list("pk", column))
    return {place: known.get(place) or show_code(place) for place in wanted}


def units_covering(place: int, kind: int | None = None) -> QuerySet[Unit]:
    """Active units that cover `place` today, the one with the narrowest area first."""
    holds = DataContains(as_range(), Cast(Value(place), BigIntegerField()))
    areas = UnitArea.objects.current().filter(holds)
    units = Unit.objects.active().filter(areas__in=areas).annotate(width=F("areas__hi") - F("areas__lo"))
    if kind is not None:
        units = units.filter(kind=kind)
    return units.order_by("width", "id")


def unit_of_kind_for(place: int, kind: int) -> Unit | None:
    """The unit of a kind that is nearest to `place`."""
    return units_covering(place, kind).first()


def posts_of(person: Person) -> tuple[Post, ...]:
    """Posts that hold today in units that are still there, the main one first. Nobody inactive has any."""
    if not person.is_active:
        return ()
    areas = Prefetch("unit__areas", UnitArea.objects.current())
    posts = Post.objects.current().filter(person=person, unit__is_active=True)
    return tuple(posts.select_related("unit", "person").prefetch_related(areas).order_by("-is_main", "id"))


def successors(code: int) -> list[Region]:
    """What a code has become: itself while in use, else the regions that it was split or merged into."""
    seen, ends, todo = set[int](), list[Region](), [code]
    while todo:
        here = todo.pop()
        if here in seen:
            continue
        seen.add(here)
        row = Region.objects.filter(pk=here).first()
        if row is None or row.is_current:
            ends += [row] if row else []
            continue
        news = RegionChange.objects.filter(old_id=here, new__isnull=False).values_list("new_id", flat=True)
        todo += [new for new in news if new is not None]
    return sorted(ends, key=lambda found: found.code)


def ancestor(of: Region, level: Level) -> Region | None:
    """The region of a level above (or at) `of`, also one that stands for it."""
    return next((step for step in path(of) if step.level == level or level in step.also_levels), None)
