"""Acts of mediation. Each only calls the act."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router
from ninja.responses import Status

from hemu.api import schemas
from hemu.api.routers.going_on import agreement, consents
from hemu.api.routers.shared import act, posts, seen
from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.performance import actions as performance
from hemu.orgs.actor import Actor

router = Router(tags=["mediation"])
PATH = "/disputes/{int:county}/{int:dispute_id}/acts"


@router.post(f"{PATH}/apply", response={200: dict[str, Any]}, summary=gettext_noop("申请调解"))
def apply(request: HttpRequest, county: int, dispute_id: int, body: schemas.ApplyIn) -> Any:
    """Parties ask for mediation, orally or in writing, or the committee moves."""

    def work(row: Dispute, by: Actor) -> Dispute:
        return mediation.apply(
            row, body.requests, by=by, form=body.form, party_ids=body.parties,
            referred_by=body.referred_by, seen=seen(request, body),
        )  # fmt: skip

    return Status(*act(request, county, dispute_id, work))


@router.post(f"{PATH}/consent", response={200: dict[str, Any]}, summary=gettext_noop("同意调解"))
def consent(request: HttpRequest, county: int, dispute_id: int, body: schemas.ConsentIn) -> Any:
    """What parties said, choice by choice (人民调解法23)."""
    answers = consents(body.consents)
    last = seen(request, body)
    return Status(
        *act(request, county, dispute_id, lambda row, by: mediation.consent(row, answers, by=by, seen=last))
    )


@router.post(f"{PATH}/accept", response={200: dict[str, Any]}, summary=gettext_noop("受理调解"))
def accept(request: HttpRequest, county: int, dispute_id: int, body: schemas.AcceptIn) -> Any:
    """The caller's committee accepts; the parties have been told their rights."""

    def work(row: Dispute, by: Actor) -> Dispute:
        return mediation.accept(
            row, posts(body.mediators), by=by, rights_told_at=body.rights_told_at,
            chosen_by=body.chosen_by, ownership_note=body.ownership_note, seen=seen(request, body),
        )  # fmt: skip

    return Status(*act(request, county, dispute_id, work))


@router.post(f"{PATH}/decline", response={200: dict[str, Any]}, summary=gettext_noop("拒绝调解"))
def decline(request: HttpRequest, county: int, dispute_id: int, body: schemas.DeclineIn) -> Any:
    """A party declines: mediation stops, the other ways were told (人民调解法17)."""

    def work(row: Dispute, by: Actor) -> Dispute:
        return mediation.decline(
            row, body.party, body.reason, by=by, other_ways=body.other_ways, outcome=body.outcome,
            seen=seen(request, body),
        )  # fmt: skip

    return Status(*act(request, county, dispute_id, work))


@router.post(f"{PATH}/not-accept", response={200: dict[str, Any]}, summary=gettext_noop("不予受理"))
def not_accept(request: HttpRequest, county: int, dispute_id: int, body: schemas.EndIn) -> Any:
    """The committee doesn't accept it, says why, and names the other ways."""

    def work(row: Dispute, by: Actor) -> Dispute:
        last = seen(request, body)
        return mediation.not_accept(row, body.reason, by=by, other_ways=body.other_ways, seen=last)

    return Status(*act(request, county, dispute_id, work))


@router.post(f"{PATH}/session", response={200: dict[str, Any]}, summary=gettext_noop("记录调处"))
def session(request: HttpRequest, county: int, dispute_id: int, body: schemas.SessionIn) -> Any:
    """A session; a failed one counts for the rating."""
    attendees = [
        mediation.NewAttendee(role=one.role, name=one.name, party_id=one.party, relation=one.relation)
        for one in body.attendees
    ]
    held = mediation.NewSession(attendees=attendees, **body.dict(exclude={"seen", "attendees"}))
    last = seen(request, body)
    return Status(
        *act(
            request, county, dispute_id, lambda row, by: mediation.record_session(row, held, by=by, seen=last)
        )
    )


@router.post(f"{PATH}/agree", response={200: dict[str, Any]}, summary=gettext_noop("达成协议"))
def agree(request: HttpRequest, county: int, dispute_id: int, body: schemas.AgreeIn) -> Any:
    """An agreement, written or oral, with the contents that the law asks for."""
    new = agreement(body)
    last = seen(request, body)
    return Status(
        *act(request, county, dispute_id, lambda row, by: mediation.agree(row, new, by=by, seen=last))
    )


@router.post(f"{PATH}/fail", response={200: dict[str, Any]}, summary=gettext_noop("调解不成"))
def fail(request: HttpRequest, county: int, dispute_id: int, body: schemas.EndIn) -> Any:
    """It can't be settled; the parties were told the other ways (人民调解法26)."""

    def work(row: Dispute, by: Actor) -> Dispute:
        last = seen(request, body)
        return mediation.fail(row, body.reason, by=by, other_ways=body.other_ways, seen=last)

    return Status(*act(request, county, dispute_id, work))


@router.post(f"{PATH}/perform", response={200: dict[str, Any]}, summary=gettext_noop("履行登记"))
def perform(request: HttpRequest, county: int, dispute_id: int, body: schemas.PerformIn) -> Any:
    """One thing that was owed has been done, or a part of it (M5)."""

    def work(row: Dispute, by: Actor) -> Dispute:
        part = performance.NewPart(body.performed_on or clock.today(), body.amount, body.note)
        return performance.perform(row, body.promise, part, by=by, seen=seen(request, body))

    return Status(*act(request, county, dispute_id, work))


@router.post(f"{PATH}/performed", response={200: dict[str, Any]}, summary=gettext_noop("履行完毕"))
def performed(request: HttpRequest, county: int, dispute_id: int, body: schemas.ActIn) -> Any:
    """Everything owed is done."""
    last = seen(request, body)
    return Status(
        *act(request, county, dispute_id, lambda row, by: mediation.performed(row, by=by, seen=last))
    )
