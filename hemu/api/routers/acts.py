"""Acts of amending, assessment, routing and follow-up. Each only calls the act."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router
from ninja.responses import Status

from hemu.api import schemas
from hemu.api.once import Answer, once
from hemu.api.routers.shared import act, actor, caller, new_party, posts, seen, unit
from hemu.disputes import amendment
from hemu.disputes.models import Dispute
from hemu.disputes.queries import get
from hemu.loop.assessment import actions as assessment
from hemu.loop.followup import actions as followup
from hemu.loop.routing import actions as routing
from hemu.orgs.actor import Actor

router = Router(tags=["acts"])
PATH = "/disputes/{int:county}/{int:dispute_id}/acts"


def _done(answer: Answer) -> Any:
    return Status(*answer)


@router.post(f"{PATH}/amend", response={200: dict[str, Any]}, summary=gettext_noop("补充更正"))
def amend(request: HttpRequest, county: int, dispute_id: int, body: schemas.AmendIn) -> Any:
    """Change what is known; the rules propose a new colour at once when it follows."""
    parts = body.dict(exclude={"seen", "add_parties"})
    changes = amendment.Changes(**parts, add_parties=tuple(new_party(party) for party in body.add_parties))
    last = seen(request, body)
    return _done(
        act(request, county, dispute_id, lambda row, by: amendment.amend(row, changes, by=by, seen=last))
    )


@router.post(f"{PATH}/note", response={200: dict[str, Any]}, summary=gettext_noop("记事"))
def note(request: HttpRequest, county: int, dispute_id: int, body: schemas.NoteIn) -> Any:
    """Write something down."""
    return _done(act(request, county, dispute_id, lambda row, by: amendment.note(row, body.text, by=by)))


@router.post(f"{PATH}/link", response={201: dict[str, Any]}, summary=gettext_noop("关联"))
def link(request: HttpRequest, county: int, dispute_id: int, body: schemas.LinkIn) -> Any:
    """Say how this dispute hangs together with another of the caller's scope."""
    by = actor(request)

    def done() -> Answer:
        row, other = get(county, dispute_id, by=by), get(body.other_county, body.other, by=by)
        made = amendment.link(row, other, body.kind, body.grounds, by=by, seen=seen(request, body))
        return 201, {"id": str(made.id)}

    return _done(once(request, caller(request), done))


@router.post(f"{PATH}/merge", response={200: dict[str, Any]}, summary=gettext_noop("并案"))
def merge(request: HttpRequest, county: int, dispute_id: int, body: schemas.OtherIn) -> Any:
    """End this record as the same dispute as another."""

    def work(row: Dispute, by: Actor) -> Dispute:
        into = get(body.other_county, body.other, by=by)
        return amendment.merge(row, into, body.grounds, by=by, seen=seen(request, body))

    return _done(act(request, county, dispute_id, work))


@router.post(f"{PATH}/unmerge", response={200: dict[str, Any]}, summary=gettext_noop("撤销并案"))
def unmerge(request: HttpRequest, county: int, dispute_id: int, body: schemas.ReasonIn) -> Any:
    """Take a merge back: the record goes on from the beginning and counts again."""
    last = seen(request, body)
    return _done(
        act(
            request,
            county,
            dispute_id,
            lambda row, by: amendment.unmerge(row, body.reason, by=by, seen=last),
        )
    )


@router.post(f"{PATH}/rate", response={200: dict[str, Any]}, summary=gettext_noop("确认定级"))
def rate(request: HttpRequest, county: int, dispute_id: int, body: schemas.ActIn) -> Any:
    """Confirm the proposed colour."""
    last = seen(request, body)
    return _done(act(request, county, dispute_id, lambda row, by: assessment.confirm(row, by=by, seen=last)))


@router.post(f"{PATH}/override", response={200: dict[str, Any]}, summary=gettext_noop("调整定级"))
def override(request: HttpRequest, county: int, dispute_id: int, body: schemas.OverrideIn) -> Any:
    """Set another colour, with a reason."""

    def work(row: Dispute, by: Actor) -> Dispute:
        return assessment.override(row, body.colour, body.reason, by=by, seen=seen(request, body))

    return _done(act(request, county, dispute_id, work))


@router.post(f"{PATH}/lower", response={200: dict[str, Any]}, summary=gettext_noop("申请下调等级"))
def lower(request: HttpRequest, county: int, dispute_id: int, body: schemas.OverrideIn) -> Any:
    """Ask for a lower colour than red or orange; it stays until another person approves."""

    def work(row: Dispute, by: Actor) -> Dispute:
        return assessment.ask(row, body.colour, body.reason, by=by, seen=seen(request, body))

    return _done(act(request, county, dispute_id, work))


@router.post(
    f"{PATH}/lower/decide", response={200: dict[str, Any]}, summary=gettext_noop("批准或不批准下调等级")
)
def decide_lower(request: HttpRequest, county: int, dispute_id: int, body: schemas.DecideIn) -> Any:
    """Approve what another person asked for, or refuse it with a reason."""

    def work(row: Dispute, by: Actor) -> Dispute:
        last = seen(request, body)
        if body.approve:
            return assessment.approve(row, note=body.reason, by=by, seen=last)
        return assessment.refuse(row, body.reason, by=by, seen=last)

    return _done(act(request, county, dispute_id, work))


@router.post(f"{PATH}/route-internal", response={200: dict[str, Any]}, summary=gettext_noop("内部分流"))
def route_internal(request: HttpRequest, county: int, dispute_id: int, body: schemas.InternalIn) -> Any:
    """R1: to a unit within whose duty it lies."""

    def work(row: Dispute, by: Actor) -> Dispute:
        last = seen(request, body)
        officer = posts([body.officer])[0] if body.officer else None
        return routing.assign_internal(
            row, unit(body.unit), by=by, officer=officer, reason=body.reason, seen=last
        )

    return _done(act(request, county, dispute_id, work))


@router.post(
    f"{PATH}/route-vertical", response={200: dict[str, Any]}, summary=gettext_noop("纵向推送综治中心")
)
def route_vertical(request: HttpRequest, county: int, dispute_id: int, body: schemas.CentreIn) -> Any:
    """R2: to the township's centre."""

    def work(row: Dispute, by: Actor) -> Dispute:
        return routing.push_to_centre(row, by=by, reason=body.reason, seen=seen(request, body))

    return _done(act(request, county, dispute_id, work))


@router.post(f"{PATH}/route-horizontal", response={200: dict[str, Any]}, summary=gettext_noop("横向移交"))
def route_horizontal(request: HttpRequest, county: int, dispute_id: int, body: schemas.UnitsIn) -> Any:
    """R3: to the court, the legal brigade or the judicial office."""

    def work(row: Dispute, by: Actor) -> Dispute:
        joint = [unit(number) for number in body.joint]
        lead, last = unit(body.lead), seen(request, body)
        return routing.send_horizontal(row, lead, by=by, joint=joint, reason=body.reason, seen=last)

    return _done(act(request, county, dispute_id, work))


@router.post(f"{PATH}/name-units", response={200: dict[str, Any]}, summary=gettext_noop("指定主办协办"))
def name_units(request: HttpRequest, county: int, dispute_id: int, body: schemas.UnitsIn) -> Any:
    """R2: the centre names who leads and who helps."""

    def work(row: Dispute, by: Actor) -> Dispute:
        joint = [unit(number) for number in body.joint]
        return routing.name_units(
            row, unit(body.lead), joint, by=by, reason=body.reason, seen=seen(request, body)
        )

    return _done(act(request, county, dispute_id, work))


@router.post(f"{PATH}/take", response={200: dict[str, Any]}, summary=gettext_noop("就近受领"))
def take(request: HttpRequest, county: int, dispute_id: int, body: schemas.ActIn) -> Any:
    """A near committee takes up a blue dispute by its own move."""
    last = seen(request, body)
    return _done(act(request, county, dispute_id, lambda row, by: routing.take(row, by=by, seen=last)))


@router.post(f"{PATH}/receive", response={200: dict[str, Any]}, summary=gettext_noop("接收"))
def receive(request: HttpRequest, county: int, dispute_id: int, body: schemas.ActIn) -> Any:
    """R4: accept it."""
    last = seen(request, body)
    return _done(act(request, county, dispute_id, lambda row, by: routing.receive(row, by=by, seen=last)))


@router.post(f"{PATH}/return", response={200: dict[str, Any]}, summary=gettext_noop("退回"))
def give_back(request: HttpRequest, county: int, dispute_id: int, body: schemas.ReturnIn) -> Any:
    """R4: return it with a reason; the third time it goes up."""

    def work(row: Dispute, by: Actor) -> Dispute:
        return routing.give_back(row, body.reason, by=by, code=body.code, seen=seen(request, body))

    return _done(act(request, county, dispute_id, work))


@router.post(f"{PATH}/hand-over", response={200: dict[str, Any]}, summary=gettext_noop("移送"))
def hand_over(request: HttpRequest, county: int, dispute_id: int, body: schemas.HandOverIn) -> Any:
    """R4: pass it to another unit."""

    def work(row: Dispute, by: Actor) -> Dispute:
        return routing.hand_over(row, unit(body.unit), body.reason, by=by, seen=seen(request, body))

    return _done(act(request, county, dispute_id, work))


@router.post(f"{PATH}/follow-up", response={200: dict[str, Any]}, summary=gettext_noop("回访"))
def follow_up(request: HttpRequest, county: int, dispute_id: int, body: schemas.FollowUpIn) -> Any:
    """F1–F3: what a follow-up found; signs of escalation reopen the dispute."""
    parts = body.dict(exclude={"seen", "party", "marks"})
    marks = [followup.Mark(one.promise, one.done, one.note, one.on) for one in body.marks]
    found = followup.NewFollowUp(**parts, party_id=body.party, marks=marks)
    last = seen(request, body)
    return _done(
        act(request, county, dispute_id, lambda row, by: followup.follow_up(row, found, by=by, seen=last))
    )


@router.post(f"{PATH}/relapse", response={200: dict[str, Any]}, summary=gettext_noop("反弹重开"))
def relapse(request: HttpRequest, county: int, dispute_id: int, body: schemas.RelapseIn) -> Any:
    """F3: it flares up again."""

    def work(row: Dispute, by: Actor) -> Dispute:
        return followup.relapse(row, body.reason, by=by, facts=body.facts, seen=seen(request, body))

    return _done(act(request, county, dispute_id, work))


@router.post(f"{PATH}/close", response={200: dict[str, Any]}, summary=gettext_noop("办结"))
def close(request: HttpRequest, county: int, dispute_id: int, body: schemas.CloseIn) -> Any:
    """F7: close, after a follow-up in which a party gave their own answer."""
    results = followup.Results(**body.dict(exclude={"seen", "summary", "reply"}))

    def work(row: Dispute, by: Actor) -> Dispute:
        last = seen(request, body)
        return followup.close(row, body.summary, by=by, results=results, reply=body.reply, seen=last)

    return _done(act(request, county, dispute_id, work))
