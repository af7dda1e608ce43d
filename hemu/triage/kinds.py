"""What the lexicon says of the kind: points for each kind of the list, with the words that gave them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from hemu.triage.lexicon import KINDS, NOT, SURE, Hit, lexicon, outermost

NO_DISPUTE = "0000"
"""The lexicon's own code for what is no dispute: fraud warnings, lost people, found things."""
_WHOLE = "00"
_CLOSE = 6
"""Plain words of no more characters are read as one, a gap inside or not."""
_UNSAID = {"00": NO_DISPUTE, "13": "1301", "14": "1401", "15": "1502", "16": "1601"}
"""Where evidence for a group goes when none of its kinds has any: NN99 except in these."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Points for a kind, and the finds that gave them, the weightiest first."""

    points: float
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Weights:
    most: int
    group_share: float
    generic_share: float
    generic: frozenset[str]
    procedure_share: float
    procedure_beside: float
    procedure: frozenset[str]


@cache
def _weights() -> _Weights:
    said = lexicon().files["strengths"][KINDS]
    return _Weights(
        said["most"],
        said["group_share"],
        said["generic_share"],
        frozenset(said["generic"].split()),
        said["procedure_share"],
        said["procedure_beside"],
        frozenset(said["procedure"].split()),
    )


@cache
def codes() -> tuple[str, ...]:
    """Every code that the lexicon can point to."""
    every = {code for code in lexicon().kinds if not code.endswith(_WHOLE) or code == NO_DISPUTE}
    return tuple(sorted(every | {_stands_for(code) for code in lexicon().kinds if code.endswith(_WHOLE)}))


def _stands_for(whole: str) -> str:
    """The kind that speaks for a group when none of its kinds has any evidence of its own."""
    return _UNSAID.get(whole[:2], f"{whole[:2]}99")


def evidence(hits: Iterable[Hit], text: str) -> dict[str, Evidence]:
    """Code of four digits → what speaks for it in the text that the hits were found in."""
    words: dict[str, dict[str, Hit]] = defaultdict(dict)
    for hit in _own_words(outermost(hit for hit in hits if hit.entry.family == KINDS)):
        said, held = text[hit.start : hit.end], words[hit.entry.name]
        if said not in held or held[said].entry.weight < hit.entry.weight:
            held[said] = hit
    found = {code: _evidence(code, list(held.values())) for code, held in words.items()}
    return _spread(_on_the_way(found))


def _own_words(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that mean their own kind: 欠 in 拖欠工资 is no loan."""
    covers = [hit for hit in hits if hit.entry.how == NOT]
    close = [hit for hit in hits if hit.entry.how == SURE and hit.end - hit.start <= _CLOSE]
    return [
        hit
        for hit in hits
        if hit.entry.how != NOT
        and not any(hit.entry.name == cover.entry.name and _touches(hit, cover) for cover in covers)
        and not any(hit.entry.name != other.entry.name and _inside(hit, other) for other in close)
    ]


def _touches(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _inside(hit: Hit, other: Hit) -> bool:
    return other.start <= hit.start and hit.end <= other.end and hit.end - hit.start < other.end - other.start


def _evidence(code: str, hits: Sequence[Hit]) -> Evidence:
    weights = _weights()
    wide = _apart(sorted(hits, key=lambda hit: (-hit.entry.weight, hit.start)))
    short = _apart(sorted(hits, key=lambda hit: (-hit.entry.weight, hit.end - hit.start, hit.start)))
    best = max(wide, short, key=_weight)[: weights.most]
    points = _weight(best)
    if code in weights.procedure:
        points *= weights.procedure_share
    elif code in weights.generic:
        points *= weights.generic_share
    return Evidence(points, best)


def _weight(hits: Sequence[Hit]) -> float:
    return sum(hit.entry.weight for hit in hits)


def _on_the_way(found: dict[str, Evidence]) -> dict[str, Evidence]:
    """Courts and offices count for less beside words of a matter: a loan that was sued for is a loan."""
    weights, sure = _weights(), lexicon().strengths[KINDS][SURE]
    aside = weights.procedure | weights.generic
    matter = any(code not in aside and each.points >= sure for code, each in found.items())
    share = weights.procedure_beside if matter else 1.0
    return {
        code: Evidence(each.points * share, each.hits) if code in weights.procedure else each
        for code, each in found.items()
    }


def _apart(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits without those that share characters with an earlier one: the same words speak once."""
    kept: list[Hit] = []
    for hit in hits:
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return tuple(kept)


def _spread(found: dict[str, Evidence]) -> dict[str, Evidence]:
    """Evidence for a group strengthens those of its kinds that have some, or the one that stands for it."""
    groups = [code for code in found if code.endswith(_WHOLE) and code != NO_DISPUTE]
    for whole in groups:
        share = found.pop(whole)
        own = [code for code in found if code[:2] == whole[:2] and code != NO_DISPUTE]
        for code in own or [_stands_for(whole)]:
            held = found.get(code, Evidence(0.0, ()))
            points = held.points + share.points * _weights().group_share
            found[code] = Evidence(points, held.hits + share.hits)
    return found


def by_label(found: Mapping[str, Evidence], labels: Mapping[str, str]) -> dict[str, float]:
    """Points for each label, by the label of each code: the best kind's, and a share of the others'."""
    share = lexicon().files["strengths"][KINDS]["further_share"]
    points: dict[str, list[float]] = defaultdict(list)
    for code, each in found.items():
        if code in labels:
            points[labels[code]].append(each.points)
    return {label: max(every) + share * (sum(every) - max(every)) for label, every in points.items()}
