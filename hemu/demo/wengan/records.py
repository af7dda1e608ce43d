"""What a dispute is opened from: a visit, a call to the police, a petition, a villager's word, or nothing."""

from __future__ import annotations

import random
from datetime import timedelta
from enum import Enum

from hemu.demo.incidents.places import Place
from hemu.demo.patterns import Told
from hemu.disputes import origins
from hemu.disputes.models import Source
from hemu.disputes.origins import Prefill
from hemu.kernel import clock
from hemu.kernel.ids import short_code
from hemu.loop.screening.actions import (
    NewVisit,
    answer_report,
    record_incident,
    record_petition,
    record_visit,
    review_visit,
    settle_incident,
    take_report,
)
from hemu.loop.screening.models import (
    Incident,
    IncidentTier,
    ObjectKind,
    Petition,
    VillagersReport,
    VisitReason,
    VisitResult,
)
from hemu.loop.screening.petitions import actions as petitions
from hemu.orgs.actor import Actor

_REVIEWED = 0.7


class Channel(Enum):
    """How it came in."""

    BY_HAND = Source.BY_HAND
    VISIT = Source.VISIT
    INCIDENT = Source.INCIDENT
    PETITION = Source.PETITION
    VILLAGER = Source.VILLAGER

    @property
    def source(self) -> Source:
        return Source(self.value)


def write(
    channel: Channel, here: Place, grid: int, told: Told, *, by: Actor, chance: random.Random
) -> Prefill | None:
    """Write the record as whoever keeps it would; None for somebody who simply came in."""
    now = clock.now()
    if channel == Channel.BY_HAND:
        return None
    if channel == Channel.VISIT:
        visit = record_visit(new_visit(here, grid, told, by), by=by)
        if chance.random() < _REVIEWED and by.person_id != here.head.person_id:
            review_visit(visit, approve=True, by=here.head, edition=visit.edition)
        record_id, county = visit.id, visit.county
    elif channel == Channel.INCIDENT:
        call = record_incident(
            region=grid, number=f"JQ{clock.today():%Y%m%d}{short_code(6)}",
            reported_at=now - timedelta(minutes=40), narrative=told.narrative,
            tier=chance.choice((IncidentTier.ON_SCENE, IncidentTier.POLICE_OFFICE, IncidentTier.PHONE)),
            place=f"{chance.randrange(1, 9)}组", by=by,
        )  # fmt: skip
        record_id, county = call.id, call.county
    elif channel == Channel.PETITION:
        order = record_petition(
            region=grid, number=f"XF{clock.today():%Y%m%d}{short_code(6)}", from_unit="瓮安县信访局",
            received_at=now - timedelta(hours=2), narrative=told.narrative, by=by,
        )  # fmt: skip
        record_id, county = order.id, order.county
    else:
        report = take_report(
            region=grid, text=told.narrative, reporter=told.parties[0].name, by=by, team=team(here)
        )
        record_id, county = report.id, report.county
    return origins.read(channel.source, county, record_id, by=by)


def went_on(origin: Prefill | None, *, by: Actor) -> None:
    """It was registered from a record: the villager is answered, the call ends, the petition is accepted."""
    if origin is None:
        return
    if origin.source == Source.VILLAGER:
        report = VillagersReport.objects.visible_to(by).get(county=origin.county, id=origin.record_id)
        answer_report(report, "已登记为矛盾纠纷，调解员会上门，进展用查询码可以看到。", by=by)
    elif origin.source == Source.INCIDENT:
        call = Incident.objects.visible_to(by).get(county=origin.county, id=origin.record_id)
        settle_incident(call, "现场劝开，已登记为矛盾纠纷继续办理。", by=by)
    elif origin.source == Source.PETITION:
        order = Petition.objects.visible_to(by).get(county=origin.county, id=origin.record_id)
        petitions.accept(order, "属本镇职责，予以受理，已登记为矛盾纠纷。", by=by)


def team(here: Place) -> dict[str, str]:
    """The four who answer a villager."""
    return {
        "officer": here.officer.name,
        "auxiliary": "驻村辅警",
        "cadre": f"{here.village.name}村干部",
        "representative": "村民代表",
    }


def new_visit(here: Place, grid: int, told: Told, by: Actor) -> NewVisit:
    """All thirteen items of a visit that found the dispute."""
    now = clock.now()
    return NewVisit(
        region=grid,
        place=f"{here.village.name}",
        visitors=by.name,
        started_at=now - timedelta(minutes=50),
        ended_at=now - timedelta(minutes=5),
        object_kind=ObjectKind.HOUSEHOLD,
        object_name=f"{told.parties[0].name}家",
        object_people=3,
        object_info="户主在家务农。",
        reason=VisitReason.ROUTINE,
        has_dispute=True,
        dispute_text=told.narrative,
        publicity="宣讲人民调解不收费；防电信诈骗；用火用电安全。",
        done_on_spot="听双方说了经过，劝大家先冷静。",
        result=VisitResult.REPORTED,
        what_follows="登记为矛盾纠纷，按流程办理。",
    )
