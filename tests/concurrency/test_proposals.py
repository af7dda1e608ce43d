"""Two people decide about one proposal at once: one decision stands, the other hears of it."""

from __future__ import annotations

import threading

import pytest

from hemu.disputes import ledger
from hemu.disputes.models import Dispute, Entry, Link, LinkKind, State
from hemu.kernel.errors import Conflict, Refused
from hemu.loop.screening.links import actions, proposing
from hemu.loop.screening.links.models import Proposal, Status
from hemu.loop.screening.links.tests import situations as given
from tests.concurrency.test_door_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("S13")]


@pytest.fixture
def proposal(cast) -> Proposal:
    given.first(cast)
    given.again(cast)
    [found] = given.swept()
    return found


def confirm(proposal, kind, by):
    return actions.confirm(proposal.county, proposal.pk, kind, "同一条沟", by=by)


def stands() -> Proposal:
    return Proposal.objects.unscoped(reason="a test").get()


def test_one_confirms_and_the_other_refuses(cast, proposal):
    results = together(
        lambda: confirm(proposal, LinkKind.DUPLICATE, cast.officer),
        lambda: actions.refuse(proposal.county, proposal.pk, "两条沟", by=cast.coordinator),
    )
    [lost] = [result for result in results if isinstance(result, Exception)]
    assert isinstance(lost, Conflict)
    row = stands()
    assert row.decided_by in str(lost)
    merged = Dispute.objects.unscoped(reason="a test").filter(state=State.MERGED).count()
    assert merged == (1 if row.status == Status.CONFIRMED else 0)
    assert Link.objects.unscoped(reason="a test").count() == merged
    assert ledger.verify().faults == []


def test_both_confirm_and_it_is_merged_once(cast, proposal):
    results = together(
        lambda: confirm(proposal, LinkKind.DUPLICATE, cast.officer),
        lambda: confirm(proposal, LinkKind.DUPLICATE, cast.coordinator),
    )
    assert sorted(type(result).__name__ for result in results) == ["Both", "Conflict"]
    acts = Entry.objects.unscoped(reason="a test").count()
    assert acts == 4  # two registrations, the merge, and the word of it in the other ledger
    assert ledger.verify().faults == []


def test_without_the_lock_both_would_get_as_far_as_the_acts(cast, proposal, monkeypatch):
    both_in = threading.Barrier(2)

    def unlocked(county, proposal_id, *, by):
        found = actions.both(county, proposal_id, by=by)
        both_in.wait(timeout=60)
        return found

    monkeypatch.setattr(actions, "_locked", unlocked)
    results = together(
        lambda: confirm(proposal, LinkKind.ASSOCIATED, cast.officer),
        lambda: confirm(proposal, LinkKind.ASSOCIATED, cast.coordinator),
    )
    [lost] = [result for result in results if isinstance(result, Exception)]
    assert isinstance(lost, Refused)  # only the database's own rule stopped the second link
    assert not isinstance(lost, Conflict)


def test_two_workers_propose_a_pair_once(cast):
    given.first(cast)
    given.again(cast)
    together(*[lambda: proposing.propose_once(1) for _ in range(4)])
    while proposing.propose_once():
        pass
    assert Proposal.objects.unscoped(reason="a test").count() == 1


def test_linking_both_ways_at_once_ends_without_a_deadlock(cast):
    from hemu.disputes.amendment import link

    one, two = given.first(cast), given.apart(cast)
    results = together(
        lambda: link(one, two, LinkKind.ASSOCIATED, "同一批人", by=cast.officer),
        lambda: link(two, one, LinkKind.ASSOCIATED, "同一批人", by=cast.coordinator),
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    assert ledger.verify().faults == []
