"""What each platform checks and answers, written from its published documentation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlsplit

from tests.channels.server import Reply, Request

KEY, TOKEN = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa", "t-g1044ghJRUIJJ5ELPNF5KTZRZ3"
SECRET = "SECd3f1c0de5ecre7000000000000000000000000000000000000000000000000ab"


def wecom_robot(asked: Request) -> Reply:
    """developer.work.weixin.qq.com/document/path/91770."""
    if urlsplit(asked.path).path != "/cgi-bin/webhook/send" or asked.query.get("key") != KEY:
        return Reply({"errcode": 93000, "errmsg": "invalid webhook url, hint: [1]"})
    given = asked.json
    if given.get("msgtype") != "text" or not given["text"]["content"]:
        return Reply({"errcode": 40008, "errmsg": "invalid message type"})
    if len(given["text"]["content"].encode()) > 2048:
        return Reply({"errcode": 45002, "errmsg": "content size out of limit"})
    return Reply({"errcode": 0, "errmsg": "ok"})


@dataclass
class Wecom:
    """An enterprise: tokens are good until `expire` is called. A second same message is dropped."""

    number: int = 0
    seen: list[str] = field(default_factory=list)

    @property
    def token(self) -> str:
        return f"accesstoken{self.number:06d}"

    def expire(self) -> None:
        self.number += 1

    def __call__(self, asked: Request) -> Reply:
        path = urlsplit(asked.path).path
        if path == "/cgi-bin/gettoken":
            if (asked.query.get("corpid"), asked.query.get("corpsecret")) != ("ww1234", SECRET):
                return Reply({"errcode": 40001, "errmsg": "invalid credential"})
            return Reply({"errcode": 0, "errmsg": "ok", "access_token": self.token, "expires_in": 7200})
        if asked.query.get("access_token") != self.token:
            return Reply({"errcode": 42001, "errmsg": "access_token expired"})
        given = asked.json
        if given["agentid"] != 1000002:
            return Reply({"errcode": 40056, "errmsg": "invalid agentid"})
        if given["touser"] == "nobody":
            return Reply({"errcode": 0, "errmsg": "ok", "invaliduser": "nobody", "msgid": "m0"})
        if given["enable_duplicate_check"] != 1:
            return Reply({"errcode": 40035, "errmsg": "no duplicate check"})
        self.seen.append(given["text"]["content"])
        return Reply({"errcode": 0, "errmsg": "ok", "invaliduser": "", "msgid": f"m{len(self.seen)}"})


def dingtalk_robot(asked: Request) -> Reply:
    """open.dingtalk.com, 自定义机器人安全设置: 加签."""
    if asked.query.get("access_token") != KEY:
        return Reply({"errcode": 300001, "errmsg": "token is not exist"})
    millis = asked.query.get("timestamp", "0")
    if abs(time.time() * 1000 - int(millis)) > 3_600_000:
        return Reply({"errcode": 310000, "errmsg": "invalid timestamp"})
    digest = hmac.new(SECRET.encode(), f"{millis}\n{SECRET}".encode(), hashlib.sha256).digest()
    if base64.b64encode(digest).decode() != asked.query.get("sign"):
        return Reply({"errcode": 310000, "errmsg": "sign not match"})
    if asked.json["msgtype"] != "text":
        return Reply({"errcode": 400035, "errmsg": "bad msgtype"})
    return Reply({"errcode": 0, "errmsg": "ok"})


@dataclass
class Dingtalk:
    number: int = 0

    def expire(self) -> None:
        self.number += 1

    def __call__(self, asked: Request) -> Reply:
        path = urlsplit(asked.path).path
        if path == "/gettoken":
            if (asked.query.get("appkey"), asked.query.get("appsecret")) != ("dingkey", SECRET):
                return Reply({"errcode": 40089, "errmsg": "不合法的corpid或corpsecret"})
            return Reply(
                {"errcode": 0, "access_token": f"d{self.number}", "expires_in": 7200, "errmsg": "ok"}
            )
        if asked.query.get("access_token") != f"d{self.number}":
            return Reply({"errcode": 88, "sub_code": "40014", "errmsg": "ding talk error[subcode=40014]"})
        given = asked.json
        if given["agent_id"] != 77 or given["userid_list"] == "nobody":
            return Reply({"errcode": 33012, "errmsg": "无效的USERID"})
        return Reply({"errcode": 0, "task_id": 256271667526, "request_id": "4jzllmte0wau"})


def feishu_robot(asked: Request) -> Reply:
    """open.feishu.cn, 自定义机器人使用指南: 签名校验. Refusals come with status 200 or 400."""
    if urlsplit(asked.path).path != f"/open-apis/bot/v2/hook/{KEY}":
        return Reply(
            {"code": 19001, "data": {}, "msg": "param invalid: incoming webhook access token invalid"}
        )
    given = asked.json
    digest = hmac.new(f"{given['timestamp']}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    late = abs(time.time() - int(given["timestamp"])) > 3600
    if late or base64.b64encode(digest).decode() != given["sign"]:
        return Reply(
            {"code": 19021, "data": {}, "msg": "sign match fail or timestamp is not within one hour"}
        )
    return Reply({"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"})


@dataclass
class Feishu:
    """Drops a `uuid` that it has seen, as the platform does within an hour."""

    number: int = 0
    shown: dict[str, str] = field(default_factory=dict)

    def expire(self) -> None:
        self.number += 1

    def __call__(self, asked: Request) -> Reply:
        if urlsplit(asked.path).path.endswith("tenant_access_token/internal"):
            if asked.json != {"app_id": "cli_1", "app_secret": SECRET}:
                return Reply({"code": 10014, "msg": "app secret invalid"})
            return Reply({"code": 0, "msg": "ok", "tenant_access_token": f"t-{self.number}", "expire": 7200})
        if asked.headers.get("authorization") != f"Bearer t-{self.number}":
            return Reply({"code": 99991663, "msg": "tenant access token invalid"}, status=400)
        given = asked.json
        if asked.query != {"receive_id_type": "user_id"} or given["receive_id"] == "nobody":
            return Reply({"code": 230001, "msg": "invalid receive_id"}, status=400)
        self.shown.setdefault(given["uuid"], json.loads(given["content"])["text"])
        return Reply({"code": 0, "msg": "success", "data": {"message_id": f"om_{given['uuid'][:6]}"}})


def _enc(text: str) -> str:
    return quote(text, safe="-_.~")


def aliyun(asked: Request) -> Reply:
    """help.aliyun.com, V3版本请求体和签名机制; Dysmsapi SendSms. Wrong signatures come with status 400."""
    headers = asked.headers
    algorithm, _space, rest = headers["authorization"].partition(" ")
    told = dict(part.split("=", 1) for part in rest.split(","))
    names = told["SignedHeaders"].split(";")
    pairs = sorted(parse_qsl(urlsplit(asked.path).query, keep_blank_values=True))
    canonical = "\n".join(
        (
            asked.method,
            "/",
            "&".join(f"{_enc(name)}={_enc(value)}" for name, value in pairs),
            "".join(f"{name}:{headers[name]}\n" for name in names),
            ";".join(names),
            hashlib.sha256(asked.body).hexdigest(),
        )
    )
    to_sign = f"{algorithm}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    wanted = hmac.new(SECRET.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    if told["Credential"] != "LTAI5t" or told["Signature"] != wanted:
        return Reply({"Code": "SignatureDoesNotMatch", "Message": "Specified signature is not matched"}, 400)
    if (headers["x-acs-action"], headers["x-acs-version"]) != ("SendSms", "2017-05-25"):
        return Reply({"Code": "InvalidAction.NotFound", "Message": "not found"}, 404)
    given = dict(pairs)
    if given["SignName"] != "瓮安综治" or given["TemplateCode"] != "SMS_154950909":
        return Reply({"Code": "isv.SMS_SIGNATURE_ILLEGAL", "Message": "短信签名不合法"})
    if len(given["PhoneNumbers"]) != 11:
        return Reply({"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "非法手机号"})
    if set(json.loads(given["TemplateParam"])) != {"reason", "ref"}:
        return Reply({"Code": "isv.TEMPLATE_MISSING_PARAMETERS", "Message": "模板缺少变量"})
    return Reply({"Code": "OK", "Message": "OK", "RequestId": "F655A8D5", "BizId": "900619746936498440^0"})


def tencent(asked: Request) -> Reply:
    """cloud.tencent.com/document/api/382/52072 (TC3) and 382/55981 (SendSms): errors within status 200."""
    headers = asked.headers
    algorithm, _space, rest = headers["authorization"].partition(" ")
    told = dict(part.strip().split("=", 1) for part in rest.split(","))
    key, day, service, end = told["Credential"].split("/")
    names = told["SignedHeaders"].split(";")
    lines = "".join(f"{name}:{headers[name].lower()}\n" for name in names)
    canonical = f"POST\n/\n\n{lines}\n{';'.join(names)}\n{hashlib.sha256(asked.body).hexdigest()}"
    stamp = headers["x-tc-timestamp"]
    to_sign = f"{algorithm}\n{stamp}\n{day}/{service}/{end}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signing = b"TC3" + SECRET.encode()
    for part in (day, service, end):
        signing = hmac.new(signing, part.encode(), hashlib.sha256).digest()
    if key != "AKID1" or hmac.new(signing, to_sign.encode(), hashlib.sha256).hexdigest() != told["Signature"]:
        error = {
            "Code": "AuthFailure.SignatureFailure",
            "Message": "The provided credentials could not be validated.",
        }
        return Reply({"Response": {"Error": error, "RequestId": "r"}})
    given = asked.json
    code = "Ok" if given["TemplateParamSet"] else "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"
    if given["TemplateId"] != "1110" or given["SignName"] != "瓮安综治":
        code = "FailedOperation.TemplateIncorrectOrUnapproved"
    status = {
        "SerialNo": "5000:1045710669157053657849499619", "PhoneNumber": given["PhoneNumberSet"][0], "Fee": 1,
        "SessionContext": given["SessionContext"], "Code": code, "Message": "x", "IsoCode": "CN",
    }  # fmt: skip
    return Reply({"Response": {"SendStatusSet": [status], "RequestId": "a0aabda6"}})


def gateway(asked: Request) -> Reply:
    """A gateway of the configured kind; it holds the sender to the signature over the body."""
    wanted = hmac.new(SECRET.encode(), asked.body, hashlib.sha256).hexdigest()
    if asked.headers.get("x-signature") != wanted or asked.headers.get("x-token") != SECRET:
        return Reply({"code": "401"})
    as_form = asked.headers["content-type"].startswith("application/x-www-form-urlencoded")
    given = dict(parse_qsl(asked.body.decode())) if as_form else asked.json
    if not given["content"].startswith("【瓮安综治】"):
        return Reply({"code": "1008"})
    return Reply({"code": "0", "msgid": f"g{given['mobile'][-4:]}"})


def webhook(asked: Request) -> Reply:
    """A receiver that checks the signature over time and body, and refuses what is old."""
    stamp = asked.headers["x-hemu-timestamp"]
    digest = hmac.new(SECRET.encode(), stamp.encode() + b"." + asked.body, hashlib.sha256).hexdigest()
    fresh = abs(time.time() - int(stamp)) < 300
    if asked.headers["x-hemu-signature"] != f"sha256={digest}" or not fresh:
        return Reply({"error": "signature"}, 401)
    if asked.headers["idempotency-key"] != asked.json["id"]:
        return Reply({"error": "key"}, 400)
    return Reply(b"", 204)
