"""The agreement as a follow-up takes it along, and its promises marked there (F5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hemu.disputes.models import Dispute
from hemu.disputes.promised import AtHand, Keeping, Promised, register_keeping
from hemu.kernel import clock
from hemu.loop.mediation.actions.agreements import default, perform
from hemu.loop.mediation.models import Agreement, Promise, PromiseState
from hemu.loop.mediation.queries import promises, standing_agreement
from hemu.orgs.actor import Actor

_OWED = (PromiseState.OPEN, PromiseState.DEFAULTED)


def at_hand(dispute: Dispute) -> AtHand | None:
    """The agreement in force with everything that is owed under it."""
    agreement = standing_agreement(dispute)
    if agreement is None:
        return None
    today = clock.today()
    return AtHand(
        agreement.number, agreement.content, agreement.manner, agreement.time_limit,
        [_promised(row, today) for row in promises(agreement)],
    )  # fmt: skip


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
