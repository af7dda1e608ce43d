"""民转刑: it must be none; each one is looked back on by several, and approved by another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from hemu.disputes import overdue
from hemu.disputes.marking import Marks, mark
from hemu.disputes.queries import get
from hemu.disputes.tests.factories import due_in, mediating
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.loop.mediation.crimes import actions, queries
from hemu.loop.mediation.crimes.actions import NewMeasure, NewReview
from hemu.loop.mediation.crimes.models import CrimeMeasure, CrimeReview, ReviewState
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason

pytestmark = [pytest.mark.django_db, pytest.mark.req("M11")]


def marked(cast, *, late: bool = False):
    dispute = mediating(cast)
    if late:
        with clock.at(clock.now() + timedelta(days=40)):
            overdue.sweep()
            dispute = get(dispute.county, dispute.id, by=cast.coordinator)
            return mark(dispute, Marks(False, False, True), "持刀伤人，已刑事立案", by=cast.coordinator)
    return mark(dispute, Marks(False, False, True), "持刀伤人，已刑事立案", by=cast.coordinator)


def found(**over) -> NewReview:
    parts = {
        "held_on": clock.today(),
        "panel": ["周丽 镇综治中心", "赵勇 派出所"],
        "known": "走访时已知一方扬言报复，没有上报。",
        "kept": "接收、受理按期，没有重新评估。",
        "lessons": "扬言报复要当天重新定级。",
        "measures": [NewMeasure("走访记录中的威胁言语当天提醒定级", "珠藏镇综治中心", due_in(10))],
    }
    return NewReview(**{**parts, **over})


def review(cast, dispute) -> CrimeReview:
    row = queries.review_of(dispute)
    assert row is not None
    return queries.get(row.county, row.pk, by=cast.coordinator)


def test_the_mark_opens_a_review_and_the_county_hears_of_it(cast):
    dispute = marked(cast)
    row = review(cast, dispute)
    assert row.state == ReviewState.OPEN
    assert row.due_on > clock.today()
    deliver_once()
    told = Notice.objects.of_post(cast.posts["county_coordinator"].pk).filter(reason=Reason.CRIME_REVIEW)
    assert [one.leads_to for one in told] == [f"/crimes/{row.county}/{row.pk}/"]
    assert queries.count_since(cast.county_viewer, clock.today()) == 1
    assert queries.count_since(cast.stranger, clock.today()) == 0


def test_the_mark_taken_off_withdraws_it(cast):
    dispute = marked(cast)
    dispute = mark(dispute, Marks(False, False, False), "标错了", by=cast.coordinator)
    assert queries.review_of(dispute) is None
    assert CrimeReview.objects.of(dispute).get().state == ReviewState.WITHDRAWN


def test_what_was_known_and_which_clocks_were_kept_come_from_the_ledger_without_names(cast):
    dispute = marked(cast, late=True)
    known = queries.what_was_known(dispute)
    assert [one.act.name for one in known][:3] == ["REGISTER", "RATE", "ROUTE"]
    assert not any(hasattr(one, "person") or "李建军" in one.unit for one in known)
    kept = {one.was_kept for one in queries.clocks(dispute)}
    assert kept == {True, False}


def test_held_by_several_with_measures_and_approved_by_another(cast):
    dispute = marked(cast)
    row = review(cast, dispute)
    for over, field in (
        ({"panel": ["周丽"]}, "panel"),
        ({"measures": []}, "measures"),
        ({"lessons": " "}, "lessons"),
        ({"held_on": due_in(1)}, "held_on"),
    ):
        with pytest.raises(Refused) as refused:
            actions.hold(row, found(**over), by=cast.coordinator)
        assert refused.value.field == field
    row = actions.hold(row, found(), by=cast.coordinator)
    assert row.state == ReviewState.HELD
    with pytest.raises(Forbidden):
        actions.approve(row, "同意", by=cast.coordinator)
    with pytest.raises(Forbidden):
        actions.approve(row, "同意", by=cast.officer)
    row = actions.send_back(row, "没有写清何时知道", by=cast.county_coordinator)
    assert row.state == ReviewState.OPEN
    row = actions.hold(row, found(), by=cast.coordinator)
    row = actions.approve(row, "措施可行", by=cast.county_coordinator)
    assert (row.state, row.approved_by) == (ReviewState.APPROVED, "田军")
    with pytest.raises(Conflict):
        actions.hold(row, found(), by=cast.coordinator)
    measure = CrimeMeasure.objects.of(dispute).get()
    done = actions.carry_out(row, measure.pk, "已写进走访提示", clock.today(), by=cast.coordinator)
    assert done.done_on == clock.today()


def signed_in(cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_by_page(cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client = signed_in(cast, "coordinator")
    assert "没有民转刑" in client.get("/crimes/").content.decode()
    dispute = marked(cast)
    row = review(cast, dispute)
    assert dispute.title in client.get("/crimes/").content.decode()
    assert "看复盘" in client.get(dispute.get_absolute_url()).content.decode()
    url = f"/crimes/{row.county}/{row.pk}/"
    given = {
        "do": "hold", "held_on": clock.today().isoformat(), "panel": "周丽 镇综治中心\n赵勇 派出所",
        "known": "知道", "kept": "做到", "lessons": "教训", "measure-0-what": "改进",
        "measure-0-unit": "镇综治中心", "measure-0-due": due_in(5).isoformat(),
    }  # fmt: skip
    half = client.post(url, {**given, "measure-0-unit": ""})
    assert half.status_code == 422
    assert "教训" in half.content.decode()
    assert client.post(url, given).status_code == 302
    assert client.post(url, {"do": "nothing"}).status_code == 409
    county = signed_in(cast, "county_coordinator")
    assert county.post(url, {"do": "approve", "opinion": "同意"}).status_code == 302
    measure = CrimeMeasure.objects.of(dispute).get()
    done = {"do": "done", "measure": measure.pk, "result": "已改", "done_on": clock.today().isoformat()}
    assert client.post(url, done).status_code == 302
    page = client.get(url).content.decode()
    assert "已审定" in page
    assert "已改" in page
    assert signed_in(cast, "stranger").get(url).status_code == 404
    assert signed_in(cast, "mediator").get("/crimes/").status_code == 200
