"""Grids are split and merged, and nothing that was said of an old one is lost."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.orgs import queries
from hemu.orgs.actions import grids
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import ChangeKind, Level, Region, RegionChange
from hemu.orgs.tests.cast import Cast


def current(village: Region) -> list[Region]:
    return list(queries.children(village))


def actor_of(cast: Cast, key: str) -> Actor:
    return actor_for(queries.posts_of(cast.people[key])[0])


@pytest.mark.req("O1")
def test_a_split_ends_the_grid_and_its_code_resolves_to_the_parts(cast: Cast) -> None:
    parts = grids.split_grid(cast.grid, ["东片网格", "西片网格"], by=cast.administrator, reason="户数过多")
    assert [part.code - cast.village.code for part in parts] == [4, 5]
    assert not queries.region(cast.grid.code).is_current
    assert queries.successors(cast.grid.code) == parts
    assert parts[0].full_name.endswith("珠藏镇荣院村东片网格")
    change = RegionChange.objects.filter(kind=ChangeKind.SPLIT).order_by("id").first()
    assert change is not None
    assert (change.by_name, change.by_unit, change.reason) == ("郑工", "瓮安县综治中心", "户数过多")


@pytest.mark.req("O1")
def test_the_grid_member_goes_with_the_grid_and_still_sees_its_past(cast: Cast) -> None:
    post = cast.posts["grid_member"]
    parts = grids.split_grid(cast.grid, ["东片网格", "西片网格"], by=cast.administrator, keepers={post.pk: 1})
    member = actor_of(cast, "grid_member")
    assert member.covers(parts[1].code)
    assert not member.covers(parts[0].code)
    assert member.covers(cast.grid.code)


@pytest.mark.req("O1")
def test_without_a_choice_nobody_is_left_without_a_grid(cast: Cast) -> None:
    parts = grids.split_grid(cast.grid, ["东片网格", "西片网格"], by=cast.administrator)
    posts = queries.posts_of(cast.people["grid_member"])
    assert {post.lo for post in posts} == {part.code for part in parts}
    assert [post.is_main for post in posts] == [True, False]


@pytest.mark.req("O1")
def test_a_merge_makes_one_of_several_and_keeps_their_history(cast: Cast) -> None:
    first, second = cast.grid, cast.region("荣院村第二网格")
    whole = grids.merge_grids([first, second], "合并网格", by=cast.administrator)
    assert queries.successors(first.code) == queries.successors(second.code) == [whole]
    member = actor_of(cast, "grid_member")
    assert member.covers(whole.code)
    assert member.covers(second.code)
    assert len(current(cast.village)) == 2


@pytest.mark.req("O1")
def test_grids_of_two_villages_are_not_merged(cast: Cast) -> None:
    with pytest.raises(Refused, match="同一个村"):
        grids.merge_grids([cast.grid, cast.region("桐梓坡村第一网格")], "大网格", by=cast.administrator)


@pytest.mark.req("O1")
def test_a_grid_that_is_gone_is_not_split_again(cast: Cast) -> None:
    grids.split_grid(cast.grid, ["东片网格", "西片网格"], by=cast.administrator)
    with pytest.raises(Conflict):
        grids.split_grid(cast.grid, ["南片网格", "北片网格"], by=cast.administrator)


@pytest.mark.req("O1")
def test_names_and_numbers_of_grids_stay_apart(cast: Cast) -> None:
    with pytest.raises(Refused, match="第二网格"):
        grids.create_grid(cast.village, "第二网格", by=cast.administrator)
    with pytest.raises(Refused, match="从未用过"):
        grids.create_grid(cast.village, "第九网格", by=cast.administrator, number=1)
    with pytest.raises(Refused, match="填写"):
        grids.create_grid(cast.village, "  ", by=cast.administrator)
    made = grids.create_grid(cast.village, "第九网格", by=cast.administrator, number=9)
    assert made.code == cast.village.code + 9


@pytest.mark.req("O1")
def test_a_renamed_grid_keeps_its_code(cast: Cast) -> None:
    renamed = grids.rename_grid(cast.grid, "河边网格", by=cast.administrator)
    assert renamed.code == cast.grid.code
    assert queries.place_name(cast.grid.code).endswith("荣院村河边网格")
    change = RegionChange.objects.get(kind=ChangeKind.RENAME)
    assert (change.old_name, change.new_name) == ("第一网格", "河边网格")


@pytest.mark.req("O4")
def test_only_those_who_manage_the_area_change_its_grids(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        grids.create_grid(cast.village, "第九网格", by=cast.coordinator)
    elsewhere = Region.objects.get(name="贵定县")
    with pytest.raises(Missing):
        grids.create_grid(elsewhere, "第九网格", by=cast.administrator)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("split"), st.integers(0, 50), st.integers(2, 4)),
        st.tuples(st.just("merge"), st.integers(0, 50), st.integers(0, 50)),
    ),
    max_size=6,
)


@pytest.mark.req("O1")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_split_and_merged_every_old_code_leads_to_grids_in_use(
    cast: Cast, steps: list[tuple[str, int, int]]
) -> None:
    save = transaction.savepoint()
    try:
        for number, (what, a, b) in enumerate(steps):
            now = current(cast.village)
            one, other = now[a % len(now)], now[b % len(now)]
            if what == "split":
                names = [f"步{number}之{part}" for part in range(b)]
                grids.split_grid(one, names, by=cast.administrator)
            elif one != other:
                grids.merge_grids([one, other], f"步{number}合", by=cast.administrator)
        now = current(cast.village)
        for grid in Region.objects.filter(parent=cast.village, level=Level.GRID).order_by("code"):
            found = queries.successors(grid.code)
            assert found
            assert set(found) <= set(now)
        assert queries.posts_of(cast.people["grid_member"])
        assert actor_of(cast, "grid_member").covers(cast.grid.code)
    finally:
        transaction.savepoint_rollback(save)
