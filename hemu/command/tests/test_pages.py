"""The pages of figures, and that every number on them opens the list that it counts."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from django.http import QueryDict
from python_calamine import CalamineWorkbook

from hemu.command import asked, charts, figures, pages
from hemu.command.asked import Asked
from hemu.command.periods import Period
from hemu.command.table import breakdowns, table
from hemu.command.tests.made import FIRST, LAST, made, scattered
from hemu.disputes.amendment import merge, unmerge
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.queries import listed
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.office.pages.asked import read as read_list
from hemu.tally import audit
from hemu.tally.projector import project_all

PERIOD = "from=2025-01-01&to=2025-12-31"


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def some(cast):
    places = [
        cast.grid.code,
        cast.village.code,
        cast.township.code,
        cast.sibling_village.code,
        cast.county.code,
    ]
    disputes = scattered([*places, cast.region("贵定县").code], 60, seed=3)
    project_all()
    return disputes


def page(client, cast, who: str, path: str):
    client.force_login(cast.people[who])
    return client.get(path)


def behind(url: str, actor) -> int:
    """How many records the list at an address shows to somebody."""
    found = read_list(QueryDict(url.partition("?")[2]))
    assert found.unknown == []
    return listed(found.filter, by=actor).count()


@pytest.mark.req("C1")
@pytest.mark.parametrize("view", sorted(asked.VIEWS))
def test_every_number_of_the_table_is_the_length_of_its_list(cast, some, view):
    for region in (cast.prefecture, cast.county, cast.township, cast.village):
        wanted = Asked(Period(date(2025, 1, 2), date(2025, 11, 30)), by=view)
        actor = cast.prefecture_viewer
        found = table(region, wanted, breakdowns(region, wanted, by=actor))
        assert found.lines
        for line in (*found.lines, found.total):
            for cell in line.cells:
                if cell.url:
                    assert behind(cell.url, actor) == cell.value, (region, line.name, cell)


@pytest.mark.req("C1")
def test_every_number_of_the_headline_and_the_charts_is_the_length_of_its_list(cast, some):
    wanted = Asked(Period(FIRST, LAST))
    for region in (cast.prefecture, cast.county, cast.village):
        shown = pages.page(region, wanted, by=cast.prefecture_viewer)
        for tile in shown["headline"]["tiles"]:
            assert behind(tile.url, cast.prefecture_viewer) == tile.value, (region, tile)
        for kinds in (asked.MINISTRY, asked.OWN):
            chart = charts.kinds(region, Asked(wanted.period, kinds=kinds), by=cast.prefecture_viewer)
            for n, url in enumerate(chart["links"]):
                counted = sum(series["values"][n] for series in chart["series"])
                assert behind(url, cast.prefecture_viewer) == counted
        sources = shown["sources"]
        for n, url in enumerate(sources["links"]):
            assert behind(url, cast.prefecture_viewer) == sources["series"][0]["values"][n]
        trend = shown["trend"]
        for n, url in enumerate(trend["links"]):
            assert behind(url, cast.prefecture_viewer) == trend["series"][0]["values"][n]


@pytest.mark.req("C1")
def test_one_matter_registered_twice_counts_once_when_merged(cast):
    kept, double = (made(cast.village.code, FIRST, colour=3, petition=True, overdue=True) for _ in range(2))
    wanted = Asked(Period(FIRST, LAST))

    def shown() -> list[tuple[int, int]]:
        project_all()
        found = []
        for region in (cast.prefecture, cast.county, cast.village):
            tiles = pages.page(region, wanted, by=cast.prefecture_viewer)["headline"]["tiles"]
            for tile in tiles:
                assert behind(tile.url, cast.prefecture_viewer) == tile.value, (region, tile)
            numbers = figures.figures(region, FIRST, LAST, by=cast.prefecture_viewer)
            assert sum(numbers["states"].values()) == sum(numbers["kinds"].values()) == numbers["disputes"]
            found.append((numbers["disputes"], numbers["colours"]["red"]))
        assert audit.drift(LEDGER_IMAGES) == []
        return found

    assert shown() == [(2, 2)] * 3
    merge(double, kept, "同一件事", by=cast.coordinator)
    assert shown() == [(1, 1)] * 3
    everything = read_list(QueryDict("state=95"))
    assert listed(everything.filter, by=cast.prefecture_viewer).get().pk == double.pk
    unmerge(double, "地块不同", by=cast.coordinator)
    assert shown() == [(2, 1)] * 3


@pytest.mark.req("C1")
def test_the_page_leads_from_the_prefecture_down_to_the_grid(client, cast, some):
    path = f"/figures/{cast.prefecture.code // 1000}/?{PERIOD}"
    seen = []
    for name in ("瓮安县", "珠藏镇", "荣院村", "第一网格"):
        response = page(client, cast, "prefecture_viewer", path)
        assert response.status_code == 200
        text = response.content.decode()
        assert 'id="headline"' in text
        link = re.search(rf'<a href="(/figures/\d+/\?[^"]*)">{name}</a>', text)
        assert link, name
        path = unescape(link.group(1))
        seen.append(path)
    last = page(client, cast, "prefecture_viewer", path)
    assert "下级地区" not in last.content.decode()
    assert len(set(seen)) == 4


@pytest.mark.req("C1")
def test_the_headline_answers_204_until_a_number_changes(client, cast):
    path = f"/figures/{cast.prefecture.code // 1000}/"
    text = page(client, cast, "prefecture_viewer", path).content.decode()
    poll = re.search(r'hx-get="(/figures[^"]+)"', text)
    assert poll
    url = unescape(poll.group(1))
    assert client.get(url).status_code == 204
    made(cast.village.code, clock.today())
    assert client.get(url).status_code == 204
    project_all()
    changed = client.get(url)
    assert changed.status_code == 200
    assert "seen=" in changed.content.decode()


def test_a_period_without_disputes_says_where_the_last_ones_are(client, cast):
    path = f"/figures/{cast.county.code // 1000}/"
    empty = page(client, cast, "county_viewer", f"{path}?from=2030-01-01&to=2030-12-31").content.decode()
    assert "还没有登记过纠纷" in empty
    made(cast.village.code, date(2018, 7, 5))
    told = page(client, cast, "county_viewer", f"{path}?from=2030-01-01&to=2030-12-31").content.decode()
    assert "2018-07-05" in told
    assert "from=2018-01-01&amp;to=2018-12-31" in told


@pytest.mark.parametrize("query", ["from=abc", "from=2025-02-01&to=2025-01-01", "from=1900-01-01"])
def test_wrong_days_are_told_and_what_was_typed_stays(client, cast, query):
    response = page(client, cast, "county_viewer", f"/figures/{cast.county.code // 1000}/?{query}")
    assert response.status_code == 422
    typed = query.split("&")[0].partition("=")[2]
    assert f'value="{typed}"' in response.content.decode()


@pytest.mark.req("O4")
def test_a_stranger_gets_404_and_a_grid_member_403(client, cast, some):
    code = cast.township.code // 1000
    for tail in ("", "headline", "table.xlsx", "table.csv"):
        assert page(client, cast, "stranger", f"/figures/{code}/{tail}").status_code == 404
        assert page(client, cast, "grid_member", f"/figures/{code}/{tail}").status_code == 403
    for wrong in ("999999999999", "x", "52"):
        assert page(client, cast, "coordinator", f"/figures/{wrong}/").status_code == 404


def test_home_is_the_actors_own_region(client, cast):
    response = page(client, cast, "coordinator", f"/figures/?{PERIOD}")
    assert response.status_code == 302
    assert response["Location"] == f"/figures/{cast.township.code // 1000}/?{PERIOD}"
    assert page(client, cast, "medical_mediator", "/figures/").status_code == 200


def test_the_table_as_files(client, cast, some):
    path = f"/figures/{cast.county.code // 1000}"
    text = page(client, cast, "county_viewer", f"{path}/table.csv?{PERIOD}&by=measure").content.decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0][:4] == ["区划代码", "地区", "受理纠纷", "化解成功"]
    assert sum(int(row[2]) for row in rows[1:-1]) == int(rows[-1][2])
    book = page(client, cast, "county_viewer", f"{path}/table.xlsx?{PERIOD}&by=measure").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [str(value) for value in sheet[2]] == rows[0]
    assert sheet[2 + len(rows) - 1][2] == int(rows[-1][2])


def test_the_table_sorts_by_any_column(cast, some):
    period = Period(FIRST, LAST)
    down = table(cast.county, Asked(period, sort="-disputes"), _parts(cast, period))
    values = [line.cells[0].value for line in down.lines]
    assert values == sorted(values, reverse=True)
    up = table(cast.county, Asked(period, sort="rate"), _parts(cast, period))
    rates = [line.cells[-1].value for line in up.lines]
    assert rates == sorted(rates)
    odd = table(cast.county, Asked(period, sort="nothing"), _parts(cast, period))
    assert [line.region.code for line in odd.lines if line.region] == sorted(
        line.region.code for line in odd.lines if line.region
    )


def _parts(cast, period):
    return breakdowns(cast.county, Asked(period), by=cast.county_viewer)


def test_the_number_of_queries_does_not_grow_with_the_disputes(client, cast, django_assert_max_num_queries):
    scattered([cast.village.code, cast.grid.code], 30, seed=5)
    client.force_login(cast.people["county_viewer"])
    with django_assert_max_num_queries(50):
        assert client.get(f"/figures/{cast.county.code // 1000}/?{PERIOD}&by=kind").status_code == 200


@pytest.mark.parametrize(
    ("since", "until", "before", "after"),
    [
        ("2024-01-01", "2024-12-31", ("2023-01-01", "2023-12-31"), ("2025-01-01", "2025-12-31")),
        ("2024-03-01", "2024-03-31", ("2024-02-01", "2024-02-29"), ("2024-04-01", "2024-04-30")),
        ("2024-03-31", "2024-03-31", ("2024-03-30", "2024-03-30"), ("2024-04-01", "2024-04-01")),
        ("2024-03-04", "2024-03-10", ("2024-02-26", "2024-03-03"), ("2024-03-11", "2024-03-17")),
    ],
)
def test_the_periods_beside(since, until, before, after):
    period = Period(date.fromisoformat(since), date.fromisoformat(until))
    for steps, (first, last) in ((-1, before), (1, after)):
        assert asked.beside(period, steps) == Period(date.fromisoformat(first), date.fromisoformat(last))


def test_the_trend_covers_each_day_once():
    for days in (1, 45, 46, 190, 191, 800):
        period = Period(date(2023, 5, 17), date.fromordinal(date(2023, 5, 17).toordinal() + days - 1))
        steps = list(charts.stretches(period))
        assert sum(step.days for step in steps) == days
        assert steps[0].since == period.since
        assert steps[-1].until == period.until


def test_words_for_periods():
    assert asked.in_words(Period(date(2018, 1, 1), date(2018, 12, 31))) == "2018年"
    assert asked.in_words(Period(date(2018, 5, 1), date(2018, 5, 31))) == "2018年5月"
    with pytest.raises(Refused):
        asked.read(QueryDict("from=2018-13-01"))
