"""排: visits that were sent back, and homes to be visited again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from hemu.field.clockwork import as_ms
from hemu.field.kinds.visits import VisitData
from hemu.field.lists import MOST, Entry, Offer, Section
from hemu.kernel import clock
from hemu.kernel.places import show_code
from hemu.loop.screening.models import Visit, VisitResult, VisitReview, VisitStatus
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

AGAIN_WITHIN = timedelta(days=90)
_OBJECT = ("object_kind", "object_name", "object_phone", "object_people", "object_info", "place")


def _mine(by: Actor) -> Any:
    return Visit.objects.visible_to(by).filter(person_id=by.person_id)


def _returned(by: Actor) -> list[Entry]:
    if not by.may(Permission.REGISTER):
        return []
    rows = list(_mine(by).filter(status=VisitStatus.RETURNED).order_by("-started_at", "-id")[: MOST + 1])
    why = _reasons(rows)
    return [_returned_entry(row, why.get((row.id, row.edition), "")) for row in rows]


def _reasons(rows: list[Visit]) -> dict[tuple[int, int], str]:
    reviews = VisitReview.objects.unscoped(reason="of the actor's own visits")
    found = reviews.filter(county__in={row.county for row in rows}, visit_id__in=[row.id for row in rows])
    return {(one.visit_id, one.edition): one.reason for one in found.order_by("id")}


def _returned_entry(row: Visit, why: str) -> Entry:
    data = {**as_data(row), "visit": {"county": row.county, "id": str(row.id)}}
    return Entry(
        key=f"returned:{row.id}:{row.edition}",
        title=row.object_name,
        region=row.region,
        text=why,
        place=row.place,
        urgent=True,
        offers=(Offer(_("改好再交"), "visit_amend", data, {"edition": row.edition}),),
        more={"reason": why, "edition": row.edition, "at": as_ms(row.started_at)},
    )


def as_data(row: Visit) -> dict[str, Any]:
    """A visit as an item's data, its photos by name. The moments are the corrected ones."""
    skip = ("region", "photos", "voices", "position", "target", "no_position", "started_at", "ended_at")
    found = {name: getattr(row, name) for name in VisitData.model_fields if name not in skip}
    where = None
    if row.latitude is not None:
        where = {"latitude": row.latitude, "longitude": row.longitude, "accuracy": row.accuracy, "at": None}
    return {
        **found,
        "region": show_code(row.region),
        "photos": list(row.photos),
        "voices": [],
        "started_at": as_ms(row.started_at),
        "ended_at": as_ms(row.ended_at),
        "position": where,
    }


def _again(by: Actor) -> list[Entry]:
    if not by.may(Permission.REGISTER):
        return []
    since = clock.now() - AGAIN_WITHIN
    later = Visit.objects.unscoped(reason="whether somebody has been there since").filter(
        county=OuterRef("county"),
        region=OuterRef("region"),
        object_name=OuterRef("object_name"),
        started_at__gt=OuterRef("started_at"),
    )
    rows = _mine(by).filter(result=VisitResult.AGAIN, started_at__gte=since).exclude(Exists(later))
    return [_again_entry(row) for row in rows.order_by("-started_at", "-id")[: MOST + 1]]


def _again_entry(row: Visit) -> Entry:
    key = f"again:{row.id}"
    data = {name: getattr(row, name) for name in _OBJECT}
    return Entry(
        key=key,
        title=row.object_name,
        region=row.region,
        text=row.what_follows,
        place=row.place,
        offers=(Offer(_("走访"), "visit", {**data, "region": show_code(row.region), "target": key}),),
        more={"last": as_ms(row.started_at)},
    )


RETURNED = Section("returned", _("退回要改的走访"), _("没有被退回的走访。"), _returned)
AGAIN = Section(
    "again", _("要再去的人家"), _("没有要再次走访的。走访结果选“需再次走访”的会出现在这里。"), _again
)
