"""Words that tell of a quarrel, unless they are denied. Pure."""

from __future__ import annotations

import re

ANY = (
    "纠纷|矛盾|吵架|争吵|吵闹|争执|争议|打架|斗殴|动手|打伤|殴打|扬言|威胁|恐吓|报复|堵路|阻工|拦路|闹事|"
    "口角|不和|对骂|辱骂|扯皮|抢占|侵占|越界|欠薪|拖欠|讨薪|讨债|不让过|断水|截断|结怨|积怨|上访"
)
"""A pattern that finds every such word, denied or not."""
_QUARREL = re.compile(ANY)
_DENIED = re.compile(
    r"(?:没有|没|未|无|不存在|不曾|如有|若有|遇到?|防止|预防|避免|宣传|讲解|宣讲|排查|学习|发放)[^，。；,.;、\s]{0,6}$"
)
_TOLD_WHAT_TO_DO = re.compile(r"^[^，。；,.;]{0,4}(?:就|请|可以?|要|随时)?(?:找|打|拨打|联系|告诉|报)")
_SETTLED = re.compile(r"^[^。；;]{0,8}(?:已(?:经)?(?:化解|解决|调解|处理|了结|和好)|调解成功|已和解)")


def quarrel_words(text: str) -> list[str]:
    """The words of `text` that tell of a quarrel, in order, each once; not those that deny one, say that it
    was settled, or say whom to tell should there be one."""
    found = [
        match.group()
        for match in _QUARREL.finditer(text)
        if not _DENIED.search(text[max(0, match.start() - 12) : match.start()])
        and not _SETTLED.search(text[match.end() : match.end() + 16])
        and not _TOLD_WHAT_TO_DO.search(text[match.end() : match.end() + 8])
    ]
    return list(dict.fromkeys(found))
