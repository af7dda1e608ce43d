"""One matter registered twice: merged, it counts once; taken back, it counts again."""

from __future__ import annotations

from collections import Counter
from importlib import import_module

import pytest
from django.db import connection

from hemu.disputes import ledger
from hemu.disputes.advance import turn
from hemu.disputes.amendment import link, merge, note, unlink, unmerge
from hemu.disputes.counted import COUNTS, LEDGER_IMAGES
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Clock, ClockKind, Colour, Dispute, Entry, Link, LinkKind, State
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel.errors import Refused
from hemu.orgs import upper
from hemu.tally import audit
from hemu.tally.models import ColourMonthCell, DayCell, KindCell, MeasureCell, MonthCell, YearCell
from hemu.tally.projector import project_all

pytestmark = pytest.mark.django_db
COUNTY = 522725


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test looks at the row").get(pk=dispute.pk)


def counted() -> dict[str, Counter[int]]:
    """What every table of counters holds in all, by region."""
    project_all()
    found = {}
    for model in (DayCell, KindCell, MeasureCell, ColourMonthCell, MonthCell, YearCell):
        rows = model.objects.exclude(n=0).values_list("region", "n")
        found[model.__name__] = sum((Counter({region: n}) for region, n in rows), Counter())
    return found


@pytest.fixture
def twice(cast) -> tuple[Dispute, Dispute]:
    return register(report(), by=cast.officer), register(report(), by=cast.officer)


def test_a_merged_dispute_leaves_every_counter_and_comes_back(cast, twice):
    kept, double = twice
    before = counted()
    assert set(before["DayCell"].values()) == {2}
    merge(double, kept, "同一件事登记了两次", by=cast.officer)
    once = counted()
    assert {name: Counter({r: n // 2 for r, n in cells.items()}) for name, cells in before.items()} == once
    assert audit.drift(LEDGER_IMAGES) == []
    note(double, "已告知登记人", by=cast.officer)
    assert counted() == once
    unmerge(fresh(double), "地块不同", by=cast.officer)
    assert counted() == before
    assert audit.drift(LEDGER_IMAGES) == []
    assert ledger.verify().faults == []


def test_rebuilding_leaves_merged_ones_out(cast, twice):
    merge(twice[1], twice[0], "同一件事", by=cast.officer)
    expected = counted()
    assert audit.rebuild(LEDGER_IMAGES) == 1
    assert counted() == expected


def test_a_merge_taken_back_begins_anew(cast, twice):
    kept, double = twice
    with turn(double.county, double.id, Act.RATE, by=cast.officer) as this:
        this.set(colour=Colour.BLUE)
    merge(fresh(double), kept, "同一件事", by=cast.officer)
    with pytest.raises(Refused) as refused:
        unmerge(double, " ", by=cast.officer)
    assert refused.value.field == "reason"
    row = fresh(unmerge(double, "地块不同", by=cast.officer))
    assert (row.state, row.colour, row.turn_unit_id) == (State.REGISTERED, Colour.NONE, cast.officer.unit_id)
    running = Clock.objects.of(row).filter(stopped_at=None)
    assert set(running.values_list("kind", flat=True)) == {ClockKind.STATE, ClockKind.WHOLE}
    assert not Link.objects.of(row).filter(removed_at=None).exists()
    merge(row, kept, "还是同一件事", by=cast.officer)
    assert fresh(row).state == State.MERGED


def test_a_merged_dispute_keeps_the_link_that_says_into_which(cast, twice):
    kept, double = twice
    merge(double, kept, "同一件事", by=cast.officer)
    row = Link.objects.of(double).get()
    with pytest.raises(Refused) as refused:
        unlink(double, row.pk, "认错了", by=cast.officer)
    assert refused.value.code == "merged"
    assert Link.objects.of(double).filter(removed_at=None).exists()


def test_two_disputes_merged_into_each_other_would_both_be_gone(cast, twice):
    kept, double = twice
    stale = fresh(double)
    merge(double, kept, "同一件事", by=cast.officer)
    with pytest.raises(Refused) as refused:
        merge(kept, stale, "同一件事", by=cast.officer)
    assert (refused.value.field, refused.value.code) == ("other", "merged")
    assert fresh(kept).state == State.REGISTERED


def test_what_was_linked_as_a_duplicate_can_be_merged(cast, twice):
    kept, double = twice
    link(double, kept, LinkKind.DUPLICATE, "像是同一件", by=cast.officer)
    merge(double, kept, "就是同一件", by=cast.officer)
    assert Link.objects.of(double).filter(removed_at=None).count() == 1


def test_disputes_merged_before_this_was_so_are_taken_out_by_the_migration(cast, twice, monkeypatch):
    from hemu.disputes import advance
    from hemu.disputes import counted as module

    real = module.image

    def as_before(dispute: Dispute) -> dict[str, object]:
        shown, dispute.state = dispute.state, State.RATED if dispute.state == State.MERGED else dispute.state
        found = real(dispute)
        dispute.state = shown
        return {**found, "state": int(shown)}

    with monkeypatch.context() as patch:
        patch.setattr(advance, "image", as_before)
        merge(twice[1], twice[0], "同一件事", by=cast.officer)
    assert Entry.objects.of(twice[1]).get(act=Act.MERGE).image["state"] == State.MERGED
    assert set(counted()["DayCell"].values()) == {2}
    assert audit.drift(LEDGER_IMAGES) != []
    migration = import_module("hemu.disputes.migrations.0003_merged_count_nowhere")
    with connection.cursor() as cursor:
        cursor.execute(migration.TAKE_OUT)
        assert cursor.rowcount == 1
    assert set(counted()["DayCell"].values()) == {1}
    assert audit.drift(LEDGER_IMAGES) == []
    rows = Dispute.objects.unscoped(reason="a test counts").filter(COUNTS)
    assert rows.count() == 1
    assert set(counted()["DayCell"]) == {0, *upper.ancestors_of_county(COUNTY)}
