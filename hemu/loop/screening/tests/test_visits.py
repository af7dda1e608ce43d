"""走访: the thirteen items, the review, and the archive that nothing changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.ids import new_id
from hemu.kernel.scoped import UnscopedQuery
from hemu.loop.screening.models import ObjectKind, Visit, VisitReason, VisitResult, VisitReview, VisitStatus
from hemu.loop.screening.visits import NewVisit, correct_visit, record_visit, review_visit

pytestmark = pytest.mark.django_db
GRID = 522725106201001


def visit(**over) -> NewVisit:
    end = clock.now() - timedelta(minutes=5)
    plain = NewVisit(
        region=GRID,
        visitors="龙小梅、杨秀芬",
        started_at=end - timedelta(minutes=40),
        ended_at=end,
        object_kind=ObjectKind.HOUSEHOLD,
        object_name="韦国安",
        object_people=4,
        object_phone="13800001111",
        reason=VisitReason.ROUTINE,
        result=VisitResult.NOTHING,
        latitude=27.2,
        longitude=107.5,
        accuracy=12.0,
        publicity="反诈、防溺水",
    )
    return replace(plain, **over)


@pytest.mark.req("S1")
def test_a_visit_keeps_every_item_and_seals_the_phone(cast):
    given = visit(has_dispute=True, dispute_text="与邻居争田坎", done_on_spot="劝开双方")
    row = record_visit(given, by=cast.grid_member)
    kept = Visit.objects.visible_to(cast.grid_member).get()
    assert (kept.visitors, kept.object_name, kept.object_people) == ("龙小梅、杨秀芬", "韦国安", 4)
    assert kept.dispute_text == "与邻居争田坎"
    assert kept.object_phone == "13800001111"
    assert (kept.county, kept.unit_name, kept.person_name) == (522725, "荣院村村民委员会", "龙小梅")
    with connection.cursor() as cursor:
        cursor.execute("SELECT object_phone FROM screening_visit WHERE id = %s", [row.id])
        assert b"13800001111" not in bytes(cursor.fetchone()[0])


@pytest.mark.req("S1")
@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"visitors": " "}, "visitors"),
        ({"object_name": ""}, "object_name"),
        ({"has_dispute": True}, "dispute_text"),
        ({"has_hazard": True}, "hazard_text"),
        ({"needs_help": True}, "help_text"),
        ({"latitude": None}, "latitude"),
        ({"latitude": 91.0}, "latitude"),
        ({"region": 0}, "region"),
    ],
)
def test_what_is_wrong_with_a_visit_is_said_by_field(cast, over, field):
    with pytest.raises(Refused) as refused:
        record_visit(visit(**over), by=cast.grid_member)
    assert refused.value.field == field


@pytest.mark.req("S1")
def test_a_visit_ends_after_it_began_and_not_tomorrow(cast):
    given = visit()
    for wrong in (
        replace(given, ended_at=given.started_at - timedelta(minutes=1)),
        replace(given, ended_at=clock.now() + timedelta(hours=1)),
    ):
        with pytest.raises(Refused) as refused:
            record_visit(wrong, by=cast.grid_member)
        assert refused.value.field == "ended_at"


@pytest.mark.req("S1")
def test_the_same_visit_sent_twice_is_one_visit(cast):
    number = new_id()
    first = record_visit(visit(), by=cast.grid_member, visit_id=number)
    again = record_visit(visit(), by=cast.grid_member, visit_id=number)
    assert first.id == again.id
    assert Visit.objects.visible_to(cast.grid_member).count() == 1
    with pytest.raises(Conflict):
        record_visit(visit(), by=cast.cadre, visit_id=number)


@pytest.mark.req("S2")
def test_the_head_approves_and_the_visit_is_archived(cast):
    row = record_visit(visit(), by=cast.grid_member)
    done = review_visit(row, approve=True, by=cast.grid_head, edition=1)
    assert done.status == VisitStatus.APPROVED
    [review] = VisitReview.objects.in_county(row.county, visit_id=row.id)
    assert (review.person_name, review.status) == ("罗正国", VisitStatus.APPROVED)
    with pytest.raises(Conflict):
        correct_visit(row, visit(object_name="别人"), by=cast.grid_member, edition=1)


@pytest.mark.req("S2")
@pytest.mark.parametrize(
    "sql", ["UPDATE screening_visit SET object_name = 'x'", "DELETE FROM screening_visit"]
)
def test_the_database_refuses_to_change_an_archived_visit(cast, sql):
    row = record_visit(visit(), by=cast.grid_member)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE screening_visit SET place = '未归档时可改' WHERE id = %s", [row.id])
    review_visit(row, approve=True, by=cast.grid_head, edition=1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.req("S2")
@pytest.mark.parametrize(
    "sql", ["UPDATE screening_visitreview SET reason = 'x'", "DELETE FROM screening_visitreview"]
)
def test_the_database_refuses_to_change_a_review(cast, sql):
    row = record_visit(visit(), by=cast.grid_member)
    review_visit(row, approve=False, reason="缺少对象情况", by=cast.grid_head, edition=1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.req("S2")
def test_a_visit_goes_back_with_a_reason_and_comes_again(cast):
    row = record_visit(visit(), by=cast.grid_member)
    with pytest.raises(Refused) as refused:
        review_visit(row, approve=False, by=cast.grid_head, edition=1)
    assert refused.value.field == "reason"
    back = review_visit(row, approve=False, reason="请写清家庭成员", by=cast.grid_head, edition=1)
    assert back.status == VisitStatus.RETURNED
    again = correct_visit(back, visit(object_info="夫妻二人，两个小孩"), by=cast.grid_member, edition=1)
    assert (again.status, again.edition) == (VisitStatus.SUBMITTED, 2)
    with pytest.raises(Conflict):
        review_visit(again, approve=True, by=cast.grid_head, edition=1)
    review_visit(again, approve=True, by=cast.grid_head, edition=2)


@pytest.mark.req("S2")
def test_nobody_reviews_their_own_visit_and_members_review_none(cast):
    own = record_visit(visit(), by=cast.grid_head)
    with pytest.raises(Forbidden):
        review_visit(own, approve=True, by=cast.grid_head, edition=1)
    with pytest.raises(Forbidden):
        review_visit(own, approve=True, by=cast.grid_member, edition=1)
    assert review_visit(own, approve=True, by=cast.cadre, edition=1).status == VisitStatus.APPROVED


def test_only_the_author_corrects(cast):
    row = record_visit(visit(), by=cast.grid_member)
    with pytest.raises(Forbidden):
        correct_visit(row, visit(), by=cast.cadre, edition=1)


def test_a_stranger_has_no_visit_and_no_visit_is_written_outside_the_area(cast):
    row = record_visit(visit(), by=cast.grid_member)
    assert not Visit.objects.visible_to(cast.stranger).exists()
    with pytest.raises(Missing):
        review_visit(row, approve=True, by=cast.stranger, edition=1)
    with pytest.raises(Forbidden):
        record_visit(visit(region=522725110201001), by=cast.grid_member)
    with pytest.raises(Forbidden):
        record_visit(visit(), by=cast.county_viewer)
    with pytest.raises(UnscopedQuery):
        list(Visit.objects.filter(id=row.id))
