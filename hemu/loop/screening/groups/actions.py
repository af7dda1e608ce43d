"""Registering work groups and writing down what was pushed to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.screening.groups.models import GroupKind, Push, WorkGroup
from hemu.loop.screening.records import check_record
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group as its officer registers it. `members` is a count."""

    region: int
    kind: GroupKind
    name: str
    owner: str
    members: int
    place: str = ""
    note: str = ""


def register_group(new: NewGroup, *, by: Actor) -> WorkGroup:
    """Register a group. Raises Refused when one of this name is open at the place."""
    check_record(new.region, by, name=new.name, owner=new.owner)
    row = WorkGroup.made_by(
        by, region=new.region, kind=new.kind, name=new.name.strip(), owner=new.owner.strip(),
        members=new.members, counted_at=clock.now(), place=new.place.strip(), note=new.note.strip(),
        made_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("这个地方已有同名的群。"), field="name", code="name_taken") from error
    return row


def _open(group: WorkGroup, by: Actor) -> WorkGroup:
    by.require(Permission.REGISTER)
    rows = WorkGroup.objects.visible_to(by).filter(county=group.county, id=group.id)
    row: WorkGroup | None = rows.select_for_update().first()
    if row is None:
        raise Missing(_("没有找到这个群。"))
    if row.closed_at is not None:
        raise Conflict(_("这个群已解散。"), code="closed")
    return row


def update_group(group: WorkGroup, *, owner: str, members: int, note: str = "", by: Actor) -> WorkGroup:
    """Say who looks after the group now, and how many are in it."""
    if not owner.strip():
        raise Refused(_("这一项不能留空。"), field="owner", code="required")
    with transaction.atomic():
        row = _open(group, by)
        row.owner, row.members, row.note = owner.strip(), members, note.strip()
        row.counted_at = clock.now()
        row.save()
    return row


def close_group(group: WorkGroup, why: str, *, by: Actor) -> WorkGroup:
    """The group was dissolved. What was pushed and what came in stays."""
    if not why.strip():
        raise Refused(_("请写明解散的原因。"), field="why", code="required")
    with transaction.atomic():
        row = _open(group, by)
        row.closed_at, row.closed_why = clock.now(), why.strip()
        row.save()
    return row


def push(groups: Sequence[WorkGroup], subject: str, text: str = "", *, by: Actor) -> list[Push]:
    """Write down what was pushed to one group or several. Sending it is the officer's own act."""
    if not subject.strip():
        raise Refused(_("请写明推送的主题。"), field="subject", code="required")
    if not groups:
        raise Refused(_("请选择推送到哪些群。"), field="groups", code="required")
    # Everybody locks groups in the same order, or two pushes at once would wait for each other.
    in_order = sorted(groups, key=lambda one: (one.county, one.id))
    with transaction.atomic():
        rows = [_pushed(_open(group, by), subject, text, by) for group in in_order]
        Push.objects.bulk_create(rows)
    return rows


def _pushed(group: WorkGroup, subject: str, text: str, by: Actor) -> Push:
    return Push(
        county=group.county, group_id=group.id, subject=subject.strip(), text=text.strip(),
        reached=group.members, person_name=by.name, unit_name=by.unit_name, at=clock.now(),
    )  # fmt: skip
