"""The trained part of the proposal of a kind: weights in plain arrays, read without running anything.

A model file is a .npz of numbers with one JSON text in it; never a pickle, which would run what it holds.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hemu.triage.kinds import Evidence, by_label
from hemu.triage.lexicon import lexicon

FORMAT = 1
Floats = NDArray[np.float32]
CODE_SCALE = 0.06
"""The lexicon's points beside the TF-IDF of the characters, which has length one."""
MOST_POINTS = 9.0


class BadModel(ValueError):
    """A model file can't be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Mixing:
    """How the lexicon and the trained part are weighed against each other.

    The trained part is believed as far as a text is like those it was trained on: `familiar` is the share of
    the text's pairs of characters that it met twice or more; up to `strange` the lexicon speaks alone, from
    `known` on the trained part does, between them both by shares. Training raises the two to what its own
    held-out texts reach (training.py), so that another office's way of writing is told apart. The lexicon's
    points become chances by
    `sharpness`; `nothing` are the points of "the words don't say", `other` those of the label for the rest.
    Below `threshold` nothing is proposed; `trained_threshold` is that of the trained part, weighed likewise.
    """

    sharpness: float = 0.6
    nothing: float = 2.0
    other: float = 1.2
    strange: float = 0.28
    known: float = 0.50
    temperature: float = 1.0
    threshold: float = 0.42
    trained_threshold: float = 0.42


@dataclass(frozen=True, slots=True)
class Weights:
    """What was trained. `matrix` is features × trained labels; the last rows are the lexicon's codes."""

    vocabulary: Mapping[str, int]
    idf: Floats
    frequent: NDArray[np.bool_]
    matrix: Floats
    bias: Floats
    codes: tuple[str, ...]
    labels: tuple[str, ...]

    def scores(self, grams: Counter[str], found: Mapping[str, Evidence]) -> tuple[Floats, float]:
        """A score for each trained label, and how familiar the text is (0 to 1)."""
        index, values, familiar = self._tfidf(grams)
        scores = values @ self.matrix[index] + self.bias if len(index) else self.bias.copy()
        first = len(self.vocabulary)
        for place, code in enumerate(self.codes):
            if code in found:
                scores = scores + self.matrix[first + place] * points_of(found[code])
        return scores, familiar

    def reasons(self, grams: Counter[str], label: str) -> list[str]:
        """The pairs of characters of a text that spoke most for a label, the weightiest first."""
        if label not in self.labels:
            return []
        column = self.matrix[:, self.labels.index(label)]
        known = {gram: float(self.idf[at] * column[at]) for gram in grams
                 if len(gram) == 2 and (at := self.vocabulary.get(gram)) is not None}  # fmt: skip
        return [gram for gram in sorted(known, key=lambda gram: -known[gram]) if known[gram] > 0]

    def _tfidf(self, grams: Counter[str]) -> tuple[NDArray[np.int64], Floats, float]:
        known = [(self.vocabulary[gram], times) for gram, times in grams.items() if gram in self.vocabulary]
        pairs = sum(len(gram) == 2 for gram in grams)
        if not known:
            return np.empty(0, np.int64), np.empty(0, np.float32), 0.0
        index = np.fromiter((place for place, _ in known), np.int64, len(known))
        times = np.fromiter((times for _, times in known), np.float32, len(known))
        values = (1 + np.log(times)) * self.idf[index]
        familiar = float(self.frequent[index].sum()) / pairs if pairs else 0.0
        return index, (values / np.sqrt(values @ values)).astype(np.float32), familiar


def softmax(scores: Floats) -> Floats:
    """Scores as chances that sum to 1."""
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)


def points_of(found: Evidence) -> float:
    """The lexicon's points for a kind, as a feature."""
    return min(found.points, MOST_POINTS) * CODE_SCALE


@dataclass(frozen=True, slots=True)
class Model:
    """Chances for labels from the lexicon, and from what was trained when anything was.

    `of_code` says which label a code of the lexicon means; `other` is the label of what fits nowhere.
    """

    of_code: Mapping[str, str]
    other: str = ""
    mixing: Mixing = Mixing()
    weights: Weights | None = None
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label that can be answered, in order."""
        trained = self.weights.labels if self.weights else ()
        return tuple(sorted({*self.of_code.values(), *trained, *([self.other] if self.other else [])}))

    def chances(self, grams: Counter[str], found: Mapping[str, Evidence]) -> dict[str, float]:
        """The chances of the labels that anything speaks for, the likeliest first.

        What is missing to 1 is the chance that the words don't say.
        """
        return self.answer(grams, found)[0]

    def answer(self, grams: Counter[str], found: Mapping[str, Evidence]) -> tuple[dict[str, float], float]:
        """The chances, and the threshold from which one is worth proposing for a text as familiar as this."""
        chances, share = self._of_lexicon(found), 0.0
        if self.weights is not None:
            scores, familiar = self.weights.scores(grams, found)
            share = self._share(familiar)
            chances = {label: (1 - share) * chance for label, chance in chances.items()}
            if share:
                learned = softmax(scores / self.mixing.temperature) * share
                for label, chance in zip(self.weights.labels, learned.tolist(), strict=True):
                    chances[label] = chances.get(label, 0.0) + chance
        threshold = (1 - share) * self.mixing.threshold + share * self.mixing.trained_threshold
        return dict(sorted(chances.items(), key=lambda pair: (-pair[1], pair[0]))), threshold

    def _of_lexicon(self, found: Mapping[str, Evidence]) -> dict[str, float]:
        points = by_label(found, self.of_code)
        if self.other:
            points[self.other] = points.get(self.other, 0.0) + self.mixing.other
        weights = {label: math.exp(self.mixing.sharpness * each) for label, each in points.items()}
        whole = sum(weights.values()) + math.exp(self.mixing.sharpness * self.mixing.nothing)
        return {label: weight / whole for label, weight in weights.items()}

    def _share(self, familiar: float) -> float:
        span = self.mixing.known - self.mixing.strange
        return min(max((familiar - self.mixing.strange) / span, 0.0), 1.0)


def save(model: Model, path: Path) -> None:
    """Write a model with weights. The file appears whole or not at all."""
    weights = model.weights
    if weights is None:
        raise BadModel("nothing was trained")
    words = {
        "format": FORMAT,
        "lexicon": lexicon().fingerprint,
        "of_code": dict(model.of_code),
        "other": model.other,
        "mixing": {name: getattr(model.mixing, name) for name in Mixing.__slots__},
        "vocabulary": sorted(weights.vocabulary, key=weights.vocabulary.__getitem__),
        "codes": weights.codes,
        "labels": weights.labels,
        "about": dict(model.about),
    }
    arrays = {"idf": weights.idf, "frequent": weights.frequent, "bias": weights.bias}
    unfinished = path.with_name(path.name + ".new")
    with unfinished.open("wb") as file:
        np.savez_compressed(
            file,
            matrix=weights.matrix.astype(np.float16),
            words=np.frombuffer(json.dumps(words, ensure_ascii=False).encode(), np.uint8),
            allow_pickle=False,
            **arrays,
        )
    unfinished.replace(path)


def load(path: Path) -> Model:
    """Read a model file. Raises BadModel when it is none, or of another release's format."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in ("matrix", "idf", "frequent", "bias", "words")}
        words = json.loads(arrays["words"].tobytes())
        if words["format"] != FORMAT:
            raise BadModel(f"format {words['format']}, this release reads {FORMAT}")
        return _model(words, arrays)
    except (OSError, KeyError, TypeError, ValueError, EOFError) as error:
        raise BadModel(f"{path.name}: {error}") from error


def _model(words: Mapping[str, Any], arrays: Mapping[str, Any]) -> Model:
    vocabulary = {gram: place for place, gram in enumerate(words["vocabulary"])}
    codes, labels = tuple(words["codes"]), tuple(words["labels"])
    matrix = arrays["matrix"].astype(np.float32)
    if matrix.shape != (len(vocabulary) + len(codes), len(labels)):
        raise BadModel("its parts don't fit together")
    weights = Weights(
        vocabulary, arrays["idf"].astype(np.float32), arrays["frequent"].astype(bool),
        matrix, arrays["bias"].astype(np.float32), codes, labels,
    )  # fmt: skip
    return Model(words["of_code"], words["other"], Mixing(**words["mixing"]), weights, words["about"])
