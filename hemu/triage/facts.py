"""The facts that a narrative states, for the rules: proposed with the words that say so, never set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from hemu.triage import numbers
from hemu.triage.clauses import Clauses
from hemu.triage.lexicon import DENIED, FACTS, NOT, SURE, FactSpec, Hit, lexicon
from hemu.triage.scope import Reader, Said
from hemu.triage.words import Words, merged


@dataclass(frozen=True, slots=True)
class FactGuess:
    """A fact that the words speak for: True or False for a flag, else a number (amounts in yuan).

    `chance` tells how plainly the words say so, 0 to 1; it is no measured probability.
    """

    name: str
    value: bool | int | float
    chance: float
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Noticed:
    """Words for a fact that aren't proposed, and how they are meant: hearsay, possible, long over…"""

    name: str
    said: Said
    words: tuple[Words, ...]


def facts_of(clauses: Clauses, hits: Sequence[Hit]) -> tuple[tuple[FactGuess, ...], tuple[Noticed, ...]]:
    """What the text states, and what it only mentions. `hits` are the lexicon's in the same text."""
    of_facts = sorted((hit for hit in hits if hit.entry.family == FACTS), key=lambda hit: hit.entry.name)
    reader = Reader(clauses, hits, of_facts)
    guesses: list[FactGuess] = []
    noticed: list[Noticed] = []
    for name, found in groupby(of_facts, key=lambda hit: hit.entry.name):
        guess, other = _flag(lexicon().facts[name], list(found), reader)
        guesses += [guess] if guess else []
        noticed += [other] if other else []
    guesses += [_number(found) for found in numbers.counted(clauses, reader)]
    return tuple(guesses), tuple(noticed)


def _number(found: numbers.Counted) -> FactGuess:
    value = int(found.value) if float(found.value).is_integer() else found.value
    return FactGuess(found.name, value, lexicon().strengths[FACTS][SURE], (Words(found.start, found.end),))


def _flag(spec: FactSpec, hits: Sequence[Hit], reader: Reader) -> tuple[FactGuess | None, Noticed | None]:
    spoken = _uncovered(hits)
    denied = [hit for hit in spoken if hit.entry.how == DENIED]
    said = [(hit, reader.said(hit.start, hit.end, spec)) for hit in spoken if hit.entry.how != DENIED]
    stated = [hit for hit, how in said if how is Said.STATED or how in spec.counts]
    chance = _chance(hit for hit in stated if not _inside(hit, denied))
    if chance >= lexicon().strengths[FACTS]["proposed_from"]:
        return FactGuess(spec.name, True, round(chance, 2), _words(stated)), None
    if spec.deniable:
        denied += [hit for hit, how in said if how is Said.DENIED and hit.entry.how == SURE]
    if denied:
        return FactGuess(spec.name, False, lexicon().strengths[FACTS][SURE], _words(denied)), None
    other = [(hit, how) for hit, how in said if how is not Said.DENIED]
    if not other:
        return None, None
    strongest = max(other, key=lambda pair: pair[0].entry.weight)
    return None, Noticed(spec.name, strongest[1], _words(hit for hit, how in other if how == strongest[1]))


def _uncovered(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those that lie under words which only look like the fact."""
    covers = [hit for hit in hits if hit.entry.how == NOT]
    bare = [
        hit
        for hit in hits
        if hit.entry.how != NOT
        and not any(hit.start < cover.end and cover.start < hit.end for cover in covers)
    ]
    return [hit for hit in bare if not any(_within(hit, other) for other in bare)]


def _within(hit: Hit, other: Hit) -> bool:
    """Whether another find holds this one and more: 手持菜刀 is read as a whole, not as 持菜刀 in it."""
    wider = other.end - other.start > hit.end - hit.start
    inside = other.start <= hit.start and hit.end <= other.end
    return wider and inside and other.entry.weight >= hit.entry.weight


def _inside(hit: Hit, others: Iterable[Hit]) -> bool:
    return any(other.start <= hit.start and hit.end <= other.end for other in others)


def _chance(hits: Iterable[Hit]) -> float:
    """That one at least means it: words that overlap count once, and so does a word said twice."""
    missing = 1.0
    seen: set[int] = set()
    for hit in sorted(hits, key=lambda hit: (-hit.entry.weight, hit.start)):
        places = set(range(hit.start, hit.end))
        if not places & seen:
            seen |= places
            missing *= 1 - hit.entry.weight
    return 1 - missing


def _words(hits: Iterable[Hit]) -> tuple[Words, ...]:
    """Where the hits lie, joined where they touch."""
    return merged((hit.start, hit.end) for hit in hits)
