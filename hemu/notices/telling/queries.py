"""Reading consents, messages and what is to be told by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hemu.disputes.models import Dispute, Party
from hemu.disputes.queries import parties
from hemu.notices.bulletins.subscribing import sms_channel
from hemu.notices.sending.models import Delivery
from hemu.notices.telling import consent, posting
from hemu.notices.telling.danger import why_never
from hemu.notices.telling.models import UNSAFE, Agreed, Message, MessageQuerySet, State, Why
from hemu.orgs.actor import Actor
from hemu.orgs.names import mask_phone
from hemu.orgs.permissions import Permission

TONES = {
    State.WAITING: "wait",
    State.SENT: "active",
    State.DELIVERED: "done",
    State.FAILED: "stop",
    State.DROPPED: "plain",
    State.KEPT_BACK: "plain",
}
SHOWN = 6


def messages(
    by: Actor, *, to_call: bool = False, state: int | None = None, text: str = ""
) -> MessageQuerySet:
    """Those in the actor's scope: the newest first, or those to tell by hand, the most urgent first."""
    by.require(Permission.VIEW)
    rows: MessageQuerySet = Message.objects.visible_to(by)
    if text.strip():
        rows = rows.filter(ref__icontains=text.strip())
    if to_call:
        return rows.to_call().order_by("by_hand_until", "id")
    if state is not None:
        rows = rows.filter(state=state)
    return rows.order_by("-at", "-id")


def of_dispute(dispute: Dispute) -> list[Message]:
    """Everything that its parties were told, the newest first."""
    return list(Message.objects.of(dispute).order_by("-at", "-id"))


@dataclass(frozen=True, slots=True)
class Standing:
    """How one party stands: whether they agreed, and why nobody may write to them, if so."""

    party: Party
    phone: str
    agreed: Agreed | None
    never: str
    unsafe: bool


def of_parties(dispute: Dispute) -> list[Standing]:
    """Every party of either side."""
    people = parties(dispute)
    agreed = {one.party_id: one for one in posting.standing(dispute)}
    never = why_never(dispute, people)
    return [_standing(dispute, one, agreed.get(one.pk), never) for one in people]


def _standing(dispute: Dispute, party: Party, agreed: Agreed | None, never: Mapping[int, Why]) -> Standing:
    why = never.get(party.pk)
    problem = str(why.label) if why else consent.may_be_asked(dispute, party)
    return Standing(party, mask_phone(str(party.phone or "")), agreed, problem, why in UNSAFE)


def has_channel(dispute: Dispute) -> bool:
    """Whether there is anything to send by."""
    return sms_channel(dispute.region) is not None


def own(dispute: Dispute, party: Party) -> list[tuple[Message, str]]:
    """What one party was told, with its words as they went out, for that party alone."""
    rows = list(Message.objects.of(dispute).filter(party_id=party.pk).order_by("-at", "-id"))
    sent = [row for row in rows if row.state != State.KEPT_BACK]
    words = Delivery.objects.in_bulk([row.delivery_id for row in sent if row.delivery_id])
    return [(row, words[row.delivery_id].text if row.delivery_id in words else "") for row in sent]


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The part of the dispute's page: the last of what parties were told. One question to the database."""
    rows = list(Message.objects.of(dispute).order_by("-at", "-id")[: SHOWN + 1])
    if not rows:
        return None
    return {
        "told": [(row, TONES[State(row.state)]) for row in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
        "may_tell": actor.may(Permission.AMEND),
    }
