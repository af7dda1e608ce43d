"""What SMS platforms tell us later: a message arrived or didn't, a villager answered.

阿里云 (SmsReport, SmsUp) and 腾讯云 (短信下发状态通知, 短信回复通知) send arrays of objects and sign nothing:
the last part of the address, which only the platform was given, is the proof. Each wants its own yes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hemu.kernel import crypto
from hemu.kernel.errors import Missing, Refused
from hemu.notices.channels.kinds import ChannelKind
from hemu.notices.sending.models import Channel, Delivery
from hemu.notices.sending.outcome import receipt
from hemu.orgs.names import clean_phone

PURPOSE = "receipts"
MOST = 500
"""Objects in one call."""


@dataclass(frozen=True, slots=True)
class Came:
    """One object of a call: a receipt (`number` set), or words that somebody sent back."""

    number: str = ""
    arrived: bool = False
    code: str = ""
    phone: str = ""
    words: str = ""


Heard = Callable[[Channel, str, str], None]
"""(channel, telephone number, words): what is done with an answer."""
_LISTENERS: dict[str, Heard] = {}


def register_listener(name: str, heard: Heard) -> None:
    """Have `heard` told of every answer that comes in. Called in AppConfig.ready()."""
    _LISTENERS[name] = heard


def channel_of(secret: str) -> Channel:
    """The channel whose receipts come to this address; raises Missing."""
    found = Channel.objects.filter(receipts_hash=crypto.keyed_hash(secret, purpose=PURPOSE)).first()
    if found is None or found.retired_at is not None:
        raise Missing("")
    return found


def take(channel: Channel, body: bytes) -> dict[str, Any]:
    """Write down what came; answers what the platform wants to hear. Raises Refused for another format."""
    for came in _read(channel, body):
        if came.number:
            for row in Delivery.objects.filter(channel=channel, receipt=came.number).order_by("id"):
                receipt(row, came.arrived, code=came.code)
        elif came.phone:
            for heard in _LISTENERS.values():
                heard(channel, clean_phone(came.phone), came.words)
    return _YES.get(ChannelKind(channel.kind), {"code": 0})


_YES: Mapping[ChannelKind, dict[str, Any]] = {
    ChannelKind.SMS_ALIYUN: {"code": 0, "msg": "成功"},
    ChannelKind.SMS_TENCENT: {"result": 0, "errmsg": "OK"},
}


def _read(channel: Channel, body: bytes) -> Iterator[Came]:
    try:
        found = json.loads(body)
    except ValueError:
        raise Refused("not JSON", code="format") from None
    if isinstance(found, Mapping):
        found = [found]
    if not isinstance(found, list) or len(found) > MOST or not all(isinstance(one, Mapping) for one in found):
        raise Refused("not an array of objects", code="format")
    reader = _aliyun if channel.kind == ChannelKind.SMS_ALIYUN else _tencent
    if channel.kind == ChannelKind.SMS_GATEWAY:
        reader = _gateway
    return (reader(one) for one in found)


def _aliyun(one: Mapping[str, Any]) -> Came:
    if "biz_id" in one:
        arrived = one.get("success") in (True, "true")
        return Came(str(one["biz_id"]), arrived, "" if arrived else str(one.get("err_code", "")))
    return Came(phone=str(one.get("phone_number", "")), words=str(one.get("content", "")))


def _tencent(one: Mapping[str, Any]) -> Came:
    if "sid" in one:
        arrived = one.get("report_status") == "SUCCESS"
        return Came(str(one["sid"]), arrived, "" if arrived else str(one.get("errmsg", "")))
    return Came(phone=str(one.get("mobile", "")), words=str(one.get("text", "")))


def _gateway(one: Mapping[str, Any]) -> Came:
    """Our own shape, for gateways that know one: ``msgid state`` (delivered, failed) or ``phone text``."""
    if "msgid" in one:
        arrived = one.get("state") == "delivered"
        return Came(str(one["msgid"]), arrived, "" if arrived else str(one.get("code", "")))
    return Came(phone=str(one.get("phone", "")), words=str(one.get("text", "")))
