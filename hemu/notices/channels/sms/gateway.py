"""A gateway by HTTP that takes number and text (云MAS and the like): names of its fields are configured.

Signed so that the gateway can hold us to it: ``X-Signature`` is the hexadecimal HMAC-SHA256 of the body with
the secret, or the secret goes in a header that the gateway names.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.base import Account, Client, ForNow, Message, Never, Setting, Taken
from hemu.notices.channels.http import call
from hemu.notices.channels.kinds import ChannelKind, Reach

FORMATS = (("json", "JSON"), ("form", _("表单")))
_BUSY = 60.0


def send(account: Account, to: str, message: Message) -> Taken:
    """Send the text under the signature to a number. Raises ForNow, Never."""
    given = {
        account.option("phone_field", "mobile"): to,
        account.option("text_field", "content"): f"【{message.sign}】{message.whole}"
        if message.sign
        else message.whole,
        account.option("key_field", "id"): message.key,
    }
    as_form = account.option("format", "json") == "form"
    body = urlencode(given).encode() if as_form else json.dumps(given, ensure_ascii=False).encode()
    secret = account.secret("secret")
    headers = {
        "Content-Type": "application/x-www-form-urlencoded" if as_form else "application/json; charset=utf-8",
        "X-Signature": hmac.new(secret.encode(), body, hashlib.sha256).hexdigest(),
    }
    if name := account.option("secret_header"):
        headers[name] = secret
    answer = call(account.option("url"), headers=headers, body=body)
    answer.judge()
    return _judged(account, answer.json)


def _judged(account: Account, found: dict[str, Any]) -> Taken:
    code = str(found.get(account.option("code_field", "code"), "none"))
    if code == account.option("success", "0"):
        return Taken(str(found.get(account.option("id_field", "msgid"), "")))
    if code in account.option("busy_codes").split():
        raise ForNow(_("平台提示发送过快。"), code, after=_BUSY, all_of_it=True)
    raise Never(_("短信网关拒收。"), code)


CLIENT = Client(
    ChannelKind.SMS_GATEWAY,
    Reach.PHONE,
    (
        Setting("url", _("网关地址"), is_url=True),
        Setting("secret", _("密钥"), secret=True),
        Setting("sign", _("短信签名"), required=False, help=_("运营商已报备的签名，不带【】。")),
        Setting("format", _("格式"), default="json", choices=FORMATS),
        Setting("phone_field", _("号码的字段名"), required=False, default="mobile"),
        Setting("text_field", _("内容的字段名"), required=False, default="content"),
        Setting("key_field", _("编号的字段名"), required=False, default="id"),
        Setting("code_field", _("回答中状态的字段名"), required=False, default="code"),
        Setting("success", _("表示成功的状态"), required=False, default="0"),
        Setting("id_field", _("回答中回执号的字段名"), required=False, default="msgid"),
        Setting("busy_codes", _("表示太快的状态（空格分开）"), required=False),
        Setting("secret_header", _("放密钥的请求头（不填则只签名）"), required=False),
    ),
    send,
    per_minute=300,
)
