"""A robot in a group: anybody who holds its key may speak there. At most 20 messages a minute."""

from __future__ import annotations

from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.base import Account, Client, Message, Setting, Taken
from hemu.notices.channels.http import call
from hemu.notices.channels.kinds import ChannelKind, Reach
from hemu.notices.channels.wecom.codes import BASE, checked

LONGEST = 2048
"""Bytes of text that a message may have."""


def send(account: Account, to: str, message: Message) -> Taken:
    """Say it in the robot's group. Raises ForNow, Never."""
    base = account.option("base", BASE).rstrip("/")
    url = f"{base}/cgi-bin/webhook/send?key={quote(account.secret('key'), safe='')}"
    content = message.whole.encode()[:LONGEST].decode(errors="ignore")
    checked(call(url, {"msgtype": "text", "text": {"content": content}}))
    return Taken()


CLIENT = Client(
    ChannelKind.WECOM_ROBOT,
    Reach.GROUP,
    (
        Setting("key", _("机器人密钥（Webhook 地址中 key= 后面的部分）"), secret=True),
        Setting("base", _("接口地址"), required=False, default=BASE, is_url=True),
    ),
    send,
    per_minute=20,
)
