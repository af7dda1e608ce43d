"""A villager subscribes by a number and a code, or by a signed paper; and stops by one step, or one word.

No message goes to a number whose owner hasn't said yes (个人信息保护法13、14; 通信短信息服务管理规定18), and
each says how to stop (规定20). Stopping needs no reason, no code and no sign-in (个人信息保护法15).
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hemu.kernel import clock, crypto, identity
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.kernel.ids import new_id
from hemu.notices.bulletins.models import Consent, Subscriber, Topic
from hemu.notices.channels.kinds import Reach
from hemu.notices.sending.models import About, Channel, Delivery, Purpose, State
from hemu.notices.sending.queueing import To, message, put
from hemu.notices.sending.texts import render
from hemu.orgs.actor import Actor, system_actor
from hemu.orgs.names import mask_phone
from hemu.orgs.permissions import Permission

CODE_FOR = timedelta(minutes=10)
MOST_TRIES = 5
BETWEEN = timedelta(minutes=1)
MOST_A_DAY = 5
"""Codes to one number: nobody may be pestered through us."""
STOP_WORDS = frozenset({"T", "TD", "N", "QX", "0000", "退订", "退定", "取消订阅"})
"""What an answer by SMS may be, to stop; T and TD are what the carriers tell people."""
PHONE, STOP, CODE = "subscriber-phone", "subscriber-stop", "subscriber-code"
"""Purposes of the keyed hashes."""


def sms_channel(place: int) -> Channel | None:
    """The channel by which telephones are reached at a place; None when the office has none."""
    rows = Channel.objects.holding_at(place)
    return next((row for row in rows if row.client.reach == Reach.PHONE), None)


def subscribe(region: int, phone: str, topics: Sequence[int], *, by: Actor) -> Subscriber:
    """Enter a villager who signed the paper. Raises Refused by field."""
    by.require(Permission.REGISTER)
    if not by.covers(region):
        raise Forbidden(_("这个地方不在您的辖区。"))
    row = _new(region, phone, topics, Consent.PAPER, by)
    row.active_at = clock.now()
    return _saved(row)


def ask(region: int, phone: str, topics: Sequence[int]) -> Subscriber:
    """Begin a subscription on the public page: a code goes to the number. Raises Refused by field.

    The answer is the same whether the number is subscribed already: the page tells nothing of anybody.
    """
    channel = sms_channel(region)
    if channel is None:
        raise Refused(_("这里还不能用手机订阅，请到村委会登记。"), code="no_channel")
    row = _new(region, phone, topics, Consent.ONLINE, system_actor(_("村民")))
    _not_too_often(row)
    code = f"{secrets.randbelow(1_000_000):06d}"
    row.code_hash = crypto.keyed_hash(f"{row.id}:{code}", purpose=CODE)
    row.code_until = clock.now() + CODE_FOR
    row.stopped_at = clock.now()  # not there until the code was typed
    row.save(force_insert=True)
    words = render(Purpose.CODE, region, channel, {"code": code})
    to = To(mask_phone(row.phone), row.phone)
    put([message(channel, f"c:{row.id}", to, words, about=About.CODE, about_id=row.id)])
    return row


def confirm(county: int, subscriber_id: int, code: str) -> Subscriber:
    """The code was typed: from now on. Raises Refused (field ``code``), Missing."""
    wrong = Refused(_("验证码不对，或者过了 10 分钟。请核对，或重新订阅。"), field="code", code="code")
    everybody = Subscriber.objects.unscoped(reason="the holder of the code asks for their own row")
    with transaction.atomic():
        row: Subscriber | None = everybody.select_for_update().filter(county=county, id=subscriber_id).first()
        if row is None or row.active_at is not None or row.code_hash is None:
            raise Missing("")
        if row.code_until is None or row.code_until < clock.now() or row.code_tries >= MOST_TRIES:
            raise wrong
        typed = crypto.keyed_hash(f"{row.id}:{code.strip()}", purpose=CODE)
        right = hmac.compare_digest(typed, bytes(row.code_hash))
        row.code_tries += 1
        if right:
            _stop_others(row)
            row.active_at, row.stopped_at, row.code_hash = clock.now(), None, None
        row.save()
    if not right:
        raise wrong
    return row


def stop_by_secret(secret: str) -> Subscriber | None:
    """Whose address this is, still subscribed or not; None when it is nobody's."""
    everybody = Subscriber.objects.unscoped(reason="the secret in the address is the proof")
    found: Subscriber | None = everybody.filter(
        stop_hash=crypto.keyed_hash(secret, purpose=STOP), active_at__isnull=False
    ).first()
    return found


def stop(row: Subscriber) -> None:
    """No more messages, and the number is forgotten."""
    everybody = Subscriber.objects.unscoped(reason="its owner, or somebody who saw it within a scope, asks")
    _end(everybody.filter(county=row.county, id=row.id, stopped_at=None))


def stop_number(phone: str) -> int:
    """No more messages to a number, in any village; answers how many subscriptions that ended."""
    everybody = Subscriber.objects.unscoped(reason="the owner of the number asks")
    mine = everybody.filter(phone_hash=_hash(phone), stopped_at=None)
    return _end(mine)


@transaction.atomic
def _end(rows: Any) -> int:
    """Stop these, and take back what waits in the queue for them: it isn't wanted any more."""
    numbers = list(rows.values_list("id", flat=True))
    waiting = Delivery.objects.filter(about=About.BULLETIN, state=State.QUEUED)
    for number in numbers:
        waiting.filter(key__contains=f":{number}").update(
            state=State.DROPPED, done_at=clock.now(), reason=_("已退订"), text="", params={}, address=""
        )
    return int(rows.update(stopped_at=clock.now(), phone=""))


def heard(channel: Channel, phone: str, words: str) -> None:
    """Somebody answered by SMS. What isn't a wish to stop is not ours to keep."""
    if words.strip().upper() in STOP_WORDS:
        stop_number(phone)


def forget_unconfirmed() -> int:
    """Delete subscriptions that were never confirmed, a day after their code ran out; answers how many."""
    everybody = Subscriber.objects.unscoped(reason="nobody's rows: never confirmed")
    old = everybody.filter(active_at=None, code_until__lt=clock.now() - timedelta(days=1))
    return old.delete()[0]


def _hash(phone: str) -> bytes:
    return crypto.keyed_hash(identity.plain_phone(phone), purpose=PHONE)


def _new(region: int, phone: str, topics: Sequence[int], consent: Consent, by: Actor) -> Subscriber:
    plain = identity.plain_phone(phone)
    if not (plain.isascii() and plain.isdigit() and len(plain) == 11 and plain[0] == "1"):
        raise Refused(_("请填写 11 位手机号码。"), field="phone", code="phone")
    if not topics or not set(topics) <= set(Topic.values):
        raise Refused(_("请选择想收到什么。"), field="topics", code="required")
    secret = secrets.token_urlsafe(9)
    row: Subscriber = Subscriber.made_by(
        by, id=new_id(), region=region, phone=plain, phone_hash=_hash(plain), topics=sorted(topics),
        consent=consent, made_at=clock.now(), stop=secret, stop_hash=crypto.keyed_hash(secret, purpose=STOP),
    )  # fmt: skip
    return row


def _saved(row: Subscriber) -> Subscriber:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("这个号码在这个村已经订阅了。"), field="phone", code="already") from None
    return row


def _not_too_often(row: Subscriber) -> None:
    everybody = Subscriber.objects.unscoped(reason="how often a code went to this number, whoever asked")
    asked = everybody.filter(phone_hash=row.phone_hash, code_until__isnull=False)
    day = asked.filter(made_at__gt=clock.now() - timedelta(days=1)).count()
    if day >= MOST_A_DAY or asked.filter(made_at__gt=clock.now() - BETWEEN).exists():
        raise Refused(_("刚给这个号码发过验证码，请稍后再试。"), field="phone", code="too_often")


def _stop_others(row: Subscriber) -> None:
    everybody = Subscriber.objects.unscoped(reason="the same number in the same village, anew")
    same = everybody.filter(county=row.county, region=row.region, phone_hash=row.phone_hash, stopped_at=None)
    same.exclude(pk=row.pk).update(stopped_at=F("made_at"), phone="")
