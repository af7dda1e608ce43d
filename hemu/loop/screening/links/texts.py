"""What two tellings of a matter have in common: words, sums of money, areas. Pure.

A narrative becomes the set of its pairs of neighbouring characters, without the parties' names (those are
compared by themselves) and without the phrases that every clerk writes. Sums are read in figures or in
characters: 3.2万元, 32000元 and 三万二千元 are the same.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from hemu.loop.screening.links.names import simplified

_RUN = re.compile(r"[一-鿿㐀-䶿]+")
_COMMON = (
    "双方当事人,因为,发生纠纷,矛盾,争执,争吵,口角,协商未果,多次,调解,要求,赔偿,处理,解决,反映,村委会,派出所,接警,报警,民警,到场,"
    "了解到,走访中,目前,没有,无法,达成一致,协议,情况,问题,引发,引起,之间,上述,当天,左右,今年,去年,我们,他们,自己,认为,表示,"
    "希望,同意,一直,已经,进行,以及,其中,对方,两家,两户,家里,人员,纠纷"
)
_STOP = frozenset(run[i : i + 2] for run in _RUN.findall(_COMMON) for i in range(len(run) - 1))
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)"
_MONEY = re.compile(rf"({_NUMBER})\s*(万|千|百)?\s*({_NUMBER})?\s*(千|百|余|多)?\s*(?:元|块)")
_AREA = re.compile(rf"({_NUMBER})\s*(亩|分地|平方米|平米|立方米|棵|株|头|只)")
_PLACE_WORDS = re.compile(
    r"(?:村民委员会|居民委员会|村委会|社区|村|镇|乡|街道|网格|附近|旁边?|边上|处|路段|[（(][^）)]*[）)])"
)
LEAST_SUM = 50
SKETCH = 3
"""How many buckets a narrative falls into."""


def grams(text: str, without: Iterable[str] = ()) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters of a text in simplified characters, names taken out."""
    for name in without:
        if len(name) > 1:
            text = text.replace(name, "，")
    runs = _RUN.findall(text)
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1)) - _STOP


def overlap(one: frozenset[str], two: frozenset[str]) -> float | None:
    """Shared pairs as a share of the shorter telling's, 0 to 1; None when either says too little."""
    least = min(len(one), len(two))
    return len(one & two) / least if least >= 6 else None


def spelled(number: str) -> float:
    """The value of a number in figures or in characters (三千二百); 0 when it can't be read."""
    try:
        return float(number)
    except ValueError:
        pass
    total, digit = 0, 0
    for character in number:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS.get(character, 0)
    return float(total + digit)


def figures(text: str) -> frozenset[str]:
    """The sums (yuan) and measures that a text in simplified characters names: ``元32000``, ``亩2.5``."""
    found = {f"元{value:g}" for value in _sums(text) if value >= LEAST_SUM}
    found |= {f"{unit}{spelled(number):g}" for number, unit in _AREA.findall(text)}
    return frozenset(found)


def _sums(text: str) -> Iterable[float]:
    for number, scale, rest, rest_scale in _MONEY.findall(text):
        value = spelled(number) * {"万": 10_000, "千": 1000, "百": 100}.get(scale, 1)
        if rest and scale:
            step = {"千": 1000, "百": 100}.get(rest_scale)
            value += spelled(rest) * (step or (1000 if scale == "万" and spelled(rest) < 10 else 1))
        yield value


@lru_cache(maxsize=20_000)
def place_core(text: str) -> str:
    """What tells a spot from its neighbours: the text of a place without 村, 附近 and brackets."""
    return _PLACE_WORDS.sub("", re.sub(r"\s", "", simplified(text)))


def nearness(one: str, two: str) -> float | None:
    """How alike two such texts are, 0 to 1; None when either says nothing."""
    if len(one) < 2 or len(two) < 2:
        return None
    return float(fuzz.partial_ratio(one, two)) / 100


def sketch(found: frozenset[str]) -> list[str]:
    """A few pairs, shared by two tellings with about the chance that they are alike: those of least hashes.

    This is MinHash with one hash function and the `SKETCH` least values (a bottom-k sketch).
    """
    return sorted(found, key=lambda gram: zlib.crc32(gram.encode()))[:SKETCH]


def shared_words(one: str, two: str, most: int = 4) -> list[str]:
    """The longest runs of three or more characters that both texts have, none within another."""
    found: list[str] = []
    for run in sorted(_common_runs(one, two), key=lambda run: (-len(run), one.find(run))):
        if not any(run in longer for longer in found):
            found.append(run)
        if len(found) == most:
            break
    return found


def _common_runs(one: str, two: str, least: int = 3) -> set[str]:
    runs: set[str] = set()
    for run in _RUN.findall(one):
        start = 0
        while start <= len(run) - least:
            end = start + least
            if run[start:end] not in two:
                start += 1
                continue
            while end < len(run) and run[start : end + 1] in two:
                end += 1
            runs.add(run[start:end])
            start = end
    return {run for run in runs if not all(run[i : i + 2] in _STOP for i in range(len(run) - 1))}
