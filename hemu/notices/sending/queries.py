"""Reading channels, texts and the log of messages, by those who look after them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.kernel.places import Span
from hemu.notices.channels.kinds import Reach
from hemu.notices.sending.models import Channel, Delivery, Purpose, State, Subscription, Template
from hemu.notices.sending.texts import DEFAULTS
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

LATELY = timedelta(days=7)


def _area(by: Actor) -> Span:
    by.require(Permission.MANAGE_ORGS)
    if not by.spans:
        raise Missing("")
    return by.spans[0]


def channels(by: Actor) -> list[Channel]:
    """The channels in use of the actor's area, by name."""
    rows = Channel.objects.managed_in(_area(by)).filter(retired_at=None)
    return list(rows.select_related("fallback", "unit").order_by("name", "id"))


def channel(channel_id: int, *, by: Actor) -> Channel:
    """One of them; raises Missing."""
    rows = Channel.objects.managed_in(_area(by)).filter(pk=channel_id, retired_at=None)
    found = rows.select_related("fallback", "unit").first()
    if found is None:
        raise Missing(_("没有找到这个渠道。"))
    return found


def channels_for(by: Actor) -> list[Channel]:
    """The channels on which the actor can be reached: those that hold where the actor works."""
    here = Q(pk__in=())
    for span in by.spans:
        here |= Q(lo__lte=span.lo, hi__gt=span.lo)
    rows = Channel.objects.filter(here, retired_at=None).order_by("name", "id")
    return [row for row in rows if row.client.reach not in (Reach.GROUP, Reach.SYSTEM)]


def chosen(by: Actor) -> dict[int, Subscription]:
    """What the actor chose, by channel."""
    rows = Subscription.objects.filter(person_id=by.person_id).order_by("id")
    return {row.channel_id: row for row in rows}


@dataclass(frozen=True, slots=True)
class Counts:
    """Messages of a channel in the last seven days."""

    queued: int = 0
    sent: int = 0
    delivered: int = 0
    failed: int = 0


def counts(of: list[Channel]) -> Mapping[int, Counts]:
    """How many messages of each channel are in which state, made within the last seven days."""
    rows = Delivery.objects.filter(channel__in=of, made_at__gte=clock.now() - LATELY).order_by()
    found: dict[int, dict[int, int]] = {}
    for channel_id, state, n in rows.values_list("channel_id", "state").annotate(n=Count("id")):
        found.setdefault(channel_id, {})[state] = n
    return {row.pk: _counted(found.get(row.pk, {})) for row in of}


def _counted(by_state: Mapping[int, int]) -> Counts:
    states = (State.QUEUED, State.SENT, State.DELIVERED, State.FAILED)
    return Counts(*(by_state.get(state, 0) for state in states))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a log is narrowed to."""

    state: int | None = None
    channel_id: int | None = None
    about: int | None = None


def deliveries(by: Actor, of: Chosen) -> QuerySet[Delivery]:
    """The messages of the area's channels, newest first."""
    area = _area(by)
    rows = Delivery.objects.filter(channel__lo__gte=area.lo, channel__hi__lte=area.hi)
    if of.state is not None:
        rows = rows.filter(state=of.state)
    if of.channel_id is not None:
        rows = rows.filter(channel_id=of.channel_id)
    if of.about is not None:
        rows = rows.filter(about=of.about)
    return rows.select_related("channel").order_by("-made_at", "-id")


def delivery(delivery_id: int, *, by: Actor) -> Delivery:
    """One message of the area's channels; raises Missing."""
    found = deliveries(by, Chosen()).filter(pk=delivery_id).first()
    if found is None:
        raise Missing(_("没有找到这条消息。"))
    return found


def templates(by: Actor) -> list[tuple[Purpose, Template | None]]:
    """Each purpose with the text that stands for it in the actor's area, if one was written."""
    area = _area(by)
    rows = Template.objects.filter(lo=area.lo, hi=area.hi, retired_at=None).order_by("id")
    standing = {row.purpose: row for row in rows}
    return [(purpose, standing.get(purpose)) for purpose in Purpose]


def words_of(purpose: Purpose, row: Template | None) -> tuple[str, str]:
    """Title and text that hold."""
    return (row.title, row.text) if row else DEFAULTS[purpose]
