"""Settling a blue dispute on the spot: the whole flow in one transaction and one form (R5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.models import Colour, Dispute, Side
from hemu.disputes.queries import parties
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Refused
from hemu.loop.mediation.actions.agreements import agree, performed
from hemu.loop.mediation.actions.beginning import NewConsent, accept, apply, consent
from hemu.loop.mediation.actions.sessions import NewAttendee, NewSession, record_session
from hemu.loop.mediation.models import ApplicationForm, AttendeeRole, Mode, Result
from hemu.loop.mediation.rules import NewAgreement
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Unit


@dataclass(frozen=True, slots=True)
class OnTheSpot:
    """What is written down of a settlement on the spot. Every party's consent is stated one by one."""

    requests: str
    consents: Sequence[NewConsent]
    place: str
    record: str
    agreement: NewAgreement
    mediators: Sequence[Post]
    performed_at_once: bool = False
    helpers: Sequence[NewAttendee] = ()
    helpers_consented: bool = False
    mode: Mode = Mode.ON_THE_SPOT


@transaction.atomic
def on_the_spot(
    dispute: Dispute, new: OnTheSpot, *, by: Actor, unit: Unit | None = None, seen: int | None = None
) -> Dispute:
    """Apply orally, accept, consent, hold a session and agree: six entries in the ledger, or none."""
    if seen is not None and seen != dispute.ledger_seq:
        raise Conflict(_("您打开页面后，这件纠纷又有了新的办理。请看过最新情况再办理。"), code="moved_on")
    if dispute.colour != Colour.BLUE:
        raise Refused(_("只有蓝色纠纷可以当场化解，橙色、红色要联合调处。"), code="not_blue")
    here = parties(dispute)
    asking = [party.pk for party in here if party.side == Side.APPLICANT] or [here[0].pk]
    dispute = apply(dispute, new.requests, by=by, form=ApplicationForm.ORAL, party_ids=asking, seen=seen)
    dispute = consent(dispute, new.consents, by=by)
    dispute = accept(dispute, new.mediators, by=by, unit=unit, rights_told_at=clock.now())
    came = [NewAttendee(AttendeeRole.PARTY, party_id=answer.party_id) for answer in new.consents]
    session = NewSession(
        started_at=clock.now(),
        place=new.place,
        mode=new.mode,
        record=new.record,
        result=Result.AGREED,
        attendees=[*came, *new.helpers],
        helpers_consented=new.helpers_consented,
    )
    dispute = record_session(dispute, session, by=by)
    dispute = agree(dispute, new.agreement, by=by)
    if new.performed_at_once and not new.agreement.promises:
        return performed(dispute, by=by)
    return dispute
