"""Lowering red or orange takes two people: one asks with a reason, another decides; till then it stays."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ENDED, Colour, Dispute, State
from hemu.kernel.errors import Conflict, Refused
from hemu.loop.assessment import rating
from hemu.loop.assessment.changing.models import Lowering, LoweringStatus
from hemu.loop.assessment.changing.queries import approvers, waiting_for
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def ask(dispute: Dispute, colour: Colour, reason: str, *, by: Actor, seen: int | None = None) -> Dispute:
    """Ask that a red or orange dispute be given a lower colour. Those who may approve are told.

    The higher colour holds until then: one that nobody has rated yet is rated as the rules propose.
    """
    reason = reason.strip()
    if colour == Colour.NONE:
        raise Refused(_("请选择等级。"), field="colour", code="required")
    rating.require_long(reason)
    with turn(dispute.county, dispute.id, Act.LOWER, by=by, seen=seen) as this:
        row = this.dispute
        if not rating.needs_second(row, colour):
            raise Refused(_("这样定级不用另一人批准，请直接确认或调整。"), field="colour", code="alone")
        if waiting_for(row) is not None:
            raise Conflict(_("已经有一份下调申请在等批准，请先等它有结果。"), code="waiting")
        held = Colour(max(row.colour, row.proposed_colour))
        if this.came_from == State.REGISTERED:
            _hold(this, held)
        _keep_request(this, held, colour, reason)
        this.tell(lowering="asked", was=int(held), wanted=int(colour), rules=rating.rule_names(row))
        this.tell_of_persons(reason=reason)
        this.notify(posts=tuple(post.pk for post in approvers(row, by)))
    return this.dispute


def _hold(this: Turn, held: Colour) -> None:
    """What isn't rated is rated as the rules propose; what was reopened keeps its colour."""
    if held != this.dispute.colour:
        this.set(colour=held, grounds=this.dispute.proposed_grounds)
    rating.settle(this)


def _keep_request(this: Turn, held: Colour, colour: Colour, reason: str) -> None:
    row, by = this.dispute, this.by
    Lowering(
        county=row.county,
        dispute_id=row.id,
        held=held,
        wanted=colour,
        reason=reason,
        over=rating.signature(row),
        asked_id=by.person_id,
        asked_post=by.post_id,
        asked_by=by.name,
        asked_unit=by.unit_name,
        asked_at=this.at,
    ).save(force_insert=True)


def approve(dispute: Dispute, *, note: str = "", by: Actor, seen: int | None = None) -> Dispute:
    """Give the lower colour that another person asked for; it holds from now.

    Refused to the asker, and when the facts are other than those that the asker saw.
    """
    by.require(Permission.LOWER)
    with turn(dispute.county, dispute.id, Act.OVERRIDE, by=by, seen=seen) as this:
        row = this.dispute
        request = _of_another(this)
        if request.over != rating.signature(row):
            message = _("申请以后情况有变，规则的建议已经不同。请不批准，由申请人按现在的情况重新申请。")
            raise Refused(message, code="facts_changed")
        _decide(this, request, LoweringStatus.APPROVED, note)
        this.tell(lowering="approved", colour=request.wanted, was=int(row.colour), **_asker(request))
        this.tell_of_persons(reason=request.reason, note=note.strip())
        this.set(colour=request.wanted, grounds=_grounds(row, request, by))
        rating.settle(this)
        this.notify(posts=(request.asked_post,))
    return this.dispute


def _grounds(row: Dispute, request: Lowering, by: Actor) -> list[dict[str, Any]]:
    if request.wanted == row.proposed_colour:
        return list(row.proposed_grounds)
    asker = f"{request.asked_unit} {request.asked_by}".strip()
    return [rating.manual(row, request.reason, f"{asker} · {rating.by_name(by)}")]


def refuse(dispute: Dispute, reason: str, *, by: Actor, seen: int | None = None) -> Dispute:
    """Leave the colour as it is, and say why."""
    by.require(Permission.LOWER)
    if not reason.strip():
        raise Refused(_("请写明不批准的理由。"), field="note", code="required")
    with turn(dispute.county, dispute.id, Act.LOWER, by=by, seen=seen) as this:
        request = _of_another(this)
        _decide(this, request, LoweringStatus.REFUSED, reason)
        this.tell(lowering="refused", wanted=request.wanted, **_asker(request))
        this.tell_of_persons(reason=reason.strip())
        this.notify(posts=(request.asked_post,))
    return this.dispute


def take_back(dispute: Dispute, *, by: Actor, seen: int | None = None) -> Dispute:
    """The asker wants it no longer."""
    with turn(dispute.county, dispute.id, Act.LOWER, by=by, seen=seen) as this:
        request = _waiting(this.dispute)
        if request.asked_id != by.person_id:
            raise Refused(_("只有申请人可以收回；您可以批准或不批准。"), code="not_own")
        request.status, request.decided_at = LoweringStatus.TAKEN_BACK, this.at
        request.save()
        this.tell(lowering="taken_back", wanted=request.wanted)
    return this.dispute


def _waiting(row: Dispute) -> Lowering:
    found = waiting_for(row)
    if found is None:
        raise Conflict(_("没有等待批准的下调申请，可能已经有人决定了。"), code="none_waiting")
    return found


def _of_another(this: Turn) -> Lowering:
    request = _waiting(this.dispute)
    if request.asked_id == this.by.person_id:
        raise Refused(_("申请人不能自己批准，须由另一人决定。"), code="own_request")
    return request


def _decide(this: Turn, request: Lowering, status: LoweringStatus, note: str) -> None:
    request.status, request.note, request.decided_at = status, note.strip(), this.at
    request.decided_id, request.decided_by = this.by.person_id, this.by.name
    request.decided_unit = this.by.unit_name
    request.save()


def _asker(request: Lowering) -> dict[str, str]:
    return {"asked_by": f"{request.asked_unit} {request.asked_by}".strip()}


def lapse(this: Turn) -> None:
    """A reaction: another colour, an end, or a new beginning makes what waits meaningless."""
    if this.came_from is None or this.act == Act.LOWER:
        return
    if this.changed("colour") or this.enters(State.REGISTERED, *ENDED):
        rows = Lowering.objects.of(this.dispute).filter(status=LoweringStatus.WAITING)
        rows.update(status=LoweringStatus.LAPSED, decided_at=this.at)
