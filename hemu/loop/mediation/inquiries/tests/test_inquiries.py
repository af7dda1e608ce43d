"""调查记录 and 授权委托书: recorded, printed, opened again."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from hemu.disputes.models import Entry
from hemu.disputes.tests import factories
from hemu.documents.papers import queries as papers
from hemu.documents.papers.filling import as_pdf
from hemu.documents.papers.reading import text_of
from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.loop.mediation.inquiries import actions, queries
from hemu.loop.mediation.inquiries.actions import Exchange, NewAuthorisation, NewInquiry
from hemu.loop.mediation.inquiries.forms import parse_exchanges
from hemu.loop.mediation.inquiries.models import Power, ReadBack

pytestmark = pytest.mark.req("M2")
NUMBER, PHONE = "52272519800101123X", "13985420002"


def inquiry(**over) -> NewInquiry:
    parts = {
        "started_at": clock.now() - timedelta(hours=1),
        "ended_at": clock.now(),
        "place": "荣院村三组",
        "exchanges": [Exchange("水沟是谁修的？", "两家一起修的。"), Exchange("什么时候？", "十年前。")],
        "askers": ["王德明"],
        "asked_name": "陈光荣",
        "asked_about": "男，52 岁，村民组长",
        "read_back": ReadBack.HEARD,
    }
    return NewInquiry(**{**parts, **over})


def agent(dispute, **over) -> NewAuthorisation:
    parts = {
        "party_id": factories.sides(dispute)[0],
        "agent_name": "张小山",
        "agent_about": "儿子",
        "agent_identity": NUMBER,
        "agent_phone": PHONE,
        "powers": [Power.SIGN, Power.OTHER],
        "other_power": "代为领取赔偿款",
        "given_on": clock.today(),
    }
    return NewAuthorisation(**{**parts, **over})


@pytest.mark.law("人民调解法27")
def test_an_inquiry_is_kept_and_printed_with_the_forms_fields(cast):
    dispute = factories.received(cast)
    row = actions.record_inquiry(dispute, inquiry(), by=cast.mediator)
    [kept] = queries.inquiries(dispute)
    assert kept.exchanges == [
        {"q": "水沟是谁修的？", "a": "两家一起修的。"},
        {"q": "什么时候？", "a": "十年前。"},
    ]
    word = papers.filled(papers.paper("inquiry"), dispute, row.number)
    text = text_of(word)
    for part in (
        "人民调解调查记录", "荣院村三组", "陈光荣（男，52 岁，村民组长）", "调 查 人：王德明",
        "问：水沟是谁修的？",
        "答：两家一起修的。", "向其宣读无误", "被调查人（签名、盖章或按指印）：", "记录人（签名）：王德明",
    ):  # fmt: skip
        assert part in text, part
    assert "答：十年前。" in "".join(page.extract_text() for page in PdfReader(BytesIO(as_pdf(word))).pages)
    entry = Entry.objects.of(dispute).latest("seq")
    assert "陈光荣" not in str(entry.details), "who was asked is sealed"


def test_an_inquiry_of_a_party_and_what_is_refused(cast):
    dispute = factories.received(cast)
    party = factories.sides(dispute)[1]
    row = actions.record_inquiry(dispute, inquiry(party_id=party, asked_name=""), by=cast.mediator)
    assert row.asked_name == "李长河"
    for over, field in (
        ({"place": " "}, "place"),
        ({"exchanges": []}, "record"),
        ({"askers": [" "]}, "askers"),
        ({"asked_name": ""}, "asked_name"),
        ({"started_at": clock.now() + timedelta(hours=1)}, "started_at"),
        ({"ended_at": clock.now() - timedelta(hours=2)}, "ended_at"),
    ):
        with pytest.raises(Refused) as refused:
            actions.record_inquiry(dispute, inquiry(**over), by=cast.mediator)
        assert refused.value.field == field
    with pytest.raises(Missing):
        actions.record_inquiry(dispute, inquiry(party_id=1), by=cast.mediator)
    with pytest.raises(Forbidden):
        actions.record_inquiry(dispute, inquiry(), by=cast.grid_member)


def test_questions_and_answers_are_read_as_clerks_type_them():
    typed = "问：谁先动手？\n答：他先推我。\n我退了一步。\n\n问: 有人看见吗\n答: 陈光荣"
    assert parse_exchanges(typed) == [
        Exchange("谁先动手？", "他先推我。\n我退了一步。"),
        Exchange("有人看见吗", "陈光荣"),
    ]
    with pytest.raises(ValueError, match="他先推我"):
        parse_exchanges("他先推我")


def test_an_authorisation_is_printed_with_its_powers_and_masked(cast):
    dispute = factories.mediating(cast)
    row = actions.authorise(dispute, agent(dispute), by=cast.mediator)
    text = text_of(papers.filled(papers.paper("authorisation"), dispute, row.number))
    for part in (
        "委托人：张大山", "受委托人：张小山，儿子", "☑ 参加调解并签署调解文书", "☐ 收集、提供证据",
        "☑ 其他：代为领取赔偿款", "至本次调解终结", "受委托人（签名、盖章或按指印）：", "139****0002",
        "522725**********3X",
    ):  # fmt: skip
        assert part in text, part
    assert NUMBER not in text
    assert PHONE not in text
    [kept] = queries.authorisations(dispute)
    assert (kept.agent_identity, kept.agent_phone) == (NUMBER, PHONE)


def test_what_an_authorisation_is_refused_for(cast):
    dispute = factories.mediating(cast)
    for over, field in (
        ({"agent_name": ""}, "agent_name"),
        ({"powers": []}, "powers"),
        ({"other_power": ""}, "other_power"),
        ({"given_on": clock.today() + timedelta(days=1)}, "given_on"),
        ({"until": clock.today() - timedelta(days=1)}, "until"),
    ):
        with pytest.raises(Refused) as refused:
            actions.authorise(dispute, agent(dispute, **over), by=cast.mediator)
        assert refused.value.field == field


def test_both_are_done_by_page_and_shown_on_the_dispute(cast):
    dispute = factories.received(cast)
    client = Client()
    client.force_login(cast.people["mediator"], backend="allauth.account.auth_backends.AuthenticationBackend")
    at = f"{clock.local(clock.now() - timedelta(minutes=5)):%Y-%m-%dT%H:%M}"
    url = reverse("inquiries:inquire", args=[dispute.county, dispute.pk])
    given = {
        "started_at": at,
        "place": "村委会",
        "askers": "王德明、陈光荣",
        "asked_name": "老杨",
        "read_back": "1",
    }
    wrong = client.post(url, {**given, "record": "老杨说不知道"})
    assert wrong.status_code == 422
    assert "第一行要以“问：”开头" in wrong.content.decode()
    assert client.post(url, {**given, "record": "问：知道吗\n答：知道"}).status_code == 302
    url = reverse("inquiries:authorise", args=[dispute.county, dispute.pk])
    party = factories.sides(dispute)[0]
    given = {
        "party_id": party,
        "agent_name": "张小山",
        "powers": ["5"],
        "given_on": f"{clock.today():%Y-%m-%d}",
    }
    assert client.post(url, given).status_code == 302
    page = client.get(dispute.get_absolute_url()).content.decode()
    assert "向老杨调查" in page
    assert "张大山委托张小山代理" in page
