"""Looking at a text without a database, for tests."""

from __future__ import annotations

from typing import NamedTuple

from hemu.triage.clauses import clauses_of
from hemu.triage.facts import FactGuess, Noticed, facts_of
from hemu.triage.lexicon import lexicon
from hemu.triage.normal import normalise
from hemu.triage.scope import Said


class Looked(NamedTuple):
    """What was found in a text."""

    text: str
    facts: dict[str, FactGuess]
    noticed: dict[str, Noticed]

    @property
    def values(self) -> dict[str, bool | int | float]:
        """The proposed facts by name."""
        return {name: fact.value for name, fact in self.facts.items()}

    def words(self, name: str) -> list[str]:
        """The words that a proposed fact points at."""
        return [self.text[start:end] for start, end in self.facts[name].words]

    def how(self, name: str) -> Said:
        """How the words of a fact that isn't proposed are meant."""
        return self.noticed[name].said


def look(text: str) -> Looked:
    """The facts of a text."""
    normal = normalise(text)
    facts, noticed = facts_of(clauses_of(normal), lexicon().hits(normal))
    return Looked(text, {fact.name: fact for fact in facts}, {each.name: each for each in noticed})
