"""Steps that several incidents share."""

from __future__ import annotations

from typing import Any

from hemu.demo.incidents.places import Place
from hemu.disputes import origins
from hemu.disputes.models import Dispute, Side, Source
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import parties
from hemu.disputes.registration import NewDispute
from hemu.kernel import clock
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import AgreementForm, SignatureForm
from hemu.loop.screening.actions import register_dispute
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post


def two(first: str, second: str, **over: Any) -> tuple[NewParty, NewParty]:
    """An applicant and a respondent; `over` goes to the applicant."""
    return NewParty(first, side=Side.APPLICANT, **over), NewParty(second, side=Side.RESPONDENT)


def opened(
    here: Place,
    record: Any,
    source: Source,
    dispute_id: int,
    *,
    by: Actor,
    title: str,
    kind: int,
    between: tuple[NewParty, ...],
    narrative: str = "",
    facts: dict[str, Any] | None = None,
) -> Dispute:
    """Register a dispute from a record, as the page does: what the record says is already filled in."""
    origin = origins.read(source, record.county, record.id, by=by)
    new = NewDispute(
        region=origin.region or here.grid,
        title=title,
        narrative=narrative or origin.narrative,
        kind=kind,
        source=source,
        parties=between,
        place=origin.place,
        facts=facts or {},
        dispute_id=dispute_id,
    )
    return register_dispute(new, by=by, origin=origin).dispute


def settled_on_the_spot(
    dispute: Dispute,
    mediator: Post,
    *,
    by: Actor,
    request: str,
    record: str,
    issues: str,
    content: str,
    place: str,
) -> Dispute:
    """Everybody consents, sits down and signs, in one go."""
    here = parties(dispute)
    agreement = mediation.NewAgreement(
        form=AgreementForm.WRITTEN,
        main_facts=dispute.narrative,
        issues=issues,
        content=content,
        manner="双方自行履行",
        time_limit="自签订之日起",
        signatures={party.pk: SignatureForm.FINGERPRINT for party in here},
        mediator_signed=True,
        sealed=True,
        promises=(),
    )
    spot = mediation.OnTheSpot(
        requests=request,
        consents=[mediation.NewConsent(party_id=party.pk, own_will=True) for party in here],
        place=place,
        record=record,
        agreement=agreement,
        mediators=[mediator],
    )
    return mediation.on_the_spot(dispute, spot, by=by)


def number(prefix: str, case: int) -> str:
    """A record's own number, such as a police station gives."""
    return f"{prefix}{clock.today():%Y%m%d}{case:04d}"
