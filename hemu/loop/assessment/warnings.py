"""预警提示单: sending a notice on named disputes, taking it, answering it."""

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
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.kernel.ids import short_code
from hemu.loop.assessment.models import WarnedDispute, WarnedUnit, WarningNotice
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


def send(new: NewWarning, *, by: Actor) -> WarningNotice:
    """Send the notice: every named dispute's ledger records it, and every unit is told."""
    by.require(Permission.WARN)
    _check(new)
    with transaction.atomic():
        notice = _write(new, by)
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
    units = {unit.pk: unit for _dispute, unit in new.units}
    WarnedUnit.objects.bulk_create(
        WarnedUnit(county=notice.county, notice_id=notice.id, unit_id=unit.pk, unit_name=unit.name)
        for unit in units.values()
    )
    return notice


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


def _own(notice: WarningNotice, by: Actor) -> WarnedUnit:
    rows = WarnedUnit.objects.in_county(notice.county, notice_id=notice.id, unit_id=by.unit_id)
    found: WarnedUnit | None = rows.select_for_update().first()
    if found is None:
        raise Missing(_("没有找到发给贵单位的这份提示单。"))
    return found


def receive(notice: WarningNotice, *, by: Actor) -> WarnedUnit:
    """Take the notice, for the actor's unit. Taking it twice changes nothing."""
    by.require(Permission.VIEW)
    with transaction.atomic():
        row = _own(notice, by)
        if row.received_at is None:
            row.received_at, row.received_by = clock.now(), by.name
            row.save()
    return row


def answer(notice: WarningNotice, text: str, *, by: Actor) -> WarnedUnit:
    """Answer what the unit has done. Raises Conflict when it is answered or wasn't taken yet."""
    by.require(Permission.AMEND)
    if not text.strip():
        raise Refused(_("请写明采取的措施和目前情况。"), field="answer", code="required")
    with transaction.atomic():
        row = _own(notice, by)
        if row.received_at is None:
            raise Conflict(_("请先签收再反馈。"), code="not_received")
        if row.answered_at is not None:
            raise Conflict(_("贵单位已经反馈过。"), code="done_already")
        row.answer, row.answered_at, row.answered_by = text.strip(), clock.now(), by.name
        row.save()
    return row
