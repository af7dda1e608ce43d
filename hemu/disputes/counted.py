"""What the tally counts of a dispute: the image that the ledger keeps and the outbox carries.

A merged dispute is the same matter as the one that it was merged into, and counts nowhere: its image is
empty. The conditions below say the same of rows, for figures read from them and the lists behind numbers.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from hemu.disputes.models import SETTLED, Body, Dispute, Outcome, Source, State
from hemu.tally.measures import Measure

Image = dict[str, Any]


def image(dispute: Dispute) -> Image:
    """The counted sides of a dispute as it stands: county, day, kind, colour, state, measures.

    `measures` is a sorted list of hemu.tally.measures.Measure numbers that this dispute adds one to.
    Empty for a merged dispute.
    """
    if dispute.state == State.MERGED:
        return {}
    return {
        "county": dispute.county,
        "day": dispute.opened_on.isoformat(),
        "kind": int(dispute.kind),
        "colour": int(dispute.colour),
        "state": int(dispute.state),
        "measures": sorted(int(measure) for measure in _measures(dispute)),
    }


_BODIES = {
    Body.VILLAGE: Measure.BY_VILLAGE,
    Body.TOWNSHIP: Measure.BY_TOWNSHIP,
    Body.PROFESSIONAL: Measure.BY_PROFESSIONAL,
    Body.DEPARTMENT: Measure.BY_DEPARTMENT,
    Body.POLICE: Measure.BY_POLICE,
    Body.COURT: Measure.BY_COURT,
}


def _measures(dispute: Dispute) -> list[Measure]:
    found = [Measure.DISPUTES, Measure.for_source(Source(dispute.source))]
    body = _BODIES.get(Body(dispute.body))
    if body is not None:
        found.append(body)
    if dispute.settled_on is not None and Outcome(dispute.outcome) in SETTLED:
        found.append(Measure.SETTLED)
        found += [Measure.PETITIONS_SETTLED] if dispute.petition else []
    flags = {
        Measure.HARD: dispute.hard,
        Measure.MASS_INCIDENTS_PREVENTED: dispute.mass_prevented,
        Measure.TURNED_CRIMINAL: dispute.turned_criminal,
        Measure.OVERDUE: dispute.overdue,
        Measure.FOLLOWED_UP: dispute.follow_ups > 0,
        Measure.RETURNED: dispute.returns > 0,
    }
    return found + [measure for measure, holds in flags.items() if holds]


_SETTLED = Q(settled_on__isnull=False, outcome__in=SETTLED)

CONDITIONS: dict[Measure, Q] = {
    Measure.DISPUTES: Q(),
    Measure.SETTLED: _SETTLED,
    Measure.PETITIONS_SETTLED: _SETTLED & Q(petition=True),
    Measure.HARD: Q(hard=True),
    Measure.MASS_INCIDENTS_PREVENTED: Q(mass_prevented=True),
    Measure.TURNED_CRIMINAL: Q(turned_criminal=True),
    Measure.OVERDUE: Q(overdue=True),
    Measure.FOLLOWED_UP: Q(follow_ups__gt=0),
    Measure.RETURNED: Q(returns__gt=0),
    **{measure: Q(body=body) for body, measure in _BODIES.items()},
    **{Measure.for_source(source): Q(source=source) for source in Source},
}
"""The same measures as conditions on rows that count at all (:data:`COUNTS`)."""

COUNTS = ~Q(state=State.MERGED)
"""What holds of every dispute that any figure counts."""


def condition(measure: Measure) -> Q:
    """What holds of a dispute that `measure` counts: the list behind its number."""
    return COUNTS & CONDITIONS[measure]


LEDGER_IMAGES = f"""
    SELECT image FROM (
        SELECT DISTINCT ON (county, dispute_id) image
          FROM disputes_entry WHERE image IS NOT NULL
         ORDER BY county, dispute_id, seq DESC
    ) AS newest WHERE image ->> 'state' <> '{State.MERGED:d}'
"""  # noqa: S608  # constants
"""The newest image of every dispute that counts, from the ledger: what the tally must add up to.

An empty image has no state. Images of merged disputes from before these stopped counting do.
"""
