"""A new rating table: from its day, what it says of open disputes is proposed, once, and nothing more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from hemu.cli.main import main
from hemu.disputes import ledger
from hemu.disputes.amendment import merge
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Dispute, Entry
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.jobs.minutely import rerate_by_new_rules
from hemu.kernel import clock
from hemu.loop.assessment import rerating
from hemu.loop.assessment.actions import approve, ask, confirm
from hemu.loop.assessment.models import Rerating
from hemu.loop.assessment.rating import open_proposal
from hemu.orgs.actor import system_actor
from hemu.orgs.tests.cast import Cast
from hemu.rulebook import actions
from hemu.tally import audit
from hemu.tally.projector import project_all

pytestmark = [pytest.mark.django_db, pytest.mark.req("A3")]
FEW: dict[str, Any] = {"failed_mediations": 2, "people": 6}
"""Blue while ten people are many; orange once five are."""
DAY = timedelta(days=1)


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test looks at the row").get(pk=dispute.pk)


def entries(dispute: Dispute) -> list[Entry]:
    return list(Entry.objects.of(dispute).filter(act=Act.PROPOSE).order_by("seq"))


def new_table(valid_from: date, people: int = 5, *, text: str = "") -> int:
    """A version in which so many people are many, and the rule perhaps says so in other words."""
    by = system_actor("县综治中心 管理员")
    draft = actions.draft("rating", by=by)
    rows = [dict(row) for row in draft.rows]
    many = next(row for row in rows if row["id"] == "orange-many-people")
    many["when"] = [many["when"][0], {"fact": "people", "op": "at_least", "value": people}]
    many["text"] = text or many["text"]
    actions.revise("rating", draft.version, rows=rows, by=by)
    actions.activate("rating", draft.version, valid_from=valid_from, why="本县户均人口少", by=by)
    return int(draft.version)


@pytest.fixture
def blue(cast: Cast) -> Dispute:
    """Confirmed blue by the rules of today."""
    return confirm(register(report(facts=FEW), by=cast.officer), by=cast.officer)


def test_nothing_before_its_day_a_proposal_from_then_and_never_twice(cast, blue):
    other = register(report(), by=cast.officer)
    new_table(clock.today() + DAY)
    assert rerate_by_new_rules.run() == 0
    assert entries(blue) == []
    with clock.at(clock.now() + DAY):
        assert rerate_by_new_rules.run() == 1
        assert rerate_by_new_rules.run() == 0
        with clock.at(clock.now() + DAY):
            assert rerate_by_new_rules.run() == 0
    now = fresh(blue)
    assert (now.colour, now.proposed_colour) == (Colour.BLUE, Colour.ORANGE)
    found = open_proposal(now)
    assert found is not None
    assert found.grounds[0].rule == "orange-many-people"
    [entry] = entries(blue)
    assert (entry.person_name, entry.colour) == ("规则", Colour.BLUE)
    assert entry.details["proposed"] == {"colour": 2, "rules": 2, "grounds": ["orange-many-people"]}
    assert entry.details["proposed_before"] == Colour.BLUE
    assert entries(other) == []
    project_all()
    assert audit.drift(LEDGER_IMAGES) == []
    assert ledger.verify().faults == []
    assert confirm(now, by=cast.officer).colour == Colour.ORANGE


def test_only_open_disputes_are_looked_at(cast, blue):
    double = register(report(facts=FEW), by=cast.officer)
    merge(double, blue, "同一件事", by=cast.officer)
    new_table(clock.today())
    assert rerating.sweep() == 1
    assert entries(double) == []


def test_the_same_rule_in_other_words_proposes_nothing(cast):
    orange = confirm(register(report(facts={**FEW, "people": 12}), by=cast.officer), by=cast.officer)
    new_table(clock.today(), people=10, text="两次调解未成，人数较多")
    assert rerating.sweep() == 0
    assert entries(orange) == []


def test_what_a_person_overruled_is_asked_again_only_on_other_grounds(cast):
    orange = register(report(facts={**FEW, "people": 12}), by=cast.officer)
    ask(orange, Colour.BLUE, "人数虽多，事情很小，当场说好", by=cast.officer)
    approve(orange, by=cast.coordinator)
    new_table(clock.today())
    assert rerating.sweep() == 0
    assert open_proposal(fresh(orange)) is None


def test_work_that_was_killed_goes_on_where_it_stopped(cast, monkeypatch):
    disputes = [register(report(facts=FEW), by=cast.officer) for _ in range(5)]
    far = [register(report(facts=FEW, region=cast.sibling_village.code), by=cast.stranger) for _ in range(2)]
    new_table(clock.today())
    real, done = rerating._propose, []

    def killed_at_the_fourth(row: Dispute, *rest: Any) -> bool:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(row.pk)
        return real(row, *rest)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(rerating, "_propose", killed_at_the_fourth)
        rerating.sweep(limit=2)
    at = Rerating.objects.get()
    assert (at.version, at.finished, at.dispute_id) == (2, False, done[1])
    assert rerating.sweep(limit=2) == 4
    assert all(len(entries(row)) == 1 for row in (*disputes, *far))
    assert Rerating.objects.get().finished


def test_when_nothing_changed_it_asks_next_to_nothing(cast, blue, django_assert_num_queries):
    rerating.sweep()
    with django_assert_num_queries(1):
        assert rerating.sweep() == 0


def test_what_a_version_would_change_is_told_before_it_holds(cast, blue, capsys):
    register(report(), by=cast.officer)
    version = new_table(clock.today() + DAY)
    assert main(["rerate", "--try", str(version)]) == 0
    said = capsys.readouterr().out
    assert "1 of 2 open disputes" in said
    assert "blue to orange" in said
    assert entries(blue) == []
    assert main(["rerate", "--try", "99"]) == 1
    with clock.at(clock.now() + DAY):
        assert main(["rerate"]) == 0
    assert "1 open disputes" in capsys.readouterr().out
