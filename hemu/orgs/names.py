"""Names and numbers as Chinese offices write them: pure functions."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

_KEEPS_ITS_WORD = ("社区", "嘎查", "居委会", "居民委员会")
_VILLAGE = re.compile(r"^(.+?)(?:村民委员会|村委会|村委员会|村委|(?<=嘎查)委员会)$")
_COMMUNITY = re.compile(r"^(.+?)(?:居民委员会|居民会|居委会|(?<=社区)委员会)$")


@lru_cache(maxsize=20_000)
def pinyin_key(text: str) -> str:
    """What to sort `text` by so that Chinese comes in the order of its sounds (张三 → ``zhang1 san1``)."""
    return " ".join(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)).lower()[:300]


def village_name(official: str) -> str:
    """The village that a committee is of: 荣院村村民委员会 → 荣院村, 珠藏社区居民委员会 → 珠藏社区."""
    if match := _VILLAGE.match(official):
        stem = match.group(1)
        return stem if stem.endswith(("村", *_KEEPS_ITS_WORD)) else stem + "村"
    if match := _COMMUNITY.match(official):
        stem = match.group(1)
        return stem if stem.endswith(("社区", "村", "嘎查")) else stem + "社区"
    return official


def clean_phone(text: str) -> str:
    """The digits of a phone number, without the country's 86 before a mobile number."""
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    if len(digits) == 13 and digits.startswith("861"):
        return digits[2:]
    return digits


def mask_phone(phone: str) -> str:
    """``138****2345``; shorter numbers keep their last two digits."""
    if len(phone) >= 11:
        return f"{phone[:3]}****{phone[-4:]}"
    return "*" * max(len(phone) - 2, 0) + phone[-2:]
