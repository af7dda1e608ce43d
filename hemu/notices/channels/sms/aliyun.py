"""阿里云短信, Dysmsapi SendSms 2017-05-25, signed with ACS3-HMAC-SHA256 (help.aliyun.com, V3 签名机制)."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.base import Account, Client, ForNow, Message, Setting, Taken
from hemu.notices.channels.codes import Codes
from hemu.notices.channels.http import Answer, call
from hemu.notices.channels.kinds import ChannelKind, Reach

BASE = "https://dysmsapi.aliyuncs.com"
_ALGORITHM = "ACS3-HMAC-SHA256"
_HOUR, _DAY = 3600.0, 86_400.0
CODES = Codes(
    busy={"Throttling": 60, "Throttling.User": 60, "Throttling.Api": 60, "isv.ACCOUNT_LIMIT_CONTROL": _HOUR},
    later={
        "isv.BUSINESS_LIMIT_CONTROL": _HOUR,
        "isv.DAY_LIMIT_CONTROL": _DAY,
        "isp.SYSTEM_ERROR": 30,
        "isp.RAM_PERMISSION_DENY": 30,
        "ServiceUnavailable": 30,
        "InternalError": 30,
        "SignatureNonceUsed": 1,
    },
    expired=frozenset(),
    known={
        "isv.MOBILE_NUMBER_ILLEGAL": _("手机号码不正确。"),
        "isv.AMOUNT_NOT_ENOUGH": _("短信账户余额不足。"),
        "isv.OUT_OF_SERVICE": _("短信账户已停机。"),
        "isv.SMS_SIGNATURE_ILLEGAL": _("短信签名没有报备或没有通过审核。"),
        "isv.SMS_TEMPLATE_ILLEGAL": _("短信模板没有报备或没有通过审核。"),
        "isv.TEMPLATE_MISSING_PARAMETERS": _("短信模板的变量没有填全。"),
        "isv.BLACK_KEY_CONTROL_LIMIT": _("内容里有运营商禁用的词。"),
        "isv.PARAM_LENGTH_LIMIT": _("短信变量太长。"),
        "isv.BUSINESS_LIMIT_CONTROL": _("同一个号码收得太多，运营商限制。"),
        "isv.DAY_LIMIT_CONTROL": _("当日短信条数已到上限。"),
        "InvalidAccessKeyId.NotFound": _("访问密钥编号不正确。"),
        "SignatureDoesNotMatch": _("访问密钥不正确。"),
    },
)


def _enc(text: str) -> str:
    return quote(text, safe="-_.~")


def signed(method: str, url: str, key: tuple[str, str], headers: Mapping[str, str], body: bytes) -> str:
    """The Authorization header. `headers` must hold host and every x-acs-… header, lower case."""
    parts = urlsplit(url)
    names = sorted(name for name in headers if name == "host" or name.startswith("x-acs-"))
    canonical = "\n".join(
        (
            method,
            parts.path or "/",
            parts.query,
            "".join(f"{name}:{headers[name].strip()}\n" for name in names),
            ";".join(names),
            hashlib.sha256(body).hexdigest(),
        )
    )
    to_sign = f"{_ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(key[1].encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{_ALGORITHM} Credential={key[0]},SignedHeaders={';'.join(names)},Signature={signature}"


def _query(to: str, message: Message) -> str:
    given = {
        "OutId": message.key,
        "PhoneNumbers": to,
        "SignName": message.sign,
        "TemplateCode": message.template,
        "TemplateParam": json.dumps(dict(message.params), ensure_ascii=False),
    }
    return "&".join(f"{_enc(name)}={_enc(given[name])}" for name in sorted(given))


def send(account: Account, to: str, message: Message) -> Taken:
    """Send the registered template to a number. Raises ForNow, Never."""
    base = account.option("base", BASE).rstrip("/")
    url = f"{base}/?{_query(to, message)}"
    headers = {
        "host": urlsplit(base).netloc,
        "x-acs-action": "SendSms",
        "x-acs-version": "2017-05-25",
        "x-acs-date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": secrets.token_hex(16),
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
    }
    key = (account.option("key_id"), account.secret("secret"))
    headers["Authorization"] = signed("POST", url, key, headers, b"")
    return _judged(call(url, headers=headers, body=b""))


def _judged(answer: Answer) -> Taken:
    try:
        found = answer.json
    except ForNow:
        answer.judge()
        raise
    code = str(found.get("Code", "none"))
    if code != "OK":
        if answer.status >= 500 or answer.status == 429:
            answer.judge()
        CODES.refuse(code)
    return Taken(str(found.get("BizId", "")))


CLIENT = Client(
    ChannelKind.SMS_ALIYUN,
    Reach.PHONE,
    (
        Setting("key_id", _("访问密钥编号（AccessKey ID）")),
        Setting("secret", _("访问密钥（AccessKey Secret）"), secret=True),
        Setting("sign", _("短信签名"), help=_("运营商已报备的签名，不带【】。")),
        Setting("base", _("接口地址"), required=False, default=BASE, is_url=True),
    ),
    send,
    per_minute=600,
    registered=True,
)
