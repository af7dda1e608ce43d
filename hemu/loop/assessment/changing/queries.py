"""What waits for a second person, what is due to be looked at again, and what new rules propose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from hemu.disputes.checks import stands
from hemu.disputes.lifecycle import Act, step_for
from hemu.disputes.models import ENDED, Clock, ClockKind, Colour, Dispute
from hemu.disputes.models.dispute import DisputeQuerySet
from hemu.kernel import clock
from hemu.loop.assessment import rating
from hemu.loop.assessment.changing.models import Lowering, LoweringStatus
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.orgs.queries import units_covering

MOST_PROPOSED = 500
_HEAVY = ("narrative", "search", "ledger_hash", "data_key")


def waiting_for(dispute: Dispute) -> Lowering | None:
    """The request that waits on a dispute that was itself read within a scope."""
    found: Lowering | None = Lowering.objects.of(dispute).filter(status=LoweringStatus.WAITING).first()
    return found


def approvers(dispute: Dispute, asker: Actor) -> list[Post]:
    """The posts of other people that may approve, in units that cover the place."""
    roles = [role for role, allowed in ROLE_PERMISSIONS.items() if Permission.LOWER in allowed]
    units = units_covering(dispute.region).values_list("pk", flat=True)
    current = Post.objects.current().filter(role__in=roles, unit_id__in=list(units), person__is_active=True)
    return list(current.exclude(person_id=asker.person_id).order_by("id"))


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The waiting request on the dispute's page, and what the reader may do about it."""
    request = waiting_for(dispute)
    if request is None:
        return None
    step = step_for(dispute.state, Act.LOWER)
    may = step is not None and actor.may(step.permission) and stands(dispute, step.who, actor)
    own = request.asked_id == actor.person_id
    return {
        "request": request,
        "may_decide": may and not own and actor.may(Permission.LOWER),
        "may_take_back": may and own,
    }


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with its dispute, as a list shows it."""

    request: Lowering
    dispute: Dispute
    may_decide: bool


def lowerings(by: Actor, *, decided: bool = False) -> DisputeQuerySet:
    """The disputes in the actor's area with a request that waits, or that was decided."""
    by.require(Permission.VIEW)
    rows = Dispute.objects.in_area(by).filter(Exists(_requests(decided=decided)))
    return rows.defer(*_HEAVY)


def _requests(*, decided: bool) -> QuerySet[Lowering]:
    rows = Lowering.objects.unscoped(reason="of disputes that are themselves read within the scope").filter(
        county=OuterRef("county"), dispute_id=OuterRef("id")
    )
    waiting = LoweringStatus.WAITING
    found: QuerySet[Lowering] = rows.exclude(status=waiting) if decided else rows.filter(status=waiting)
    return found


def to_decide(by: Actor) -> DisputeQuerySet:
    """The disputes with a request that the actor may decide: another person's."""
    others = _requests(decided=False).exclude(asked_id=by.person_id)
    return Dispute.objects.in_area(by).filter(Exists(others))


def asked(disputes: list[Dispute], by: Actor, *, decided: bool = False) -> list[Asked]:
    """The latest request of each dispute of a list that was read within a scope."""
    rows = Lowering.objects.unscoped(reason="of disputes that were read within a scope").filter(
        dispute_id__in=[one.id for one in disputes]
    )
    rows = rows.exclude(status=LoweringStatus.WAITING) if decided else rows.filter(status=0)
    latest = {(row.county, row.dispute_id): row for row in rows.order_by("asked_at", "id")}
    may = by.may(Permission.LOWER) and by.may(Permission.RATE) and not decided
    return [
        Asked(request, one, may and request.asked_id != by.person_id)
        for one in disputes
        if (request := latest.get((one.county, one.id))) is not None
    ]


def _review_clocks() -> Any:
    return Clock.objects.unscoped(reason="clocks of disputes that are read within the scope").filter(
        county=OuterRef("county"), dispute_id=OuterRef("id"), kind=ClockKind.REVIEW, stopped_at=None
    )


def reviews(by: Actor, *, until: datetime | None = None, colour: int = 0) -> QuerySet[Dispute]:
    """Rated open disputes of the actor's area by when they are to be looked at again (``review_at``)."""
    by.require(Permission.VIEW)
    clocks = _review_clocks()
    due = clocks if until is None else clocks.filter(due_at__lte=until)
    rows = Dispute.objects.in_area(by).filter(Exists(due)).exclude(state__in=ENDED).defer(*_HEAVY)
    if colour:
        rows = rows.filter(colour=colour)
    return rows.annotate(review_at=Subquery(clocks.values("due_at")[:1])).order_by("review_at", "id")


def end_of_today() -> datetime:
    """Midnight to come: what is due before it is due today."""
    return clock.midnight(clock.today() + timedelta(days=1))


def proposals(by: Actor) -> list[Dispute]:
    """Open disputes of the actor's area whose rating the rules would change, the gravest first.

    At most :data:`MOST_PROPOSED` are looked at; those that a person overruled are left out.
    """
    by.require(Permission.VIEW)
    rows = Dispute.objects.in_area(by).exclude(state__in=ENDED)
    rows = rows.exclude(colour=Colour.NONE).exclude(proposed_colour=Colour.NONE)
    rows = rows.exclude(proposed_colour=F("colour")).defer(*_HEAVY)
    first = rows.order_by("-proposed_colour", "-opened_at", "id")[:MOST_PROPOSED]
    return [row for row in first if rating.open_proposal(row) is not None]
