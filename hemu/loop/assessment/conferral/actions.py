"""Calling a conferral, holding it, concluding item by item, and following its measures through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ENDED, ClockKind, Colour, Dispute, InvolvementRole
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.ids import short_code
from hemu.loop.assessment import telling
from hemu.loop.assessment.conferral import agenda, queries
from hemu.loop.assessment.conferral.models import (
    Attendance,
    Conferral,
    ConferralMeasure,
    ConferralStatus,
    Item,
    Why,
)
from hemu.loop.assessment.rating import review_days
from hemu.orgs.actor import Actor
from hemu.orgs.models import Unit
from hemu.orgs.permissions import Permission

BATCH = 500


@dataclass(frozen=True, slots=True)
class NewConferral:
    """A meeting as its convener means it."""

    subject: str
    held_at: datetime
    chair: str
    units: Sequence[Unit]
    place: str = ""


def _needs(name: str, text: str, message: str) -> None:
    if not text.strip():
        raise Refused(message, field=name, code="required")


def convene(new: NewConferral, *, by: Actor) -> Conferral:
    """Call a meeting: its agenda is put together by itself, the units are told."""
    by.require(Permission.WARN)
    _needs("subject", new.subject, _("请写明会商名称。"))
    _needs("chair", new.chair, _("请写明主持人。"))
    if not by.spans:
        raise Refused(_("您的岗位没有辖区，不能召集会商。"), code="no_area")
    if new.held_at < clock.midnight(clock.today()):
        raise Refused(_("会商时间不能早于今天。"), field="held_at", code="past")
    now = clock.now()
    with transaction.atomic():
        row = Conferral.made_by(
            by, region=by.spans[0].lo, place=new.place.strip(), subject=new.subject.strip(),
            number=f"{clock.local(now):%y%m%d}-{short_code()}", held_at=new.held_at,
            chair=new.chair.strip(), made_at=now,
        )  # fmt: skip
        row.save(force_insert=True)
        units = {unit.pk: unit for unit in new.units}
        Attendance.objects.bulk_create(
            Attendance(county=row.county, conferral_id=row.id, unit_id=unit.pk, unit_name=unit.name)
            for unit in units.values()
        )
        for entry in agenda.proposed(by, new.held_at):
            _put(row, entry)
        _tell(row, "conferral", list(units), row.held_at)
    return row


def _put(row: Conferral, entry: agenda.Entry) -> Item:
    last = Item.objects.in_county(row.county, conferral_id=row.id).aggregate(last=Max("position"))["last"]
    dispute = entry.dispute
    item = Item(
        county=row.county, conferral_id=row.id, why=entry.why, position=(last or 0) + 1,
        title=entry.title, ground=entry.ground, path=entry.path,
    )  # fmt: skip
    if dispute is not None:
        item.dispute_county, item.dispute_id, item.ref = dispute.county, dispute.pk, dispute.ref
    item.save(force_insert=True)
    return item


def _tell(row: Conferral, what: str, units: Sequence[int], until: datetime, key: str = "") -> None:
    telling.announce(
        what, path=f"/conferrals/{row.county}/{row.id}/", ref=row.number, county=row.county,
        key=key or f"c:{row.id}:{until:%m%d%H%M}", unit_name=row.unit_name, due_at=until, units=units,
        permission=Permission.VIEW,
    )  # fmt: skip


def _locked(conferral: Conferral, by: Actor, *statuses: ConferralStatus) -> Conferral:
    """The row, for the unit that called it."""
    by.require(Permission.WARN)
    rows = Conferral.objects.visible_to(by).filter(county=conferral.county, id=conferral.id)
    row: Conferral | None = Conferral.objects.unscoped(reason="seen in scope right above").filter(
        county=conferral.county, id__in=rows.values("id")
    ).select_for_update().first()  # fmt: skip
    if row is None:
        raise Missing(_("没有找到这次会商。"))
    if row.unit_id != by.unit_id:
        raise Forbidden(_("由召集单位办理。"))
    if row.status not in (statuses or (ConferralStatus.CALLED,)):
        raise Conflict(
            _("这次会商现在是“%(status)s”，不能这样办。") % {"status": row.get_status_display()},
            code="wrong_state",
        )
    return row


def refresh(conferral: Conferral, *, by: Actor) -> int:
    """Put onto the agenda what has come up since it was called; answers how many items are new."""
    with transaction.atomic():
        row = _locked(conferral, by)
        items = queries.items(row)
        held = {item.dispute_id for item in items if item.dispute_id}
        titles = {item.title for item in items if not item.dispute_id}
        new = [
            entry
            for entry in agenda.proposed(by, row.held_at)
            if (entry.dispute.pk not in held if entry.dispute is not None else entry.title not in titles)
        ]
        for entry in new:
            _put(row, entry)
    return len(new)


def add_item(conferral: Conferral, dispute: Dispute, why: str, *, by: Actor) -> Item:
    """Put a dispute onto the agenda by hand, with the reason."""
    _needs("ground", why, _("请写明为什么要会商。"))
    with transaction.atomic():
        row = _locked(conferral, by)
        if dispute.state in ENDED or not by.covers(dispute.region):
            raise Refused(_("只能加入本辖区没有办结的纠纷。"), field="ref", code="not_here")
        if any(item.dispute_id == dispute.pk for item in queries.items(row)):
            raise Refused(_("这件纠纷已在议程上。"), field="ref", code="there")
        return _put(row, agenda.Entry(Why.ADDED, dispute.title, why.strip()[:500], dispute))


def drop_item(conferral: Conferral, item_id: int, *, by: Actor) -> None:
    """Take an item off the agenda, as long as nothing was concluded on it."""
    with transaction.atomic():
        row = _locked(conferral, by)
        item = queries.item(row, item_id)
        if item.concluded_at is not None:
            raise Conflict(_("这个议题已有结论，不能去掉。"), code="concluded")
        Item.objects.in_county(row.county, id=item.id).delete()


def attend(conferral: Conferral, came: dict[int, str], *, by: Actor) -> None:
    """Write down who came: unit → the person's name; a unit that isn't in it was absent."""
    with transaction.atomic():
        row = _locked(conferral, by)
        for one in queries.attendance(row):
            one.present, one.person_name = one.unit_id in came, came.get(one.unit_id, "").strip()[:80]
            one.save()


@dataclass(frozen=True, slots=True)
class NewMeasure:
    """What is asked of a unit and a person until when."""

    task: str
    unit: Unit
    owner: str
    due_at: datetime


def conclude(
    conferral: Conferral, item_id: int, conclusion: str, measure: NewMeasure | None = None, *, by: Actor
) -> Item:
    """Conclude on an item. A dispute's ledger keeps the conclusion; its review is due anew by its colour."""
    _needs("conclusion", conclusion, _("请写明会商结论。"))
    with transaction.atomic():
        row = _locked(conferral, by)
        item = queries.item(row, item_id)
        if item.concluded_at is not None:
            raise Conflict(_("这个议题已有结论。"), code="concluded")
        item.conclusion, item.concluded_by, item.concluded_at = conclusion.strip(), by.name, clock.now()
        item.save()
        _reach(row, item, by, measure, conclusion.strip())
    return item


def add_measure(conferral: Conferral, item_id: int, measure: NewMeasure, *, by: Actor) -> ConferralMeasure:
    """One more measure of an item that was concluded on."""
    with transaction.atomic():
        row = _locked(conferral, by)
        item = queries.item(row, item_id)
        if item.concluded_at is None:
            raise Conflict(_("请先写会商结论。"), code="not_concluded")
        made = _reach(row, item, by, measure, "")
    if made is None:
        raise ValueError("a measure was given, and one was made")
    return made


def _reach(
    row: Conferral, item: Item, by: Actor, measure: NewMeasure | None, conclusion: str
) -> ConferralMeasure | None:
    """Write the measure, and all of it into the ledger of the item's dispute, if it has one still open."""
    made = _measure(row, item, measure) if measure is not None else None
    dispute = queries.dispute_of(item, by=by)
    if dispute is None or dispute.state in ENDED:
        return made
    with turn(dispute.county, dispute.pk, Act.CONFER, by=by) as this:
        this.tell(conferral=row.number)
        this.tell_of_persons(conclusion=conclusion)
        if made is not None:
            this.tell(owner_unit=made.unit_name, due=made.due_at)
            this.tell_of_persons(task=made.task, owner=made.owner)
            this.involve(made.unit_id, made.unit_name, InvolvementRole.REPORTED)
        if conclusion:
            _review_anew(this)
    return made


def _measure(row: Conferral, item: Item, new: NewMeasure) -> ConferralMeasure:
    _needs("task", new.task, _("请写明措施。"))
    _needs("owner", new.owner, _("请写明责任人。"))
    if new.due_at <= clock.now():
        raise Refused(_("完成时限应晚于现在。"), field="due_at", code="past")
    made = ConferralMeasure(
        county=row.county, conferral_id=row.id, item_id=item.id, task=new.task.strip(), unit_id=new.unit.pk,
        unit_name=new.unit.name, owner=new.owner.strip(), due_at=new.due_at, next_at=new.due_at,
    )  # fmt: skip
    made.save(force_insert=True)
    if not Attendance.objects.in_county(row.county, conferral_id=row.id, unit_id=new.unit.pk).exists():
        Attendance(
            county=row.county,
            conferral_id=row.id,
            unit_id=new.unit.pk,
            unit_name=new.unit.name,
            present=False,
        ).save(force_insert=True)
    _tell(row, "conferral", [new.unit.pk], new.due_at, f"cm:{made.id}")
    return made


def _review_anew(this: Turn) -> None:
    if this.dispute.colour == Colour.NONE:
        return
    days = review_days(this.dispute, Colour(this.dispute.colour))
    if days:
        until = this.at + timedelta(days=days)
        this.start_clock(ClockKind.REVIEW, due_at=until, source=_("会商后按等级复评"))


def carry_out(conferral: Conferral, measure_id: int, result: str, *, by: Actor) -> ConferralMeasure:
    """Say that a measure was carried out: the unit that owes it, or the one that called the meeting."""
    by.require(Permission.VIEW)
    _needs("result", result, _("请写明落实情况。"))
    with transaction.atomic():
        rows = ConferralMeasure.objects.in_county(
            conferral.county, conferral_id=conferral.id, id=measure_id
        ).select_for_update()
        measure: ConferralMeasure | None = rows.first()
        if measure is None:
            raise Missing(_("没有找到这条措施。"))
        if not queries.may_carry_out(conferral, measure, by):
            raise Forbidden(_("由责任单位或召集单位登记落实。"))
        if measure.done_at is not None:
            raise Conflict(_("这条措施已登记为落实。"), code="done_already")
        measure.done_at, measure.done_by, measure.result = clock.now(), by.name, result.strip()
        measure.next_at = None
        measure.save()
    return measure


def close(conferral: Conferral, summary: str, *, by: Actor) -> Conferral:
    """End the meeting. Raises Refused while an item has no conclusion, or nobody wrote down who came."""
    _needs("summary", summary, _("请写会商综述。"))
    with transaction.atomic():
        row = _locked(conferral, by)
        left = sum(item.concluded_at is None for item in queries.items(row))
        if left:
            message = _("还有 %(n)s 个议题没有结论，请写结论或从议程去掉。")
            raise Refused(message % {"n": left}, field="summary", code="open_items")
        if any(one.present is None for one in queries.attendance(row)):
            raise Refused(_("请先登记到会情况。"), field="summary", code="no_attendance")
        row.summary, row.status, row.closed_at = summary.strip(), ConferralStatus.HELD, clock.now()
        row.save()
    return row


def cancel(conferral: Conferral, reason: str, *, by: Actor) -> Conferral:
    """Call it off, and say why. Raises Conflict when something was concluded."""
    _needs("summary", reason, _("请写明取消的原因。"))
    with transaction.atomic():
        row = _locked(conferral, by)
        if any(item.concluded_at is not None for item in queries.items(row)):
            raise Conflict(_("已有议题作出结论，不能取消。"), code="concluded")
        row.summary, row.status, row.closed_at = reason.strip(), ConferralStatus.CANCELLED, clock.now()
        row.save()
    return row


def raise_late(limit: int = BATCH) -> int:
    """Tell the unit that owes a measure and the convener, once; answers how many were late."""
    done = 0
    rows = ConferralMeasure.objects.unscoped(reason="the sweep looks at every county's measures")
    due = rows.filter(next_at__lte=clock.now()).order_by("next_at", "id")
    while batch := list(due.values_list("county", "id")[:limit]):
        done += sum(_raise(county, measure_id) for county, measure_id in batch)
    return done


def _raise(county: int, measure_id: int) -> int:
    with transaction.atomic():
        rows = ConferralMeasure.objects.in_county(county, id=measure_id)
        measure = rows.select_for_update().first()
        if measure is None or measure.next_at is None or measure.next_at > clock.now():
            return 0
        measure.late_at, measure.next_at = clock.now(), None
        measure.save()
        row = Conferral.objects.unscoped(reason="of a measure that is late").get(
            county=county, id=measure.conferral_id
        )
        above = [unit.pk for unit in telling.above_unit(row.unit_id, row.region)[:1]]
        units = [measure.unit_id, row.unit_id, *above]
        _tell(row, "conferral_late", units, measure.due_at, f"cl:{measure.id}")
    return 1
