"""调: nothing without consent, nothing for money, nobody kept from the court."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps

from hemu.disputes.models import Body, Clock, ClockKind, Colour, Outcome, Party, PartyKind, Side, State
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import get
from hemu.disputes.tests.factories import (
    COURT,
    ORANGE,
    agreed,
    agreement,
    at_state,
    consents,
    due_in,
    mediating,
    rated,
    received,
    session,
    sides,
)
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.followup import actions as followup
from hemu.loop.followup.planning import waiting
from hemu.loop.mediation import actions, rights
from hemu.loop.mediation.models import (
    Acceptance,
    Agreement,
    AgreementForm,
    Application,
    ApplicationForm,
    Attendance,
    AttendeeRole,
    ChosenBy,
    Consent,
    Ending,
    MediatorChoice,
    NamedMediator,
    Openness,
    Promise,
    PromiseState,
    RecusalKind,
    Result,
    Session,
    Signature,
    SignatureForm,
)
from hemu.loop.mediation.queries import current_acceptance, standing_agreement, standing_consents
from hemu.loop.mediation.rules import NewPromise
from hemu.loop.routing import actions as routing
from hemu.orgs.tests.cast import Cast


def accept(cast: Cast, dispute, **over):
    parts = {"by": cast.mediator, "rights_told_at": clock.now()}
    return actions.accept(dispute, [cast.posts["mediator"]], **{**parts, **over})


@pytest.mark.req("M2")
@pytest.mark.law("人民调解法17")
def test_an_application_is_oral_or_written_and_names_who_asks_for_what(cast: Cast) -> None:
    dispute = received(cast)
    applicant, _respondent = sides(dispute)
    for form in (ApplicationForm.ORAL, ApplicationForm.WRITTEN):
        dispute = actions.apply(dispute, "请求停止堵水", by=cast.mediator, form=form, party_ids=[applicant])
    rows = Application.objects.of(dispute).order_by("made_at", "id")
    assert [(row.form, row.applicants, row.requests) for row in rows] == [
        (ApplicationForm.ORAL, "张大山", "请求停止堵水"),
        (ApplicationForm.WRITTEN, "张大山", "请求停止堵水"),
    ]


@pytest.mark.req("M2")
def test_an_application_without_applicant_or_request_is_refused_by_field(cast: Cast) -> None:
    dispute = received(cast)
    with pytest.raises(Refused) as refused:
        actions.apply(dispute, "请求停止堵水", by=cast.mediator)
    assert refused.value.field == "party_ids"
    with pytest.raises(Refused) as refused:
        actions.apply(dispute, " ", by=cast.mediator, party_ids=sides(dispute)[:1])
    assert refused.value.field == "requests"
    with pytest.raises(Refused) as refused:
        actions.apply(dispute, "请调解", by=cast.mediator, form=ApplicationForm.REFERRED)
    assert refused.value.field == "referred_by"


@pytest.mark.req("M2")
@pytest.mark.law("人民调解法17")
def test_the_committee_may_move_by_itself(cast: Cast) -> None:
    done = actions.apply(received(cast), "主动上门调解", by=cast.mediator, form=ApplicationForm.OWN_MOVE)
    assert Application.objects.of(done).get().applicants == ""


@pytest.mark.req("M2")
@pytest.mark.law("人民调解法23")
def test_a_consent_keeps_the_four_choices_and_who_wrote_it_down(cast: Cast) -> None:
    dispute = received(cast)
    applicant, respondent = sides(dispute)
    answers = [
        actions.NewConsent(applicant, own_will=True, mediator_choice=MediatorChoice.CHOSE),
        actions.NewConsent(respondent, own_will=True, openness=Openness.PRIVATE),
    ]
    dispute = actions.consent(dispute, answers, by=cast.mediator)
    rows = {row.party_id: row for row in standing_consents(dispute)}
    assert rows[applicant].mediator_choice == MediatorChoice.CHOSE
    assert rows[respondent].openness == Openness.PRIVATE
    assert {row.recorded_by for row in rows.values()} == {"王德明"}
    assert all(row.given_at and row.own_will for row in rows.values())


@pytest.mark.law("人民调解法3")
def test_nobody_consents_against_their_will(cast: Cast) -> None:
    dispute = received(cast)
    with pytest.raises(Refused) as refused:
        actions.consent(dispute, [actions.NewConsent(sides(dispute)[0], own_will=False)], by=cast.mediator)
    assert refused.value.field == "own_will"
    assert not Consent.objects.of(dispute).exists()


@pytest.mark.req("M2")
@pytest.mark.law("人民调解法3")
def test_no_session_before_every_party_of_both_sides_has_consented(cast: Cast) -> None:
    dispute = accept(cast, received(cast))
    with pytest.raises(Refused, match="张大山、李长河"):
        actions.record_session(dispute, session(dispute), by=cast.mediator)
    dispute = actions.consent(dispute, consents(dispute)[:1], by=cast.mediator)
    with pytest.raises(Refused, match="李长河") as refused:
        actions.record_session(dispute, session(dispute), by=cast.mediator)
    assert refused.value.code == "no_consent"
    dispute = actions.consent(dispute, consents(dispute)[1:], by=cast.mediator)
    assert actions.record_session(dispute, session(dispute), by=cast.mediator).state == State.MEDIATING


@pytest.mark.req("M2")
def test_mediation_needs_two_sides(cast: Cast) -> None:
    dispute = accept(cast, received(cast, parties=(NewParty("张大山"), NewParty("李长河"))))
    dispute = actions.consent(dispute, consents(dispute), by=cast.mediator)
    with pytest.raises(Refused) as refused:
        actions.record_session(dispute, session(dispute), by=cast.mediator)
    assert refused.value.code == "one_sided"


@pytest.mark.req("M2")
@pytest.mark.law("人民调解法19")
def test_acceptance_keeps_the_committee_the_mediators_and_who_chose_them(cast: Cast) -> None:
    dispute = accept(cast, received(cast), chosen_by=ChosenBy.PARTIES)
    row = Acceptance.objects.of(dispute).get()
    assert (row.unit_name, row.body, row.chosen_by) == (cast.committee.name, Body.VILLAGE, ChosenBy.PARTIES)
    assert (row.rights_version, row.rights_told_at is not None) == (rights.VERSION, True)
    assert NamedMediator.objects.of(dispute).get().name == "王德明"
    assert (dispute.state, dispute.body) == (State.MEDIATING, Body.VILLAGE)


@pytest.mark.req("M2")
@pytest.mark.law("人民调解法23")
@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"rights_told_at": None}, "rights_told_at"),
        ({"rights_told_at": clock.now() + timedelta(days=900)}, "rights_told_at"),
        ({"mediators": []}, "mediators"),
        ({"mediators": ["grid_member"]}, "mediators"),
    ],
)
def test_acceptance_without_rights_told_or_a_mediator_is_refused(cast: Cast, over, field) -> None:
    dispute = received(cast)
    over = {"rights_told_at": clock.now(), "mediators": ["mediator"], **over}
    posts = [cast.posts[name] for name in over.pop("mediators")]
    with pytest.raises(Refused) as refused:
        actions.accept(dispute, posts, by=cast.mediator, **over)
    assert refused.value.field == field


@pytest.mark.law("人民调解法8")
def test_another_units_committee_that_accepts_joins_and_has_the_turn(cast: Cast) -> None:
    dispute = routing.assign_internal(rated(cast), cast.station, by=cast.officer)
    dispute = accept(cast, dispute, by=cast.officer, unit=cast.committee)
    assert dispute.turn_unit_id == cast.committee.pk
    assert dispute.lead_unit_id == cast.station.pk
    dispute = actions.consent(dispute, consents(dispute), by=cast.mediator)
    assert actions.record_session(dispute, session(dispute), by=cast.mediator).state == State.MEDIATING


@pytest.mark.req("M2")
@pytest.mark.law("劳动争议调解仲裁法14")
def test_a_labour_dispute_has_fifteen_days_and_says_so(cast: Cast) -> None:
    dispute = accept(cast, received(cast, kind=701, facts={"settleable_on_spot": True}))
    row = Acceptance.objects.of(dispute).get()
    assert row.due_at is not None
    assert (clock.local(row.due_at).date() - clock.local(row.accepted_at).date()).days in (15, 16)
    said = [source for part in rights.notice_for(701) for _line, source in part.lines]
    assert "劳动争议调解仲裁法14" in said
    assert "劳动争议调解仲裁法14" not in [s for part in rights.notice_for(201) for _line, s in part.lines]


@pytest.mark.req("M2")
@pytest.mark.law("人民调解法26")
def test_not_accepting_needs_a_reason_and_the_other_ways(cast: Cast) -> None:
    dispute = received(cast)
    with pytest.raises(Refused) as refused:
        actions.not_accept(dispute, "已由法院受理", by=cast.mediator, other_ways=[])
    assert refused.value.field == "other_ways"
    with pytest.raises(Refused) as refused:
        actions.not_accept(dispute, "", by=cast.mediator, other_ways=[COURT])
    assert refused.value.field == "reason"
    with pytest.raises(Refused) as refused:
        actions.not_accept(dispute, "已由法院受理", by=cast.mediator, other_ways=["77"])
    assert refused.value.code == "unknown_code"
    done = actions.not_accept(dispute, "已由法院受理", by=cast.mediator, other_ways=[COURT], reason_code="3")
    assert (done.state, done.outcome) == (State.REFERRED, Outcome.NOT_ACCEPTED)
    assert Ending.objects.of(done).get().other_ways == [COURT]


@pytest.mark.req("M2")
@pytest.mark.law("人民调解法17")
@pytest.mark.law("人民调解法23")
def test_a_party_who_declines_stops_it_and_only_new_consent_starts_it_again(cast: Cast) -> None:
    dispute = mediating(cast)
    declined = actions.decline(
        dispute, sides(dispute)[1], "不愿再调", by=cast.mediator, other_ways=[COURT, "2"]
    )
    assert (declined.state, declined.outcome) == (State.REFERRED, Outcome.DECLINED)
    assert standing_consents(declined) == []
    assert current_acceptance(declined) is None
    assert Ending.objects.of(declined).get().party_name == "李长河"
    with pytest.raises(Conflict):
        actions.record_session(declined, session(declined), by=cast.mediator)
    assert declined.facts["refused"] is True


@pytest.mark.law("人民调解法26")
def test_a_failed_mediation_tells_the_other_ways_and_needs_a_session(cast: Cast) -> None:
    dispute = mediating(cast)
    with pytest.raises(Refused) as refused:
        actions.fail(dispute, "差距太大", by=cast.mediator, other_ways=[COURT])
    assert refused.value.code == "no_session"
    dispute = actions.record_session(dispute, session(dispute, Result.FAILED), by=cast.mediator)
    with pytest.raises(Refused) as refused:
        actions.fail(dispute, "差距太大", by=cast.mediator, other_ways=[])
    assert refused.value.field == "other_ways"
    failed = actions.fail(dispute, "差距太大", by=cast.mediator, other_ways=[COURT])
    assert (failed.state, failed.outcome, failed.settled_on) == (State.REFERRED, Outcome.FAILED, None)


@pytest.mark.req("M3")
@pytest.mark.req("A3")
def test_failed_sessions_are_counted_and_rate_anew(cast: Cast) -> None:
    dispute = mediating(cast, facts={"people": 120, "complex_matter": True})
    assert dispute.colour == Colour.BLUE
    for number in (1, 2):
        dispute = actions.record_session(dispute, session(dispute, Result.FAILED), by=cast.mediator)
        assert dispute.facts["failed_mediations"] == number
    assert dispute.proposed_colour == Colour.ORANGE
    dispute = actions.record_session(dispute, session(dispute, Result.NOT_YET), by=cast.mediator)
    assert dispute.facts["failed_mediations"] == 2


@pytest.mark.req("M3")
@pytest.mark.law("人民调解法20")
def test_helpers_come_only_with_the_parties_consent(cast: Cast) -> None:
    dispute = mediating(cast)
    came = [
        actions.NewAttendee(AttendeeRole.PARTY, party_id=sides(dispute)[0]),
        actions.NewAttendee(AttendeeRole.HELPER, name="杨老三", relation="村民组长"),
    ]
    with pytest.raises(Refused) as refused:
        actions.record_session(dispute, session(dispute, attendees=came), by=cast.mediator)
    assert refused.value.field == "helpers_consented"
    new = session(dispute, attendees=came, helpers_consented=True)
    dispute = actions.record_session(dispute, new, by=cast.mediator)
    rows = Attendance.objects.of(dispute).order_by("role")
    assert [(row.name, row.relation) for row in rows] == [("张大山", ""), ("杨老三", "村民组长")]


@pytest.mark.req("M3")
@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"place": ""}, "place"),
        ({"record": " "}, "record"),
        ({"attendees": []}, "attendees"),
        ({"started_at": clock.now() + timedelta(days=900)}, "started_at"),
        ({"ended_at": clock.now() - timedelta(days=900)}, "ended_at"),
    ],
)
def test_a_session_says_when_where_who_and_what(cast: Cast, over, field) -> None:
    dispute = mediating(cast)
    with pytest.raises(Refused) as refused:
        actions.record_session(dispute, session(dispute, **over), by=cast.mediator)
    assert refused.value.field == field
    assert not Session.objects.of(dispute).exists()


@pytest.mark.req("M4")
@pytest.mark.law("人民调解法29")
@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"main_facts": ""}, "main_facts"),
        ({"issues": ""}, "issues"),
        ({"content": ""}, "content"),
        ({"manner": ""}, "manner"),
        ({"time_limit": ""}, "time_limit"),
        ({"signatures": {}}, "signatures"),
        ({"mediator_signed": False}, "mediator_signed"),
        ({"sealed": False}, "sealed"),
    ],
)
def test_a_written_agreement_lacks_nothing_that_the_law_names(cast: Cast, over, field) -> None:
    dispute = mediating(cast)
    dispute = actions.record_session(dispute, session(dispute), by=cast.mediator)
    with pytest.raises(Refused) as refused:
        actions.agree(dispute, agreement(dispute, **over), by=cast.mediator)
    assert refused.value.field == field
    assert not Agreement.objects.of(dispute).exists()


@pytest.mark.req("M4")
@pytest.mark.law("人民调解法29")
def test_one_missing_signature_is_named(cast: Cast) -> None:
    dispute = mediating(cast)
    dispute = actions.record_session(dispute, session(dispute), by=cast.mediator)
    one = {sides(dispute)[0]: SignatureForm.FINGERPRINT}
    with pytest.raises(Refused, match="李长河"):
        actions.agree(dispute, agreement(dispute, signatures=one), by=cast.mediator)


@pytest.mark.req("M4")
@pytest.mark.law("人民调解法29")
def test_a_written_agreement_is_in_force_and_every_party_has_a_copy(cast: Cast) -> None:
    dispute = agreed(cast)
    row = standing_agreement(dispute)
    assert row is not None
    assert (row.form, row.copies, row.sealed) == (AgreementForm.WRITTEN, 3, True)
    assert row.effective_at == row.made_at
    assert Signature.objects.of(dispute).count() == 2
    assert (dispute.state, dispute.outcome) == (State.AGREED, Outcome.WRITTEN)
    assert dispute.settled_on == clock.today()


@pytest.mark.req("M4")
@pytest.mark.law("人民调解法28")
@pytest.mark.law("人民调解法30")
def test_an_oral_agreement_is_in_force_when_reached_and_written_down_by_the_mediator(cast: Cast) -> None:
    dispute = mediating(cast)
    dispute = actions.record_session(dispute, session(dispute), by=cast.mediator)
    oral = agreement(dispute, form=AgreementForm.ORAL, signatures={}, mediator_signed=False, sealed=False)
    done = actions.agree(dispute, oral, by=cast.mediator)
    row = standing_agreement(done)
    assert row is not None
    assert (done.outcome, row.effective_at, row.recorded_by) == (Outcome.ORAL, row.made_at, "王德明")


@pytest.mark.req("M4")
@pytest.mark.law("人民调解法33")
def test_confirmation_is_counted_down_for_thirty_days(cast: Cast) -> None:
    row = standing_agreement(agreed(cast))
    assert row is not None
    assert row.confirmation_until is not None
    assert (row.confirmation_until - clock.local(row.effective_at).date()).days in (30, 31)


@pytest.mark.law("人民调解法33")
def test_no_confirmation_where_marriage_is_at_issue(cast: Cast) -> None:
    row = standing_agreement(agreed(cast, kind=101))
    assert row is not None
    assert (row.about_status, row.confirmation_until) == (True, None)


@pytest.mark.law("土地管理法14")
def test_open_ownership_is_not_mediated_unless_it_is_said_what_is(cast: Cast) -> None:
    dispute = received(cast, kind=902, facts={"ownership_undetermined": True})
    with pytest.raises(Refused) as refused:
        accept(cast, dispute)
    assert refused.value.field == "ownership_note"
    done = accept(cast, dispute, ownership_note="只调解青苗补偿")
    assert Acceptance.objects.of(done).get().ownership_note == "只调解青苗补偿"


@pytest.mark.req("M4")
def test_no_agreement_without_a_session_that_came_to_one(cast: Cast) -> None:
    dispute = mediating(cast)
    with pytest.raises(Refused) as refused:
        actions.agree(dispute, agreement(dispute), by=cast.mediator)
    assert refused.value.code == "no_session"
    dispute = actions.record_session(dispute, session(dispute, Result.NOT_YET), by=cast.mediator)
    with pytest.raises(Refused):
        actions.agree(dispute, agreement(dispute), by=cast.mediator)


@pytest.mark.req("M5")
@pytest.mark.law("人民调解法31")
def test_instalments_are_watched_one_after_the_other_and_the_last_one_ends_it(cast: Cast) -> None:
    dispute = mediating(cast)
    dispute = actions.record_session(dispute, session(dispute), by=cast.mediator)
    owed = [
        NewPromise("第一期", due_on=due_in(10), party_id=sides(dispute)[0], amount=Decimal("500.00")),
        NewPromise("第二期", due_on=due_in(40), party_id=sides(dispute)[0], amount=Decimal("500.00")),
    ]
    dispute = actions.agree(dispute, agreement(dispute, promises=owed), by=cast.mediator)
    first, second = Promise.objects.of(dispute).order_by("number")
    ringing = Clock.objects.of(dispute).get(kind=ClockKind.PERFORMANCE, stopped_at=None)
    assert clock.local(ringing.due_at).date() == due_in(11)
    with pytest.raises(Refused) as refused:
        actions.performed(dispute, by=cast.mediator)
    assert refused.value.code == "owed"
    dispute = actions.perform(dispute, first.pk, by=cast.mediator, note="收条一张")
    assert dispute.state == State.AGREED
    ringing = Clock.objects.of(dispute).get(kind=ClockKind.PERFORMANCE, stopped_at=None)
    assert clock.local(ringing.due_at).date() == due_in(41)
    with pytest.raises(Refused):
        actions.perform(dispute, first.pk, by=cast.mediator)
    dispute = actions.perform(dispute, second.pk, by=cast.mediator)
    assert dispute.state == State.FOLLOWING
    assert not Clock.objects.of(dispute).filter(kind=ClockKind.PERFORMANCE, stopped_at=None).exists()


@pytest.mark.req("M5")
@pytest.mark.law("人民调解法31")
def test_what_is_not_kept_goes_to_follow_up_at_once(cast: Cast) -> None:
    dispute = agreed(cast)
    promise = Promise.objects.of(dispute).get()
    with pytest.raises(Refused) as refused:
        actions.default(dispute, promise.pk, "还没动工", by=cast.grid_member)
    assert refused.value.code == "not_due"
    with clock.at(clock.now() + timedelta(days=12)):
        dispute = actions.default(dispute, promise.pk, "还没动工", by=cast.grid_member)
        planned = waiting(dispute)
        assert planned is not None
        assert (planned.due_on, planned.targeted) == (due_in(1), True)
        dispute = actions.perform(dispute, promise.pk, by=cast.mediator, note="迟了两天")
    assert Promise.objects.of(dispute).get().state == PromiseState.PERFORMED
    assert dispute.state == State.FOLLOWING


@pytest.mark.req("M5")
def test_nobody_promises_for_the_past_or_for_a_stranger(cast: Cast) -> None:
    dispute = mediating(cast)
    dispute = actions.record_session(dispute, session(dispute), by=cast.mediator)
    wrong = {
        "promises-0-due_on": NewPromise("赔礼", due_on=due_in(-1)),
        "promises-0-party": NewPromise("赔礼", due_on=due_in(1), party_id=1),
        "promises-0-what": NewPromise(" ", due_on=due_in(1)),
    }
    for field, promise in wrong.items():
        with pytest.raises(Refused) as refused:
            actions.agree(dispute, agreement(dispute, promises=[promise]), by=cast.mediator)
        assert refused.value.field == field


def spot(cast: Cast, dispute, **over):
    parts = {
        "requests": "轮流浇水",
        "consents": consents(dispute),
        "place": "荣院村大田坝",
        "record": "当场说清了先后。",
        "agreement": agreement(dispute, promises=()),
        "mediators": [cast.posts["mediator"]],
    }
    return actions.OnTheSpot(**{**parts, **over})


@pytest.mark.req("R5")
@pytest.mark.req("M2")
def test_a_blue_dispute_is_settled_on_the_spot_in_one_go(cast: Cast) -> None:
    dispute = received(cast)
    before = dispute.ledger_seq
    done = actions.on_the_spot(dispute, spot(cast, dispute, performed_at_once=True), by=cast.mediator)
    assert (done.state, done.outcome) == (State.FOLLOWING, Outcome.WRITTEN)
    assert done.ledger_seq == before + 6


@pytest.mark.law("人民调解法3")
def test_nothing_is_kept_of_a_settlement_that_one_party_does_not_want(cast: Cast) -> None:
    dispute = received(cast)
    with pytest.raises(Refused, match="李长河"):
        actions.on_the_spot(dispute, spot(cast, dispute, consents=consents(dispute)[:1]), by=cast.mediator)
    assert not Application.objects.of(dispute).exists()
    assert not Acceptance.objects.of(dispute).exists()
    assert get(dispute.county, dispute.pk, by=cast.mediator).state == State.RECEIVED


@pytest.mark.req("R5")
def test_orange_is_not_settled_by_one_alone(cast: Cast) -> None:
    dispute = received(cast, facts=ORANGE)
    with pytest.raises(Refused) as refused:
        actions.on_the_spot(dispute, spot(cast, dispute), by=cast.mediator)
    assert refused.value.code == "not_blue"


def test_a_relapse_ends_the_agreement_and_what_was_owed(cast: Cast) -> None:
    dispute = followup.relapse(agreed(cast), "又堵了水沟", by=cast.officer)
    assert standing_agreement(dispute) is None
    assert Promise.objects.of(dispute).get().state == PromiseState.SUPERSEDED


def test_strangers_and_bystanders_do_not_mediate(cast: Cast) -> None:
    dispute = mediating(cast)
    with pytest.raises(Missing):
        actions.record_session(dispute, session(dispute), by=cast.stranger)
    with pytest.raises(Forbidden):
        actions.record_session(dispute, session(dispute), by=cast.grid_member)
    with pytest.raises(Forbidden):
        actions.record_session(dispute, session(dispute), by=cast.judicial)


def test_a_page_that_is_out_of_date_changes_nothing(cast: Cast) -> None:
    dispute = mediating(cast)
    with pytest.raises(Conflict) as conflict:
        actions.record_session(dispute, session(dispute), by=cast.mediator, seen=dispute.ledger_seq - 1)
    assert conflict.value.code == "moved_on"
    assert not Session.objects.of(dispute).exists()


@pytest.mark.law("人民调解法4")
def test_there_is_nowhere_to_write_a_fee() -> None:
    words = ("fee", "price", "charge", "deposit", "cost", "payment")
    names = [
        field.name for model in apps.get_app_config("mediation").get_models() for field in model._meta.fields
    ]
    assert [name for name in names if any(word in name for word in words)] == []
    assert any("不收取任何费用" in str(line) for part in rights.NOTICE for line, _source in part.lines)


@pytest.mark.law("人民调解法3")
def test_the_notice_says_that_the_court_is_open() -> None:
    assert "人民法院" in str(rights.COURT_IS_OPEN)
    assert any("仲裁、行政、司法" in str(line) for part in rights.NOTICE for line, _source in part.lines)


@pytest.mark.req("M8")
def test_a_recused_mediator_is_not_named(cast: Cast) -> None:
    dispute = received(cast)
    done = actions.recuse(
        dispute, cast.posts["mediator"], RecusalKind.DECLARED, "当事人是我表弟", by=cast.mediator
    )
    with pytest.raises(Refused) as refused:
        accept(cast, done)
    assert refused.value.code == "recused"
    with pytest.raises(Refused) as refused:
        actions.recuse(done, cast.posts["officer"], RecusalKind.DECLARED, "亲属", by=cast.mediator)
    assert refused.value.code == "not_own"


def test_every_state_can_be_reached_with_organisations_as_parties(cast: Cast) -> None:

    parties = (
        NewParty("荣院村合作社", kind=PartyKind.ORGANISATION),
        NewParty("李长河", side=Side.RESPONDENT),
    )
    dispute = at_state(cast, State.AGREED, parties=parties)
    assert Party.objects.of(dispute).count() == 2
