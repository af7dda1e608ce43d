"""What a party is told by SMS of their own matter: its number, when, and where to look it up.

The telephone may lie on a table where the other side, an employer or a relative reads it. No text has a place
for a name, a colour, what the matter is about, or who the other side is; the standard ones don't even say
that it is a dispute.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hemu.notices.sending.models import PARTY_PURPOSES, Purpose

_OF_ALL: Mapping[str, str | Promise] = {
    "ref": gettext_lazy("编号"),
    "page": gettext_lazy("查询页面的网址"),
    "stop": gettext_lazy("退订地址"),
}
_WHEN: Mapping[str, str | Promise] = {"when": gettext_lazy("时间或截止日期")}
_LINK: Mapping[str, str | Promise] = {"link": gettext_lazy("本人的回答链接")}
DATED = frozenset(
    {
        *(Purpose.PARTY_SITTING, Purpose.PARTY_MOVED, Purpose.PARTY_OFF, Purpose.PARTY_TOMORROW),
        *(Purpose.PARTY_DUE, Purpose.PARTY_MISSED, Purpose.PARTY_CONFIRM, Purpose.PARTY_CONFIRM_ENDS),
    }
)
"""Those that say a moment or a day."""


def _places(purpose: Purpose) -> Mapping[str, str | Promise]:
    more = _WHEN if purpose in DATED else _LINK if purpose == Purpose.PARTY_ANSWER else {}
    return {**_OF_ALL, **more}


PLACES = {purpose: _places(purpose) for purpose in PARTY_PURPOSES}
NEEDED: Mapping[Purpose, tuple[str, ...]] = {
    **dict.fromkeys(PARTY_PURPOSES, ("ref",)),
    **dict.fromkeys(DATED, ("ref", "when")),
    Purpose.PARTY_ANSWER: ("ref", "link"),
    Purpose.PARTY_AGREED: ("ref", "stop"),
}
_LOOK = "凭查询码登录 {page} 查看。退订回T或打开 {stop}"
_WORDS: Mapping[Purpose, str] = {
    Purpose.PARTY_AGREED: "您已同意接收事项 {ref} 的短信。",
    Purpose.PARTY_CODE: "您的事项 {ref} 的查询码已经交给您，在查询单上。",
    Purpose.PARTY_SITTING: "您的事项 {ref} 约定了时间：{when}。",
    Purpose.PARTY_MOVED: "您的事项 {ref} 改了时间：{when}。",
    Purpose.PARTY_OFF: "您的事项 {ref} 原定{when}的安排取消了。",
    Purpose.PARTY_TOMORROW: "提醒：您的事项 {ref} 约定的时间是{when}。",
    Purpose.PARTY_DUE: "提醒：您的事项 {ref} 有一项约定，{when}到期。",
    Purpose.PARTY_MISSED: "您的事项 {ref} 有一项约定{when}到期，还没有登记办好。",
    Purpose.PARTY_CONFIRM: "您的事项 {ref} 有一项手续可以申请，{when}截止，办不办由您决定。",
    Purpose.PARTY_CONFIRM_ENDS: "提醒：您的事项 {ref} 有一项可以申请的手续，{when}截止。",
    Purpose.PARTY_REPLIED: "您就事项 {ref} 提出的，已经答复。",
}
DEFAULTS: Mapping[Purpose, tuple[str, str]] = {
    **{purpose: ("事项 {ref}", words + _LOOK) for purpose, words in _WORDS.items()},
    Purpose.PARTY_ANSWER: (
        "事项 {ref}",
        "您的事项 {ref} 现在怎么样了？不用账号，打开就能答：{link} 退订回T或打开 {stop}",
    ),
}
SAMPLES: Mapping[str, str] = {
    "page": "https://hemu.example.gov.cn/portal/my/",
    "when": "12月3日 9:00",
    "link": "https://hemu.example.gov.cn/a/B_kVAYx…/",
}
