"""What stands around every page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory

from hemu.office import context
from hemu.orgs.actor import Actor
from hemu.orgs.tests.cast import Cast

pytestmark = pytest.mark.django_db


def shell_for(actor: Actor | None, path: str = "/", posts: tuple[Any, ...] = ()) -> context.Shell:
    request = RequestFactory().get(path)
    request.actor = actor  # type: ignore[attr-defined]
    request.posts = posts  # type: ignore[attr-defined]
    return context.shell(request)["shell"]


@pytest.mark.req("O4")
def test_navigation_shows_what_the_post_may(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "leads_somewhere", lambda _path: True)
    coordinator = {item.path for item in shell_for(cast.coordinator).nav}
    administrator = {item.path for item in shell_for(cast.administrator).nav}
    assert "/disputes/" in coordinator
    assert "/orgs/" not in coordinator
    assert "/orgs/" in administrator
    assert shell_for(None).nav == ()


def test_a_phone_shows_a_few_ways_and_one_to_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "leads_somewhere", lambda _path: True)
    nav = shell_for(cast.coordinator).nav
    assert [item.path for item in nav if item.on_phone][:2] == ["/", "/disputes/"]
    assert sum(item.on_phone for item in nav) == context.ON_A_PHONE < len(nav)


def test_the_place_one_is_in_is_marked(cast: Cast) -> None:
    here = [item.path for item in shell_for(cast.coordinator, "/disputes/522725/7/").nav if item.is_here]
    assert here == ["/disputes/"]


def test_what_is_reached_from_a_place_is_marked_as_in_it(cast: Cast) -> None:
    for path in ("/visits/", "/doubts/", "/coverage/", "/campaigns/"):
        assert [item.path for item in shell_for(cast.coordinator, path).nav if item.is_here] == ["/visits/"]
    assert [item.path for item in shell_for(cast.coordinator, "/groups/").nav if item.is_here] == [
        "/records/"
    ]


def test_only_who_sees_disputes_is_offered_to_search_them(cast: Cast) -> None:
    assert shell_for(cast.coordinator).may_search
    assert not shell_for(cast.administrator).may_search


def test_who_registers_finds_the_field_app(cast: Cast) -> None:
    assert "/field/" in [path for _label, path, _sign in shell_for(cast.officer).account_links]
    assert "/field/" not in [path for _label, path, _sign in shell_for(cast.administrator).account_links]


def test_the_area_is_named(cast: Cast) -> None:
    assert shell_for(cast.coordinator).region == "瓮安县珠藏镇"
    assert shell_for(cast.county_viewer).region == "瓮安县"
    assert shell_for(cast.prefecture_viewer).region == "黔南布依族苗族自治州"
    assert shell_for(cast.land).region == "珠藏镇自然资源所"


def test_parts_that_are_not_there_have_no_way_to_them() -> None:
    assert not context.leads_somewhere("/no/such/page/")
    assert context.path_of("no-such-name") == ""
    assert context.path_of("no-such-name", "set_language") == "/language/"


def test_several_posts_can_be_chosen_from(cast: Cast) -> None:
    posts = (SimpleNamespace(id=1), SimpleNamespace(id=2))
    assert list(shell_for(cast.coordinator, posts=posts).posts) == list(posts)
