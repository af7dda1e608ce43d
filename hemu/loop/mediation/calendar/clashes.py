"""Nobody mediates in two places at once, and no room holds two sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.loop.mediation.calendar.models import Room, Sitting, SittingMediator, Standing
from hemu.orgs.models import Person

WHY = "who or what is taken at that time: the other dispute isn't told"


def check(
    people: Sequence[int],
    room_id: int | None,
    starts_at: datetime,
    ends_at: datetime,
    *,
    but: int | None = None,
) -> None:
    """Raise Refused when a person or the room is taken then. `but`: the appointment that is being moved."""
    hold(people, room_id)
    then = Q(starts_at__lt=ends_at, ends_at__gt=starts_at)
    taken = SittingMediator.objects.unscoped(reason=WHY).filter(then, person_id__in=people, is_open=True)
    first = taken.exclude(sitting_id=but or 0).order_by("starts_at", "id").first()
    if first is not None:
        told = {"name": first.name, "when": hours(first.starts_at, first.ends_at)}
        raise Refused(
            _("%(name)s在 %(when)s 另有一场调处，请换个时间或换人。") % told, field="starts_at", code="clash"
        )
    if room_id is None:
        return
    held = Sitting.objects.unscoped(reason=WHY).filter(then, room_id=room_id, standing=Standing.PLANNED)
    other = held.exclude(pk=but or 0).order_by("starts_at", "id").first()
    if other is not None:
        when = hours(other.starts_at, other.ends_at)
        raise Refused(
            _("这间调解室 %(when)s 已有安排，请换个时间或换间。") % {"when": when}, field="room", code="clash"
        )


def hold(people: Sequence[int], room_id: int | None) -> None:
    """Lock the people and the room, in order, so that two who appoint at once can't both find them free."""
    list(Person.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk"))
    if room_id is not None:
        list(Room.objects.select_for_update().filter(pk=room_id).values_list("pk"))


def hours(since: datetime, until: datetime) -> str:
    """「11-30 09:30–11:00」, in the county's time."""
    return f"{clock.local(since):%m-%d %H:%M}–{clock.local(until):%H:%M}"
