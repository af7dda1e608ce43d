"""The records behind a number: for each measure, the condition that its disputes meet.

The counterpart of :mod:`hemu.disputes.counted`; a test holds the two together.
"""

from __future__ import annotations

from django.db.models import Q

from hemu.disputes.models import SETTLED, Body
from hemu.tally.measures import Measure

_SETTLED = Q(settled_on__isnull=False, outcome__in=SETTLED)
_SOURCES = 40
"""Measures 41 to 50 count the sources 1 to 10 (Measure.for_source)."""

_CONDITIONS: dict[Measure, Q] = {
    Measure.DISPUTES: Q(),
    Measure.SETTLED: _SETTLED,
    Measure.PETITIONS_SETTLED: _SETTLED & Q(petition=True),
    Measure.HARD: Q(hard=True),
    Measure.MASS_INCIDENTS_PREVENTED: Q(mass_prevented=True),
    Measure.TURNED_CRIMINAL: Q(turned_criminal=True),
    Measure.OVERDUE: Q(overdue=True),
    Measure.FOLLOWED_UP: Q(follow_ups__gt=0),
    Measure.RETURNED: Q(returns__gt=0),
    Measure.BY_VILLAGE: Q(body=Body.VILLAGE),
    Measure.BY_TOWNSHIP: Q(body=Body.TOWNSHIP),
    Measure.BY_PROFESSIONAL: Q(body=Body.PROFESSIONAL),
    Measure.BY_DEPARTMENT: Q(body=Body.DEPARTMENT),
    Measure.BY_POLICE: Q(body=Body.POLICE),
    Measure.BY_COURT: Q(body=Body.COURT),
}


def condition(measure: Measure) -> Q:
    """What holds of a dispute that `measure` counts."""
    if measure > _SOURCES:
        return Q(source=measure - _SOURCES)
    return _CONDITIONS[measure]
