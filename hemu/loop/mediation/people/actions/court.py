"""人民调解法10: the county's justice bureau tells the local court of its committees, and of what changes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.kernel.places import COUNTY_UNIT
from hemu.loop.mediation.people import roster
from hemu.loop.mediation.people.models import CourtReport
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission


@transaction.atomic
def report_to_court(county: int, court: str, *, by: Actor) -> CourtReport:
    """Keep the register as it stands and what changed since the report before. `county` has six digits.

    Raises Refused when nothing changed: there is nothing to tell.
    """
    by.require(Permission.KEEP_MEDIATORS)
    region = Region.objects.select_for_update().filter(pk=county * COUNTY_UNIT).first()
    if region is None or not by.covers_span(region.span):
        raise Refused(_("由县（市、区）司法局统一通报。"), code="not_county")
    if not court.strip():
        raise Refused(_("请填写通报的人民法院。"), field="court", code="required")
    held = roster.held(county)
    before = last_report(county)
    changes = roster.changes(before.held if before else {}, held)
    if before is not None and not changes:
        raise Refused(_("上次通报以来没有变化，不用再通报。"), code="unchanged")
    return _kept(county, court.strip(), held, changes, by)


def _kept(county: int, court: str, held: dict[str, Any], changes: list[Any], by: Actor) -> CourtReport:
    number = CourtReport.objects.filter(county=county).aggregate(last=Max("number"))["last"]
    row = CourtReport(
        county=county, number=(number or 0) + 1, court=court, held=held, changes=changes,
        made_at=clock.now(), made_by=by.name, made_unit=by.unit_name,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def last_report(county: int) -> CourtReport | None:
    """The newest report of a county."""
    return CourtReport.objects.filter(county=county).order_by("-number").first()
