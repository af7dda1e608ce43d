"""A draft tried on last month's disputes: counted for who manages rules, named for who may view them."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hemu.disputes.models import Dispute
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.disputes.trials import actions, queries, retention, work
from hemu.disputes.trials.asking import QUESTIONS
from hemu.disputes.trials.models import Trial, TrialChange
from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Refused
from hemu.loop.assessment.actions import confirm
from hemu.rulebook import actions as rules
from hemu.rulebook.models import RuleChange, RuleTable, Step
from hemu.rulebook.tables import SPECS

pytestmark = [pytest.mark.django_db, pytest.mark.req("A1")]
FEW: dict[str, Any] = {"failed_mediations": 2, "people": 6}
"""Blue while ten people are many; orange once five are."""


def drafted(cast, *, table: str = "rating", change: Any = None) -> RuleTable:
    held = rules.draft(table, by=cast.administrator)
    rows = [dict(row) for row in held.rows]
    (change or five_are_many)(rows)
    return rules.revise(table, held.version, rows=rows, by=cast.administrator)


def five_are_many(rows: list[dict[str, Any]]) -> None:
    many = next(row for row in rows if row["id"] == "orange-many-people")
    many["when"] = [many["when"][0], {"fact": "people", "op": "at_least", "value": 5}]


def tried(cast, held: RuleTable, days: int = 30) -> Trial:
    today = clock.today()
    return actions.start(held, since=today - timedelta(days=days), until=today, by=cast.administrator)


@pytest.fixture
def few(cast) -> Dispute:
    return register(report(title="水沟纠纷", facts=FEW), by=cast.officer)


def test_what_would_change_is_counted_by_the_rules_that_change_it(cast, few):
    confirm(few, by=cast.officer)
    register(report(), by=cast.officer)
    trial = tried(cast, drafted(cast))
    assert (trial.done, trial.total, trial.changed) == (2, 2, 1)
    assert trial.finished_at is not None
    [move] = queries.moves(trial)
    assert (move.before, move.after, move.count) == (1, 2, 1)
    [group] = queries.groups(trial)
    assert group.was == ["一般矛盾纠纷，可当场调解"]
    assert group.now == ["已组织两次以上调解未成，且涉及人数较多"]
    assert (trial.rated, trial.agreed_before, trial.agreed_after) == (1, 1, 0)
    assert RuleChange.objects.filter(step=Step.TRIED, by__contains="郑工").count() == 1
    untouched = Dispute.objects.unscoped(reason="test").get(pk=few.pk)
    assert (untouched.ledger_seq, untouched.proposed_colour) == (2, 1)


def test_only_the_period_and_the_area_of_who_asks_are_counted(cast, few):
    with clock.at(clock.now() - timedelta(days=40)):
        register(report(facts=FEW), by=cast.officer)
    assert tried(cast, drafted(cast)).done == 1
    assert tried(cast, RuleTable.objects.get(name="rating", version=2), days=60).done == 2


@pytest.mark.req("O4")
def test_names_are_read_only_by_posts_that_may_view_each_in_its_area(cast, few):
    trial = tried(cast, drafted(cast))
    assert [row.pk for row in queries.affected(trial, by=cast.officer)] == [few.pk]
    assert list(queries.affected(trial, by=cast.stranger)) == []
    with pytest.raises(Forbidden):
        queries.affected(trial, by=cast.administrator)
    [named] = queries.with_groups(trial, [few])
    assert [group.after_colour for group in named.groups] == [2]
    assert list(queries.affected(trial, by=cast.officer, place=1)) == []


@pytest.mark.req("O4")
def test_the_administrators_page_has_numbers_and_grounds_and_no_dispute(cast, few, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    drafted(cast)
    where = reverse("trials:trial", args=["rating", 2])
    client.force_login(cast.people["administrator"])
    assert "还没有试算过" in client.get(where).content.decode()
    today = clock.today()
    assert client.post(where, {"since": today - timedelta(30), "until": today}).status_code == 302
    page = client.get(where).content.decode()
    assert "且涉及人数较多" in page
    assert few.title not in page
    assert few.ref not in page
    assert "管规则，不看纠纷" in page
    beside = client.get(reverse("rulebook:version", args=["rating", 2])).content.decode()
    assert "1 件会有变化" in beside
    client.force_login(cast.people["officer"])
    assert few.title in client.get(where).content.decode()
    assert client.post(where, {"since": today, "until": today}).status_code == 403
    client.force_login(cast.people["stranger"])
    assert few.title not in client.get(where).content.decode()


def test_the_fields_keep_the_period_that_was_asked_and_an_empty_one_is_told(cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(
        cast.people["administrator"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    trial = tried(cast, drafted(cast, change=five_are_many))
    answer = client.get(f"/rules/rating/{trial.version}/trial/")
    assert "没有登记过可以试算的纠纷" in answer.content.decode()
    assert answer.context["form"].initial == {"since": trial.since, "until": trial.until}


def test_a_killed_trial_goes_on_where_it_stopped_and_counts_nothing_twice(cast, monkeypatch):
    for _ in range(5):
        register(report(facts=FEW), by=cast.officer)
    monkeypatch.setattr(work, "BATCH", 2)
    monkeypatch.setattr(work.advance, "__defaults__", (2,))
    trial = tried(cast, drafted(cast))
    assert (trial.done, trial.total, trial.finished_at) == (2, 5, None)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(work._Tally, "look_at", _killed)
        work.work_once()
    trial.refresh_from_db()
    assert trial.done == 2
    while work.work_once():
        pass
    trial.refresh_from_db()
    assert (trial.done, trial.changed, trial.groups[0]["count"]) == (5, 5, 5)
    assert trial.finished_at is not None
    assert TrialChange.objects.unscoped(reason="test").count() == 5


def _killed(*_given: Any) -> None:
    raise KeyboardInterrupt


def test_a_draft_that_was_changed_meanwhile_ends_its_trial(cast, few, monkeypatch):
    register(report(), by=cast.officer)
    monkeypatch.setattr(work.advance, "__defaults__", (1,))
    held = drafted(cast)
    trial = tried(cast, held)
    rules.revise("rating", held.version, rows=held.rows[1:], by=cast.administrator)
    assert work.work_once() == 0
    trial.refresh_from_db()
    assert trial.outdated
    assert queries.latest(RuleTable.objects.get(pk=held.pk)) is None


def test_every_table_that_is_asked_about_disputes_can_be_tried(cast, few):
    for name in QUESTIONS:
        trial = tried(cast, drafted(cast, table=name, change=lambda rows: rows.pop(0)))
        assert trial.done == 1, name


def test_a_clock_is_tried_in_every_state_that_the_dispute_may_come_through(cast, few):
    def shorter(rows: list[dict[str, Any]]) -> None:
        term = next(row for row in rows if row["id"] == "mediation")
        term["then"] = {"amount": 20, "unit": "days"}

    trial = tried(cast, drafted(cast, table="clock", change=shorter))
    [group] = queries.groups(trial)
    assert (group.question, group.before, group.after) == ("调解期限", ["30 天"], ["20 天"])


def test_what_cannot_be_tried_says_why(cast, few, client):
    held, today = drafted(cast), clock.today()
    for name in set(SPECS) - set(QUESTIONS):
        with pytest.raises(Refused) as refused:
            tried(cast, rules.draft(name, by=cast.administrator))
        assert refused.value.code == "not_of_disputes"
    with pytest.raises(Refused) as refused:
        tried(cast, RuleTable.objects.get(name="rating", version=1))
    assert refused.value.code == "in_force"
    for since, until, field in ((1, 2, "since"), (3, -1, "until"), (400, 0, "since")):
        with pytest.raises(Refused) as refused:
            days = today - timedelta(since), today - timedelta(until)
            actions.start(held, since=days[0], until=days[1], by=cast.administrator)
        assert refused.value.field == field
    with pytest.raises(Forbidden):
        actions.start(held, since=today, until=today, by=cast.officer)
    client.force_login(cast.people["officer"])
    assert "这就是现行版本" in client.get(reverse("trials:trial", args=["rating", 1])).content.decode()
    assert "不是对纠纷提问" in client.get(reverse("trials:trial", args=["worktime", 1])).content.decode()


def test_trials_are_forgotten_after_a_month_with_the_disputes_they_name(cast, few):
    tried(cast, drafted(cast))
    assert retention.forget_old() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert retention.forget_old() == 1
    assert not TrialChange.objects.unscoped(reason="test").exists()


@pytest.mark.req("O4")
def test_the_spreadsheet_has_what_the_page_shows_its_reader(cast, few, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    trial = tried(cast, drafted(cast))
    where = reverse("trials:export", args=[trial.pk])
    seen = {}
    for who in ("administrator", "officer", "stranger"):
        client.force_login(cast.people[who])
        sheets = CalamineWorkbook.from_filelike(BytesIO(client.get(where).content))
        rows = [row for name in sheets.sheet_names for row in sheets.get_sheet_by_name(name).to_python()]
        seen[who] = {str(cell) for row in rows for cell in row}
    assert "已组织两次以上调解未成，且涉及人数较多" in seen["administrator"]
    assert few.title not in seen["administrator"]
    assert {few.title, few.ref} <= seen["officer"]
    assert few.title not in seen["stranger"]


def test_progress_is_told_until_it_is_done(cast, few, client, monkeypatch):
    register(report(), by=cast.officer)
    monkeypatch.setattr(work.advance, "__defaults__", (1,))
    trial = tried(cast, drafted(cast))
    client.force_login(cast.people["officer"])
    where = reverse("trials:progress", args=[trial.pk])
    told = client.get(where)
    assert "正在试算" in told.content.decode()
    assert "HX-Refresh" not in told
    while work.work_once():
        pass
    assert client.get(where)["HX-Refresh"] == "true"
    assert client.get(reverse("trials:progress", args=[trial.pk + 1])).status_code == 404
