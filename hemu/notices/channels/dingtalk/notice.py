"""工作通知 to one member, by an access token of two hours. The platform takes it, and sends it soon after."""

from __future__ import annotations

from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.base import Account, Client, Message, Setting, Taken
from hemu.notices.channels.dingtalk.codes import BASE, checked
from hemu.notices.channels.http import call
from hemu.notices.channels.kinds import ChannelKind, Reach
from hemu.notices.channels.tokens import with_token


def _base(account: Account) -> str:
    return account.option("base", BASE).rstrip("/")


def _fetch(account: Account) -> tuple[str, float]:
    query = urlencode({"appkey": account.option("app_key"), "appsecret": account.secret("secret")})
    found = checked(call(f"{_base(account)}/gettoken?{query}"))
    return str(found["access_token"]), float(str(found.get("expires_in", 7200)))


def send(account: Account, to: str, message: Message) -> Taken:
    """Tell the member whose account is `to`. Raises ForNow, Never."""
    payload = {
        "agent_id": int(account.option("agent_id", "0")),
        "userid_list": to,
        "msg": {"msgtype": "text", "text": {"content": message.whole}},
    }

    def use(token: str) -> Taken:
        query = urlencode({"access_token": token})
        url = f"{_base(account)}/topapi/message/corpconversation/asyncsend_v2?{query}"
        return Taken(str(checked(call(url, payload)).get("task_id", "")))

    return with_token(account, _fetch, use)


CLIENT = Client(
    ChannelKind.DINGTALK_NOTICE,
    Reach.ACCOUNT,
    (
        Setting("app_key", "AppKey"),
        Setting("agent_id", _("应用编号（AgentId）")),
        Setting("secret", "AppSecret", secret=True),
        Setting("base", _("接口地址"), required=False, default=BASE, is_url=True),
    ),
    send,
    per_minute=1000,
)
