"""Keeping the register of what there is to be visited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.bulk import insert_new
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.kernel.ids import new_id
from hemu.kernel.places import county_of
from hemu.loop.screening.coverage.models import KINDS, Count, Listed
from hemu.loop.screening.models import ObjectKind
from hemu.orgs.actor import Actor
from hemu.orgs.models import Level, Region
from hemu.orgs.permissions import Permission

MOST_IN_A_GRID = 20_000


@dataclass(frozen=True, slots=True)
class NewCount:
    """How many of a kind a place holds."""

    region: int
    kind: ObjectKind
    number: int
    people: int = 0


@dataclass(frozen=True, slots=True)
class NewPlace:
    """One place to be visited."""

    region: int
    kind: ObjectKind
    name: str
    place: str = ""


def _check_places(regions: set[int], by: Actor) -> None:
    """Raise unless every place is a village or a grid of the actor's area."""
    by.require(Permission.REGISTER)
    if not all(by.covers(region) for region in regions):
        raise Forbidden(_("有地点不在您的管辖范围内。"), field="places", code="outside_area")
    levels = Region.objects.filter(pk__in=regions, level__gte=Level.VILLAGE)
    if levels.count() != len(regions):
        raise Refused(_("请写到村或网格。"), field="places", code="too_wide")


def set_counts(new: Sequence[NewCount], *, by: Actor) -> None:
    """Write down how many there are; what was counted before is replaced, with who counted."""
    _check_places({one.region for one in new}, by)
    if any(one.kind not in KINDS or not 0 <= one.number <= MOST_IN_A_GRID for one in new):
        raise Refused(_("数量不对，请核对。"), field="counts", code="number")
    rows = [
        Count.made_by(
            by, county=county_of(one.region), region=one.region, kind=one.kind, number=one.number,
            people=one.people, made_at=clock.now(),
        )
        for one in new
    ]  # fmt: skip
    signed = ["number", "people", "unit_id", "unit_name", "person_id", "person_name", "made_at"]
    Count.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["county", "region", "kind"], update_fields=signed
    )


@transaction.atomic
def list_places(new: Sequence[NewPlace], *, by: Actor) -> int:
    """Add places to the register; answers how many weren't there."""
    _check_places({one.region for one in new}, by)
    if any(one.kind not in KINDS or not one.name.strip() for one in new):
        raise Refused(_("每一处都要有类别和名称。"), field="places", code="required")
    rows = [
        {
            "id": new_id(), "county": county_of(one.region), "region": one.region, "kind": int(one.kind),
            "name": one.name.strip()[:100], "place": one.place.strip()[:200], "made_at": clock.now(),
            "unit_id": by.unit_id, "unit_name": by.unit_name,
            "person_id": by.person_id, "person_name": by.name,
        }
        for one in new
    ]  # fmt: skip
    return len(insert_new(Listed, rows))


def remove_place(county: int, place_id: int, *, by: Actor) -> None:
    """Take a place off the register: gone, empty, or written down twice."""
    by.require(Permission.REGISTER)
    rows = Listed.objects.in_area(by).filter(county=county, id=place_id, removed_at=None)
    if not rows.update(removed_at=clock.now()):
        raise Missing(_("没有找到这一处。"))
