"""甲、乙、丙 for persons: the same person the same letter, however they are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hemu.outreach.stories.surnames import DOUBLE

STEMS = "甲乙丙丁戊己庚辛壬癸"
_TITLES = ("某某", "某", "家", "姓", "大爷", "大娘", "大哥", "大姐", "婆婆", "老汉", "师傅", "老板", "氏")


def surname(name: str) -> str:
    """The surname of a whole name."""
    return name[:2] if name[:2] in DOUBLE else name[:1]


class Aliases:
    """Hands out stems: the parties' first, in their order, then others as they come up."""

    def __init__(self, parties: Sequence[str]) -> None:
        self._stems: dict[str, str] = {}
        self._parties = [name for name in parties if name]
        for name in self._parties:
            self._next(name)

    def _next(self, key: str) -> str:
        number = len(set(self._stems.values()))
        stem = STEMS[number % len(STEMS)] + ("" if number < len(STEMS) else str(number // len(STEMS) + 1))
        return self._stems.setdefault(key, stem)

    def of(self, words: str) -> str:
        """The stem of somebody who isn't a party, or of a party called by surname and 某."""
        bare = words.strip("老小阿").rstrip("某")
        for name in self._parties:
            if words == name or (bare and bare == surname(name) and self._only(bare)):
                return self._stems[name]
        return self._stems.get(words) or self._next(words)

    def _only(self, family: str) -> bool:
        """Whether just one party has this surname: else 王某 could be either."""
        return sum(surname(name) == family for name in self._parties) == 1

    def known(self) -> Iterator[tuple[str, str]]:
        """Every way in which a party may be named, the longest first, with what stands for it."""
        ways: dict[str, str] = {}
        for name in self._parties:
            stem, family = self._stems[name], surname(name)
            given = name[len(family) :]
            ways[name] = stem
            if len(given) >= 2:
                ways.setdefault(given, stem)
            if self._only(family):
                ways |= {f"{family}{title}": f"{stem}{'家' if title == '家' else ''}" for title in _TITLES}
                ways |= {f"{before}{family}": stem for before in ("老", "小", "阿")}
            for before in ("阿", "小"):
                ways.setdefault(f"{before}{name[-1]}", stem)
        yield from sorted(ways.items(), key=lambda pair: (-len(pair[0]), pair[0]))
