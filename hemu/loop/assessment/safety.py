"""安全防护: while a dispute is dangerous, who does what today."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.assessment.models import SafetyMeasure
from hemu.orgs.actor import Actor


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
