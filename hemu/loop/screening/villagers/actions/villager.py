"""What the villager does who holds a report's code: add, say that it is settled, or that it isn't.

There is no account: whoever has the code is the reporter. The report must have been found by it
(``queries.by_code``).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Refused
from hemu.loop.screening.models import ReportStatus, Satisfaction, VillagersReport
from hemu.loop.screening.villagers import files, reopening, steps, telling
from hemu.loop.screening.villagers.models import Said, Side, Step

MOST_ADDED = 50
"""Steps that one report takes from its villager; beyond it, they are asked to call."""
LONGEST_TEXT = 5000


def add_word(
    report: VillagersReport, text: str, kept: Sequence[files.Kept] = (), *, token: bytes
) -> VillagersReport:
    """Add words, photos or a recording. Sending the same form twice adds once."""
    if not text.strip() and not kept:
        raise Refused(_("请写几句，或者录一段音、拍一张照片。"), field="text", code="required")
    _check_text(text)
    with transaction.atomic():
        row = _open(report)
        if _written(row) >= MOST_ADDED:
            raise Refused(_("这件事的补充已经很多了，请打电话给答复单位。"), field="text", code="too_many")
        step = steps.write(row, Said.ADDED, text, side=Side.VILLAGER, token=token)
        files.write(row, step, kept)
    return row


def say_settled(report: VillagersReport, satisfaction: Satisfaction, *, token: bytes) -> VillagersReport:
    """The villager says that it is settled, and how the work was."""
    with transaction.atomic():
        row = _answered(report)
        row.satisfaction, row.closed_at = satisfaction, clock.now()
        if row.status != ReportStatus.FOLDED:
            row.status = ReportStatus.SETTLED
        row.save()
        steps.write(row, Said.SETTLED, str(satisfaction.label), side=Side.VILLAGER, token=token)
    return row


def say_unsettled(report: VillagersReport, text: str, *, token: bytes) -> VillagersReport:
    """这事没解决: the team must answer anew, and people look whether disputes that came of it go on.

    Nothing happens to those disputes by itself.
    """
    if not text.strip():
        raise Refused(_("请说说哪里没有解决。"), field="text", code="required")
    _check_text(text)
    with transaction.atomic():
        row = _answered(report)
        steps.write(row, Said.UNSETTLED, text, side=Side.VILLAGER, token=token)
        row.satisfaction, row.closed_at = Satisfaction.BAD, None
        if row.status == ReportStatus.FOLDED:
            row.save()
        head = _head(row)
        head.status, head.reopened, head.closed_at = ReportStatus.REOPENED, head.reopened + 1, None
        if head.id == row.id:
            head.satisfaction = Satisfaction.BAD
        steps.start_clock(head, clock.now())
        head.save()
        if head.id != row.id:
            steps.write(head, Said.UNSETTLED, text, side=Side.VILLAGER)
        telling.tell(head, "again", head.turn_unit_id)
        reopening.propose(head, text.strip())
    return row if row.id != head.id else head


def _check_text(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        message = _("文字太长了，请不超过 %(most)s 字。") % {"most": LONGEST_TEXT}
        raise Refused(message, field="text", code="too_long")


def _open(report: VillagersReport) -> VillagersReport:
    row = steps.locked_for_villager(report)
    if row.status == ReportStatus.SET_ASIDE:
        raise Conflict(_("这件反映没有受理，原因见下方；有新的情况请重新反映。"), code="set_aside")
    return row


def _answered(report: VillagersReport) -> VillagersReport:
    """The report when there is an answer to speak of: its own, or that of the one it was folded into."""
    row = _open(report)
    head = _head(row)
    if head.status not in (ReportStatus.ANSWERED, ReportStatus.SETTLED):
        raise Conflict(_("这件事还在办理，有新的情况请补充。"), code="not_answered")
    return row


def _head(row: VillagersReport) -> VillagersReport:
    if row.folded_into is None:
        return row
    rows = VillagersReport.objects.unscoped(reason="the report that this one was folded into")
    found: VillagersReport = rows.filter(county=row.county, id=row.folded_into).select_for_update().get()
    return found


def _written(row: VillagersReport) -> int:
    return Step.objects.in_county(row.county, report_id=row.id, side=Side.VILLAGER).count()
