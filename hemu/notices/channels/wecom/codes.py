"""企业微信's global error codes (developer.work.weixin.qq.com/document/path/90313) that sending meets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.codes import Codes
from hemu.notices.channels.http import Answer

BASE = "https://qyapi.weixin.qq.com"
CODES = Codes(
    busy={"45009": 60, "45033": 10, "45011": 60},
    later={"-1": 5, "6000": 5},
    expired=frozenset({"40014", "41001", "42001"}),
    known={
        "40001": _("应用密钥（Secret）不正确。"),
        "40013": _("企业编号（CorpID）不正确。"),
        "40056": _("应用编号（AgentId）不正确。"),
        "60020": _("服务器的地址不在企业微信应用的可信 IP 名单里。"),
        "81013": _("收信人不在应用的可见范围内，或账号不存在。"),
        "82001": _("收信人账号为空。"),
        "93000": _("机器人的密钥不正确，或机器人已从群里移除。"),
        "45002": _("内容太长。"),
        "-1": _("企业微信系统繁忙。"),
    },
)


def checked(answer: Answer) -> dict[str, object]:
    """The answer's object when it says that all went well; raises otherwise."""
    if answer.status >= 400:
        answer.judge()
    found = answer.json
    code = str(found.get("errcode", "0" if "access_token" in found else "none"))
    if code != "0":
        CODES.refuse(code)
    return found
