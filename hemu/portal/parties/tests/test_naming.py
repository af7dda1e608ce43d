"""A party chooses a mediator, or doesn't accept one: what follows when the office agrees."""

from __future__ import annotations

import pytest

from hemu.disputes.models import State
from hemu.disputes.queries import get
from hemu.disputes.tests import factories
from hemu.kernel.errors import Forbidden, Refused
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import ChosenBy, Recusal, RecusalKind
from hemu.loop.mediation.queries import named_mediators
from hemu.portal.parties import actions, codes
from hemu.portal.parties.actions import Asking
from hemu.portal.parties.codes import Entered
from hemu.portal.parties.models import Kind, Request, Status
from hemu.portal.parties.tests.conftest import party_named

pytestmark = [pytest.mark.req("M8"), pytest.mark.django_db]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def asked(dispute, cast, kind: Kind, name: str) -> Request:
    codes.ensure(dispute)
    found = codes.given(dispute, party_named(dispute, "张大山").pk)
    assert found.code is not None
    who = Entered(found.code, dispute, found.party)
    return actions.ask(who, Asking(kind, person_id=cast.people[name].pk))


def names(dispute) -> list[str]:
    return [one.name for one in named_mediators(dispute)]


@pytest.mark.law("人民调解法19", "人民调解法23")
def test_whom_a_party_chose_is_named_when_the_office_agrees(dispute, cast):
    row = asked(dispute, cast, Kind.CHOOSE, "cadre")
    actions.decide(row, Status.GRANTED, "同意", by=cast.mediator)
    first, second = named_mediators(dispute)
    assert (first.name, first.chosen_by) == ("王德明", ChosenBy.COMMITTEE)
    assert (second.name, second.chosen_by) == ("陈光荣", ChosenBy.PARTIES)


@pytest.mark.law("人民调解法19")
def test_nobody_is_named_once_mediation_has_stopped(cast):
    dispute = factories.at_state(cast, State.REFERRED)
    row = asked(dispute, cast, Kind.CHOOSE, "cadre")
    with pytest.raises(Refused) as refused:
        actions.decide(row, Status.GRANTED, "同意", by=cast.mediator)
    assert (refused.value.field, refused.value.code) == ("status", "not_going_on")
    assert Request.objects.of(dispute).get().status == Status.OPEN


@pytest.mark.law("人民调解法19", "人民调解法23")
@pytest.mark.parametrize("answered", [True, False])
def test_whom_a_party_chose_before_is_ticked_when_mediation_is_accepted(cast, client, settings, answered):
    settings.REQUIRE_SECOND_FACTOR = False
    dispute = factories.at_state(cast, State.RECEIVED)
    row = asked(dispute, cast, Kind.CHOOSE, "cadre")
    if answered:
        actions.decide(row, Status.GRANTED, "同意，受理时确定", by=cast.mediator)
    client.force_login(cast.people["mediator"], backend=BACKEND)
    page = client.get(f"/disputes/{dispute.county}/{dispute.pk}/accept/")
    form = page.context["form"]
    assert form.initial["mediators"] == [cast.posts["cadre"].pk]
    assert form.initial["chosen_by"] == ChosenBy.PARTIES
    shown = page.content.decode()
    assert "张大山选陈光荣，下面已经勾选。" in shown
    assert ("还没有答复" in shown) is not answered


@pytest.mark.law("人民调解法19")
def test_whom_the_office_turned_down_is_not_ticked(cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    dispute = factories.at_state(cast, State.RECEIVED)
    row = asked(dispute, cast, Kind.CHOOSE, "cadre")
    actions.decide(row, Status.REFUSED, "外出务工，请另选", by=cast.mediator)
    client.force_login(cast.people["mediator"], backend=BACKEND)
    form = client.get(f"/disputes/{dispute.county}/{dispute.pk}/accept/").context["form"]
    assert form.initial["mediators"] == [cast.posts["mediator"].pk]
    assert form["chosen_by"].value() == ChosenBy.COMMITTEE


@pytest.mark.law("人民调解法23")
def test_a_refused_mediator_mediates_no_more_once_another_is_named(dispute, cast):
    row = asked(dispute, cast, Kind.REFUSE, "mediator")
    with pytest.raises(Forbidden):  # nobody turns their own refusal down
        actions.decide(row, Status.REFUSED, "不换", by=cast.mediator)
    with pytest.raises(Refused, match="由谁接替") as refused:
        actions.decide(row, Status.GRANTED, "换人", by=cast.mediator)
    assert (refused.value.field, refused.value.code) == ("instead", "last")
    assert Request.objects.of(dispute).get().status == Status.OPEN
    mediation.change_mediators(dispute, [cast.posts["cadre"]], by=cast.mediator)
    actions.decide(row, Status.GRANTED, "已换人", by=cast.mediator)
    assert names(dispute) == ["陈光荣"]
    assert Recusal.objects.of(dispute).get().kind == RecusalKind.REFUSED


@pytest.mark.law("人民调解法23")
def test_the_page_of_a_refusal_replaces_the_mediator_in_one_step(dispute, cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    row = asked(dispute, cast, Kind.REFUSE, "mediator")
    client.force_login(cast.people["mediator"], backend=BACKEND)
    page = f"/privacy/requests/{row.county}/{row.pk}/"
    shown = client.get(page).content.decode()
    assert "由谁接替" in shown
    assert f"/disputes/{row.county}/{row.dispute_id}/change-mediators/" in shown
    given = {"status": int(Status.GRANTED), "reason": "换人"}
    refused = client.post(page, given)
    assert refused.status_code == 422
    assert "请选择由谁接替" in refused.content.decode()
    assert client.post(page, {**given, "instead": cast.people["cadre"].pk}).status_code == 302
    assert names(dispute) == ["陈光荣"]
    assert Request.objects.of(dispute).get().status == Status.GRANTED


@pytest.mark.law("人民调解法23")
def test_who_looks_after_personal_information_leaves_the_naming_to_the_handling_unit(dispute, cast):
    row = asked(dispute, cast, Kind.CHOOSE, "cadre")
    with pytest.raises(Refused) as refused:
        actions.decide(row, Status.GRANTED, "同意", by=cast.coordinator)
    assert refused.value.code == "others_first"
    dispute = get(dispute.county, dispute.pk, by=cast.mediator)
    mediation.change_mediators(dispute, [cast.posts["cadre"]], by=cast.mediator)
    assert actions.decide(row, Status.GRANTED, "已确定", by=cast.coordinator).status == Status.GRANTED
