"""Planning a message to many, sending it when its time comes, passing it on by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.ids import new_id
from hemu.loop.screening.groups import actions as groups
from hemu.loop.screening.groups.models import WorkGroup
from hemu.notices.bulletins import subscribing
from hemu.notices.bulletins.models import Addressed, Bulletin, GroupRobot, Status, Subscriber
from hemu.notices.channels.kinds import Reach
from hemu.notices.sending import quiet
from hemu.notices.sending.models import About, Channel, Delivery, Purpose
from hemu.notices.sending.queueing import To, message, public, put
from hemu.notices.sending.texts import Rendered, render
from hemu.orgs.actor import Actor, system_actor
from hemu.orgs.models import Region
from hemu.orgs.names import mask_phone
from hemu.orgs.permissions import Permission

A_BATCH = 500


@dataclass(frozen=True, slots=True)
class NewBulletin:
    """A message as it was written. `groups` were read within the writer's scope."""

    area: Region
    topic: int
    subject: str
    text: str
    to_subscribers: bool
    groups: Sequence[WorkGroup]
    send_at: datetime


def plan(new: NewBulletin, *, bulletin_id: int | None = None, by: Actor) -> Bulletin:
    """Have a message sent at its time, once for each `bulletin_id`. Raises Refused by field."""
    by.require(Permission.PUBLISH)
    _check(new, by)
    channel = subscribing.sms_channel(new.area.code) if new.to_subscribers else None
    if new.to_subscribers and channel is None:
        raise Refused(
            _("还没有短信渠道，发不到订阅村民。请管理员先设短信渠道。"),
            field="to_subscribers",
            code="no_channel",
        )
    row = Bulletin.made_by(
        by, id=bulletin_id or new_id(), region=new.area.lo, hi=new.area.hi, topic=new.topic,
        subject=new.subject.strip(), text=new.text.strip(), to_subscribers=new.to_subscribers,
        channel_id=channel.pk if channel else None, send_at=new.send_at, made_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            Addressed.objects.bulk_create(_addressed(row, new.groups))
    except IntegrityError:
        return _planned_before(row, by)
    return row


def _planned_before(row: Bulletin, by: Actor) -> Bulletin:
    mine = Bulletin.objects.visible_to(by).filter(id=row.id, person_id=by.person_id).first()
    if mine is None:
        raise Conflict(_("这个编号已被使用，请重新打开页面再填。"), code="id_taken")
    return mine  # type: ignore[no-any-return]  # the case tables' querysets are Any


def _check(new: NewBulletin, by: Actor) -> None:
    if not by.covers_span(new.area.span):
        raise Forbidden(_("这个地方不在您的辖区。"))
    for name in ("subject", "text"):
        if not getattr(new, name).strip():
            raise Refused(_("这一项不能留空。"), field=name, code="required")
    if not new.to_subscribers and not new.groups:
        raise Refused(_("请选择发给谁：订阅村民，或者至少一个群。"), field="groups", code="nobody")


def _addressed(row: Bulletin, chosen: Sequence[WorkGroup]) -> list[Addressed]:
    robots = {
        (robot.county, robot.group_id): robot.channel_id
        for county in {group.county for group in chosen}
        for robot in GroupRobot.objects.in_county(county, group_id__in=[one.id for one in chosen]).order_by(
            "id"
        )
    }
    return [
        Addressed(
            county=row.county, bulletin_id=row.id, group_county=group.county, group_id=group.id,
            name=group.name, owner=group.owner, members=group.members,
            channel_id=robots.get((group.county, group.id)),
        )
        for group in chosen
    ]  # fmt: skip


def cancel(bulletin: Bulletin, *, by: Actor) -> None:
    """Don't send it. Raises Conflict when it has gone."""
    by.require(Permission.PUBLISH)
    with transaction.atomic():
        row = _held(bulletin, by)
        row.status, row.cancelled_by = Status.CANCELLED, by.name
        row.save()


def _held(bulletin: Bulletin, by: Actor) -> Bulletin:
    rows = Bulletin.objects.visible_to(by).filter(county=bulletin.county, id=bulletin.id)
    row: Bulletin | None = rows.select_for_update().first()
    if row is None:
        raise Missing(_("没有找到这条消息。"))
    if row.status != Status.WAITING:
        raise Conflict(_("这条消息已经发出或取消。"), code="gone")
    return row


def send_due() -> int:
    """Queue every message whose time has come; answers how many. One that fails holds up no other."""
    waiting = Bulletin.objects.unscoped(reason="the worker sends what each office planned")
    due = waiting.filter(status=Status.WAITING, send_at__lte=clock.now()).order_by("send_at", "id")
    return sum(_sent(county, number) for county, number in list(due.values_list("county", "id")[:100]))


def _sent(county: int, number: int) -> int:
    every = Bulletin.objects.unscoped(reason="the worker sends what each office planned")
    with transaction.atomic():
        row = every.select_for_update(skip_locked=True).filter(
            county=county, id=number, status=Status.WAITING
        ).first()  # fmt: skip
        if row is None:
            return 0
        row.subscribers = _to_subscribers(row)
        _to_groups(row)
        row.status, row.sent_at = Status.SENT, clock.now()
        row.save()
    return 1


def _to_subscribers(row: Bulletin) -> int:
    channel = Channel.objects.filter(pk=row.channel_id or 0, retired_at=None).first()
    if channel is None:
        return 0
    everybody = Subscriber.objects.unscoped(reason="those of the message's own area who asked for it")
    found = everybody.filter(
        region__gte=row.region, region__lt=row.hi, stopped_at=None, active_at__isnull=False
    )
    wants = found.filter(topics__contains=[row.topic]).order_by("phone_hash", "id")
    earliest, batch, seen = quiet.earliest("subscriber", clock.now()), [], set()
    for one in wants.iterator(chunk_size=A_BATCH):
        if bytes(one.phone_hash) in seen:
            continue
        seen.add(bytes(one.phone_hash))
        batch.append(_to_one(row, channel, one, earliest))
        if len(batch) == A_BATCH:
            put(batch)
            batch = []
    put(batch)
    return len(seen)


def _to_one(row: Bulletin, channel: Channel, one: Subscriber, earliest: datetime | None) -> Delivery:
    values = {
        "title": row.subject,
        "content": row.text,
        "unit": row.unit_name,
        "stop": public(f"/t/{one.stop}/"),
    }
    words = render(Purpose.BULLETIN, one.region, channel, values)
    made = message(
        channel, f"b:{row.id}:{one.id}", To(mask_phone(one.phone), one.phone), words,
        about=About.BULLETIN, about_id=row.id,
    )  # fmt: skip
    made.not_before = earliest
    return made


def _to_groups(row: Bulletin) -> None:
    rows = Addressed.objects.in_county(row.county, bulletin_id=row.id)
    parts = list(rows.order_by("group_county", "group_id"))
    robots = Channel.objects.filter(pk__in=[part.channel_id for part in parts], retired_at=None).in_bulk()
    by = replace(system_actor(row.person_name), unit_id=row.unit_id, unit_name=row.unit_name)
    words = Rendered(row.subject, f"{row.subject}\n{row.text}\n{row.unit_name}", {})
    for part in parts:
        robot = robots.get(part.channel_id or 0)
        if robot is None:
            continue
        made = message(
            robot, f"b:{row.id}:g{part.group_id}", To(part.name, ""), words,
            about=About.BULLETIN, about_id=row.id,
        )  # fmt: skip
        made.not_before = quiet.earliest("subscriber", clock.now())
        put([made])
        _record_push(row, part, by)


def _record_push(row: Bulletin, part: Addressed, by: Actor) -> None:
    """What a group was told stands in the registry of groups too, unless it was dissolved meanwhile."""
    group = WorkGroup.objects.visible_to(by).filter(
        county=part.group_county, id=part.group_id, closed_at=None
    ).first()  # fmt: skip
    if group is not None:
        groups.push([group], row.subject, row.text, by=by)


def passed_on(bulletin: Bulletin, group_id: int, *, by: Actor) -> None:
    """Somebody put the message into a group that has no robot. Raises Missing, Conflict."""
    by.require(Permission.REGISTER)
    with transaction.atomic():
        rows = Addressed.objects.in_county(bulletin.county, bulletin_id=bulletin.id, group_id=group_id)
        part = rows.select_for_update().first()
        if part is None:
            raise Missing(_("没有找到这个群。"))
        if part.passed_at is not None or part.channel_id is not None:
            raise Conflict(_("这个群已经发过了。"), code="passed")
        part.passed_at, part.passed_by = clock.now(), by.name
        part.save()
        _record_push(bulletin, part, by)


def set_robot(group: WorkGroup, channel: Channel | None, *, by: Actor) -> None:
    """Speak to a work group through a robot from now on, or through none."""
    by.require(Permission.PUBLISH)
    rows = GroupRobot.objects.in_county(group.county, group_id=group.id)
    if channel is None:
        rows.delete()
        return
    if channel.client.reach != Reach.GROUP or not channel.lo <= group.region < channel.hi:
        raise Missing(_("没有找到这个渠道。"))
    with transaction.atomic():
        rows.delete()
        GroupRobot.objects.create(
            county=group.county, group_id=group.id, channel_id=channel.pk, set_at=clock.now(), set_by=by.name
        )
