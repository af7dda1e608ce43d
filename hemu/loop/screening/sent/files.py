"""Photos and voice notes of visits, which come before or after the visit itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.bulk import insert_new
from hemu.kernel.errors import Missing
from hemu.loop.screening import arrivals
from hemu.loop.screening.models import Visit, VisitStatus
from hemu.loop.screening.photos import MOST_PHOTOS
from hemu.loop.screening.sent.models import FileKind, Sending, SentFile, Witness
from hemu.orgs.actor import Actor


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that is in the store. `id` is the phone's number for it; see SentFile for the rest."""

    id: int
    kind: FileKind
    order: int
    stored: str
    size: int
    media_type: str
    witness: Witness = Witness.NOBODY
    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    camera: str = ""


@transaction.atomic
def add_files(item_id: int, pieces: Sequence[Piece], *, by: Actor) -> bool:
    """Put files to the visit of the actor's own sending `item_id`; False when that hasn't come yet.

    Photos are shown with the visit; what comes when it is archived stands beside it (`late`).
    """
    sendings = Sending.objects.unscoped(reason="the actor's own sending, by its number")
    sending = sendings.filter(id=item_id, person_id=by.person_id).first()
    if sending is None:
        return False
    own = Visit.objects.unscoped(reason="the visit of the actor's own sending")
    visit = own.filter(county=sending.county, id=sending.visit_id).select_for_update().get()
    archived = visit.status == VisitStatus.APPROVED
    fresh = insert_new(SentFile, [_row(visit, piece, late=archived) for piece in pieces])
    if not archived:
        _show(visit, [one for one in pieces if one.id in fresh and one.kind == FileKind.PHOTO])
    return True


def _row(visit: Visit, piece: Piece, *, late: bool) -> dict[str, Any]:
    more = {"county": visit.county, "visit_id": visit.id, "late": late, "received_at": clock.now()}
    return {**asdict(piece), **more}


def _show(visit: Visit, photos: Sequence[Piece]) -> None:
    names = [one.stored for one in sorted(photos, key=lambda one: (one.order, one.id))]
    wanted = list(dict.fromkeys([*visit.photos, *names]))[:MOST_PHOTOS]
    if wanted != visit.photos:
        visit.photos = wanted
        visit.save(update_fields=["photos"])
        arrivals.arrived([arrivals.Arrival(visit.county, visit.id)])


def sendings(visit: Visit) -> list[Sending]:
    """How a visit that was read within a scope came from phones, in order; empty for one typed here."""
    return list(Sending.objects.in_county(visit.county, visit_id=visit.id).order_by("edition", "id"))


def files(visit: Visit) -> list[SentFile]:
    """The photos and voice notes that came with a visit that was read within a scope, in order."""
    return list(SentFile.objects.in_county(visit.county, visit_id=visit.id).order_by("kind", "order", "id"))


def file(visit: Visit, file_id: int) -> SentFile:
    """One file of a visit that was read within a scope; raises Missing."""
    found = SentFile.objects.in_county(visit.county, visit_id=visit.id, id=file_id).first()
    if found is None:
        raise Missing(_("没有找到这个文件。"))
    row: SentFile = found
    return row
