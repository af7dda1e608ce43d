"""Versions of a table: drafted, checked on their examples, in force from a day, never changed after."""

import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.orgs.actor import system_actor
from hemu.rulebook import actions, evaluate, store
from hemu.rulebook.models import Holiday, RuleTable, Status
from hemu.rulebook.store import NotInForce

BY = system_actor("县综治中心 管理员")
STRANGER = replace(BY, permissions=frozenset())
NOW = datetime(2018, 5, 1, 2, tzinfo=UTC)
TODAY, JUNE = date(2018, 5, 1), date(2018, 6, 1)
MANY = {"failed_mediations": 2, "people": 6}

pytestmark = [pytest.mark.django_db, pytest.mark.req("A1")]


@pytest.fixture(autouse=True)
def _may():
    with clock.at(NOW):
        yield


def lowered(version):
    """The draft's rows with the number of people lowered to five."""
    rows = [dict(row) for row in version.rows]
    row = next(row for row in rows if row["id"] == "orange-many-people")
    row["when"] = [row["when"][0], {"fact": "people", "op": "at_least", "value": 5}]
    return rows


def lower(valid_from=JUNE):
    version = actions.draft("rating", by=BY)
    actions.revise("rating", version.version, rows=lowered(version), by=BY)
    return actions.activate("rating", version.version, valid_from=valid_from, why="本县户均人口少", by=BY)


def colour(on):
    return evaluate("rating", MANY, on=on).value["colour"]


def test_a_version_holds_from_its_day_and_the_one_before_until_then():
    version = lower()
    assert (colour(date(2018, 5, 31)), colour(JUNE)) == (1, 2)
    assert evaluate("rating", {}, on=JUNE).version == version.version == 2
    assert RuleTable.objects.get(name="rating", version=1).valid_until == JUNE
    assert "管理员" in version.activated_by


def test_a_failing_example_keeps_a_version_from_taking_effect_and_is_named():
    version = actions.draft("rating", by=BY)
    rows = [row for row in version.rows if row["id"] != "red-self-harm"]
    actions.revise("rating", version.version, rows=rows, by=BY)
    with pytest.raises(Refused, match="喝农药") as refusal:
        actions.activate("rating", version.version, valid_from=JUNE, why="试", by=BY)
    assert refusal.value.code == "example_failed"
    assert RuleTable.objects.get(pk=version.pk).status == Status.DRAFT


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"text": ""}, "依据"),
        ({"source": " "}, "来源"),
        ({"then": {}}, "结论"),
        ({"then": {"colour": 7}}, "7"),
        ({"then": {"colour": 3, "way": "internal"}}, "way"),
        ({"when": [{"fact": "moon", "op": "is", "value": True}]}, "moon"),
        ({"when": [{"fact": "people", "op": "at_least", "value": "many"}]}, "涉及人数"),
        ({"when": [{"fact": "weapon", "op": "at_least", "value": 1}]}, "危险物品"),
        ({"when": [{"fact": "people", "op": "between", "value": [5, 1]}]}, "涉及人数"),
        ({"when": [{"fact": "people", "op": "like", "value": 5}]}, "涉及人数"),
        ({"id": ""}, "编号"),
        ({"id": "red-revenge"}, "重复"),
    ],
)
def test_an_unsound_row_is_named(change, says):
    version = actions.draft("rating", by=BY)
    rows = [dict(row) for row in version.rows]
    rows[0] = {**rows[0], **change}
    actions.revise("rating", version.version, rows=rows, by=BY)
    with pytest.raises(Refused, match=says):
        actions.activate("rating", version.version, valid_from=JUNE, why="试", by=BY)


def test_a_rule_without_conditions_may_not_hide_the_rest():
    version = actions.draft("followup", by=BY)
    rows = [{**version.rows[0], "when": []}, *version.rows[1:]]
    actions.revise("followup", version.version, rows=rows, by=BY)
    with pytest.raises(Refused, match="永远用不到"):
        actions.activate("followup", version.version, valid_from=JUNE, why="试", by=BY)


def test_examples_reasons_and_dates_are_required():
    version = actions.draft("rating", by=BY)
    with pytest.raises(Refused) as refusal:
        actions.activate("rating", version.version, valid_from=date(2018, 4, 30), why="试", by=BY)
    assert refusal.value.field == "valid_from"
    with pytest.raises(Refused) as refusal:
        actions.activate("rating", version.version, valid_from=JUNE, why=" ", by=BY)
    assert refusal.value.field == "why"
    actions.revise("rating", version.version, examples=[], by=BY)
    with pytest.raises(Refused) as refusal:
        actions.activate("rating", version.version, valid_from=JUNE, why="试", by=BY)
    assert refusal.value.code == "no_examples"


@pytest.mark.req("O4")
def test_only_those_who_manage_rules_change_them():
    for act in (
        lambda: actions.draft("rating", by=STRANGER),
        lambda: actions.revise("rating", 1, rows=[], by=STRANGER),
        lambda: actions.discard("rating", 1, by=STRANGER),
        lambda: actions.activate("rating", 1, valid_from=JUNE, why="试", by=STRANGER),
        lambda: actions.withdraw("rating", 1, by=STRANGER),
        lambda: actions.set_holiday(JUNE, is_workday=False, name="州庆", by=STRANGER),
        lambda: actions.clear_holiday(JUNE, by=STRANGER),
        lambda: actions.add_code("kinds", "0998", "新", by=STRANGER),
        lambda: actions.rename_code("kinds", "0901", "新", by=STRANGER),
        lambda: actions.close_code("kinds", "0901", by=STRANGER),
    ):
        with pytest.raises(Forbidden):
            act()
    assert not Holiday.objects.exists()


def test_what_has_been_in_force_is_not_called_off_but_what_is_to_come_can_be():
    lower()
    with pytest.raises(Refused):
        actions.withdraw("rating", 1, by=BY)
    actions.withdraw("rating", 2, by=BY)
    assert colour(JUNE) == 1
    assert RuleTable.objects.get(name="rating", version=1).valid_until is None


def test_a_second_version_of_the_same_day_replaces_the_first():
    lower()
    version = actions.draft("rating", by=BY)
    actions.activate("rating", version.version, valid_from=JUNE, why="改回", by=BY)
    assert colour(JUNE) == 1
    assert RuleTable.objects.get(name="rating", version=2).status == Status.WITHDRAWN


def test_a_version_between_two_others_ends_where_the_next_begins():
    july = date(2018, 7, 1)
    late = actions.draft("rating", by=BY)
    actions.activate("rating", late.version, valid_from=july, why="七月", by=BY)
    early = lower(JUNE)
    assert early.valid_until == july
    assert [colour(day) for day in (TODAY, JUNE, july)] == [1, 2, 1]


def test_a_draft_is_discarded_but_nothing_else_is():
    version = actions.draft("rating", by=BY)
    actions.discard("rating", version.version, by=BY)
    with pytest.raises(Conflict):
        actions.discard("rating", 1, by=BY)
    with pytest.raises(Missing):
        actions.discard("rating", 99, by=BY)
    with pytest.raises(Missing):
        actions.draft("moons", by=BY)


def test_two_editors_of_one_draft_do_not_overwrite_each_other():
    version = actions.draft("rating", by=BY)
    seen = version.content_hash
    actions.revise("rating", version.version, rows=lowered(version), seen=seen, by=BY)
    with pytest.raises(Conflict):
        actions.revise("rating", version.version, rows=[], seen=seen, by=BY)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE rulebook_ruletable SET rows = '[]' WHERE name = 'rating'",
        "UPDATE rulebook_ruletable SET valid_from = '2019-01-01' WHERE name = 'rating'",
        "UPDATE rulebook_ruletable SET status = 0 WHERE name = 'rating'",
        "DELETE FROM rulebook_ruletable WHERE name = 'rating'",
    ],
)
def test_the_database_keeps_what_has_been_in_force(sql):
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_table_that_does_not_hold_yet_is_an_error():
    with pytest.raises(NotInForce):
        evaluate("rating", {}, on=date(1950, 1, 1))
    with pytest.raises(NotInForce):
        evaluate("moons", {}, on=TODAY)


def test_a_rollback_takes_the_change_out_of_memory_too():
    assert colour(TODAY) == 1
    with transaction.atomic():
        lower(TODAY)
        assert colour(TODAY) == 2
        transaction.set_rollback(True)
    assert colour(TODAY) == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_else_sees_a_change_before_it_is_committed():
    seen = {}

    def look(name):
        try:
            store._looked_at = 0.0
            seen[name] = colour(TODAY)
        finally:
            connection.close()

    def look_elsewhere(name):
        thread = threading.Thread(target=look, args=(name,))
        thread.start()
        thread.join()

    with transaction.atomic():
        lower(TODAY)
        look_elsewhere("before")
    look_elsewhere("after")
    assert seen == {"before": 1, "after": 2}
    assert colour(TODAY) == 2


def test_another_process_notices_within_the_second(monkeypatch):
    assert colour(TODAY) == 1
    monkeypatch.setattr(store, "_changed_here", lambda: False)
    lower(TODAY)
    monkeypatch.setattr(store, "_looked_at", time.monotonic() + 60)
    assert colour(TODAY) == 1
    monkeypatch.setattr(store, "_looked_at", time.monotonic() - store.STAMP_SECONDS)
    assert colour(TODAY) == 2
    store._forget()
