"""The worker's part: take what is due, speak to the platforms, write down what they said.

Nothing is locked while a platform is spoken to. A message is claimed for a while first, so that two
workers never send the same one, and one whose worker died is sent again.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from structlog import get_logger

from hemu.kernel import clock
from hemu.notices.channels.base import Account, Client, ForNow, Message, Never, NotSent, Taken
from hemu.notices.sending.models import Attempt, Channel, Delivery, State
from hemu.notices.sending.outcome import record

A_PASS = 10
"""Messages of one channel that are sent before the next look at the others."""
CLAIM = timedelta(minutes=5)
"""Longer than a pass of slow answers can take."""
AT_ONCE = 8
MINUTE = timedelta(seconds=60)
log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """A message with the keys to send it: all that the sending thread needs, so that it asks no database."""

    delivery: Delivery
    client: Client
    account: Account

    @property
    def message(self) -> Message:
        """What the channel's client is given."""
        row = self.delivery
        sign = self.account.option("sign")
        return Message(row.key, row.title, row.text, row.link, row.params, row.template, sign)


def send_once() -> int:
    """Send what is due, some of every channel; answers how many were tried."""
    claims = [claim for channel in _with_work() for claim in _claimed(channel)]
    if not claims:
        return 0
    lanes: dict[int, list[Claim]] = {}
    for claim in claims:
        lanes.setdefault(claim.delivery.channel_id, []).append(claim)
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        for said in pool.map(_lane, lanes.values()):
            for claim, outcome in said:
                record(claim.delivery, outcome)
    return len(claims)


def _due() -> Q:
    now = clock.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    return Q(state=State.QUEUED) & free & (Q(not_before=None) | Q(not_before__lte=now))


def _with_work() -> list[Channel]:
    awake = Q(paused_until=None) | Q(paused_until__lte=clock.now())
    waiting = Delivery.objects.filter(_due()).order_by().values_list("channel_id", flat=True).distinct()
    return list(Channel.objects.filter(awake, pk__in=waiting).order_by("id"))


def _claimed(channel: Channel) -> list[Claim]:
    """As many as the platform bears in this minute, oldest first."""
    now = clock.now()
    with transaction.atomic():
        Channel.objects.select_for_update().get(
            pk=channel.pk
        )  # two workers must not each use the whole minute
        lately = Attempt.objects.filter(channel=channel, at__gt=now - MINUTE).count()
        in_hand = Delivery.objects.filter(channel=channel, claimed_until__gte=now, state=State.QUEUED).count()
        room = min(A_PASS, channel.per_minute - lately - in_hand)
        if room <= 0:
            return []
        rows = Delivery.objects.select_for_update(skip_locked=True).filter(_due(), channel=channel)
        taken = list(rows.order_by("made_at", "id")[:room])
        Delivery.objects.filter(pk__in=[row.pk for row in taken]).update(claimed_until=now + CLAIM)
    account = channel.account
    return [Claim(row, channel.client, account) for row in taken]


def _lane(claims: list[Claim]) -> list[tuple[Claim, Taken | NotSent]]:
    """One channel's messages one after another; after it asks for silence, the rest aren't tried."""
    said: list[tuple[Claim, Taken | NotSent]] = []
    resting: NotSent | None = None
    for claim in claims:
        outcome = resting or say(claim.client, claim.account, str(claim.delivery.address), claim.message)
        if isinstance(outcome, ForNow) and outcome.all_of_it:
            resting = outcome
        said.append((claim, outcome))
    return said


def say(client: Client, account: Account, to: str, message: Message) -> Taken | NotSent:
    """Give a message to a platform; answers what it said, and never raises: other messages wait."""
    if client.registered and not message.template:
        return Never(_("这条内容还没有填运营商的短信模板编号。"), "template")
    return _guarded(lambda: client.send(account, to, message), client)


def _guarded(do: Callable[[], Taken], client: Client) -> Taken | NotSent:
    try:
        return do()
    except NotSent as error:
        return error
    except Exception as error:
        # Only the sort of error: its text may quote an address, and an address holds a key.
        log.error("channel failed", kind=client.kind.name, error=type(error).__name__)
        return ForNow(_("程序出错，已记录。"), type(error).__name__)
