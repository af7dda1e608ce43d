"""Facts that are numbers: how many people, how much money, how often mediated or reported, how long."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from hemu.triage.clauses import Clauses
from hemu.triage.lexicon import FactSpec, lexicon
from hemu.triage.numerals import Numeral, numerals
from hemu.triage.scope import Reader, Said

_NEAR = 6
_TWICE = 2
_MOST_YEARS = 80
_COUNTS = FactSpec("")
_HAPPENED = FactSpec("", frozenset({Said.PAST, Said.SETTLED}))
_LARGE = frozenset("万千")
"""A number with one of these is money where the words speak of money: 欠三万二."""
_OTHER_MEASURE = re.compile("[个只头亩斤米人户棵株吨平条名件辆瓶袋公克里次块字]")


class Counted(NamedTuple):
    """A number that a text states, with the words that say so. Amounts are in yuan."""

    name: str
    value: float
    start: int
    end: int


class _Words(NamedTuple):
    """What stands beside one kind of number, as expressions."""

    parts: Mapping[str, re.Pattern[str]]
    plain: Mapping[str, tuple[str, ...]]


@cache
def _words(name: str) -> _Words:
    said: Mapping[str, str] = lexicon().files["numbers"][name]
    plain = {part: tuple(sorted(words.split(), key=len, reverse=True)) for part, words in said.items()}
    parts = {part: re.compile("|".join(map(re.escape, words))) for part, words in plain.items()}
    return _Words(parts, plain)


class _Text(NamedTuple):
    """What every counter looks at."""

    clauses: Clauses
    reader: Reader
    numbers: Sequence[Numeral]

    @property
    def text(self) -> str:
        return self.clauses.text

    def clause(self, position: int) -> tuple[int, int]:
        """Where the clause of a position begins and ends."""
        number = self.clauses.at(position)
        return self.clauses.starts[number], self.clauses.ends[number]

    def sentence(self, position: int) -> str:
        """The sentence of a position."""
        start, end = self.clauses.sentence_span(self.clauses.at(position))
        return self.text[start:end]

    def happened(self, start: int, end: int) -> bool:
        """Whether the words are stated as so, now or before."""
        said = self.reader.said(start, end, _HAPPENED)
        return said is Said.STATED or said in _HAPPENED.counts


def counted(clauses: Clauses, reader: Reader) -> list[Counted]:
    """Every number of the text that is a fact; for each fact, the one that speaks for it."""
    text = _Text(clauses, reader, list(numerals(clauses.text)))
    return [found for look in _LOOKS for found in [look(text)] if found is not None]


def _unit_after(text: _Text, number: Numeral, words: _Words) -> int | None:
    """Where the unit after a number ends; None when there is none, or it is part of another word."""
    match = words.parts["units"].match(text.text, number.end)
    if match is None:
        return None
    other = words.parts.get("not_after")
    if other and other.match(text.text, match.end()):
        return None
    return match.end()


def _largest(text: _Text, name: str) -> Counted | None:
    """The largest number with a unit of the fact's; one that a cue stands before goes first."""
    words, best = _words(name), None
    for number in text.numbers:
        end = _unit_after(text, number, words)
        if end is None or number.value < _TWICE or not float(number.value).is_integer():
            continue
        if text.reader.said(number.start, end, _COUNTS) not in (Said.STATED, Said.POSSIBLE):
            continue
        cued = "cues" in words.parts and bool(
            words.parts["cues"].search(text.text, max(0, number.start - _NEAR), number.start)
        )
        rank = (cued, number.value)
        if best is None or rank > best[0]:
            best = (rank, Counted(name, number.value, number.start, end))
    return best[1] if best else None


def _people(text: _Text) -> Counted | None:
    return _largest(text, "people")


def _households(text: _Text) -> Counted | None:
    return _largest(text, "households")


def _amount(text: _Text) -> Counted | None:
    """The largest sum, one that is owed or asked for before any other; a price per day or acre is none."""
    words, best = _words("amount"), None
    for number in text.numbers:
        unit = words.parts["units"].match(text.text, number.end)
        large = not _LARGE.isdisjoint(text.text[number.start : number.end])
        bare = large and not _OTHER_MEASURE.match(text.text, number.end)
        start, end = text.clause(number.start)
        cued = bool(words.parts["cues"].search(text.text, start, end))
        if unit is None and not (bare and cued):
            continue
        if words.parts["each"].search(text.text, max(start, number.start - _NEAR), number.start):
            continue
        scale = {"万": 10_000.0, "千": 1000.0}.get(unit[0][0], 1.0) if unit else 1.0
        value = number.value * scale
        if value and (best is None or (cued, value) > best[0]):
            upto = unit.end() if unit else number.end
            best = ((cued, value), Counted("amount", value, number.start, upto))
    return best[1] if best else None


def _times(text: _Text, at: re.Match[str], many: re.Pattern[str]) -> tuple[float, int, int]:
    """How often what stands at a match happened, and from where to where the text says so."""
    start, end = text.clause(at.start())
    for number in text.numbers:
        near = (
            start <= number.start
            and number.end <= end
            and (at.start() - _NEAR <= number.start <= at.end() + _NEAR)
        )
        if near and text.text.startswith(("次", "轮", "回", "场"), number.end) and number.value >= 1:
            return number.value, min(number.start, at.start()), max(number.end + 1, at.end())
    match = many.search(text.text, max(start, at.start() - _NEAR), min(end, at.end() + _NEAR))
    if match:
        return _TWICE, min(match.start(), at.start()), max(match.end(), at.end())
    return 1, at.start(), at.end()


def _failed_mediations(text: _Text) -> Counted | None:
    """Mediations that came to nothing. A number of them without an end told is taken as such."""
    words, best = _words("failed_mediations"), None
    for match in words.parts["acts"].finditer(text.text):
        sentence = words.parts["not"].sub("", text.sentence(match.start()))
        failed = bool(words.parts["failed"].search(text.sentence(match.start())))
        if words.parts["settled"].search(sentence) and not failed:
            continue
        times, start, end = _times(text, match, words.parts["many"])
        if (failed or times >= _TWICE) and (failed or text.happened(match.start(), match.end())):
            found = Counted("failed_mediations", times, start, end)
            best = found if best is None or times > best.value else best
    return best or _told_without_word(text)


def _told_without_word(text: _Text) -> Counted | None:
    """村里说过两次没有谈拢: talked over, without the word for it."""
    words = _words("failed_mediations")
    for number in text.numbers:
        before = text.text[max(0, number.start - 4) : number.start]
        if text.text.startswith("次", number.end) and before.endswith(
            ("说过", "谈过", "劝过", "找过", "谈了", "说了", "调了", "调过")
        ):
            end = text.clause(number.start)[1]
            if words.parts["failed"].search(text.text, number.end, end + 8):
                return Counted("failed_mediations", number.value, number.start - 2, number.end + 1)
    return None


def _police_incidents(text: _Text) -> Counted | None:
    words, best = _words("police_incidents"), None
    for match in words.parts["acts"].finditer(text.text):
        if text.happened(match.start(), match.end()):
            times, start, end = _times(text, match, words.parts["many"])
            found = Counted("police_incidents", times, start, end)
            best = found if best is None or times > best.value else best
    return best


def _recurring_years(text: _Text) -> Counted | None:
    """For how long the quarrel has gone on; not how long ago something was."""
    words = _words("recurring_years")
    best = None
    for number in text.numbers:
        if not 1 <= number.value <= _MOST_YEARS or not text.text.startswith("年", number.end):
            continue
        if text.text.startswith(
            ("年前", "年以前", "年级", "年期", "年代", "年月", "年底", "年初"), number.end
        ):
            continue
        before = text.text[max(0, number.start - _NEAR) : number.start].rstrip("近已经长达至今有约快了")
        after = text.text[number.end + 1 :].lstrip("多余")
        if before.endswith(words.plain["before"]) or after.startswith(words.plain["after"]):
            found = Counted("recurring_years", number.value, number.start, number.end + 1)
            best = found if best is None or number.value > best.value else best
    return best


def _responsible_units(text: _Text) -> Counted | None:
    """How many bodies share it: as counted, or as listed (国土、林业、村委会多个主体)."""
    words = _words("responsible_units")
    for number in text.numbers:
        after = text.text[number.end :].removeprefix("个").removeprefix("家")
        if after.startswith(words.plain["whole"]) and number.value >= _TWICE:
            return Counted("responsible_units", number.value, number.start, number.end + 3)
    found = list(words.parts["bodies"].finditer(text.text))
    different = {_body(match[0]) for match in found}
    if len(different) < _TWICE + 1 or not _shared(text, words):
        return None
    return Counted("responsible_units", len(different), found[0].start(), found[-1].end())


def _body(name: str) -> str:
    return {
        "村委": "村委会",
        "村支两委": "村委会",
        "国土": "自然资源",
        "国土所": "自然资源",
        "林业站": "林业",
    }.get(name, name)


def _shared(text: _Text, words: _Words) -> bool:
    return any(
        words.parts["whole"].match(text.text, match.end())
        for match in words.parts["together"].finditer(text.text)
    ) or bool(re.search("都(?:说|不)|推诿|不(?:明确|清|归)", text.text))


_LOOKS: tuple[Callable[[_Text], Counted | None], ...] = (
    _people, _households, _amount, _failed_mediations, _police_incidents, _recurring_years,
    _responsible_units,
)  # fmt: skip


def names() -> Iterator[str]:
    """The facts that are looked for here."""
    yield from lexicon().files["numbers"]
