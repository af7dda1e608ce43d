"""What a post sees and may do."""

from __future__ import annotations

import pytest

from hemu.kernel.errors import Forbidden
from hemu.kernel.places import COUNTRY, Span
from hemu.orgs import actor as actors
from hemu.orgs import queries
from hemu.orgs.models import Role, UnitKind
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.orgs.tests.cast import Cast


@pytest.mark.req("O4")
def test_everyone_sees_their_own_area(cast: Cast) -> None:
    assert cast.grid_member.spans == (cast.grid.span,)
    assert cast.mediator.spans == (cast.village.span,)
    assert cast.officer.spans == cast.coordinator.spans == (cast.township.span,)
    assert cast.county_viewer.county == 522725
    assert cast.prefecture_viewer.county is None
    assert cast.prefecture_viewer.covers(cast.sibling_village.code)


@pytest.mark.req("O4")
def test_the_stranger_sees_nothing_of_the_sibling(cast: Cast) -> None:
    assert not cast.stranger.covers(cast.village.code)
    assert not cast.coordinator.covers(cast.sibling_village.code)


@pytest.mark.req("O4")
def test_those_who_are_only_given_matters_see_no_area(cast: Cast) -> None:
    assert cast.court.spans == cast.land.spans == cast.medical_mediator.spans == ()


@pytest.mark.req("O4")
def test_a_viewer_may_look_and_nothing_else(cast: Cast) -> None:
    assert cast.county_viewer.permissions == {Permission.VIEW, Permission.FIGURES, Permission.LEDGER}
    with pytest.raises(Forbidden):
        cast.county_viewer.require(Permission.ROUTE)


@pytest.mark.req("O4")
def test_administrators_do_not_read_disputes(cast: Cast) -> None:
    assert not cast.administrator.may(Permission.VIEW)
    assert not cast.administrator.may(Permission.OPEN_PERSONAL)


def test_every_role_says_what_it_allows() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)


def test_the_system_may_everything_everywhere() -> None:
    system = actors.system_actor("时钟")
    assert system.spans == (COUNTRY,)
    assert all(system.may(permission) for permission in Permission)


def test_merged_spans_have_no_gap_and_no_overlap() -> None:
    assert actors.merged([Span(5, 7), Span(1, 3), Span(3, 4), Span(6, 9)]) == (Span(1, 4), Span(5, 9))


@pytest.mark.req("O2")
def test_the_nearest_unit_of_a_kind(cast: Cast) -> None:
    grid = cast.grid.code
    assert queries.unit_of_kind_for(grid, UnitKind.POLICE_STATION) == cast.station
    assert queries.unit_of_kind_for(grid, UnitKind.MEDIATION_COMMITTEE) == cast.committee
    assert (
        queries.unit_of_kind_for(cast.sibling_village.code, UnitKind.TOWNSHIP_CENTRE) == cast.sibling_centre
    )
    assert queries.unit_of_kind_for(cast.sibling_village.code, UnitKind.TOWNSHIP_GOVERNMENT) is None


@pytest.mark.req("O1")
def test_names_from_the_country_to_the_grid(cast: Cast) -> None:
    assert queries.place_name(cast.grid.code) == "贵州省黔南布依族苗族自治州瓮安县珠藏镇荣院村第一网格"
    assert queries.place_names([cast.grid.code], local=True) == {cast.grid.code: "珠藏镇荣院村第一网格"}
    assert [step.name for step in queries.path(cast.village)] == [
        "全国",
        "贵州省",
        "黔南布依族苗族自治州",
        "瓮安县",
        "珠藏镇",
        "荣院村",
    ]
    assert queries.place_name(999999000000000) == "999999000000"
