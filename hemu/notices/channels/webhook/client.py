"""POST of JSON: ``id title text link``.

``X-Hemu-Signature: sha256=…`` is the hexadecimal HMAC-SHA256, with the shared secret, of ``X-Hemu-Timestamp``
(epoch seconds), a full stop and the body. ``Idempotency-Key`` is the same when a message comes again. Any
2xx is taken; 408, 429 and 5xx are tried again; the rest is not.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.base import Account, Client, Message, Setting, Taken
from hemu.notices.channels.http import call
from hemu.notices.channels.kinds import ChannelKind, Reach


def sign(secret: str, seconds: str, body: bytes) -> str:
    """The signature of a body sent at a time."""
    digest = hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"sha256={digest}"


def send(account: Account, to: str, message: Message) -> Taken:
    """Tell the address. Raises ForNow, Never."""
    given = {"id": message.key, "title": message.title, "text": message.text, "link": message.link}
    body, seconds = json.dumps(given, ensure_ascii=False).encode(), str(int(time.time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": message.key,
        "X-Hemu-Timestamp": seconds,
        "X-Hemu-Signature": sign(account.secret("secret"), seconds, body),
    }
    call(account.option("url"), headers=headers, body=body).judge()
    return Taken()


CLIENT = Client(
    ChannelKind.WEBHOOK,
    Reach.SYSTEM,
    (
        Setting("url", _("接收地址"), is_url=True),
        Setting("secret", _("签名密钥"), secret=True, help=_("与接收方约定，至少 16 个字符。")),
    ),
    send,
    per_minute=600,
)
