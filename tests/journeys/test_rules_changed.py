"""A county finds its rating too mild: a rule is tried, changed by two people, and followed to a dispute."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hemu.disputes import ledger
from hemu.disputes.amendment import Changes, amend
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Dispute, Entry
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.disputes.trials import actions as trials
from hemu.disputes.trials import queries
from hemu.jobs.minutely import rerate_by_new_rules
from hemu.kernel import clock
from hemu.loop.assessment import rating
from hemu.loop.assessment.actions import approve, ask, confirm
from hemu.loop.assessment.changing.models import RuleSweep
from hemu.rulebook import actions as rules
from hemu.rulebook.models import RuleTable
from hemu.rulebook.tests.second import second_administrator
from hemu.tally import audit
from hemu.tally.projector import project_all

pytestmark = [pytest.mark.django_db, pytest.mark.req("A1", "A2", "A3")]
DAY = timedelta(days=1)
NINE: dict[str, Any] = {"failed_mediations": 2, "people": 9}


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test looks at the row").get(pk=dispute.pk)


def eight_are_many(cast) -> RuleTable:
    draft = rules.draft("rating", by=cast.administrator)
    rows = [dict(row) for row in draft.rows]
    many = next(row for row in rows if row["id"] == "orange-many-people")
    many["when"] = [many["when"][0], {"fact": "people", "op": "at_least", "value": 8}]
    return rules.revise("rating", draft.version, rows=rows, by=cast.administrator)


def test_from_the_trial_to_a_rating_that_two_people_lower(cast):
    dispute = confirm(register(report(facts=NINE), by=cast.officer), by=cast.officer)
    held, today = eight_are_many(cast), clock.today()
    trial = trials.start(held, since=today - 30 * DAY, until=today, by=cast.administrator)
    assert [(move.before, move.after, move.count) for move in queries.moves(trial)] == [(1, 2, 1)]
    rules.propose("rating", held.version, valid_from=today + DAY, why="户均人口少", by=cast.administrator)
    rules.approve("rating", held.version, by=second_administrator(cast))
    assert rerate_by_new_rules.run() == 0
    with clock.at(clock.now() + DAY):
        assert rerate_by_new_rules.run() == 1
        assert RuleSweep.objects.get(pk=held.version).finished_at is not None
        assert fresh(dispute).colour == Colour.BLUE, "rules propose, people decide"
        confirm(fresh(dispute), by=cast.officer)
        amend(fresh(dispute), Changes(facts={"people": 3}), by=cast.officer)
        ask(fresh(dispute), Colour.BLUE, "核实后只有三人，原先数重了", by=cast.officer)
        assert fresh(dispute).colour == Colour.ORANGE
        approve(fresh(dispute), by=cast.coordinator)
    done = fresh(dispute)
    assert (done.colour, rating.open_proposal(done)) == (Colour.BLUE, None)
    told = Entry.objects.of(done).order_by("seq").values_list("act", "person_name")
    assert [(Act(act), name) for act, name in told][2:] == [
        (Act.PROPOSE, "规则"),
        (Act.RATE, cast.officer.name),
        (Act.AMEND, cast.officer.name),
        (Act.LOWER, cast.officer.name),
        (Act.OVERRIDE, cast.coordinator.name),
    ]
    project_all()
    assert audit.drift(LEDGER_IMAGES) == []
    assert ledger.verify().faults == []
