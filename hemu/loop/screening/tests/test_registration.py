"""A dispute opened from a record remembers it, and a form sent twice registers once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hemu.disputes import origins
from hemu.disputes.models import Dispute, Entry, Source
from hemu.disputes.tests.reports import report
from hemu.kernel.errors import Conflict, Missing
from hemu.kernel.ids import new_id
from hemu.loop.screening.actions import register_dispute
from hemu.loop.screening.models import Origin
from hemu.loop.screening.tests.test_visits import visit
from hemu.loop.screening.visits import record_visit

pytestmark = pytest.mark.django_db


@pytest.mark.req("S1")
def test_a_visit_fills_in_the_dispute_that_it_opens(cast):
    row = record_visit(
        visit(has_dispute=True, dispute_text="与邻居争田坎", place="大田坝"), by=cast.grid_member
    )
    given = origins.read(Source.VISIT, row.county, row.id, by=cast.grid_member)
    assert (given.narrative, given.place, given.region) == ("与邻居争田坎", "大田坝", row.region)
    made = register_dispute(report(), by=cast.grid_member, origin=given)
    assert made.is_new
    assert made.dispute.source == Source.VISIT
    [entry] = Entry.objects.of(made.dispute).order_by("seq")
    assert entry.details["source_ref"] == f"visit:{row.id}"
    [origin] = Origin.objects.of(made.dispute).order_by("id")
    assert (origin.record_id, origin.source) == (row.id, Source.VISIT)
    assert [opened.label for opened in origins.opened_from(Source.VISIT, row.id)]


def test_the_side_of_the_visit_is_chosen(cast):
    row = record_visit(visit(has_hazard=True, hazard_text="灶台旁堆柴"), by=cast.grid_member)
    assert (
        origins.read(Source.VISIT, row.county, row.id, by=cast.cadre, aspect="hazard").narrative
        == "灶台旁堆柴"
    )


def test_a_stranger_can_open_nothing_from_it(cast):
    row = record_visit(visit(), by=cast.grid_member)
    for source in (Source.VISIT, Source.INCIDENT, Source.BY_HAND, 99):
        with pytest.raises(Missing):
            origins.read(source, row.county, row.id, by=cast.stranger)


def test_the_same_form_sent_twice_registers_once(cast):
    new = replace(report(), dispute_id=new_id())
    first = register_dispute(new, by=cast.officer)
    again = register_dispute(new, by=cast.officer)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.dispute.id == again.dispute.id
    assert Dispute.objects.in_area(cast.officer).count() == 1


def test_a_number_that_is_anothers_is_refused(cast):
    new = replace(report(), dispute_id=new_id())
    register_dispute(new, by=cast.officer)
    theirs = replace(report(region=522725110201001), dispute_id=new.dispute_id)
    with pytest.raises(Conflict):
        register_dispute(theirs, by=cast.stranger)
