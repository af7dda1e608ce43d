"""Writing a report's steps, and its clock."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing
from hemu.loop.screening.models import VillagersReport
from hemu.loop.screening.terms import due
from hemu.loop.screening.villagers.models import Said, Side, Step
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

CLOCK = "villager_answer"
"""The rulebook's name of the time in which a villager is answered."""


def write(
    report: VillagersReport,
    said: Said,
    text: str = "",
    *,
    side: Side,
    by: Actor | None = None,
    token: bytes | None = None,
) -> Step:
    """One more step. Raises Conflict when the same form was sent before."""
    step = Step(
        county=report.county,
        report_id=report.id,
        side=side,
        said=said,
        text=text.strip(),
        person_name=by.name if by and side == Side.TEAM else "",
        unit_name=by.unit_name if by and side == Side.TEAM else "",
        at=clock.now(),
        token=token,
    )
    try:
        with transaction.atomic():
            step.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("这一条已经收到，不用再发。"), code="sent_already") from error
    return step


def start_clock(report: VillagersReport, since: datetime) -> None:
    """The answer is due anew, counted from `since`; nobody above has been told yet."""
    report.due_at = due(CLOCK, since)
    report.next_at = report.due_at
    report.level, report.overdue_at = 0, None


def stop_clock(report: VillagersReport) -> None:
    """Nothing is due any more."""
    report.next_at = None


def locked(report: VillagersReport, by: Actor) -> VillagersReport:
    """The report for an act of the office, locked; raises Missing for a stranger."""
    by.require(Permission.AMEND)
    rows = VillagersReport.objects.visible_to(by).filter(county=report.county, id=report.id)
    found: VillagersReport | None = rows.select_for_update().first()
    if found is None:
        raise Missing(_("没有找到这条记录。"))
    return found


def locked_for_villager(report: VillagersReport) -> VillagersReport:
    """The report for an act of the villager who holds its code, locked."""
    rows = VillagersReport.objects.unscoped(reason="the villager holds the report's code")
    found: VillagersReport = rows.filter(county=report.county, id=report.id).select_for_update().get()
    return found
