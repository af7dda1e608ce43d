"""The forms do what the acts do, keep what was typed, and say what is wrong beside the field."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from hemu.disputes.amendment import note
from hemu.disputes.models import Dispute, Outcome, State
from hemu.disputes.queries import get
from hemu.disputes.tests.factories import (
    ORANGE,
    at_state,
    following,
    mediating,
    performed,
    rated,
    received,
    routed,
    sides,
)
from hemu.kernel import clock
from hemu.loop.followup.models import Asked, Kept
from hemu.loop.followup.models import Mode as AskedBy
from hemu.loop.mediation.models import AgreementForm, Promise, Result, Session, SignatureForm
from hemu.loop.routing import actions as routing
from hemu.loop.routing.models import Hop
from hemu.orgs.tests.cast import Cast


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def send(cast: Cast, name: str, dispute: Dispute, page: str, **typed: Any) -> Any:
    address = f"/disputes/{dispute.county}/{dispute.pk}/{page}"
    return signed_in(cast, name).post(address, {"seen": dispute.ledger_seq, **typed})


def now_of(dispute: Dispute, cast: Cast) -> Dispute:
    return get(dispute.county, dispute.pk, by=cast.county_coordinator)


def moment() -> str:
    return f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"


def agreement_typed(dispute: Dispute, **over: Any) -> dict[str, Any]:
    applicant, respondent = sides(dispute)
    typed = {
        "form": AgreementForm.WRITTEN.value,
        "main_facts": "因浇水先后发生口角",
        "issues": "浇水先后",
        "content": "单日双日轮流",
        "manner": "自行履行",
        "time_limit": "自今日起",
        f"sign-{applicant}": SignatureForm.NAME.value,
        f"sign-{respondent}": SignatureForm.FINGERPRINT.value,
        "mediator_signed": "on",
        "sealed": "on",
    }
    return {**typed, **over}


def consent_typed(dispute: Dispute) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for party in sides(dispute):
        typed |= {
            f"party-{party}-own_will": "on",
            f"party-{party}-mediator_choice": "2",
            f"party-{party}-openness": "0",
            f"party-{party}-form": "1",
        }
    return typed


@pytest.mark.req("R1")
def test_the_route_page_gives_to_a_unit(cast: Cast) -> None:
    dispute = rated(cast)
    sent = send(cast, "officer", dispute, "route/?way=internal", unit=cast.committee.pk, reason="请调解")
    assert sent.status_code == 302
    assert sent["Location"] == dispute.get_absolute_url()
    assert Hop.objects.of(now_of(dispute, cast)).get().reason == "请调解"


@pytest.mark.req("R2")
def test_the_centre_names_units_on_its_page(cast: Cast) -> None:
    dispute = routing.push_to_centre(rated(cast, kind=903, facts=ORANGE), by=cast.officer)
    joint = [cast.land_office.pk, cast.forestry_office.pk]
    sent = send(cast, "coordinator", dispute, "name-units/", lead_unit=cast.forestry_office.pk, joint=joint)
    assert sent.status_code == 302
    hop = Hop.objects.of(now_of(dispute, cast)).get(number=2)
    assert (hop.to_unit_name, hop.joint) == (cast.forestry_office.name, [cast.land_office.name])


@pytest.mark.req("R4")
def test_a_return_without_words_keeps_what_was_typed_and_says_where(cast: Cast) -> None:
    dispute = routed(cast)
    sent = send(cast, "mediator", dispute, "return/", code="3", reason=" ")
    assert sent.status_code == 422
    page = sent.content.decode()
    assert 'href="#id_reason"' in page
    assert "checked" in page
    assert now_of(dispute, cast).state == State.ROUTED


@pytest.mark.req("R4")
def test_who_comes_second_is_told_and_loses_nothing(cast: Cast) -> None:
    dispute = mediating(cast)
    old = dispute.ledger_seq
    note(dispute, "打过电话", by=cast.officer)
    dispute.ledger_seq = old
    typed = {"reason": "差距太大了，谈不拢", "other_ways": ["1"]}
    sent = send(cast, "mediator", dispute, "decline/", party_id=sides(dispute)[1], outcome="4", **typed)
    assert sent.status_code == 409
    page = sent.content.decode()
    assert "差距太大了，谈不拢" in page
    assert "李建军" in page
    assert f'name="seen" value="{old + 1}"' in page
    assert now_of(dispute, cast).state == State.MEDIATING


@pytest.mark.req("M2")
def test_the_whole_flow_through_its_forms(cast: Cast) -> None:
    dispute = received(cast)
    applicant, respondent = sides(dispute)
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("mediator", "apply/", {"form": "1", "party_ids": [applicant], "requests": "停止堵水"}),
        ("mediator", "consent/", consent_typed(dispute)),
        (
            "mediator",
            "accept/",
            {
                "unit": cast.committee.pk,
                "mediators": [cast.posts["mediator"].pk],
                "chosen_by": "1",
                "rights_told_at": moment(),
            },
        ),
        (
            "mediator",
            "session/",
            {
                "started_at": moment(),
                "place": "村委会",
                "mode": "2",
                "came": [applicant, respondent],
                "record": "双方陈述",
                "result": Result.AGREED.value,
            },
        ),
        (
            "mediator",
            "agree/",
            agreement_typed(
                dispute,
                **{
                    "promises-0-what": "修沟",
                    "promises-0-party": applicant,
                    "promises-0-due_on": clock.today().isoformat(),
                },
            ),
        ),
    ]
    for name, page, typed in steps:
        sent = send(cast, name, now_of(dispute, cast), page, **typed)
        assert sent.status_code == 302, (page, sent.content.decode()[:3000])
    done = now_of(dispute, cast)
    assert (done.state, done.outcome) == (State.AGREED, Outcome.WRITTEN)
    promise = Promise.objects.of(done).get()
    shown = signed_in(cast, "mediator").get(f"{done.get_absolute_url()}promises/")
    assert shown["Location"].endswith(f"promises/{promise.pk}/perform/")
    sent = send(cast, "mediator", done, f"promises/{promise.pk}/perform/", performed_on=clock.today())
    assert sent.status_code == 302
    assert now_of(dispute, cast).state == State.FOLLOWING


@pytest.mark.req("M2")
def test_a_session_without_consent_is_refused_in_words(cast: Cast) -> None:
    dispute = received(cast)
    send(
        cast,
        "mediator",
        dispute,
        "accept/",
        unit=cast.committee.pk,
        mediators=[cast.posts["mediator"].pk],
        chosen_by="1",
        rights_told_at=moment(),
    )
    typed = {"started_at": moment(), "place": "村委会", "mode": "2", "record": "双方陈述", "result": "1"}
    sent = send(cast, "mediator", now_of(dispute, cast), "session/", came=list(sides(dispute)), **typed)
    assert sent.status_code == 422
    assert "还没有记录张大山、李长河同意调解" in sent.content.decode()
    assert not Session.objects.of(dispute).exists()


@pytest.mark.req("R5")
def test_the_page_for_settling_on_the_spot(cast: Cast) -> None:
    dispute = received(cast)
    typed = {
        "requests": "轮流浇水",
        "mediators": [cast.posts["mediator"].pk],
        "place": "大田坝",
        "record": "当场说清",
        "helpers": "杨老三 村民组长",
        "performed_at_once": "on",
        **agreement_typed(dispute),
        **consent_typed(dispute),
    }
    refused = send(cast, "mediator", dispute, "spot/", **typed)
    assert refused.status_code == 422
    assert "杨老三 村民组长" in refused.content.decode()
    sent = send(cast, "mediator", dispute, "spot/", helpers_consented="on", **typed)
    assert sent.status_code == 302
    assert now_of(dispute, cast).state == State.FOLLOWING


@pytest.mark.req("M4")
def test_a_half_filled_promise_is_pointed_at(cast: Cast) -> None:
    dispute = mediating(cast)
    sent = send(
        cast, "mediator", dispute, "agree/", **agreement_typed(dispute, **{"promises-1-what": "修沟"})
    )
    assert sent.status_code == 422
    assert "promises-1-due_on" in sent.content.decode()


@pytest.mark.req("F3")
def test_a_follow_up_through_its_form_and_signs_that_reopen(cast: Cast) -> None:
    dispute = performed(cast)
    typed = {
        "mode": AskedBy.PHONE.value,
        "done_at": moment(),
        "asked": Asked.PARTY.value,
        "party_id": sides(dispute)[0],
        "kept": Kept.KEPT.value,
        "answer": "没事了",
        "satisfaction": "4",
    }
    assert send(cast, "grid_member", dispute, "follow-up/", **typed).status_code == 302
    dispute = now_of(dispute, cast)
    assert dispute.state == State.FOLLOWING
    signs = {**typed, "signs": ["threat"], "smoulders": "又放狠话", "measures": "已报派出所"}
    assert send(cast, "grid_member", dispute, "follow-up/", **signs).status_code == 302
    assert now_of(dispute, cast).state == State.REGISTERED


@pytest.mark.req("F7")
def test_closing_through_its_form(cast: Cast) -> None:
    dispute = following(cast)
    refused = send(cast, "coordinator", dispute, "close/", summary="已解决", hard="on")
    assert refused.status_code == 422
    assert "hard_grounds" in refused.content.decode()
    sent = send(
        cast, "coordinator", dispute, "close/", summary="已解决", hard="on", hard_grounds="四次才调成"
    )
    assert sent.status_code == 302
    done = now_of(dispute, cast)
    assert (done.state, done.hard) == (State.CLOSED, True)


@pytest.mark.req("F1")
def test_the_queue_page_lists_what_waits(cast: Cast) -> None:
    dispute = at_state(cast, State.REFERRED)
    page = signed_in(cast, "grid_member").get("/followups/").content.decode()
    assert dispute.title in page
    empty = signed_in(cast, "stranger").get("/followups/").content.decode()
    assert dispute.title not in empty
    assert "没有待回访的纠纷" in empty
