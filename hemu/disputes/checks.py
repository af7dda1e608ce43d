"""May this act be done to this dispute by this actor, now? Answers in the user's words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.utils.functional import lazystr
from django.utils.translation import gettext as _

from hemu.disputes.lifecycle import Act, Step, Who, acts_from, step_for
from hemu.disputes.models import Dispute, Entry, Involvement, InvolvementRole, Reader, State
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

_HANDLERS = (InvolvementRole.LEAD, InvolvementRole.JOINT)


def pick_step(dispute: Dispute, act: Act, seen: int | None) -> Step:
    """The table's row for the act; raises Conflict when the dispute has moved on."""
    require_seen(dispute, seen)
    step = step_for(dispute.state, act)
    if step is None:
        raise Conflict(
            _("这件纠纷现在是“%(state)s”，不能%(act)s。%(last)s")
            % {"state": State(dispute.state).label, "act": act.label, "last": _last(dispute)},
            code="wrong_state",
        )
    return step


def require_seen(dispute: Dispute, seen: int | None) -> None:
    """Raise Conflict when the dispute has moved on since `seen`, the last entry that the actor saw."""
    if seen is not None and seen != dispute.ledger_seq:
        raise Conflict(_moved_on(dispute), code="moved_on")


def _moved_on(dispute: Dispute) -> str:
    return _("您打开页面后，这件纠纷又有了新的办理。%(last)s请看过最新情况再办理；您填写的内容已保留。") % {
        "last": _last(dispute)
    }


def _last(dispute: Dispute) -> str:
    entry = Entry.objects.of(dispute).order_by("-seq").first()
    if entry is None:
        return ""
    return _("最近一次：%(who)s（%(unit)s）于 %(when)s %(act)s。") % {
        "who": entry.person_name,
        "unit": entry.unit_name,
        "when": clock.local(entry.at).strftime("%m-%d %H:%M"),
        "act": Act(entry.act).label,
    }


def may_see(dispute: Dispute, by: Actor) -> bool:
    """The scope of ``DisputeQuerySet.visible_to`` for a row at hand: in the area, or given to the unit."""
    if by.covers(dispute.region) or _leads(dispute, by):
        return True
    return Involvement.objects.of(dispute).filter(unit_id=by.unit_id, until=None).exists()


def _leads(dispute: Dispute, by: Actor) -> bool:
    """The door keeps the lead's column and its involvement the same."""
    return bool(by.unit_id) and dispute.lead_unit_id == by.unit_id


def may_read(dispute: Dispute, by: Actor) -> bool:
    """Whether the actor, who sees the dispute, may also read it: one with minors is for few.

    未成年人保护法4, 个人信息保护法28, 31: those who were named; as long as nobody was, the posts of the units
    that handle or registered it that may open personal fields. The system and the parties read it always.
    """
    if not dispute.minors or by.unit_id == 0:
        return True
    readers = Reader.objects.of(dispute).running()
    if readers.filter(post_id=by.post_id).exists():
        return True
    if not by.may(Permission.OPEN_PERSONAL) or not _has_part(dispute, by):
        return False
    return by.may(Permission.GUARD_PERSONAL) or not readers.named().exists()


def _has_part(dispute: Dispute, by: Actor) -> bool:
    if _leads(dispute, by) or dispute.turn_unit_id == by.unit_id:
        return True
    parts = Involvement.objects.of(dispute).filter(unit_id=by.unit_id, until=None)
    return parts.filter(role__in=(*_HANDLERS, InvolvementRole.REGISTERED)).exists()


def require_reader(dispute: Dispute, by: Actor) -> None:
    """Raise Forbidden unless the actor may read the dispute."""
    if not may_read(dispute, by):
        told = _("%(ref)s 涉及未成年人，只有指定的岗位可以打开。")
        own = by.county == dispute.county and by.covers(dispute.region)
        raise Forbidden(told % {"ref": dispute.ref}, code="minors" if own else "minors_elsewhere")


def _parts(dispute: Dispute, by: Actor) -> frozenset[int]:
    """As what the actor's unit has to do with the dispute now."""
    parts = Involvement.objects.of(dispute).filter(unit_id=by.unit_id, until=None)
    return frozenset(parts.values_list("role", flat=True))


def stands(dispute: Dispute, who: Who, by: Actor, parts: Callable[[], frozenset[int]] | None = None) -> bool:
    """Whether the actor stands to the dispute in one of the ways that `who` names.

    `parts` answers what :func:`_parts` does, for whoever asks of many acts at once.
    """
    if by.unit_id == 0 and by.covers(dispute.region):
        return True
    if Who.AREA in who and by.covers(dispute.region):
        return True
    if Who.TURN in who and dispute.turn_unit_id == by.unit_id:
        return True
    if not (Who.INVOLVED in who or Who.HANDLING in who):
        return False
    if _leads(dispute, by):
        return True
    has = parts() if parts is not None else _parts(dispute, by)
    return bool(has if Who.INVOLVED in who else has & frozenset(_HANDLERS))


def check_step(dispute: Dispute, step: Step, by: Actor) -> None:
    """Raise Forbidden or Refused unless `by` may do the step and its needs are met."""
    by.require(step.permission)
    if not stands(dispute, step.who, by):
        turn = dispute.turn_unit_name
        message = (
            _("现在轮到%(unit)s办理，您不能%(act)s。") % {"unit": turn, "act": step.act.label}
            if turn
            else _("您的岗位不能对这件纠纷%(act)s。") % {"act": step.act.label}
        )
        raise Forbidden(message)
    for need in step.needs:
        missing = need(dispute)
        if missing is not None:
            raise Refused(lazystr(missing), code=need.__name__)


def open_acts(dispute: Dispute, by: Actor) -> list[Step]:
    """What `by` can do next, in the table's order. For the page's buttons and the API."""
    parts = cache(lambda: _parts(dispute, by))
    return [
        step
        for step in acts_from(dispute.state)
        if by.may(step.permission)
        and stands(dispute, step.who, by, parts)
        and all(need(dispute) is None for need in step.needs)
    ]
