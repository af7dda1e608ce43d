"""飞书's error codes, as far as sending meets them. It answers 400 or 429 with a code in the body, too."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.base import ForNow
from hemu.notices.channels.codes import Codes
from hemu.notices.channels.http import Answer

BASE = "https://open.feishu.cn"
CODES = Codes(
    busy={"11232": 60, "99991400": 60, "9499": 60},
    later={"230020": 30, "11233": 30, "1500": 30, "230049": 10},
    expired=frozenset({"99991661", "99991663", "99991664", "99991668", "99991677"}),
    known={
        "19001": _("机器人的地址不正确，或机器人已移除。"),
        "19021": _("加签密钥不正确，或服务器的时间差了一小时以上。"),
        "19022": _("服务器的 IP 不在机器人的名单里。"),
        "19024": _("内容里没有机器人要求的关键词。"),
        "10003": _("应用编号（App ID）不正确。"),
        "10014": _("应用密钥（App Secret）不正确。"),
        "230001": _("收信人账号不正确。"),
        "230013": _("收信人不在应用的可用范围内。"),
        "99992351": _("收信人账号不存在。"),
        "230020": _("发给同一个人太快。"),
    },
)


def checked(answer: Answer) -> dict[str, object]:
    """The answer's object when it says that all went well; raises otherwise."""
    try:
        found = answer.json
    except ForNow:
        answer.judge()
        raise
    code = str(found.get("code", "none"))
    if code != "0":
        if answer.status == 429 or answer.status >= 500:
            answer.judge()
        CODES.refuse(code)
    return found
