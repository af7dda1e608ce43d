"""Visits: many at once, and those that were put right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import Field

from hemu.field import clockwork, uploads
from hemu.field.kinds.base import Arrived, Done, Keep, Kind, keep_beside
from hemu.field.kinds.finding import row_of
from hemu.field.models import KeptWhy
from hemu.field.schemas import Id, Moment, Place, PositionIn, Ref, Strict
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.loop.screening.models import ObjectKind, Visit, VisitReason, VisitResult
from hemu.loop.screening.photos import MOST_PHOTOS
from hemu.loop.screening.sent import actions
from hemu.loop.screening.sent.actions import Came, Recorded, Sent
from hemu.loop.screening.visits import NewVisit
from hemu.orgs.actor import Actor

MOST_VOICES = 3
_OUTSIDE_THE_ROW = {"position", "photos", "voices", "target", "no_position", "visit"}


class VisitData(Strict):
    """The thirteen items, as docs/field-sync.md names them."""

    region: Place
    place: str = Field("", max_length=200)
    visitors: str = Field(max_length=200)
    started_at: Moment
    ended_at: Moment
    object_kind: ObjectKind
    object_name: str = Field(max_length=100)
    object_phone: str = Field("", max_length=20)
    object_people: int = Field(1, ge=0, le=100_000)
    object_info: str = Field("", max_length=1000)
    reason: VisitReason
    campaign: str = Field("", max_length=100)
    has_dispute: bool = False
    dispute_text: str = Field("", max_length=2000)
    has_hazard: bool = False
    hazard_text: str = Field("", max_length=2000)
    needs_help: bool = False
    help_text: str = Field("", max_length=2000)
    publicity: str = Field("", max_length=500)
    photos: list[Id] = Field(default_factory=list, max_length=MOST_PHOTOS)
    voices: list[Id] = Field(default_factory=list, max_length=MOST_VOICES)
    done_on_spot: str = Field("", max_length=2000)
    result: VisitResult
    what_follows: str = Field("", max_length=1000)
    position: PositionIn | None = None
    no_position: str | None = Field(None, max_length=200)
    target: str = Field("", max_length=120)

    @property
    def uploads(self) -> list[int]:
        """The files that it names, photos first."""
        return [*self.photos, *self.voices]


class AmendData(VisitData):
    """A visit that was put right. `photos` may hold names of photos that the visit has."""

    visit: Ref
    photos: list[Any] = Field(default_factory=list, max_length=MOST_PHOTOS)

    @property
    def uploads(self) -> list[int]:
        """The files that are new; raises Refused for what is neither a number nor a name."""
        return [int(each) for each in self.photos if not _is_name(each) and _is_number(each)] + self.voices

    @property
    def kept(self) -> list[str]:
        """The photos that stay."""
        return [each for each in self.photos if _is_name(each)]


class EditionBase(Strict):
    """Which edition of a visit was seen."""

    edition: int = Field(ge=1, le=1_000_000)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 64


def _is_number(value: Any) -> bool:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        return True
    raise Refused(_("照片编号不对，请重新选择照片。"), field="photos", code="no_photo")


def new_visit(item: Arrived[Any], photos: Sequence[str] = ()) -> NewVisit:
    """The visit as the stage takes it, its moments corrected."""
    data: VisitData = item.data
    told = {name: getattr(data, name) for name in type(data).model_fields if name not in _OUTSIDE_THE_ROW}
    told["started_at"], told["ended_at"] = (
        item.timing.real(data.started_at),
        item.timing.real(data.ended_at),
    )
    where = data.position
    if where is not None:
        told |= {"latitude": where.latitude, "longitude": where.longitude, "accuracy": where.accuracy}
    return NewVisit(**told, photos=tuple(photos))


def sent(item: Arrived[Any]) -> Sent:
    """What is known of the sending."""
    timing = item.timing
    return Sent(
        id=item.id,
        device_id=item.device_id,
        number=item.number,
        said_at=timing.said,
        received_at=clockwork.as_moment(timing.measured.received),
        offset_ms=timing.measured.offset,
        margin_ms=timing.measured.margin,
        shift_ms=timing.shift,
        signs=timing.signs,
        jumps=clockwork.as_json(timing.measured.jumps),
        content=item.content,
        files=item.data.uploads,
        target=item.data.target,
        no_position=item.data.no_position or "",
    )


def record(items: Sequence[Arrived[VisitData]], *, by: Actor) -> list[tuple[Came, Done] | Refused]:
    """Write visits, all at once; what became of each, in their order."""
    found = actions.record_many([(new_visit(item), sent(item)) for item in items], by=by)
    return [one if isinstance(one, Refused) else (one.came, _done(one)) for one in found]


def _done(one: Recorded) -> Done:
    if one.came != Came.OTHERWISE:
        return Done(one.county, one.id, {"edition": one.edition})
    message = _("同一编号的走访已有另一份内容，两份都已保留，请核对。")
    keep = Keep(KeptWhy.SAME_ID, message, "visit", one.county, one.id, one.region)
    return Done(one.county, one.id, keep=keep)


def _one(item: Arrived[VisitData]) -> Done:
    (found,) = record([item], by=item.by)
    if isinstance(found, Refused):
        raise found
    return found[1]


def _amend(item: Arrived[AmendData]) -> Done:
    row = _own(item)
    new = new_visit(item, [*_held(row, item.data.kept), *uploads.names_of(item.data.uploads, item.device_id)])
    try:
        row = actions.correct(row, new, sent(item), by=item.by, edition=item.base.edition)
    except Conflict as conflict:
        return Done(row.county, row.id, keep=keep_beside(row, "visit", conflict))
    return Done(row.county, row.id, {"edition": row.edition})


def _own(item: Arrived[AmendData]) -> Visit:
    row = row_of(Visit, item.data.visit, item.by, field="visit")
    if row.person_id != item.by.person_id:
        raise Forbidden(_("只有登记人可以修改这次走访。"), field="visit")
    return row


def _held(row: Visit, names: Sequence[str]) -> list[str]:
    if not set(names) <= set(row.photos):
        raise Refused(_("照片不是这次走访的，请重新选择。"), field="photos", code="no_photo")
    return list(names)


VISIT = Kind("visit", VisitData, _one)
VISIT_AMEND = Kind("visit_amend", AmendData, _amend, EditionBase, base_required=True)
