"""Two people at one request, or at one version of the rules, at once: one decision stands."""

from __future__ import annotations

import pytest

from hemu.disputes import ledger
from hemu.disputes.models import Colour, Dispute
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.kernel.errors import Conflict
from hemu.loop.assessment.actions import approve, ask, confirm, refuse
from hemu.loop.assessment.changing.models import Lowering, LoweringStatus
from hemu.loop.screening.groups import actions as groups
from hemu.loop.screening.groups.models import Push
from hemu.loop.screening.groups.tests.test_groups import registered
from hemu.rulebook import actions as rules
from hemu.rulebook.models import RuleTable, Status
from hemu.rulebook.tests.second import second_administrator
from tests.concurrency.test_door_races import together

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "经核实双方已当面和好，并写下书面承诺"


@pytest.fixture
def red(cast) -> Dispute:
    return confirm(register(report(facts={"may_escalate": True}), by=cast.officer), by=cast.officer)


def requests() -> list[Lowering]:
    return list(Lowering.objects.unscoped(reason="a test").order_by("id"))


@pytest.mark.req("A2")
def test_one_approves_while_the_other_refuses(cast, red):
    ask(red, Colour.BLUE, REASON, by=cast.officer)
    results = together(
        lambda: approve(red, by=cast.coordinator),
        lambda: refuse(red, "再看两天", by=cast.station_head),
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Dispute"]
    [row] = requests()
    now = Dispute.objects.unscoped(reason="a test").get(pk=red.pk)
    assert now.colour == (Colour.BLUE if row.status == LoweringStatus.APPROVED else Colour.RED)
    assert ledger.verify().faults == []


@pytest.mark.req("A2")
def test_two_ask_and_one_request_waits(cast, red):
    results = together(
        lambda: ask(red, Colour.BLUE, REASON, by=cast.officer),
        lambda: ask(red, Colour.ORANGE, REASON, by=cast.station_head),
    )
    assert [type(result) for result in results].count(Conflict) == 1
    assert len(requests()) == 1


@pytest.mark.req("A1")
def test_a_proposal_is_taken_back_while_it_is_approved(cast):
    other = second_administrator(cast)
    draft = rules.draft("rating", by=cast.administrator)
    rules.propose("rating", draft.version, valid_from=clock.today(), why="试", by=cast.administrator)
    results = together(
        lambda: rules.take_back("rating", draft.version, by=cast.administrator),
        lambda: rules.approve("rating", draft.version, by=other),
    )
    assert [type(result) for result in results].count(Conflict) == 1
    held = RuleTable.objects.get(name="rating", version=draft.version)
    assert held.status == (Status.DRAFT if isinstance(results[1], Conflict) else Status.ACTIVE)


@pytest.mark.req("P2")
@pytest.mark.parametrize("_round", range(2))
def test_two_tell_the_same_groups_in_another_order(cast, _round):
    told = [registered(cast, name=name) for name in ("一组", "二组", "三组", "四组")]
    results = together(
        lambda: groups.push(told, "防火", by=cast.officer),
        lambda: groups.push(told[::-1], "防汛", by=cast.officer),
    )
    assert [len(result) for result in results if isinstance(result, list)] == [4, 4], results
    assert Push.objects.unscoped(reason="a test").count() == 8
