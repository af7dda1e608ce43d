"""Reading 调: how far the mediation of a dispute is, who mediates, committees, the calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router

from hemu.api import show
from hemu.api.bodies import mediating as bodies
from hemu.api.routers.shared import actor, paged, reads
from hemu.disputes.models import Dispute
from hemu.disputes.queries import get
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.kernel.places import show_code
from hemu.loop.mediation import queries
from hemu.loop.mediation.calendar import queries as calendar
from hemu.loop.mediation.calendar.queries import Shown
from hemu.loop.mediation.confirmation import rules as court
from hemu.loop.mediation.models import Agreement, Mediator, Session
from hemu.loop.mediation.people import queries as people
from hemu.loop.mediation.people.queries import Asked
from hemu.loop.mediation.performance.queries import owed_under
from hemu.loop.mediation.police import queries as police
from hemu.loop.mediation.proposal import proposals
from hemu.orgs.models import Unit
from hemu.orgs.permissions import Permission

router = Router(tags=["mediation"])
OF_DISPUTE = "/disputes/{int:county}/{int:dispute_id}"
LONGEST = timedelta(days=62)
_AGREEMENT = (
    *("id", "form", "number", "content", "manner", "time_limit", "made_at", "effective_at"),
    *("confirmation_until", "unit_name"),
)


def _agreement(row: Agreement, dispute: Dispute) -> dict[str, Any]:
    promised = ("id", "number", "party_id", "party_name", "what", "amount", "due_on", "state", "performed_on")
    return show.columns(row, *_AGREEMENT) | {
        "signatures": [
            show.columns(one, "party_id", "party_name", "form", "signed_at")
            for one in queries.signatures(row)
        ],
        "promises": [
            show.columns(one.promise, *promised)
            | {"payments": [show.columns(part, "amount", "performed_on", "note") for part in one.payments]}
            for one in owed_under(row, dispute)
        ],
    }


def _session(row: Session, names: list[str]) -> dict[str, Any]:
    parts = ("id", "number", "started_at", "ended_at", "place", "mode", "mediators", "record", "result")
    return show.columns(row, *parts, "next_at") | {"attendees": names}


@router.get(f"{OF_DISPUTE}/mediation", summary=gettext_noop("一件纠纷的调解情况"))
@reads
def mediation(request: HttpRequest, county: int, dispute_id: int) -> Any:
    """Applications, consents, acceptance and who mediates, sessions, the agreement with what is owed."""
    by = actor(request)
    by.require(Permission.VIEW)
    row = get(county, dispute_id, by=by)
    accepted, agreed = queries.acceptances(row), queries.standing_agreement(row)
    applied = ("form", "applicants", "requests", "referred_by", "made_at")
    consent = ("party_id", "party_name", "own_will", "mediator_choice", "openness", "form", "given_at")
    taken = (
        "id",
        "number",
        "unit_id",
        "unit_name",
        "body",
        "rights_told_at",
        "accepted_at",
        "due_at",
        "ended_at",
    )
    ended = ("outcome", "party_name", "reason", "other_ways", "told_at", "unit_name")
    return {
        "applications": [show.columns(one, *applied) for one in queries.applications(row)],
        "consents": [show.columns(one, *consent) for one in queries.standing_consents(row)],
        "acceptance": show.columns(accepted[0], *taken) if accepted else None,
        "mediators": [
            show.columns(one, "post_id", "name", "unit_name", "chosen_by", "named_at")
            for one in queries.named_mediators(row)
        ],
        "sessions": [
            _session(held.session, [one.name for one in held.people]) for held in queries.sessions(row)
        ],
        "agreement": _agreement(agreed, row) if agreed else None,
        "endings": [show.columns(one, *ended) for one in queries.endings(row)],
    }


@router.get(f"{OF_DISPUTE}/court", summary=gettext_noop("一件纠纷的司法确认"))
@reads
def confirmations(request: HttpRequest, county: int, dispute_id: int) -> Any:
    """Every joint application to a court, the newest first."""
    by = actor(request)
    by.require(Permission.VIEW)
    names = (
        *("id", "stage", "court_name", "court_ground", "papers", "filed_on", "decide_by", "accepted_on"),
        *("rule_by", "extended", "ended_on", "ruling", "bar", "reason", "other_ways"),
    )
    rows = court.history(get(county, dispute_id, by=by))
    return {
        "applications": [show.columns(one, *names) | {"court_is_late": one.court_is_late} for one in rows]
    }


@router.get(f"{OF_DISPUTE}/police", summary=gettext_noop("一件纠纷的报警和治安调解"))
@reads
def of_police(request: HttpRequest, county: int, dispute_id: int) -> Any:
    """Reports to the police, the newest first; the steps of a minor case, the first one first."""
    by = actor(request)
    by.require(Permission.VIEW)
    row = get(county, dispute_id, by=by)
    told = (
        "id",
        "basis",
        "found_at",
        "reported_at",
        "way",
        "told_unit",
        "situation",
        "help_given",
        "feedback",
    )
    step = ("number", "step", "way", "on", "text", "case_number", "applicants", "other_ways", "unit_name")
    return {
        "reports": [show.columns(one, *told) | {"article": one.article} for one in police.reports(row)],
        "steps": [show.columns(one, *step) for one in police.steps(row)],
    }


def _mediator(row: Mediator) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "post": str(row.post_id),
        "name": row.post.person.name,
        "unit": show.unit(row.post.unit_id, row.post.unit.name),
        "languages": row.languages,
        "skills": row.skills,
        **show.columns(row, "is_full_time", "is_gold", "brand_room"),
    }


@router.get(f"{OF_DISPUTE}/mediators", summary=gettext_noop("推荐的调解员"))
@reads
def suggested(request: HttpRequest, county: int, dispute_id: int) -> Any:
    """Who is proposed and why, who is left out and why (M8); a person decides."""
    by = actor(request)
    by.require(Permission.VIEW)
    found = proposals(get(county, dispute_id, by=by))
    return {
        "suggested": [
            _mediator(one.mediator)
            | {"reasons": list(one.reasons), "cautions": list(one.cautions), "in_hand": one.open_cases}
            for one in found.suggestions
        ],
        "left_out": [_mediator(one.mediator) | {"reasons": list(one.reasons)} for one in found.left_out],
    }


@router.get("/mediators", summary=gettext_noop("调解员名册"))
@reads
def mediators(request: HttpRequest, wanted: Query[bodies.MediatorsWanted]) -> Any:
    """The register of the caller's area, by place and name: nobody is ranked."""
    asked = Asked(text=wanted.q, language=wanted.language, skill=wanted.skill, title=wanted.title)
    rows = people.mediators(actor(request), asked)
    return paged("mediators", rows, wanted.page, lambda found: [_mediator(row) for row in found])


def _committees(rows: list[Unit]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.unit.pk),
            "name": row.unit.name,
            "region": show_code(row.unit.region_id),
            "chair": row.chair,
            "members": [show.columns(one, "name", "duty", "since") for one in row.members],
            "mediators": row.mediators,
            **(show.columns(row.committee, "trade", "term_from", "term_until") if row.committee else {}),
        }
        for row in people.rows_of(rows)
    ]


@router.get("/committees", summary=gettext_noop("人民调解委员会"))
@reads
def committees(request: HttpRequest, wanted: Query[bodies.CommitteesWanted]) -> Any:
    """The committees of the caller's area with their members."""
    rows = people.committees(actor(request), text=wanted.q, trade=wanted.trade)
    return paged("committees", rows, wanted.page, _committees)


def _sitting(one: Shown) -> dict[str, Any]:
    names = ("id", "starts_at", "ends_at", "place", "mode", "presiding", "units", "standing", "why")
    return show.columns(one.sitting, *names) | {
        "dispute": {"county": one.dispute.county, "id": str(one.dispute.pk), "ref": one.dispute.ref},
        "mediators": list(one.mediators),
        "mine": one.is_mine,
    }


@router.get("/calendar", summary=gettext_noop("调处日程"))
@reads
def days(request: HttpRequest, wanted: Query[bodies.CalendarWanted]) -> Any:
    """What is planned or was held from one day to another, the earliest first."""
    if not timedelta(0) <= wanted.until - wanted.since <= LONGEST:
        raise Refused(_("请查询至多 62 天，起始日期不晚于截止日期。"), field="until", code="range")
    first, last = clock.midnight(wanted.since), clock.midnight(wanted.until + timedelta(days=1))
    found = calendar.between(actor(request), first, last, mine=wanted.mine)
    return {"sittings": [_sitting(one) for one in found]}


@router.get(f"{OF_DISPUTE}/sittings", summary=gettext_noop("一件纠纷约定的调处"))
@reads
def of_dispute(request: HttpRequest, county: int, dispute_id: int) -> Any:
    """The appointments of a dispute, what is planned first."""
    by = actor(request)
    by.require(Permission.VIEW)
    return {"sittings": [_sitting(one) for one in calendar.of_dispute(get(county, dispute_id, by=by), by)]}
