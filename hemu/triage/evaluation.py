"""How good the proposals of a kind are: cross-validation, and trained on one source tested on another.

Beside ours stands the plain baseline that one would write in an afternoon, in the same folds: TF-IDF of the
characters into a linear support vector machine.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from hemu.rulebook import codes
from hemu.triage import kinds
from hemu.triage.model import Model
from hemu.triage.training import Example, Seen, enough, folds, see, train_seen

BASELINE = "TfidfVectorizer(char, 1-2, sublinear) + LinearSVC(balanced)"
CURVE = (1.0, 0.8, 0.6, 0.4, 0.2)
MOST_SOURCES = 8
OTHER_TOPIC, DEBT_TOPIC, NOT_CIVIL_TOPIC = "其他", "债务", "非民间纠纷"
_DEBT = frozenset({"0804"})
_NOT_CIVIL = frozenset({"13", "14", "15"})


def baseline() -> Pipeline:
    """The plain pipeline, untrained."""
    return make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True),
        LinearSVC(class_weight="balanced"),
    )


def read_texts(path: Path, least: int = 1) -> list[Example]:
    """The examples of a file with one JSON object a line: text, label, and source where there is one."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            found.append(Example(row["text"], str(row["label"]), source=str(row.get("source", ""))))
    often = Counter(example.label for example in found)
    return [example for example in found if often[example.label] >= least]


def evaluate(
    examples: Sequence[Example], *, of_code: Mapping[str, str], other: str, number: int = 5
) -> dict[str, Any]:
    """Figures of `number`-fold cross-validation over all, and of each source tested on what others taught."""
    tested = _Tested(examples, of_code, other)
    parts = folds([example.label for example in examples], number)
    found: dict[str, Any] = {
        "examples": len(examples),
        "labels": len({example.label for example in examples}),
        "sources": dict(Counter(example.source for example in examples)),
        "baseline": BASELINE,
        "cross_validation": tested.figures(parts),
    }
    sources = sorted({example.source for example in examples})
    if 1 < len(sources) <= MOST_SOURCES:
        divided = {source: tested.without(source) for source in sources}
        found["other_source"] = {
            source: tested.figures([parts]) for source, parts in divided.items() if tested.can_learn(parts[0])
        }
    return found


def of_topics() -> dict[str, str]:
    """Code of the lexicon → topic of a text collection labelled with the ministry's statistical kinds.

    Its two topics besides are debts, which the county reports know, and what is no civil dispute.
    """
    return {code: _topic(code) for code in kinds.codes()}


def _topic(code: str) -> str:
    if code == kinds.NO_DISPUTE or code[:2] in _NOT_CIVIL:
        return NOT_CIVIL_TOPIC
    if code in _DEBT:
        return DEBT_TOPIC
    words = codes.moj_kind(int(code)).removesuffix("纠纷").removesuffix("事故")
    return words.removeprefix("其他") or OTHER_TOPIC


class _Tested:
    """The examples seen once, and what they score in any division into learned and tested."""

    def __init__(self, examples: Sequence[Example], of_code: Mapping[str, str], other: str) -> None:
        self.examples, self.of_code, self.other = examples, of_code, other
        self.labels = [example.label for example in examples]
        self.seen: list[Seen] = [see(example.text, example.names) for example in examples]

    def without(self, source: str) -> tuple[list[int], list[int]]:
        """Learn from the other sources, test on this one."""
        mine = [i for i, example in enumerate(self.examples) if example.source == source]
        return [i for i, example in enumerate(self.examples) if example.source != source], mine

    def can_learn(self, learned: Sequence[int]) -> bool:
        """Whether these are enough to train on."""
        return enough([self.labels[i] for i in learned])

    def figures(self, parts: Sequence[tuple[Sequence[int], Sequence[int]]]) -> dict[str, Any]:
        """Ours, the lexicon alone and the baseline over all tested of `parts`."""
        truth: list[str] = []
        ours: list[tuple[str, float, bool]] = []
        alone: list[tuple[str, float, bool]] = []
        plain: list[str] = []
        untrained = Model(self.of_code, self.other)
        for learned, tested in parts:
            labels = [self.labels[i] for i in learned]
            model = train_seen(
                [self.seen[i] for i in learned], labels, of_code=self.of_code, other=self.other
            )
            truth += [self.labels[i] for i in tested]
            ours += [_answer(model, self.seen[i]) for i in tested]
            alone += [_answer(untrained, self.seen[i]) for i in tested]
            fitted = baseline().fit([self.examples[i].text for i in learned], labels)
            plain += fitted.predict([self.examples[i].text for i in tested]).tolist()
        return {
            "tested": len(truth),
            "ours": _scores(truth, ours),
            "lexicon_alone": _scores(truth, alone),
            "baseline": _score(truth, plain),
        }


def _answer(model: Model, seen: Seen) -> tuple[str, float, bool]:
    """The likeliest label, its chance, and whether it would be proposed."""
    chances, threshold = model.answer(seen.grams, seen.found)
    label, chance = next(iter(chances.items()), ("", 0.0))
    return label, chance, chance >= threshold


def _score(truth: Sequence[str], answers: Sequence[str]) -> dict[str, float]:
    return {
        "accuracy": round(float(accuracy_score(truth, answers)), 3),
        "macro_f1": round(float(f1_score(truth, answers, average="macro", zero_division=0)), 3),
    }


def _scores(truth: Sequence[str], answers: Sequence[tuple[str, float, bool]]) -> dict[str, Any]:
    """Over all texts; over those that would be proposed; and by how many of them are answered."""
    proposed = [(true, label) for true, (label, _chance, said) in zip(truth, answers, strict=True) if said]
    right = [true == label for true, (label, _chance, _said) in zip(truth, answers, strict=True)]
    surest = np.argsort([-chance for _label, chance, _said in answers], kind="stable")
    curve = {}
    for share in CURVE:
        some = surest[: max(1, int(share * len(answers)))]
        curve[f"{share:.0%}"] = round(float(np.mean([right[i] for i in some])), 3)
    return {
        **_score(truth, [label for label, _chance, _said in answers]),
        "proposed": round(len(proposed) / len(truth), 3),
        "right_of_proposed": round(sum(true == label for true, label in proposed) / max(1, len(proposed)), 3),
        "accuracy_of_the_surest": curve,
    }
