"""A dispute was marked as turned criminal, or the mark was taken off: its review opens, or is withdrawn."""

from __future__ import annotations

from hemu.disputes.advance import Turn
from hemu.disputes.announcing import announce_dispute
from hemu.kernel import clock
from hemu.loop.mediation.crimes.models import CrimeReview, ReviewState
from hemu.orgs.models import UnitKind
from hemu.orgs.queries import unit_of_kind_for
from hemu.rulebook import calendar, evaluate


def open_review(this: Turn) -> None:
    """In the act's own transaction; the county's centre and who handled it hear of it."""
    if not this.changed("turned_criminal"):
        return
    standing = CrimeReview.objects.of(this.dispute).exclude(state=ReviewState.WITHDRAWN)
    if not this.dispute.turned_criminal:
        standing.exclude(state=ReviewState.APPROVED).update(state=ReviewState.WITHDRAWN)
        return
    if standing.exists():
        return
    term = evaluate("clock", {"clock": "crime_review"}, on=clock.local(this.at).date()).value
    due = calendar.deadline(this.at, term["amount"], term["unit"])
    row = CrimeReview(
        county=this.dispute.county,
        dispute_id=this.dispute.id,
        region=this.dispute.region,
        opened_at=this.at,
        due_on=clock.local(due).date(),
    )
    row.save(force_insert=True)
    centre = unit_of_kind_for(this.dispute.region, UnitKind.COUNTY_CENTRE)
    announce_dispute(
        this.dispute, "crime_review", key=f"crime:{row.pk}", due=due,
        units=(centre.pk if centre else None, this.dispute.lead_unit_id),
        path=f"/crimes/{row.county}/{row.pk}/",
    )  # fmt: skip
