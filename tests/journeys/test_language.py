"""语言匹配: a villager who speaks only Buyi is heard in Buyi: by a mediator, or through an interpreter."""

from __future__ import annotations

import pytest
from django.test import Client

from hemu.disputes.models import Outcome, Side, State
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import get
from hemu.disputes.tests.factories import agreement, consents, received, session
from hemu.kernel import clock
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.actions import NewAttendee
from hemu.loop.mediation.forms.sessions import parse_helpers
from hemu.loop.mediation.models import Attendance, AttendeeRole, ChosenBy, NamedMediator
from hemu.loop.mediation.people import actions as people
from hemu.loop.mediation.people.tests.people import somebody
from hemu.loop.mediation.proposal import proposals
from hemu.orgs.models import Role
from hemu.orgs.tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.req("M8")]
BUYI = (NewParty("韦阿美", language="只会说布依话"), NewParty("李长河", side=Side.RESPONDENT))


def accepted(cast: Cast, dispute, posts):
    dispute = mediation.consent(dispute, consents(dispute), by=cast.mediator)
    return mediation.accept(
        dispute, posts, by=cast.mediator, chosen_by=ChosenBy.PARTIES, rights_told_at=clock.now()
    )


@pytest.mark.law("人民调解法19", "人民调解法20")
def test_the_one_who_speaks_it_is_proposed_chosen_and_settles_it(cast: Cast) -> None:
    people.enter(cast.posts["mediator"], by=cast.judicial, skills=[2])
    speaker = somebody("韦金花", cast.township_committee)
    people.enter(speaker, by=cast.judicial, languages=["布依语"])
    dispute = received(cast, parties=BUYI)
    found = proposals(dispute)
    assert [str(one.mediator) for one in found.suggestions] == ["韦金花", "王德明"]
    assert found.suggestions[0].reasons[0] == "会说当事人的布依语"
    assert found.needs[0].mediators == ("韦金花",)
    dispute = accepted(cast, dispute, [speaker])
    assert NamedMediator.objects.of(dispute).get().name == "韦金花"
    dispute = mediation.record_session(dispute, session(dispute), by=cast.mediator)
    dispute = mediation.agree(dispute, agreement(dispute, promises=[]), by=cast.mediator)
    row = get(dispute.county, dispute.pk, by=cast.officer)
    assert (row.outcome, row.state) == (Outcome.WRITTEN, State.AGREED)


@pytest.mark.law("人民调解法20")
def test_where_nobody_does_the_page_says_so_and_an_interpreter_comes(cast: Cast, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    people.enter(cast.posts["mediator"], by=cast.judicial)
    somebody("韦翻译", cast.station, Role.STATION_OFFICER, languages=["布依语"])
    dispute = received(cast, parties=BUYI)
    client = Client()
    client.force_login(cast.people["mediator"], backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"{dispute.get_absolute_url()}accept/").content.decode()
    assert "没有会说布依语的调解员可以指定" in page
    assert "韦翻译（瓮安县公安局珠藏派出所）" in page
    people.name_interpreter(dispute, "布依语", "韦翻译", consented=True, by=cast.mediator)
    dispute = accepted(cast, dispute, [cast.posts["mediator"]])
    form = client.get(f"{dispute.get_absolute_url()}session/").content.decode()
    assert "韦翻译 翻译（布依语）" in form
    helpers: list[NewAttendee] = parse_helpers("韦翻译 翻译（布依语）")
    held = session(dispute)
    new = session(dispute, attendees=[*held.attendees, *helpers], helpers_consented=True)
    dispute = mediation.record_session(dispute, new, by=cast.mediator)
    came = Attendance.objects.of(dispute).get(role=AttendeeRole.HELPER)
    assert (came.name, came.relation, came.parties_consented) == ("韦翻译", "翻译（布依语）", True)
