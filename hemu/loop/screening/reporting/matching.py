"""Whether two records from different hands tell of one household or place. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_TAIL = re.compile(
    r"(?:(?:一)?家|户|夫妇|夫妻|两口子|的?(?:出租房|小卖部|商店|店|门面|鱼塘|工地|养殖场|房子|住处|地))+$"
)
_NOT_NAMES = frozenset(
    {"村民", "村委会", "农户", "住户", "群众", "老人", "租客", "工地", "学校", "小学", "商店"}
)
_SPOT = re.compile(r"\d|[一二三四五六七八九十百]|桥|沟|坝|塘|井|庙|林|坡|湾|寨|院|屋基|号")
LEAST_NAME = 2
LEAST_PLACE = 4


@dataclass(frozen=True, slots=True)
class Told:
    """What one record tells: free text, names of whom it is about, place in words, grid.

    A reporter's own name and telephone are left out: a flag would tell who spoke.
    """

    text: str
    names: tuple[str, ...] = ()
    place: str = ""
    region: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that two records share. `what` is name or place; `words` stand in both."""

    what: str
    words: str = ""

    def as_json(self) -> dict[str, str]:
        """The ground as a row keeps it."""
        return {"what": self.what, "words": self.words}


def plain(text: str) -> str:
    """`text` in one width, without spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def person_in(object_name: str) -> str:
    """The name in whom a visit was to: 王大山家 → 王大山; empty when it names nobody."""
    name = _TAIL.sub("", plain(object_name))
    return "" if len(name) < LEAST_NAME or name in _NOT_NAMES else name


def shared(one: Told, other: Told) -> list[Ground]:
    """What speaks for the two being about the same household or place; empty when nothing does.

    A place in words counts only in the same grid or village code: 三组水沟边 is in every village.
    """
    grounds = [Ground("name", name) for name in one.names if name and _names(other, name)]
    if not grounds and one.region == other.region:
        words = place_shared(one.place, other.place + other.text)
        grounds += [Ground("place", words)] if words else []
    return grounds


def _names(other: Told, name: str) -> bool:
    """Whether the other names them: in full, for a name of two characters not inside a longer one."""
    text = plain(other.text)
    if name in other.names:
        return True
    if len(name) > LEAST_NAME:
        return name in text
    return any(text[found.end() : found.end() + 1] != "某" for found in re.finditer(re.escape(name), text))


def place_shared(place: str, text: str) -> str:
    """The longest run of characters of `place` that stands in `text`; empty when it is short or only words
    that every address has."""
    wanted, within = plain(place), plain(text)
    best = ""
    for start in range(len(wanted)):
        for end in range(start + LEAST_PLACE, len(wanted) + 1):
            if wanted[start:end] not in within:
                break
            best = max(best, wanted[start:end], key=len)
    return best if _SPOT.search(best) else ""
