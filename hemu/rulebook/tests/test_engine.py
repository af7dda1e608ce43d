"""How tables answer: policies, unknown facts, grounds."""

import pytest

from hemu.rulebook.checking import problems
from hemu.rulebook.engine import Ground, compile_table
from hemu.rulebook.facts import BadFact, known


def row(id_, when, then, **more):
    return {"id": id_, "text": id_, "when": when, "then": then, "source": "例", **more}


def cond(fact, op, value=None):
    return {"fact": fact, "op": op, "value": value}


def colours(*rows):
    return compile_table("rating", 7, rows)


@pytest.mark.parametrize(
    ("op", "value", "yes", "no"),
    [
        ("is", 3, 3, 2),
        ("at_least", 3, 4, 2),
        ("at_most", 3, 3, 4),
        ("one_of", [1, 5], 5, 2),
        ("between", [2, 4], 4, 5),
    ],
)
def test_operators(op, value, yes, no):
    table = colours(row("r", [cond("people", op, value)], {"colour": 3}))
    assert table.evaluate({"people": yes}).value == {"colour": 3}
    assert table.evaluate({"people": no}).value == {}


def test_present_asks_only_that_it_was_recorded():
    table = colours(row("r", [cond("weapon", "present")], {"colour": 3}))
    assert table.evaluate({"weapon": False}).value == {"colour": 3}
    assert table.evaluate({}).value == {}


@pytest.mark.req("A1")
def test_unknown_facts_are_not_guesses():
    table = colours(row("no-weapon", [cond("weapon", "is", False)], {"colour": 1}))
    assert table.evaluate({}).grounds == ()
    assert table.evaluate({"weapon": None}).grounds == ()
    assert table.evaluate({"weapon": False}).value == {"colour": 1}


def test_a_misspelt_or_mistyped_fact_is_an_error():
    table = colours(row("r", [], {"colour": 1}))
    for wrong in ({"wepon": True}, {"weapon": 1}, {"people": True}, {"people": "3"}, {"clock": 3}):
        with pytest.raises(BadFact):
            table.evaluate(wrong)


def test_known_drops_what_nobody_recorded():
    assert known({"weapon": None, "clock": "", "people": 0, "threat": False}) == {
        "people": 0,
        "threat": False,
    }


@pytest.mark.req("A2")
def test_highest_keeps_every_rule_that_fired_as_a_ground():
    table = colours(
        row("a", [cond("people", "at_least", 2)], {"colour": 2}),
        row("b", [cond("weapon", "is", True)], {"colour": 3}),
        row("c", [], {"colour": 1}, otherwise=True),
    )
    verdict = table.evaluate({"people": 5, "weapon": True, "injury": True})
    assert (verdict.value, verdict.version) == ({"colour": 3}, 7)
    assert [(g.rule, g.facts) for g in verdict.grounds] == [
        ("a", (("people", 5),)),
        ("b", (("weapon", True),)),
    ]
    assert [g.rule for g in table.evaluate({}).grounds] == ["c"]


def test_first_stops_at_the_topmost():
    table = compile_table(
        "review", 1, [row("a", [], {"every_days": 3}), row("b", [], {"every_days": 9}, otherwise=True)]
    )
    assert [g.rule for g in table.evaluate({}).grounds] == ["a"]


def test_merge_takes_groups_whole_and_names_only_the_rules_that_were_heard():
    table = compile_table(
        "routing",
        1,
        [
            row("alarm", [cond("colour", "is", 3)], {"alarm_above": True}),
            row("court", [cond("sued", "is", True)], {"way": "horizontal", "target_kinds": ["COURT"]}),
            row("spot", [cond("colour", "at_least", 1)], {"way": "internal", "on_the_spot": True}),
            row("rest", [], {"way": "internal"}, otherwise=True),
        ],
    )
    verdict = table.evaluate({"colour": 3, "sued": True})
    assert verdict.value == {"alarm_above": True, "way": "horizontal", "target_kinds": ["COURT"]}
    assert [g.rule for g in verdict.grounds] == ["alarm", "court"]
    assert [g.rule for g in table.evaluate({}).grounds] == ["rest"]


@pytest.mark.parametrize(
    ("above", "below", "never"),
    [
        ([], [("people", "is", 3)], True),
        ([("people", "at_least", 3)], [("people", "at_least", 5)], True),
        ([("people", "at_least", 5)], [("people", "at_least", 3)], False),
        ([("people", "at_most", 5)], [("people", "between", [2, 4])], True),
        ([("people", "between", [1, 9])], [("people", "one_of", [2, 3])], True),
        ([("people", "one_of", [2, 3])], [("people", "between", [2, 3])], False),
        ([("people", "present", None)], [("people", "is", 2)], True),
        ([("people", "is", 2)], [("people", "present", None)], False),
        ([("sued", "is", True)], [("people", "is", 2)], False),
        ([("people", "is", 2)], [("people", "is", 2), ("sued", "is", True)], True),
        ([("people", "is", 2), ("sued", "is", True)], [("people", "is", 2)], False),
    ],
)
def test_a_rule_below_one_that_always_fires_first_is_named(above, below, never):
    rows = [
        row(id_, [cond(*one) for one in when], {"amount": 1, "unit": "days"})
        for id_, when in (("above", above), ("below", below))
    ]
    assert bool(problems("clock", rows)) is never


def test_a_row_that_is_off_is_silent():
    assert colours(row("r", [], {"colour": 3}, off=True)).evaluate({}).value == {}


def test_the_answer_is_a_copy():
    table = colours(row("r", [], {"colour": 3}))
    table.evaluate({}).value["colour"] = 1
    assert table.evaluate({}).value == {"colour": 3}


def test_a_ground_goes_to_json_and_back():
    ground = Ground("r", "依据", (("people", 3),), "本地规定")
    assert Ground.from_json(ground.as_json()) == ground
