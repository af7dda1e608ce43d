"""What is typed as a condition's value, in both languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from hemu.disputes.models import State
from hemu.rulebook.facts import FACTS
from hemu.rulebook.row_form import typed, wanted

STATES = [State.REGISTERED, State.FOLLOWING]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("between", [", ", "，", "、", ";"])
def test_names_of_several_words_are_one_value_each(language: str, between: str) -> None:
    with override(language):
        text = between.join(str(state.label) for state in STATES)
        assert wanted(FACTS["state"], "one_of", text) == STATES


def test_a_code_may_be_typed_by_its_name() -> None:
    assert wanted(FACTS["source"], "is", "走访") == "visit"
    assert wanted(FACTS["source"], "is", "visit") == "visit"


@pytest.mark.parametrize("text", ["1 5", "1, 5", "1、5", "1；5", "1，\u30005"])
def test_numbers_may_be_parted_by_blanks(text: str) -> None:
    assert wanted(FACTS["people"], "one_of", text) == [1, 5]
    assert wanted(FACTS["people"], "between", text) == [1, 5]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_a_form_shows_can_be_sent_back(language: str) -> None:
    with override(language):
        assert wanted(FACTS["people"], "one_of", typed(FACTS["people"], [3, 4])) == [3, 4]
