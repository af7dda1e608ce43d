"""Numbers as ledgers write them: in Chinese, in capitals, in tens of thousands, with commas. Pure."""

# ruff: noqa: E501  # patterns read whole

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from hemu.loop.screening.importing.rules.unclear import Unclear

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    **{character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "〇": 0,
    "○": 0,
    "O": 0,
    "o": 0,
    "两": 2,
    "俩": 2,
    "弌": 1,
    "弍": 2,
    "弎": 3,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30}
_LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}
HAN = "".join([*_DIGITS, *_UNITS, *_LARGE]).replace("O", "").replace("o", "")
LOST = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{2}(?!\d)")
"""A long number as a spreadsheet shows it once it has thrown its last digits away."""
MOST = 10**12


def number(text: str) -> float:
    """The value of digits or of a Chinese numeral (三千二百, 一〇三, 叁万伍仟). Raises ValueError."""
    plain = text.replace(",", "").replace("，", "").strip()
    try:
        return float(plain)
    except ValueError:
        pass
    if not plain or any(c not in _DIGITS and c not in _UNITS and c not in _LARGE for c in plain):
        raise ValueError(text)
    if all(c in _DIGITS for c in plain):
        return float("".join(str(_DIGITS[c]) for c in plain))
    return float(_spelt(plain))


def _spelt(text: str) -> int:
    total = section = digit = 0
    last = 1
    for character in text:
        if character in _DIGITS:
            digit, last = _DIGITS[character], last if _DIGITS[character] else 1
        elif character in ("廿", "卅"):
            section, digit, last = section + _UNITS[character], 0, 1
        elif character in _UNITS:
            last = _UNITS[character]
            section, digit = section + (digit or 1) * last, 0
        else:
            last = _LARGE[character]
            total, section, digit = (total + section + digit) * last, 0, 0
    return (
        total + section + (digit * last // 10 if last >= 100 else digit)
    )  # 三万二 is 32000, 三万零二 is not


_COUNT = re.compile(
    rf"(?:约|大约|近|共|共计|等)?\s*([\d.,]+|[{HAN}]+)\s*(?:余|多|来)?\s*(?:人|户|名|家|个)?(?:左右|以上)?"
)


def count(text: str) -> int:
    """How many: 5, 5.0, 约30人, 三十余户. Raises Unclear."""
    found = _COUNT.fullmatch(text.strip())
    try:
        value = number(found[1]) if found else -1.0
    except ValueError:
        value = -1.0
    if value < 0 or value != int(value) or value > MOST:
        raise Unclear(_("“%(text)s”不是一个数目，请只填数字。") % {"text": text[:30]}, "count")
    return int(value)


_MONEY = re.compile(
    rf"(?:约|大约|近|共|共计|计|人民币|￥|¥)*\s*([\d.,]+|[{HAN}]+)\s*(亿|万|千|百)?(?:余|多)?\s*(?:元|块|圆|RMB)?(?:整|正|左右|以上)?"
)
_SPOKEN = re.compile(r"(\d+)万(\d)(?=元|块|$)")
"""2万5 is 2.5万."""
_SCALES = {"亿": 10**8, "万": 10**4, "千": 10**3, "百": 10**2}


def money(text: str, *, unit: int = 1) -> int:
    """Yuan, rounded: 35,000.00元, 3.5万元, 叁万伍仟元整; a bare figure counts in `unit` yuan. Raises Unclear."""
    plain = text.strip()
    plain = _SPOKEN.sub(r"\1.\2万", plain)
    found = _MONEY.fullmatch(plain)
    try:
        value = number(found[1]) if found else -1.0
    except ValueError:
        value = -1.0
    if found is None or value < 0 or value > MOST:
        raise Unclear(_("“%(text)s”不是金额，请填如 35000 或 3.5万元。") % {"text": text[:30]}, "money")
    says_unit = (
        bool(found[2]) or "元" in plain or "块" in plain or "圆" in plain or any(c in plain for c in "万萬亿")
    )
    scale = _SCALES.get(found[2], 1) if found[2] else 1
    return round(value * scale * (1 if says_unit else unit))
