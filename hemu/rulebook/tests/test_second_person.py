"""A version of the rules takes effect by two people; by one only where there is no second, which is said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import translation

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.orgs.models import Person
from hemu.rulebook import actions, evaluate, queries
from hemu.rulebook.comparing import Change, compare
from hemu.rulebook.defaults.shape import LOCAL
from hemu.rulebook.models import RuleChange, RuleTable, Status, Step
from hemu.rulebook.tests.second import USERNAME, second_administrator

pytestmark = [pytest.mark.django_db, pytest.mark.req("A1")]
NOW = datetime(2018, 5, 1, 2, tzinfo=UTC)
JUNE = date(2018, 6, 1)
MANY = {"failed_mediations": 2, "people": 6}


@pytest.fixture(autouse=True)
def _in_2018(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    with clock.at(NOW):
        yield


@pytest.fixture
def other(cast):
    return second_administrator(cast)


def five_are_many(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    changed = [dict(row) for row in rows]
    many = next(row for row in changed if row["id"] == "orange-many-people")
    many["when"] = [many["when"][0], {"fact": "people", "op": "at_least", "value": 5}]
    return changed


def proposed(cast) -> RuleTable:
    by = cast.administrator
    draft = actions.draft("rating", by=by)
    actions.revise("rating", draft.version, rows=five_are_many(draft.rows), by=by)
    return actions.propose("rating", draft.version, valid_from=JUNE, why="户均人口少", by=by)


def colour(on: date) -> int:
    return int(evaluate("rating", MANY, on=on).value["colour"])


def steps(number: int) -> list[Step]:
    return [Step(row.step) for row in reversed(queries.history("rating", number))]


def test_nothing_holds_before_another_administrator_approves(cast, other):
    held = proposed(cast)
    assert colour(JUNE) == 1
    done = actions.approve("rating", held.version, note="已看试算", by=other)
    assert (colour(date(2018, 5, 31)), colour(JUNE)) == (1, 2)
    assert ("郑工" in done.proposed_by, "秦工" in done.activated_by, done.alone) == (True, True, False)
    assert steps(2) == [Step.DRAFTED, Step.REVISED, Step.PROPOSED, Step.APPROVED]
    assert queries.history("rating", 2)[0].note == "已看试算"
    assert "且涉及人数较多" in queries.history("rating", 2)[2].note


def test_who_proposed_cannot_approve_and_cannot_go_round_it(cast, other):
    held = proposed(cast)
    for act in (actions.approve, lambda *a, by: actions.refuse(*a, reason="不", by=by)):
        with pytest.raises(Refused) as refused:
            act("rating", held.version, by=cast.administrator)
        assert refused.value.code == "own_proposal"
    draft = actions.draft("review", by=cast.administrator)
    with pytest.raises(Refused) as refused:
        actions.activate("review", draft.version, valid_from=JUNE, why="试", by=cast.administrator)
    assert refused.value.code == "second_person"
    with pytest.raises(Forbidden):
        actions.approve("rating", held.version, by=cast.officer)


def test_alone_only_where_there_is_no_second_and_it_is_written_down(cast):
    draft = actions.draft("rating", by=cast.administrator)
    done = actions.activate("rating", draft.version, valid_from=JUNE, why="试", by=cast.administrator)
    assert done.alone
    assert steps(2)[-1] == Step.ALONE


def test_an_administrator_who_has_left_is_no_second(cast, other):
    Person.objects.filter(username=USERNAME).update(is_active=False)
    draft = actions.draft("rating", by=cast.administrator)
    assert actions.activate("rating", draft.version, valid_from=JUNE, why="试", by=cast.administrator).alone


def test_what_is_proposed_stands_still(cast, other):
    held = proposed(cast)
    with pytest.raises(Conflict):
        actions.revise("rating", held.version, rows=held.rows[1:], by=cast.administrator)
    with pytest.raises(Conflict):
        actions.discard("rating", held.version, by=cast.administrator)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        RuleTable.objects.filter(pk=held.pk).update(rows=[])
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        held.delete()


def test_a_refusal_says_why_and_the_draft_can_be_changed_again(cast, other):
    held = proposed(cast)
    with pytest.raises(Refused) as refused:
        actions.refuse("rating", held.version, reason=" ", by=other)
    assert refused.value.field == "reason"
    again = actions.refuse("rating", held.version, reason="八人为宜", by=other)
    assert (again.status, again.valid_from, again.proposed_by) == (Status.DRAFT, None, "")
    assert queries.history("rating", held.version)[0].note == "八人为宜"
    actions.revise("rating", held.version, rows=held.rows, by=cast.administrator)


def test_a_proposal_is_taken_back_by_who_made_it(cast, other):
    held = proposed(cast)
    with pytest.raises(Refused):
        actions.take_back("rating", held.version, by=other)
    assert actions.take_back("rating", held.version, by=cast.administrator).status == Status.DRAFT
    with pytest.raises(Conflict):
        actions.approve("rating", held.version, by=other)


def test_approved_after_its_day_it_holds_from_today(cast, other):
    held = proposed(cast)
    with clock.at(datetime(2018, 6, 10, 2, tzinfo=UTC)):
        assert actions.approve("rating", held.version, by=other).valid_from == date(2018, 6, 10)


def test_a_proposal_must_do_what_its_examples_say(cast, other):
    draft = actions.draft("rating", by=cast.administrator)
    rows = [row for row in draft.rows if row["id"] != "red-self-harm"]
    actions.revise("rating", draft.version, rows=rows, by=cast.administrator)
    with pytest.raises(Refused) as refused:
        actions.propose("rating", draft.version, valid_from=JUNE, why="试", by=cast.administrator)
    assert refused.value.code == "example_failed"
    assert "喝农药" in str(refused.value)


def test_the_steps_of_a_version_are_never_altered(cast, other):
    proposed(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleChange.objects.update(by="别人")
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleChange.objects.all().delete()


def test_going_back_is_a_new_version_with_the_old_content(cast, other):
    actions.approve("rating", proposed(cast).version, by=other)
    with clock.at(datetime(2018, 7, 1, 2, tzinfo=UTC)):
        back = actions.draft("rating", basis=1, by=cast.administrator)
        assert (back.version, back.basis, back.rows) == (
            3,
            1,
            RuleTable.objects.get(version=1, name="rating").rows,
        )
        day = clock.today()
        actions.propose("rating", 3, valid_from=day, why="恢复", by=cast.administrator)
        actions.approve("rating", 3, by=other)
        assert (colour(date(2018, 6, 30)), colour(day)) == (2, 1)


def test_two_versions_side_by_side(cast):
    draft = actions.draft("rating", by=cast.administrator)
    rows = five_are_many(draft.rows)
    rows = [rows[1], rows[0], *rows[3:]]
    added = {**rows[0], "id": "red-new", "text": "新的"}
    examples = [{**draft.examples[0], "name": "改了名"}, *draft.examples[1:]]
    held = actions.revise(
        "rating", draft.version, rows=[*rows, added], examples=examples, by=cast.administrator
    )
    found = compare(RuleTable.objects.get(name="rating", version=1), held)
    changes = {(pair.after or pair.before).id: pair for pair in found.pairs}
    assert changes["red-escalate"].change is Change.REMOVED
    assert changes["red-new"].change is Change.ADDED
    assert changes["orange-many-people"].parts == ("when",)
    assert [pair.change for pair in found.pairs].count(Change.MOVED) == 1
    assert found.differing == 4
    assert (found.examples_added, len(found.examples_removed)) == (["改了名"], 1)
    assert compare(held, held).is_same


def test_pages_from_proposal_to_approval_and_back(cast, other, client):
    version = reverse("rulebook:version", args=["rating", 2])
    client.force_login(cast.people["administrator"])
    client.post(reverse("rulebook:draft", args=["rating"]))
    held = RuleTable.objects.get(name="rating", version=2)
    actions.revise("rating", 2, rows=five_are_many(held.rows), by=cast.administrator)
    page = client.get(version).content.decode()
    assert "核对例子并提请批准" in page
    assert "秦工" in page
    typed = {"valid_from": "2018-06-01", "why": "户均人口少"}
    client.post(reverse("rulebook:activate", args=["rating", 2]), typed)
    page = client.get(version).content.decode()
    assert "等待另一名管理员批准" in page
    assert "收回提请" in page
    decide = reverse("rulebook:decide", args=["rating", 2])
    own = client.post(decide, {"do": "approve"})
    assert own.status_code == 422
    assert "不能自己批准" in own.content.decode()
    client.force_login(Person.objects.get(username=USERNAME))
    assert "规则版本待批准" in client.get("/").content.decode()
    assert "待您批准" in client.get("/rules/").content.decode()
    compared = client.get(reverse("rulebook:compare", args=["rating", 2])).content.decode()
    assert "1 条不同" in compared
    assert "涉及人数 不少于 5 人" in compared
    assert "涉及人数 不少于 10 人" in compared
    unsaid = client.post(decide, {"do": "refuse", "reason": ""})
    assert unsaid.status_code == 422
    assert "不批准的理由" in unsaid.content.decode()
    assert "自 2018-06-01 起生效" in client.post(decide, {"do": "approve"}, follow=True).content.decode()
    assert "提请，" in client.get(version).content.decode()
    with clock.at(datetime(2018, 7, 1, 2, tzinfo=UTC)):
        old = reverse("rulebook:version", args=["rating", 1])
        assert "回到这一版" in client.get(old).content.decode()
        back = client.post(reverse("rulebook:restore", args=["rating", 1]), follow=True)
        assert "恢复第 1 版的规则" in back.content.decode()
        same = client.get(reverse("rulebook:compare", args=["rating", 3]), {"with": 1}).content.decode()
        assert "完全相同" in same


def test_one_alone_is_told_so_before_and_the_version_says_so_after(cast, client):
    client.force_login(cast.people["administrator"])
    client.post(reverse("rulebook:draft", args=["rating"]))
    version = reverse("rulebook:version", args=["rating", 2])
    assert "没有第二名管理员" in client.get(version).content.decode()
    typed = {"valid_from": "2018-06-01", "why": "试"}
    client.post(reverse("rulebook:activate", args=["rating", 2]), typed)
    assert "一人启用</span>" in client.get(version).content.decode()


def test_nothing_to_compare_is_said(cast, client):
    client.force_login(cast.people["officer"])
    assert client.get(reverse("rulebook:compare", args=["rating", 1])).status_code == 404
    assert client.get(reverse("rulebook:compare", args=["rating", 1]), {"with": "9"}).status_code == 404


@pytest.mark.parametrize("name", ["rating", "routing", "clock"])
def test_every_page_says_how_its_table_is_read(cast, client, name):
    client.force_login(cast.people["officer"])
    page = client.get(reverse("rulebook:table", args=[name])).content.decode()
    assert "这张表怎么读、怎么改" in page
    said = {"rating": "取最高的一级", "routing": "逐项合并", "clock": "取最先成立的一条"}
    assert said[name] in page


def test_a_rule_of_ones_own_is_kept_under_one_name_in_either_language(cast, client):
    client.force_login(cast.people["administrator"])
    client.post(reverse("rulebook:draft", args=["rating"]))
    client.cookies.load({"django_language": "en"})
    where = reverse("rulebook:new-row", args=["rating", 2])
    source = client.get(where).context["form"].initial["source"]
    typed = {
        "id": "own", "text": "Own rule", "source": source, "t_colour": "2",
        "c0_fact": "people", "c0_op": "at_least", "c0_value": "50",
    }  # fmt: skip
    assert client.post(where, typed).status_code == 302
    held = RuleTable.objects.get(name="rating", version=2)
    assert held.rows[-1]["source"] == LOCAL
    with translation.override("en"):
        assert queries.lines(held)[-1].is_local
