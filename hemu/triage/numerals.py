"""Numbers as Chinese texts write them: 三十多, 2万余, 1.5万, 两, 十几, 上百, 数十, 一千二百, 3,000."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "半": 0.5,
}
_SOME = {"几": 2, "数": 2, "多": 2}
"""At least: 几十 is twenty or more."""
_ABOUT = re.compile(
    "(?<![一二三四五六七八九零〇])(?:一二|[二两]三|三[四五]|四五|五六|六七|七八|八九)(?![一二三四五六七八九零〇])"
)
"""七八个 is seven or eight: at least the first."""
_TENS = {"十": 10, "百": 100, "千": 1000}
_GREAT = {"万": 10_000, "亿": 10**8}
NUMERAL = re.compile(
    r"(?:\d+(?:,\d{3})+|\d+)(?:\.\d+)?(?:多|余|来|几|好几)?(?:[十百千]?[万亿]|[百千](?!克|米|瓦))?(?:多|余)?(?:\d(?=[元块]|$))?"
    r"|[上近]?[一二两三四五六七八九十百千万几数半零〇俩](?:[一二两三四五六七八九十百千万亿零〇几半]|多(?=[万千百])|余(?=[万千百])|来(?=万))*[多余来]?"
)


class Numeral(NamedTuple):
    """A number in a text; `value` is the least that it can mean."""

    start: int
    end: int
    value: float


def numerals(text: str) -> Iterator[Numeral]:
    """Every number of a normalised text, from left to right."""
    for match in NUMERAL.finditer(text):
        value = read(match[0])
        if value is not None:
            yield Numeral(match.start(), match.end(), value)


def read(written: str) -> float | None:
    """The value of a number as written, at the least; None when it is none (几, 多)."""
    bare = written.lstrip("上近").rstrip("多余来")
    if not bare or set(bare) <= {"几", "数", "多", "余", "来"}:
        return None
    if bare[0].isdigit():
        return _arabic(bare)
    return _chinese(_ABOUT.sub(lambda match: match[0][0], bare))


def _arabic(bare: str) -> float | None:
    match = re.fullmatch(r"([\d,]+(?:\.\d+)?)(?:多|余|来|几|好几)?([十百千]?)([万亿]?)[多余]?(\d?)", bare)
    if match is None:
        return None
    value = float(match[1].replace(",", "")) * _TENS.get(match[2], 1) * _GREAT.get(match[3], 1)
    last = float(match[4]) if match[4] else 0.0
    return value + last * 1000 if match[3] == "万" else value


def _chinese(bare: str) -> float | None:
    total, section, digit, unit = 0.0, 0.0, 0.0, 1.0
    started = False
    for sign in bare:
        if sign in _DIGITS:
            digit = digit * 10 + _DIGITS[sign] if started and unit == 1 and digit else float(_DIGITS[sign])
            started = True
        elif sign in _SOME:
            digit = 1.0 if section else float(_SOME[sign])
            started = True
        elif sign in _TENS:
            unit = float(_TENS[sign])
            section += (digit or 1.0) * unit
            digit, started = 0.0, False
        elif sign in _GREAT:
            unit = float(_GREAT[sign])
            total += ((section + digit) or 1.0) * unit
            section = digit = 0.0
            started = False
        else:
            continue
    # 一万五 is 15,000: a last digit without a unit counts in the tenth of the one before.
    loose = digit * unit / 10 if unit > 10 and bare[-1] in _DIGITS and "零" not in bare[-2:] else digit
    return total + section + loose
