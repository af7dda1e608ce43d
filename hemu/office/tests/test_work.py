"""My work today."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import QueryDict

from hemu.disputes.amendment import merge
from hemu.disputes.models import State
from hemu.disputes.overdue import sweep
from hemu.disputes.queries import listed
from hemu.disputes.tests.factories import at_state
from hemu.kernel import clock
from hemu.office.pages import asked, work
from hemu.office.pages.work import MOST_ROWS, sections
from hemu.office.tests.conftest import report


def heap(actor, key):
    return next(section for section in sections(actor) if section.key == key)


def refs(section):
    return {row.dispute.ref for row in section.rows}


def test_nobody_signed_in_is_led_to_the_sign_in(client, db):
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/")


def test_what_others_registered_in_the_area_waits_for_a_rating(cast):
    found = report(cast, by="grid_member", region=cast.grid.code)
    assert refs(heap(cast.coordinator, "rate")) == {found.ref}
    assert not heap(cast.stranger, "rate").rows


@pytest.mark.req("A1")
def test_what_is_proposed_to_be_red_stands_first_and_says_so(cast, sign_in):
    report(cast, by="grid_member", region=cast.grid.code)
    red = report(cast, by="grid_member", region=cast.grid.code, facts={"threat_violence": True})
    assert heap(cast.coordinator, "rate").rows[0].dispute.ref == red.ref
    assert "建议红色" in sign_in("coordinator").get("/").content.decode()
    assert "建议红色" in sign_in("coordinator").get("/disputes/").content.decode()


def test_what_was_given_to_the_unit_is_to_be_received(cast):
    routed = at_state(cast, State.ROUTED)
    receiver = next(
        actor for actor in cast.actors.values() if actor.unit_id == routed.turn_unit_id and actor.permissions
    )
    assert routed.ref in refs(heap(receiver, "accept"))


@pytest.mark.req("C4")
def test_what_is_late_comes_first_and_those_above_see_it(cast):
    with clock.at(clock.now() - timedelta(days=60)):
        late = report(cast, by="officer")
    sweep()
    assert late.ref in refs(heap(cast.officer, "late"))
    assert late.ref in refs(heap(cast.county_viewer, "area-late"))


@pytest.mark.req("F1")
def test_a_follow_up_that_is_due_is_shown_to_those_who_go_round(cast):
    following = at_state(cast, State.FOLLOWING)
    with clock.at(clock.now() + timedelta(days=40)):
        assert following.ref in refs(heap(cast.coordinator, "follow"))


def test_a_heap_shows_the_first_rows_and_counts_the_rest(cast):
    for _number in range(MOST_ROWS + 2):
        report(cast, by="grid_member", region=cast.grid.code)
    found = heap(cast.coordinator, "rate")
    assert len(found.rows) == MOST_ROWS
    assert found.count == MOST_ROWS + 2


def test_an_empty_page_says_what_would_fill_it(cast, sign_in):
    page = sign_in("coordinator").get("/").content.decode()
    assert "现在没有等您办的事" in page
    assert "登记纠纷" in page


@pytest.mark.parametrize(
    "name",
    [
        "grid_member",
        "mediator",
        "officer",
        "coordinator",
        "land",
        "court",
        "county_viewer",
        "prefecture_viewer",
    ],
)
def test_each_post_has_its_page(cast, sign_in, name, django_assert_max_num_queries):
    report(cast, facts={"threat_violence": True})
    client = sign_in(name)
    with django_assert_max_num_queries(46):
        assert client.get("/").status_code == 200


def test_viewers_see_figures_first(cast, sign_in):
    report(cast)
    page = sign_in("prefecture_viewer").get("/").content.decode()
    assert page.index("今天登记") < page.index("昨天以来")


@pytest.mark.req("C1")
def test_each_number_is_the_length_of_its_list_and_counts_a_matter_once(cast):
    kept, double = (report(cast, facts={"threat_violence": True}) for _ in range(2))
    merge(double, kept, "同一件事", by=cast.coordinator)
    for number in work.numbers(cast.county_viewer):
        found = asked.read(QueryDict(number.url.partition("?")[2]))
        assert found.unknown == []
        assert listed(found.filter, by=cast.county_viewer).count() == int(number.value), number
    assert [number.value for number in work.numbers(cast.county_viewer)][:2] == ["1", "1"]
