"""Training the model of the kind with scikit-learn: a linear model on characters and the lexicon's points."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from hemu.triage import kinds
from hemu.triage.features import grams
from hemu.triage.kinds import Evidence, evidence
from hemu.triage.lexicon import lexicon
from hemu.triage.model import Mixing, Model, Weights, points_of, softmax
from hemu.triage.normal import normalise

FEWEST, FEWEST_OF_LABEL = 50, 2
"""Below these a linear model learns the texts by heart: the lexicon alone does better."""
_FOLDS = 5
_MANY = 2000
_MOST_FEATURES = 60_000
_WANTED = 0.85
_RARE, _USUAL = 2, 25
"""Of 100 held-out texts so many are less familiar than where the trained part begins and speaks alone."""
_STRANGE_AT_MOST, _KNOWN_AT_MOST = 0.4, 0.6
"""An office that writes by template would find everything else strange."""
_SEED = 0


class TooFew(ValueError):
    """There aren't enough texts, or not of enough kinds, to train on."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text whose label a person confirmed. `names` are of persons in it; `source` says whence it comes."""

    text: str
    label: str
    names: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the model sees of a text."""

    grams: Counter[str]
    found: Mapping[str, Evidence]


def see(text: str, names: Iterable[str] = ()) -> Seen:
    """A text as the model sees it."""
    normal = normalise(text)
    return Seen(grams(normal, names), evidence(lexicon().hits(normal), normal))


def train(
    examples: Sequence[Example], *, of_code: Mapping[str, str], other: str = "", mixing: Mixing | None = None
) -> Model:
    """A model of these examples, calibrated on folds that it didn't learn from. Raises TooFew.

    Deterministic: the same examples in the same order give the same model.
    """
    seen = [see(example.text, example.names) for example in examples]
    return train_seen(
        seen, [example.label for example in examples], of_code=of_code, other=other, mixing=mixing
    )


def train_seen(
    seen: Sequence[Seen],
    labels: Sequence[str],
    *,
    of_code: Mapping[str, str],
    other: str = "",
    mixing: Mixing | None = None,
) -> Model:
    """:func:`train` on texts already seen."""
    _check(labels)
    model = Model(of_code, other, mixing or Mixing(), _weights(seen, labels))
    held_out = _held_out(model, seen, labels)
    warmed = _believed(replace(model.mixing, temperature=round(_temperature(held_out), 3)), held_out)
    answers = [each.answered(warmed, of_code, other) for each in held_out]
    threshold, coverage, accuracy = _threshold(answers, model.mixing.threshold)
    about = {
        "examples": len(labels),
        "labels": dict(Counter(labels).most_common()),
        "held_out": {
            "accuracy": round(sum(right for _, right in answers) / len(answers), 3),
            "coverage": round(coverage, 3),
            "accuracy_of_answered": round(accuracy, 3),
        },
    }
    return replace(model, mixing=replace(warmed, trained_threshold=round(threshold, 3)), about=about)


def described(model: Model, about: Mapping[str, Any]) -> Model:
    """The model with more said of how it came to be."""
    return replace(model, about={**about, **model.about})


def enough(labels: Sequence[str]) -> bool:
    """Whether there are enough texts, and of two kinds at least, to train on."""
    often = Counter(labels)
    return len(labels) >= FEWEST and sum(times >= FEWEST_OF_LABEL for times in often.values()) >= 2


def _check(labels: Sequence[str]) -> None:
    if not enough(labels):
        kinds_told = len(set(labels))
        raise TooFew(f"{len(labels)} texts of {kinds_told} kinds; at least {FEWEST} of two kinds are needed")


def _weights(seen: Sequence[Seen], labels: Sequence[str]) -> Weights:
    vocabulary, document = _vocabulary(seen)
    codes = kinds.codes()
    idf = (np.log((1 + len(seen)) / (1 + document)) + 1).astype(np.float32)
    frequent = np.array([len(gram) == 2 for gram in vocabulary]) & (document >= 2)
    matrix = _matrix(seen, vocabulary, idf, codes)
    fitted = LinearSVC(class_weight="balanced", random_state=_SEED).fit(matrix, np.array(labels))
    coefficients, bias = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:  # scikit-learn keeps one row for two classes
        coefficients, bias = np.vstack([-coefficients, coefficients]) / 2, np.array([-bias[0], bias[0]]) / 2
    return Weights(
        vocabulary, idf, frequent, coefficients.T.astype(np.float32), bias.astype(np.float32),
        codes, tuple(map(str, fitted.classes_)),
    )  # fmt: skip


def _vocabulary(seen: Sequence[Seen]) -> tuple[dict[str, int], NDArray[np.int64]]:
    """Every gram with its place, and in how many texts each stands; rare ones are left out of many texts."""
    often: Counter[str] = Counter()
    for each in seen:
        often.update(each.grams.keys())
    least = 2 if len(seen) >= _MANY else 1
    kept = [(gram, times) for gram, times in often.items() if times >= least]
    kept = sorted(sorted(kept), key=lambda pair: -pair[1])[:_MOST_FEATURES]
    return {gram: place for place, (gram, _) in enumerate(kept)}, np.array([times for _, times in kept])


def _matrix(seen: Sequence[Seen], vocabulary: Mapping[str, int], idf: Any, codes: Sequence[str]) -> Any:
    """TF-IDF of the grams, each text of length one, and the lexicon's points after them."""
    place_of = {code: len(vocabulary) + place for place, code in enumerate(codes)}
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    for each in seen:
        known = [(vocabulary[gram], times) for gram, times in each.grams.items() if gram in vocabulary]
        row = np.array([(1 + np.log(times)) * idf[place] for place, times in known])
        values.extend(row / np.sqrt(row @ row) if len(row) else row)
        columns.extend(place for place, _ in known)
        for code, found in each.found.items():
            columns.append(place_of[code])
            values.append(points_of(found))
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(seen), len(vocabulary) + len(codes)))


@dataclass(frozen=True, slots=True)
class _HeldOut:
    """A text beside the weights that were trained without it."""

    seen: Seen
    label: str
    weights: Weights

    def answered(self, mixing: Mixing, of_code: Mapping[str, str], other: str) -> tuple[float, bool]:
        """The chance of the answer, and whether it is right."""
        chances = Model(of_code, other, mixing, self.weights).chances(self.seen.grams, self.seen.found)
        label, chance = next(iter(chances.items()))
        return chance, label == self.label


def _held_out(model: Model, seen: Sequence[Seen], labels: Sequence[str]) -> list[_HeldOut]:
    """Every text with weights that were trained without it."""
    found: list[_HeldOut] = []
    for learned, tested in folds(labels):
        weights = _weights([seen[i] for i in learned], [labels[i] for i in learned])
        found += [_HeldOut(seen[i], labels[i], weights) for i in tested]
    return found


def folds(labels: Sequence[str], number: int = _FOLDS) -> list[tuple[list[int], list[int]]]:
    """(learn from, test on), stratified by label and always the same."""
    splitter = StratifiedKFold(number, shuffle=True, random_state=_SEED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a label with fewer texts than folds is only in some
        parts = list(splitter.split(np.zeros(len(labels)), np.array(labels)))
    return [(learned.tolist(), tested.tolist()) for learned, tested in parts]


def _believed(mixing: Mixing, rows: Sequence[_HeldOut]) -> Mixing:
    """From what familiarity on the trained part speaks: what is rare among its own texts is strange."""
    familiar = [row.weights.scores(row.seen.grams, row.seen.found)[1] for row in rows]
    rare, usual = np.percentile(familiar, (_RARE, _USUAL)).tolist()
    return replace(
        mixing,
        strange=round(min(max(mixing.strange, rare), _STRANGE_AT_MOST), 3),
        known=round(min(max(mixing.known, usual), _KNOWN_AT_MOST), 3),
    )


def _temperature(rows: Sequence[_HeldOut]) -> float:
    """What to divide the scores by, so that chances of 80% come true in 80 of 100."""
    known = [(row.weights.scores(row.seen.grams, row.seen.found)[0], row.weights.labels.index(row.label))
             for row in rows if row.label in row.weights.labels]  # fmt: skip

    def surprise(log_temperature: float) -> float:
        by = float(np.exp(log_temperature))
        return -sum(float(np.log(softmax(scores / by)[place] + 1e-9)) for scores, place in known)

    return float(np.exp(minimize_scalar(surprise, bounds=(-4.0, 3.0), method="bounded").x))


def _threshold(answers: Sequence[tuple[float, bool]], least: float) -> tuple[float, float, float]:
    """The lowest chance from which answers are right often enough; coverage and accuracy there.

    Never under `least`, which holds for the lexicon's own, and never over what is wanted of an answer.
    """
    ordered = sorted(answers, reverse=True)
    right = np.cumsum([correct for _, correct in ordered]) / np.arange(1, len(ordered) + 1)
    good = np.nonzero((right >= _WANTED) & (np.array([chance for chance, _ in ordered]) >= least))[0]
    last = int(good[-1]) if len(good) else 0
    if last + 1 == len(ordered):
        return least, 1.0, float(right[last])
    return min(max(ordered[last][0], least), _WANTED), (last + 1) / len(ordered), float(right[last])
