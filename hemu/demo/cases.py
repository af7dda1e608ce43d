"""How each incident of the reports came out, read back from what was recorded."""

from __future__ import annotations

from typing import Any

from hemu.demo.incidents.told import CASES, Case
from hemu.disputes import origins
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import (
    Colour,
    Dispute,
    Entry,
    Involvement,
    InvolvementRole,
    Link,
    LinkKind,
    Source,
    State,
)
from hemu.disputes.models import Outcome as HowItEnded
from hemu.disputes.origins import Prefill
from hemu.disputes.queries import parties
from hemu.kernel.errors import Missing
from hemu.loop.assessment.models import SafetyMeasure, WarnedUnit
from hemu.loop.assessment.queries import notices_of, warned_units
from hemu.loop.followup.models import FollowUp
from hemu.loop.mediation.models import AgreementForm, Mediator, Mode, NamedMediator, Session
from hemu.loop.mediation.queries import standing_agreement
from hemu.loop.routing.models import Hop, Way
from hemu.loop.screening.models import Origin, VillagersReport, Visit, VisitReview, VisitStatus
from hemu.orgs.actor import Actor, system_actor
from hemu.orgs.queries import path, region
from hemu.outreach.models import ServiceResult, SmallService
from hemu.rulebook import codes

WHY = "the demonstration's own incidents, read back for whoever runs the command"
_CHANNELS = {
    Source.VISIT: "visit",
    Source.INCIDENT: "police incident",
    Source.PETITION: "petition",
    Source.VILLAGER: "villagers' report",
    Source.JOINT_MEETING: "joint meeting",
    Source.GROUP: "group",
}
VISIT_ITEMS: dict[str, tuple[str, ...]] = {
    "走访人员": ("visitors",),
    "走访时间": ("started_at", "ended_at"),
    "走访地点": ("region", "place"),
    "走访对象类别": ("object_kind",),
    "走访对象": ("object_name", "object_people"),
    "对象基本情况": ("object_info",),
    "走访事由": ("reason",),
    "有无矛盾纠纷": ("has_dispute",),
    "有无风险隐患": ("has_hazard",),
    "有无求助事项": ("needs_help",),
    "宣传内容": ("publicity",),
    "现场工作": ("done_on_spot",),
    "走访结果和后续安排": ("result", "what_follows"),
}
"""The thirteen items of a visit, with the columns that hold each."""


def cases() -> list[dict[str, Any]]:
    """One dict an incident, in the reports' order. Raises Missing when the demonstration isn't built."""
    by = system_actor("演示")
    return [_case(case, by) for case in CASES]


def _case(case: Case, by: Actor) -> dict[str, Any]:
    disputes = [_dispute(dispute_id) for dispute_id in case.disputes]
    services = [_service(service_id) for service_id in case.services]
    first = disputes[0] if disputes else None
    found: dict[str, Any] = {"id": case.id, "place": _place((first or services[0]).region)}
    found |= _record(first, services[0] if services else None, by)
    found |= _of_dispute(first) if first else {"dispute": None, "kind": None}
    found["others"] = [_short(each) for each in disputes[1:]]
    found["services"] = [_of_service(each) for each in services]
    return found


def _dispute(dispute_id: int) -> Dispute:
    found = Dispute.objects.unscoped(reason=WHY).filter(id=dispute_id).first()
    if found is None:
        raise Missing("没有演示数据，请先运行 hemu demo。")
    return found


def _service(service_id: int) -> SmallService:
    found: SmallService | None = SmallService.objects.unscoped(reason=WHY).filter(id=service_id).first()
    if found is None:
        raise Missing("没有演示数据，请先运行 hemu demo。")
    return found


def _place(code: int) -> str:
    return "".join(each.name for each in path(region(code)) if each.code)


def _record(dispute: Dispute | None, service: SmallService | None, by: Actor) -> dict[str, Any]:
    """What it was opened from: a visit, a call to the police, an item of a meeting, a villager's word."""
    origin = Origin.objects.of(dispute).first() if dispute else None
    if origin is not None:
        source, county, record_id = Source(origin.source), origin.record_county, origin.record_id
    elif service is not None and service.source is not None:
        source, county, record_id = Source(service.source), service.record_county, service.record_id
    else:
        return {"record": "request", "record_kind": "群众求助", "record_label": ""}
    prefill: Prefill = origins.read(source, county, record_id, by=by)
    found: dict[str, Any] = {
        "record": _CHANNELS[source],
        "record_kind": str(source.label),
        "record_label": prefill.label,
    }
    if source == Source.VISIT:
        found["visit"] = _visit(record_id)
    if source == Source.VILLAGER:
        report = VillagersReport.objects.unscoped(reason=WHY).get(id=record_id)
        found["team"] = {
            "officer": report.officer,
            "auxiliary": report.auxiliary,
            "cadre": report.cadre,
            "representative": report.representative,
        }
        found["answered_within_hours"] = _hours(report.received_at, report.answered_at)
    return found


def _hours(since: Any, until: Any) -> float | None:
    return round((until - since).total_seconds() / 3600, 1) if until else None


def _visit(visit_id: int) -> dict[str, Any]:
    row = Visit.objects.unscoped(reason=WHY).get(id=visit_id)
    reviews = VisitReview.objects.in_county(row.county, visit_id=row.id).order_by("at")
    return {
        "items": len(VISIT_ITEMS),
        "filled": sum(_is_filled(row, names) for names in VISIT_ITEMS.values()),
        "status": VisitStatus(row.status).label,
        "archived": row.status == VisitStatus.APPROVED,
        "review": [
            {"result": VisitStatus(review.status).label, "by": review.person_name, "unit": review.unit_name}
            for review in reviews
        ],
    }


def _is_filled(row: Visit, names: tuple[str, ...]) -> bool:
    return all(getattr(row, name) not in (None, "") for name in names)


def _of_dispute(dispute: Dispute) -> dict[str, Any]:
    return {
        **_short(dispute),
        "text": dispute.narrative,
        "grounds": [ground["text"] for ground in dispute.grounds],
        "grounds_facts": [ground["facts"] for ground in dispute.grounds],
        "routing": _routing(dispute),
        "links": _links(dispute),
        "languages": sorted({party.language for party in parties(dispute) if party.language}),
        "mediators": _mediators(dispute),
        "mediation": _mediation(dispute),
        "agreement": _agreement(dispute),
        "follow_up": _follow_up(dispute),
        "safety_plan": [
            {"task": row.task, "owner": row.owner, "due": row.due_at}
            for row in SafetyMeasure.objects.of(dispute).order_by("id")
        ],
        "notices": _notices(dispute),
        "acts": [
            Act(act).name.lower()
            for act in Entry.objects.of(dispute).order_by("seq").values_list("act", flat=True)
        ],
    }


def _short(dispute: Dispute) -> dict[str, Any]:
    return {
        "dispute": dispute.ref,
        "url": dispute.get_absolute_url(),
        "title": dispute.title,
        "kind": codes.label(codes.KINDS, dispute.kind),
        "kind_code": f"{dispute.kind:04d}",
        "ministry_kind": codes.moj_kind(dispute.kind),
        "colour": Colour(dispute.colour).name.lower(),
        "proposed_colour": Colour(dispute.proposed_colour).name.lower(),
        "state": State(dispute.state).name.lower(),
        "state_label": str(State(dispute.state).label),
        "outcome": HowItEnded(dispute.outcome).name.lower(),
    }


def _routing(dispute: Dispute) -> dict[str, Any]:
    """The ways that it went, who has it now, who helps, and to whom it was reported."""
    hops = Hop.objects.of(dispute).order_by("number")
    here = Involvement.objects.of(dispute).filter(until=None).order_by("id")
    roles = {
        role: [row.unit_name for row in here if row.role == role]
        for role in (InvolvementRole.LEAD, InvolvementRole.JOINT, InvolvementRole.REPORTED)
    }
    return {
        "way": [Way(hop.way).name.lower() for hop in hops],
        "lead": (roles[InvolvementRole.LEAD] or [None])[0],
        "joint": roles[InvolvementRole.JOINT],
        "reported_to": roles[InvolvementRole.REPORTED],
        "grounds": [ground["text"] for hop in hops for ground in hop.grounds],
    }


def _links(dispute: Dispute) -> list[dict[str, Any]]:
    rows = Link.objects.of(dispute).filter(removed_at=None).order_by("id")
    named = {
        other.id: other
        for other in Dispute.objects.unscoped(reason=WHY).filter(id__in=[row.other_id for row in rows])
    }
    return [
        {
            "kind": LinkKind(row.kind).name.lower(),
            "dispute": named[row.other_id].title,
            "grounds": row.grounds,
        }
        for row in rows
    ]


def _mediators(dispute: Dispute) -> list[dict[str, Any]]:
    rows = NamedMediator.objects.of(dispute).order_by("id")
    spoken = dict(
        Mediator.objects.filter(post_id__in=[row.post_id for row in rows]).values_list("post_id", "languages")
    )
    return [
        {"name": row.name, "unit": row.unit_name, "languages": spoken.get(row.post_id, [])} for row in rows
    ]


def _mediation(dispute: Dispute) -> list[dict[str, Any]]:
    rows = Session.objects.of(dispute).order_by("number")
    return [{"mode": Mode(row.mode).name.lower(), "mode_label": str(Mode(row.mode).label)} for row in rows]


def _agreement(dispute: Dispute) -> dict[str, Any] | None:
    row = standing_agreement(dispute)
    if row is None:
        return None
    form = AgreementForm(row.form)
    return {"form": form.name.lower(), "made_at": row.made_at, "content": row.content}


def _follow_up(dispute: Dispute) -> dict[str, Any] | None:
    row = FollowUp.objects.of(dispute).waiting().first()
    if row is None:
        return None
    return {"due_on": row.due_on, "targeted": row.targeted, "reason": row.reason}


def _notices(dispute: Dispute) -> list[dict[str, Any]]:
    return [
        {
            "number": notice.number,
            "subject": notice.subject,
            "from": notice.unit_name,
            "units": [_warned(row) for row in warned_units(notice)],
        }
        for notice in notices_of(dispute)
    ]


def _warned(row: WarnedUnit) -> dict[str, Any]:
    return {
        "unit": row.unit_name,
        "received_at": row.received_at,
        "answered_at": row.answered_at,
        "answer": row.answer,
    }


def _of_service(service: SmallService) -> dict[str, Any]:
    return {
        "kind": str(service.get_kind_display()),
        "for_whom": service.for_whom,
        "text": service.text,
        "result": str(ServiceResult(service.result).label),
        "result_text": service.result_text,
    }
