"""Two versions of a table side by side: what was added, taken out, changed or moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemu.rulebook.models import RuleTable
from hemu.rulebook.queries import RuleLine, line

Row = Mapping[str, Any]


class Change(StrEnum):
    """What became of a rule from one version to the other."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


WORDS: Mapping[Change, str | Promise] = {
    Change.SAME: pgettext_lazy("a rule in two versions", "相同"),
    Change.ADDED: pgettext_lazy("a rule in two versions", "新增"),
    Change.REMOVED: pgettext_lazy("a rule in two versions", "删去"),
    Change.CHANGED: pgettext_lazy("a rule in two versions", "改动"),
    Change.MOVED: pgettext_lazy("a rule in two versions", "改了次序"),
}
_PARTS: Mapping[str, str | Promise] = {
    "text": _("依据"),
    "when": _("条件"),
    "then": _("结论"),
    "source": _("来源"),
    "note": _("说明"),
    "otherwise": _("兜底"),
    "off": _("停用"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """One rule in both versions; None where a version lacks it. `parts` names what differs in it."""

    change: Change
    before: RuleLine | None
    after: RuleLine | None
    parts: tuple[str, ...] = ()

    @property
    def word(self) -> str | Promise:
        return WORDS[self.change]

    @property
    def part_words(self) -> list[str | Promise]:
        """What differs, in words."""
        return [_PARTS[part] for part in self.parts]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every rule of two versions, and how many examples differ."""

    pairs: list[Pair]
    examples_added: list[str]
    examples_removed: list[str]
    examples_changed: list[str]

    @property
    def differing(self) -> int:
        """How many rules are not the same."""
        return sum(pair.change is not Change.SAME for pair in self.pairs)

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not (self.differing or self.examples_added or self.examples_removed or self.examples_changed)


def compare(before: RuleTable, after: RuleTable) -> Comparison:
    """What the later version says otherwise than the earlier. Rules are the same rule by their id."""
    old, new = _by_id(before.rows), _by_id(after.rows)
    stays = _in_order([key for key in old if key in new], [key for key in new if key in old])
    pairs = [_pair(after.name, old.get(key), new.get(key), key in stays) for key in _woven(old, new)]
    old_examples = {item["name"]: item for item in before.examples}
    new_examples = {item["name"]: item for item in after.examples}
    both = [name for name in new_examples if name in old_examples]
    return Comparison(
        pairs,
        [name for name in new_examples if name not in old_examples],
        [name for name in old_examples if name not in new_examples],
        [name for name in both if new_examples[name] != old_examples[name]],
    )


def _by_id(rows: Sequence[Row]) -> dict[str, tuple[int, Row]]:
    return {str(row["id"]): (position, row) for position, row in enumerate(rows)}


def _in_order(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The keys whose order among the others is the same in both: all that needn't have been moved."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {key for block in blocks for key in new[block.b : block.b + block.size]}


def _woven(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The keys of the new version in its order, each that is gone behind the one that it followed."""
    woven = list(new)
    before = ""
    for key in old:
        if key not in new:
            woven.insert(woven.index(before) + 1 if before in woven else 0, key)
        before = key
    return woven


def _pair(table: str, old: tuple[int, Row] | None, new: tuple[int, Row] | None, stays: bool) -> Pair:
    before = line(table, *old) if old else None
    after = line(table, *new) if new else None
    if old is None or new is None:
        return Pair(Change.ADDED if old is None else Change.REMOVED, before, after)
    parts = tuple(part for part in _PARTS if (old[1].get(part) or None) != (new[1].get(part) or None))
    if parts:
        return Pair(Change.CHANGED, before, after, parts)
    return Pair(Change.SAME if stays else Change.MOVED, before, after)
