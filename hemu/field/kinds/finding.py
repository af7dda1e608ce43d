"""Finding what an item refers to: in the actor's scope, or on its way from the same phone."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from hemu.disputes import origins
from hemu.disputes.models import Dispute, Source
from hemu.disputes.origins import Prefill
from hemu.field.kinds.base import Waits
from hemu.field.models import Item
from hemu.field.schemas import OriginIn, Ref
from hemu.kernel.errors import Missing
from hemu.loop.screening.models import VillagersReport, Visit
from hemu.orgs.actor import Actor

M = TypeVar("M", bound=Model)
_SOURCES: dict[str, tuple[Source, Any]] = {
    "visit": (Source.VISIT, Visit),
    "report": (Source.VILLAGER, VillagersReport),
}


def number_of(ref: Ref, by: Actor) -> int:
    """The record's number: a phone may name what it made by the number of the item that made it."""
    made = Item.objects.filter(pk=ref.id, person_id=by.person_id).exclude(record_id=0)
    return made.values_list("record_id", flat=True).first() or ref.id


def row_of(model: type[M], ref: Ref, by: Actor, *, field: str) -> M:
    """The record that an item refers to. Raises Missing for a stranger, Waits when there is none at all."""
    number = number_of(ref, by)
    rows: Any = model._default_manager
    found: M | None = rows.visible_to(by).filter(county=ref.county, id=number).first()
    if found is None:
        raise _missing(model, ref.county, number, field)
    return found


def _missing(model: type[Model], county: int, number: int, field: str) -> Missing:
    rows: Any = model._default_manager
    there = rows.unscoped(reason="only whether it is there at all").filter(county=county, id=number)
    if there.exists():
        return Missing(_("没有找到这条记录。"), field=field)
    return Waits(_("相关的记录还没有收到。"), field=field)


def dispute_of(ref: Ref, by: Actor) -> Dispute:
    """The dispute that an item is about. Raises Missing, Waits."""
    return row_of(Dispute, ref, by, field="dispute")


def origin_of(origin: OriginIn | None, by: Actor, aspect: str) -> Prefill | None:
    """What the new record came from. Raises Missing, Waits."""
    if origin is None:
        return None
    source, model = _SOURCES[origin.source]
    number = number_of(Ref(county=origin.county, id=origin.id), by)
    try:
        return origins.read(source, origin.county, number, by=by, aspect=aspect)
    except Missing:
        raise _missing(model, origin.county, number, "origin") from None
