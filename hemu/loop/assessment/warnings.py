"""预警提示单: sending a notice on named disputes, and passing one from above on to those below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ENDED, Dispute, InvolvementRole
from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Refused
from hemu.kernel.ids import short_code
from hemu.kernel.wording import listed
from hemu.loop.assessment.models import (
    WarnedDispute,
    WarnedStage,
    WarnedUnit,
    WarningAct,
    WarningNotice,
    WarningStep,
)
from hemu.orgs.actor import Actor
from hemu.orgs.models import Unit
from hemu.orgs.permissions import Permission


@dataclass(frozen=True, slots=True)
class NewWarning:
    """A notice as its writer means it. `units`: for each dispute, by (county, id), who is warned."""

    subject: str
    analysis: str
    guidance: str
    receive_by: datetime
    answer_by: datetime
    units: Sequence[tuple[Dispute, Unit]]


def _check(new: NewWarning) -> None:
    for name in ("subject", "analysis", "guidance"):
        if not getattr(new, name).strip():
            raise Refused(_("这一项不能留空。"), field=name, code="required")
    if not new.units:
        raise Refused(_("请至少选择一件纠纷和一个责任单位。"), field="disputes", code="required")
    if new.receive_by <= clock.now():
        raise Refused(_("签收时限应晚于现在。"), field="receive_by", code="past")
    if new.answer_by < new.receive_by:
        raise Refused(_("反馈时限不能早于签收时限。"), field="answer_by", code="order")
    if any(dispute.state in ENDED for dispute, _unit in new.units):
        raise Refused(_("其中有的纠纷已经办结，请去掉后再发。"), field="disputes", code="ended")


def send(new: NewWarning, *, above: WarningNotice | None = None, by: Actor) -> WarningNotice:
    """Send the notice: every named dispute's ledger records it, and every unit is told.

    `above`: the notice that it passes on. Raises Forbidden when that wasn't sent to the actor's unit.
    """
    by.require(Permission.WARN)
    _check(new)
    with transaction.atomic():
        notice = _write(new, by)
        if above is not None:
            _pass_on(above, notice, new, by)
        chosen = {(dispute.county, dispute.id): dispute for dispute, _unit in new.units}
        for key in sorted(chosen):
            told = [unit for dispute, unit in new.units if (dispute.county, dispute.id) == key]
            _name_dispute(notice, chosen[key], told, by)
    return notice


def _write(new: NewWarning, by: Actor) -> WarningNotice:
    now = clock.now()
    notice = WarningNotice.made_by(
        by,
        region=_seat(by),
        number=f"{clock.local(now):%y%m%d}-{short_code()}",
        subject=new.subject.strip(),
        analysis=new.analysis.strip(),
        guidance=new.guidance.strip(),
        receive_by=new.receive_by,
        answer_by=new.answer_by,
        made_at=now,
    )
    notice.save(force_insert=True)
    units = {unit.pk: (unit, dispute) for dispute, unit in new.units}
    WarnedUnit.objects.bulk_create(
        WarnedUnit(
            county=notice.county, notice_id=notice.id, unit_id=unit.pk, unit_name=unit.name,
            stage=WarnedStage.SENT, region=dispute.region, due_at=new.receive_by, next_at=new.receive_by,
        )
        for unit, dispute in units.values()
    )  # fmt: skip
    told = listed(sorted(unit.name for unit, _dispute in units.values()))
    WarningStep.of(notice, WarningAct.SENT, by, now, text=told, until=new.receive_by)
    return notice


def _pass_on(above: WarningNotice, notice: WarningNotice, new: NewWarning, by: Actor) -> None:
    rows = WarnedUnit.objects.in_county(above.county, notice_id=above.id, unit_id=by.unit_id)
    if not rows.exists():
        raise Forbidden(_("只能转发发给您单位的提示单。"))
    notice.above_county, notice.above_id = above.county, above.id
    notice.save(update_fields=["above_county", "above_id"])
    told = listed(sorted({unit.name for _dispute, unit in new.units}))
    WarningStep.of(above, WarningAct.PASSED_ON, by, notice.made_at, about=by.unit_name, text=told)


def _seat(by: Actor) -> int:
    """The place that the issuer's area begins at, which only those above or beside it see."""
    return by.spans[0].lo if by.spans else 0


def _name_dispute(notice: WarningNotice, dispute: Dispute, units: list[Unit], by: Actor) -> None:
    with turn(dispute.county, dispute.id, Act.WARN, by=by) as this:
        WarnedDispute(
            county=dispute.county, dispute_id=dispute.id, notice_county=notice.county, notice_id=notice.id,
            ref=dispute.ref, title=dispute.title,
        ).save(force_insert=True)  # fmt: skip
        for unit in units:
            this.involve(unit.pk, unit.name, InvolvementRole.REPORTED)
        this.tell(notice=notice.number, units=[unit.name for unit in units], answer_by=notice.answer_by)
        this.tell_of_persons(subject=notice.subject)
        this.notify(units=tuple(unit.pk for unit in units))
