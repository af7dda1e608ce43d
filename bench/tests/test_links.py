"""The labelled set is the same every time, holds what it says, and what is counted of it is counted right."""

from __future__ import annotations

from bench import _linking, _matters
from bench._slips import HARDER, Slips
from bench.links import best, measured
from hemu.loop.screening.links.weights import shipped


def test_a_seed_gives_the_same_set_and_another_gives_another():
    one, again, other = (_matters.records(seed, 60, Slips()) for seed in (7, 7, 8))
    assert one == again
    assert [told.narrative for told in one] != [told.narrative for told in other]


def test_the_labels_are_of_pairs_that_are_there():
    told = _matters.records(7, 150, HARDER)
    same, grown = _matters.true_pairs(told)
    numbers = {one.number for one in told}
    assert same
    assert grown
    assert not same & grown
    assert all(one < two and {one, two} <= numbers for one, two in same | grown)
    by_number = {one.number: one for one in told}
    assert all(by_number[one].matter == by_number[two].matter for one, two in same)


def test_slips_are_made_about_as_often_as_said():
    told = _matters.records(7, 400, Slips())
    parties = [party for one in told for party in one.parties]
    without = sum(1 for party in parties if not party["identity"]) / len(parties)
    assert abs(without - Slips().no_identity) < 0.05
    assert any("（小名" in str(party["name"]) for party in parties)


def test_precision_recall_and_f1():
    found = measured({(1, 2), (3, 4)}, {(1, 2), (5, 6), (7, 8)})
    assert found == {"precision": 0.5, "recall": 0.3333, "f1": 0.4}
    scores = {(1, 2): 0.9, (3, 4): 0.8, (5, 6): 0.8, (9, 9): 0.1}
    top = best(scores, {(1, 2), (5, 6)})
    assert (top["threshold"], top["precision"], top["recall"]) == (0.8, 0.6667, 1.0)


def test_the_shipped_weights_find_most_of_what_is_there():
    """No bar of quality, which the bench reports: only that a broken weight or key doesn't go unseen."""
    told = _matters.records(11, 250, Slips())
    same, _grown = _matters.true_pairs(told)
    matters = {one.number: _linking.matter_of(one) for one in told}
    verdicts = _linking.verdicts(matters, _linking.candidates(matters.values()), shipped())
    figures = measured({pair for pair, verdict in verdicts.items() if verdict.same >= 0.5}, same)
    assert figures["precision"] > 0.85
    assert figures["recall"] > 0.85
