"""Decision tables: rows of conditions over recorded facts, compiled once a version. No database here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hemu.rulebook import facts as registry
from hemu.rulebook.tables import SPECS, Policy, TableSpec

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": lambda got, want: bool(got == want),
    "at_least": lambda got, want: bool(got >= want),
    "at_most": lambda got, want: bool(got <= want),
    "one_of": lambda got, want: got in want,
    "between": lambda got, want: bool(want[0] <= got <= want[1]),
    "present": lambda got, want: True,
}
"""How a condition compares. Every one of them needs the fact to be recorded."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule that fired, in the words of its author, with the recorded facts it fired on."""

    rule: str
    text: str
    facts: tuple[tuple[str, object], ...]
    source: str = ""

    def as_json(self) -> dict[str, object]:
        """For the ledger and the API; :meth:`from_json` reads it back."""
        return {"rule": self.rule, "text": self.text, "facts": dict(self.facts), "source": self.source}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Ground:
        """The ground that :meth:`as_json` wrote."""
        return cls(data["rule"], data["text"], tuple(data["facts"].items()), data.get("source", ""))

    def in_words(self) -> list[str]:
        """The recorded facts, each as a person reads it."""
        from hemu.rulebook import words  # needs the models, which load after this module

        return [words.recorded(name, value) for name, value in self.facts]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a table answers; `grounds` is empty, and `value` too, when no rule fired."""

    value: dict[str, Any]
    grounds: tuple[Ground, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one fact."""

    fact: str
    holds: Callable[[Any, Any], bool]
    want: Any


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `otherwise` rows speak last: only when no other did, or to fill parts still unsaid."""

    id: str
    text: str
    conditions: tuple[Condition, ...]
    then: Mapping[str, Any]
    source: str
    otherwise: bool

    def fires(self, known: Mapping[str, Any]) -> bool:
        """Whether every condition holds on recorded facts."""
        return all(c.fact in known and c.holds(known[c.fact], c.want) for c in self.conditions)

    def ground(self, known: Mapping[str, Any]) -> Ground:
        """Why it fired."""
        named = dict.fromkeys(c.fact for c in self.conditions)
        return Ground(self.id, self.text, tuple((name, known[name]) for name in named), self.source)


@dataclass(frozen=True, slots=True)
class Compiled:
    """One version of one table, ready to answer."""

    spec: TableSpec
    version: int
    rules: tuple[Rule, ...]
    fallbacks: tuple[Rule, ...]

    def evaluate(self, given: Mapping[str, Any]) -> Verdict:
        """The table's answer on `given` facts; raises facts.BadFact on facts nobody registered."""
        known = registry.known(given)
        fired = self._fired(self.rules, known)
        if self.spec.policy is Policy.MERGE:
            value, heard = self._merge(fired + self._fired(self.fallbacks, known))
            return Verdict(value, tuple(rule.ground(known) for rule in heard), self.version)
        fired = fired or self._fired(self.fallbacks, known)
        return Verdict(self._speaker(fired), tuple(rule.ground(known) for rule in fired), self.version)

    def _fired(self, rules: Sequence[Rule], known: Mapping[str, Any]) -> list[Rule]:
        fired: list[Rule] = []
        for rule in rules:
            if rule.fires(known):
                fired.append(rule)
                if self.spec.policy is Policy.FIRST:
                    break
        return fired

    def _speaker(self, fired: Sequence[Rule]) -> dict[str, Any]:
        if not fired:
            return {}
        if self.spec.policy is Policy.HIGHEST:
            return dict(max(fired, key=lambda rule: rule.then[self.spec.rank]).then)
        return dict(fired[0].then)

    def _merge(self, fired: Sequence[Rule]) -> tuple[dict[str, Any], list[Rule]]:
        merged: dict[str, Any] = {}
        settled: set[str] = set()
        heard: list[Rule] = []
        for rule in fired:
            parts = {part: self.spec.group(part) for part in rule.then}
            new = {part: group for part, group in parts.items() if group not in settled}
            if new:
                merged.update((part, rule.then[part]) for part in new)
                settled.update(new.values())
                heard.append(rule)
        return merged, heard


def _rule(row: Mapping[str, Any]) -> Rule:
    conditions = tuple(
        Condition(
            item["fact"],
            OPERATORS[item["op"]],
            frozenset(item["value"]) if item["op"] == "one_of" else item.get("value"),
        )
        for item in row.get("when", ())
    )
    return Rule(
        row["id"],
        row["text"],
        conditions,
        row["then"],
        row.get("source", ""),
        bool(row.get("otherwise", False)),
    )


def compile_table(name: str, version: int, rows: Sequence[Mapping[str, Any]]) -> Compiled:
    """The table `name` made ready. Rows must have passed :func:`hemu.rulebook.checking.problems`."""
    rules = [_rule(row) for row in rows if not row.get("off")]
    return Compiled(
        SPECS[name],
        version,
        tuple(rule for rule in rules if not rule.otherwise),
        tuple(rule for rule in rules if rule.otherwise),
    )
