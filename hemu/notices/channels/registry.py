"""Every channel's client, by its kind."""

from __future__ import annotations

from collections.abc import Mapping

from hemu.notices.channels.base import Client
from hemu.notices.channels.dingtalk import notice as dingtalk_notice
from hemu.notices.channels.dingtalk import robot as dingtalk_robot
from hemu.notices.channels.feishu import app as feishu_app
from hemu.notices.channels.feishu import robot as feishu_robot
from hemu.notices.channels.kinds import ChannelKind
from hemu.notices.channels.mail import smtp
from hemu.notices.channels.sms import aliyun, gateway, tencent
from hemu.notices.channels.webhook import client as webhook
from hemu.notices.channels.wecom import app as wecom_app
from hemu.notices.channels.wecom import robot as wecom_robot

_CLIENTS = (
    wecom_robot.CLIENT,
    wecom_app.CLIENT,
    dingtalk_robot.CLIENT,
    dingtalk_notice.CLIENT,
    feishu_robot.CLIENT,
    feishu_app.CLIENT,
    aliyun.CLIENT,
    tencent.CLIENT,
    gateway.CLIENT,
    smtp.CLIENT,
    webhook.CLIENT,
)
CLIENTS: Mapping[ChannelKind, Client] = {client.kind: client for client in _CLIENTS}


def client_of(kind: int) -> Client:
    """The client that speaks a channel's protocol."""
    return CLIENTS[ChannelKind(kind)]
