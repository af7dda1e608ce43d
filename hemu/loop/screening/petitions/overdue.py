"""Petitions whose statutory time ran out: the unit and the county's centre hear of it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.loop.screening import telling
from hemu.loop.screening.models import Petition
from hemu.loop.screening.petitions import clocks
from hemu.loop.screening.petitions.models import Act, PetitionClock, Term
from hemu.orgs.actor import system_actor
from hemu.orgs.models import UnitKind
from hemu.orgs.queries import unit_of_kind_for

BATCH = 500


def raise_late(limit: int = BATCH) -> int:
    """Raise every petition whose time ran out by now; answers how many were raised."""
    done = 0
    while batch := _late(limit):
        done += sum(_raise(county, clock_id) for county, clock_id in batch)
    return done


def _late(limit: int) -> list[tuple[int, int]]:
    rows = PetitionClock.objects.unscoped(reason="the sweep looks at every county's clocks")
    late = rows.filter(next_at__lte=clock.now()).order_by("next_at", "id")
    return list(late.values_list("county", "id")[:limit])


def _raise(county: int, clock_id: int) -> int:
    with transaction.atomic():
        held = PetitionClock.objects.in_county(county, id=clock_id).select_for_update().first()
        if held is None or held.next_at is None or held.next_at > clock.now():
            return 0
        held.overdue_at, held.next_at = clock.now(), None
        held.save()
        rows = Petition.objects.unscoped(reason="the petition of a clock that ran out")
        row = rows.filter(county=county, id=held.petition_id).first()
        if row is not None:
            _tell(row, held)
    return 1


def _tell(row: Petition, held: PetitionClock) -> None:
    above = unit_of_kind_for(row.region, UnitKind.COUNTY_CENTRE)
    clocks.write(row, Act.RAISED, str(Term(held.term).label), by=system_actor(_("时限")))
    telling.announce(
        row, "petition_late", path=f"/petitions/{row.county}/{row.id}/", key=f"petition:{held.id}",
        unit_name=row.unit_name, due_at=held.due_at, units=(row.unit_id, above.pk if above else None),
    )  # fmt: skip
