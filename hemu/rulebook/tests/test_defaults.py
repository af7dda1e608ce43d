"""What a new county starts with says what the reports and the law say."""

from datetime import date, datetime
from typing import Any

import pytest

from hemu.kernel.clock import CHINA
from hemu.orgs.models import UnitKind
from hemu.rulebook import calendar, evaluate, words
from hemu.rulebook.checking import problems, try_examples
from hemu.rulebook.defaults import TABLES
from hemu.rulebook.facts import FACTS
from hemu.rulebook.install import after_migrate, install_defaults
from hemu.rulebook.models import Code, RuleTable, Status
from hemu.rulebook.tables import SPECS

pytestmark = pytest.mark.django_db
DAY = date(2018, 5, 7)


def colour(facts):
    return evaluate("rating", facts, on=DAY).value["colour"]


def rules(table, facts):
    return [ground.rule for ground in evaluate(table, facts, on=DAY).grounds]


@pytest.mark.parametrize("table", sorted(TABLES))
def test_default_tables_are_sound_and_do_what_their_examples_say(table):
    rows, examples = TABLES[table]
    assert problems(table, rows) == []
    assert [tried.name for tried in try_examples(table, rows, examples) if not tried.passed] == []
    assert set(TABLES) == set(SPECS)


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_default_says_where_it_comes_from_and_reads_only_known_facts(table):
    rows, _examples = TABLES[table]
    assert all(row["source"] for row in rows)
    assert {item["fact"] for row in rows for item in row["when"]} <= set(FACTS)
    ours = [row for row in rows if row["source"] == "本地规定" and table == "rating"]
    assert all(row["note"] for row in ours)


def test_every_default_rule_can_be_the_one_that_speaks():
    """A rule that can never be heard is a rule that misleads its reader."""
    for table, (rows, _examples) in TABLES.items():
        for row in rows:
            facts = {item["fact"]: _satisfying(item) for item in row["when"]}
            assert row["id"] in rules(table, facts), (table, row["id"])


def _satisfying(item):
    return item["value"][0] if item["op"] in ("one_of", "between") else item["value"]


CASES: dict[str, tuple[dict[str, Any], int]] = {
    "qxn-1": ({"linked_disputes": 3, "police_incidents": 1, "kind": 101}, 2),
    "qxn-2": ({"recurring_years": 10, "settleable_on_spot": True, "people": 2, "kind": 903}, 1),
    "qxn-4": ({"self_harm": True, "police_incidents": 1, "kind": 101}, 3),
    "qxn-6": ({"settleable_on_spot": True, "kind": 201}, 1),
    "qxn-7": ({"kind": 201}, 1),
    "zc-red": ({"revenge_on_society": True, "threat_violence": True, "may_escalate": True}, 3),
    "zc-orange": ({"failed_mediations": 2, "households": 30, "complex_matter": True, "kind": 903}, 2),
    "zc-blue": ({"households": 2, "injury": False, "settleable_on_spot": True, "kind": 201}, 1),
    "zc-vertical": ({"subject_unclear": True, "responsible_units": 3, "kind": 903}, 1),
    "zc-horizontal": ({"sued": True, "kind": 804}, 1),
    "dc-1": ({"settleable_on_spot": True, "kind": 202}, 1),
}
"""Facts of the incidents that the reports tell, and the colour they come out as."""


@pytest.mark.req("A1")
@pytest.mark.parametrize("case", sorted(CASES))
def test_incidents_of_the_reports_come_out_as_they_should(case):
    facts, expected = CASES[case]
    assert colour(facts) == expected


@pytest.mark.req("A1")
@pytest.mark.parametrize("fact", ["threat_violence", "revenge_on_society", "may_escalate", "self_harm"])
def test_danger_to_anyone_is_red_whatever_else_is_recorded(fact):
    facts = {fact: True, "settleable_on_spot": True, "failed_mediations": 0, "people": 2}
    assert colour(facts) == 3
    assert colour({**facts, fact: False}) == 1


@pytest.mark.req("A1")
@pytest.mark.parametrize(
    ("failed", "people", "households", "complex_matter", "expected"),
    [
        (2, 10, None, None, 2),
        (3, None, 5, None, 2),
        (2, 2, 1, True, 2),
        (2, 9, 4, False, 1),
        (1, 100, 50, True, 1),
        (None, 100, 50, True, 1),
    ],
)
def test_orange_needs_two_failed_mediations_and_many_people_or_a_complex_matter(
    failed, people, households, complex_matter, expected
):
    facts = {
        "failed_mediations": failed,
        "people": people,
        "households": households,
        "complex_matter": complex_matter,
    }
    assert colour(facts) == expected


@pytest.mark.req("A2")
def test_all_rules_that_fired_are_grounds_with_their_facts():
    verdict = evaluate("rating", CASES["zc-orange"][0], on=DAY)
    found = {ground.rule: dict(ground.facts) for ground in verdict.grounds}
    assert found == {
        "orange-many-households": {"failed_mediations": 2, "households": 30},
        "orange-complex": {"failed_mediations": 2, "complex_matter": True},
    }
    assert verdict.grounds[0].in_words() == ["已组织调解未成：2 次", "涉及户数：30 户"]


@pytest.mark.req("R5")
def test_red_reports_to_the_government_at_once_and_alarms_the_level_above():
    value = evaluate("routing", {"colour": 3}, on=DAY).value
    assert value["report_to"] == ["TOWNSHIP_GOVERNMENT"]
    assert value["at_once"]
    assert value["alarm_above"]


@pytest.mark.req("R5")
def test_orange_goes_to_the_joint_units():
    value = evaluate("routing", {**CASES["zc-orange"][0], "colour": 2}, on=DAY).value
    assert value["way"] == "vertical"
    assert value["joint"]
    assert "DEPARTMENT" in value["joint_kinds"]
    assert "report_to" not in value


@pytest.mark.req("R5", "R1")
def test_blue_is_settled_on_the_spot_with_an_agreement():
    value = evaluate("routing", {**CASES["zc-blue"][0], "colour": 1}, on=DAY).value
    assert value["way"] == "internal"
    assert value["on_the_spot"]
    assert value["agreement"]
    assert "alarm_above" not in value


@pytest.mark.req("R2")
def test_unclear_subject_or_several_units_go_up_to_the_centre():
    for facts in ({"subject_unclear": True}, {"responsible_units": 2}):
        value = evaluate("routing", {"colour": 1, **facts}, on=DAY).value
        assert (value["way"], value["target_kinds"]) == ("vertical", ["TOWNSHIP_CENTRE"])
        assert "on_the_spot" not in value


@pytest.mark.req("R3")
def test_a_matter_before_the_court_goes_across():
    for colour_now in (1, 2, 3):
        value = evaluate("routing", {"colour": colour_now, "sued": True}, on=DAY).value
        assert value["way"] == "horizontal"
        assert value["target_kinds"] == ["COURT", "LEGAL_BRIGADE", "JUDICIAL_OFFICE"]
        assert "on_the_spot" not in value


@pytest.mark.law("土地管理法14", "森林法22")
def test_ownership_that_government_decides_is_not_settled_by_mediation():
    facts = {"colour": 1, "ownership_undetermined": True}
    assert evaluate("routing", {**facts, "kind": 902}, on=DAY).value["article"] == "土地管理法14"
    assert evaluate("routing", {**facts, "kind": 903}, on=DAY).value["article"] == "森林法22"
    assert evaluate("routing", {**facts, "kind": 903}, on=DAY).value["not_mediable"]
    assert "not_mediable" not in evaluate("routing", {"colour": 1, "kind": 903}, on=DAY).value


@pytest.mark.law("人民调解法25", "反家庭暴力法14")
def test_possible_offences_are_reported_to_the_police():
    for facts in ({"suspected_offence": True}, {"domestic_violence": True, "incapable_victim": True}):
        assert evaluate("routing", facts, on=DAY).value["report_police"]


@pytest.mark.law(
    "人民调解工作若干规定33", "劳动争议调解仲裁法14", "人民调解法33", "信访工作条例22", "信访工作条例34"
)
@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ({"clock": "mediation", "kind": 201}, 30),
        ({"clock": "mediation", "kind": 701}, 15),
        ({"clock": "confirmation"}, 30),
        ({"clock": "petition_forward"}, 15),
        ({"clock": "petition_answer"}, 60),
        ({"clock": "petition_extension"}, 30),
        ({"clock": "petition_review_window"}, 30),
        ({"clock": "petition_review"}, 30),
    ],
)
def test_terms_that_the_law_sets(facts, days):
    for colour_now in (0, 1, 2, 3):
        verdict = evaluate("clock", {**facts, "colour": colour_now}, on=DAY)
        assert verdict.value == {"amount": days, "unit": "days"}
        assert verdict.grounds[0].source != "本地规定"


@pytest.mark.parametrize("state", [10, 20, 30, 40, 50, 60, 70, 80])
def test_every_state_has_a_clock_and_red_never_waits_for_office_hours(state):
    start = datetime(2018, 2, 15, 9, tzinfo=CHINA)
    dues = []
    for colour_now in (3, 2, 1):
        value = evaluate("clock", {"clock": "state", "state": state, "colour": colour_now}, on=DAY).value
        dues.append(calendar.deadline(start, value["amount"], value["unit"]))
        if colour_now == 3 and state <= 50:
            assert value["unit"] == "hours"
    assert dues == sorted(dues)


def test_what_no_row_speaks_of_has_no_clock():
    assert evaluate("clock", {"clock": "state", "state": 95, "colour": 1}, on=DAY).value == {}


@pytest.mark.req("S11")
def test_small_matters_are_reported_quickly_and_large_ones_at_once():
    large = evaluate("reporting", {"colour": 3}, on=DAY).value
    small = evaluate("reporting", {"colour": 1}, on=DAY).value
    assert (large["level"], large["amount"], large["unit"]) == ("urgent", 1, "hours")
    assert (small["level"], small["amount"], small["unit"]) == ("ordinary", 1, "working_days")
    assert (large["by_registering"], small["by_registering"]) == (False, True)


@pytest.mark.req("S11")
@pytest.mark.law("人民调解法25")
@pytest.mark.parametrize(
    "facts",
    [
        {"suspected_offence": True},
        {"colour": 1, "domestic_violence": True, "minors": True},
        {"colour": 0, "injury": True},
        {"people": 30},
    ],
)
def test_large_matters_are_large_before_anybody_rated_them(facts):
    value = evaluate("reporting", facts, on=DAY).value
    assert value["level"] == "urgent"
    assert "COUNTY_CENTRE" in value["report_to"]


@pytest.mark.req("F1")
def test_every_followed_dispute_is_looked_at_at_least_monthly():
    for facts in ({"colour": 1}, {"colour": 2}, {"colour": 3}, {"recurring_years": 10}, {"relapses": 1}, {}):
        value = evaluate("followup", facts, on=DAY).value
        assert 0 < value["first_days"] <= 30
        assert 0 < value["every_days"] <= 30
        assert value["times"] >= 1


@pytest.mark.req("F2")
def test_recurring_and_complex_disputes_are_followed_by_name():
    for facts in ({"colour": 1, "recurring_years": 10}, {"colour": 1, "complex_matter": True}, {"colour": 3}):
        assert evaluate("followup", facts, on=DAY).value["targeted"]
    assert not evaluate("followup", {"colour": 1}, on=DAY).value["targeted"]


@pytest.mark.req("A3")
def test_reviews_come_sooner_the_higher_the_colour():
    every = [evaluate("review", {"colour": c}, on=DAY).value["every_days"] for c in (3, 2, 1)]
    assert every == sorted(every)


def test_target_kinds_are_kinds_of_unit():
    for row in TABLES["routing"][0]:
        for part in ("target_kinds", "joint_kinds", "report_to"):
            assert set(row["then"].get(part, ())) <= set(UnitKind.__members__)


def test_installing_again_changes_nothing_and_fills_only_gaps():
    tables, codes = RuleTable.objects.count(), Code.objects.count()
    assert install_defaults() == 0
    after_migrate()
    assert (RuleTable.objects.count(), Code.objects.count()) == (tables, codes)


def test_rules_of_a_newer_release_are_put_up_as_a_draft_and_decide_nothing(monkeypatch):
    rows, _examples = TABLES["review"]
    newer = [{**row, "then": {"every_days": 2}} for row in rows]
    monkeypatch.setitem(TABLES, "review", (newer, [{"name": "红", "facts": {}, "expect": {"every_days": 2}}]))
    assert install_defaults() == 1
    assert install_defaults() == 0
    draft = RuleTable.objects.get(name="review", version=2)
    assert (draft.status, draft.valid_from) == (Status.DRAFT, None)
    assert evaluate("review", {"colour": 3}, on=DAY).value == {"every_days": 1}


def test_a_long_term_is_read_in_groups_of_digits():
    assert words.term(10950, "days") == "10,950 天"
    assert words.term(3, "working_days") == "3 个工作日"
