"""What isn't settled in time, and what isn't performed, is called in a queue of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hemu.disputes import overdue
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Entry
from hemu.disputes.queries import get
from hemu.disputes.tests.factories import agreed, due_in, mediating
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.followup.chasing import actions, queries
from hemu.loop.followup.chasing.actions import NewCall
from hemu.loop.followup.chasing.models import Chase, ChaseCall, Ended, Whom, Why
from hemu.loop.followup.chasing.queries import Filter
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import Promise
from hemu.orgs.tests.cast import Cast


def defaulted(cast: Cast):
    """The applicant owes the mending of the ditch and didn't in time. Called twelve days on."""
    dispute = agreed(cast)
    promise = Promise.objects.of(dispute).get()
    with clock.at(clock.now() + timedelta(days=12)):
        return mediation.default(dispute, promise.pk, "没有修", by=cast.grid_member)


def open_chase(dispute) -> Chase:
    return Chase.objects.of(dispute).get(done_at=None)


@pytest.mark.req("F6")
def test_an_agreement_that_is_not_performed_comes_into_the_queue_by_itself(cast: Cast) -> None:
    dispute = defaulted(cast)
    row = open_chase(dispute)
    assert row.why == Why.UNPERFORMED
    assert [one.pk for one in queries.chases(cast.grid_member, Filter())] == [row.pk]
    assert not queries.chases(cast.stranger, Filter()).exists()


@pytest.mark.req("F6")
def test_a_matter_that_is_not_settled_in_time_comes_into_the_queue_and_leaves_it(cast: Cast) -> None:
    dispute = mediating(cast)
    with clock.at(clock.now() + timedelta(days=70)):
        overdue.sweep()
        overdue.sweep()
        row = open_chase(dispute)
        assert row.why == Why.UNSETTLED
        from hemu.disputes.tests.factories import agreement, session

        dispute = get(dispute.county, dispute.pk, by=cast.mediator)
        dispute = mediation.record_session(dispute, session(dispute), by=cast.mediator)
        dispute = mediation.agree(dispute, agreement(dispute), by=cast.mediator)
    row = Chase.objects.of(dispute).get(pk=row.pk)
    assert row.ended == Ended.SETTLED


@pytest.mark.req("F6")
@pytest.mark.law("人民调解法31")
def test_every_call_says_who_was_called_what_was_said_and_when_next(cast: Cast) -> None:
    dispute = defaulted(cast)
    row = open_chase(dispute)
    new = NewCall(Whom.PARTY, "张大山", "说下周一请人来修", due_in(7))
    for wrong, field in (
        (replace(new, whom_name=""), "whom_name"),
        (replace(new, said=" "), "said"),
        (replace(new, next_on=due_in(60)), "next_on"),
    ):
        with pytest.raises(Refused) as refused:
            actions.call(dispute, row.pk, wrong, by=cast.mediator)
        assert refused.value.field == field
    dispute = actions.call(dispute, row.pk, new, by=cast.mediator)
    assert (open_chase(dispute).calls, open_chase(dispute).next_on) == (1, due_in(7))
    call = ChaseCall.objects.of(dispute).get()
    assert (call.person_name, call.whom_name, call.said) == ("王德明", "张大山", "说下周一请人来修")
    assert Entry.objects.of(dispute).filter(act=Act.CHASE).count() == 1
    with pytest.raises(Missing):
        actions.call(dispute, row.pk, new, by=cast.stranger)


@pytest.mark.req("F6")
def test_it_ends_when_it_is_performed_or_by_hand_with_a_reason(cast: Cast) -> None:
    dispute = defaulted(cast)
    promise = Promise.objects.of(dispute).get()
    with clock.at(clock.now() + timedelta(days=13)):
        dispute = mediation.perform(dispute, promise.pk, by=cast.mediator)
    assert Chase.objects.of(dispute).get().ended == Ended.PERFORMED
    other = defaulted(cast)
    row = open_chase(other)
    with pytest.raises(Refused):
        actions.finish(other, row.pk, " ", by=cast.mediator)
    other = actions.finish(other, row.pk, "已申请法院执行", by=cast.mediator)
    assert Chase.objects.of(other).get().ended == Ended.BY_HAND
    with pytest.raises(Conflict):
        actions.finish(other, row.pk, "再来一次", by=cast.mediator)


@pytest.mark.req("F6")
def test_the_queue_is_filtered_exported_and_called_from_its_page(cast, client) -> None:
    dispute = defaulted(cast)
    row = open_chase(dispute)
    client.force_login(cast.people["mediator"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert dispute.title in client.get(f"/unsettled/?why={int(Why.UNPERFORMED)}").content.decode()
    assert dispute.title not in client.get(f"/unsettled/?why={int(Why.UNSETTLED)}").content.decode()
    path = f"{dispute.get_absolute_url()}unsettled/{row.pk}/call/"
    assert client.get(path).status_code == 200
    form = {
        "whom": 1,
        "whom_name": "张大山",
        "reached": "on",
        "said": "下周修",
        "next_on": due_in(5).isoformat(),
    }
    assert client.post(path, form).status_code == 302
    assert "下周修" in client.get("/unsettled/").content.decode()
    assert "下周修" in client.get(dispute.get_absolute_url()).content.decode()
    assert client.get("/unsettled/export/")["content-type"].endswith("sheet")
