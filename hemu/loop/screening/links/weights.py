"""How much each agreement weighs: chances of each level, and the bits that follow from them. Pure.

After Fellegi and Sunter ("A Theory for Record Linkage", 1969): a level of agreement that is seen among true
pairs with chance m and among others with chance u speaks with log2(m/u) bits. Persons are told apart in two
classes (one person or two), disputes in three: the same matter, one grown out of the other, or apart.

The chances that are shipped (weights.json) were counted on generated disputes (bench/links.py, whose seed
stands in the file); ``hemu links train`` moves them towards what the office itself confirmed and refused.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("weights.json")
CLASSES = ("same", "grown", "apart")
FLOOR = 1e-4
"""No level is impossible: nothing seen in some thousands of pairs is sure to be never seen."""

Chances = dict[str, dict[str, tuple[float, ...]]]
"""Feature → level → chance of the level in each class."""
Levels = Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """Chances for a number of classes, the last of which is "neither": bits are over that one.

    What isn't known of either side is no level, and speaks neither for nor against.
    """

    chances: Chances
    prior: tuple[float, ...]
    """How often each class comes up among the pairs that blocking offers."""

    @cached_property
    def start(self) -> tuple[float, ...]:
        """The bits of the prior."""
        return _over_last(self.prior)

    @cached_property
    def _bits(self) -> dict[tuple[str, str], tuple[float, ...]]:
        return {
            (feature, level): _over_last(chances)
            for feature, levels in self.chances.items()
            for level, chances in levels.items()
        }

    def bits(self, feature: str, level: str) -> tuple[float, ...]:
        """By how many bits the level speaks for each class but the last. Unknown levels are silent."""
        return self._bits.get((feature, level)) or (0.0,) * len(self.start)

    def total(self, levels: Levels) -> tuple[float, ...]:
        """The sum of the bits of all levels, with those of the prior."""
        known = self._bits
        found = [bits for item in levels.items() if (bits := known.get(item)) is not None]
        return tuple(map(sum, zip(self.start, *found, strict=True)))

    @cached_property
    def most(self) -> dict[str, tuple[float, ...]]:
        """The most that each feature can add, for each class."""
        places = range(len(self.start))
        return {
            feature: tuple(max(self._bits[feature, level][n] for level in levels) for n in places)
            for feature, levels in self.chances.items()
        }


def _over_last(chances: Sequence[float]) -> tuple[float, ...]:
    *others, last = (max(chance, FLOOR) for chance in chances)
    return tuple(math.log2(chance / last) for chance in others)


@dataclass(frozen=True)
class Weights:
    """The two tables: of persons, and of disputes."""

    person: Table
    matter: Table

    def as_json(self) -> dict[str, Any]:
        """For a file or a row."""
        return {
            name: {
                "prior": [round(one, 6) for one in table.prior],
                "chances": {
                    feature: {level: [round(one, 5) for one in chances] for level, chances in levels.items()}
                    for feature, levels in table.chances.items()
                },
            }
            for name, table in (("person", self.person), ("matter", self.matter))
        }


def from_json(given: Mapping[str, Any]) -> Weights:
    """What :meth:`Weights.as_json` gave."""
    return Weights(*(_table(given[name]) for name in ("person", "matter")))


def _table(given: Mapping[str, Any]) -> Table:
    chances = {
        feature: {level: tuple(values) for level, values in levels.items()}
        for feature, levels in given["chances"].items()
    }
    return Table(chances, tuple(given["prior"]))


@cache
def shipped() -> Weights:
    """The weights that come with the product."""
    return from_json(json.loads(SHIPPED.read_text("utf-8")))


def counted(
    seen: Iterable[tuple[Levels, int]],
    classes: int,
    *,
    before: Table | None = None,
    worth: float = 60.0,
    prior: tuple[float, ...] | None = None,
) -> Table:
    """Chances counted on labelled pairs: (levels, number of the class).

    `before` are the chances believed so far, worth as many pairs of each class as `worth` says; without it
    each level seen at all is believed to be seen once more.
    """
    sizes: Counter[int] = Counter()
    counts: dict[str, Counter[tuple[str, int]]] = {}
    for levels, label in seen:
        sizes[label] += 1
        for feature, level in levels.items():
            counts.setdefault(feature, Counter())[level, label] += 1
    chances = _known(before)
    for feature, counter in counts.items():
        names = {level for level, _label in counter} | set(chances.get(feature, ()))
        chances[feature] = {
            level: tuple(
                _chance(counter[level, n], _total(counter, n), before, feature, level, n, worth, len(names))
                for n in range(classes)
            )
            for level in sorted(names)
        }
    everything = max(1, sum(sizes.values()))
    own = tuple((sizes[n] + 0.5) / (everything + 0.5 * classes) for n in range(classes))
    return Table(chances, prior or (before.prior if before else own))


def _known(before: Table | None) -> Chances:
    return {feature: dict(levels) for feature, levels in before.chances.items()} if before else {}


def _total(counter: Counter[tuple[str, int]], label: int) -> int:
    return sum(times for (_level, one), times in counter.items() if one == label)


def _chance(
    times: int,
    total: int,
    before: Table | None,
    feature: str,
    level: str,
    label: int,
    worth: float,
    levels: int,
) -> float:
    if before is None:
        return (times + 0.5) / (total + 0.5 * levels)
    believed = before.chances.get(feature, {}).get(level)
    share = believed[label] if believed else 1 / max(levels, 1)
    return (times + worth * share) / (total + worth)
