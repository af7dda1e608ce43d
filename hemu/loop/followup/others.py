"""Units that have nothing to do with another one: neither it, nor what lies under it, nor what it lies under.

Whoever is complained of or measured is never asked to look at it themselves; what obeys them isn't either.
"""

from __future__ import annotations

from collections.abc import Iterable

from hemu.orgs.models import Post, Unit, UnitKind
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.orgs.queries import units_covering


def below(unit_id: int) -> frozenset[int]:
    """The unit and every unit under it, however deep."""
    found, ring = {unit_id}, {unit_id}
    while ring:
        ring = set(Unit.objects.filter(parent__in=ring).values_list("pk", flat=True)) - found
        found |= ring
    return frozenset(found)


def above(unit_id: int) -> frozenset[int]:
    """The unit and every unit that it lies under."""
    found: set[int] = set()
    here: int | None = unit_id
    while here is not None and here not in found:
        found.add(here)
        here = Unit.objects.filter(pk=here).values_list("parent", flat=True).first()
    return frozenset(found)


def has_somebody(unit: Unit, *permissions: Permission) -> bool:
    """Whether anybody sits there who holds one of the permissions."""
    roles = [role for role, held in ROLE_PERMISSIONS.items() if held & set(permissions)]
    return Post.objects.current().filter(unit=unit, role__in=roles, person__is_active=True).exists()


def nearest(
    place: int, kinds: Iterable[UnitKind], *, never: frozenset[int], holding: tuple[Permission, ...]
) -> Unit | None:
    """The first unit in the order of `kinds` that covers the place, is none of `never` and has people."""
    for kind in kinds:
        for unit in units_covering(place, kind).exclude(pk__in=never):
            if has_somebody(unit, *holding):
                found: Unit = unit
                return found
    return None
