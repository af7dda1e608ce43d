"""A robot in a group, signing the time. At most 20 messages a minute, else ten minutes' silence."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.base import Account, Client, Message, Setting, Taken
from hemu.notices.channels.dingtalk.codes import BASE, checked
from hemu.notices.channels.http import call
from hemu.notices.channels.kinds import ChannelKind, Reach


def sign(secret: str, millis: int) -> str:
    """HMAC-SHA256 of time, newline, secret; base64."""
    digest = hmac.new(secret.encode(), f"{millis}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def send(account: Account, to: str, message: Message) -> Taken:
    """Say it in the robot's group. Raises ForNow, Never."""
    query = {"access_token": account.secret("token")}
    if secret := account.secret("secret"):
        millis = time.time_ns() // 1_000_000
        query |= {"timestamp": str(millis), "sign": sign(secret, millis)}
    url = f"{account.option('base', BASE).rstrip('/')}/robot/send?{urlencode(query)}"
    checked(call(url, {"msgtype": "text", "text": {"content": message.whole}}))
    return Taken()


CLIENT = Client(
    ChannelKind.DINGTALK_ROBOT,
    Reach.GROUP,
    (
        Setting("token", _("机器人令牌（Webhook 地址中 access_token= 后面的部分）"), secret=True),
        Setting("secret", _("加签密钥（SEC 开头）"), secret=True, required=False),
        Setting("base", _("接口地址"), required=False, default=BASE, is_url=True),
    ),
    send,
    per_minute=20,
)
