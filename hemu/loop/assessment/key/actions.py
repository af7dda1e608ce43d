"""Entering a dispute among the key ones, naming who answers for it, keeping it up to date, taking it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ENDED, Dispute, InvolvementRole
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.assessment import telling
from hemu.loop.assessment.key import queries
from hemu.loop.assessment.key.models import Category, Grade, KeyDispute, KeyMeasure, KeyUpdate, Responsible
from hemu.orgs.actor import Actor
from hemu.orgs.models import Unit
from hemu.orgs.permissions import Permission
from hemu.rulebook import calendar, evaluate

BATCH = 500


def _needs(name: str, text: str, message: str) -> None:
    if not text.strip():
        raise Refused(message, field=name, code="required")


def enter(
    dispute: Dispute, category: Category, grade: Grade, reason: str, *, by: Actor, seen: int | None = None
) -> KeyDispute:
    """Enter a dispute among the key ones. Raises Conflict when it is one."""
    _needs("reason", reason, _("请写明为什么列为重点纠纷。"))
    with turn(dispute.county, dispute.id, Act.KEY, by=by, seen=seen) as this:
        if this.dispute.state in ENDED:
            raise Conflict(_("已经办结的纠纷不能列为重点。"), code="ended")
        if queries.current(this.dispute) is not None:
            raise Conflict(_("这件纠纷已经是重点纠纷。"), code="done_already")
        row = KeyDispute(
            county=dispute.county, dispute_id=dispute.id, category=category, grade=grade,
            reason=reason.strip(), entered_at=this.at, entered_by=by.name, entered_unit=by.unit_name,
            entered_unit_id=by.unit_id, updated_at=this.at,
        )  # fmt: skip
        _clock(row, this)
        row.save(force_insert=True)
        this.tell(key="entered", category=int(category), grade=int(grade))
        this.tell_of_persons(reason=reason.strip())
    return row


def _clock(row: KeyDispute, this: Turn) -> None:
    """When somebody must next say how it goes, by the dispute's colour."""
    asked = {"clock": "key_update", "colour": int(this.dispute.colour)}
    verdict = evaluate("clock", asked, on=clock.local(this.at).date())
    row.late_at = None
    row.due_at = row.next_at = (
        calendar.deadline(this.at, verdict.value["amount"], verdict.value["unit"]) if verdict.value else None
    )


def _locked(this: Turn) -> KeyDispute:
    rows = KeyDispute.objects.of(this.dispute).filter(removed_at=None)
    row: KeyDispute | None = rows.select_for_update().first()
    if row is None:
        raise Conflict(_("这件纠纷现在不是重点纠纷。"), code="not_key")
    return row


def change(
    dispute: Dispute, category: Category, grade: Grade, reason: str, *, by: Actor, seen: int | None = None
) -> KeyDispute:
    """Put it in another class or grade, and say why."""
    _needs("reason", reason, _("请写明为什么调整。"))
    with turn(dispute.county, dispute.id, Act.KEY, by=by, seen=seen) as this:
        row = _locked(this)
        if (row.category, row.grade) == (category, grade):
            raise Refused(_("分类分级没有变化。"), field="category", code="same")
        row.category, row.grade = category, grade
        row.save()
        this.tell(key="changed", category=int(category), grade=int(grade))
        this.tell_of_persons(reason=reason.strip())
    return row


def remove(dispute: Dispute, reason: str, *, by: Actor, seen: int | None = None) -> KeyDispute:
    """Take it out. The ledger of key disputes keeps it, with the reason."""
    _needs("reason", reason, _("请写明为什么移出，例如“已化解并回访稳定”。"))
    with turn(dispute.county, dispute.id, Act.KEY, by=by, seen=seen) as this:
        row = _locked(this)
        row.removed_at, row.removed_by, row.removed_unit = this.at, by.name, by.unit_name
        row.removal, row.due_at, row.next_at = reason.strip(), None, None
        row.save()
        Responsible.objects.of(this.dispute).filter(key_id=row.id, until=None).update(until=this.at)
        this.tell(key="removed")
        this.tell_of_persons(reason=reason.strip())
    return row


@dataclass(frozen=True, slots=True)
class Named:
    """Who answers for it at one level."""

    level: Grade
    unit: Unit
    person: str


def name_responsible(
    dispute: Dispute, named: list[Named], *, by: Actor, seen: int | None = None
) -> list[Responsible]:
    """Name unit and person at one or more levels; others named there before are released.

    A person is refused who holds no post in the unit today.
    """
    if not named:
        raise Refused(_("请至少指定一级的包保单位和责任人。"), code="required")
    for one in named:
        if not queries.works_in(one.unit, one.person):
            message = _("%(person)s在%(unit)s没有现任岗位，请选择该单位的人员。")
            words = message % {"person": one.person or _("责任人"), "unit": one.unit.name}
            raise Refused(words, field=f"person_{int(one.level)}", code="not_there")
    with turn(dispute.county, dispute.id, Act.KEY, by=by, seen=seen) as this:
        row = _locked(this)
        rows = [_name(row, one, this) for one in named]
        this.tell(key="named", units=[one.unit_name for one in rows])
        this.tell_of_persons(owner="、".join(one.person_name for one in rows))
        _tell(row, "key_named", [one.unit_id for one in rows], row.due_at or this.at, ref=this.dispute.ref)
    return rows


def _name(row: KeyDispute, one: Named, this: Turn) -> Responsible:
    held = Responsible.objects.of(this.dispute).filter(key_id=row.id, level=one.level, until=None)
    held.update(until=this.at)
    new = Responsible(
        county=row.county, dispute_id=row.dispute_id, key_id=row.id, level=one.level, unit_id=one.unit.pk,
        unit_name=one.unit.name, person_name=one.person.strip(), since=this.at, named_by=this.by.name,
    )  # fmt: skip
    new.save(force_insert=True)
    this.involve(one.unit.pk, one.unit.name, InvolvementRole.REPORTED)
    return new


def _tell(row: KeyDispute, what: str, units: list[int], until: datetime, *, ref: str) -> None:
    telling.announce(
        what, path=f"/disputes/{row.county}/{row.dispute_id}/key/", ref=ref, county=row.county,
        key=f"k:{row.id}:{what[4:]}:{until:%m%d%H%M}", unit_name=row.entered_unit, due_at=until, units=units,
        permission=Permission.VIEW,
    )  # fmt: skip


def plan(
    dispute: Dispute,
    *,
    task: str,
    owner: str,
    due_at: datetime,
    unit_name: str = "",
    by: Actor,
    seen: int | None = None,
) -> KeyMeasure:
    """Say what is to be done, by whom, until when."""
    _needs("task", task, _("请写明要做什么。"))
    _needs("owner", owner, _("请写明责任人。"))
    with turn(dispute.county, dispute.id, Act.KEY_WORK, by=by, seen=seen) as this:
        if due_at <= this.at:
            raise Refused(_("完成时限应晚于现在。"), field="due_at", code="past")
        row = _locked(this)
        measure = KeyMeasure(
            county=row.county, dispute_id=row.dispute_id, key_id=row.id, task=task.strip(),
            unit_name=unit_name.strip(), owner=owner.strip(), due_at=due_at, made_by=by.name, made_at=this.at,
        )  # fmt: skip
        measure.save(force_insert=True)
        this.tell(key="planned", due=due_at, owner_unit=unit_name.strip())
        this.tell_of_persons(task=task.strip(), owner=owner.strip())
    return measure


def carry_out(
    dispute: Dispute, measure_id: int, result: str, *, by: Actor, seen: int | None = None
) -> KeyMeasure:
    """Say that a measure was carried out, and what came of it."""
    _needs("result", result, _("请写明落实情况。"))
    with turn(dispute.county, dispute.id, Act.KEY_WORK, by=by, seen=seen) as this:
        rows = KeyMeasure.objects.of(this.dispute).filter(id=measure_id)
        measure: KeyMeasure | None = rows.first()
        if measure is None:
            raise Missing(_("没有找到这条措施。"))
        if measure.done_at is not None:
            raise Conflict(_("这条措施已登记为落实。"), code="done_already")
        measure.done_at, measure.done_by, measure.result = this.at, by.name, result.strip()
        measure.save()
        this.tell(key="done")
        this.tell_of_persons(task=measure.task, result=result.strip())
    return measure


def update(dispute: Dispute, text: str, *, by: Actor, seen: int | None = None) -> KeyUpdate:
    """Say how it goes; the next word is due by the rulebook."""
    _needs("text", text, _("请写明目前的情况。"))
    with turn(dispute.county, dispute.id, Act.KEY_WORK, by=by, seen=seen) as this:
        row = _locked(this)
        said = KeyUpdate(
            county=row.county, dispute_id=row.dispute_id, key_id=row.id, text=text.strip(),
            person_name=by.name, unit_name=by.unit_name, at=this.at,
        )  # fmt: skip
        said.save(force_insert=True)
        row.updated_at = this.at
        _clock(row, this)
        row.save()
        this.tell(key="updated")
        this.tell_of_persons(text=text.strip())
    return said


def raise_late(limit: int = BATCH) -> int:
    """Tell those who answer for key disputes of which nobody said in time how they go; answers how many."""
    done = 0
    rows = KeyDispute.objects.unscoped(reason="the sweep looks at every county's key disputes")
    due = rows.filter(next_at__lte=clock.now()).order_by("next_at", "id")
    while batch := list(due.values_list("county", "id")[:limit]):
        done += sum(_raise(county, key_id) for county, key_id in batch)
    return done


def _raise(county: int, key_id: int) -> int:
    with transaction.atomic():
        rows = KeyDispute.objects.unscoped(reason="a clock that ran out").filter(county=county, id=key_id)
        row = rows.select_for_update().first()
        if row is None or row.next_at is None or row.next_at > clock.now():
            return 0
        row.late_at, row.next_at = clock.now(), None
        row.save()
        disputes = Dispute.objects.unscoped(reason="the number of a key dispute, and whom it concerns")
        dispute = disputes.only("id", "county", "ref").get(county=row.county, id=row.dispute_id)
        units = [one.unit_id for one in queries.responsible(row)]
        _tell(row, "key_late", [*units, row.entered_unit_id], row.due_at or row.late_at, ref=dispute.ref)
    return 1
