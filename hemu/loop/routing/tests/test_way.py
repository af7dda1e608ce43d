"""The way a dispute went, the lists of hops, and what they are as a spreadsheet."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hemu.disputes import queries as disputes
from hemu.disputes.tests.factories import closed, rated, routed
from hemu.kernel import clock
from hemu.loop.routing import actions, lists, queries, referrals
from hemu.loop.routing import way as ways
from hemu.orgs.tests.cast import Cast

pytestmark = pytest.mark.req("R4")


def client(cast: Cast, who: str) -> Client:
    found = Client()
    found.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def legs(dispute):
    return ways.legs(dispute, queries.hops_of(dispute)[::-1])


def test_every_unit_and_its_time_stand_in_the_way_and_cover_the_whole(cast: Cast) -> None:
    start = clock.now() - timedelta(days=10)
    with clock.at(start):
        dispute = rated(cast)
    with clock.at(start + timedelta(days=1)):
        dispute = actions.assign_internal(dispute, cast.committee, by=cast.officer)
    with clock.at(start + timedelta(days=6)):
        dispute = actions.give_back(dispute, "不属本村", by=cast.mediator)
    with clock.at(start + timedelta(days=7)):
        dispute = actions.assign_internal(dispute, cast.judicial_office, by=cast.officer)
    with clock.at(start + timedelta(days=8)):
        dispute = actions.receive(dispute, by=cast.judicial)
    with clock.at(start + timedelta(days=9)):
        every = legs(dispute)
        assert [(leg.unit, leg.waited.days, leg.held.days) for leg in every] == [
            (cast.station.name, 0, 1),
            (cast.committee.name, 5, 0),
            (cast.station.name, 0, 1),
            (cast.judicial_office.name, 1, 1),
        ]
        spent = sum((leg.end - leg.since for leg in every), timedelta())
        assert spent == clock.now() - dispute.opened_at
    assert [leg.is_late for leg in every][:3] == [False, True, False]
    chart = ways.chart(every)
    assert chart["categories"] == [cast.station.name, cast.committee.name, cast.judicial_office.name]
    page = client(cast, "officer").get(reverse("routing:way", args=[dispute.county, dispute.pk]))
    assert "5 天 0 小时" in page.content.decode()
    assert client(cast, "stranger").get(page.request["PATH_INFO"]).status_code == 404


def test_the_way_of_a_closed_dispute_ends_with_it(cast: Cast) -> None:
    dispute = closed(cast)
    assert legs(dispute)[-1].until == dispute.closed_at
    assert legs(rated(cast))[0].until is None


def test_times_are_said_as_people_say_them() -> None:
    said = [ways.in_words(timedelta(minutes=minutes)) for minutes in (0, 25, 90, 3 * 24 * 60 + 240)]
    assert said == ["0 分钟", "25 分钟", "1 小时 30 分钟", "3 天 4 小时"]


def ids(key: str, by) -> list[int]:
    return [hop.dispute_id for hop in lists.hops(key, by=by)]


def test_lists_of_waiting_returned_and_late_hops_for_the_unit_and_those_above(cast: Cast) -> None:
    waiting = routed(cast)
    back = actions.give_back(routed(cast), "不属本村", by=cast.mediator)
    assert ids("", cast.mediator) == [waiting.pk]
    assert ids("given", cast.officer) == [waiting.pk]
    assert ids("returned", cast.officer) == [back.pk]
    assert ids("late", cast.county_coordinator) == []
    hop = queries.hops_of(waiting)[0]
    assert hop.due_at is not None
    with clock.at(hop.due_at + timedelta(hours=1)):
        for above in (cast.coordinator, cast.county_coordinator, cast.county_viewer):
            assert ids("late", above) == [waiting.pk]
        assert ids("late", cast.stranger) == []
    assert ids("area", cast.prefecture_viewer) == [waiting.pk]
    assert ids("area-returned", cast.county_viewer) == [back.pk]
    assert ids("area-returned", cast.stranger) == []


def test_posts_without_an_area_have_their_units_lists_alone(cast: Cast) -> None:
    assert [view.key for view in lists.views(cast.land)] == ["", "given", "returned", "referrals"]
    dispute = actions.assign_internal(rated(cast), cast.land_office, by=cast.officer)
    assert ids("", cast.land) == [dispute.pk]
    assert ids("area", cast.land) == []


def test_the_pages_show_and_export_what_is_listed(cast: Cast) -> None:
    dispute = routed(cast)
    page = client(cast, "mediator").get(reverse("routing:hops"))
    assert dispute.title in page.content.decode()
    sheet = client(cast, "officer").get(reverse("routing:export"), {"view": "given"})
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == dispute.ref
    assert cast.committee.name in rows[1]
    assert len(rows) == 2
    received = actions.receive(dispute, by=cast.mediator)
    referrals.refer(received, cast.land_office, "请核实四至", by=cast.mediator)
    asked = client(cast, "land").get(reverse("routing:hops"), {"view": "referrals"})
    assert "请核实四至" in asked.content.decode()
    shown = disputes.get(received.county, received.pk, by=cast.land)
    reply = client(cast, "land").get(reverse("routing:reply", args=[shown.county, shown.pk]))
    assert "请核实四至" in reply.content.decode()
    answered = client(cast, "land").post(
        reverse("routing:reply", args=[shown.county, shown.pk]), {"answer": "1", "text": "已核实。"}
    )
    assert answered.status_code == 302
    assert "已核实。" in client(cast, "mediator").get(shown.get_absolute_url()).content.decode()
