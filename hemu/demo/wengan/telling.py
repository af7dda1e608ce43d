"""当事人短信 in 珠藏镇: parties who agreed, what they were sent, one not reached, one rung up instead."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from hemu.demo.wengan import gateway, partying
from hemu.demo.wengan.desk import Desk
from hemu.disputes.models import Dispute
from hemu.disputes.queries import parties
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.loop.followup import answers
from hemu.loop.mediation.calendar import actions as calendar
from hemu.loop.mediation.calendar.actions import NewSitting
from hemu.loop.mediation.models import Mode
from hemu.loop.mediation.queries import named_mediators
from hemu.notices.channels.kinds import ChannelKind
from hemu.notices.sending import actions as sending
from hemu.notices.sending import receipts, working
from hemu.notices.sending.actions import Configured
from hemu.notices.sending.models import Channel, Delivery
from hemu.notices.telling import calls, consent, sweeping
from hemu.notices.telling.models import Message, Way, What
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import Post
from hemu.orgs.permissions import Permission
from hemu.portal.parties.actions import party_actor


def write(desk: Desk) -> None:
    """Of the two disputes whose parties' pages are shown, over a gateway that runs meanwhile.

    At night nothing goes out: then they wait for the morning, as they do in life.
    """
    chosen = partying.shown()
    sms = Channel.objects.filter(kind=ChannelKind.SMS_GATEWAY, retired_at=None).order_by("id").first()
    if sms is None or not chosen:
        return
    centre = desk.town.coordinator
    with gateway.running() as address, clock.at(desk.now - timedelta(minutes=5)):
        _lead_to(sms, address, desk)
        for dispute in chosen:
            _agree(dispute, centre)
        if (post := _post(chosen[0])) is not None:
            _appoint(chosen[0], post)
        _ask(chosen[-1], centre)
        _send()
        _came_back(sms)
        sweeping.settle()
        _called(chosen[0], centre)


def _lead_to(sms: Channel, address: str, desk: Desk) -> None:
    admin = replace(desk.county_centre, permissions=frozenset({Permission.MANAGE_ORGS}))
    values = {**sms.options, "url": address, "secret": "demonstration-only"}
    sending.change_channel(sms, Configured(sms.name, sms.per_minute, values), by=admin)


def _post(dispute: Dispute) -> Post | None:
    ids = [one.post_id for one in named_mediators(dispute)]
    posts: Post | None = (
        Post.objects.select_related("person", "unit").filter(pk__in=ids).order_by("id").first()
    )
    return posts


def _agree(dispute: Dispute, by: Actor) -> None:
    """The first signed at the desk, the others said yes on their own pages."""
    able = [one for one in parties(dispute) if not consent.may_be_asked(dispute, one)]
    for number, party in enumerate(able):
        if number == 0:
            consent.agree(dispute, party.pk, Way.SIGNED, by=by)
        else:
            consent.agree(dispute, party.pk, Way.PAGE, by=party_actor(dispute, party))


def _appoint(dispute: Dispute, post: Post) -> None:
    """At the first hour at which the mediator is free."""
    day = clock.local(clock.now() + timedelta(days=4))
    for hour in (16, 15, 11, 10, 9):
        starts = day.replace(hour=hour, minute=10)
        ends = starts + timedelta(minutes=40)
        new = NewSitting(starts, ends, "镇综治中心调解室", Mode.COMMITTEE_ROOM, [post])
        try:
            calendar.schedule(dispute, new, by=actor_for(post))
        except Refused:
            continue
        return


def _ask(dispute: Dispute, by: Actor) -> None:
    party = next((one for one in parties(dispute) if answers.is_asked(dispute, one)), None)
    if party is not None:
        answers.issue(dispute, party.pk, by=by)


def _send() -> None:
    while working.send_once():
        pass


def _came_back(sms: Channel) -> None:
    """The carrier tells of all but one that they arrived."""
    rows = Message.objects.unscoped(reason="the demonstration's own").exclude(delivery_id=None)
    for row in rows.order_by("id"):
        arrived = row.what != What.SITTING
        number = Delivery.objects.values_list("receipt", flat=True).get(pk=row.delivery_id)
        said = {"msgid": number, "state": "delivered" if arrived else "failed", "code": "MK:0001"}
        if number:
            receipts.take(sms, json.dumps(said).encode())


def _called(dispute: Dispute, by: Actor) -> None:
    """One of those who weren't reached was rung up; the other still waits."""
    row = Message.objects.of(dispute).to_call().order_by("id").first()
    if row is not None:
        calls.told(dispute, row.pk, "电话告知，本人接的，答应来", by=by)
