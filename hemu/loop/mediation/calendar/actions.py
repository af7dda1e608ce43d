"""Appointing a session, moving it, calling it off. What happened in it is mediation's own record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, InvolvementRole
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.loop.mediation.calendar import clashes
from hemu.loop.mediation.calendar.models import Room, Sitting, SittingMediator, Standing
from hemu.loop.mediation.models import Mode
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Unit


@dataclass(frozen=True, slots=True)
class NewSitting:
    """An appointment as it is made. `units`: those who sit together, of which `presiding` leads."""

    starts_at: datetime
    ends_at: datetime
    place: str
    mode: Mode
    mediators: Sequence[Post]
    room: Room | None = None
    units: Sequence[Unit] = ()
    presiding: Unit | None = None
    stop_id: int | None = None


def schedule(dispute: Dispute, new: NewSitting, *, by: Actor, seen: int | None = None) -> Sitting:
    """M3: appoint a session. Refused when a mediator or the room is taken then.

    Units that sit together join the dispute and are told; a joint session says who presides.
    """
    _check(new)
    with turn(dispute.county, dispute.id, Act.SCHEDULE, by=by, seen=seen) as this:
        row = appoint(this, new)
        this.notify(
            posts=tuple(post.pk for post in new.mediators), units=tuple(unit.pk for unit in new.units)
        )
    return row


def appoint(this: Turn, new: NewSitting) -> Sitting:
    """Write the appointment within an act that is under way."""
    people = [post.person_id for post in new.mediators]
    clashes.check(people, new.room.pk if new.room else None, new.starts_at, new.ends_at)
    for unit in new.units:
        if unit.pk not in (this.dispute.lead_unit_id, this.by.unit_id):
            this.involve(unit.pk, unit.name, InvolvementRole.JOINT)
    presiding = new.presiding.name if new.presiding else this.by.unit_name
    row = Sitting(
        county=this.dispute.county, dispute_id=this.dispute.id, region=this.dispute.region,
        starts_at=new.starts_at, ends_at=new.ends_at, place=new.place.strip(), mode=new.mode,
        room_id=new.room.pk if new.room else None, stop_id=new.stop_id, presiding=presiding,
        units=[{"id": str(unit.pk), "name": unit.name} for unit in new.units],
        made_by=this.by.name, changed_at=this.at,
    )  # fmt: skip
    row.save(force_insert=True)
    _take(row, new.mediators)
    this.tell(sitting="planned", at=row.starts_at, mode=int(new.mode), presiding=presiding)
    this.tell(mediators=[post.person.name for post in new.mediators])
    this.tell_of_persons(place=row.place)
    return row


def _check(new: NewSitting) -> None:
    if not new.mediators:
        raise Refused(_("请至少确定一名调解员。"), field="mediators", code="required")
    if not new.place.strip():
        raise Refused(_("请填写地点。"), field="place", code="required")
    check_times(new.starts_at, new.ends_at)
    if new.mode == Mode.JOINT and len(new.units) < 2:
        raise Refused(_("多部门联合调解请选择至少两个单位。"), field="units", code="required")
    if new.units and new.presiding not in new.units:
        raise Refused(_("请从参加的单位中选定由谁主持。"), field="presiding", code="presiding")


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    """Raise Refused unless it lies ahead and ends after it begins, on the same day."""
    if starts_at <= clock.now():
        raise Refused(
            _("约定的时间要在现在以后；已经调处过的请直接记录调处。"), field="starts_at", code="past"
        )
    if ends_at <= starts_at or clock.local(ends_at).date() != clock.local(starts_at).date():
        raise Refused(_("结束时间要在同一天，晚于开始时间。"), field="ends_at", code="order")


def _take(row: Sitting, mediators: Sequence[Post]) -> None:
    SittingMediator.objects.bulk_create(
        SittingMediator(
            county=row.county, dispute_id=row.dispute_id, sitting_id=row.pk, post_id=post.pk,
            person_id=post.person_id, name=post.person.name, starts_at=row.starts_at, ends_at=row.ends_at,
        )
        for post in mediators
    )  # fmt: skip


def release(this: Turn, row: Sitting, people: Sequence[int]) -> bool:
    """These persons don't come to the appointment any more. Whether any of them was to."""
    there = SittingMediator.objects.of(this.dispute).filter(sitting_id=row.pk, is_open=True)
    if not there.filter(person_id__in=people).update(is_open=False):
        return False
    row.sequence, row.changed_at = row.sequence + 1, this.at
    row.save()
    return True


def join(row: Sitting, mediators: Sequence[Post]) -> None:
    """Others come to an appointment. Refused when one of them is taken then."""
    rows = SittingMediator.objects.unscoped(reason="of an appointment that was read through its dispute")
    there = rows.filter(county=row.county, sitting_id=row.pk)
    coming = set(there.filter(is_open=True).values_list("person_id", flat=True))
    new = [post for post in mediators if post.person_id not in coming]
    clashes.check([post.person_id for post in new], None, row.starts_at, row.ends_at, but=row.pk)
    there.filter(person_id__in=[post.person_id for post in new]).delete()
    _take(row, new)


def _planned(this: Turn, sitting_id: int) -> Sitting:
    rows = Sitting.objects.of(this.dispute).filter(pk=sitting_id, standing=Standing.PLANNED)
    row: Sitting | None = rows.select_for_update().first()
    if row is None:
        raise Missing(_("没有找到这次约定，可能已经调处或取消。"))
    return row


def move(
    dispute: Dispute, sitting_id: int, starts_at: datetime, ends_at: datetime, *, by: Actor,
    place: str = "", seen: int | None = None,
) -> Sitting:  # fmt: skip
    """Another time, and another place if one is named; the mediators are told, and reminded anew."""
    check_times(starts_at, ends_at)
    with turn(dispute.county, dispute.id, Act.SCHEDULE, by=by, seen=seen) as this:
        row = _planned(this, sitting_id)
        there = SittingMediator.objects.of(this.dispute).filter(sitting_id=row.pk)
        moved_place = bool(place.strip()) and place.strip() != row.place
        room_id = None if moved_place else row.room_id
        people = [one.person_id for one in there.order_by("id")]
        clashes.check(people, room_id, starts_at, ends_at, but=row.pk)
        was = row.starts_at
        row.starts_at, row.ends_at, row.room_id = starts_at, ends_at, room_id
        row.place = place.strip() or row.place
        row.sequence, row.reminded_at, row.changed_at = row.sequence + 1, None, this.at
        row.save()
        there.update(starts_at=starts_at, ends_at=ends_at)
        this.tell(sitting="moved", at=starts_at, moved_from=was)
        this.tell_of_persons(place=row.place)
        this.notify(posts=tuple(one.post_id for one in there))
    return row


def call_off(dispute: Dispute, sitting_id: int, why: str, *, by: Actor, seen: int | None = None) -> Sitting:
    """It isn't held, with the reason; the mediators are told."""
    if not why.strip():
        raise Refused(_("请写明取消原因。"), field="why", code="required")
    with turn(dispute.county, dispute.id, Act.SCHEDULE, by=by, seen=seen) as this:
        row = _planned(this, sitting_id)
        there = SittingMediator.objects.of(this.dispute).filter(sitting_id=row.pk)
        posts = tuple(there.values_list("post_id", flat=True))
        end(this, [row], Standing.CALLED_OFF, why.strip())
        this.tell(sitting="called_off", at=row.starts_at)
        this.tell_of_persons(reason=why.strip())
        this.notify(posts=posts)
    return row


def end(
    this: Turn, rows: Sequence[Sitting], standing: Standing, why: str = "", session_id: int | None = None
) -> None:
    """Appointments are over: held, or called off. Their mediators are free again."""
    for row in rows:
        row.standing, row.why, row.session_id = standing, why[:200], session_id
        row.sequence, row.changed_at = row.sequence + 1, this.at
        row.save()
    there = SittingMediator.objects.of(this.dispute).filter(sitting_id__in=[row.pk for row in rows])
    there.update(is_open=False)
