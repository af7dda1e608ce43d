"""评: a person confirms the colour that the rules propose, or sets another and says why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ClockKind, Colour, Dispute, State
from hemu.disputes.rating import known_facts
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.orgs.actor import Actor
from hemu.orgs.models import UnitKind
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import unit_of_kind_for
from hemu.rulebook import Ground, evaluate

MANUAL = "manual"
"""The rule name under which a person's own ground is kept."""
LEAST_REASON = 10
"""Characters that the reason for lowering a red or orange rating must have."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A colour that the rules propose, other than the one that holds, with what made them."""

    now: Colour
    colour: Colour
    grounds: tuple[Ground, ...]

    @property
    def raises(self) -> bool:
        """Whether it goes up."""
        return self.colour > self.now


def open_proposal(dispute: Dispute) -> Proposal | None:
    """The standing proposal to change the rating; None when there is none, or a person has overruled it.

    A person overrules a proposal together with its grounds: other grounds propose anew.
    """
    if dispute.colour == Colour.NONE or dispute.proposed_colour in (Colour.NONE, dispute.colour):
        return None
    if overruled(dispute.grounds) == signature(dispute):
        return None
    return Proposal(Colour(dispute.colour), Colour(dispute.proposed_colour), proposed_grounds(dispute))


def proposed_grounds(dispute: Dispute) -> tuple[Ground, ...]:
    """Why the rules propose what they propose."""
    return tuple(Ground.from_json(ground) for ground in dispute.proposed_grounds)


def standing_grounds(dispute: Dispute) -> tuple[Ground, ...]:
    """Why the colour is what it is."""
    return tuple(Ground.from_json(ground) for ground in dispute.grounds)


def signature(dispute: Dispute) -> list[Any]:
    """What a person overrules: the colour, and the facts that each rule fired on."""
    fired = [[ground["rule"], ground["facts"]] for ground in dispute.proposed_grounds]
    return [int(dispute.proposed_colour), fired]


def overruled(grounds: list[dict[str, Any]]) -> list[Any] | None:
    """The proposal that the person who set these grounds overruled, if a person did."""
    manual = next((ground for ground in grounds if ground["rule"] == MANUAL), None)
    return manual["over"] if manual else None


def confirm(dispute: Dispute, *, by: Actor, seen: int | None = None, note: str = "") -> Dispute:
    """Confirm the proposed colour. It holds from now, and the review clock starts by it.

    Raises Refused with code "second_person" where that lowers red or orange (see changing.lowering.ask).
    """
    with turn(dispute.county, dispute.id, Act.RATE, by=by, seen=seen) as this:
        row = this.dispute
        if row.proposed_colour == Colour.NONE:
            raise Refused(
                _("规则没有提出等级，请直接选定等级并写明理由。"), field="colour", code="no_proposal"
            )
        _refuse_alone(row, Colour(row.proposed_colour))
        this.tell(colour=int(row.proposed_colour), was=int(row.colour), rules=rule_names(row))
        this.set(colour=row.proposed_colour, grounds=row.proposed_grounds)
        this.tell_of_persons(note=note.strip())
        settle(this)
    return this.dispute


def override(dispute: Dispute, colour: Colour, reason: str, *, by: Actor, seen: int | None = None) -> Dispute:
    """Set a colour that the rules don't propose. The reason becomes its ground, and stands in the ledger.

    Raises Refused with code "second_person" where that lowers red or orange (see changing.lowering.ask).
    """
    reason = reason.strip()
    if colour == Colour.NONE:
        raise Refused(_("请选择等级。"), field="colour", code="required")
    if not reason:
        raise Refused(_("调整等级必须写明理由。"), field="reason", code="required")
    with turn(dispute.county, dispute.id, Act.OVERRIDE, by=by, seen=seen) as this:
        row = this.dispute
        _check_override(row, colour, reason)
        this.tell(
            colour=int(colour),
            was=int(row.colour),
            proposed_was=int(row.proposed_colour),
            rules=rule_names(row),
        )
        this.tell_of_persons(reason=reason)
        this.set(colour=colour, grounds=[manual(row, reason, by_name(by))])
        settle(this)
    return this.dispute


def needs_second(row: Dispute, colour: Colour) -> bool:
    """Whether giving this colour lowers a red or orange, held or proposed, which one person can't do alone.

    What goes up needs one person, even where the rules propose to go up further.
    """
    held = max(row.colour, row.proposed_colour)
    raises = row.colour != Colour.NONE and colour > row.colour
    return held >= Colour.ORANGE and colour < held and not raises


def _refuse_alone(row: Dispute, colour: Colour) -> None:
    if needs_second(row, colour):
        message = _("下调红色、橙色须由两个人：您写明理由提出申请，由另一人批准。")
        raise Refused(message, field="colour", code="second_person")


def _check_override(row: Dispute, colour: Colour, reason: str) -> None:
    if colour == row.proposed_colour:
        raise Refused(_("这正是规则建议的等级，请直接确认。"), field="colour", code="as_proposed")
    if colour < row.proposed_colour:
        require_long(reason)
    _refuse_alone(row, colour)


def require_long(reason: str) -> None:
    """Refuse a reason that is too short for a colour below what holds or is proposed."""
    if len(reason) < LEAST_REASON:
        message = _("下调橙色、红色等级，理由至少写 %(least)s 个字。") % {"least": LEAST_REASON}
        raise Refused(message, field="reason", code="too_short")


def by_name(by: Actor) -> str:
    """The actor as a ground's source names it."""
    return " ".join(part for part in (by.unit_name, by.name) if part)


def manual(row: Dispute, reason: str, source: str) -> dict[str, Any]:
    """The ground of a colour that a person gave, overruling what the rules propose now."""
    return {"rule": MANUAL, "text": reason, "facts": {}, "source": source, "over": signature(row)}


def review(dispute: Dispute, conclusion: str, *, by: Actor, seen: int | None = None) -> Dispute:
    """Look at the rating again (会商) and leave it as it is; the next review is due by its colour."""
    if not conclusion.strip():
        raise Refused(_("请写明会商结论。"), field="conclusion", code="required")
    if dispute.colour == Colour.NONE:
        raise Refused(_("还没有定级，请先评估定级。"), code="not_rated")
    with turn(dispute.county, dispute.id, Act.RATE, by=by, seen=seen) as this:
        this.tell(review=True, colour=int(this.dispute.colour))
        this.tell_of_persons(conclusion=conclusion.strip())
        _start_review(this)
    return this.dispute


def rule_names(row: Dispute) -> list[str]:
    """The rules that propose what they propose, for the ledger."""
    return [ground["rule"] for ground in row.proposed_grounds]


def settle(this: Turn) -> None:
    """After a colour was given: on to who routes, if it is the first, and the next review by the colour."""
    if this.came_from == State.REGISTERED:
        _pass_to_router(this)
    _start_review(this)


def _start_review(this: Turn) -> None:
    verdict = evaluate(
        "review",
        {**known_facts(this.dispute), "colour": int(this.dispute.colour)},
        on=clock.local(this.at).date(),
    )
    if not verdict.value:
        this.stop_clock(ClockKind.REVIEW)
        return
    due = this.at + timedelta(days=verdict.value["every_days"])
    this.start_clock(ClockKind.REVIEW, due_at=due, source=verdict.grounds[0].text)


def _pass_to_router(this: Turn) -> None:
    """Whoever rated may not be one who routes: then it is the township centre's turn."""
    if this.by.may(Permission.ROUTE) and this.by.unit_id:
        this.pass_turn(this.by.unit_id, this.by.unit_name)
        return
    centre = unit_of_kind_for(this.dispute.region, UnitKind.TOWNSHIP_CENTRE)
    if centre is not None:
        this.pass_turn(centre.pk, centre.name)
        this.notify(units=(centre.pk,))


def review_days(dispute: Dispute, colour: Colour) -> int | None:
    """How often the rulebook wants the dispute looked at again, in days, once it has this colour."""
    verdict = evaluate("review", {**known_facts(dispute), "colour": int(colour)}, on=clock.today())
    return int(verdict.value["every_days"]) if verdict.value else None
