"""The rooms of a unit."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.kernel.errors import Missing, Refused
from hemu.loop.mediation.calendar.models import Room
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def of(by: Actor) -> list[Room]:
    """The rooms of the actor's unit, those in use first."""
    return list(Room.objects.filter(unit_id=by.unit_id).order_by("-is_active", "name", "id"))


def add(name: str, *, by: Actor) -> Room:
    """One more room of the actor's unit; one that was closed is opened again."""
    by.require(Permission.MEDIATE)
    if not name.strip():
        raise Refused(_("请填写调解室名称。"), field="name", code="required")
    row = Room.objects.filter(unit_id=by.unit_id, name=name.strip()).first()
    if row is not None and row.is_active:
        raise Refused(_("这间调解室已经登记。"), field="name", code="taken")
    row = row or Room(unit_id=by.unit_id, name=name.strip())
    row.is_active = True
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(_("这间调解室已经登记。"), field="name", code="taken") from None
    return row


def close(room_id: int, *, by: Actor) -> Room:
    """The room isn't used any more; what is planned there stays."""
    by.require(Permission.MEDIATE)
    row = Room.objects.filter(unit_id=by.unit_id, pk=room_id).first()
    if row is None:
        raise Missing(_("没有找到这间调解室。"))
    row.is_active = False
    row.save()
    return row
