"""预警提示单 at the other end: taken, answered, sent back, accepted; and what is late goes up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.assessment import telling
from hemu.loop.assessment.models import OWES, WarnedStage, WarnedUnit, WarningAct, WarningNotice, WarningStep
from hemu.orgs.actor import Actor, system_actor
from hemu.orgs.models import Unit
from hemu.orgs.permissions import Permission
from hemu.rulebook.terms import due

BATCH = 500
AGAIN = "warning_again"
"""The rulebook's clock after which what is still late goes up another level."""


def _own(notice: WarningNotice, by: Actor) -> WarnedUnit:
    rows = WarnedUnit.objects.in_county(notice.county, notice_id=notice.id, unit_id=by.unit_id)
    found: WarnedUnit | None = rows.select_for_update().first()
    if found is None:
        raise Missing(_("没有找到发给您单位的这份提示单。"))
    return found


def _owes(row: WarnedUnit, stage: WarnedStage, until: datetime | None) -> None:
    """The row enters a stage, and its clock starts anew or stops."""
    row.stage, row.due_at, row.next_at, row.late_at, row.level = stage, until, until, None, 0


def receive(notice: WarningNotice, *, by: Actor) -> WarnedUnit:
    """Take the notice, for the actor's unit: the time to answer runs. Taking it twice changes nothing."""
    by.require(Permission.VIEW)
    with transaction.atomic():
        row = _own(notice, by)
        if row.received_at is None:
            row.received_at, row.received_by = clock.now(), by.name
            _owes(row, WarnedStage.RECEIVED, notice.answer_by)
            row.save()
            WarningStep.of(notice, WarningAct.RECEIVED, by, row.received_at, about=row.unit_name)
    return row


def answer(notice: WarningNotice, text: str, *, by: Actor) -> WarnedUnit:
    """Answer what the unit has done; whoever sent the notice looks at it.

    Raises Conflict when the unit hasn't taken it, or has answered and wasn't asked again.
    """
    by.require(Permission.AMEND)
    if not text.strip():
        raise Refused(_("请写明采取的措施和目前情况。"), field="answer", code="required")
    with transaction.atomic():
        row = _own(notice, by)
        if row.stage == WarnedStage.SENT:
            raise Conflict(_("请先签收再反馈。"), code="not_received")
        if row.stage not in OWES:
            raise Conflict(_("您单位已经反馈过。"), code="done_already")
        row.answer, row.answered_at, row.answered_by = text.strip(), clock.now(), by.name
        _owes(row, WarnedStage.ANSWERED, None)
        row.save()
        WarningStep.of(notice, WarningAct.ANSWERED, by, row.answered_at, about=row.unit_name, text=text)
        _tell(notice, row, "warning_answered", [notice.unit_id], notice.answer_by, Permission.WARN)
    return row


def _for_issuer(notice: WarningNotice, row_id: int, by: Actor) -> WarnedUnit:
    by.require(Permission.WARN)
    if by.unit_id != notice.unit_id:
        raise Forbidden(_("由发出提示单的单位审核反馈。"))
    rows = WarnedUnit.objects.in_county(notice.county, notice_id=notice.id, id=row_id)
    row: WarnedUnit | None = rows.select_for_update().first()
    if row is None:
        raise Missing(_("没有找到这个单位的反馈。"))
    if row.stage != WarnedStage.ANSWERED:
        raise Conflict(
            _("%(unit)s现在是“%(stage)s”，没有待审核的反馈。")
            % {"unit": row.unit_name, "stage": row.get_stage_display()},
            code="wrong_state",
        )
    return row


def send_back(notice: WarningNotice, row_id: int, reason: str, until: datetime, *, by: Actor) -> WarnedUnit:
    """The answer isn't enough: say what is missing and until when; the unit answers again."""
    if not reason.strip():
        raise Refused(_("请写明还缺什么。"), field="reason", code="required")
    if until <= clock.now():
        raise Refused(_("重新反馈的时限应晚于现在。"), field="until", code="past")
    with transaction.atomic():
        row = _for_issuer(notice, row_id, by)
        row.returns += 1
        _owes(row, WarnedStage.RETURNED, until)
        row.save()
        WarningStep.of(
            notice, WarningAct.RETURNED, by, clock.now(), about=row.unit_name, text=reason, until=until
        )
        _tell(notice, row, "warning_returned", [row.unit_id], until, Permission.AMEND)
    return row


def accept(notice: WarningNotice, row_id: int, note: str = "", *, by: Actor) -> WarnedUnit:
    """The answer is enough: the unit owes nothing more."""
    with transaction.atomic():
        row = _for_issuer(notice, row_id, by)
        _owes(row, WarnedStage.ACCEPTED, None)
        row.save()
        WarningStep.of(notice, WarningAct.ACCEPTED, by, clock.now(), about=row.unit_name, text=note)
    return row


def _tell(
    notice: WarningNotice,
    row: WarnedUnit,
    what: str,
    units: list[int],
    until: datetime,
    permission: Permission,
) -> None:
    telling.announce(
        what, path=f"/warnings/{notice.county}/{notice.id}/", ref=notice.number, county=notice.county,
        key=f"w:{row.id}:{row.stage}:{row.returns}:{row.level}",
        unit_name=row.unit_name, due_at=until, units=units, permission=permission,
    )  # fmt: skip


def raise_late(limit: int = BATCH) -> int:
    """Take what wasn't taken or answered in time up a level; answers how many units were late."""
    done = 0
    while batch := _late(limit):
        done += sum(_raise(county, row_id) for county, row_id in batch)
    return done


def _late(limit: int) -> list[tuple[int, int]]:
    rows = WarnedUnit.objects.unscoped(reason="the sweep looks at every county's notices")
    late = rows.filter(next_at__lte=clock.now()).order_by("next_at", "id")
    return list(late.values_list("county", "id")[:limit])


def _raise(county: int, row_id: int) -> int:
    with transaction.atomic():
        row = WarnedUnit.objects.in_county(county, id=row_id).select_for_update().first()
        if row is None or row.next_at is None or row.next_at > clock.now():
            return 0
        notices = WarningNotice.objects.unscoped(reason="the notice of a clock that ran out")
        notice = notices.filter(county=county, id=row.notice_id).get()
        _go_up(notice, row)
    return 1


def _go_up(notice: WarningNotice, row: WarnedUnit) -> None:
    """Tell the unit, whoever sent the notice, and one more of the levels above the unit each time."""
    ladder: list[Unit] = telling.above_unit(row.unit_id, row.region)
    told, now = ladder[row.level : row.level + 1], clock.now()
    row.level += 1
    row.late_at = row.late_at or now
    again = due(AGAIN, now)
    row.next_at = again if row.level < len(ladder) and again > now else None
    row.told_ids = [*row.told_ids, *(unit.pk for unit in told)]
    row.save()
    names = told[0].name if told else ""
    WarningStep.of(notice, WarningAct.LATE, system_actor(_("时限")), now, about=row.unit_name, text=names)
    until = row.due_at or now
    units = [row.unit_id, notice.unit_id, *(unit.pk for unit in told)]
    _tell(notice, row, "warning_late", units, until, Permission.VIEW)
