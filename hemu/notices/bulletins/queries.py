"""Reading messages to many, who they are for, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.heaps import Heap
from hemu.kernel.errors import Missing
from hemu.kernel.places import Span
from hemu.loop.screening.groups.models import WorkGroup
from hemu.notices.bulletins.models import Addressed, Bulletin, GroupRobot, Status, Subscriber
from hemu.notices.channels.kinds import Reach
from hemu.notices.sending import texts
from hemu.notices.sending.models import About, Channel, Delivery, State
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

MOST_GROUPS = 300


def bulletins(by: Actor, area: Span | None = None) -> Any:
    """The messages of the actor's area and unit, latest first; for paging."""
    by.require(Permission.VIEW)
    rows = Bulletin.objects.visible_to(by)
    if area is not None:
        rows = rows.filter(region__gte=area.lo, region__lt=area.hi)
    return rows.order_by("-send_at", "-id")


def to_pass_on(by: Actor) -> Any:
    """Messages that were sent, of which a group without a robot still waits for somebody to pass them on."""
    parts = Addressed.objects.unscoped(reason="groups of a message that is read within a scope")
    left = parts.filter(
        county=OuterRef("county"), bulletin_id=OuterRef("id"), channel_id=None, passed_at=None
    )
    return bulletins(by).filter(Exists(left), status=Status.SENT)


def heaps(by: Actor) -> Iterator[Heap]:
    """What waits for those who may pass a message on, for the first page."""
    if by.may(Permission.VIEW) and by.may(Permission.REGISTER):
        yield Heap(gettext_lazy("宣传消息待转发到群"), "/bulletins/?view=pass", to_pass_on(by))


def bulletin(county: int, bulletin_id: int, *, by: Actor) -> Bulletin:
    """One message; raises Missing for a stranger."""
    by.require(Permission.VIEW)
    found: Bulletin | None = Bulletin.objects.visible_to(by).filter(county=county, id=bulletin_id).first()
    if found is None:
        raise Missing(_("没有找到这条消息。"))
    return found


def addressed(of: Bulletin) -> list[Addressed]:
    """The groups of a message that was read within a scope, those without a robot first."""
    rows = Addressed.objects.in_county(of.county, bulletin_id=of.id)
    return sorted(rows.order_by("id"), key=lambda part: (part.channel_id is not None, part.name))


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a message: people's and groups' deliveries by state."""

    queued: int
    sent: int
    delivered: int
    failed: int

    @property
    def every(self) -> int:
        return self.queued + self.sent + self.delivered + self.failed


def results(of: list[Bulletin]) -> Mapping[int, Result]:
    """By message; counted from its deliveries."""
    rows = Delivery.objects.filter(about=About.BULLETIN, about_id__in=[row.id for row in of]).order_by()
    counted: dict[int, dict[int, int]] = {}
    for number, state, n in rows.values_list("about_id", "state").annotate(n=Count("id")):
        counted.setdefault(number, {})[state] = n
    states = (State.QUEUED, State.SENT, State.DELIVERED, State.FAILED)
    return {row.id: Result(*(counted.get(row.id, {}).get(state, 0) for state in states)) for row in of}


def billed(row: Bulletin) -> int:
    """As many SMS as the carriers count; the text is the same for everybody but for the way out."""
    if row.channel_id is None or not row.subscribers:
        return 0
    sent = Delivery.objects.filter(about=About.BULLETIN, about_id=row.id, channel_id=row.channel_id)
    one = sent.select_related("channel").order_by("id").first()
    return texts.billed(one.text, one.channel.options.get("sign", "")) * row.subscribers if one else 0


def deliveries(of: Bulletin, state: int | None = None) -> Any:
    """The deliveries of a message that was read within a scope."""
    rows = Delivery.objects.filter(about=About.BULLETIN, about_id=of.id).select_related("channel")
    return (rows if state is None else rows.filter(state=state)).order_by("label", "id")


def groups(by: Actor) -> list[WorkGroup]:
    """The open work groups of the actor's area."""
    rows = WorkGroup.objects.visible_to(by).filter(closed_at=None)
    return list(rows.order_by("region", "name", "id")[:MOST_GROUPS])


def robots(of: list[WorkGroup]) -> dict[int, Channel]:
    """By group: the robot through which it is spoken to."""
    ids = [group.id for group in of]
    rows = [
        row
        for county in {group.county for group in of}
        for row in GroupRobot.objects.in_county(county, group_id__in=ids).order_by("id")
    ]
    channels = Channel.objects.filter(pk__in={row.channel_id for row in rows}, retired_at=None).in_bulk()
    return {row.group_id: channels[row.channel_id] for row in rows if row.channel_id in channels}


def robots_at(place: int) -> list[Channel]:
    """The robots that may be set for a group at a place."""
    return [row for row in Channel.objects.holding_at(place) if row.client.reach == Reach.GROUP]


def subscribers(by: Actor) -> Any:
    """Those who are subscribed in the actor's area, latest first; for paging."""
    by.require(Permission.VIEW)
    rows = Subscriber.objects.in_area(by).filter(stopped_at=None, active_at__isnull=False)
    return rows.order_by("-active_at", "-id")


def subscriber(county: int, subscriber_id: int, *, by: Actor) -> Subscriber:
    """One of them; raises Missing."""
    found: Subscriber | None = subscribers(by).filter(county=county, id=subscriber_id).first()
    if found is None:
        raise Missing(_("没有找到这条订阅。"))
    return found
