"""A complaint about the unit that did it: heard by telephone, looked at by another, answered, watched."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hemu.disputes.ledger import verify
from hemu.disputes.models import Side
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import parties
from hemu.disputes.tests.factories import closed
from hemu.kernel import clock
from hemu.loop.followup import links
from hemu.loop.followup.callbacks import dealing
from hemu.loop.followup.callbacks.models import QUESTIONS, Callback
from hemu.loop.followup.complaints.models import Complaint
from hemu.notices.delivery import deliver_once
from hemu.orgs.tests.cast import Cast

PHONE = "13800138000"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = False


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def rung(cast: Cast, caller: Client) -> Callback:
    """The closed dispute is dealt out overnight; the auxiliary opens the number and rings."""
    with clock.at(clock.now() + timedelta(hours=16)):
        dealing.deal()
    row = Callback.objects.unscoped(reason="test").get()
    path = f"/callbacks/{row.county}/{row.pk}/"
    assert f"tel:{PHONE}" in caller.post(path, {"do": "number", "why": "电话回访"}).content.decode()
    given = {
        "do": "answer", **dict.fromkeys(QUESTIONS, 3), "attitude": 1, "words": "调解员向着对方",
        "complaint": "调解员只听李长河的，不让我说话。", "complaint_kind": 1,
    }  # fmt: skip
    assert caller.post(path, given).status_code == 302
    return row


@pytest.mark.django_db
@pytest.mark.req("F4")
@pytest.mark.law("人民调解法15")
def test_a_complaint_about_the_unit_that_did_it(cast: Cast) -> None:
    dispute = closed(
        cast, parties=(NewParty("张大山", phone=PHONE), NewParty("李长河", side=Side.RESPONDENT))
    )
    rung(cast, signed_in(cast, "auxiliary"))
    made = Complaint.objects.unscoped(reason="test").get()
    assert made.about_unit_id == cast.committee.pk
    assert made.handler_id == cast.judicial_office.pk
    path = f"/complaints/{made.county}/{made.pk}/"

    complained_of = signed_in(cast, "mediator")
    assert complained_of.get(path).status_code == 404
    assert made.number not in complained_of.get("/complaints/").content.decode()
    assert "不让我说话" not in complained_of.get(dispute.get_absolute_url()).content.decode()

    while deliver_once():
        pass
    handler = signed_in(cast, "judicial")
    assert made.number in handler.get("/inbox/").content.decode()
    assert "投诉待处理" in handler.get("/").content.decode()
    assert "不让我说话" in handler.get(path).content.decode()
    checked = {"do": "check", "check-text": "听了双方的录音，调解员两次打断张大山。"}
    assert handler.post(path, checked).status_code == 302
    bare = {"do": "answer", "answer-finding": 2, "answer-text": "部分属实。"}
    assert handler.post(path, bare).status_code == 422
    whole = {**bare, "answer-text": "部分属实，向您道歉。", "answer-measures": "批评教育，换调解员回访。"}
    assert handler.post(path, whole).status_code == 302

    supervisor = signed_in(cast, "coordinator")
    assert "部分属实" in supervisor.get(path).content.decode()
    watched = {"do": "watch", "watch-text": "请月底前再回访一次。"}
    assert supervisor.post(path, watched).status_code == 302
    assert signed_in(cast, "county_viewer").get(path).status_code == 200

    own = Client().get(f"/a/{links.token(dispute, parties(dispute)[0])}/").content.decode()
    assert re.search(r"部分属实：部分属实，向您道歉。", own)
    other = Client().get(f"/a/{links.token(dispute, parties(dispute)[1])}/").content.decode()
    assert "道歉" not in other, "the other party reads nothing of it"
    assert verify().faults == []
