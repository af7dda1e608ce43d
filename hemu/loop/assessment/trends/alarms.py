"""Telling of a rise: those who answer for the place hear of it once, as long as it lasts.

Looked at once a week, four times in a window of four weeks; so that looking often makes no more false alarms,
only what passes at a quarter of the level is told (Bonferroni over the looks): where nothing changes, the
chance that anybody is told anything within four weeks is at most LEVEL.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hemu.disputes.announcing import announce
from hemu.kernel import clock
from hemu.kernel.places import county_of
from hemu.loop.assessment.trends.models import Alarm, Checked
from hemu.loop.assessment.trends.reading import DAYS, Rise, look
from hemu.loop.assessment.trends.statistics import LEVEL
from hemu.orgs.actor import Actor, system_actor
from hemu.orgs.models import Region, Unit, UnitKind
from hemu.orgs.permissions import Permission

EVERY = timedelta(days=7)
LOOKS = DAYS // EVERY.days
"""Looks within one window."""
TELLING_LEVEL = LEVEL / LOOKS
LASTS = timedelta(days=DAYS)
"""A rise that wasn't seen for a whole window is over; the next one is another."""
_CENTRES = (UnitKind.COUNTY_CENTRE, UnitKind.TOWNSHIP_CENTRE)
_WHY = "the worker looks at every county's figures; whoever is told sees their own area alone"


def sweep() -> int:
    """Look at every county and township whose week is over; answers how many rises somebody was told of."""
    return sum(_look_at(region) for region in _due())


def _due() -> Iterator[Region]:
    """The narrowest first: what a village's rise already told the township isn't told it again."""
    ids = Unit.objects.filter(kind__in=_CENTRES, is_active=True).order_by().values_list("region", flat=True)
    lately = Checked.objects.filter(on__gt=clock.today() - EVERY).values("region")
    found = Region.objects.filter(pk__in=set(ids)).exclude(pk__in=lately)
    yield from found.order_by(F("hi") - F("lo"), "code")


@transaction.atomic
def _look_at(region: Region) -> int:
    today = clock.today()
    Checked.objects.update_or_create(region=region.pk, defaults={"on": today})
    by = replace(system_actor(_("趋势预警")), spans=(region.span,))
    looked = look(by, region)
    every = Alarm.objects.unscoped(reason=_WHY).filter(ended_on=None, county=county_of(region.lo))
    done = 0
    for rise in looked.alarms:
        standing = every.filter(region=rise.region.lo, kind=rise.kind)
        if standing.update(seen_on=today) or rise.found.q > TELLING_LEVEL:
            continue
        _tell(_new(rise), rise, region)
        done += 1
    below = every.filter(region__in=[area.lo for area in looked.areas])
    below.filter(seen_on__lte=today - LASTS).update(ended_on=today)
    return done


def _new(rise: Rise) -> Alarm:
    row = Alarm(
        county=county_of(rise.region.lo),
        region=rise.region.lo,
        name=rise.region.name,
        kind=rise.kind,
        recent=rise.found.recent,
        expected=rise.found.expected,
        q=rise.found.q,
        told_on=clock.today(),
        seen_on=clock.today(),
    )
    row.save(force_insert=True)
    return row


def _tell(row: Alarm, rise: Rise, at: Region) -> None:
    """The centre that sees the place beside its neighbours, and the place's own.

    The place's own isn't told that it rises where it was told in which part of it.
    """
    units = list(Unit.objects.filter(kind__in=_CENTRES, region=at, is_active=True).order_by("id"))
    span = rise.region.span
    parts = Alarm.objects.unscoped(reason=_WHY).filter(county=row.county, kind=row.kind, ended_on=None)
    if not parts.filter(region__gte=span.lo, region__lt=span.hi).exclude(pk=row.pk).exists():
        units += Unit.objects.filter(kind__in=_CENTRES, region=rise.region, is_active=True).order_by("id")
    announce(
        row,
        "trend",
        path=f"/trends/?region={at.shown_code}",
        key=f"trend:{row.pk}",
        unit_name=row.name,
        due_at=clock.now(),
        units=[unit.pk for unit in units],
        permission=Permission.FIGURES,
    )


def told(by: Actor) -> dict[tuple[int, int], date]:
    """Which rises of the actor's area somebody was told of, and on which day, by place and kind."""
    rows = Alarm.objects.in_area(by).filter(ended_on=None).order_by("id")
    return {(row.region, row.kind): row.told_on for row in rows}
