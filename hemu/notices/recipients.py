"""Who is told of which act. One table of rules; each row is what an act means to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Dispute, Entry, Involvement, InvolvementRole, State
from hemu.notices.models import Reason
from hemu.orgs.models import Post, Role, UnitKind
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.orgs.queries import unit_of_kind_for


@dataclass(frozen=True, slots=True)
class Told:
    """What an act was, with the dispute that it was done to."""

    dispute: Dispute
    entry: Entry
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """Tell the posts of a unit that hold `permission`; or, with `posts`, these posts alone."""

    reason: Reason
    unit_id: int | None = None
    permission: Permission = Permission.VIEW
    posts: tuple[int, ...] = ()


Rule = Callable[[Told], Iterator[Call]]


def _turn_unit(told: Told) -> Iterator[Call]:
    yield Call(Reason.RECEIVE, told.dispute.turn_unit_id, Permission.RECEIVE)


def _joint_units(told: Told) -> Iterator[Call]:
    parts = Involvement.objects.of(told.dispute).filter(role=InvolvementRole.JOINT, until=None)
    for unit_id in parts.order_by("id").values_list("unit_id", flat=True):
        yield Call(Reason.JOIN, unit_id, Permission.RECEIVE)


_GIVING = (Act.ROUTE, Act.NAME_UNITS, Act.HAND_OVER, Act.REPORT_UP)


def _router(told: Told) -> Iterator[Call]:
    """Whoever gave it, in the post that they gave it from; and the unit whose turn it is again."""
    gave = (
        Entry.objects.of(told.dispute)
        .filter(seq__lt=told.entry.seq, act__in=_GIVING)
        .order_by("-seq")
        .first()
    )
    if gave is not None and gave.person_id:
        posts = Post.objects.current().filter(person_id=gave.person_id, unit_id=gave.unit_id)
        yield Call(Reason.RETURNED, posts=tuple(posts.order_by("id").values_list("id", flat=True)))
    yield Call(Reason.RETURNED, told.dispute.turn_unit_id, Permission.ROUTE)


NEXT_STEP = {
    State.REGISTERED: Permission.RATE,
    State.RATED: Permission.ROUTE,
    State.ROUTED: Permission.RECEIVE,
    State.RECEIVED: Permission.MEDIATE,
    State.MEDIATING: Permission.MEDIATE,
    State.AGREED: Permission.FOLLOW_UP,
    State.REFERRED: Permission.FOLLOW_UP,
    State.FOLLOWING: Permission.FOLLOW_UP,
}
"""What must be allowed to those who are told that a state lasts too long: they can do something about it."""


def _overdue(told: Told) -> Iterator[Call]:
    units = {told.dispute.lead_unit_id, told.dispute.turn_unit_id} - {None}
    needed = NEXT_STEP.get(State(told.dispute.state), Permission.VIEW)
    for unit_id in sorted(unit for unit in units if unit is not None):
        yield Call(Reason.OVERDUE, unit_id, needed)
    for unit_id in _named(told, "units"):
        yield Call(Reason.ESCALATED, unit_id)


ALARMED = (UnitKind.TOWNSHIP_GOVERNMENT, UnitKind.TOWNSHIP_CENTRE, UnitKind.COUNTY_CENTRE)
"""Red is reported to the township's government at once, and alarms the level above."""


def _red(told: Told) -> Iterator[Call]:
    if told.entry.colour != Colour.RED or "colour" not in told.entry.details.get("changed", ()):
        return
    for kind in ALARMED:
        unit = unit_of_kind_for(told.dispute.region, kind)
        if unit is not None:
            yield Call(Reason.RED, unit.pk)


def _proposed(told: Told) -> Iterator[Call]:
    """Those whose turn it is, when rules that changed propose another colour than holds, or than they did."""
    colour = told.entry.details.get("proposed", {}).get("colour")
    if colour is not None and colour != (told.entry.colour or told.entry.details.get("proposed_before")):
        yield Call(Reason.PROPOSED, told.dispute.turn_unit_id, Permission.RATE)


def _warned(told: Told) -> Iterator[Call]:
    for unit_id in {told.dispute.lead_unit_id, told.dispute.turn_unit_id, *_named(told, "units")} - {None}:
        yield Call(Reason.WARNING, unit_id)


def _relapsed(told: Told) -> Iterator[Call]:
    for unit_id in sorted({told.dispute.lead_unit_id or 0, told.dispute.turn_unit_id or 0} - {0}):
        yield Call(Reason.RELAPSED, unit_id)


def _further(told: Told) -> Iterator[Call]:
    """Those whom the act itself names."""
    for unit_id in _named(told, "units"):
        yield Call(Reason.TOLD, unit_id)
    if posts := tuple(_named(told, "posts")):
        yield Call(Reason.TOLD, posts=posts)


def _own_word(told: Told) -> Iterator[Call]:
    """A party said by themselves that they aren't content: whoever leads hears of it at once."""
    for unit_id in _named(told, "units"):
        yield Call(Reason.OWN_ANSWER, unit_id, Permission.FOLLOW_UP)


RULES: dict[Act, tuple[Rule, ...]] = {
    Act.RATE: (_red, _further),
    Act.OVERRIDE: (_red, _further),
    Act.LOWER: (_red, _further),
    Act.PROPOSE: (_proposed,),
    Act.REFER: (_further,),
    Act.REPLY: (_further,),
    Act.SUPERVISE: (_further,),
    Act.WARN: (_warned,),
    Act.ROUTE: (_turn_unit, _joint_units, _further),
    Act.NAME_UNITS: (_turn_unit, _joint_units, _further),
    Act.HAND_OVER: (_turn_unit, _further),
    Act.RETURN: (_router, _further),
    Act.OVERDUE: (_overdue,),
    Act.RELAPSE: (_relapsed, _further),
    Act.OWN_ANSWER: (_own_word,),
}


def concerns_anybody(payload: Mapping[str, Any]) -> bool:
    """Whether an act can have anybody to tell, without asking the database."""
    return payload["act"] in RULES or bool(payload.get("units") or payload.get("posts"))


def calls(told: Told) -> Iterator[Call]:
    """Everybody to be told of an act; the same post may come up more than once."""
    for rule in RULES.get(Act(told.entry.act), (_further,)):
        yield from rule(told)


def _named(told: Told, which: str) -> list[int]:
    return [int(one) for one in told.payload.get(which, ())]


def posts_called(call: Call) -> list[Post]:
    """The posts, in force today, that a call reaches."""
    current = Post.objects.current().filter(unit__is_active=True, person__is_active=True)
    if call.posts:
        found = current.filter(pk__in=call.posts)
    elif call.unit_id is not None:
        found = current.filter(unit_id=call.unit_id, role__in=_roles_with(call.permission))
    else:
        return []
    return list(found.select_related("person", "unit").prefetch_related("unit__areas").order_by("id"))


def _roles_with(permission: Permission) -> list[Role]:
    return [role for role, allowed in ROLE_PERMISSIONS.items() if permission in allowed]
