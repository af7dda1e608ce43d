"""What the service team does with a report."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Refused
from hemu.loop.screening.models import ReportOutcome, ReportStatus, VillagersReport
from hemu.loop.screening.villagers import queries, steps, telling
from hemu.loop.screening.villagers.models import Said, Side
from hemu.orgs.actor import Actor
from hemu.orgs.models import Unit
from hemu.orgs.queries import units_covering

_LOOKED_AT = (ReportStatus.HELD, ReportStatus.SET_ASIDE)


def _waiting(report: VillagersReport, by: Actor) -> VillagersReport:
    row = steps.locked(report, by)
    if row.status == ReportStatus.HELD:
        raise Conflict(_("这件反映还没有甄别，请先判断是不是真实反映。"), code="held")
    if not row.is_waiting:
        raise Conflict(_("这件事已经答复。"), code="done_already")
    return row


def take_in_hand(report: VillagersReport, *, by: Actor) -> VillagersReport:
    """Say that oneself sees to it; the villager reads by whom. Somebody else may take it over."""
    with transaction.atomic():
        row = _waiting(report, by)
        if row.taken_by == by.name:
            return row
        row.taken_by = by.name
        row.save()
        steps.write(row, Said.TAKEN, side=Side.TEAM, by=by)
    return row


def give_report(report: VillagersReport, unit: Unit, reason: str = "", *, by: Actor) -> VillagersReport:
    """Give the report to another unit of the place: from now on it owes the answer, by the same day."""
    with transaction.atomic():
        row = _waiting(report, by)
        if unit.pk == row.turn_unit_id:
            raise Refused(_("已经由这个单位答复。"), field="unit", code="same_unit")
        if not units_covering(row.region).filter(pk=unit.pk).exists():
            raise Refused(_("这个单位不管辖当地，请选择当地的单位。"), field="unit", code="not_covering")
        row.turn_unit_id, row.turn_unit_name, row.taken_by = unit.pk, unit.name, ""
        row.save()
        telling.tell(row, "new", unit.pk)
        text = f"{unit.name} {reason}".strip()
        steps.write(row, Said.GIVEN, text, side=Side.TEAM, by=by)
    return row


def ask_villager(report: VillagersReport, text: str, *, by: Actor) -> VillagersReport:
    """Ask the villager something, who reads and answers it with the code. The clock goes on."""
    if not text.strip():
        raise Refused(_("请写明想了解什么。"), field="text", code="required")
    with transaction.atomic():
        row = _waiting(report, by)
        steps.write(row, Said.ASKED, text, side=Side.TEAM, by=by)
    return row


def answer_report(
    report: VillagersReport, answer: str, *, outcome: ReportOutcome | None = None, by: Actor
) -> VillagersReport:
    """Write what the service team answers; the clock stops. Raises Conflict when it is answered.

    Without `outcome`, what was opened from the report says what became of it.
    """
    if not answer.strip():
        raise Refused(_("请写明答复内容。"), field="answer", code="required")
    with transaction.atomic():
        row = _waiting(report, by)
        row.outcome = outcome or queries.outcome_of(row)
        row.answer, row.answered_at, row.status = answer.strip(), clock.now(), ReportStatus.ANSWERED
        row.taken_by = row.taken_by or by.name
        steps.stop_clock(row)
        row.save()
        steps.write(row, Said.ANSWERED, answer, side=Side.TEAM, by=by)
    return row


def judge(report: VillagersReport, *, real: bool, reason: str = "", by: Actor) -> VillagersReport:
    """Say whether a report that looked odd is meant. Set aside needs a reason, and can be taken back.

    Nobody's further reports are hindered by it.
    """
    if not real and not reason.strip():
        raise Refused(_("请写明为什么不予办理；反映人会看到。"), field="reason", code="required")
    with transaction.atomic():
        row = steps.locked(report, by)
        if real:
            if row.status not in _LOOKED_AT:
                raise Conflict(_("这件反映已经在办理。"), code="done_already")
            row.status, row.closed_at = ReportStatus.OPEN, None
            steps.start_clock(row, clock.now())
        else:
            if not (row.is_waiting or row.status == ReportStatus.HELD):
                raise Conflict(_("这件事已经答复。"), code="done_already")
            row.status, row.closed_at = ReportStatus.SET_ASIDE, clock.now()
            steps.stop_clock(row)
        row.judged_by = by.name
        row.save()
        said = Said.JUDGED_REAL if real else Said.SET_ASIDE
        steps.write(row, said, reason, side=Side.TEAM, by=by)
    return row


def fold(report: VillagersReport, into: VillagersReport, *, by: Actor) -> VillagersReport:
    """Say that two reports are one matter: `into` is answered for both, and both villagers read it."""
    if (report.county, report.id) == (into.county, into.id):
        raise Refused(_("不能并入自己。"), field="into", code="itself")
    with transaction.atomic():
        row, head = _waiting(report, by), steps.locked(into, by)
        if head.folded_into is not None or row.county != head.county:
            raise Refused(_("请并入最先的那一件。"), field="into", code="not_a_head")
        if queries.folded(row):
            raise Refused(_("已有别的反映并入这一件，不能再并出去。"), field="into", code="has_folded")
        row.status, row.folded_into = ReportStatus.FOLDED, head.id
        steps.stop_clock(row)
        row.save()
        steps.write(row, Said.FOLDED, head.code, side=Side.TEAM, by=by)
    return row


def unfold(report: VillagersReport, *, by: Actor) -> VillagersReport:
    """Say that it is a matter of its own after all; the clock starts anew."""
    with transaction.atomic():
        row = steps.locked(report, by)
        if row.status != ReportStatus.FOLDED:
            raise Conflict(_("这件反映没有并入别的。"), code="not_folded")
        row.status, row.folded_into, row.closed_at = ReportStatus.OPEN, None, None
        steps.start_clock(row, clock.now())
        row.save()
        steps.write(row, Said.UNFOLDED, side=Side.TEAM, by=by)
    return row
