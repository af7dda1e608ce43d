"""An application's message to one member of the enterprise, by an access token of two hours."""

from __future__ import annotations

from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.base import Account, Client, Message, Never, Setting, Taken
from hemu.notices.channels.http import call
from hemu.notices.channels.kinds import ChannelKind, Reach
from hemu.notices.channels.tokens import with_token
from hemu.notices.channels.wecom.codes import BASE, checked

LONGEST = 2048
SAME_SECONDS = 1800
"""The platform itself drops a second message of the same content within this time."""


def _base(account: Account) -> str:
    return account.option("base", BASE).rstrip("/")


def _fetch(account: Account) -> tuple[str, float]:
    query = urlencode({"corpid": account.option("corp_id"), "corpsecret": account.secret("secret")})
    found = checked(call(f"{_base(account)}/cgi-bin/gettoken?{query}"))
    return str(found["access_token"]), float(str(found.get("expires_in", 7200)))


def send(account: Account, to: str, message: Message) -> Taken:
    """Tell the member whose account is `to`. Raises ForNow, Never."""
    payload = {
        "touser": to,
        "msgtype": "text",
        "agentid": int(account.option("agent_id", "0")),
        "text": {"content": message.whole.encode()[:LONGEST].decode(errors="ignore")},
        "enable_duplicate_check": 1,
        "duplicate_check_interval": SAME_SECONDS,
    }

    def use(token: str) -> Taken:
        query = urlencode({"access_token": token})
        found = checked(call(f"{_base(account)}/cgi-bin/message/send?{query}", payload))
        if found.get("invaliduser") or found.get("unlicenseduser"):
            raise Never(_("收信人不在应用的可见范围内，或账号不存在。"), "invaliduser")
        return Taken(str(found.get("msgid", "")))

    return with_token(account, _fetch, use)


CLIENT = Client(
    ChannelKind.WECOM_APP,
    Reach.ACCOUNT,
    (
        Setting("corp_id", _("企业编号（CorpID）")),
        Setting("agent_id", _("应用编号（AgentId）")),
        Setting("secret", _("应用密钥（Secret）"), secret=True),
        Setting("base", _("接口地址"), required=False, default=BASE, is_url=True),
    ),
    send,
    per_minute=200,
)
