"""S4: what was visited and what wasn't, by area; each number opens a list of that length."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.loop.screening.coverage import queries, reading
from hemu.loop.screening.coverage.actions import (
    NewCount,
    NewPlace,
    list_places,
    remove_place,
    set_counts,
)
from hemu.loop.screening.coverage.models import KINDS, Count
from hemu.loop.screening.coverage.queries import Period, ever
from hemu.loop.screening.models import ObjectKind
from hemu.loop.screening.tests.test_visits import GRID, visit
from hemu.loop.screening.visits import record_visit, review_visit

pytestmark = [pytest.mark.django_db, pytest.mark.req("S4")]
HOUSEHOLD, EMPLOYER, RENTED = KINDS
VILLAGE = 522725106201000


def archived(cast, **over):
    row = record_visit(visit(**over), by=cast.grid_member)
    return review_visit(row, approve=True, by=cast.grid_head, edition=1)


@pytest.fixture
def register(cast):
    set_counts(
        [NewCount(GRID, HOUSEHOLD, 5, 20), NewCount(GRID + 1, HOUSEHOLD, 3, 9), NewCount(GRID, EMPLOYER, 1)],
        by=cast.grid_head,
    )
    places = [("韦国安", HOUSEHOLD), ("罗 老三", HOUSEHOLD), ("罗老四", HOUSEHOLD), ("砖厂", EMPLOYER)]
    list_places([NewPlace(GRID, kind, name, "1号") for name, kind in places], by=cast.grid_head)


def year():
    today = clock.today()
    return Period(today - timedelta(days=30), today)


def test_figures_say_what_was_visited_and_what_was_not(cast, register):
    archived(cast)
    archived(cast)
    archived(cast, object_name="罗老三", object_people=2)
    archived(cast, object_kind=ObjectKind.SHOP, object_name="商店", object_people=1)
    record_visit(visit(object_name="罗老四"), by=cast.grid_member)
    lines, total = queries.figures(cast.coordinator, None, year())
    homes = total.kinds[HOUSEHOLD]
    assert (homes.registered, homes.people, homes.objects, homes.missing) == (8, 29, 2, 6)
    assert (homes.reached, homes.unreached) == (4 + 2, 29 - 6)
    assert (total.visits, total.times) == (4, 4 + 4 + 2 + 1)
    assert [(line.region.name, line.missing) for line in lines if line.registered] == [("荣院村", 7)]
    below, _total = queries.figures(cast.coordinator, cast.village, year())
    assert [line.kinds[HOUSEHOLD].missing for line in below] == [3, 3, 0]


def test_each_number_is_the_length_of_its_list(cast, register):
    archived(cast)
    archived(cast)
    archived(cast, object_name="罗老三")
    assert [(row.name, row.times) for row in queries.visited(cast.coordinator, None, year(), HOUSEHOLD)] == [
        ("罗老三", 1),
        ("韦国安", 2),
    ]
    assert [row.name for row in queries.unvisited(cast.coordinator, None, year())] == ["罗老四", "砖厂"]
    assert [row.name for row in queries.unvisited(cast.coordinator, None, year(), EMPLOYER)] == ["砖厂"]


def test_never_visited_is_not_the_same_as_not_visited_lately(cast, register):
    long_ago = clock.now() - timedelta(days=200)
    archived(cast, started_at=long_ago, ended_at=long_ago)
    names = [row.name for row in queries.unvisited(cast.coordinator, None, year(), HOUSEHOLD)]
    assert sorted(names) == ["罗 老三", "罗老四", "韦国安"]
    names = [row.name for row in queries.unvisited(cast.coordinator, None, ever(), HOUSEHOLD)]
    assert sorted(names) == ["罗 老三", "罗老四"]


def test_a_visit_written_for_the_whole_village_reaches_the_place_of_its_grid(cast, register):
    row = record_visit(visit(region=VILLAGE, object_name="罗老四"), by=cast.cadre)
    review_visit(row, approve=True, by=cast.grid_head, edition=1)
    assert "罗老四" not in [one.name for one in queries.unvisited(cast.coordinator, None, year())]


def test_a_stranger_counts_nothing_of_ours(cast, register):
    archived(cast)
    _lines, total = queries.figures(cast.stranger, None, year())
    assert (total.visits, total.registered) == (0, 0)
    assert queries.unvisited(cast.stranger, None, ever()) == []
    assert queries.figures(cast.prefecture_viewer, None, year())[1].registered == 9


def test_counting_again_replaces_the_count_and_says_who_counted(cast, register):
    set_counts([NewCount(GRID, HOUSEHOLD, 6, 21)], by=cast.cadre)
    row = Count.objects.in_area(cast.cadre).get(region=GRID, kind=HOUSEHOLD)
    assert (row.number, row.people, row.person_name) == (6, 21, "陈光荣")
    again = [NewPlace(GRID, HOUSEHOLD, "韦国安", "1号")]
    assert list_places(again, by=cast.cadre) == 0


def test_the_register_is_kept_by_those_who_work_there(cast):
    with pytest.raises(Forbidden):
        set_counts([NewCount(GRID + 1, HOUSEHOLD, 3)], by=cast.grid_member)
    with pytest.raises(Forbidden):
        set_counts([NewCount(GRID, HOUSEHOLD, 3)], by=cast.county_viewer)
    with pytest.raises(Refused):
        set_counts([NewCount(522725106000000, HOUSEHOLD, 3)], by=cast.coordinator)
    with pytest.raises(Refused):
        set_counts([NewCount(GRID, ObjectKind.MINE, 3)], by=cast.coordinator)


def test_a_place_that_is_gone_is_taken_off(cast, register):
    (row,) = queries.unvisited(cast.coordinator, None, ever(), EMPLOYER)
    with pytest.raises(Missing):
        remove_place(row.county, row.id, by=cast.stranger)
    remove_place(row.county, row.id, by=cast.grid_head)
    assert queries.unvisited(cast.coordinator, None, ever(), EMPLOYER) == []


def test_places_are_read_as_pasted():
    read = reading.read("类别,名称,门牌\n住户，韦国安，3号\n出租户\t李家出租屋\n飞船,一号\n单位,", GRID)
    assert [(one.place.kind, one.place.name, one.place.place) for one in read if one.place] == [
        (HOUSEHOLD, "韦国安", "3号"),
        (RENTED, "李家出租屋", ""),
    ]
    assert [one.number for one in read if one.wrong] == [4, 5]


@pytest.fixture
def sign_in(client, cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    def give(who):
        client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return give


def test_the_pages_and_sheets_show_the_same(cast, register, sign_in):
    archived(cast)
    browser = sign_in("coordinator")
    page = browser.get("/coverage/")
    assert page.status_code == 200
    total = page.context["total"]
    listed = browser.get("/coverage/list/" + total["kinds"][0]["visited"].removeprefix("/coverage/list/"))
    assert listed.context["page"].paginator.count == total["line"].kinds[HOUSEHOLD].objects == 1
    missing = browser.get(total["kinds"][0]["missing"])
    assert missing.context["page"].paginator.count + missing.context["unlisted"] == 7
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(browser.get("/coverage/sheet/").content))
    rows = sheet.get_sheet_by_index(0).to_python()
    assert [row[1:4] for row in rows if row[0] == "合计"] == [[8.0, 1.0, 7.0]]
    assert [row[10:13] for row in rows if row[0] == "合计"] == [[29.0, 4.0, 25.0]]
    for state in ("missing", "never", "visited"):
        assert browser.get(f"/coverage/list/sheet/?state={state}").status_code == 200
    assert browser.get("/coverage/?region=522725110").status_code == 404


def test_a_village_writes_its_register_down(cast, sign_in):
    browser = sign_in("cadre")
    address = "/coverage/register/522725106201/"
    assert browser.get(address).status_code == 200
    given = {"how": "counts", f"{GRID}-kind1": "12", f"{GRID}-people": "40", f"{GRID}-kind2": ""}
    assert browser.post(address, given).status_code == 302
    pasted = {"how": "places", "into": str(GRID), "places": "住户,韦国安,3号\n住户,罗老三"}
    assert browser.post(address, pasted).status_code == 302
    wrong = browser.post(address, {**pasted, "places": "飞船,一号"})
    assert wrong.status_code == 422
    _lines, total = queries.figures(cast.cadre, cast.village, year())
    assert total.kinds[HOUSEHOLD].registered == 12
    assert len(queries.unvisited(cast.cadre, None, ever())) == 2
    (first, _second) = queries.unvisited(cast.cadre, None, ever())
    assert browser.post(f"/coverage/places/{first.county}/{first.id}/remove/").status_code == 302
    assert len(queries.unvisited(cast.cadre, None, ever())) == 1
