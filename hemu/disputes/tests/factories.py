"""Disputes for tests, walked to where a test needs them by the same acts that people use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hemu.disputes.models import Dispute, Outcome, Side, State
from hemu.disputes.queries import parties
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.loop.assessment import actions as assessment
from hemu.loop.followup import actions as followup
from hemu.loop.followup.models import Asked, Kept
from hemu.loop.followup.models import Mode as AskedBy
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import AgreementForm, AttendeeRole, Mode, Result, SignatureForm
from hemu.loop.mediation.rules import NewAgreement, NewPromise
from hemu.loop.routing import actions as routing
from hemu.orgs.tests.cast import Cast

ORANGE = {"failed_mediations": 2, "people": 120, "households": 32, "complex_matter": True}
RED = {"revenge_on_society": True}
COURT = "1"
"""Code of 向人民法院起诉 in the list of other ways."""


def registered(cast: Cast, **over: Any) -> Dispute:
    """A blue quarrel over water in the cast's village, registered by the officer."""
    return register(report(**over), by=cast.officer)


def rated(cast: Cast, **over: Any) -> Dispute:
    """… with the proposed rating confirmed."""
    return assessment.confirm(registered(cast, **over), by=cast.officer)


def routed(cast: Cast, **over: Any) -> Dispute:
    """… given by the officer to the village's committee, which has not yet answered."""
    return routing.assign_internal(rated(cast, **over), cast.committee, by=cast.officer)


def received(cast: Cast, **over: Any) -> Dispute:
    """… accepted from the officer by the village's mediator."""
    return routing.receive(routed(cast, **over), by=cast.mediator)


def sides(dispute: Dispute) -> tuple[int, int]:
    """The ids of the first applicant and the first respondent."""
    here = parties(dispute)
    return (
        next(party.pk for party in here if party.side == Side.APPLICANT),
        next(party.pk for party in here if party.side == Side.RESPONDENT),
    )


def consents(dispute: Dispute) -> list[mediation.NewConsent]:
    """Everybody agrees."""
    return [mediation.NewConsent(party_id=party.pk, own_will=True) for party in parties(dispute)]


def mediating(cast: Cast, **over: Any) -> Dispute:
    """… applied for, consented to by both, and accepted by the village's committee."""
    dispute = received(cast, **over)
    dispute = mediation.apply(dispute, "请求停止堵水", by=cast.mediator, party_ids=[sides(dispute)[0]])
    dispute = mediation.consent(dispute, consents(dispute), by=cast.mediator)
    return mediation.accept(dispute, [cast.posts["mediator"]], by=cast.mediator, rights_told_at=clock.now())


def session(dispute: Dispute, result: Result = Result.AGREED, **over: Any) -> mediation.NewSession:
    """A session in the village, both parties there."""
    parts: dict[str, Any] = {
        "started_at": clock.now() - timedelta(hours=1),
        "place": "荣院村村委会",
        "mode": Mode.VILLAGE,
        "record": "双方各自陈述了浇水先后的经过，调解员讲解了相邻关系的规定。",
        "result": result,
        "attendees": [
            mediation.NewAttendee(AttendeeRole.PARTY, party_id=party.pk) for party in parties(dispute)
        ],
    }
    return mediation.NewSession(**{**parts, **over})


def agreement(dispute: Dispute, **over: Any) -> NewAgreement:
    """A written agreement with everything that the law asks for, and one thing to be done."""
    parts: dict[str, Any] = {
        "form": AgreementForm.WRITTEN,
        "main_facts": "两户共用一条水沟，因浇水先后发生口角。",
        "issues": "浇水的先后和时间。",
        "content": "单日由张大山先浇，双日由李长河先浇。",
        "manner": "双方自行履行",
        "time_limit": "自签订之日起",
        "responsibilities": "双方都有责任",
        "signatures": {party.pk: SignatureForm.NAME for party in parties(dispute)},
        "mediator_signed": True,
        "sealed": True,
        "promises": [NewPromise("修好水沟", due_on=due_in(10), party_id=sides(dispute)[0])],
    }
    return NewAgreement(**{**parts, **over})


def due_in(days: int) -> date:
    """The day so many days from now."""
    return clock.today() + timedelta(days=days)


def agreed(cast: Cast, **over: Any) -> Dispute:
    """… one session, and a written agreement."""
    dispute = mediating(cast, **over)
    dispute = mediation.record_session(dispute, session(dispute), by=cast.mediator)
    return mediation.agree(dispute, agreement(dispute), by=cast.mediator)


def referred(cast: Cast, **over: Any) -> Dispute:
    """… the respondent declines; both were told of the court."""
    dispute = received(cast, **over)
    return mediation.decline(
        dispute,
        sides(dispute)[1],
        "不愿意调解",
        by=cast.mediator,
        other_ways=[COURT],
        outcome=Outcome.DECLINED,
    )


def performed(cast: Cast, **over: Any) -> Dispute:
    """… what was promised has been done."""
    from hemu.loop.mediation.models import Promise

    dispute = agreed(cast, **over)
    promise = Promise.objects.of(dispute).get()
    return mediation.perform(dispute, promise.pk, by=cast.mediator)


def asked(dispute: Dispute, **over: Any) -> followup.NewFollowUp:
    """The applicant was asked at home and is content."""
    parts: dict[str, Any] = {
        "mode": AskedBy.IN_PERSON,
        "asked": Asked.PARTY,
        "kept": Kept.KEPT,
        "party_id": sides(dispute)[0],
        "answer": "水沟修好了，没有再吵。",
        "satisfaction": 5,
    }
    return followup.NewFollowUp(**{**parts, **over})


def following(cast: Cast, **over: Any) -> Dispute:
    """… the grid member asked the applicant, who is content."""
    dispute = performed(cast, **over)
    return followup.follow_up(dispute, asked(dispute), by=cast.grid_member)


def closed(cast: Cast, **over: Any) -> Dispute:
    """… and the coordinator closed it."""
    return followup.close(following(cast, **over), "协议已履行，双方和好。", by=cast.coordinator)


_WALKS: dict[State, Callable[..., Dispute]] = {
    State.REGISTERED: registered,
    State.RATED: rated,
    State.ROUTED: routed,
    State.RECEIVED: received,
    State.MEDIATING: mediating,
    State.AGREED: agreed,
    State.REFERRED: referred,
    State.FOLLOWING: following,
    State.CLOSED: closed,
}


def at_state(cast: Cast, state: State, **over: Any) -> Dispute:
    """A dispute in `state`. `over` changes what was reported (see hemu.disputes.tests.reports)."""
    return _WALKS[state](cast, **over)
