"""Steps that several incidents share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hemu.demo.incidents.places import Place
from hemu.disputes import origins
from hemu.disputes.models import Dispute, Side, Source
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import parties
from hemu.disputes.registration import NewDispute
from hemu.kernel import clock
from hemu.loop.assessment import actions as assessment
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import AgreementForm, SignatureForm
from hemu.loop.mediation.rules import NewAgreement
from hemu.loop.routing import actions as routing
from hemu.loop.screening.actions import record_incident, register_dispute
from hemu.loop.screening.models import Incident, IncidentTier
from hemu.orgs.actor import Actor
from hemu.orgs.models import Role, UnitKind


@dataclass(frozen=True, slots=True)
class Story:
    """What is registered of a dispute besides what the record already says."""

    title: str
    kind: int
    between: tuple[NewParty, ...]
    narrative: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is written down when people are brought together where they stand."""

    request: str
    record: str
    issues: str
    content: str
    place: str


def two(first: str, second: str, **over: Any) -> tuple[NewParty, NewParty]:
    """An applicant and a respondent; `over` goes to the applicant."""
    return NewParty(first, side=Side.APPLICANT, **over), NewParty(second, side=Side.RESPONDENT)


def opened(
    here: Place, record: Any, source: Source, dispute_id: int, story: Story, *, by: Actor | None = None
) -> Dispute:
    """Register a dispute from a record, as the page does: what the record says is already filled in.

    The station's officer registers it unless `by` is somebody else.
    """
    who = by or here.officer
    origin = origins.read(source, record.county, record.id, by=who)
    new = NewDispute(
        region=origin.region or here.grid,
        title=story.title,
        narrative=story.narrative or origin.narrative,
        kind=story.kind,
        source=source,
        parties=story.between,
        place=origin.place,
        occurred_on=origin.occurred_on,
        facts=story.facts,
        dispute_id=dispute_id,
    )
    return register_dispute(new, by=who, origin=origin).dispute


def incident(here: Place, number: int, text: str, tier: IncidentTier = IncidentTier.CENTRE) -> Incident:
    """A call to the police an hour ago."""
    return record_incident(
        region=here.grid, number=f"JQ{clock.today():%Y%m%d}{number:04d}",
        reported_at=clock.now() - timedelta(hours=1), narrative=text, tier=tier, place=here.village.name,
        by=here.officer,
    )  # fmt: skip


def rated_and_kept(here: Place, dispute: Dispute) -> Dispute:
    """The proposed colour is confirmed, and the station keeps what it can settle itself."""
    dispute = assessment.confirm(dispute, by=here.officer)
    return routing.assign_internal(dispute, here.unit(UnitKind.POLICE_STATION), by=here.officer)


def settled_on_the_spot(here: Place, dispute: Dispute, settled: Settlement) -> Dispute:
    """Everybody consents, sits down and signs, in one go, before the station's officer."""
    present = parties(dispute)
    agreement = NewAgreement(
        form=AgreementForm.WRITTEN,
        main_facts=dispute.narrative,
        issues=settled.issues,
        content=settled.content,
        manner="双方自行履行",
        time_limit="自签订之日起",
        signatures={party.pk: SignatureForm.FINGERPRINT for party in present},
        mediator_signed=True,
        sealed=True,
    )
    spot = mediation.OnTheSpot(
        requests=settled.request,
        consents=[mediation.NewConsent(party_id=party.pk, own_will=True) for party in present],
        place=settled.place,
        record=settled.record,
        agreement=agreement,
        mediators=[here.post(UnitKind.POLICE_STATION, Role.STATION_OFFICER)],
    )
    return mediation.on_the_spot(dispute, spot, by=here.officer)
