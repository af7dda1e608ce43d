"""An application's message to one member, by a tenant's token. The platform drops a `uuid` seen before."""

from __future__ import annotations

import hashlib
import json

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.base import Account, Client, Message, Setting, Taken
from hemu.notices.channels.feishu.codes import BASE, checked
from hemu.notices.channels.http import call
from hemu.notices.channels.kinds import ChannelKind, Reach
from hemu.notices.channels.tokens import with_token

ID_TYPES = (("user_id", "user_id"), ("open_id", "open_id"), ("email", _("邮箱")))


def _base(account: Account) -> str:
    return account.option("base", BASE).rstrip("/")


def _fetch(account: Account) -> tuple[str, float]:
    given = {"app_id": account.option("app_id"), "app_secret": account.secret("secret")}
    found = checked(call(f"{_base(account)}/open-apis/auth/v3/tenant_access_token/internal", given))
    return str(found["tenant_access_token"]), float(str(found.get("expire", 7200)))


def send(account: Account, to: str, message: Message) -> Taken:
    """Tell the member whose account is `to`. Raises ForNow, Never."""
    payload = {
        "receive_id": to,
        "msg_type": "text",
        "content": json.dumps({"text": message.whole}, ensure_ascii=False),
        "uuid": hashlib.sha256(message.key.encode()).hexdigest()[:40],
    }
    id_type = account.option("id_type", "user_id")
    url = f"{_base(account)}/open-apis/im/v1/messages?receive_id_type={id_type}"

    def use(token: str) -> Taken:
        found = checked(call(url, payload, headers={"Authorization": f"Bearer {token}"}))
        data = found.get("data")
        return Taken(str(data.get("message_id", "")) if isinstance(data, dict) else "")

    return with_token(account, _fetch, use)


CLIENT = Client(
    ChannelKind.FEISHU_APP,
    Reach.ACCOUNT,
    (
        Setting("app_id", _("应用编号（App ID）")),
        Setting("secret", _("应用密钥（App Secret）"), secret=True),
        Setting("id_type", _("账号类型"), default="user_id", choices=ID_TYPES),
        Setting("base", _("接口地址"), required=False, default=BASE, is_url=True),
    ),
    send,
    per_minute=1000,
)
