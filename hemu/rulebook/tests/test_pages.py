"""The rulebook's pages: everyone at work may read the rules, administrators revise them."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from hemu.kernel import clock
from hemu.rulebook import calendar, codes, evaluate
from hemu.rulebook.defaults import TABLES
from hemu.rulebook.facts import FACTS
from hemu.rulebook.forms import ExampleForm
from hemu.rulebook.models import Holiday, RuleTable, Status
from hemu.rulebook.row_form import RowForm
from hemu.rulebook.tables import SPECS

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 5, 1, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_2018():
    with clock.at(NOW):
        yield


@pytest.fixture
def reader(client, cast):
    client.force_login(cast.people["officer"])
    return client


@pytest.fixture
def manager(client, cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(cast.people["administrator"])
    return client


def text(response):
    return response.content.decode()


@pytest.mark.req("A1")
def test_the_list_of_tables_says_whether_their_examples_pass(reader):
    page = text(reader.get(reverse("rulebook:index")))
    assert "三色定级" in page
    assert page.count("个全部相符") == len(SPECS)


@pytest.mark.req("A1")
@pytest.mark.parametrize("name", sorted(SPECS))
def test_every_table_can_be_read(reader, name):
    page = text(reader.get(reverse("rulebook:table", args=[name])))
    assert "第 1 版的规则" in page
    assert "起草修订" not in page
    assert "不符" not in page


@pytest.mark.req("A2")
def test_anyone_can_try_facts_and_see_the_grounds(reader):
    asked = {"try": "1", "f_failed_mediations": "2", "f_complex_matter": "yes"}
    page = text(reader.get(reverse("rulebook:table", args=["rating"]), asked))
    assert "已组织两次以上调解未成，且情况复杂" in page
    assert "已组织调解未成：2 次；情况复杂：是" in page
    assert "可能改变结果的要素" in page


def test_trying_nonsense_keeps_what_was_typed(reader):
    page = reader.get(reverse("rulebook:table", args=["rating"]), {"try": "1", "f_people": "many"})
    assert page.status_code == 200
    assert 'value="many"' in text(page)


@pytest.mark.parametrize(
    "path",
    [
        "/rules/moons/",
        "/rules/rating/99/",
        "/rules/rating/?on=1950-01-01",
        "/rules/codes/moons/",
        "/rules/calendar/1900/",
    ],
)
def test_what_is_not_there_is_404(reader, path):
    assert reader.get(path).status_code == 404


@pytest.mark.req("O4")
@pytest.mark.parametrize(
    ("name", "args", "data"),
    [
        ("draft", ["rating"], {}),
        ("activate", ["rating", 1], {"valid_from": "2018-06-01", "why": "试"}),
        ("discard", ["rating", 1], {}),
        ("withdraw", ["rating", 1], {}),
        ("new-row", ["rating", 1], {}),
        ("row", ["rating", 1, 0], {}),
        ("move-row", ["rating", 1, 1], {}),
        ("new-example", ["rating", 1], {}),
        ("example", ["rating", 1, 0], {}),
        ("year", [2018], {"day": "2018-05-08", "is_workday": "no", "name": "州庆"}),
        ("list", ["kinds"], {"act": "close", "code": "0901", "on": "2018-06-01"}),
    ],
)
def test_readers_change_nothing(reader, name, args, data):
    assert reader.post(reverse(f"rulebook:{name}", args=args), data).status_code == 403
    assert RuleTable.objects.filter(status=Status.DRAFT).count() == 0
    assert not Holiday.objects.exists()
    assert codes.is_code("kinds", 901)


def _draft(manager):
    manager.post(reverse("rulebook:draft", args=["rating"]))
    return RuleTable.objects.get(name="rating", version=2)


@pytest.mark.req("A1")
def test_an_administrator_revises_a_rule_from_draft_to_effect(manager):
    held = _draft(manager)
    position = next(n for n, row in enumerate(held.rows) if row["id"] == "orange-many-people")
    where = reverse("rulebook:row", args=["rating", 2, position])
    form = manager.get(where).context["form"]
    typed = _resent(form.initial)
    saved = manager.post(where, {**typed, "c1_value": "5", "seen": held.content_hash})
    assert saved.status_code == 302
    kept = RuleTable.objects.get(pk=held.pk).rows[position]
    assert kept == {
        **held.rows[position],
        "when": [held.rows[position]["when"][0], {"fact": "people", "op": "at_least", "value": 5}],
    }
    done = manager.post(
        reverse("rulebook:activate", args=["rating", 2]), {"valid_from": "2018-06-01", "why": "户均人口少"}
    )
    assert done.status_code == 302
    facts = {"failed_mediations": 2, "people": 6}
    assert evaluate("rating", facts, on=date(2018, 5, 31)).value["colour"] == 1
    assert evaluate("rating", facts, on=date(2018, 6, 1)).value["colour"] == 2
    page = text(manager.get(reverse("rulebook:version", args=["rating", 2])))
    assert "待生效" in page
    assert "户均人口少" in page


@pytest.mark.req("A1")
def test_a_failing_example_is_named_beside_the_button_and_the_reason_is_kept(manager):
    held = _draft(manager)
    position = next(n for n, row in enumerate(held.rows) if row["id"] == "red-self-harm")
    form = manager.get(reverse("rulebook:row", args=["rating", 2, position])).context["form"]
    typed = _resent(form.initial)
    manager.post(reverse("rulebook:row", args=["rating", 2, position]), {**typed, "delete": "1"})
    response = manager.post(
        reverse("rulebook:activate", args=["rating", 2]), {"valid_from": "2018-06-01", "why": "删去一条"}
    )
    assert response.status_code == 422
    assert "喝农药" in text(response)
    assert "删去一条" in text(response)
    assert "不符" in text(response)
    assert RuleTable.objects.get(pk=held.pk).status == Status.DRAFT


def test_a_rule_with_a_wrong_value_is_shown_again_as_typed(manager):
    _draft(manager)
    typed = {
        "id": "new-rule", "text": "新规则", "source": "本地规定", "t_colour": "2",
        "c0_fact": "people", "c0_op": "at_least", "c0_value": "许多",
    }  # fmt: skip
    response = manager.post(reverse("rulebook:new-row", args=["rating", 2]), typed)
    assert response.status_code == 422
    assert "应填数字" in text(response)
    assert "许多" in text(response)
    fine = manager.post(reverse("rulebook:new-row", args=["rating", 2]), {**typed, "c0_value": "50"})
    assert fine.status_code == 302
    kept = RuleTable.objects.get(name="rating", version=2).rows[-1]
    assert kept["when"] == [{"fact": "people", "op": "at_least", "value": 50}]
    assert kept["then"] == {"colour": 2}


def test_two_administrators_on_one_draft(manager):
    held = _draft(manager)
    manager.post(reverse("rulebook:move-row", args=["rating", 2, 1]), {"seen": held.content_hash})
    moved = RuleTable.objects.get(pk=held.pk)
    assert [row["id"] for row in moved.rows[:2]] == [row["id"] for row in reversed(held.rows[:2])]
    form = manager.get(reverse("rulebook:row", args=["rating", 2, 0])).context["form"]
    typed = _resent(form.initial)
    late = manager.post(
        reverse("rulebook:row", args=["rating", 2, 0]),
        {**typed, "note": "我的改动", "seen": held.content_hash},
    )
    assert late.status_code == 422
    assert "我的改动" in text(late)
    assert RuleTable.objects.get(pk=held.pk).rows == moved.rows


def _resent(initial):
    """What a browser sends back when nobody touched a form."""
    return {field: value for field, value in initial.items() if value not in (False, None)}


@pytest.mark.parametrize("name", sorted(SPECS))
def test_every_rule_and_example_survives_its_own_form(name):
    """Opening a rule and saving it without touching anything changes nothing."""
    spec, (rows, examples) = SPECS[name], TABLES[name]
    for row in rows:
        initial = RowForm.initial_of(spec, row)
        form = RowForm(spec, _resent(initial), initial=initial)
        assert form.is_valid(), (row["id"], form.errors)
        assert form.row() == row
    for example in examples:
        facts = [FACTS[fact] for fact in example["facts"]]
        initial = ExampleForm.initial_of(spec, example)
        filled = ExampleForm(spec, facts, _resent(initial), initial=initial)
        assert filled.is_valid(), (example["name"], filled.errors)
        assert filled.example() == example


def test_an_example_keeps_facts_that_no_rule_asks_about_any_more(manager):
    held = _draft(manager)
    position = next(n for n, item in enumerate(held.examples) if "amount" in item["facts"])
    where = reverse("rulebook:example", args=["rating", 2, position])
    typed = _resent(manager.get(where).context["form"].initial)
    assert manager.post(where, {**typed, "name": "改名"}).status_code == 302
    kept = RuleTable.objects.get(pk=held.pk).examples[position]
    assert kept == {**held.examples[position], "name": "改名"}


def test_a_draft_is_discarded_and_a_coming_version_called_off(manager):
    held = _draft(manager)
    manager.post(reverse("rulebook:discard", args=["rating", 2]))
    assert not RuleTable.objects.filter(pk=held.pk).exists()
    _draft(manager)
    manager.post(reverse("rulebook:activate", args=["rating", 2]), {"valid_from": "2018-06-01", "why": "试"})
    manager.post(reverse("rulebook:withdraw", args=["rating", 2]))
    assert RuleTable.objects.get(name="rating", version=2).status == Status.WITHDRAWN


def test_a_version_in_force_is_not_edited(manager):
    for name, args in (("row", ["rating", 1, 0]), ("activate", ["rating", 1]), ("discard", ["rating", 1])):
        assert manager.post(reverse(f"rulebook:{name}", args=args)).status_code == 409


@pytest.mark.req("S12")
def test_codes_are_searched_by_words_and_by_number(reader):
    page = text(reader.get(reverse("rulebook:lists"), {"q": "宅基"}))
    assert "宅基地使用" in page
    assert "土地及资源权属纠纷" in page
    assert "房屋宅基地纠纷" in page
    assert "医疗损害" not in page
    assert "0502" in text(reader.get(reverse("rulebook:lists"), {"q": "0502"}))
    assert "没有名称或代码含" in text(reader.get(reverse("rulebook:lists"), {"q": "月球"}))


@pytest.mark.req("S12")
def test_an_administrator_adds_a_code(manager):
    where = reverse("rulebook:list", args=["kinds"])
    typed = {"act": "add", "code": "0905", "label": "库区用地", "parent": "0900", "on": "2018-05-01"}
    assert manager.post(where, typed).status_code == 302
    assert codes.label("kinds", 905) == "库区用地"
    again = manager.post(where, typed)
    assert again.status_code == 422
    assert "这个代码用过了" in text(again)
    assert manager.post(where, {**typed, "act": "rename", "label": "水库用地"}).status_code == 302
    assert manager.post(where, {**typed, "act": "close"}).status_code == 302
    assert not codes.is_code("kinds", 905, date(2018, 5, 2))


def test_the_calendar_shows_holidays_and_days_worked_instead(reader):
    page = text(reader.get(reverse("rulebook:year", args=[2018])))
    assert "上班 250 天，休息 115 天" in page
    assert "02-15 – 02-21" in page
    assert "02-11、02-24" in page
    assert "登记一天" not in page


def test_an_unpublished_year_says_so(reader):
    assert "还没有公布或录入" in text(reader.get(reverse("rulebook:year", args=[2031])))


def test_an_administrator_declares_a_day_and_takes_it_back(manager):
    where = reverse("rulebook:year", args=[2018])
    assert manager.post(where, {"day": "2018-05-08", "is_workday": "no", "name": "州庆"}).status_code == 302
    assert not calendar.is_workday(date(2018, 5, 8))
    assert "州庆" in text(manager.get(where))
    assert manager.post(where, {"clear": "2018-05-08"}).status_code == 302
    assert calendar.is_workday(date(2018, 5, 8))
    wrong = manager.post(where, {"day": "2018-05-08", "is_workday": "no", "name": ""})
    assert wrong.status_code == 422
    assert manager.post(where, {"clear": "not a day"}).status_code == 422


def test_units_keep_their_order_when_a_rule_is_saved(manager):
    """A browser sends ticks in the order of the page; the court stays first."""
    manager.post(reverse("rulebook:draft", args=["routing"]))
    held = RuleTable.objects.get(name="routing", version=2)
    position = next(n for n, row in enumerate(held.rows) if row["id"] == "horizontal-sued")
    where = reverse("rulebook:row", args=["routing", 2, position])
    initial = manager.get(where).context["form"].initial
    typed = _resent(initial)
    ticks = ["POLICE_STATION", "JUDICIAL_OFFICE", "COURT", "LEGAL_BRIGADE"]
    manager.post(where, {**typed, "t_target_kinds": ticks})
    kept = RuleTable.objects.get(pk=held.pk).rows[position]["then"]["target_kinds"]
    assert kept == ["COURT", "LEGAL_BRIGADE", "JUDICIAL_OFFICE", "POLICE_STATION"]
