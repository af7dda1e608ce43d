"""Incidents, petitions, meetings, villagers' words, groups, hazards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.kernel import clock
from hemu.kernel.errors import Conflict
from hemu.loop.screening import records
from hemu.loop.screening.models import HazardStatus, MeetingItem

pytestmark = pytest.mark.django_db
GRID = 522725106201001


@pytest.mark.req("S10")
@pytest.mark.law("信访工作条例34")
def test_a_petition_has_sixty_days_and_is_answered_once(cast):
    row = records.record_petition(
        region=GRID, number="XF-1", from_unit="瓮安县信访局", received_at=clock.now(),
        narrative="反映修路占地", by=cast.coordinator,
    )  # fmt: skip
    assert row.due_at - row.received_at >= timedelta(days=59)
    done = records.answer_petition(row, "已核实，依法答复。", by=cast.coordinator)
    assert done.answered_at is not None
    with pytest.raises(Conflict):
        records.answer_petition(row, "再答复一次", by=cast.coordinator)


def test_a_meeting_keeps_units_minutes_and_items(cast):
    row = records.hold_meeting(
        region=cast.township.code, subject="三月联席会", held_at=clock.now(), units=["林业站", " ", "派出所"],
        minutes="逐项研究。", items=[("林业站", "荣院村林地争议"), ("派出所", "  ")], by=cast.coordinator,
    )  # fmt: skip
    assert row.units == ["林业站", "派出所"]
    [item] = MeetingItem.objects.in_county(row.county, meeting_id=row.id)
    assert (item.brought_by, item.text) == ("林业站", "荣院村林地争议")


def test_a_hazard_is_found_and_removed_once(cast):
    row = records.find_hazard(region=GRID, text="老屋墙体开裂", found_at=clock.now(), by=cast.grid_member)
    assert records.remove_hazard(row, "已搬离并拆除", by=cast.grid_member).status == HazardStatus.REMOVED
    with pytest.raises(Conflict):
        records.remove_hazard(row, "又一次", by=cast.grid_member)


def test_a_group_record_says_what_came_in(cast):
    row = records.note_group(
        region=GRID,
        group_name="荣院村平安群",
        received_at=clock.now(),
        text="群众来电说两家争吵",
        by=cast.officer,
    )
    assert row.group_name == "荣院村平安群"
