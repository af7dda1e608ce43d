"""Writing down many visits that a phone sent, each with what is known of its sending."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.bulk import insert_new
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.places import county_of
from hemu.loop.screening import visits
from hemu.loop.screening.models import Visit, VisitStatus
from hemu.loop.screening.sent.models import Sending
from hemu.loop.screening.visits import NewVisit
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


@dataclass(frozen=True, slots=True)
class Sent:
    """What is known of one sending; see the model for the meaning of each part."""

    id: int
    device_id: int
    number: int | None
    said_at: datetime
    received_at: datetime
    offset_ms: int
    margin_ms: int
    content: bytes
    shift_ms: int = 0
    signs: Sequence[int] = ()
    jumps: Sequence[Any] = ()
    files: Sequence[int] = ()
    target: str = ""
    no_position: str = ""


class Came(enum.Enum):
    """What became of a visit that was sent."""

    NEW = "new"
    BEFORE = "before"
    OTHERWISE = "otherwise"
    """The same person sent something else under this number before: both must be looked at."""


def record_many(given: Sequence[tuple[NewVisit, Sent]], *, by: Actor) -> list[tuple[Came, Visit] | Refused]:
    """Write visits that a phone sent, in two statements; what became of each, in the order given.

    The visit takes the number of its sending, so that sending again writes nothing. One that is refused
    doesn't hold up the others.
    """
    by.require(Permission.REGISTER)
    found: list[tuple[Came, Visit] | Refused] = []
    rows: dict[int, tuple[Visit, Sending]] = {}
    for new, sent in given:
        try:
            visits.check(new, by)
            if sent.id in rows:
                raise Conflict(_("同一批里有两条记录用了同一个编号。"), code="id_twice")
        except Refused as refused:
            found.append(refused)
            continue
        rows[sent.id] = (_visit(new, sent, by), _sending(new.region, sent, sent.id, 1, by))
        found.append((Came.NEW, rows[sent.id][0]))
    fresh = _write(rows)
    known = _known([number for number in rows if number not in fresh])
    return [
        one if isinstance(one, Refused) or sent.id in fresh else _before(known.get(sent.id), sent, by)
        for one, (_new, sent) in zip(found, given, strict=True)
    ]


@transaction.atomic
def _write(rows: dict[int, tuple[Visit, Sending]]) -> set[int]:
    fresh = insert_new([visit for visit, _sending in rows.values()])
    insert_new([sending for number, (_visit, sending) in rows.items() if number in fresh])
    return fresh


def _known(numbers: Sequence[int]) -> dict[int, Sending]:
    if not numbers:
        return {}
    rows = Sending.objects.unscoped(reason="by the sender's numbers; whose they are is asked next")
    return {row.id: row for row in rows.filter(id__in=numbers)}


def _before(row: Sending | None, sent: Sent, by: Actor) -> tuple[Came, Visit] | Refused:
    visit = _visit_of(row) if row is not None and row.person_id == by.person_id else None
    if row is None or visit is None:
        return Conflict(_("这个编号已被使用,请换一个编号再发。"), code="id_taken")
    same = bytes(row.content) == sent.content
    return (Came.BEFORE if same else Came.OTHERWISE), visit


def _visit_of(row: Sending) -> Visit | None:
    mine = Visit.objects.unscoped(reason="the visit of a sending that is the actor's own")
    found: Visit | None = mine.filter(county=row.county, id=row.visit_id).first()
    return found


def _visit(new: NewVisit, sent: Sent, by: Actor) -> Visit:
    row = Visit.made_by(by, id=sent.id, made_at=clock.now(), **visits.columns(new))
    row.county = county_of(new.region)
    return row


def _sending(region: int, sent: Sent, visit_id: int, edition: int, by: Actor) -> Sending:
    return Sending(
        id=sent.id, county=county_of(region), visit_id=visit_id, edition=edition, person_id=by.person_id,
        device_id=sent.device_id, number=sent.number, said_at=sent.said_at, received_at=sent.received_at,
        offset_ms=sent.offset_ms, margin_ms=sent.margin_ms, shift_ms=sent.shift_ms,
        signs=[int(sign) for sign in sent.signs], jumps=list(sent.jumps), content=sent.content,
        files=list(sent.files), target=sent.target, no_position=sent.no_position,
    )  # fmt: skip


@transaction.atomic
def correct(visit: Visit, new: NewVisit, sent: Sent, *, by: Actor, edition: int) -> Visit:
    """A visit that was put right on the phone, on top of `edition`. Raises Conflict when it moved on."""
    row = visits.correct_visit(visit, new, by=by, edition=edition)
    insert_new([_sending(row.region, sent, row.id, row.edition, by)])
    return row


@transaction.atomic
def settle(visit: Visit, new: NewVisit, *, by: Actor, edition: int) -> Visit:
    """Put two versions of a visit together, as its author or somebody who reviews visits there decided.

    The visit waits for its review again. Raises Conflict when it is archived or was changed meanwhile.
    """
    visits.check(new, by)
    rows = Visit.objects.visible_to(by).filter(county=visit.county, id=visit.id).select_for_update()
    row: Visit | None = rows.first()
    if row is None:
        raise Missing(_("没有找到这次走访。"))
    if row.person_id != by.person_id and not by.may(Permission.REVIEW_VISITS):
        raise Forbidden(_("只有登记人或审核走访的人可以核对两个版本。"))
    if row.status == VisitStatus.APPROVED:
        raise Conflict(_("这次走访已审核归档,不能再修改。"), code="archived")
    if row.edition != edition:
        raise Conflict(_("这次走访刚刚又提交过一次,请看过最新内容再修改。"), code="moved_on")
    if county_of(new.region) != row.county:
        raise Refused(_("不能改到另一个县。"), field="region", code="other_county")
    for name, value in visits.columns(new).items():
        setattr(row, name, value)
    row.status, row.edition = VisitStatus.SUBMITTED, row.edition + 1
    row.save()
    return row
