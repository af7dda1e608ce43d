"""S5: key dates, campaigns, what must be visited, and the check that leaves no gap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.loop.screening.campaigns import entries, matching, naming, occasions, pasting, proposing, queries
from hemu.loop.screening.campaigns.actions import (
    NewCampaign,
    NewTarget,
    add_targets,
    change_campaign,
    name_target,
    order_campaign,
    remove_target,
)
from hemu.loop.screening.campaigns.matching import How
from hemu.loop.screening.campaigns.models import Campaign, CampaignKind, Target, TargetKind
from hemu.loop.screening.models import ObjectKind
from hemu.loop.screening.tests.test_visits import GRID, visit
from hemu.loop.screening.visits import record_visit, review_visit
from hemu.rulebook.actions import rename_code
from hemu.rulebook.models import Code

pytestmark = [pytest.mark.django_db, pytest.mark.req("S5")]
VILLAGE, TOWN, SIBLING = 522725106201000, 522725106000000, 522725110201000
PHOTOLESS = {"latitude": None, "longitude": None, "accuracy": None}


def days(**over):
    today = clock.today()
    parts = {
        "region": TOWN,
        "kind": CampaignKind.CAMPAIGN,
        "name": "万警进万家",
        "since": today - timedelta(days=3),
        "until": today + timedelta(days=3),
        "entries": ("must_enter:01", "seven_entries:4"),
    }
    return NewCampaign(**{**parts, **over})


@pytest.fixture
def campaign(cast) -> Campaign:
    return order_campaign(days(), by=cast.coordinator)


def only(campaign, cast, *targets):
    add_targets(campaign, targets, by=cast.coordinator)
    return {line.target.name: line for line in queries.lines(campaign, cast.coordinator)}


@pytest.mark.parametrize(
    ("year", "code", "since", "until", "certain"),
    [
        (2026, "spring_festival", date(2026, 2, 15), date(2026, 2, 23), True),
        (2026, "dragon_boat", date(2026, 6, 19), date(2026, 6, 21), True),
        (2026, "mid_autumn", date(2026, 9, 25), date(2026, 9, 27), True),
        (2026, "lanterns", date(2026, 3, 3), date(2026, 3, 3), True),
        (2027, "spring_festival", date(2027, 2, 5), date(2027, 2, 11), False),
        (2027, "tomb_sweeping", date(2027, 4, 5), date(2027, 4, 5), False),
        (2025, "mid_autumn", date(2025, 10, 6), date(2025, 10, 6), True),
    ],
)
def test_key_dates_are_those_of_the_calendar(year, code, since, until, certain):
    found = {one.code: one for one in occasions.of_year(year)}[code]
    if (year, code) == (2025, "mid_autumn"):  # published as one with the national day
        assert found.since <= since <= found.until
        return
    assert (found.since, found.until, found.certain) == (since, until, certain)


def test_the_lists_of_places_are_data_that_an_administrator_edits(cast):
    assert entries.label("must_enter:01") == "建筑工地"
    assert len(dict(entries.choices())["十一个必进"]) == 11
    assert len(dict(entries.choices())["七进"]) == 7
    rename_code("must_enter", "01", "在建工地", by=cast.administrator)
    assert entries.label("must_enter:01") == "在建工地"
    assert Code.objects.filter(list_id="must_enter", label="在建工地").exists()


def test_who_leads_an_area_orders_a_campaign_there_and_nowhere_else(cast, campaign):
    assert [row.id for row in queries.campaigns(cast.grid_member, "now")] == [campaign.id]
    assert list(queries.campaigns(cast.stranger)) == []
    with pytest.raises(Forbidden):
        order_campaign(days(name="甲"), by=cast.grid_member)
    with pytest.raises(Forbidden):
        order_campaign(days(name="甲"), by=cast.stranger)
    with pytest.raises(Refused) as wrong:
        order_campaign(days(name="甲", until=date(2000, 1, 1)), by=cast.coordinator)
    assert wrong.value.field == "until"
    with pytest.raises(Refused) as again:
        order_campaign(days(), by=cast.coordinator)
    assert again.value.code == "done_already"
    assert order_campaign(days(), by=cast.coordinator, campaign_id=campaign.id).id == campaign.id


def test_a_campaign_from_above_reaches_the_grid_below(cast):
    order_campaign(days(region=522700000000000), by=cast.prefecture_coordinator)
    assert queries.campaigns(cast.grid_member, "now").count() == 1
    assert queries.campaigns(cast.stranger, "now").count() == 1


def test_only_who_may_order_it_changes_it_and_its_area_stays(cast, campaign):
    row = change_campaign(campaign, days(name="百日行动"), by=cast.county_coordinator)
    assert row.name == "百日行动"
    with pytest.raises(Refused):
        change_campaign(campaign, days(region=VILLAGE), by=cast.coordinator)
    with pytest.raises(Forbidden):
        change_campaign(campaign, days(), by=cast.grid_member)


def test_every_target_is_visited_in_the_period_or_named_as_missing(cast, campaign):
    targets = [
        NewTarget(TargetKind.HOUSEHOLD, "韦 国安", GRID),
        NewTarget(TargetKind.BUILDING_SITE, "安置房工地", VILLAGE, latitude=27.2008, longitude=107.5),
        NewTarget(TargetKind.MINE, "磷矿", GRID, latitude=27.21, longitude=107.5),
        NewTarget(TargetKind.VILLAGE, "荣院村", VILLAGE),
        NewTarget(TargetKind.HOUSEHOLD, "韦国安", GRID + 1),
        NewTarget(TargetKind.VILLAGE, "桐梓坡村", 522725106204000),
    ]
    add_targets(campaign, targets, by=cast.coordinator)
    before = queries.lines(campaign, cast.coordinator)
    assert [line.reached for line in before] == [None] * 6
    row = record_visit(visit(), by=cast.grid_member)
    found = {
        (line.target.name, line.target.region): line for line in queries.lines(campaign, cast.coordinator)
    }
    assert found["韦 国安", GRID].reached.how == How.SAME_NAME
    assert found["安置房工地", VILLAGE].reached.how == How.NEAR
    assert found["安置房工地", VILLAGE].reached.metres == pytest.approx(89, abs=1)
    assert found["荣院村", VILLAGE].reached.how == How.INSIDE
    assert found["磷矿", GRID].reached is None
    assert found["韦国安", GRID + 1].reached is None
    assert found["桐梓坡村", 522725106204000].reached is None
    review_visit(row, approve=False, reason="没有去", by=cast.grid_head, edition=1)
    assert not any(line.reached for line in queries.lines(campaign, cast.coordinator))


def test_a_visit_before_or_after_the_days_leaves_the_gap(cast, campaign):
    early = clock.now() - timedelta(days=5)
    record_visit(visit(started_at=early, ended_at=early), by=cast.grid_member)
    found = only(campaign, cast, NewTarget(TargetKind.HOUSEHOLD, "韦国安", GRID))
    assert found["韦国安"].reached is None


def test_a_visit_may_name_its_target(cast, campaign):
    add_targets(campaign, [NewTarget(TargetKind.OTHER, "老水井", GRID)], by=cast.coordinator)
    (target,) = queries.targets(campaign, cast.coordinator)
    record_visit(visit(**PHOTOLESS), by=cast.grid_member, target=naming.key_of(target))
    (line,) = queries.lines(campaign, cast.coordinator)
    assert line.reached.how == How.NAMED
    record_visit(visit(**PHOTOLESS), by=cast.grid_member, target="campaign:12x")
    record_visit(visit(**PHOTOLESS), by=cast.grid_member, target="again:12")


def test_a_reviewer_may_say_which_target_a_visit_answered(cast, campaign):
    add_targets(campaign, [NewTarget(TargetKind.OTHER, "老水井", GRID)], by=cast.coordinator)
    (target,) = queries.targets(campaign, cast.coordinator)
    row = record_visit(visit(**PHOTOLESS), by=cast.grid_member)
    with pytest.raises(Forbidden):
        name_target(target, row, by=cast.auxiliary)
    name_target(target, row, by=cast.grid_head)
    assert matching.reached(campaign)[target.id].visit_id == row.id


def test_targets_are_pasted_and_what_is_wrong_is_told_by_line(cast, campaign):
    text = "类别\t名称\t村或网格\t详细地点\t纬度\t经度\n" + "\n".join(
        [
            "建筑工地\t安置房\t荣院村\t大田坝\t27.2\t107.5",
            "矿山\t磷矿\t荣院村第一网格",
            "学校及周边\t荣院小学\t522725106201",
            "飞船\t一号\t荣院村",
            "矿山\t\t荣院村",
            "矿山\t远矿\t下司村",
            "矿山\t错矿\t荣院村\t\t107.5\t27.2",
            "户\t某户\t第一网格",
        ]
    )
    read = pasting.read(text, campaign, cast.coordinator)
    assert [one.number for one in read if one.wrong] == [5, 6, 7, 8, 9]
    good = [one.target for one in read if one.target]
    assert [(one.kind, one.region) for one in good] == [
        (TargetKind.BUILDING_SITE, VILLAGE),
        (TargetKind.MINE, GRID),
        (TargetKind.PLACE, VILLAGE),
    ]
    assert (good[0].latitude, good[2].entry) == (27.2, "must_enter:04")
    assert add_targets(campaign, good, by=cast.coordinator) == 3
    assert add_targets(campaign, good, by=cast.coordinator) == 0


def test_targets_lie_in_the_campaign_and_in_the_area_of_who_lists_them(cast, campaign):
    with pytest.raises(Refused):
        add_targets(campaign, [NewTarget(TargetKind.MINE, "矿", SIBLING)], by=cast.county_coordinator)
    with pytest.raises(Forbidden):
        add_targets(campaign, [NewTarget(TargetKind.MINE, "矿", GRID + 1)], by=cast.grid_member)
    with pytest.raises(Forbidden):
        add_targets(campaign, [NewTarget(TargetKind.MINE, "矿", GRID)], by=cast.county_viewer)


def test_a_target_taken_off_keeps_its_reason(cast, campaign):
    add_targets(campaign, [NewTarget(TargetKind.MINE, "废矿", GRID)], by=cast.coordinator)
    (target,) = queries.targets(campaign, cast.coordinator)
    with pytest.raises(Refused):
        remove_target(target, " ", by=cast.coordinator)
    with pytest.raises(Forbidden):
        remove_target(target, "已关", by=cast.grid_member)
    remove_target(target, "已关闭", by=cast.coordinator)
    assert queries.lines(campaign, cast.coordinator) == []
    with pytest.raises(Conflict):
        remove_target(target, "已关闭", by=cast.coordinator)
    kept = Target.objects.in_area(cast.coordinator).get()
    assert (kept.removed_by, kept.removed_why) == ("周丽", "已关闭")


def test_targets_are_proposed_from_figures(cast, campaign):
    for _n in range(3):
        register(report(kind=903), by=cast.officer)
    register(report(region=522725106204001), by=cast.officer)
    record_visit(visit(object_kind=ObjectKind.MINE, object_name="磷矿"), by=cast.grid_member)
    found = proposing.proposals(campaign, cast.coordinator)
    assert [(one.target.kind, one.target.name) for one in found] == [
        (TargetKind.VILLAGE, "荣院村"),
        (TargetKind.BOUNDARY, "荣院村大田坝"),
        (TargetKind.MINE, "磷矿"),
    ]
    add_targets(campaign, [found[0].target], by=cast.coordinator)
    assert len(proposing.proposals(campaign, cast.coordinator)) == 2


def test_progress_adds_up_by_area_kind_and_place_to_be_entered(cast, campaign):
    add_targets(
        campaign,
        [
            NewTarget(TargetKind.PLACE, "工地", GRID, entry="must_enter:01"),
            NewTarget(TargetKind.VILLAGE, "桐梓坡村", 522725106204000),
            NewTarget(TargetKind.OTHER, "镇政府", TOWN),
        ],
        by=cast.coordinator,
    )
    record_visit(visit(object_name="工地", campaign="万警进万家"), by=cast.grid_member)
    lines = queries.lines(campaign, cast.coordinator)
    areas = queries.by_area(queries.areas(campaign, cast.coordinator), lines)
    assert [(p.label, p.visited, p.waiting, p.missing) for p in areas if p.every] == [
        ("荣院村", 0, 1, 0),
        ("桐梓坡村", 0, 0, 1),
        ("本级", 0, 0, 1),
    ]
    assert [(p.label, p.every, p.waiting) for p in queries.by_entry(campaign, lines)] == [
        ("建筑工地", 1, 1),
        ("进学校", 0, 0),
    ]
    assert queries.progress(campaign, cast.coordinator).visited == 0
    assert sum(p.every for p in queries.by_kind(lines)) == 3
    put = queries.put_in(campaign, cast.coordinator)
    assert (put.visits, put.people, put.waiting) == (0, 0, 1)
    review_visit(
        queries.naming_visits(campaign, cast.coordinator).get(), approve=True, by=cast.grid_head, edition=1
    )
    put = queries.put_in(campaign, cast.coordinator)
    assert (put.visits, put.people, put.waiting) == (1, 4, 0)
    assert queries.progress(campaign, cast.coordinator).visited == 1
    total = queries.whole(queries.lines(campaign, cast.coordinator))
    assert (total.every, total.visited, total.waiting, total.missing) == (3, 1, 0, 2)


def test_an_archived_visit_counts_before_one_that_waits(cast, campaign):
    first = record_visit(visit(**PHOTOLESS), by=cast.grid_member)
    found = only(campaign, cast, NewTarget(TargetKind.HOUSEHOLD, "韦国安", GRID))
    assert (found["韦国安"].state, found["韦国安"].reached.visit_id) == ("waiting", first.id)
    second = record_visit(visit(**PHOTOLESS), by=cast.grid_member)
    review_visit(second, approve=True, by=cast.grid_head, edition=1)
    (line,) = queries.lines(campaign, cast.coordinator)
    assert (line.state, line.reached.visit_id) == ("visited", second.id)
