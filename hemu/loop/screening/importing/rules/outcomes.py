"""What a ledger's words say of how a matter stands. Pure."""

# patterns read whole

from __future__ import annotations

import re
from enum import IntEnum

from hemu.loop.screening.links.names import simplified


class Ended(IntEnum):
    """How the ledger says it stands."""

    UNKNOWN = 0
    OPEN = 1
    SETTLED = 2
    FAILED = 3
    ELSEWHERE = 4
    WITHDRAWN = 5


OVER = frozenset({Ended.SETTLED, Ended.ELSEWHERE, Ended.WITHDRAWN})
"""Nothing is left to do for a mediator. A failed mediation isn't among them: that quarrel still smoulders."""

_OPEN = re.compile(
    r"未(?:化解|调处|解决|办结|结案|处理|调解|完成|达成|销号)|没有?(?:化解|解决|调解好)|正在|处理中|调解中|调处中|化解中|办理中|跟进|稳控|待(?:处理|调解|化解|办)|在办|在调|持续|挂账|(?:部分|基本|初步)(?:化解|解决|达成)"
)
_FAILED = re.compile(r"调解(?:不成|未成|失败|未果|不成功)|未达成|不成功|失败|调解无效|终止调解")
_ELSEWHERE = re.compile(r"诉讼|起诉|法院|仲裁|复议|司法途径|法律途径|立案")
_WITHDRAWN = re.compile(r"撤回|撤诉|自行和解|不再(?:要求|追究)|撤销申请|放弃")
_SETTLED = re.compile(
    r"调解成功|(?:已|己)(?:经)?(?:化解|调处|解决|办结|结案|调解|处理|处结|和解|销号|履行|平息)|化解成功|成功化解|成功|达成.{0,6}协议|签.{0,5}协议|履行完毕|履行到位|息访|和解|办结|结案|销号|化解$|完结|息诉"
)
_YES = frozenset({"是", "√", "☑", "✓", "✔", "y", "yes", "对", "1", "有", "已"})
_NO = frozenset({"否", "×", "x", "✗", "✘", "n", "no", "不", "0", "无", "没有", "未"})


def truth(text: str) -> bool | None:
    """Yes or no, as it is ticked; None for anything else."""
    word = text.strip().lower().rstrip("。.")
    return True if word in _YES else False if word in _NO else None


def ended(text: str) -> Ended:
    """How the matter stands by a word such as 已化解, 调解不成, 正在调处; a tick means settled (是否化解)."""
    word = re.sub(r"\s", "", simplified(text))
    if not word:
        return Ended.UNKNOWN
    ticked = truth(word)
    if ticked is not None:
        return Ended.SETTLED if ticked else Ended.OPEN
    for found, pattern in (
        (Ended.OPEN, _OPEN),
        (Ended.FAILED, _FAILED),
        (Ended.WITHDRAWN, _WITHDRAWN),
        (Ended.SETTLED, _SETTLED),
        (Ended.ELSEWHERE, _ELSEWHERE),
    ):
        if pattern.search(word):
            return found
    return Ended.UNKNOWN
