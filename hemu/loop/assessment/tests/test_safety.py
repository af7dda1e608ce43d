"""A red dispute's safety plan: its clock, the daily look, whom to warn, the paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from hemu.disputes.models import Clock, ClockKind, Colour, Dispute, Entry
from hemu.disputes.overdue import sweep
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.documents.papers import queries as papers
from hemu.documents.papers.reading import text_of
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.assessment import actions
from hemu.loop.assessment.models import ContactKind, SafetyContact
from hemu.loop.assessment.queries import contacts, safety_clock

pytestmark = [pytest.mark.django_db, pytest.mark.req("A1")]


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def red(cast) -> Dispute:
    return actions.confirm(register(report(facts={"may_escalate": True}), by=cast.officer), by=cast.officer)


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test looks at the row").get(pk=dispute.pk)


def plan(dispute, by, **over):
    given = {
        "task": "今晚由村干部陪护", "owner": "陈光荣", "owner_unit": "荣院村村民委员会",
        "due_at": clock.now() + timedelta(hours=6),
    }  # fmt: skip
    return actions.plan_measure(dispute, **{**given, **over}, by=by)


def page_of(cast, who: str, dispute: Dispute) -> str:
    client = Client()
    client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.get(dispute.get_absolute_url()).content.decode()


def test_red_without_a_plan_in_time_goes_up(cast, red):
    held = safety_clock(red)
    assert held is not None
    assert held.due_at == held.started_at + timedelta(hours=2)
    with clock.at(held.due_at + timedelta(minutes=1)):
        sweep()
    late = Clock.objects.of(red).get(kind=ClockKind.SAFETY, stopped_at=None)
    assert (late.overdue_at is not None, late.level) == (True, 1)
    assert Entry.objects.of(red).latest("seq").details["told"] == cast.centre.name
    assert "还没有防护措施" in page_of(cast, "officer", red)


def test_the_plan_is_looked_at_every_day_until_it_is_red_no_more(cast, red):
    plan(red, cast.officer)
    first = safety_clock(red)
    assert first is not None
    assert first.due_at == first.started_at + timedelta(hours=24)
    with clock.at(clock.now() + timedelta(hours=20)):
        actions.review_plan(fresh(red), "双方情绪平稳，陪护继续", by=cast.officer)
        again = safety_clock(red)
        assert again is not None
        assert again.due_at == clock.now() + timedelta(hours=24)
        with pytest.raises(Refused):
            actions.review_plan(fresh(red), " ", by=cast.officer)
    actions.ask(fresh(red), Colour.ORANGE, "双方当面和好并写下承诺，没有危险", by=cast.officer)
    assert safety_clock(red) is not None
    actions.approve(fresh(red), by=cast.coordinator)
    assert safety_clock(red) is None
    assert "今晚由村干部陪护" in page_of(cast, "officer", red)


def test_blue_owes_no_plan_and_red_none_that_is_there(cast):
    blue = actions.confirm(register(report(), by=cast.officer), by=cast.officer)
    assert safety_clock(blue) is None
    plan(blue, cast.officer)
    assert safety_clock(blue) is None
    with pytest.raises(Refused) as refused:
        actions.review_plan(
            register(report(facts={"may_escalate": True}), by=cast.officer), "看过", by=cast.officer
        )
    assert refused.value.code == "no_plan"
    actions.override(fresh(blue), Colour.RED, "当晚有人扬言报复", by=cast.officer)
    held = safety_clock(blue)
    assert held is not None
    assert held.due_at == held.started_at + timedelta(hours=24)


def test_who_must_be_warned_stands_in_the_plan_and_is_ticked_off(cast, red):
    new = actions.NewContact(ContactKind.WARN, "李长河的母亲", "13885425521", "同住")
    row = actions.add_contact(red, new, by=cast.officer)
    assert row.shown_phone == "138****5521"
    with pytest.raises(Refused):
        actions.add_contact(fresh(red), actions.NewContact(ContactKind.HELP, "村医"), by=cast.officer)
    page = page_of(cast, "officer", red)
    assert "138****5521" in page
    assert "13885425521" not in page
    assert "tel:12338" in page
    assert cast.station.name in page
    assert actions.told_contact(fresh(red), row.id, by=cast.cadre).told_at is not None
    with pytest.raises(Conflict):
        actions.told_contact(fresh(red), row.id, by=cast.cadre)
    entry = Entry.objects.of(red).latest("seq")
    assert entry.details["measure"] == "warned"
    assert "李长河" not in str(entry.details)
    actions.remove_contact(fresh(red), row.id, by=cast.officer)
    assert contacts(red) == []
    assert SafetyContact.objects.of(red).count() == 1
    with pytest.raises(Missing):
        actions.told_contact(fresh(red), row.id, by=cast.officer)


def test_a_number_is_read_on_record_and_by_those_who_may(cast, red):
    row = actions.add_contact(
        red, actions.NewContact(ContactKind.HELP, "村医", "13885425521"), by=cast.officer
    )
    with pytest.raises(Forbidden):
        actions.open_phone(fresh(red), row.id, by=cast.grid_member)
    client = Client()
    client.force_login(cast.people["officer"], backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/disputes/{red.county}/{red.id}/safety/contacts/{row.id}/phone/"
    assert "13885425521" not in client.get(address).content.decode()
    assert "tel:13885425521" in client.post(address).content.decode()
    assert Entry.objects.of(red).latest("seq").details["measure"] == "phone_opened"


def test_the_plan_is_printed_to_be_carried_along(cast, red):
    plan(red, cast.officer)
    actions.add_contact(
        fresh(red), actions.NewContact(ContactKind.WARN, "李长河的母亲", "13885425521"), by=cast.officer
    )
    text = text_of(papers.filled(papers.paper("safety"), fresh(red), 0))
    for part in (
        red.ref, "今晚由村干部陪护", "荣院村村民委员会 陈光荣", "李长河的母亲", "138****5521", "报警 110",
        cast.station.name, "先保人身安全", "不立即处置可能激化",
    ):  # fmt: skip
        assert part in text, part
    assert "13885425521" not in text


def test_the_pages_of_a_plan(cast, red):
    client = Client()
    client.force_login(cast.people["officer"], backend="allauth.account.auth_backends.AuthenticationBackend")
    base = f"/disputes/{red.county}/{red.id}/safety/"
    sent = {"seen": 2, "kind": 1, "name": "李长河的母亲", "phone": "13885425521", "note": "同住"}
    assert client.post(f"{base}contacts/", {**sent, "name": ""}).status_code == 422
    assert client.post(f"{base}contacts/", sent).status_code == 302
    row = contacts(red)[0]
    assert client.get(f"{base}contacts/{row.id}/").status_code == 200
    assert client.post(f"{base}contacts/{row.id}/", {"seen": 3, "what": "told"}).status_code == 302
    assert contacts(red)[0].told_at is not None
    plan(fresh(red), cast.officer)
    assert "今晚由村干部陪护" in client.get(f"{base}review/").content.decode()
    assert client.post(f"{base}review/", {"seen": 5, "conclusion": ""}).status_code == 422
    assert client.post(f"{base}review/", {"seen": 5, "conclusion": "够"}).status_code == 302
    assert client.get(f"{base}contacts/7/").status_code == 404
