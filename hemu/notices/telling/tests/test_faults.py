"""A link by SMS from the officer's button to the party's answer, over a gateway that fails in every way."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hemu.disputes.announcing import REPLIED, tell_party
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Entry
from hemu.disputes.tests import factories
from hemu.kernel import clock
from hemu.loop.followup.models import OwnAnswer
from hemu.notices.channels import http
from hemu.notices.channels.kinds import ChannelKind
from hemu.notices.models import Notice, Reason
from hemu.notices.sending import receipts
from hemu.notices.sending.models import Delivery
from hemu.notices.sending.models import State as Queue
from hemu.notices.telling import sweeping
from hemu.notices.telling.models import Message, State, What, Why
from hemu.notices.telling.tests.conftest import NOW, SITE, ZHANG, appoint, party, people, texts, work
from hemu.portal.tests.test_answering import walk
from tests.channels.server import Reply

pytestmark = [pytest.mark.django_db, pytest.mark.req("P2", "F7")]
DOWN = Reply(b"", 503)
FAULTS = {
    "down": DOWN,
    "reset": Reply({"code": "0"}, fault="reset"),
    "half": Reply({"code": "0", "msgid": "g5521"}, fault="half"),
    "slow": Reply({"code": "0"}, fault="slow", seconds=1.0),
    "nonsense": Reply(b"<html>busy</html>"),
}


@pytest.fixture
def followed(cast, sms):
    return factories.performed(cast, parties=people())


def issue(followed, sign_in):
    """The officer's own button; what their page says."""
    return sign_in("mediator").post(
        reverse("followup:links", args=[followed.county, followed.pk]), {"party": str(party(followed).pk)}
    )


def link_of(text: str) -> str:
    found = re.search(rf"{SITE}(/a/[\w-]+/)", text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_link_reaches_its_party_through_a_gateway_that_fails_first(
    followed, agree, gateway, sign_in, fault, monkeypatch
):
    agree(followed)
    work()
    gateway.say(FAULTS[fault])
    assert issue(followed, sign_in).status_code == 200
    with monkeypatch.context() as impatient:
        impatient.setattr(http, "TIMEOUT", 0.5)
        work()
    row = Delivery.objects.get(key__contains=f":{What.ANSWER.value}:link")
    assert row.state == Queue.QUEUED
    assert row.tries.get().went is False
    work(NOW + timedelta(minutes=2))
    row.refresh_from_db()
    assert row.state == Queue.SENT
    path = link_of(texts(gateway, ZHANG)[-1])
    assert "收到了" in walk(Client(), path)
    assert OwnAnswer.objects.of(followed).get().party_id == party(followed).pk


def test_a_link_that_can_not_be_sent_is_a_call_for_the_unit(followed, cast, agree, gateway, sign_in):
    agree(followed)
    work()
    gateway.say(Reply({"code": "1004"}))
    issue(followed, sign_in)
    work()
    sweeping.settle()
    work()
    row = Message.objects.of(followed).get(what=What.ANSWER)
    assert (row.state, row.why, row.by_hand) == (State.FAILED, Why.REFUSED, True)
    assert row.reason == "短信网关拒收。"
    assert Notice.objects.filter(reason=Reason.PARTY_CALL).exists()
    before = Notice.objects.count()
    sweeping.settle()
    work()
    assert Notice.objects.count() == before


def test_a_receipt_that_it_did_not_arrive_is_a_call_and_one_that_it_did_is_none(
    followed, agree, gateway, sms, sign_in
):
    agree(followed)
    work()
    sweeping.settle()
    welcome = Message.objects.of(followed).get(what=What.AGREED)
    assert welcome.state == State.SENT
    receipts.take(sms, json.dumps({"msgid": "g5521", "state": "delivered"}).encode())
    sweeping.settle()
    welcome = Message.objects.of(followed).get(what=What.AGREED)
    assert (welcome.state, welcome.by_hand) == (State.DELIVERED, False)
    issue(followed, sign_in)
    work()
    sweeping.settle()
    receipts.take(sms, json.dumps({"msgid": "g5521", "state": "failed", "code": "MK:0001"}).encode())
    sweeping.settle()
    row = Message.objects.of(followed).get(what=What.ANSWER)
    assert (row.state, row.by_hand) == (State.FAILED, True)


def test_without_receipts_what_was_sent_is_settled_after_some_days(followed, agree, gateway):
    agree(followed)
    work()
    assert sweeping.settle() == 0
    with clock.at(NOW + sweeping.FOLLOWED):
        assert sweeping.settle() == 1
        assert sweeping.settle() == 0
    assert Message.objects.of(followed).get().state == State.SENT


def test_another_channel_in_its_place_is_what_is_followed(cast, made, run, gateway, agree):
    first = made(
        ChannelKind.SMS_GATEWAY, run(lambda _asked: Reply({"code": "1004"})), name="先用", families=[]
    )
    given = {"name": "备用", "families": [], "values": {"secret_header": "X-Token"}}
    first.fallback = made(ChannelKind.SMS_GATEWAY, gateway, **given)
    first.save()
    dispute = factories.mediating(cast, parties=people())
    agree(dispute)
    work()
    sweeping.settle()
    row = Message.objects.of(dispute).get()
    assert Delivery.objects.filter(pk=row.delivery_id).get().state == Queue.FAILED
    assert row.state == State.SENT
    assert not row.by_hand


def test_without_a_channel_or_a_public_address_somebody_tells_it(
    cast, followed, agree, sms, settings, sign_in
):
    agree(followed)
    work()
    settings.PUBLIC_URL = ""
    issue(followed, sign_in)
    assert Message.objects.of(followed).get(what=What.ANSWER).why == Why.NO_ADDRESS
    dispute = factories.mediating(cast, parties=people())
    agree(dispute)
    type(sms).objects.update(retired_at=clock.now())
    appoint(dispute, cast)
    assert Message.objects.of(dispute).get(what=What.SITTING).why == Why.NO_CHANNEL


def test_what_would_come_too_late_by_sms_is_told_by_hand_at_once(cast, sms, agree):
    with clock.at(NOW.replace(hour=21)):
        dispute = factories.mediating(cast, parties=people())
        agree(dispute)
        row = appoint(dispute, cast, NOW.replace(day=2, hour=8))
        kept = Message.objects.of(dispute).get(what=What.SITTING)
    assert (kept.why, kept.by_hand_until) == (Why.TOO_LATE, row.starts_at)


def test_the_same_act_told_twice_is_one_message(followed, cast, agree):
    agree(followed)
    for _twice in range(2):
        tell_party(followed, party(followed).pk, REPLIED, key="request:1", by="综治中心 王")
    work()
    assert Message.objects.of(followed).filter(what=What.REPLIED).count() == 1
    assert Entry.objects.of(followed).filter(act=Act.TELL_PARTY).count() == 1
