"""Incidents, petitions and visits by spreadsheet: each by its own act, with its own clocks, once."""

# ruff: noqa: E501  # rows of a ledger read one a line

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from hemu.disputes.forms import OriginForm
from hemu.kernel import clock
from hemu.kernel.sheets import reading
from hemu.loop.screening.forms.record import IncidentForm
from hemu.loop.screening.importing import chunks, sheets
from hemu.loop.screening.importing.checking import Verdict
from hemu.loop.screening.importing.fields import FIELDS
from hemu.loop.screening.importing.models import RowKind
from hemu.loop.screening.importing.rows import incidents
from hemu.loop.screening.importing.tests.files import book, brought_in, checked
from hemu.loop.screening.incidents.actions import record_incident
from hemu.loop.screening.incidents.queries import steps
from hemu.loop.screening.models import (
    Incident,
    IncidentTier,
    ObjectKind,
    Petition,
    Visit,
    VisitReason,
    VisitResult,
    VisitStatus,
)

pytestmark = [pytest.mark.django_db, pytest.mark.req("S14")]


def told(row):
    wrong = [record for record in chunks.every_record(row) if record["v"] == Verdict.WRONG]
    return {(p[3], p[0], p[1]) for record in wrong for p in record["p"]}


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.CHINA)


INCIDENTS = [
    ["2026年3月接处警登记表"],
    ["序号", "接警编号", "报警时间", "报警地点", "简要警情", "处警方式", "处警结果"],
    [1, "J2026030501", "2026-03-05 14:30:00", "珠藏镇荣院村大田坝", "两户因浇水口角。", "现场", "当场调解"],
    [2, "J2026030502", "2026.3.6", "荣院村", "夫妻争吵。", "移交综治中心", ""],
    [3, "J2026030503", "2099-03-06", "荣院村", "打架。", "", ""],
    [4, "", "2026-03-06 10:00", "猴场镇下司村", "打架。", "", ""],
    [5, "J2026030501", "2026-03-05 14:30", "荣院村", "同一编号。", "", ""],
]


@pytest.mark.req("S9")
def test_incidents_come_in_at_their_tier_with_its_clock(cast):
    row = brought_in(book(("一", INCIDENTS)), cast.officer, RowKind.INCIDENT)
    assert (row.brought_in, row.wrong, row.same) == (2, 2, 1)
    assert told(row) == {
        (5, "reported_at", "future"),
        (6, "number", "required"),
        (6, "place", "outside_area"),
    }
    first, second = Incident.objects.visible_to(cast.officer).order_by("number")
    assert (first.reported_at, first.place, first.region) == (
        local("2026-03-05T14:30"),
        "大田坝",
        cast.village.code,
    )
    assert (first.tier, first.result) == (IncidentTier.ON_SCENE, "当场调解")
    assert first.settled_at is not None
    assert (second.tier, second.settled_at) == (IncidentTier.CENTRE, None)
    [step] = steps(second)
    assert step.ended_at is None
    assert step.due_at > step.started_at
    [noted] = [record for record in chunks.every_record(row) if record["r"] == [4]]
    assert "零时" in noted["w"][0][1]


@pytest.mark.req("S9")
def test_an_incident_written_down_by_hand_is_known_by_its_number(cast):
    record_incident(
        region=cast.village.code, number="J2026030502", reported_at=local("2026-03-06T09:00"),
        narrative="手工登记", tier=IncidentTier.ON_SCENE, by=cast.officer,
    )  # fmt: skip
    row = checked(book(("一", INCIDENTS)), cast.officer, RowKind.INCIDENT)
    assert (row.good, row.same) == (1, 2)
    again = brought_in(book(("一", INCIDENTS)), cast.officer, RowKind.INCIDENT)
    assert again.brought_in == 1
    third = checked(book(("一", INCIDENTS)), cast.officer, RowKind.INCIDENT)
    assert (third.good, third.same) == (0, 3)


@pytest.mark.req("S9")
def test_the_sheet_has_a_column_for_everything_that_the_form_of_an_incident_asks(cast):
    """A place stands in three columns; where a record came from is nothing that people type."""
    columns = {field.key for field in FIELDS[RowKind.INCIDENT] if field.in_template}
    asked = set(IncidentForm.declared_fields) - set(OriginForm.declared_fields) | {"place"}
    assert asked <= columns, asked - columns
    assert "phone" in asked


@pytest.mark.req("S9")
def test_the_template_filled_in_comes_back_as_it_was_typed_with_the_number_to_ring(cast):
    """Heads as our own template writes them, values as people type them."""
    typed = {
        "警情编号*": "J2026030509", "报警时间*": "2026-03-05 14:30", "乡镇": "珠藏镇", "村（社区）": "荣院村",
        "详细地点": "大田坝", "警情内容*": "两户因浇水口角。", "报警人电话": "138 8542-5521、13885425522",
        "处置层级": "综治中心牵头化解", "处置结果": "",
    }  # fmt: skip
    made = sheets.template(RowKind.INCIDENT, cast.officer)
    with made, reading.opened(made.read(), most_rows=9) as own:
        assert next(iter(own.rows)).cells == list(typed)
    bad = {**typed, "警情编号*": "J2026030510", "报警人电话": "1388542"}
    rows = [list(typed), list(typed.values()), list(bad.values())]
    seen = checked(book(("填写", rows)), cast.officer, RowKind.INCIDENT)
    [record] = [one for one in chunks.every_record(seen) if one["v"] == Verdict.GOOD]
    assert "只记第一个" in record["w"][0][1]
    assert dict(incidents.show(record["n"]))["报警人电话"] == "138****5521"
    row = brought_in(book(("填写", rows)), cast.officer, RowKind.INCIDENT)
    assert (row.brought_in, told(row)) == (1, {(3, "phone", "phone")})
    made = Incident.objects.visible_to(cast.officer).get()
    assert (made.number, made.place, made.tier) == ("J2026030509", "大田坝", IncidentTier.CENTRE)
    assert str(made.phone) == "13885425521"


PETITIONS = [
    ["信访件编号", "交办时间", "所属村", "信访内容", "办结期限", "答复意见"],
    ["XF001", "2026年3月5日", "荣院村", "反映征地补偿款未足额发放。", "", ""],
    ["XF002", "2026/3/6", "荣院村", "反映道路。", "2026.4.6", "已核实，依法答复。"],
    ["XF003", "2026/3/6", "荣院村", "反映噪音。", "2026.3.1", ""],
]


@pytest.mark.req("S10")
def test_petitions_come_in_with_the_statutory_term_or_the_one_given(cast):
    content = book(("一", PETITIONS))
    sent_by = {"from_unit": "瓮安县信访局"}
    row = checked(content, cast.coordinator, RowKind.PETITION, **sent_by)
    assert (row.good, row.ended, told(row)) == (1, 1, {(4, "due_at", "order")})
    row = brought_in(content, cast.coordinator, RowKind.PETITION, with_ended=True, **sent_by)
    assert row.brought_in == 2
    first, second = Petition.objects.visible_to(cast.coordinator).order_by("number")
    assert (first.from_unit, first.received_at) == ("瓮安县信访局", local("2026-03-05T00:00"))
    assert timedelta(days=59) < first.due_at - first.received_at < timedelta(days=66)
    assert second.due_at == local("2026-04-06T23:59")
    assert second.narrative == "反映道路。\n【原台账】答复：已核实，依法答复。"
    assert (second.answer, second.answered_at) == ("", None), "nobody here has answered it"
    again = checked(content, cast.coordinator, RowKind.PETITION, with_ended=True, **sent_by)
    assert (again.good, again.same) == (0, 2)


VISITS = [
    ["走访时间", "结束时间", "村", "户主姓名", "联系电话", "家庭人口", "走访类型", "有无纠纷", "有无隐患", "走访内容", "走访结果"],
    ["2026-03-05 09:00", "9:40", "荣院村", "王兴发", 13885425521.0, 4.0, "专项行动", "无", "无", "宣传反诈", "未发现问题"],
    ["2026.3.5", "", "荣院村", "李正才", "", "", "", "与邻居争水", "否", "", ""],
    ["2026.3.5", "", "荣院村", "张三", "", "", "", "有", "", "", ""],
    ["2026-03-05 09:00", "8:00", "荣院村", "", "", "几口人", "", "", "", "", "看不懂的结果"],
]  # fmt: skip


@pytest.mark.req("S1")
def test_visits_come_in_to_be_reviewed_like_any_other(cast):
    content = book(("一", VISITS))
    row = brought_in(content, cast.grid_head, RowKind.VISIT)
    assert row.brought_in == 2
    assert told(row) == {
        (4, "dispute_text", "required"),
        (5, "object_name", "required"),
        (5, "object_people", "count"),
        (5, "ended_at", "order"),
    }
    first, second = Visit.objects.visible_to(cast.grid_head).order_by("-started_at")
    assert (first.started_at, first.ended_at) == (local("2026-03-05T09:00"), local("2026-03-05T09:40"))
    assert (first.object_kind, first.reason) == (ObjectKind.HOUSEHOLD, VisitReason.CAMPAIGN)
    assert (first.object_phone, first.object_people, first.visitors) == (
        "13885425521",
        4,
        cast.grid_head.name,
    )
    assert (first.has_dispute, first.has_hazard, first.result) == (False, False, VisitResult.NOTHING)
    assert (second.has_dispute, second.dispute_text) == (True, "与邻居争水")
    assert (second.result, second.status) == (VisitResult.REPORTED, VisitStatus.SUBMITTED)
    again = checked(content, cast.grid_head, RowKind.VISIT)
    assert (again.good, again.same) == (0, 2)
