"""The pages: one dispute's messages, the list of an area, what is told at all, and the party's own."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hemu.disputes.tests import factories
from hemu.notices.sending.models import Purpose
from hemu.notices.telling import settings as told
from hemu.notices.telling import sweeping
from hemu.notices.telling.models import Agreed, Message, Setting, Way, What
from hemu.notices.telling.tests.conftest import ZHANG, appoint, party, people, texts, work
from hemu.portal.parties.tests.conftest import Way as Browser
from hemu.portal.parties.tests.conftest import way_of
from tests.channels.server import Reply

pytestmark = [pytest.mark.django_db, pytest.mark.req("P2", "P1")]


def page_of(dispute) -> str:
    return reverse("telling:dispute", args=[dispute.county, dispute.pk])


class TestOfOneDispute:
    def test_an_officer_records_a_yes_and_ends_it(self, dispute, sign_in):
        client = sign_in("mediator")
        first = client.get(page_of(dispute)).content.decode()
        assert "还没有同意" in first
        assert "138****5521" in first
        assert ZHANG not in first
        number = str(party(dispute).pk)
        done = client.post(page_of(dispute), {"do": "agree", "party": number, "way": "2"}, follow=True)
        assert "已记下张大山同意接收短信" in done.content.decode()
        assert Agreed.objects.of(dispute).get().way == Way.SIGNED
        stopped = client.post(page_of(dispute), {"do": "stop", "party": number}, follow=True)
        assert "已停止" in stopped.content.decode()
        assert client.post(page_of(dispute), {"do": "nonsense"}).status_code == 404

    def test_the_rule_of_never_is_shown_with_its_reason(self, cast, sms, sign_in):
        violent = factories.mediating(cast, parties=people(), facts={"domestic_violence": True})
        page = sign_in("mediator").get(page_of(violent)).content.decode()
        assert page.count("短信可能被施暴者看到，不发短信") == 2
        assert "记下同意" not in page
        posted = sign_in("mediator").post(
            page_of(violent), {"do": "agree", "party": str(party(violent).pk), "way": "2"}, follow=True
        )
        assert "不发短信" in posted.content.decode()
        assert not Agreed.objects.of(violent).exists()

    def test_what_failed_waits_there_and_is_told_by_telephone(self, dispute, cast, agree, gateway, sign_in):
        agree(dispute)
        work()
        gateway.say(Reply({"code": "1004"}))
        appoint(dispute, cast)
        work()
        sweeping.settle()
        client = sign_in("mediator")
        assert "待人工告知" in client.get(page_of(dispute)).content.decode()
        row = Message.objects.of(dispute).get(what=What.SITTING)
        assert (
            client.post(page_of(dispute), {"do": "told", "message": str(row.pk)}, follow=True).status_code
            == 200
        )
        assert Message.objects.of(dispute).get(what=What.SITTING).told_at is None
        client.post(page_of(dispute), {"do": "told", "message": str(row.pk), "how": "电话告知，本人接的"})
        page = client.get(page_of(dispute)).content.decode()
        assert "电话告知，本人接的" in page
        assert "当事人短信" in client.get(dispute.get_absolute_url()).content.decode()

    def test_a_stranger_has_no_such_page_and_who_only_looks_changes_nothing(self, dispute, agree, sign_in):
        agree(dispute)
        assert sign_in("stranger").get(page_of(dispute)).status_code == 404
        viewer = sign_in("county_viewer")
        assert "本人不要了" not in viewer.get(page_of(dispute)).content.decode()
        assert (
            viewer.post(page_of(dispute), {"do": "stop", "party": str(party(dispute).pk)}).status_code == 403
        )
        assert Agreed.objects.of(dispute).get().stopped_at is None


class TestTheList:
    def test_it_holds_the_areas_own_and_names_nobody_whole(self, dispute, cast, agree, gateway, sign_in):
        agree(dispute)
        work()
        gateway.say(Reply({"code": "1004"}))
        appoint(dispute, cast)
        work()
        sweeping.settle()
        page = sign_in("coordinator").get("/party-messages/").content.decode()
        assert dispute.ref in page
        assert "短信网关拒收" in page
        assert "张大山" not in page
        every = sign_in("coordinator").get("/party-messages/?view=all").content.decode()
        assert every.count(dispute.ref) == 2
        assert dispute.ref not in sign_in("stranger").get("/party-messages/?view=all").content.decode()
        assert (
            dispute.ref not in sign_in("coordinator").get("/party-messages/?view=all&q=none").content.decode()
        )
        only = sign_in("coordinator").get("/party-messages/?view=all&state=2").content.decode()
        assert only.count(dispute.ref) == 1

    def test_it_goes_out_as_a_spreadsheet(self, dispute, agree, sign_in):
        agree(dispute)
        answer = sign_in("coordinator").get("/party-messages/export/?view=all")
        assert answer.status_code == 200
        assert "spreadsheet" in answer["Content-Type"]

    def test_empty_it_says_what_would_fill_it(self, cast, sign_in):
        assert "没有要人工告知的" in sign_in("coordinator").get("/party-messages/").content.decode()


class TestSettings:
    def test_an_administrator_switches_one_off(self, cast, sign_in):
        client = sign_in("administrator")
        page = client.get("/channels/parties/").content.decode()
        assert "约定了时间" in page
        on = [str(one.value) for one in What if one != What.REPLIED]
        client.post("/channels/parties/", {"on": on})
        assert Setting.objects.get().off == [Purpose.PARTY_REPLIED.value]
        assert sign_in("coordinator").get("/channels/parties/").status_code == 403

    def test_the_first_message_stays_on(self, cast, sign_in):
        answer = sign_in("administrator").post("/channels/parties/", {"on": [str(What.SITTING.value)]})
        assert answer.status_code == 422
        assert "不能去掉" in answer.content.decode()
        assert told.standing(cast.administrator) is None


class TestThePartysPage:
    @pytest.fixture
    def way(self, dispute) -> Browser:
        return way_of(dispute, "张大山")

    @pytest.mark.law("个人信息保护法14", "个人信息保护法15")
    def test_a_party_agrees_reads_what_was_sent_and_stops(self, dispute, cast, way, gateway):
        assert "短信告知" in way.enter()
        asked = way.send(do="texts")
        assert "同意接收短信" in asked
        assert "138****5521" in asked
        assert "好了" in way.send(do="texts", send="agree")
        assert Agreed.objects.of(dispute).get().way == Way.PAGE
        appoint(dispute, cast)
        work()
        shown = way.send(do="texts")
        assert texts(gateway)[0].removeprefix("【瓮安综治】") in shown
        assert "已经停了" in way.send(do="texts", send="stop")
        assert Agreed.objects.of(dispute).get().stopped_way == Way.PAGE

    def test_the_other_sides_messages_are_not_there(self, dispute, cast, way, agree):
        agree(dispute, "李长河")
        way.enter()
        assert "还没有发过" in way.send(do="texts")

    @pytest.mark.law("反家庭暴力法5")
    def test_it_never_says_why_nothing_is_sent(self, cast, sms):
        violent = factories.mediating(cast, parties=people(), facts={"domestic_violence": True})
        way = way_of(violent, "李长河")
        way.enter()
        page = way.send(do="texts")
        assert "这件事不发短信" in page
        assert "暴力" not in page
        tried = way.send(do="texts", send="agree")
        assert "这件事不发短信" in tried
        assert "暴力" not in tried
        assert not Agreed.objects.of(violent).exists()


def test_a_slip_that_is_handed_out_and_a_request_that_is_answered_are_told(
    dispute, cast, agree, gateway, sign_in
):
    from hemu.portal.parties import actions
    from hemu.portal.parties.actions import Asking
    from hemu.portal.parties.models import Kind, Status
    from hemu.portal.parties.tests.test_page import who

    agree(dispute)
    slip = reverse("parties:slip", args=[dispute.county, dispute.pk, party(dispute).pk])
    for _twice in range(2):
        assert sign_in("mediator").post(slip).status_code == 200
    work()
    assert ["查询码已经交给您" in one for one in texts(gateway)] == [True]
    code = way_of(dispute, "张大山").code
    assert code not in texts(gateway)[0].replace("-", "")
    row = actions.ask(who(dispute), Asking(Kind.EXPLAIN, text="为什么要住址？"))
    actions.decide(row, Status.GRANTED, "送通知用。", by=cast.mediator)
    work()
    assert "已经答复" in texts(gateway)[-1]
    assert "送通知" not in texts(gateway)[-1]
