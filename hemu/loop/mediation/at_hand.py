"""The agreement as a follow-up takes it along, and its promises marked there (F5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from hemu.disputes.models import Dispute
from hemu.disputes.promised import AtHand, Keeping, Promised, register_keeping
from hemu.kernel import clock
from hemu.loop.mediation.actions.agreements import default, perform
from hemu.loop.mediation.models import Agreement, Promise, PromiseState
from hemu.loop.mediation.queries import standing_agreements
from hemu.orgs.actor import Actor

_OWED = (PromiseState.OPEN, PromiseState.DEFAULTED)


def at_hand(disputes: Sequence[Dispute]) -> dict[int, AtHand]:
    """The agreement in force of each dispute with everything that is owed under it, in two queries."""
    held = standing_agreements(disputes)
    owed: dict[int, list[Promise]] = defaultdict(list)
    of = Promise.objects.unscoped(reason="of agreements that were read through their disputes")
    counties = {row.county for row in disputes}
    ids = [agreement.pk for agreement in held.values()]
    for promise in of.filter(county__in=counties, agreement_id__in=ids).order_by("number"):
        owed[promise.agreement_id].append(promise)
    today = clock.today()
    return {
        dispute_id: AtHand(
            one.number, one.content, one.manner, one.time_limit,
            [_promised(row, today) for row in owed[one.pk]],
        )
        for dispute_id, one in held.items()
    }  # fmt: skip


def _promised(row: Promise, today: date) -> Promised:
    late = row.state == PromiseState.OPEN and row.due_on < today
    return Promised(
        row.pk, row.number, row.party_name, row.what, row.amount, row.due_on, row.performed_on,
        str(PromiseState(row.state).label), row.note, row.state in _OWED, late,
    )  # fmt: skip


def _number_at(dispute: Dispute, at: datetime) -> str:
    # Visitors write down the minute alone: an agreement of that same minute was there.
    rows = Agreement.objects.of(dispute).filter(made_at__lt=at + timedelta(minutes=1))
    return rows.order_by("-made_at", "-id").values_list("number", flat=True).first() or ""


def _keep(dispute: Dispute, promise_id: int, on: date, note: str, by: Actor) -> Dispute:
    return perform(dispute, promise_id, by=by, performed_on=on, note=note)


def _break(dispute: Dispute, promise_id: int, why: str, by: Actor) -> Dispute:
    return default(dispute, promise_id, why, by=by)


def register() -> None:
    """Called when the application starts."""
    register_keeping(Keeping(at_hand, _keep, _break, _number_at))
