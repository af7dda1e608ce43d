"""A double click sends the same registration twice at the same moment: it is registered once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection

from hemu.disputes.models import Dispute, Entry
from hemu.disputes.tests.reports import report
from hemu.kernel.errors import Conflict
from hemu.kernel.ids import new_id
from hemu.loop.screening.actions import Registered, register_dispute
from hemu.loop.screening.models import VisitReview
from hemu.loop.screening.tests.test_visits import visit
from hemu.loop.screening.visits import record_visit, review_visit


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_register_once(cast):
    new = replace(report(), dispute_id=new_id())
    ready = Barrier(4)

    def click(_number: int) -> Registered:
        try:
            ready.wait(60)
            return register_dispute(new, by=cast.officer)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(click, range(4)))
    assert sorted(one.is_new for one in made) == [False, False, False, True]
    assert {one.dispute.id for one in made} == {new.dispute_id}
    assert Dispute.objects.in_area(cast.officer).count() == 1
    assert Entry.objects.of(made[0].dispute).count() == 1


@pytest.mark.req("S2")
@pytest.mark.django_db(transaction=True)
def test_two_heads_at_once_review_a_visit_once(cast):
    row = record_visit(visit(), by=cast.grid_member)
    ready = Barrier(2)

    def decide(approve: bool) -> bool:
        by = cast.grid_head if approve else cast.cadre
        try:
            ready.wait(60)
            review_visit(row, approve=approve, reason="请补充", by=by, edition=1)
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(decide, (True, False)))
    assert sorted(done) == [False, True]
    assert VisitReview.objects.in_county(row.county, visit_id=row.id).count() == 1
