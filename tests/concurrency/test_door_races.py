"""Two people at the same dispute at once: exactly one wins, the other is told. First the race is shown."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, connections

from hemu.disputes import advance, ledger
from hemu.disputes.advance import turn
from hemu.disputes.amendment import merge
from hemu.disputes.counted import COUNTS, LEDGER_IMAGES
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Dispute, Entry, InvolvementRole, State
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Refused
from hemu.tally import audit, projector

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[object]:
    """Run acts at the same moment, each in a thread with a connection of its own; answers or errors."""
    gate = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=60)
            results[number] = act()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=180)
    return results


def do(dispute, act, by, work=lambda this: None, seen=None):
    with turn(dispute.county, dispute.id, act, by=by, seen=seen) as this:
        work(this)
    return "done"


def rate(this):
    this.set(colour=Colour.BLUE)


def give_to(unit):
    def work(this):
        this.involve(unit.pk, unit.name, InvolvementRole.LEAD)
        this.pass_turn(unit.pk, unit.name)

    return work


def followed(this):
    this.set(follow_ups=this.dispute.follow_ups + 1)


def closed(this):
    this.set(closed_at=this.at)


def walked(cast, upto: State) -> Dispute:
    dispute = register(report(), by=cast.officer)
    way = (
        (State.RATED, Act.RATE, rate),
        (State.ROUTED, Act.ROUTE, give_to(cast.station)),
        (State.RECEIVED, Act.RECEIVE, None),
        (State.MEDIATING, Act.ACCEPT, None),
        (State.AGREED, Act.AGREE, lambda this: this.set(settled_on=clock.today())),
        (State.FOLLOWING, Act.PERFORMED, None),
        (State.FOLLOWING, Act.FOLLOW_UP, followed),
    )
    for state, act, work in way:
        if dispute.state >= upto and act != Act.FOLLOW_UP:
            break
        do(dispute, act, cast.officer, work or (lambda this: None))
        dispute = Dispute.objects.unscoped(reason="a test").get(pk=dispute.pk)
        assert dispute.state == state
        if state == upto != State.FOLLOWING:
            break
    return dispute


RACES = {
    "receive": (State.ROUTED, Act.RECEIVE, lambda cast: None),
    "return": (State.ROUTED, Act.RETURN, lambda cast: None),
    "hand over": (State.RECEIVED, Act.HAND_OVER, lambda cast: give_to(cast.land_office)),
    "close": (State.FOLLOWING, Act.CLOSE, lambda cast: closed),
}


@pytest.mark.parametrize("name", RACES)
def test_exactly_one_wins_and_the_other_is_told(cast, name):
    state, act, work_of = RACES[name]
    dispute = walked(cast, state)
    work = work_of(cast) or (lambda this: None)
    before = dispute.ledger_seq
    results = together(
        lambda: do(dispute, act, cast.officer, work, seen=before),
        lambda: do(dispute, act, cast.station_head, work, seen=before),
    )
    assert sorted(type(result) for result in results if result != "done") == [Conflict]
    assert results.count("done") == 1
    [lost] = [result for result in results if result != "done"]
    winner = Entry.objects.of(dispute).get(seq=before + 1)
    assert winner.person_name in str(lost)
    assert Entry.objects.of(dispute).count() == before + 1
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []
    assert ledger.verify().faults == []


def test_without_the_lock_both_would_go_ahead_and_only_the_database_stops_them(cast, monkeypatch):
    dispute = walked(cast, State.ROUTED)
    both_in = threading.Barrier(2)

    def unlocked(county, dispute_id, by):
        found = Dispute.objects.visible_to(by).get(county=county, id=dispute_id)
        both_in.wait(timeout=60)
        return found

    monkeypatch.setattr(advance, "locked", unlocked)
    results = together(
        lambda: do(dispute, Act.RECEIVE, cast.officer), lambda: do(dispute, Act.RECEIVE, cast.station_head)
    )
    assert results.count("done") == 1
    [lost] = [result for result in results if result != "done"]
    assert isinstance(lost, IntegrityError)
    assert not isinstance(lost, Conflict)


def test_many_clerks_and_two_projectors_end_with_no_drift(cast):
    disputes = [register(report(), by=cast.officer) for _ in range(6)]
    projector.project_all()

    def clerk(dispute):
        def act():
            do(dispute, Act.RATE, cast.officer, rate)
            do(dispute, Act.ROUTE, cast.officer, give_to(cast.station))
            do(dispute, Act.RECEIVE, cast.officer)
            return "done"

        return act

    def counter():
        for _ in range(30):
            projector.project_once(3)
        return "done"

    assert together(*(clerk(dispute) for dispute in disputes), counter, counter) == ["done"] * 8
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []


@pytest.mark.parametrize("_round", range(4))
def test_two_disputes_merged_into_each_other_at_once_leave_one_that_counts(cast, _round):
    one, other = (register(report(), by=cast.officer) for _ in range(2))
    results = together(
        lambda: merge(one, other, "同一件事", by=cast.officer),
        lambda: merge(other, one, "同一件事", by=cast.officer),
    )
    assert sorted(isinstance(result, Refused) for result in results) == [False, True], results
    rows = Dispute.objects.unscoped(reason="a test counts")
    assert rows.filter(state=State.MERGED).count() == rows.filter(COUNTS).count() == 1
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []
