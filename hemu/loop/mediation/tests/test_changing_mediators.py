"""Other mediators, or more of them, while a mediation goes on (人民调解法19, 23)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from hemu.disputes import ledger
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Entry
from hemu.disputes.tests.factories import mediating, received, session
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.loop.mediation import actions
from hemu.loop.mediation.actions import Leaving
from hemu.loop.mediation.calendar.actions import NewSitting, schedule
from hemu.loop.mediation.calendar.models import SittingMediator
from hemu.loop.mediation.models import (
    Acceptance,
    ChosenBy,
    Mode,
    NamedMediator,
    Recusal,
    RecusalKind,
    Session,
)
from hemu.loop.mediation.people.models import Tie, TieKind
from hemu.loop.mediation.queries import mediators_of, named_mediators
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice
from hemu.orgs.tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.req("M8")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def names(dispute) -> list[str]:
    return [one.name for one in named_mediators(dispute)]


def leaving(cast: Cast, kind: RecusalKind | None = None) -> Leaving:
    return Leaving(cast.people["mediator"].pk, kind)


@pytest.mark.law("人民调解法19")
def test_another_mediator_is_added_told_and_written_into_the_ledger(cast: Cast) -> None:
    dispute = mediating(cast)
    deliver_once()
    before = Notice.objects.filter(post=cast.posts["cadre"]).count()
    dispute = actions.change_mediators(
        dispute, [cast.posts["cadre"]], by=cast.mediator, chosen_by=ChosenBy.PARTIES, reason="双方要求"
    )
    assert names(dispute) == ["王德明", "陈光荣"]
    last = Entry.objects.of(dispute).get(act=Act.CHANGE_MEDIATORS)
    assert last.details["mediators"] == ["陈光荣"]
    assert last.details["chosen_by"] == ChosenBy.PARTIES
    deliver_once()
    assert Notice.objects.filter(post=cast.posts["cadre"]).count() == before + 1
    assert ledger.verify().faults == []


@pytest.mark.law("人民调解法23")
def test_the_only_mediator_whom_a_party_refuses_is_replaced_in_one_step(cast: Cast) -> None:
    dispute = mediating(cast)
    with pytest.raises(Refused, match="更换、增加调解员") as refused:
        actions.recuse(dispute, cast.posts["mediator"], RecusalKind.REFUSED, "信不过", by=cast.mediator)
    assert refused.value.code == "last"
    with pytest.raises(Refused) as refused:
        actions.change_mediators(
            dispute, [], by=cast.mediator, reason="信不过", leaving=leaving(cast, RecusalKind.REFUSED)
        )
    assert (refused.value.field, refused.value.code) == ("mediators", "last")
    dispute = actions.change_mediators(
        dispute,
        [cast.posts["cadre"]],
        by=cast.mediator,
        reason="信不过",
        leaving=leaving(cast, RecusalKind.REFUSED),
    )
    assert names(dispute) == ["陈光荣"]
    gone = NamedMediator.objects.of(dispute).get(is_open=False)
    assert (gone.name, gone.left_why, gone.left_at is not None) == ("王德明", "信不过", True)
    assert Recusal.objects.of(dispute).get().name == "王德明"
    assert [one.name for one in mediators_of(Acceptance.objects.of(dispute).get())] == ["陈光荣"]
    with pytest.raises(Refused) as refused:
        actions.change_mediators(dispute, [cast.posts["mediator"]], by=cast.mediator)
    assert refused.value.code == "recused"
    dispute = actions.record_session(dispute, session(dispute), by=cast.mediator)
    assert Session.objects.of(dispute).get().mediators == ["陈光荣"]


@pytest.mark.law("人民调解法19")
def test_who_left_for_the_offices_own_reason_may_come_back(cast: Cast) -> None:
    dispute = mediating(cast)
    dispute = actions.change_mediators(
        dispute, [cast.posts["cadre"]], by=cast.mediator, reason="住院", leaving=leaving(cast)
    )
    assert not Recusal.objects.of(dispute).exists()
    dispute = actions.change_mediators(dispute, [cast.posts["mediator"]], by=cast.mediator)
    assert names(dispute) == ["陈光荣", "王德明"]
    dispute = actions.change_mediators(dispute, [], by=cast.mediator, reason="又住院", leaving=leaving(cast))
    assert names(dispute) == ["陈光荣"]


@pytest.mark.law("人民调解法19")
def test_whoever_comes_is_checked_as_at_acceptance(cast: Cast) -> None:
    dispute = mediating(cast)
    for post, code in (("mediator", "named_already"), ("grid_member", "not_able")):
        with pytest.raises(Refused) as refused:
            actions.change_mediators(dispute, [cast.posts[post]], by=cast.mediator)
        assert (refused.value.field, refused.value.code) == ("mediators", code)
    Tie.objects.create(person=cast.people["cadre"], name="张大山", kind=TieKind.KIN, declared_at=clock.now())
    with pytest.raises(Refused, match="张大山") as refused:
        actions.change_mediators(dispute, [cast.posts["cadre"]], by=cast.mediator)
    assert refused.value.code == "conflict"
    assert names(dispute) == ["王德明"]


def test_what_is_missing_is_refused_by_field(cast: Cast) -> None:
    dispute, posts = mediating(cast), [cast.posts["cadre"]]
    stranger = Leaving(cast.people["judicial"].pk)
    told = [
        ([], None, "", "mediators"),
        (posts, leaving(cast), "", "reason"),
        (posts, stranger, "换人", "leaving"),
    ]
    for given, leaves, reason, field in told:
        with pytest.raises(Refused) as refused:
            actions.change_mediators(dispute, given, by=cast.mediator, leaving=leaves, reason=reason)
        assert refused.value.field == field


def test_only_the_handling_unit_changes_them_and_only_while_it_is_mediated(cast: Cast) -> None:
    with pytest.raises(Conflict):
        actions.change_mediators(received(cast), [cast.posts["cadre"]], by=cast.mediator)
    with pytest.raises(Forbidden):
        actions.change_mediators(mediating(cast), [cast.posts["cadre"]], by=cast.cadre)


def test_who_comes_takes_over_the_appointments_of_who_leaves(cast: Cast) -> None:
    dispute = mediating(cast)
    at = clock.local(clock.now()).replace(hour=9, minute=0) + timedelta(days=2)
    new = NewSitting(at, at + timedelta(hours=1), "村委会", Mode.VILLAGE, [cast.posts["mediator"]])
    sitting = schedule(dispute, new, by=cast.mediator)
    actions.change_mediators(
        dispute, [cast.posts["cadre"]], by=cast.mediator, reason="住院", leaving=leaving(cast)
    )
    there = SittingMediator.objects.of(dispute).filter(sitting_id=sitting.pk, is_open=True)
    assert [one.name for one in there] == ["陈光荣"]


@pytest.mark.law("人民调解法19", "人民调解法23")
def test_the_page_replaces_and_the_disputes_page_tells_who_and_why(cast: Cast, client: Client) -> None:
    dispute = mediating(cast)
    client.force_login(cast.people["mediator"], backend=BACKEND)
    home = dispute.get_absolute_url()
    page = f"{home}change-mediators/"
    assert page in client.get(home).content.decode()
    assert f"{home}step-aside/" in client.get(f"{home}recuse/").content.decode()
    shown = client.get(page).content.decode()
    assert "换下哪一名调解员" in shown
    given = {
        "leaving": cast.people["mediator"].pk,
        "kind": int(RecusalKind.REFUSED),
        "chosen_by": int(ChosenBy.PARTIES),
        "reason": "李长河信不过他",
    }
    empty = client.post(page, given)
    assert empty.status_code == 422
    assert "要同时确定新的调解员" in empty.content.decode()
    assert client.post(page, {**given, "mediators": [cast.posts["cadre"].pk]}).status_code == 302
    after = client.get(home).content.decode()
    assert "换下的调解员" in after
    assert "李长河信不过他" in after
    assert names(dispute) == ["陈光荣"]


@pytest.mark.law("人民调解法19", "人民调解法23")
def test_the_only_mediator_steps_aside_by_a_button_of_its_own_and_somebody_takes_over(
    cast: Cast, client: Client
) -> None:
    dispute = mediating(cast)
    client.force_login(cast.people["mediator"], backend=BACKEND)
    home = dispute.get_absolute_url()
    page = f"{home}step-aside/"
    assert page in client.get(home).content.decode()
    form = client.get(page).context["form"]
    assert form.initial["leaving"] == cast.people["mediator"].pk
    assert form.initial["kind"] == RecusalKind.DECLARED
    given = {
        "leaving": cast.people["mediator"].pk,
        "kind": int(RecusalKind.DECLARED),
        "reason": "申请人是我的表弟",
    }
    half = client.post(page, given)
    assert half.status_code == 422
    assert "申请人是我的表弟" in half.content.decode()
    assert list(half.context["form"].errors) == ["mediators"]
    assert client.post(page, {**given, "mediators": [cast.posts["cadre"].pk]}).status_code == 302
    assert names(dispute) == ["陈光荣"]
    row = Recusal.objects.of(dispute).get()
    assert (row.kind, row.name, row.reason) == (RecusalKind.DECLARED, "王德明", "申请人是我的表弟")


@pytest.mark.law("人民调解法23")
def test_of_two_mediators_one_steps_aside_and_nobody_else_declares_it(cast: Cast, client: Client) -> None:
    dispute = mediating(cast)
    dispute = actions.change_mediators(dispute, [cast.posts["cadre"]], by=cast.mediator)
    client.force_login(cast.people["mediator"], backend=BACKEND)
    page = f"{dispute.get_absolute_url()}step-aside/"
    given = {"leaving": cast.people["cadre"].pk, "kind": int(RecusalKind.DECLARED), "reason": "不方便"}
    refused = client.post(page, given)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["kind"]
    assert client.post(page, {**given, "kind": int(RecusalKind.REFUSED)}).status_code == 302
    assert names(dispute) == ["王德明"]
