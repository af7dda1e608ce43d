"""定级复核: the queue, deciding, what is due to be looked at again, what the rules would change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hemu.disputes.amendment import Changes, amend
from hemu.disputes.models import Colour, Dispute
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.loop.assessment import rerating
from hemu.loop.assessment.actions import approve, ask, confirm
from hemu.loop.assessment.changing.models import RuleSweep
from hemu.loop.assessment.tests.test_rerating import FEW, new_table
from hemu.orgs.tests.cast import Cast

pytestmark = pytest.mark.django_db
REASON = "经核实双方已当面和好，并写下书面承诺"


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def signed_in(cast: Cast, key: str) -> Client:
    client = Client()
    client.force_login(cast.people[key], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test looks at the row").get(pk=dispute.pk)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def red(cast) -> Dispute:
    return confirm(register(report(facts={"may_escalate": True}), by=cast.officer), by=cast.officer)


def url(dispute: Dispute, act: str) -> str:
    return f"/disputes/{dispute.county}/{dispute.id}/{act}"


@pytest.mark.req("A2")
def test_an_officer_asks_on_the_page_and_the_centre_approves_on_another(cast, red):
    officer, centre = signed_in(cast, "officer"), signed_in(cast, "coordinator")
    assert "下调须由两个人" in text(officer.get(url(red, "override/")))
    sent = officer.post(url(red, "override/"), {"seen": 2, "colour": 1, "reason": REASON}, follow=True)
    assert "批准之前仍按红色办理" in text(sent)
    assert "等另一人批准" in text(sent)
    assert "收回申请" in text(sent)
    assert "下调等级待批准" in text(centre.get("/"))
    assert REASON in text(centre.get("/ratings/"))
    page = text(centre.get(url(red, "lowering/")))
    assert REASON in page
    short = centre.post(url(red, "lowering/"), {"seen": 3, "decision": "refuse", "note": ""})
    assert short.status_code == 422
    assert "不批准的理由" in text(short)
    done = centre.post(url(red, "lowering/"), {"seen": 3, "decision": "approve", "note": ""}, follow=True)
    assert "等级已下调" in text(done)
    assert "提出下调的人" in text(done)
    assert fresh(red).colour == Colour.BLUE
    assert "已批准" in text(centre.get("/ratings/?view=decided"))
    assert centre.get(url(red, "lowering/")).status_code == 409


@pytest.mark.req("A2")
def test_the_asker_reads_that_it_is_not_theirs_to_approve_and_takes_it_back(cast, red):
    ask(red, Colour.BLUE, REASON, by=cast.station_head)
    head = signed_in(cast, "station_head")
    assert "不能自己批准" in text(head.get(url(red, "lowering/")))
    assert head.post(url(red, "lowering/"), {"decision": "approve"}).status_code == 422
    assert signed_in(cast, "officer").get(url(red, "lowering/")).status_code == 403
    assert "已收回" in text(head.post(url(red, "lowering/take-back/"), follow=True))
    assert "没有等待批准的下调申请" in text(head.get("/ratings/"))


@pytest.mark.req("A3")
def test_confirming_a_lower_proposal_asks_too(cast, red):
    amend(fresh(red), Changes(facts={"may_escalate": None}), by=cast.officer)
    officer = signed_in(cast, "officer")
    page = text(officer.get(url(red, "rate/")))
    assert "申请下调，等另一人批准" in page
    assert officer.post(url(red, "rate/"), {"seen": 3, "note": ""}).status_code == 422
    officer.post(url(red, "rate/"), {"seen": 3, "note": REASON})
    assert fresh(red).colour == Colour.RED
    approve(red, by=cast.coordinator)
    assert fresh(red).colour == Colour.BLUE


@pytest.mark.req("A2")
def test_confirming_names_what_nobody_asked_yet(cast):
    dispute = register(report(facts={"failed_mediations": 2}), by=cast.officer)
    assert "情况复杂" in text(signed_in(cast, "officer").get(url(dispute, "rate/")))


@pytest.mark.req("A3")
def test_reviews_are_listed_by_their_day_and_colour(cast, red):
    blue = confirm(register(report(title="小口角"), by=cast.officer), by=cast.officer)
    officer = signed_in(cast, "officer")
    everything = text(officer.get("/ratings/reviews/?view=all"))
    assert red.title in everything
    assert blue.title in everything
    assert blue.title not in text(officer.get("/ratings/reviews/?view=week"))
    assert blue.title not in text(officer.get("/ratings/reviews/?view=all&colour=3"))
    assert "没有到期要复评" in text(officer.get("/ratings/reviews/"))
    with clock.at(clock.now() + timedelta(days=1)):
        assert red.title in text(signed_in(cast, "officer").get("/ratings/reviews/"))
    assert red.title not in text(signed_in(cast, "stranger").get("/ratings/reviews/?view=all"))


@pytest.mark.req("A3")
def test_what_new_rules_propose_is_listed_and_how_far_they_have_come(cast):
    blue = confirm(register(report(facts=FEW), by=cast.officer), by=cast.officer)
    register(report(facts=FEW), by=cast.officer)
    version = new_table(clock.today())
    administrator = signed_in(cast, "administrator")
    where = reverse("rulebook:version", args=["rating", version])
    assert "一分钟内" in text(administrator.get(where))
    assert rerating.sweep(limit=1, most_batches=1) == 1
    assert "中断了会接着做" in text(administrator.get(where))
    assert rerating.sweep() == 1
    sweep = RuleSweep.objects.get(pk=version)
    assert (sweep.total, sweep.looked_at, sweep.proposed) == (2, 2, 2)
    page = text(administrator.get(where))
    assert "对 2 件提出了新的建议" in page
    assert blue.title not in page
    officer = signed_in(cast, "officer")
    assert blue.ref in text(officer.get("/ratings/proposals/"))
    confirm(fresh(blue), by=cast.officer)
    assert "都一致" in text(officer.get("/ratings/proposals/"))
