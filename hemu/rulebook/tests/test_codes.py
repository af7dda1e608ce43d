"""Code lists: the reports' seven kinds inside the fuller list, the ministry's eighteen, edits with dates."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.orgs.actor import system_actor
from hemu.rulebook import actions, codes
from hemu.rulebook.install import install_defaults
from hemu.rulebook.models import Code
from hemu.rulebook.store import NotInForce

pytestmark = [pytest.mark.django_db, pytest.mark.req("S12")]
BY = system_actor("规则")


def test_words_for_codes():
    assert codes.label("kinds", 903) == "山林矿产"
    assert codes.label("kinds", "0903") == "山林矿产"
    assert codes.full_label("kinds", 903) == "土地及资源权属纠纷 · 山林矿产"
    assert codes.label("kinds", 9999) == "9999"
    assert codes.label("kinds", None) == ""
    assert codes.label("scale", "02") == "一般群体性事件"
    with pytest.raises(NotInForce):
        codes.label("no such list", 1)


def test_two_levels_of_kinds():
    groups = codes.grouped_choices("kinds")
    assert len(groups) == 17
    assert dict(groups)["邻里纠纷"][0] == ("0201", "用水排水通行通风采光")
    assert dict(groups)["其他纠纷"] == [("9900", "其他纠纷")]
    assert len(codes.choices("kinds")) == sum(len(members) for _name, members in groups) == 82
    assert codes.is_code("kinds", 9900)
    assert not codes.is_code("kinds", 900)
    assert not codes.is_code("kinds", 998)


def test_every_kind_has_a_place_in_both_reports():
    assert len(codes.choices("moj")) == 18
    assert len(codes.choices("reports")) == 7
    moj = {label for _code, label in codes.choices("moj")}
    reports = {label for _code, label in codes.choices("reports")}
    for code, _label in codes.choices("kinds"):
        assert codes.moj_kind(int(code)) in moj
        assert codes.report_kind(int(code)) in reports
    assert {codes.moj_kind(int(code)) for code, _label in codes.choices("kinds")} == moj
    assert {codes.report_kind(int(code)) for code, _label in codes.choices("kinds")} == reports


@pytest.mark.parametrize(
    ("kind", "moj", "report"),
    [
        (101, "婚姻家庭纠纷", "婚姻家庭纠纷"),
        (201, "邻里纠纷", "邻里纠纷"),
        (804, "合同纠纷", "债务纠纷"),
        (902, "房屋宅基地纠纷", "农村宅基地纠纷"),
        (903, "山林土地纠纷", "山林土地纠纷"),
        (503, "道路交通事故纠纷", "其他纠纷"),
        (1102, "征地拆迁纠纷", "其他纠纷"),
        (701, "其他劳动争议纠纷", "工资劳务纠纷"),
        (710, "拖欠农民工工资纠纷", "工资劳务纠纷"),
        (612, "旅游纠纷", "其他纠纷"),
        (613, "电子商务纠纷", "其他纠纷"),
        (601, "其他消费纠纷", "其他纠纷"),
    ],
)
def test_counterparts(kind, moj, report):
    assert (codes.moj_kind(kind), codes.report_kind(kind)) == (moj, report)


@pytest.mark.parametrize(("kind", "since"), [(612, (2013, 10, 1)), (613, (2019, 1, 1)), (710, (2020, 5, 1))])
def test_what_the_ministry_counts_apart_is_a_kind_from_the_day_of_its_law(kind, since):
    first = date(*since)
    assert codes.is_code("kinds", kind, first)
    assert not codes.is_code("kinds", kind, first - timedelta(days=1))
    group = next(
        members
        for _name, members in codes.grouped_choices("kinds", first)
        if int(members[0][0]) // 100 == kind // 100
    )
    assert [code for code, _label in group] == sorted(code for code, _label in group)


def test_a_newer_release_adds_its_codes_where_they_stand_and_leaves_the_office_its_own():
    before = codes.choices("kinds")
    Code.objects.filter(list="kinds", code__in=("0710", "0612")).delete()
    actions.add_code("kinds", "0710", "工地伙食费", parent="0700", maps={"moj": "11"}, by=BY)
    actions.close_code("kinds", "0613", on=date(2020, 1, 1), by=BY)
    assert install_defaults() == 1
    assert [code for code, _label in codes.choices("kinds")] == [code for code, _label in before]
    assert codes.label("kinds", 710) == "工地伙食费"
    assert codes.moj_kind(710) == "其他劳动争议纠纷"
    assert codes.moj_kind(612) == "旅游纠纷"
    assert not codes.is_code("kinds", 613, date(2020, 1, 1))
    assert install_defaults() == 0


def test_a_county_adds_renames_and_closes_its_own_codes():
    with clock.at(datetime(2018, 5, 1, tzinfo=UTC)):
        actions.add_code("kinds", "0905", "水电站移民用地", parent="0900", maps={"moj": "7"}, by=BY)
        assert ("0905", "水电站移民用地") in codes.choices("kinds", date(2018, 5, 1))
        assert codes.moj_kind(905) == "山林土地纠纷"
        assert codes.report_kind(905) == "山林土地纠纷"
        assert [code for code, _ in dict(codes.grouped_choices("kinds"))["土地及资源权属纠纷"]] == [
            "0901", "0902", "0903", "0904", "0905", "0999",
        ]  # fmt: skip
    with clock.at(datetime(2018, 6, 1, tzinfo=UTC)):
        actions.rename_code("kinds", "0905", "库区用地", by=BY)
        assert codes.label("kinds", 905, date(2018, 5, 20)) == "水电站移民用地"
        assert codes.label("kinds", 905, date(2018, 6, 1)) == "库区用地"
        actions.close_code("kinds", "0905", on=date(2018, 7, 1), by=BY)
    assert not codes.is_code("kinds", 905, date(2018, 7, 1))
    assert codes.is_code("kinds", 905, date(2018, 6, 30))
    assert codes.label("kinds", 905, date(2019, 1, 1)) == "库区用地"


@pytest.mark.parametrize(
    ("code", "label", "parent", "field"),
    [
        ("905", "短", "0900", "code"),
        ("09a5", "字母", "0900", "code"),
        ("0903", "重复", "0900", "code"),
        ("0905", " ", "0900", "label"),
        ("0905", "无上级", "0800x", "parent"),
    ],
)
def test_bad_codes_are_refused_by_field(code, label, parent, field):
    with pytest.raises(Refused) as refusal:
        actions.add_code("kinds", code, label, parent=parent, by=BY)
    assert refusal.value.field == field


def test_no_such_list_or_code():
    with pytest.raises(Missing):
        actions.add_code("moons", "1", "月", by=BY)
    with pytest.raises(Missing):
        actions.close_code("kinds", "0998", by=BY)
