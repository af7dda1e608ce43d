"""One dispute as a party lives it: slip, refusal of the mediator, end, court; and after ten years nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from hemu.disputes import ledger
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.models import Side, State
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import get
from hemu.disputes.tests import factories
from hemu.jobs.daily import seal_what_was_approved
from hemu.kernel import clock
from hemu.loop.followup import actions as followup
from hemu.loop.followup.models import Kept
from hemu.portal.parties import actions, codes
from hemu.portal.parties.models import Kind, Request, Status
from hemu.portal.parties.tests.conftest import Way, party_named
from hemu.privacy import retention
from hemu.privacy.actions import open_personal
from hemu.privacy.models import OpenedField, Purpose
from hemu.tally import audit, projector


@pytest.mark.req("M2", "M8")
@pytest.mark.law(
    "人民调解法3", "人民调解法17", "人民调解法19", "人民调解法23", "人民调解法26", "个人信息保护法19"
)
def test_a_party_from_the_slip_to_the_court_and_to_the_end_of_retention(cast):
    people = (
        NewParty("张大山", phone="13885425521", address="荣院村三组12号"),
        NewParty("李长河", side=Side.RESPONDENT, phone="13885427788"),
    )
    dispute = factories.mediating(cast, parties=people)
    slip = codes.given(dispute, party_named(dispute, "李长河").pk).code
    way = Way(Client(), codes.code_of(slip), codes.pin_of(slip))

    assert "正在调解" in way.enter("7788")
    open_personal(dispute, slip.party_id, OpenedField.PHONE, Purpose.CONTACT, "约时间", by=cast.mediator)
    assert "约时间" in way.send(do="seen")
    way.send(do="refuse", send="1", person=cast.people["mediator"].pk)
    assert "由荣院村人民调解委员会答复" in way.send(do="")
    refusal = Request.objects.of(dispute).get()
    actions.decide(refusal, Status.GRANTED, "换人", by=cast.mediator, instead=cast.people["cadre"].pk)
    assert "调解员：陈光荣" in way.enter("7788")
    way.send(do="choose", send="1", person=cast.people["judicial"].pk)
    choice = Request.objects.of(dispute).get(kind=Kind.CHOOSE)
    actions.decide(choice, Status.GRANTED, "同意", by=cast.mediator)
    assert "调解员：陈光荣、蒋文" in way.enter("7788")
    way.send(do="refuse", send="1", person=cast.people["cadre"].pk)

    assert "调解已经停止" in way.send(do="end", send="1", text="信不过")
    after = get(dispute.county, dispute.pk, by=cast.mediator)
    assert after.state == State.REFERRED
    assert "向人民法院起诉" in way.send(do="rights")
    waiting = Request.objects.of(after).waiting().get()
    assert waiting.kind == Kind.REFUSE
    actions.decide(waiting, Status.REFUSED, "调解已经停止", by=cast.mediator)

    asked = factories.asked(after, kept=Kept.NO_AGREEMENT, answer="已经起诉了", satisfaction=4)
    after = followup.follow_up(after, asked, by=cast.grid_member)
    after = followup.close(after, "当事人已起诉。", by=cast.coordinator)
    assert "已经办结" in way.enter()

    with clock.at(clock.now() + timedelta(days=3651)):
        run = retention.ask(by=cast.coordinator)
        retention.decide(run, True, "同意", by=cast.county_coordinator)
        assert seal_what_was_approved.run() == 1
        assert "不对" in way.enter()
    projector.project_all()
    assert ledger.verify().faults == []
    assert audit.drift(LEDGER_IMAGES) == []
