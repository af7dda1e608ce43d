"""What a narrative suggests: the kind, the facts for the rules, the urgency; with the words for each.

It proposes and never decides: nothing here writes, and nobody is scored. Positions count characters
(Unicode code points) of the text as given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hemu.kernel import clock
from hemu.rulebook import evaluate
from hemu.rulebook.engine import Verdict
from hemu.triage import store
from hemu.triage.clauses import clauses_of
from hemu.triage.facts import FactGuess, Noticed, facts_of
from hemu.triage.features import grams
from hemu.triage.kinds import NO_DISPUTE, Evidence, evidence
from hemu.triage.lexicon import lexicon
from hemu.triage.model import Model
from hemu.triage.normal import normalise
from hemu.triage.words import Words, merged

LONGEST = 5000
"""Characters that are looked at; a narrative has no more."""
_OTHERS, _WORTH = 3, 0.08
_REASONS = 6
_NEARLY = 0.7


@dataclass(frozen=True, slots=True)
class KindGuess:
    """A kind of the code list, how likely it is, and the words that speak for it."""

    code: str
    chance: float
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the text suggests.

    `kind` is None where the words don't say enough; `others` are kinds that come near. `no_dispute`: it reads
    like something for a small service. `urgency` is what the rules in force answer on the proposed facts
    alone, with their grounds. `model` is the number of the trained model, 0 for the lexicon alone.
    """

    kind: KindGuess | None
    others: tuple[KindGuess, ...]
    no_dispute: bool
    facts: tuple[FactGuess, ...]
    noticed: tuple[Noticed, ...]
    urgency: Verdict
    model: int

    @property
    def colour(self) -> int:
        """The colour that the rules would give on these facts alone."""
        return int(self.urgency.value.get("colour", 0))

    @property
    def is_empty(self) -> bool:
        """Whether the text suggests nothing at all."""
        return self.kind is None and not self.facts and not self.no_dispute


def propose(text: str, *, names: Iterable[str] = ()) -> Proposal:
    """What the narrative suggests. `names` are the parties', so that no name ever counts for anything."""
    number, model = store.current()
    normal = normalise(text[:LONGEST])
    hits = lexicon().hits(normal)
    facts, noticed = facts_of(clauses_of(normal), hits)
    found = evidence(hits, normal)
    guesses, threshold = _kinds(model, normal, grams(normal, names), found)
    best = guesses[0] if guesses and _is_plain(guesses, threshold) else None
    no_dispute = best is not None and best.code == NO_DISPUTE
    kind = None if no_dispute else best
    return Proposal(
        kind=kind,
        others=tuple(each for each in guesses if each is not best and each.code != NO_DISPUTE)[:_OTHERS],
        no_dispute=no_dispute,
        facts=facts,
        noticed=noticed,
        urgency=_urgency(facts, kind),
        model=number,
    )


def _is_plain(guesses: Sequence[KindGuess], threshold: float) -> bool:
    """Whether words speak for the first, and it is likely enough: by itself, or nearly so with its group."""
    first = guesses[0]
    if not first.words:
        return False
    group = sum(guess.chance for guess in guesses if guess.code[:2] == first.code[:2])
    return first.chance >= threshold or (first.chance >= _NEARLY * threshold and group >= threshold)


def _kinds(
    model: Model, normal: str, counted: Counter[str], found: Mapping[str, Evidence]
) -> tuple[list[KindGuess], float]:
    """The likely kinds that may be chosen today, the likeliest first; and what one must reach."""
    may = store.of_choice()
    guesses: list[KindGuess] = []
    chances, threshold = model.answer(counted, found)
    for code, chance in chances.items():
        if chance < _WORTH or len(guesses) > _OTHERS:
            break
        if code in may:
            guesses.append(KindGuess(code, chance, _reasons(model, code, normal, counted, found)))
    return guesses, threshold


def _reasons(
    model: Model, code: str, normal: str, counted: Counter[str], found: Mapping[str, Evidence]
) -> tuple[Words, ...]:
    """The lexicon's words for a kind; where it has none, the characters that weighed most in the model."""
    if code in found:
        return merged((hit.start, hit.end) for hit in found[code].hits)
    if model.weights is None:
        return ()
    pairs = model.weights.reasons(counted, code)[:_REASONS]
    places = ((at, at + len(pair)) for pair in pairs if (at := normal.find(pair)) >= 0)
    return merged(places)


def _urgency(facts: Sequence[FactGuess], kind: KindGuess | None) -> Verdict:
    """What the rating rules in force today say of these facts; a person confirms the colour, never this."""
    given: dict[str, Any] = {fact.name: fact.value for fact in facts}
    if kind is not None:
        given["kind"] = int(kind.code)
    return evaluate("rating", given, on=clock.today())
