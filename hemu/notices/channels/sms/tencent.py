"""腾讯云短信, SendSms 2021-01-11, signed with TC3-HMAC-SHA256 (cloud.tencent.com/document/api/382/52072)."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.base import Account, Client, ForNow, Message, Setting, Taken
from hemu.notices.channels.codes import Codes
from hemu.notices.channels.http import Answer, call
from hemu.notices.channels.kinds import ChannelKind, Reach

BASE = "https://sms.tencentcloudapi.com"
_HOUR, _DAY = 3600.0, 86_400.0
CODES = Codes(
    busy={"RequestLimitExceeded": 60, "LimitExceeded.AppDailyLimit": _HOUR},
    later={
        "LimitExceeded.PhoneNumberThirtySecondLimit": 31,
        "LimitExceeded.PhoneNumberOneHourLimit": _HOUR,
        "LimitExceeded.PhoneNumberDailyLimit": _DAY,
        "LimitExceeded.PhoneNumberSameContentDailyLimit": _DAY,
        "LimitExceeded.DeliveryFrequencyLimit": 60,
        "InternalError": 30,
        "InternalError.Timeout": 30,
        "InternalError.OtherError": 30,
        "InternalError.RequestTimeException": 30,
        "FailedOperation.FailResolvePacket": 30,
    },
    expired=frozenset(),
    known={
        "InvalidParameterValue.IncorrectPhoneNumber": _("手机号码不正确。"),
        "FailedOperation.PhoneNumberInBlacklist": _("这个号码已退订或在免打扰名单里。"),
        "FailedOperation.InsufficientBalanceInSmsPackage": _("短信账户余额不足。"),
        "FailedOperation.SignatureIncorrectOrUnapproved": _("短信签名没有报备或没有通过审核。"),
        "FailedOperation.TemplateIncorrectOrUnapproved": _("短信模板没有报备或没有通过审核。"),
        "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": _("短信模板的变量没有填全。"),
        "FailedOperation.ContainSensitiveWord": _("内容里有运营商禁用的词。"),
        "InvalidParameterValue.SdkAppIdNotExist": _("应用编号（SdkAppId）不正确。"),
        "AuthFailure.SecretIdNotFound": _("访问密钥编号不正确。"),
        "AuthFailure.SignatureFailure": _("访问密钥不正确。"),
        "LimitExceeded.PhoneNumberThirtySecondLimit": _("同一个号码收得太多，运营商限制。"),
        "LimitExceeded.PhoneNumberOneHourLimit": _("同一个号码收得太多，运营商限制。"),
        "LimitExceeded.PhoneNumberDailyLimit": _("同一个号码收得太多，运营商限制。"),
    },
)


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signed(service: str, key: tuple[str, str], headers: Mapping[str, str], body: bytes, seconds: int) -> str:
    """The Authorization header of a POST to ``/``. `headers` are those to sign, lower case."""
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name].lower()}\n" for name in sorted(headers))
    canonical = f"POST\n/\n\n{lines}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    day = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")
    scope = f"{day}/{service}/tc3_request"
    to_sign = f"TC3-HMAC-SHA256\n{seconds}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signing = _hmac(_hmac(_hmac(b"TC3" + key[1].encode(), day), service), "tc3_request")
    signature = hmac.new(signing, to_sign.encode(), hashlib.sha256).hexdigest()
    return f"TC3-HMAC-SHA256 Credential={key[0]}/{scope}, SignedHeaders={names}, Signature={signature}"


def send(account: Account, to: str, message: Message) -> Taken:
    """Send the registered template to a number; its places are filled in order. Raises ForNow, Never."""
    base = account.option("base", BASE).rstrip("/")
    payload: dict[str, Any] = {
        "PhoneNumberSet": [f"+86{to}"],
        "SmsSdkAppId": account.option("app_id"),
        "SignName": message.sign,
        "TemplateId": message.template,
        "TemplateParamSet": list(message.params.values()),
        "SessionContext": message.key,
    }
    body = json.dumps(payload, ensure_ascii=False).encode()
    seconds = int(time.time())
    inside = {"content-type": "application/json; charset=utf-8", "host": urlsplit(base).netloc}
    headers = {
        **inside,
        "X-TC-Action": "SendSms",
        "X-TC-Version": "2021-01-11",
        "X-TC-Region": account.option("region", "ap-guangzhou"),
        "X-TC-Timestamp": str(seconds),
    }
    key = (account.option("secret_id"), account.secret("secret"))
    headers["Authorization"] = signed("sms", key, inside, body, seconds)
    return _judged(call(base, headers=headers, body=body))


def _judged(answer: Answer) -> Taken:
    if answer.status >= 400:
        answer.judge()
    found = answer.json.get("Response")
    if not isinstance(found, dict):
        raise ForNow(_("无法识别平台的答复。"), "no Response")
    if isinstance(error := found.get("Error"), dict):
        CODES.refuse(str(error.get("Code")))
    every = found.get("SendStatusSet")
    if not isinstance(every, list) or not every or not isinstance(every[0], dict):
        raise ForNow(_("无法识别平台的答复。"), "no SendStatusSet")
    if every[0].get("Code") != "Ok":
        CODES.refuse(str(every[0].get("Code")))
    return Taken(str(every[0].get("SerialNo", "")))


CLIENT = Client(
    ChannelKind.SMS_TENCENT,
    Reach.PHONE,
    (
        Setting("secret_id", _("访问密钥编号（SecretId）")),
        Setting("secret", _("访问密钥（SecretKey）"), secret=True),
        Setting("app_id", _("应用编号（SdkAppId）")),
        Setting("sign", _("短信签名"), help=_("运营商已报备的签名，不带【】。")),
        Setting("region", _("地域"), required=False, default="ap-guangzhou"),
        Setting("base", _("接口地址"), required=False, default=BASE, is_url=True),
    ),
    send,
    per_minute=3000,
    registered=True,
)
