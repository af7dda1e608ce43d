"""The pages of 评, for those who may and those who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from hemu.disputes.amendment import Changes, amend
from hemu.disputes.models import Colour, Dispute, State
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.loop.assessment.actions import confirm, plan_measure, send
from hemu.loop.assessment.models import SafetyMeasure, WarnedUnit, WarningNotice
from hemu.loop.assessment.tests.test_warnings import warning
from hemu.orgs.tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def signed_in(cast: Cast, key: str) -> Client:
    client = Client()
    client.force_login(cast.people[key], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test looks at the row").get(pk=dispute.pk)


@pytest.fixture
def dispute(cast):
    return register(report(facts={"may_escalate": True}), by=cast.officer)


def url(dispute: Dispute, act: str) -> str:
    return f"/disputes/{dispute.county}/{dispute.id}/{act}/"


@pytest.mark.req("A2")
def test_the_page_shows_the_grounds_and_confirms(cast, dispute):
    client = signed_in(cast, "officer")
    page = client.get(url(dispute, "rate")).content.decode()
    assert "不立即处置可能激化" in page
    assert "rate-red" in page
    answer = client.post(url(dispute, "rate"), {"seen": 1, "note": ""})
    assert answer.status_code == 302
    assert fresh(dispute).colour == Colour.RED


@pytest.mark.req("A2")
def test_an_override_is_refused_without_a_reason_and_keeps_what_was_typed(cast, dispute):
    client = signed_in(cast, "officer")
    short = client.post(url(dispute, "override"), {"seen": 1, "colour": 1, "reason": "没事了"})
    assert short.status_code == 422
    assert "没事了" in short.content.decode()
    assert 'href="#id_reason"' in short.content.decode()
    client.post(
        url(dispute, "override"), {"seen": 1, "colour": 2, "reason": "双方当面和好并写下承诺，没有危险"}
    )
    assert fresh(dispute).colour == Colour.RED, "until another person approves"


def test_whoever_comes_second_is_shown_what_happened(cast, dispute):
    client = signed_in(cast, "coordinator")
    confirm(dispute, by=cast.officer)
    answer = client.post(url(dispute, "override"), {"seen": 1, "colour": 2, "reason": "涉及两个村很多户人家"})
    assert answer.status_code == 409
    assert "涉及两个村很多户人家" in answer.content.decode()
    assert fresh(dispute).colour == Colour.RED


@pytest.mark.req("A3")
def test_the_disputes_page_proposes_the_new_colour(cast):
    dispute = confirm(register(report(), by=cast.officer), by=cast.officer)
    client = signed_in(cast, "officer")
    address = f"/disputes/{dispute.county}/{dispute.id}/"
    assert url(dispute, "rate") not in client.get(address).content.decode()
    amend(fresh(dispute), Changes(facts={"threat_violence": True}), by=cast.officer)
    assert url(dispute, "rate") in client.get(address).content.decode()
    assert "rate-red" in client.get(url(dispute, "rate")).content.decode()


@pytest.mark.req("A3")
def test_a_review_is_written_on_its_page(cast, dispute):
    confirm(dispute, by=cast.officer)
    client = signed_in(cast, "officer")
    assert client.post(url(dispute, "review"), {"seen": 2, "conclusion": ""}).status_code == 422
    assert client.post(url(dispute, "review"), {"seen": 2, "conclusion": "继续盯守"}).status_code == 302
    assert fresh(dispute).ledger_seq == 3


def test_the_safety_plan_is_made_and_carried_out_on_pages(cast, dispute):
    client = signed_in(cast, "officer")
    assert "还没有防护措施" in client.get(f"/disputes/{dispute.county}/{dispute.id}/").content.decode()
    due = f"{clock.local(clock.now() + timedelta(hours=2)):%Y-%m-%dT%H:%M}"
    sent = {"seen": 1, "task": "今晚陪护", "owner": "陈光荣", "due_at": due}
    assert client.post(url(dispute, "safety"), {**sent, "task": ""}).status_code == 422
    client.post(url(dispute, "safety"), sent)
    row = SafetyMeasure.objects.of(dispute).get()
    done = f"{url(dispute, 'safety')}{row.id}/"
    assert "今晚陪护" in client.get(done).content.decode()
    client.post(done, {"seen": 2, "result": "已陪护"})
    assert SafetyMeasure.objects.of(dispute).get().result == "已陪护"
    assert client.get(f"{url(dispute, 'safety')}7/").status_code == 404


@pytest.mark.req("A5")
def test_a_notice_goes_out_is_taken_and_answered_on_pages(cast, dispute):
    other = confirm(register(report(facts={"self_harm": True}), by=cast.officer), by=cast.officer)
    county = signed_in(cast, "county_coordinator")
    page = county.get(url(dispute, "warn")).content.decode()
    assert cast.centre.name in page
    assert other.ref in page
    now = clock.local(clock.now())
    sent = {
        "seen": 1, "subject": "防止民转刑", "analysis": "积怨多年", "guidance": "落实稳控",
        "units": [cast.station.pk], "others": [other.id],
        "receive_by": f"{now + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        "answer_by": f"{now + timedelta(days=2):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    assert county.post(url(dispute, "warn"), {**sent, "units": []}).status_code == 422
    assert county.post(url(dispute, "warn"), sent).status_code == 302
    notice = WarningNotice.objects.visible_to(cast.county_coordinator).get()
    address = f"/warnings/{notice.county}/{notice.id}/"
    centre = signed_in(cast, "coordinator")
    assert "防止民转刑" in centre.get("/warnings/").content.decode()
    centre.post(address, {"do": "receive"})
    assert centre.post(address, {"answer": ""}).status_code == 422
    centre.post(address, {"answer": "已安排专人"})
    answered = WarnedUnit.objects.in_county(notice.county, notice_id=notice.id, unit_id=cast.centre.pk).get()
    assert (answered.answer, answered.answered_by) == ("已安排专人", "周丽")
    assert "防止民转刑" not in centre.get("/warnings/").content.decode()
    assert "已安排专人" in county.get(address).content.decode()


def test_a_stranger_finds_nothing_and_a_viewer_may_not_act(cast, dispute):
    confirm(dispute, by=cast.officer)
    measure = plan_measure(
        fresh(dispute), task="陪护", owner="陈光荣", due_at=clock.now() + timedelta(hours=2), by=cast.officer
    )
    notice = send(warning(fresh(dispute), cast.centre), by=cast.county_coordinator)
    acts = ("rate", "override", "review", "safety", f"safety/{measure.id}", "warn")
    stranger, viewer = signed_in(cast, "stranger"), signed_in(cast, "county_viewer")
    for act in acts:
        assert stranger.get(url(dispute, act)).status_code == 404
        assert stranger.post(url(dispute, act), {"seen": 1}).status_code == 404
        assert viewer.get(url(dispute, act)).status_code == 403
    for page in (f"/warnings/{notice.county}/{notice.id}/", "/warnings/1/1/"):
        assert stranger.get(page).status_code == 404
        assert stranger.post(page, {"do": "receive"}).status_code == 404
    assert "防止民转刑" not in stranger.get("/warnings/?view=all").content.decode()
    assert fresh(dispute).state == State.RATED
