"""The same figures everywhere: against counting by hand, above the county and below it."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date, timedelta

import pytest

from hemu.cli.main import main
from hemu.command import cells, figures, rows
from hemu.command.periods import Period
from hemu.command.sides import Side
from hemu.command.tests.made import FIRST, LAST, made, scattered
from hemu.disputes.counted import LEDGER_IMAGES, image
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.orgs import queries, tree
from hemu.orgs.models import Level, Region
from hemu.tally import audit
from hemu.tally.measures import Measure
from hemu.tally.projector import project_all


@pytest.fixture
def regions(cast) -> dict[str, Region]:
    """The cast's tree, and a prefecture that is its only county (as Dongguan is)."""
    province = tree.row("44", Level.PROVINCE, "广东省", tree.COUNTRY_ROW)
    city = tree.row("4419", Level.PREFECTURE, "东莞市", province)
    town = tree.row("441900003", Level.TOWNSHIP, "东城街道", city)
    made_here = [tree.as_region(row) for row in (province, city, town)]
    made_here[1].also_levels = [Level.COUNTY]
    Region.objects.bulk_create(made_here)
    extra = {region.name: region for region in made_here}
    return {**cast.regions, **extra, "全国": queries.region(0)}


@pytest.fixture
def disputes(cast, regions) -> list[Dispute]:
    places = [
        regions[name].code
        for name in ("荣院村第一网格", "荣院村", "珠藏镇", "下司村", "瓮安县", "贵定县", "东莞市", "东城街道")
    ]
    return scattered(places, 150, seed=7)


PERIODS = [
    Period(FIRST, LAST),
    Period(date(2025, 1, 1), date(2025, 12, 31)),
    Period(date(2025, 1, 2), date(2025, 12, 30)),
    Period(date(2025, 3, 1), date(2025, 3, 31)),
    Period(date(2025, 6, 10), date(2025, 6, 20)),
    Period(date(2024, 12, 31), date(2025, 2, 1)),
    Period(date(2025, 5, 5), date(2025, 5, 5)),
]


def by_hand(disputes: list[Dispute], region: Region, period: Period, side: Side) -> Counter[int]:
    counted: Counter[int] = Counter()
    for dispute in disputes:
        if dispute.region in region.span and period.since <= dispute.opened_on <= period.until:
            facts = image(dispute)
            if facts:
                counted.update(facts["measures"] if side == Side.MEASURE else [facts[side.value]])
    return counted


@pytest.mark.req("C1")
@pytest.mark.parametrize("side", list(Side))
def test_every_region_and_period_counts_as_by_hand(regions, disputes, side):
    project_all()
    for period in PERIODS:
        for region in regions.values():
            expected = by_hand(disputes, region, period, side)
            assert figures.total(region, period, side, by=None) == expected, (region, period)


@pytest.mark.req("C1")
@pytest.mark.parametrize("side", list(Side))
def test_the_children_add_up_to_their_parent(regions, disputes, side):
    project_all()
    for period in PERIODS:
        for region in regions.values():
            parts = figures.breakdown(region, period, side, by=None)
            assert parts.total == by_hand(disputes, region, period, side), (region, period)
            assert sum((share.counts for share in parts.shares), Counter()) == parts.total
            for share in parts.shares:
                if share.region is not None:
                    assert share.counts == by_hand(disputes, share.region, period, side), (share, period)


@pytest.mark.req("C1")
def test_a_county_counts_the_same_from_the_tally_and_from_its_rows(regions, disputes):
    project_all()
    for county in (regions["瓮安县"], regions["贵定县"], regions["东莞市"]):
        for period in PERIODS:
            for side in Side:
                if side in (Side.COLOUR, Side.STATE) or not period.pieces().runs:
                    from_tally = cells.count([county.code], period, side)[county.code]
                    assert from_tally == rows.total(county.span, period, side), (county, period, side)


def test_days_and_kinds_count_as_by_hand(regions, disputes):
    project_all()
    period = PERIODS[2]
    for region in regions.values():
        days = figures.by_day(region, period, Measure.SETTLED, by=None)
        settled = by_hand(disputes, region, period, Side.MEASURE)[Measure.SETTLED]
        assert sum(days.values()) == settled
        assert all(period.since <= day <= period.until for day in days)
        kinds = figures.kinds_by_colour(region, period, by=None)
        assert Counter({kind: sum(by.values()) for kind, by in kinds.items()}) == by_hand(
            disputes, region, period, Side.KIND
        )


def test_a_child_no_longer_in_use_is_shown_only_while_it_has_something(regions, disputes):
    town = regions["珠藏镇"]
    Region.objects.filter(pk=town.pk).update(until=LAST)
    county = regions["瓮安县"]
    shown = figures.breakdown(county, PERIODS[0], Side.STATE, by=None)
    assert town.code in {share.region.code for share in shown.shares if share.region}
    empty = figures.breakdown(county, Period(date(2030, 1, 1), date(2030, 1, 2)), Side.STATE, by=None)
    codes = {share.region.code for share in empty.shares if share.region}
    assert town.code not in codes
    assert regions["猴场镇"].code in codes
    assert empty.total == Counter()


def test_figures_have_the_names_of_the_published_ones(cast):
    made(cast.village.code, date(2018, 5, 1), body=1, outcome=1, settled_on=date(2018, 5, 3), petition=True)
    made(cast.village.code, date(2018, 6, 1), body=2, hard=True)
    found = figures.figures(cast.county, date(2018, 1, 1), date(2018, 12, 31), by=cast.county_viewer)
    assert found["disputes"] == 2
    assert found["settled"] == found["petitions_settled"] == found["hard"] == 1
    assert found["mass_incidents_prevented"] == found["turned_criminal"] == 0
    assert found["by_committee"]["village"] == found["village"] == 1
    assert found["township"] == 1
    assert found["kinds"] == {"0903": 2}
    assert found["states"]["registered"] == 2
    assert found["sources"]["by_hand"] == 2


@pytest.mark.req("S12")
def test_unpaid_wages_are_counted_apart_from_other_labour_disputes(cast):
    for kind in (701, 710, 710, 702, 799):
        made(cast.village.code, date(2021, 5, 1), kind=kind)
    project_all()
    for region in (cast.prefecture, cast.county):
        found = figures.figures(region, date(2021, 1, 1), date(2021, 12, 31), by=None)
        assert {code: n for code, n in found["ministry"].items() if n} == {"10": 2, "11": 3}
        assert list(found["ministry"]) == [str(code) for code in range(1, 19)]


@pytest.mark.req("O4")
def test_nobody_sees_figures_outside_the_scope(cast):
    period = PERIODS[0]
    assert figures.total(cast.township, period, Side.STATE, by=cast.coordinator) == Counter()
    for stranger, region in (
        (cast.stranger, cast.township),
        (cast.coordinator, cast.county),
        (cast.county_viewer, cast.prefecture),
        (cast.prefecture_viewer, queries.region(0)),
    ):
        with pytest.raises(Missing):
            figures.total(region, period, Side.STATE, by=stranger)
    with pytest.raises(Forbidden):
        figures.breakdown(cast.village, period, Side.STATE, by=cast.grid_member)
    with pytest.raises(Missing):
        figures.total(cast.county, period, Side.STATE, by=cast.medical_mediator)


@pytest.mark.parametrize("seed", range(20))
def test_a_period_is_its_pieces(seed):
    chance = random.Random(seed)
    since = date(2023, 1, 1) + timedelta(days=chance.randint(0, 800))
    period = Period(since, since + timedelta(days=chance.randint(0, 900)))
    pieces = period.pieces()
    days = [first + timedelta(days=n) for first, last in pieces.runs for n in range((last - first).days + 1)]
    for month in pieces.months:
        days += [
            month + timedelta(days=n) for n in range(31) if (month + timedelta(days=n)).month == month.month
        ]
    assert sorted(days) == [period.since + timedelta(days=n) for n in range(period.days)]
    assert len(pieces.runs) <= 2


def test_a_period_must_not_end_before_it_begins():
    with pytest.raises(Refused):
        Period(date(2025, 2, 1), date(2025, 1, 1))
    assert Period(date(2024, 2, 29), date(2024, 3, 1)).year_before() == Period(
        date(2023, 2, 28), date(2023, 3, 1)
    )


def test_counting_by_hand_and_the_ledger_agree(disputes):
    assert audit.drift(LEDGER_IMAGES) == []
    project_all()
    assert audit.drift(LEDGER_IMAGES) == []


def test_the_command_prints_what_the_pages_show(cast, capsys):
    made(cast.village.code, date(2018, 5, 1), body=1, outcome=1, settled_on=date(2018, 5, 3))
    given = ["figures", "522725", "--from", "2018-01-01", "--to", "2018-12-31"]
    assert main([*given, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == figures.figures(cast.county, date(2018, 1, 1), date(2018, 12, 31), by=None)
    assert main(given) == 0
    assert "disputes" in capsys.readouterr().out
    assert main(["figures", "nowhere", *given[2:]]) == 1
    assert main(["figures", "99", *given[2:]]) == 1
    assert main([*given[:2], "--from", "2018-02-01", "--to", "2018-01-01"]) == 1
    assert "hemu figures: " in capsys.readouterr().err
