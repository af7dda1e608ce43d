"""Putting messages in the queue: of a notice, to the channels of whoever received it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format

from hemu.kernel import clock
from hemu.kernel.places import COUNTY_UNIT
from hemu.notices.channels.kinds import Reach
from hemu.notices.models import Notice
from hemu.notices.sending import quiet
from hemu.notices.sending.families import PASSES_QUIET, family_of
from hemu.notices.sending.models import About, Channel, Delivery, Purpose, Subscription
from hemu.notices.sending.texts import Rendered, render
from hemu.orgs.models import Person, Post

LONGEST_LINK = 200


@dataclass(frozen=True, slots=True)
class To:
    """Whom a message goes to on its channel. `label` is how the log names them."""

    label: str
    address: str = field(repr=False)
    person_id: int | None = None


def message(
    channel: Channel, key: str, to: To, words: Rendered, *, about: About, about_id: int = 0, link: str = ""
) -> Delivery:
    """A message, unsaved: what is to be said to whom. The caller says when."""
    return Delivery(
        key=key,
        channel=channel,
        about=about,
        about_id=about_id,
        person_id=to.person_id,
        label=to.label[:100],
        address=to.address,
        title=words.title,
        text=words.text,
        link=link[:LONGEST_LINK],
        params=words.params,
        template=words.template,
        made_at=clock.now(),
    )


def put(rows: Sequence[Delivery]) -> None:
    """Queue them. One with a key that is there already is the same message, and stays as it is."""
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def queue_notices(notices: Sequence[Notice]) -> int:
    """Queue what the receivers of notices want on their own channels; answers how many messages."""
    if not notices or not Channel.objects.filter(retired_at=None).exists():
        return 0
    posts = {
        row.pk: row
        for row in Post.objects.filter(pk__in={n.post_id for n in notices}).select_related("person")
    }
    rows = [row for notice in notices for row in _of_notice(notice, posts[notice.post_id])]
    put(rows)
    return len(rows)


def _of_notice(notice: Notice, post: Post) -> Iterator[Delivery]:
    place = notice.county * COUNTY_UNIT
    channels = list(Channel.objects.holding_at(place).select_related("fallback"))
    own = {
        row.channel_id: row for row in Subscription.objects.filter(person_id=post.person_id).order_by("id")
    }
    family = family_of(notice.reason)
    for channel in channels:
        chosen = own.get(channel.pk)
        if channel.client.reach in (Reach.GROUP, Reach.SYSTEM):
            if family in channel.families and channel.unit_id in (None, post.unit_id):
                yield _row(notice, channel, To(channel.name, ""), f"unit:{channel.unit_id or 0}")
        elif family in (chosen.families if chosen else channel.families):
            address = address_of(post.person, channel, chosen)
            if address:
                yield _row(
                    notice, channel, To(post.person.name, address, post.person_id), f"p:{post.person_id}"
                )


def address_of(person: Person, channel: Channel, chosen: Subscription | None = None) -> str:
    """A person's address on a channel: what they gave for it, or what the office knows; empty when none."""
    if chosen is not None and chosen.address:
        return str(chosen.address)
    if channel.client.reach == Reach.PHONE:
        return str(person.phone)
    return person.email if channel.client.reach == Reach.MAIL else ""


def _row(notice: Notice, channel: Channel, to: To, whose: str) -> Delivery:
    values = {
        "reason": str(notice.get_reason_display()),
        "ref": notice.ref,
        "unit": notice.unit_name,
        "due": _shown(notice.due_at),
    }
    words = render(Purpose.NOTICE, notice.county * COUNTY_UNIT, channel, values)
    key = f"n:{whose}:{notice.key}:{notice.reason}:{channel.pk}"
    row = message(
        channel, key, to, words, about=About.NOTICE, about_id=notice.pk, link=public(notice.leads_to)
    )
    if notice.reason not in PASSES_QUIET:
        row.not_before = quiet.earliest("staff", clock.now())
    return row


def public(path: str) -> str:
    """The whole address of a page, when the office has said where its site is."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else ""


def _shown(moment: datetime | None) -> str:
    return date_format(clock.local(moment), "n月j日 H:i") if moment else ""
