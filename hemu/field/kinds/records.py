"""Dangers, small services, villagers' matters, what was said in a group."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from hemu.field.kinds.base import Arrived, Done, Kind, keep_beside
from hemu.field.kinds.finding import number_of, origin_of, row_of
from hemu.field.schemas import Id, Moment, OriginIn, Place, Ref, Strict
from hemu.kernel import crypto
from hemu.kernel.errors import Conflict
from hemu.kernel.places import county_of
from hemu.loop.screening import actions as screening
from hemu.loop.screening.models import Hazard, ReportChannel, VillagersReport
from hemu.loop.screening.villagers.actions import NewReport, receive_report
from hemu.outreach import actions as outreach
from hemu.outreach.models import ServiceKind, ServiceResult, SmallService

SECRET_BYTES = 16


class HazardData(Strict):
    region: Place
    text: str = Field(max_length=2000)
    found_at: Moment
    place: str = Field("", max_length=200)
    visit: Id | None = None


def _hazard(item: Arrived[HazardData]) -> Done:
    data = item.data
    visit = data.visit and number_of(Ref(county=county_of(data.region), id=data.visit), item.by)
    row = screening.find_hazard(
        region=data.region,
        text=data.text,
        found_at=item.timing.real(data.found_at),
        place=data.place,
        visit_id=visit,
        by=item.by,
    )
    return Done(row.county, row.id)


class HazardRemoveData(Strict):
    hazard: Ref
    result: str = Field(max_length=2000)


def _remove_hazard(item: Arrived[HazardRemoveData]) -> Done:
    row = row_of(Hazard, item.data.hazard, item.by, field="hazard")
    try:
        screening.remove_hazard(row, item.data.result, by=item.by)
    except Conflict as conflict:
        return Done(row.county, row.id, keep=keep_beside(row, "hazard", conflict))
    return Done(row.county, row.id)


class ServiceData(Strict):
    service_kind: ServiceKind
    region: Place
    for_whom: str = Field(max_length=80)
    text: str = Field(max_length=2000)
    phone: str = Field("", max_length=20)
    place: str = Field("", max_length=200)
    origin: OriginIn | None = None
    result: ServiceResult | None = None
    result_text: str = Field("", max_length=2000)


def _service(item: Arrived[ServiceData]) -> Done:
    data = item.data
    row = outreach.open_service(
        kind=data.service_kind,
        region=data.region,
        for_whom=data.for_whom,
        text=data.text,
        phone=data.phone,
        place=data.place,
        origin=origin_of(data.origin, item.by, "help"),
        service_id=item.id,
        by=item.by,
    )
    if data.result is not None:
        outreach.close_service(row, data.result, data.result_text, by=item.by)
    return Done(row.county, row.id)


class ServiceCloseData(Strict):
    service: Ref
    result: ServiceResult
    result_text: str = Field(max_length=2000)


def _close_service(item: Arrived[ServiceCloseData]) -> Done:
    row = row_of(SmallService, item.data.service, item.by, field="service")
    try:
        outreach.close_service(row, item.data.result, item.data.result_text, by=item.by)
    except Conflict as conflict:
        return Done(row.county, row.id, keep=keep_beside(row, "service", conflict))
    return Done(row.county, row.id)


class TeamData(Strict):
    officer: str = Field("", max_length=80)
    auxiliary: str = Field("", max_length=80)
    cadre: str = Field("", max_length=80)
    representative: str = Field("", max_length=80)


class ReportData(Strict):
    region: Place
    text: str = Field(max_length=5000)
    reporter: str = Field("", max_length=80)
    phone: str = Field("", max_length=20)
    place: str = Field("", max_length=200)
    received_at: Moment | None = None
    team: TeamData | None = None


def _report(item: Arrived[ReportData]) -> Done:
    data = item.data
    new = NewReport(
        region=data.region,
        text=data.text,
        reporter=data.reporter,
        phone=data.phone,
        place=data.place,
        received_at=item.timing.real(data.received_at) if data.received_at is not None else None,
        channel=ReportChannel.OFFICE,
        team=data.team.model_dump() if data.team is not None else None,
        secret=crypto.keyed_hash(str(item.id), purpose="field-report")[:SECRET_BYTES],
    )
    taken = receive_report(new, by=item.by)
    return Done(taken.report.county, taken.report.id, {"code": taken.code})


class ReportAnswerData(Strict):
    report: Ref
    answer: str = Field(max_length=5000)


def _answer_report(item: Arrived[ReportAnswerData]) -> Done:
    row = row_of(VillagersReport, item.data.report, item.by, field="report")
    try:
        screening.answer_report(row, item.data.answer, by=item.by)
    except Conflict as conflict:
        return Done(row.county, row.id, keep=keep_beside(row, "report", conflict))
    return Done(row.county, row.id)


class GroupNoteData(Strict):
    region: Place
    group_name: str = Field(max_length=100)
    received_at: Moment
    text: str = Field(max_length=5000)
    place: str = Field("", max_length=200)


def _group_note(item: Arrived[GroupNoteData]) -> Done:
    given: dict[str, Any] = item.data.model_dump()
    given["received_at"] = item.timing.real(item.data.received_at)
    row = screening.note_group(**given, by=item.by)
    return Done(row.county, row.id)


KINDS = (
    Kind("hazard", HazardData, _hazard),
    Kind("hazard_remove", HazardRemoveData, _remove_hazard),
    Kind("service", ServiceData, _service),
    Kind("service_close", ServiceCloseData, _close_service),
    Kind("report", ReportData, _report),
    Kind("report_answer", ReportAnswerData, _answer_report),
    Kind("group_note", GroupNoteData, _group_note),
)
