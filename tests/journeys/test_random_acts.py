"""Random acts by random posts: whatever they try, the table, the ledger and the counters hold."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemu.disputes import ledger
from hemu.disputes.advance import turn
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.lifecycle import TABLE, Act, acts_from, step_for
from hemu.disputes.models import Body, Colour, Dispute, Entry, InvolvementRole, Outcome, State
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.tally import audit, projector

WHO = (
    *("grid_member", "mediator", "officer", "officer", "coordinator", "coordinator"),
    *("stranger", "judicial", "court", "county_viewer"),
)
ACTS = tuple(act for act in Act if act != Act.REGISTER)

tries = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.sampled_from(WHO),
        st.sampled_from((None, 0, 0, 1)),
        st.sampled_from(tuple(Colour)),
        st.sampled_from(WHO),
    ),
    min_size=5,
    max_size=60,
)


def row(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test looks at the row").get(pk=dispute.pk)


def chosen_act(state: int, number: int) -> Act:
    """Mostly an act that the table offers in this state, so that walks go far; sometimes any."""
    offered = [step.act for step in acts_from(state)] if number % 4 else list(ACTS)
    return offered[number % len(offered)]


def attempt(cast, dispute, number, by, lag, colour, unit_of) -> bool:
    """One try; answers whether it was done. `lag`: how many entries ago the actor looked; None: not said."""
    before = row(dispute)
    act = chosen_act(before.state, number)
    seen = None if lag is None else before.ledger_seq - lag
    unit = cast.actors[unit_of]
    try:
        with turn(dispute.county, dispute.id, act, by=by, seen=seen) as this:
            work(this, act, colour, unit)
    except Refused:
        assert row(dispute).ledger_seq == before.ledger_seq
        assert row(dispute).state == before.state
        return False
    after = row(dispute)
    step = step_for(before.state, act)
    assert step is not None
    assert by.may(step.permission)
    assert lag in (None, 0)
    assert after.state == (before.state if step.to is None else step.to)
    assert after.ledger_seq == before.ledger_seq + 1
    entry = Entry.objects.of(after).get(seq=after.ledger_seq)
    assert (entry.act, entry.person_name, entry.from_state) == (act, by.name, before.state)
    return True


def work(this, act, colour, unit) -> None:
    """What a stage would do in the act, as little as it takes to go on."""
    if act in (Act.RATE, Act.OVERRIDE):
        this.set(colour=colour)
    if act in (Act.ROUTE, Act.NAME_UNITS, Act.HAND_OVER):
        this.involve(unit.unit_id, unit.unit_name, InvolvementRole.LEAD)
        this.pass_turn(unit.unit_id, unit.unit_name)
    if act == Act.RETURN:
        this.set(returns=this.dispute.returns + 1)
    if act == Act.ACCEPT:
        this.set(body=Body.VILLAGE)
    if act == Act.AGREE:
        this.set(outcome=Outcome.WRITTEN, settled_on=clock.today())
    if act == Act.FOLLOW_UP:
        this.set(follow_ups=this.dispute.follow_ups + 1)
    if act == Act.CLOSE:
        this.set(closed_at=this.at)


@pytest.mark.django_db
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tries=tries)
def test_random_acts_never_leave_the_table(cast, tries):
    with transaction.atomic():
        dispute = register(report(), by=cast.officer)
        done = 1 + sum(
            attempt(cast, dispute, number, cast.actors[who], lag, colour, unit)
            for number, who, lag, colour, unit in tries
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert Entry.objects.of(dispute).count() == done
        assert ledger.verify().faults == []
        projector.project_all()
        assert audit.drift(LEDGER_IMAGES) == []
        transaction.set_rollback(True)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("act", ACTS)
def test_the_table_says_one_thing_for_each_state_and_act(state, act):
    rows = [step for step in TABLE if step.act == act and state in step.states]
    assert len(rows) <= 1
    assert step_for(state, act) == (rows[0] if rows else None)


def test_every_state_but_the_ends_has_a_way_on_and_every_state_can_be_reached():
    reached = {State.REGISTERED} | {step.to for step in TABLE if step.to is not None}
    assert reached == set(State)
    for state in set(State) - {State.MERGED}:
        assert any(step.to not in (None, state) for step in TABLE if state in step.states)
