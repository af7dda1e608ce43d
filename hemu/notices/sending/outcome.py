"""What follows from a platform's answer: sent, tried again later, another channel instead, or given up."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.notices.channels.base import ForNow, NotSent, Taken
from hemu.notices.channels.kinds import Reach
from hemu.notices.sending.models import About, Attempt, Channel, Delivery, State, Subscription
from hemu.notices.sending.queueing import address_of, put
from hemu.orgs.models import Person

MOST_TRIES = 8
FIRST_WAIT, LONGEST_WAIT = 30.0, 3600.0
"""Seconds; each wait is twice the one before."""
MOST_CHANNELS = 3
"""Channels that one message is tried on, one in place of the other."""


def record(row: Delivery, outcome: Taken | NotSent) -> None:
    """Write down one try and what follows. A message that was dropped meanwhile stays dropped."""
    with transaction.atomic():
        held = Delivery.objects.select_for_update().select_related("channel").get(pk=row.pk)
        if held.state != State.QUEUED:
            return
        held.claimed_until = None
        if isinstance(outcome, Taken):
            _sent(held, outcome)
        else:
            _failed(held, outcome)
        if held.about == About.CODE and held.state != State.QUEUED:
            held.text, held.params = "", {}
        held.save()


def _tried(row: Delivery, went: bool, error: NotSent | None = None) -> None:
    words, code = (str(error.words)[:200], error.code) if error else ("", "")
    row.reason, row.code = words, code
    Attempt.objects.create(
        delivery=row, channel_id=row.channel_id, at=clock.now(), went=went, words=words, code=code
    )


def _sent(row: Delivery, taken: Taken) -> None:
    row.attempts += 1
    row.state, row.sent_at, row.receipt = State.SENT, clock.now(), taken.receipt[:120]
    _tried(row, True)


def _failed(row: Delivery, error: NotSent) -> None:
    now = clock.now()
    _tried(row, False, error)
    if isinstance(error, ForNow) and error.all_of_it:
        # The platform spoke of the channel, not of this message: it isn't held against it.
        row.not_before = now + timedelta(seconds=error.after or FIRST_WAIT)
        Channel.objects.filter(pk=row.channel_id).update(paused_until=row.not_before)
        return
    row.attempts += 1
    if isinstance(error, ForNow) and row.attempts < MOST_TRIES:
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (row.attempts - 1))
        row.not_before = now + timedelta(seconds=max(wait, error.after or 0))
        return
    give_up(row)


def give_up(row: Delivery, why: str = "") -> None:
    """The message won't go on this channel; another is tried where there is one. The caller saves."""
    row.state, row.done_at = State.FAILED, clock.now()
    row.reason = why[:200] or row.reason
    instead = _on_another(row)
    if instead is not None:
        put([instead])


def _on_another(row: Delivery) -> Delivery | None:
    other = row.channel.fallback
    if other is None or other.retired_at is not None or not row.text:
        return None  # nothing was said of where else, or the words are forgotten already
    if row.key.count(">") >= MOST_CHANNELS - 1:
        return None
    address = _address(row, other)
    if address is None:
        return None
    return Delivery(
        key=f"{row.key}>{other.pk}"[:120],
        channel=other,
        about=row.about,
        about_id=row.about_id,
        person_id=row.person_id,
        label=row.label,
        address=address,
        title=row.title,
        text=row.text,
        link=row.link,
        params=row.params,
        template=row.template if other.client.registered and other.kind == row.channel.kind else "",
        instead=row,
        made_at=clock.now(),
    )


def _address(row: Delivery, other: Channel) -> str | None:
    """Where the same recipient is on another channel; None when nobody knows."""
    reach = other.client.reach
    if reach in (Reach.GROUP, Reach.SYSTEM):
        return "" if row.channel.client.reach in (Reach.GROUP, Reach.SYSTEM) else None
    if reach == row.channel.client.reach and reach != Reach.ACCOUNT:
        return str(row.address)
    person = Person.objects.filter(pk=row.person_id).first() if row.person_id else None
    if person is None:
        return None
    return (
        address_of(person, other, Subscription.objects.filter(person=person, channel=other).first()) or None
    )


def receipt(row: Delivery, arrived: bool, why: str = "", code: str = "") -> None:
    """The platform says later what became of a message that it took. The first word counts."""
    with transaction.atomic():
        held = Delivery.objects.select_for_update().select_related("channel").get(pk=row.pk)
        if held.state != State.SENT:
            return
        if arrived:
            held.state, held.done_at = State.DELIVERED, clock.now()
        else:
            held.code = code[:60]
            give_up(held, why or _("运营商回执：未送达。"))
        held.save()
