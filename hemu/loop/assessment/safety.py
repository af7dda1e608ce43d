"""安全防护: while a dispute is dangerous, who does what today, whom to warn, where help is.

A red dispute owes a plan within its clock, and a look at the plan every day until it is no longer red. Both
are clocks of the dispute, so that what is late goes up as every clock does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ENDED, ClockKind, Colour, Dispute, State
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.assessment.models import ContactKind, SafetyContact, SafetyMeasure
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.rulebook.terms import due

REVIEW = "safety_review"
"""The rulebook's clock after which a plan must be looked at again."""


def guard(this: Turn) -> None:
    """Reaction: a dispute that turns red owes a plan; one that is no longer red owes none."""
    dispute = this.dispute
    reopened = this.came_from in ENDED and this.enters(State.REGISTERED)
    if dispute.state in ENDED or not (this.changed("colour") or reopened):
        return
    if dispute.colour != Colour.RED:
        this.stop_clock(ClockKind.SAFETY)
    elif SafetyMeasure.objects.of(dispute).filter(done_at=None).exists():
        _look_again(this)
    else:
        this.start_clock(ClockKind.SAFETY)


def _look_again(this: Turn) -> None:
    until = due(REVIEW, this.at)
    if this.dispute.colour == Colour.RED and until > this.at:
        this.start_clock(ClockKind.SAFETY, due_at=until, source=_("安全防护方案每日复核"))


def plan_measure(
    dispute: Dispute,
    *,
    task: str,
    owner: str,
    due_at: datetime,
    owner_unit: str = "",
    by: Actor,
    seen: int | None = None,
) -> SafetyMeasure:
    """Add a measure to the safety plan: what is done, by whom, until when."""
    if not task.strip():
        raise Refused(_("请写明要做什么，例如“今晚由村干部陪护”。"), field="task", code="required")
    if not owner.strip():
        raise Refused(_("请写明责任人。"), field="owner", code="required")
    with turn(dispute.county, dispute.id, Act.SAFEGUARD, by=by, seen=seen) as this:
        if due_at < this.at:
            raise Refused(_("完成时限不能早于现在。"), field="due_at", code="past")
        row = SafetyMeasure(
            county=dispute.county, dispute_id=dispute.id, task=task.strip(), owner=owner.strip(),
            owner_unit=owner_unit.strip(), due_at=due_at, made_by=by.name, made_at=this.at,
        )  # fmt: skip
        row.save(force_insert=True)
        this.tell(measure="planned", due=due_at, owner_unit=owner_unit.strip())
        this.tell_of_persons(task=task.strip(), owner=owner.strip())
        _look_again(this)
    return row


def carry_out(
    dispute: Dispute, measure_id: int, result: str, *, by: Actor, seen: int | None = None
) -> SafetyMeasure:
    """Say that a measure was carried out, and what came of it."""
    if not result.strip():
        raise Refused(_("请写明落实情况。"), field="result", code="required")
    with turn(dispute.county, dispute.id, Act.SAFEGUARD, by=by, seen=seen) as this:
        row: SafetyMeasure | None = SafetyMeasure.objects.of(this.dispute).filter(id=measure_id).first()
        if row is None:
            raise Missing(_("没有找到这条措施。"))
        if row.done_at is not None:
            raise Conflict(_("这条措施已登记为落实。"), code="done_already")
        row.done_at, row.done_by, row.result = this.at, by.name, result.strip()
        row.save()
        this.tell(measure="done")
        this.tell_of_persons(task=row.task, result=result.strip())
    return row


def review_plan(dispute: Dispute, conclusion: str, *, by: Actor, seen: int | None = None) -> Dispute:
    """Look at the plan as a whole: is it enough for today? The next look is due by the rulebook.

    Raises Refused when there is no measure yet.
    """
    if not conclusion.strip():
        raise Refused(_("请写明今天的情况，措施够不够。"), field="conclusion", code="required")
    with turn(dispute.county, dispute.id, Act.SAFEGUARD, by=by, seen=seen) as this:
        if not SafetyMeasure.objects.of(this.dispute).exists():
            raise Refused(_("还没有防护措施，请先写明谁负责、做什么。"), field="conclusion", code="no_plan")
        this.tell(measure="reviewed")
        this.tell_of_persons(conclusion=conclusion.strip())
        _look_again(this)
    return this.dispute


@dataclass(frozen=True, slots=True)
class NewContact:
    """Somebody for the plan: who must be warned, or who helps."""

    kind: ContactKind
    name: str
    phone: str = ""
    note: str = ""


def add_contact(dispute: Dispute, new: NewContact, *, by: Actor, seen: int | None = None) -> SafetyContact:
    """Write somebody into the plan."""
    if not new.name.strip():
        raise Refused(_("请写明姓名或称呼。"), field="name", code="required")
    if new.kind == ContactKind.HELP and not new.phone.strip():
        raise Refused(_("可以求助的人要有电话。"), field="phone", code="required")
    with turn(dispute.county, dispute.id, Act.SAFEGUARD, by=by, seen=seen) as this:
        row = SafetyContact(
            county=dispute.county, dispute_id=dispute.id, kind=new.kind, name=new.name.strip(),
            phone=new.phone.strip(), note=new.note.strip(), made_by=by.name, made_at=this.at,
        )  # fmt: skip
        row.save(force_insert=True)
        this.tell(measure="contact")
        this.tell_of_persons(owner=new.name.strip(), note=new.note.strip())
    return row


def told_contact(dispute: Dispute, contact_id: int, *, by: Actor, seen: int | None = None) -> SafetyContact:
    """Somebody who had to be warned has been."""
    with turn(dispute.county, dispute.id, Act.SAFEGUARD, by=by, seen=seen) as this:
        row = _contact(this, contact_id)
        if row.told_at is not None:
            raise Conflict(_("已经登记过提醒了。"), code="done_already")
        row.told_at = this.at
        row.save()
        this.tell(measure="warned")
        this.tell_of_persons(owner=row.name)
    return row


def open_phone(dispute: Dispute, contact_id: int, *, by: Actor, seen: int | None = None) -> SafetyContact:
    """Read a contact's whole number, to call it; the ledger keeps who did."""
    by.require(Permission.OPEN_PERSONAL)
    with turn(dispute.county, dispute.id, Act.SAFEGUARD, by=by, seen=seen) as this:
        row = _contact(this, contact_id)
        this.tell(measure="phone_opened")
        this.tell_of_persons(owner=row.name)
    return row


def remove_contact(dispute: Dispute, contact_id: int, *, by: Actor, seen: int | None = None) -> SafetyContact:
    """Take somebody out of the plan again; the ledger keeps that they were in it."""
    with turn(dispute.county, dispute.id, Act.SAFEGUARD, by=by, seen=seen) as this:
        row = _contact(this, contact_id)
        row.removed_at = this.at
        row.save()
        this.tell(measure="contact_removed")
        this.tell_of_persons(owner=row.name)
    return row


def _contact(this: Turn, contact_id: int) -> SafetyContact:
    rows = SafetyContact.objects.of(this.dispute).filter(id=contact_id, removed_at=None)
    found: SafetyContact | None = rows.first()
    if found is None:
        raise Missing(_("没有找到这个联系人。"))
    return found
