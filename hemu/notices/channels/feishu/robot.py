"""A robot in a group, with a signature over the time. At most 100 messages a minute, five a second."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.base import Account, Client, Message, Setting, Taken
from hemu.notices.channels.feishu.codes import BASE, checked
from hemu.notices.channels.http import call
from hemu.notices.channels.kinds import ChannelKind, Reach


def sign(secret: str, seconds: int) -> str:
    """HMAC-SHA256 of nothing, keyed by time, newline, secret; base64."""
    digest = hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def send(account: Account, to: str, message: Message) -> Taken:
    """Say it in the robot's group. Raises ForNow, Never."""
    payload: dict[str, Any] = {"msg_type": "text", "content": {"text": message.whole}}
    if secret := account.secret("secret"):
        seconds = int(time.time())
        payload |= {"timestamp": str(seconds), "sign": sign(secret, seconds)}
    base = account.option("base", BASE).rstrip("/")
    checked(call(f"{base}/open-apis/bot/v2/hook/{quote(account.secret('token'), safe='')}", payload))
    return Taken()


CLIENT = Client(
    ChannelKind.FEISHU_ROBOT,
    Reach.GROUP,
    (
        Setting("token", _("机器人令牌（Webhook 地址中 /hook/ 后面的部分）"), secret=True),
        Setting("secret", _("签名密钥"), secret=True, required=False),
        Setting("base", _("接口地址"), required=False, default=BASE, is_url=True),
    ),
    send,
    per_minute=100,
)
