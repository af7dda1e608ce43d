"""Reading who and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.lookups import DataContains
from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from hemu.kernel.errors import Missing
from hemu.kernel.places import PLACE_DIGITS, Span, show_code
from hemu.orgs.actor import Actor
from hemu.orgs.models import (
    Level,
    Person,
    Post,
    Region,
    RegionChange,
    Role,
    Team,
    TeamKind,
    TeamLoan,
    Unit,
    UnitArea,
)
from hemu.orgs.models.base import as_range
from hemu.orgs.models.people import phone_hash
from hemu.orgs.names import clean_phone

SHORTEST_PHONE = 7


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
    return [*Region.objects.raw(_ABOVE, [of.parent_id]), of]


def roots(spans: Iterable[Span]) -> list[Region]:
    """The highest regions in use that lie wholly inside `spans`: where somebody's tree begins."""
    found: list[Region] = []
    for span in spans:
        exact = Region.objects.current().filter(pk=span.lo, hi=span.hi).first()
        inside = Region.objects.current().within(span)
        below = Q(parent__lo__gte=span.lo, parent__hi__lte=span.hi)
        found += [exact] if exact else list(inside.exclude(below).order_by("code"))
    return found


_ABOVE = """
    WITH RECURSIVE up AS (
      SELECT r.*, 0 AS steps FROM orgs_region r WHERE r.code = %s
      UNION ALL
      SELECT r.*, up.steps + 1 FROM orgs_region r JOIN up ON r.code = up.parent_id
    )
    SELECT * FROM up ORDER BY steps DESC"""


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


def managed_units(by: Actor) -> QuerySet[Unit]:
    """Units seated in the scope of `by`, and their own."""
    return Unit.objects.touching(by.spans) | Unit.objects.filter(pk=by.unit_id)


def managed_people(by: Actor) -> QuerySet[Person]:
    """People with a post, now or before, in a unit of the scope of `by`."""
    inside = Post.objects.filter(unit__in=managed_units(by))
    return Person.objects.filter(Exists(inside.filter(person=OuterRef("pk"))))


def search_people(by: Actor, text: str) -> QuerySet[Person]:
    """Those of the scope whose name, sound, user name, staff number or whole phone is `text`, by sound."""
    wanted = text.strip()
    found = managed_people(by).order_by("pinyin", "id")
    if not wanted:
        return found
    match = Q(name__contains=wanted) | Q(username__istartswith=wanted) | Q(staff_number=wanted)
    if len(clean_phone(wanted)) >= SHORTEST_PHONE:
        match |= Q(phone_hash=phone_hash(wanted))
    sound = re.sub(r"[^a-z]", "", wanted.lower())
    if sound and sound == wanted.lower().replace(" ", ""):
        plain = Func(F("pinyin"), Value("[^a-z]"), Value(""), Value("g"), function="regexp_replace")
        found = found.annotate(sound=Cast(plain, TextField()))
        match |= Q(sound__startswith=sound)
    return found.filter(match)


def search_units(by: Actor, text: str) -> QuerySet[Unit]:
    """Units of the scope whose name holds `text`."""
    return managed_units(by).filter(name__contains=text.strip()).order_by("region_id", "kind", "pinyin", "id")


def search_regions(
    spans: Sequence[Span], text: str, *, levels: Iterable[int] | None = None
) -> QuerySet[Region]:
    """Regions in use inside `spans` whose name holds `text`, or whose code begins with it."""
    inside = Q(pk__in=())
    for span in spans:
        inside |= Q(code__gte=span.lo, code__lt=span.hi)
    wanted = text.strip()
    match = _by_name(spans, wanted)
    if wanted.isascii() and wanted.isdigit() and wanted:
        prefix = _with_prefix(wanted)
        match = Q(code__gte=prefix.lo, code__lt=prefix.hi)
    found = Region.objects.current().filter(inside, match)
    if levels is not None:
        found = found.filter(level__in=list(levels))
    return found.order_by("level", "code")


def _by_name(spans: Sequence[Span], wanted: str) -> Q:
    """How a name is looked for: anywhere in it within a county; in wider areas by its beginning, if that
    finds anything, as no index of PostgreSQL's own finds two characters in the middle."""
    if wanted and any(span.county is None for span in spans):
        begins = Q(name__startswith=wanted)
        if Region.objects.current().filter(begins).exists():
            return begins
    return Q(local_name__contains=wanted)


def grids_within(spans: Sequence[Span]) -> QuerySet[Region]:
    """Grids in use inside `spans`, by code."""
    return search_regions(spans, "", levels=(Level.GRID,)).order_by("code")


def region_named(among: QuerySet[Region], name: str) -> QuerySet[Region]:
    """Those whose name `name` is, in the most exact sense in which there are any."""
    for column in ("full_name", "local_name", "name", "official_name", "local_name__endswith"):
        found = among.filter(**{column: name})
        if found.exists():
            return found
    return among.none()


def _with_prefix(digits: str) -> Span:
    """All places whose code begins with `digits`."""
    begins = digits[:PLACE_DIGITS]
    zeros = "0" * (PLACE_DIGITS - len(begins))
    return Span(int(begins + zeros), int(f"{int(begins) + 1}{zeros}"))


@dataclass(frozen=True, slots=True)
class Force:
    """How many people hold a role, or teams are of a kind, in an area."""

    code: int
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Forces:
    """Who works in an area, in numbers: each opens the list that it counts."""

    people: int
    roles: list[Force]
    teams: list[Force]
    units: int


def forces(span: Span) -> Forces:
    """People by role and teams by kind, of the units seated in `span`, and of teams lent to it."""
    units = Unit.objects.active().touching((span,))
    posts = Post.objects.current().filter(unit__in=units, person__is_active=True)
    roles = posts.values("role").annotate(n=Count("person", distinct=True)).order_by("role")
    lent = TeamLoan.objects.current().filter(region_id__gte=span.lo, region_id__lt=span.hi)
    there = Team.objects.current().filter(Q(unit__in=units) | Q(pk__in=lent.values("team")))
    kinds = there.values("kind").annotate(n=Count("pk")).order_by("kind")
    return Forces(
        people=posts.aggregate(n=Count("person", distinct=True))["n"],
        roles=[Force(row["role"], str(Role(row["role"]).label), row["n"]) for row in roles],
        teams=[Force(row["kind"], str(TeamKind(row["kind"]).label), row["n"]) for row in kinds],
        units=units.count(),
    )
