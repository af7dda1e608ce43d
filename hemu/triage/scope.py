"""How words are to be read: as so, as not so, as hearsay, as a mere possibility.

The lexicon finds 打人 in 没有打人, 听说他打人, 如果打人, 防止打人. Here the words around a find decide,
clause by clause; only what is plainly stated becomes a proposal. What is read otherwise is
shown as noticed, no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache

from hemu.triage.clauses import Clauses
from hemu.triage.lexicon import CUES, FactSpec, Hit, lexicon, outermost


class Said(StrEnum):
    """How a find is meant. The values stand in facts.toml under `counts`."""

    STATED = "stated"
    DENIED = "denied"
    ASKED = "asked"
    PREVENTED = "prevented"
    ALMOST = "almost"
    HEARD = "heard"
    POSSIBLE = "possible"
    SUPPOSED = "supposed"
    THEN = "then"
    MEANT = "meant"
    PAST = "past"
    SETTLED = "settled"
    BY_OFFICIAL = "official"


_NEAR, _FAR_MOST, _OBJECT = 4, 24, 8
_QUESTION_REACH, _MEANT_REACH, _POSSIBLE_REACH, _PREVENTED_REACH = 8, 6, 16, 10
_SHORT_MEANT = 2
_OFFICIAL_REACH, _TO_REACH = 4, 5


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))


@cache
def _fillers() -> re.Pattern[str]:
    found = lexicon()
    return re.compile(f"(?:{_either([*found.words('fillers'), *found.classes['persons'], '〇'])})*")


@cache
def _after() -> re.Pattern[str]:
    found = lexicon()
    middle = f"(?:{_either(found.words('after', 'middle'))})*"
    before = f"(?:{_either(found.words('after', 'before'))})?"
    return re.compile(f"{middle}{before}{middle}(?:{_either(found.words('after'))})")


@cache
def _at_last() -> re.Pattern[str]:
    """The same at the end of a clause, an object between: 盗伐林木一事不属实."""
    return re.compile(f".{{0,{_OBJECT}}}(?:{_either(lexicon().words('after'))})$")


@cache
def _asks() -> re.Pattern[str]:
    return re.compile(f"(?:{_either(lexicon().words('question', 'last'))})$")


@cache
def _taken() -> tuple[str, ...]:
    return tuple(lexicon().words("officials", "taken"))


@cache
def _to_officials() -> tuple[str, ...]:
    return tuple(lexicon().words("officials", "before"))


class Reader:
    """Reads the finds of one text. `others` are the finds of facts, which a "not" reaches over."""

    def __init__(self, clauses: Clauses, hits: Sequence[Hit], others: Sequence[Hit]) -> None:
        self.clauses, self.text = clauses, clauses.text
        self._others = others
        self._cues: dict[int, list[Hit]] = {}
        for cue in outermost(hit for hit in hits if hit.entry.family == CUES):
            if cue.entry.how != "not" and cue.entry.name != "not_negation":
                self._cues.setdefault(clauses.at(cue.start), []).append(cue)

    def said(self, start: int, end: int, spec: FactSpec) -> Said:
        """How the words from `start` to `end` are meant."""
        here = self.clauses.at(start)
        before = [cue for cue in self._cues.get(here, ()) if cue.start < start and cue.end <= end]
        if self._negated(before, start) or self._taken_back(here, end):
            return Said.DENIED
        if found := self._not_real(here, before, start, spec):
            return found
        if found := self._conditional(here, before, start, end):
            return found
        if found := self._another_time(here, before, start, spec):
            return found
        if not spec.by_officials and self._by_official(before, start):
            return Said.BY_OFFICIAL
        return Said.STATED

    def _negated(self, before: Sequence[Hit], start: int) -> bool:
        for cue in reversed(before):
            gap = start - cue.end
            if cue.entry.name == "double" and gap <= _NEAR:
                return False
            if cue.entry.name == "negation":
                most = _NEAR if cue.entry.how == "near" else _FAR_MOST
                if gap <= most and _fillers().fullmatch(self._without_others(cue.end, start)):
                    return True
        return False

    def _without_others(self, start: int, end: int) -> str:
        """The text between, without other facts: 没有打人、骂人 denies both."""
        if start == end:
            return ""
        kept = list(self.text[start:end])
        for hit in self._others:
            if start <= hit.start and hit.end <= end:
                kept[hit.start - start : hit.end - start] = [""] * (hit.end - hit.start)
        return "".join(kept)

    def _taken_back(self, here: int, end: int) -> bool:
        """Whether it is said afterwards that it isn't so, in this clause or at the head of the next."""
        if _after().match(self.text, end):
            return True
        rest = self.text[end : self.clauses.ends[here]]
        if _at_last().match(rest):
            return True
        last = here + 1 == len(self.clauses.starts)
        if last or self.clauses.sentences[here + 1] != self.clauses.sentences[here] or len(rest) > _NEAR:
            return False
        return bool(_after().match(self.text, self.clauses.starts[here + 1]))

    def _not_real(self, here: int, before: Sequence[Hit], start: int, spec: FactSpec) -> Said | None:
        """Asked, to be prevented, nearly so, told by others, only possible."""
        for cue in reversed(before):
            gap, name = start - cue.end, cue.entry.name
            if name == "breaks":
                break
            if name == "question" and gap <= _QUESTION_REACH:
                return Said.ASKED
            if name == "prevention" and gap <= _PREVENTED_REACH:
                return Said.PREVENTED
            if name == "almost" and gap <= _QUESTION_REACH:
                return Said.ALMOST
            if name == "possible" and gap <= _POSSIBLE_REACH and Said.POSSIBLE not in spec.counts:
                return Said.POSSIBLE
        if _asks().search(self.text, start, self.clauses.ends[here]) and self._ends_asking(here):
            return Said.ASKED
        return Said.HEARD if self._heard(here, start) else None

    def _ends_asking(self, here: int) -> bool:
        end = self.clauses.ends[here]
        return end == len(self.text) or self.text[end] in "?。"

    def _heard(self, here: int, start: int) -> bool:
        """Hearsay reaches over the clauses of its sentence until somebody has seen to it."""
        for number in range(here, self.clauses.sentence_start(here) - 1, -1):
            for cue in reversed(self._cues.get(number, ())):
                if cue.end > start or cue.entry.name != "hearsay":
                    continue
                if cue.entry.how == "ends":
                    if number == here and any(
                        other.entry.how == "words"
                        and other.entry.name == "hearsay"
                        and other.end <= cue.start
                        for other in self._cues[number]
                    ):
                        continue
                    return False
                return True
        return False

    def _conditional(self, here: int, before: Sequence[Hit], start: int, end: int) -> Said | None:
        """The first half of a condition is supposed; the second says what somebody would do."""
        then = any(
            cue.entry.name == "condition" and cue.entry.how == "then" and start <= cue.start < end
            for cue in self._cues.get(here, ())
        )
        for cue in reversed(before):
            if cue.entry.name == "condition":
                if cue.entry.how == "else":
                    return Said.THEN
                if cue.entry.how == "then":
                    then = True
                elif cue.entry.how == "words":
                    return Said.THEN if then else Said.SUPPOSED
        previous = here - 1
        if previous < 0 or self.clauses.sentences[previous] != self.clauses.sentences[here]:
            return None
        if any(c.entry.name == "condition" and c.entry.how == "words" for c in self._cues.get(previous, ())):
            return Said.THEN
        return None

    def _another_time(self, here: int, before: Sequence[Hit], start: int, spec: FactSpec) -> Said | None:
        """Only meant to be done; or long ago and over."""
        for cue in reversed(before):
            name, gap = cue.entry.name, start - cue.end
            if name == "breaks":
                break
            reach = _SHORT_MEANT if cue.end - cue.start == 1 else _MEANT_REACH
            if name == "meant" and gap <= reach and Said.MEANT not in spec.counts:
                return Said.MEANT
        first, last = self.clauses.sentence_start(here), here
        sentence = [cue for number in range(first, last + 1) for cue in self._cues.get(number, ())]
        past = [cue for cue in sentence if cue.entry.name == "past" and cue.entry.how in ("words", "years")]
        if not any(cue.end <= start for cue in past):
            return None
        if self._settled(here, start):
            return Said.SETTLED
        still = any(cue.entry.name == "past" and cue.entry.how == "still" for cue in sentence)
        return None if still or Said.PAST in spec.counts else Said.PAST

    def _settled(self, here: int, start: int) -> bool:
        _first, end = self.clauses.sentence_span(here)
        return any(
            cue.entry.name == "past" and cue.entry.how == "settled" and start < cue.start < end
            for number in range(here, len(self.clauses.starts))
            for cue in self._cues.get(number, ())
        )

    def _by_official(self, before: Sequence[Hit], start: int) -> bool:
        if self.text.startswith(_taken(), start):
            return False
        for cue in reversed(before):
            if cue.entry.name == "officials" and start - cue.end <= _OFFICIAL_REACH:
                just_before = self.text[max(0, cue.start - _TO_REACH) : cue.start]
                return not any(word in just_before for word in _to_officials())
        return False
