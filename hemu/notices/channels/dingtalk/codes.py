"""钉钉's error codes, as far as sending meets them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.codes import Codes
from hemu.notices.channels.http import Answer

BASE = "https://oapi.dingtalk.com"
TEN_MINUTES = 600.0
"""A robot that spoke more than 20 times in a minute is silenced so long."""
CODES = Codes(
    busy={"130101": TEN_MINUTES, "410100": TEN_MINUTES, "660026": 60, "90018": 60, "90002": 60, "90005": 60},
    later={"-1": 5, "500": 30},
    expired=frozenset({"40014", "42001", "33001"}),
    known={
        "310000": _("加签密钥、关键词或 IP 不符合机器人的安全设置。"),
        "300001": _("机器人的令牌不正确，或机器人已移除。"),
        "400101": _("机器人的令牌不正确，或机器人已移除。"),
        "400102": _("机器人已停用。"),
        "400013": _("群已解散。"),
        "40089": _("应用的 AppKey 或 AppSecret 不正确。"),
        "40035": _("参数不正确。"),
        "33012": _("收信人账号不存在。"),
        "60121": _("收信人账号不存在。"),
        "-1": _("钉钉系统繁忙。"),
    },
)


def checked(answer: Answer) -> dict[str, object]:
    """The answer's object when it says that all went well; raises otherwise.

    88 wraps another interface's code, which stands in ``sub_code``.
    """
    if answer.status >= 400:
        answer.judge()
    found = answer.json
    code = str(found.get("errcode", "none"))
    if code == "88":
        code = str(found.get("sub_code") or code)
    if code != "0":
        CODES.refuse(code)
    return found
