"""村民说事: what villagers wait to hear about. Who reported is opened in the office only, on record."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemu.field.lists import MOST, Entry, Offer, Section
from hemu.kernel import clock
from hemu.loop.screening.models import VillagersReport
from hemu.loop.screening.villagers.queries import queue
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

_TITLE_LENGTH = 24


def _entries(by: Actor) -> list[Entry]:
    if not by.may(Permission.AMEND):
        return []
    return [_entry(row, by) for row in queue(by).filter(_own(by))[: MOST + 1]]


def _own(by: Actor) -> Q:
    """In the post's own grids, or to be answered by its unit: not all that the unit ever wrote down."""
    found = Q(turn_unit_id=by.unit_id)
    for span in by.spans:
        found |= Q(region__gte=span.lo, region__lt=span.hi)
    return found


def _entry(row: VillagersReport, by: Actor) -> Entry:
    data = {"report": {"county": row.county, "id": str(row.id)}}
    return Entry(
        key=f"report:{row.id}",
        title=row.text[:_TITLE_LENGTH] or str(_("录音或照片")),
        region=row.region,
        text=row.text,
        place=row.place,
        due=clock.local(row.due_at).date(),
        urgent=row.level > 0,
        offers=(Offer(_("答复村民"), "report_answer", data),),
        more={
            "code": row.code,
            "taken_by": row.taken_by,
            "unit": row.turn_unit_name,
            "mine": row.turn_unit_id == by.unit_id,
        },
    )


REPORTS = Section("reports", _("村民说事"), _("没有等待答复的村民说事。"), _entries)
