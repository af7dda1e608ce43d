"""Planning a session, saying what came of it, and the drives that sessions count towards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.documents.actions import clean_name
from hemu.documents.inspection import inspect
from hemu.documents.models import Format
from hemu.documents.store import store
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.ids import new_id
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission
from hemu.outreach.talks.models import Audience, Drive, Subject, Talk, TalkFile, TalkKind, TalkState

MOST_FILES = 20
_KEPT = (Format.JPEG, Format.PNG, Format.PDF, Format.WORD)
LATEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class NewTalk:
    """A session as it is planned."""

    region: int
    kind: TalkKind
    subject: Subject
    audience: Audience
    title: str
    speakers: str
    planned_at: datetime
    planned_people: int
    place: str = ""
    plan: str = ""
    drive: Drive | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What came of a session. `files` are (name, content) of photos and materials."""

    held_at: datetime
    attendance: int
    summary: str
    handed_out: int | None = None
    files: Sequence[tuple[str, bytes]] = ()


def plan(new: NewTalk, *, talk_id: int | None = None, by: Actor) -> Talk:
    """Plan a session. The same `talk_id` sent twice plans one. Raises Refused by field."""
    by.require(Permission.REGISTER)
    _check(new, by)
    row = Talk.made_by(
        by, id=talk_id or new_id(), region=new.region, place=new.place.strip(), kind=new.kind,
        subject=new.subject, audience=new.audience, title=new.title.strip(), speakers=new.speakers.strip(),
        planned_at=new.planned_at, planned_people=new.planned_people, plan=new.plan.strip(),
        drive_county=new.drive.county if new.drive else None, drive_id=new.drive.id if new.drive else None,
        made_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return _planned_before(row, by)
    return row


def _planned_before(row: Talk, by: Actor) -> Talk:
    mine = Talk.objects.visible_to(by).filter(id=row.id, person_id=by.person_id).first()
    if mine is None:
        raise Conflict(_("这个编号已被使用，请重新打开页面再填。"), code="id_taken")
    return mine  # type: ignore[no-any-return]  # the case tables' querysets are Any


def _check(new: NewTalk, by: Actor) -> None:
    if not by.covers(new.region):
        raise Forbidden(_("这个地方不在您的辖区。"))
    for name in ("title", "speakers"):
        if not getattr(new, name).strip():
            raise Refused(_("这一项不能留空。"), field=name, code="required")
    if new.planned_at > clock.now() + LATEST:
        raise Refused(_("计划时间太远了，请核对年份。"), field="planned_at", code="too_far")
    if new.drive is not None and new.region not in new.drive.span:
        raise Refused(_("这个地方不在这次宣传行动的范围里。"), field="drive", code="outside")


def _planned(talk: Talk, by: Actor) -> Talk:
    by.require(Permission.REGISTER)
    rows = Talk.objects.visible_to(by).filter(county=talk.county, id=talk.id)
    row: Talk | None = rows.select_for_update().first()
    if row is None:
        raise Missing(_("没有找到这个场次。"))
    if row.state != TalkState.PLANNED:
        raise Conflict(_("这个场次已经有结果了。"), code="done")
    return row


def report(talk: Talk, held: Held, *, by: Actor) -> Talk:
    """Say what came of a session, with photos. Raises Refused by field."""
    if held.held_at > clock.now():
        raise Refused(_("举行时间还没有到。"), field="held_at", code="future")
    if not held.summary.strip():
        raise Refused(_("请写几句情况。"), field="summary", code="required")
    files = [_file(name, content) for name, content in held.files]
    with transaction.atomic():
        row = _planned(talk, by)
        row.state, row.held_at, row.attendance = TalkState.HELD, held.held_at, held.attendance
        row.handed_out, row.summary = held.handed_out, held.summary.strip()
        row.reported_by, row.reported_at = by.name, clock.now()
        row.save()
        _add(row, files, by)
    return row


def add_files(talk: Talk, given: Sequence[tuple[str, bytes]], *, by: Actor) -> None:
    """Add photos or materials afterwards."""
    by.require(Permission.REGISTER)
    files = [_file(name, content) for name, content in given]
    with transaction.atomic():
        row = Talk.objects.visible_to(by).filter(county=talk.county, id=talk.id).first()
        if row is None:
            raise Missing(_("没有找到这个场次。"))
        _add(row, files, by)


def _file(name: str, content: bytes) -> TalkFile:
    try:
        found = inspect(content)
    except Refused as refused:
        raise Refused(refused.message, field="attached", code=refused.code) from refused
    if found.format not in _KEPT:
        raise Refused(_("请上传照片（JPG、PNG）、PDF 或 Word 文件。"), field="attached", code="kind")
    return TalkFile(
        name=clean_name(name, found.format), format=found.format, size=len(found.content),
        stored=store().put(found.content), preview=store().put(found.preview) if found.preview else "",
    )  # fmt: skip


def _add(row: Talk, files: Sequence[TalkFile], by: Actor) -> None:
    have = set(
        TalkFile.objects.in_county(row.county, talk_id=row.id).order_by("id").values_list("stored", flat=True)
    )
    fresh = {one.stored: one for one in files if one.stored not in have}
    if len(have) + len(fresh) > MOST_FILES:
        raise Refused(_("一个场次最多 %(n)s 个文件。") % {"n": MOST_FILES}, field="attached", code="too_many")
    for one in fresh.values():
        one.county, one.talk_id, one.added_at, one.person_name = row.county, row.id, clock.now(), by.name
    TalkFile.objects.bulk_create(fresh.values())


def cancel(talk: Talk, why: str, *, by: Actor) -> None:
    """It won't be held."""
    if not why.strip():
        raise Refused(_("请写明取消的原因。"), field="why", code="required")
    with transaction.atomic():
        row = _planned(talk, by)
        row.state, row.cancelled_why = TalkState.CANCELLED, why.strip()
        row.reported_by, row.reported_at = by.name, clock.now()
        row.save()


def start_drive(
    area: Region, name: str, days: tuple[date, date], wanted: tuple[int, int], *, by: Actor
) -> Drive:
    """Set how many sessions and people are wanted in an area, over the days from and until."""
    by.require(Permission.PUBLISH)
    if not by.covers_span(area.span):
        raise Forbidden(_("这个地方不在您的辖区。"))
    if not name.strip():
        raise Refused(_("这一项不能留空。"), field="name", code="required")
    if days[1] < days[0]:
        raise Refused(_("结束日期早于开始日期。"), field="until", code="order")
    row = Drive.made_by(
        by, region=area.lo, hi=area.hi, name=name.strip(), since=days[0], until=days[1],
        wanted_talks=wanted[0], wanted_people=wanted[1], made_at=clock.now(),
    )  # fmt: skip
    row.save(force_insert=True)
    return row
