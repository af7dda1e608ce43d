"""访: planned by itself, answered by the parties, and the only way to close."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from hemu.disputes.models import Body, Clock, ClockKind, Colour, Dispute, Outcome, State
from hemu.disputes.queries import get
from hemu.disputes.tests.factories import (
    ORANGE,
    agreed,
    asked,
    closed,
    due_in,
    following,
    mediating,
    performed,
    referred,
)
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.followup import actions
from hemu.loop.followup.models import Asked, FollowUp, Kept
from hemu.loop.followup.planning import LONGEST_GAP, rhythm, waiting
from hemu.loop.followup.queries import queue
from hemu.orgs.tests.cast import Cast


@pytest.mark.req("F1")
def test_an_agreement_plans_the_first_follow_up_by_itself(cast: Cast) -> None:
    dispute = agreed(cast)
    planned = waiting(dispute)
    assert planned is not None
    assert (planned.number, planned.due_on, planned.targeted) == (1, due_in(30), False)
    ringing = Clock.objects.of(dispute).get(kind=ClockKind.FOLLOW_UP, stopped_at=None)
    assert clock.local(ringing.due_at).date() == due_in(31)


@pytest.mark.req("F1")
def test_a_mediation_that_was_declined_is_followed_too(cast: Cast) -> None:
    assert waiting(referred(cast)) is not None


@pytest.mark.req("F1")
def test_orange_is_looked_at_sooner_and_targeted(cast: Cast) -> None:
    chosen = rhythm(agreed(cast, facts=ORANGE))
    assert chosen.targeted
    assert chosen.every_days <= LONGEST_GAP
    assert chosen.first_days < 30


@pytest.mark.req("F2")
def test_a_quarrel_of_ten_years_is_followed_monthly_and_targeted(cast: Cast) -> None:
    planned = waiting(agreed(cast, kind=902, facts={"settleable_on_spot": True, "recurring_years": 10}))
    assert planned is not None
    assert planned.targeted
    assert "反复" in planned.reason


@pytest.mark.req("F1")
def test_a_follow_up_plans_the_next_within_a_month(cast: Cast) -> None:
    dispute = following(cast)
    planned = waiting(dispute)
    assert planned is not None
    assert planned.number == 2
    assert planned.due_on <= due_in(LONGEST_GAP)
    assert (dispute.state, dispute.follow_ups) == (State.FOLLOWING, 1)


@pytest.mark.req("F2")
def test_go_betweens_are_asked_too_but_their_content_is_not_the_parties(cast: Cast) -> None:
    dispute = performed(cast)
    told = asked(dispute, asked=Asked.GO_BETWEEN, asked_name="杨老三", party_id=None, satisfaction=None)
    dispute = actions.follow_up(dispute, told, by=cast.grid_member)
    with pytest.raises(Refused) as refused:
        actions.close(dispute, "已解决", by=cast.coordinator)
    assert refused.value.code == "no_answer"
    wrong = asked(dispute, asked=Asked.VILLAGE, asked_name="杨老三", party_id=None, satisfaction=5)
    with pytest.raises(Refused) as refused:
        actions.follow_up(dispute, wrong, by=cast.grid_member)
    assert refused.value.code == "not_own"


@pytest.mark.req("F2")
def test_a_follow_up_can_be_moved_to_a_sooner_day(cast: Cast) -> None:
    dispute = actions.plan_follow_up(agreed(cast), due_in(2), "一方外出前再问一次", by=cast.grid_member)
    planned = waiting(dispute)
    assert planned is not None
    assert (planned.due_on, planned.targeted) == (due_in(2), True)
    with pytest.raises(Refused) as refused:
        actions.plan_follow_up(dispute, due_in(-1), "", by=cast.grid_member)
    assert refused.value.field == "due_on"


@pytest.mark.req("F3")
@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"party_id": None}, "party_id"),
        ({"satisfaction": 9}, "satisfaction"),
        ({"answer": "", "satisfaction": None}, "answer"),
        ({"kept": Kept.NOT_KEPT}, "smoulders"),
        ({"signs": {"threat": True}}, "smoulders"),
        ({"signs": {"may_escalate": True}, "smoulders": "又要动手"}, "measures"),
        ({"asked": Asked.FAMILY, "asked_name": ""}, "asked_name"),
        ({"done_at": clock.now() + timedelta(days=900)}, "done_at"),
    ],
)
def test_what_was_found_is_written_down_whole(cast: Cast, over, field) -> None:
    dispute = referred(cast)
    with pytest.raises(Refused) as refused:
        actions.follow_up(dispute, asked(dispute, **over), by=cast.grid_member)
    assert refused.value.field == field
    assert not FollowUp.objects.of(dispute).filter(done_at__isnull=False).exists()


@pytest.mark.req("F3")
def test_the_form_tells_everything_that_is_missing_at_once(cast: Cast, client: Client) -> None:
    dispute = actions.plan_follow_up(agreed(cast), due_in(2), "复核", by=cast.grid_member, in_depth=True)
    client.force_login(cast.people["grid_member"], backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = client.post(
        f"{dispute.get_absolute_url()}follow-up/", {"mode": 1, "asked": 1, "signs": ["threat"], "kept": 2}
    )
    assert page.status_code == 422
    assert {"party_id", "smoulders", "measures"} <= set(page.context["form"].errors)
    other = {"mode": 1, "asked": 2, "kept": 2, "smoulders": "无"}
    page = client.post(f"{dispute.get_absolute_url()}follow-up/", other)
    assert "asked_name" in page.context["form"].errors


@pytest.mark.req("F3")
def test_a_look_in_depth_says_what_still_smoulders_be_it_nothing(cast: Cast) -> None:
    dispute = actions.plan_follow_up(
        agreed(cast), due_in(2), "分期，第一期晚了", by=cast.grid_member, in_depth=True
    )
    with pytest.raises(Refused) as refused:
        actions.follow_up(dispute, asked(dispute, kept=Kept.PARTLY), by=cast.grid_member)
    assert (refused.value.field, "深入回访" in str(refused.value)) == ("smoulders", True)
    actions.follow_up(dispute, asked(dispute, kept=Kept.PARTLY, smoulders="无"), by=cast.grid_member)
    assert FollowUp.objects.of(dispute).get(done_at__isnull=False).smoulders == "无"


@pytest.mark.req("F3")
@pytest.mark.req("A3")
@pytest.mark.law("人民调解法25")
def test_signs_of_escalation_reopen_and_rate_anew_at_once(cast: Cast) -> None:
    dispute = performed(cast)
    found = asked(
        dispute,
        smoulders="扬言要报复",
        measures="已报派出所，村组干部守着",
        signs={"revenge_on_society": True},
        satisfaction=1,
    )
    reopened = actions.follow_up(dispute, found, by=cast.grid_member)
    assert (reopened.state, reopened.proposed_colour) == (State.REGISTERED, Colour.RED)
    assert reopened.facts["relapses"] == 1
    assert (reopened.outcome, reopened.settled_on, reopened.body) == (Outcome.NONE, None, Body.NONE)
    assert waiting(reopened) is None
    assert FollowUp.objects.of(reopened).get(done_at__isnull=False).escalation


@pytest.mark.req("F3")
def test_a_closed_dispute_that_flares_up_opens_again_and_needs_a_new_follow_up(cast: Cast) -> None:
    dispute = actions.relapse(closed(cast), "又堵了水沟", by=cast.officer, facts={"threat": True})
    assert (dispute.state, dispute.follow_ups, dispute.closed_at) == (State.REGISTERED, 0, None)
    assert dispute.turn_unit_id == cast.station.pk
    with pytest.raises(Refused):
        actions.relapse(dispute, " ", by=cast.officer)


@pytest.mark.req("F7")
def test_nothing_is_closed_without_a_follow_up(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        actions.close(performed(cast), "已解决", by=cast.coordinator)
    assert "回访" in str(refused.value)


@pytest.mark.req("F7")
def test_an_agreement_that_is_not_yet_performed_is_not_closed(cast: Cast) -> None:
    dispute = agreed(cast)
    dispute = actions.follow_up(dispute, asked(dispute, kept=Kept.PARTLY), by=cast.grid_member)
    assert dispute.state == State.AGREED
    with pytest.raises(Conflict):
        actions.close(dispute, "已解决", by=cast.coordinator)


@pytest.mark.req("F7")
def test_closing_after_the_parties_own_answer(cast: Cast) -> None:
    dispute = following(cast)
    with pytest.raises(Refused) as refused:
        actions.close(dispute, " ", by=cast.coordinator)
    assert refused.value.field == "summary"
    done = actions.close(dispute, "协议已履行，双方和好。", by=cast.coordinator)
    assert (done.state, done.turn_unit_id) == (State.CLOSED, None)
    assert done.closed_at is not None
    assert waiting(done) is None
    assert not Clock.objects.of(done).filter(stopped_at=None).exists()


@pytest.mark.req("M11")
def test_what_the_reports_count_needs_grounds(cast: Cast) -> None:
    dispute = following(cast, petition=True)
    with pytest.raises(Refused) as refused:
        actions.close(dispute, "已解决", by=cast.coordinator, results=actions.Results(hard=True))
    assert refused.value.field == "hard_grounds"
    results = actions.Results(
        petition_settled=True, hard=True, grounds={"petition_settled": "本人写了息访书", "hard": "四次才调成"}
    )
    done = actions.close(dispute, "已解决", by=cast.coordinator, results=results)
    assert done.hard
    assert not done.turned_criminal


@pytest.mark.req("M11")
def test_closing_alone_never_says_that_a_mass_incident_was_prevented(cast: Cast, client: Client) -> None:
    dispute = following(cast)
    client.force_login(cast.people["coordinator"], backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = client.get(f"{dispute.get_absolute_url()}close/").content.decode()
    assert f"{dispute.get_absolute_url()}outcomes/new/" in page
    sent = {"summary": "已解决", "mass_prevented": "on", "mass_prevented_grounds": "三十余人已散去"}
    assert client.post(f"{dispute.get_absolute_url()}close/", sent).status_code == 302
    dispute = Dispute.objects.in_area(cast.coordinator).get(pk=dispute.pk)
    assert (dispute.state, dispute.mass_prevented) == (State.CLOSED, False)


@pytest.mark.req("M11")
def test_no_petition_is_settled_where_there_was_none(cast: Cast) -> None:
    results = actions.Results(petition_settled=True, grounds={"petition_settled": "息访"})
    with pytest.raises(Refused) as refused:
        actions.close(following(cast), "已解决", by=cast.coordinator, results=results)
    assert refused.value.field == "petition_settled"


@pytest.mark.req("F1")
def test_the_queue_shows_the_area_overdue_first_and_nothing_to_a_stranger(cast: Cast) -> None:
    first, second = referred(cast), referred(cast)
    actions.plan_follow_up(second, due_in(3), "再问一次", by=cast.grid_member)
    with clock.at(clock.now() + timedelta(days=10)):
        seen = queue(cast.grid_member)
        assert [row.dispute.pk for row in seen.overdue] == [second.pk]
        assert seen.overdue[0].late == 7
        assert [row.dispute.pk for row in seen.later] == [first.pk]
        assert queue(cast.stranger).is_empty
        assert queue(cast.court).is_empty


def test_strangers_and_those_without_the_right_do_not_close(cast: Cast) -> None:
    dispute = following(cast)
    with pytest.raises(Missing):
        actions.close(dispute, "已解决", by=cast.stranger)
    with pytest.raises(Forbidden):
        actions.close(dispute, "已解决", by=cast.grid_member)
    with pytest.raises(Conflict) as conflict:
        actions.close(dispute, "已解决", by=cast.coordinator, seen=dispute.ledger_seq - 1)
    assert conflict.value.code == "moved_on"
    assert get(dispute.county, dispute.pk, by=cast.coordinator).state == State.FOLLOWING


def test_follow_up_comes_after_mediation(cast: Cast) -> None:
    dispute = mediating(cast)
    with pytest.raises(Conflict):
        actions.follow_up(dispute, asked(dispute), by=cast.grid_member)
