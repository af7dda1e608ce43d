"""The model that an office trains: what it learns, when it keeps silent, and where it is kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hemu.triage import store
from hemu.triage.evaluation import OTHER_TOPIC, evaluate, of_topics
from hemu.triage.model import BadModel, load, save
from hemu.triage.proposal import propose
from hemu.triage.tests.tellings import DANCE, STREAM, two_offices, valley
from hemu.triage.training import TooFew, see, train

pytestmark = [pytest.mark.django_db, pytest.mark.req("A4")]


@pytest.fixture
def folder(settings, tmp_path):
    """An installation that has trained nothing."""
    settings.TRIAGE_FOLDER = tmp_path / "triage"
    store.forget()
    yield settings.TRIAGE_FOLDER
    store.forget()


def test_what_the_office_confirmed_is_proposed_afterwards(folder):
    text = "轮水牌不见了,坡脚的秧田等不到水。"
    assert propose(text).kind is None
    number = store.keep(train(valley(), of_code=store.of_code(), other=store.OTHER))
    found = propose(text)
    assert found.model == number == 1
    assert found.kind is not None
    assert found.kind.code == STREAM
    assert [text[start:end] for start, end in found.kind.words] != []


def test_a_text_unlike_those_it_learned_from_is_left_to_the_lexicon(folder):
    store.keep(train(valley(), of_code=store.of_code(), other=store.OTHER))
    wages = propose("老板拖欠工资三个月,一直没给。")
    assert wages.kind is not None
    assert wages.kind.code == "0701"
    assert propose("请尽快处理。").kind is None


def test_training_twice_gives_the_same(folder):
    one, two = (train(valley(), of_code=store.of_code(), other=store.OTHER) for _ in range(2))
    assert one.mixing == two.mixing
    assert one.weights is not None
    assert two.weights is not None
    assert np.array_equal(one.weights.matrix, two.weights.matrix)


def test_no_name_is_learned(folder):
    model = train(valley(), of_code=store.of_code(), other=store.OTHER)
    assert model.weights is not None
    learned = set("".join(model.weights.vocabulary))
    assert not learned & set("张李王兴")
    assert "轮水" in model.weights.vocabulary


def test_too_few_are_no_ground_to_learn_from(folder):
    with pytest.raises(TooFew, match="at least 50"):
        train(valley()[:40], of_code=store.of_code())
    with pytest.raises(TooFew):
        train([each for each in valley() * 2 if each.label == DANCE], of_code=store.of_code())


def test_what_is_kept_answers_as_what_was_trained(folder, tmp_path):
    model = train(valley(), of_code=store.of_code(), other=store.OTHER)
    save(model, tmp_path / "kind-0001.npz")
    again, seen = load(tmp_path / "kind-0001.npz"), see("隔几家的娃娃困不着。")
    fresh, read = model.chances(seen.grams, seen.found), again.chances(seen.grams, seen.found)
    assert next(iter(fresh)) == next(iter(read)) == DANCE
    assert read[DANCE] == pytest.approx(fresh[DANCE], abs=0.01)


def test_a_file_that_is_no_model_leaves_the_lexicon_speaking(folder):
    folder.mkdir(parents=True)
    (folder / "kind-0007.npz").write_bytes(b"no model")
    with pytest.raises(BadModel):
        load(folder / "kind-0007.npz")
    store.forget()
    found = propose("老板拖欠工资三个月。")
    assert found.model == 0
    assert found.kind is not None


def test_a_file_that_would_run_something_is_refused(tmp_path):
    class Runs:
        def __reduce__(self) -> tuple[object, tuple[Path]]:
            return Path.touch, (Path(tmp_path / "ran"),)

    np.savez(tmp_path / "bad.npz", matrix=np.array([Runs()], dtype=object))
    with pytest.raises(BadModel):
        load(tmp_path / "bad.npz")
    assert not (tmp_path / "ran").exists()


def test_the_newest_is_in_use_and_none_is_written_over(folder):
    model = train(valley(), of_code=store.of_code(), other=store.OTHER)
    assert [store.keep(model), store.keep(model)] == [1, 2]
    assert [path.name for path in store.versions().values()] == ["kind-0001.npz", "kind-0002.npz"]
    assert store.current()[0] == 2


def test_an_evaluation_shows_ours_beside_the_baseline_by_source():
    """Written in two places: a model of one place's words says little of the other's, the lexicon does."""
    found = evaluate(two_offices(), of_code=of_topics(), other=OTHER_TOPIC, number=3)
    assert found["sources"] == {"上乡": 60, "下乡": 60}
    assert found["cross_validation"]["tested"] == 120
    for source in found["sources"]:
        figures = found["other_source"][source]
        assert figures["tested"] == 60
        assert figures["ours"]["accuracy"] > figures["baseline"]["accuracy"]
        assert set(figures["ours"]) >= {"macro_f1", "proposed", "right_of_proposed"}


def test_a_source_that_leaves_too_little_to_learn_from_is_left_out():
    one = [each for each in two_offices() if each.source == "上乡"]
    some = [each for each in two_offices() if each.source == "下乡"][:20]
    found = evaluate(one + some, of_code=of_topics(), other=OTHER_TOPIC, number=4)
    assert list(found["other_source"]) == ["下乡"]
