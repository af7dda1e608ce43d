"""The clocks of a petition, and its history: written inside the acts that change it."""

from __future__ import annotations

from datetime import datetime

from hemu.kernel import clock
from hemu.loop.screening.models import Petition
from hemu.loop.screening.petitions.models import Act, PetitionClock, PetitionStep, Term
from hemu.loop.screening.terms import due
from hemu.orgs.actor import Actor

NAMES = {
    Term.ACCEPT: "petition_forward",
    Term.HANDLE: "petition_answer",
    Term.REVIEW: "petition_review",
    Term.REREVIEW: "petition_review",
}
"""What the rulebook calls each time."""
EXTENSION = "petition_extension"
WINDOW = "petition_review_window"
"""In which the petitioner may ask for a review of what was answered."""


def write(petition: Petition, act: Act, text: str = "", basis: str = "", *, by: Actor) -> PetitionStep:
    """One more step in the petition's history."""
    step = PetitionStep(
        county=petition.county, petition_id=petition.id, act=act, text=text.strip(), basis=basis.strip(),
        person_name=by.name, unit_name=by.unit_name, at=clock.now(),
    )  # fmt: skip
    step.save(force_insert=True)
    return step


def running(petition: Petition) -> PetitionClock | None:
    """The time that runs now on a petition that was read within a scope."""
    rows = PetitionClock.objects.in_county(petition.county, petition_id=petition.id)
    found: PetitionClock | None = rows.filter(stopped_at=None).first()
    return found


def start(petition: Petition, term: Term, since: datetime, *, until: datetime | None = None) -> PetitionClock:
    """Start a time, ending the one that runs. `until`: what the sender demands, when that is sooner."""
    stop(petition)
    due_at = due(NAMES[term], since)
    if until is not None and until < due_at:
        due_at = until
    row = PetitionClock(
        county=petition.county, petition_id=petition.id, term=term, started_at=since, due_at=due_at,
        next_at=due_at,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def stop(petition: Petition) -> None:
    """Nothing is due any more."""
    rows = PetitionClock.objects.in_county(petition.county, petition_id=petition.id, stopped_at=None)
    rows.update(stopped_at=clock.now(), next_at=None)


def registered(petition: Petition, *, by: Actor) -> None:
    """A petition was written down: within fifteen days it is accepted, or its sender told why not."""
    write(petition, Act.REGISTERED, by=by)
    start(petition, Term.ACCEPT, petition.received_at, until=petition.due_at)


def answered(petition: Petition, *, by: Actor) -> None:
    """The petitioner was answered; from now on they may ask for a review."""
    write(petition, Act.ANSWERED, petition.answer, by=by)
    stop(petition)


def extended(row: PetitionClock) -> datetime:
    """Until when the time runs once it is extended."""
    return due(EXTENSION, row.due_at)


def may_ask_until(answered_at: datetime) -> datetime:
    """Until when the petitioner may ask for a review of what was said then."""
    return due(WINDOW, answered_at)
