"""Answers that are late go up by themselves: to the township's centre, then to the county's."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.loop.screening.models import ReportStatus, VillagersReport
from hemu.loop.screening.terms import due
from hemu.loop.screening.villagers import steps, telling
from hemu.loop.screening.villagers.models import Said, Side
from hemu.orgs.models import Unit, UnitKind
from hemu.orgs.queries import unit_of_kind_for

LEVELS = (UnitKind.TOWNSHIP_CENTRE, UnitKind.COUNTY_CENTRE)
BATCH = 500


def raise_late(limit: int = BATCH) -> int:
    """Raise every report whose answer is late by now; answers how many were raised."""
    done = 0
    while batch := _late(limit):
        done += sum(_raise(county, report_id) for county, report_id in batch)
    return done


def _late(limit: int) -> list[tuple[int, int]]:
    rows = VillagersReport.objects.unscoped(reason="the sweep looks at every county's clocks")
    late = rows.filter(next_at__lte=clock.now()).order_by("next_at", "id")
    return list(late.values_list("county", "id")[:limit])


def _raise(county: int, report_id: int) -> int:
    with transaction.atomic():
        rows = VillagersReport.objects.unscoped(reason="the sweep looks at every county's clocks")
        row = rows.filter(county=county, id=report_id).select_for_update().first()
        if row is None or row.next_at is None or row.next_at > clock.now():
            return 0
        report: VillagersReport = row
        above = _above(report)
        report.overdue_at = report.overdue_at or clock.now()
        report.level += 1
        report.next_at = due(steps.CLOCK, clock.now()) if _goes_on(report, above) else None
        report.save()
        telling.tell(report, "late", report.turn_unit_id, above.pk if above else None)
        told = above.name if above else _("没有上级综治中心")
        steps.write(report, Said.RAISED, told, side=Side.SYSTEM)
    return 1


def _above(report: VillagersReport) -> Unit | None:
    """The next level that isn't itself the one that owes the answer."""
    for kind in LEVELS[report.level :]:
        unit = unit_of_kind_for(report.region, kind)
        if unit is not None and unit.pk != report.turn_unit_id:
            return unit
    return None


def _goes_on(report: VillagersReport, above: Unit | None) -> bool:
    return above is not None and report.level < len(LEVELS) and report.status != ReportStatus.SET_ASIDE
