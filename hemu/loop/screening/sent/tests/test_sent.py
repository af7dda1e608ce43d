"""Visits as phones send them: each counts once, fails alone, and is never written over."""

from __future__ import annotations

import pytest

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden
from hemu.kernel.ids import new_id
from hemu.loop.screening.models import Visit, VisitStatus
from hemu.loop.screening.sent import actions
from hemu.loop.screening.sent.actions import Came, Recorded, Sent
from hemu.loop.screening.sent.models import Sending
from hemu.loop.screening.tests.test_visits import visit
from hemu.loop.screening.visits import review_visit

pytestmark = [pytest.mark.django_db, pytest.mark.req("S15")]


def sent(number: int | None = None, content: bytes = b"1" * 32) -> Sent:
    now = clock.now()
    return Sent(number or new_id(), 7, 1, now, now, offset_ms=-95, margin_ms=40, content=content)


def count() -> tuple[int, int]:
    everything = {"reason": "test"}
    return Visit.objects.unscoped(**everything).count(), Sending.objects.unscoped(**everything).count()


def only() -> Visit:
    found: Visit = Visit.objects.unscoped(reason="test").get()
    return found


def test_the_same_sending_again_writes_nothing(cast):
    given = [(visit(), sent()), (visit(object_name="李家"), sent())]
    first = actions.record_many(given, by=cast.grid_member)
    again = actions.record_many(list(reversed(given)), by=cast.grid_member)
    assert [one.came for one in first] == [Came.NEW, Came.NEW]
    assert [one.came for one in again] == [Came.BEFORE, Came.BEFORE]
    assert count() == (2, 2)


def test_the_same_number_with_other_content_is_told_apart_and_overwrites_nothing(cast):
    first = sent()
    actions.record_many([(visit(object_name="张家"), first)], by=cast.grid_member)
    (found,) = actions.record_many(
        [(visit(object_name="李家"), sent(first.id, b"2" * 32))], by=cast.grid_member
    )
    assert isinstance(found, Recorded)
    assert found.came == Came.OTHERWISE
    assert only().object_name == "张家"


def test_anothers_number_is_refused_and_tells_nothing_of_their_visit(cast):
    first = sent()
    actions.record_many([(visit(), first)], by=cast.grid_member)
    (found,) = actions.record_many([(visit(object_name="李家"), sent(first.id))], by=cast.grid_head)
    assert isinstance(found, Conflict)
    assert found.code == "id_taken"
    assert count() == (1, 1)


def test_one_that_is_refused_holds_up_no_other(cast):
    good, twice = sent(), sent()
    given = [(visit(object_name=""), sent()), (visit(), good), (visit(), twice), (visit(), twice)]
    found = actions.record_many(given, by=cast.grid_member)
    assert [isinstance(one, Recorded) for one in found] == [False, True, True, False]
    assert count() == (2, 2)


@pytest.mark.req("S2")
def test_two_versions_are_put_together_by_who_may_and_never_in_an_archive(cast):
    actions.record_many([(visit(), sent())], by=cast.grid_member)
    with pytest.raises(Forbidden):
        actions.settle(only(), visit(object_name="两份"), by=cast.auxiliary, edition=1)
    with pytest.raises(Conflict, match="刚刚又提交过一次"):
        actions.settle(only(), visit(object_name="两份"), by=cast.grid_head, edition=2)
    row = actions.settle(only(), visit(object_name="两份"), by=cast.grid_head, edition=1)
    assert (row.object_name, row.edition, row.status) == ("两份", 2, VisitStatus.SUBMITTED)
    review_visit(row, approve=True, by=cast.station_head, edition=2)
    with pytest.raises(Conflict, match="已审核归档"):
        actions.settle(only(), visit(object_name="三份"), by=cast.grid_head, edition=2)
