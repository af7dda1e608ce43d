"""预警提示单, and the safety plan of a red dispute."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hemu.disputes.models import Dispute, Entry
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.assessment.actions import NewWarning, answer, carry_out, plan_measure, receive, send
from hemu.loop.assessment.models import SafetyMeasure, WarnedDispute, WarnedUnit, WarningNotice

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispute(cast):
    return register(report(facts={"may_escalate": True}), by=cast.officer)


def warning(dispute, *units, **over):
    now = clock.now()
    parts = {
        "subject": "防止民转刑",
        "analysis": "双方积怨多年，近期又报警两次。",
        "guidance": "见面、见人、见现场，落实防护措施。",
        "receive_by": now + timedelta(hours=2),
        "answer_by": now + timedelta(days=2),
        "units": [(dispute, unit) for unit in units],
    }
    return NewWarning(**{**parts, **over})


@pytest.mark.req("A5")
def test_a_notice_is_sent_taken_and_answered_in_time(cast, dispute):
    notice = send(warning(dispute, cast.centre, cast.station), by=cast.prefecture_coordinator)
    assert [row.dispute_id for row in WarnedDispute.objects.of(dispute)] == [dispute.id]
    last = Entry.objects.of(dispute).latest("seq")
    assert last.details["notice"] == notice.number
    assert WarningNotice.objects.visible_to(cast.coordinator).get().subject == "防止民转刑"
    with pytest.raises(Conflict):
        answer(notice, "已落实", by=cast.coordinator)
    assert receive(notice, by=cast.coordinator).received_by == "周丽"
    assert receive(notice, by=cast.coordinator).received_by == "周丽"
    with pytest.raises(Refused):
        answer(notice, " ", by=cast.coordinator)
    answer(notice, "已安排专人包保", by=cast.coordinator)
    with pytest.raises(Conflict):
        answer(notice, "再反馈", by=cast.coordinator)
    states = {
        row.unit_name: (row.received_at is not None, row.answered_at is not None)
        for row in WarnedUnit.objects.in_county(notice.county, notice_id=notice.id)
    }
    assert states == {"珠藏镇综治中心": (True, True), "瓮安县公安局珠藏派出所": (False, False)}


@pytest.mark.req("A5")
def test_who_may_warn_and_who_sees_it(cast, dispute):
    with pytest.raises(Forbidden):
        send(warning(dispute, cast.centre), by=cast.officer)
    with pytest.raises(Missing):
        send(warning(dispute, cast.centre), by=cast.stranger)
    notice = send(warning(dispute, cast.centre), by=cast.county_coordinator)
    for stranger in (cast.stranger, cast.officer):
        assert not WarningNotice.objects.visible_to(stranger).exists()
        with pytest.raises(Missing):
            receive(notice, by=stranger)
    for above in (cast.county_viewer, cast.prefecture_viewer):
        assert WarningNotice.objects.visible_to(above).exists()


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"guidance": " "}, "guidance"),
        ({"units": []}, "disputes"),
        ({"receive_by": clock.now() - timedelta(days=9)}, "receive_by"),
        ({"answer_by": clock.now() - timedelta(days=9)}, "answer_by"),
    ],
)
def test_what_is_wrong_with_a_notice_is_said_by_field(cast, dispute, over, field):
    with pytest.raises(Refused) as refused:
        send(warning(dispute, cast.centre, **over), by=cast.county_coordinator)
    assert refused.value.field == field
    assert not WarningNotice.objects.visible_to(cast.county_coordinator).exists()


def test_a_refused_notice_leaves_no_trace_on_any_dispute(cast, dispute):
    other = register(report(region=522725110201001), by=cast.stranger)
    new = warning(dispute, cast.centre)
    both = NewWarning(**{**{name: getattr(new, name) for name in NewWarning.__slots__},
                         "units": [*new.units, (other, cast.sibling_centre)]})  # fmt: skip
    with pytest.raises(Missing):
        send(both, by=cast.coordinator)
    assert Entry.objects.of(dispute).count() == 1


def test_the_safety_plan_says_who_does_what_today(cast, dispute):
    row = plan_measure(
        dispute, task="今晚由村干部陪护", owner="陈光荣", owner_unit="荣院村村民委员会",
        due_at=clock.now() + timedelta(hours=6), by=cast.officer,
    )  # fmt: skip
    assert SafetyMeasure.objects.of(dispute).get().owner == "陈光荣"
    entry = Entry.objects.of(dispute).latest("seq")
    assert "陈光荣" not in str(entry.details)
    current = Dispute.objects.visible_to(cast.officer).get(id=dispute.id)
    with pytest.raises(Refused):
        carry_out(current, row.id, "", by=cast.cadre)
    assert carry_out(current, row.id, "已陪护到天亮，情绪平稳", by=cast.cadre).done_by == "陈光荣"
    with pytest.raises(Conflict):
        carry_out(current, row.id, "再来一次", by=cast.cadre)
    with pytest.raises(Missing):
        carry_out(current, 7, "没有这条", by=cast.cadre)
    with pytest.raises(Missing):
        carry_out(current, row.id, "x", by=cast.stranger)


def test_a_measure_needs_a_task_an_owner_and_time_left(cast, dispute) -> None:
    later = clock.now() + timedelta(hours=1)
    for over, field in (
        ({"task": " "}, "task"),
        ({"owner": ""}, "owner"),
        ({"due_at": clock.now() - timedelta(hours=1)}, "due_at"),
    ):
        parts: dict[str, Any] = {"task": "陪护", "owner": "陈光荣", "due_at": later, **over}
        with pytest.raises(Refused) as refused:
            plan_measure(dispute, **parts, by=cast.officer)
        assert refused.value.field == field
