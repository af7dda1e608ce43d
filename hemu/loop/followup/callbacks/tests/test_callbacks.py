"""The day's calls: dealt out evenly and once, rung from a form of five questions, again at another hour."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from hemu.disputes import ringing
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Entry, Side, State
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import get, parties
from hemu.disputes.ringing import Matter
from hemu.disputes.tests.factories import closed
from hemu.disputes.tests.reports import VILLAGE, report
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.followup.callbacks import actions, dealing, queries
from hemu.loop.followup.callbacks.actions import Answers
from hemu.loop.followup.callbacks.models import QUESTIONS, Callback, NumberOpening, Outcome, Said
from hemu.loop.followup.callbacks.models import State as Call
from hemu.loop.followup.callbacks.queries import Filter
from hemu.loop.followup.complaints.models import Complaint, Kind
from hemu.loop.screening.actions import record_incident, settle_incident
from hemu.loop.screening.models import IncidentTier
from hemu.orgs.models import Post, Role, Unit, UnitArea, UnitKind
from hemu.orgs.tests.cast import Cast
from hemu.privacy.queries import openings_of_party

PHONE = "13800138000"
GOOD = dict.fromkeys(QUESTIONS, Said.GOOD)
WITH_PHONES = (NewParty("张大山", phone=PHONE), NewParty("李长河", side=Side.RESPONDENT))


def incident(cast: Cast, number: str, *, region: int = VILLAGE + 1, phone: str = PHONE):
    row = record_incident(
        region=region, number=number, reported_at=clock.now(), narrative="两家为水沟吵架",
        tier=IncidentTier.ON_SCENE, phone=phone, by=cast.officer,
    )  # fmt: skip
    return settle_incident(row, "当场劝开", by=cast.officer)


def calls(**conditions):
    rows = Callback.objects.unscoped(reason="test").filter(**conditions)
    return list(rows.order_by("number"))


@pytest.mark.req("F4")
def test_incidents_and_closed_disputes_are_dealt_to_the_police_office_of_the_place(cast: Cast) -> None:
    incident(cast, "JQ1")
    dispute = closed(cast, parties=WITH_PHONES)
    assert dealing.deal() == 2
    assert {row.unit_id for row in calls()} == {cast.police_office.pk}
    assert {(row.matter, row.record_id) for row in calls()} >= {(Matter.DISPUTE, dispute.pk)}
    (one,) = calls(matter=Matter.INCIDENT)
    assert (one.about_unit_id, one.tries, one.state) == (cast.station.pk, 0, Call.WAITING)


@pytest.mark.req("F4")
def test_a_job_that_is_killed_and_run_again_deals_nothing_twice(cast: Cast, monkeypatch) -> None:
    for number in range(5):
        incident(cast, f"JQ{number}")
    monkeypatch.setattr(dealing, "TOGETHER", 2)
    whole, batches = dealing._deal, []

    def killed(batch, dealer):
        batches.append(batch)
        done = whole(batch, dealer)
        if len(batches) == 2:
            raise SystemExit("killed")
        return done

    monkeypatch.setattr(dealing, "_deal", killed)
    with pytest.raises(SystemExit):
        dealing.deal()
    assert len(calls()) == 2
    monkeypatch.setattr(dealing, "_deal", whole)
    assert dealing.deal() == 3
    assert dealing.deal() == 0
    assert [row.number for row in calls()] == [f"JQ{number}" for number in range(5)]


@pytest.mark.req("F4")
def test_beyond_an_offices_share_the_one_with_the_least_rings(cast: Cast) -> None:
    other = Unit.objects.create(
        kind=UnitKind.POLICE_OFFICE, name="桐梓坡村警务室", region_id=522725106204000, parent=cast.station
    )
    UnitArea.objects.create(unit=other, lo=522725106204000, hi=522725106205000)
    Post.objects.create(person=cast.people["grid_head"], unit=other, role=Role.VILLAGE_AUXILIARY)
    for number in range(20):
        incident(cast, f"JQ{number:02}")
    dealing.deal()
    assert Counter(row.unit_id for row in calls()) == {cast.police_office.pk: 12, other.pk: 8}


@pytest.mark.req("F4")
@pytest.mark.req("O4")
@pytest.mark.law("个人信息保护法51")
def test_the_number_is_opened_for_a_reason_and_on_record(cast: Cast) -> None:
    dispute = closed(cast, parties=WITH_PHONES)
    incident(cast, "JQ1")
    dealing.deal()
    for row in calls():
        with pytest.raises(Refused) as refused:
            actions.open_number(row, "", by=cast.auxiliary)
        assert refused.value.field == "why"
        with pytest.raises(Forbidden):
            actions.open_number(row, "电话回访", by=cast.officer)
        with pytest.raises(Missing):
            actions.open_number(row, "电话回访", by=cast.stranger)
        assert actions.open_number(row, "电话回访", by=cast.auxiliary) == PHONE
        assert NumberOpening.objects.in_county(row.county, callback_id=row.pk).get().person_name == "杨秀芬"
    opening = openings_of_party(dispute, parties(dispute)[0].pk)
    assert [one.person_name for one in opening] == ["杨秀芬"]


@pytest.mark.req("F4")
def test_no_answer_is_tried_at_another_hour_and_not_for_ever(cast: Cast) -> None:
    incident(cast, "JQ1")
    dealing.deal()
    (row,) = calls()
    hours = []
    moment = clock.midnight(clock.today() + timedelta(days=1)) + timedelta(hours=9)
    for _number in range(3):
        with clock.at(moment):
            row = actions.note_try(row, Outcome.NO_ANSWER, by=cast.auxiliary)
        if row.next_at is not None:
            hours.append(clock.local(row.next_at).hour)
            moment = row.next_at
    assert hours == [12, 18]
    assert (row.state, row.tries, row.next_at) == (Call.UNREACHED, 3, None)
    with pytest.raises(Conflict):
        actions.note_try(row, Outcome.NO_ANSWER, by=cast.auxiliary)


@pytest.mark.req("F4")
def test_five_questions_are_asked_and_bad_answers_are_in_words(cast: Cast) -> None:
    dispute = closed(cast, parties=WITH_PHONES)
    dealing.deal()
    (row,) = calls()
    for given, field in (
        (Answers({"accepted": Said.GOOD}), "investigated"),
        (Answers({**GOOD, "attitude": Said.BAD}), "words"),
        (Answers(GOOD, signs={"threat": True}), "words"),
    ):
        with pytest.raises(Refused) as refused:
            actions.answer(row, given, by=cast.auxiliary)
        assert refused.value.field == field
    row = actions.answer(row, Answers(GOOD, words="都好"), by=cast.auxiliary)
    assert [said for _name, said in row.answers] == [Said.GOOD] * 5
    assert (row.state, row.ended_by) == (Call.REACHED, "杨秀芬")
    assert Entry.objects.of(dispute).filter(act=Act.CALL_BACK).count() == 1


@pytest.mark.req("F4")
def test_a_complaint_on_the_telephone_goes_to_another_unit(cast: Cast) -> None:
    incident(cast, "JQ1")
    dealing.deal()
    (row,) = calls()
    given = Answers(
        {**GOOD, "attitude": Said.BAD},
        words="来的人骂人",
        complaint="出警的人骂人",
        complaint_kind=Kind.ATTITUDE,
    )
    row = actions.answer(row, given, by=cast.auxiliary)
    made = Complaint.objects.unscoped(reason="test").get(pk=row.complaint_id)
    assert made.about_unit_id == cast.station.pk
    assert made.handler_id not in (cast.station.pk, cast.police_office.pk)
    assert (made.text, made.dispute_id) == ("出警的人骂人", 0)


@pytest.mark.req("F3")
@pytest.mark.req("F4")
def test_a_relapse_that_is_heard_on_the_telephone_opens_the_dispute_at_once(cast: Cast) -> None:
    dispute = closed(cast, parties=WITH_PHONES)
    dealing.deal()
    (row,) = calls()
    given = Answers(GOOD, words="他又堵沟，说要打人", signs={"may_escalate": True})
    actions.answer(row, given, by=cast.auxiliary)
    dispute = get(dispute.county, dispute.pk, by=cast.officer)
    assert (dispute.state, dispute.proposed_colour) == (State.REGISTERED, Colour.RED)


@pytest.mark.req("F4")
def test_figures_by_area_say_how_many_were_reached(cast: Cast) -> None:
    for number in range(4):
        incident(cast, f"JQ{number}")
    dealing.deal()
    one, two, three, _four = calls()
    actions.answer(one, Answers(GOOD), by=cast.auxiliary)
    actions.answer(two, Answers({**GOOD, "result": Said.BAD}, words="没解决"), by=cast.auxiliary)
    actions.note_try(three, Outcome.WRONG, by=cast.auxiliary)
    regions = [cast.regions["珠藏镇"], cast.regions["猴场镇"]]
    here, beside = queries.figures(cast.county_coordinator, Filter(), regions)
    assert (here.dealt, here.reached, here.not_reached, here.waiting) == (4, 2, 1, 1)
    assert (here.rate, here.share("result")) == ("2/3", "1/2"), "too few for a share"
    here.few = 0
    assert (here.rate, here.share("result")) == ("67%", "50%")
    assert beside.dealt == 0
    assert beside.share("result") == ""
    seen = queries.callbacks(cast.officer, Filter(bad=True))
    assert [row.number for row in seen] == ["JQ1"]
    assert not queries.callbacks(cast.stranger, Filter()).exists()
    found = queries.callbacks(cast.officer, Filter(sought="jq2"))
    assert [row.number for row in found] == ["JQ2"]
    assert queries.callbacks(cast.officer, Filter(sought=found[0].unit_name)).count() == 4
    assert not queries.callbacks(cast.officer, Filter(sought="没有这个单位")).exists()


@pytest.mark.req("F4")
def test_the_callers_pages(cast, client) -> None:
    incident(cast, "JQ1")
    dealing.deal()
    (row,) = calls()
    client.force_login(
        cast.people["auxiliary"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert "JQ1" in client.get("/callbacks/?own=1").content.decode()
    nothing = client.get("/callbacks/?own=1&q=JQ9").content.decode()
    assert "没有找到" in nothing
    assert 'name="own" value="1"' in nothing
    path = f"/callbacks/{row.county}/{row.pk}/"
    page = client.get(path).content.decode()
    assert "两家为水沟吵架" in page
    assert PHONE not in page
    opened = client.post(path, {"do": "number", "why": "电话回访"})
    assert f'href="tel:{PHONE}"' in opened.content.decode()
    assert opened["cache-control"] == "no-store"
    wrong = client.post(path, {"do": "answer", "accepted": 3})
    assert wrong.status_code == 422
    given = {"do": "answer", **dict.fromkeys(QUESTIONS, 3), "words": "很好", "complaint_kind": 9}
    assert client.post(path, given).status_code == 302
    assert "很好" in client.get(path).content.decode()
    assert client.get("/callbacks/export/")["content-type"].endswith("sheet")
    client.force_login(cast.people["officer"], backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = client.get("/callbacks/figures/").content.decode()
    assert ">1/1<" in shown
    assert "100%" not in shown


@pytest.mark.req("F4")
def test_the_registry_knows_both_kinds_of_matter() -> None:
    assert all(ringing.source_of(matter) is not None for matter in Matter)
    assert report().title
