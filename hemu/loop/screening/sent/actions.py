"""Writing down many visits that a phone sent, each with what is known of its sending."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.bulk import insert_new
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.places import county_of
from hemu.loop.screening import arrivals, visits
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


@dataclass(frozen=True, slots=True)
class Recorded:
    """A visit that is there: what became of the sending, and the visit as it stands."""

    came: Came
    id: int
    county: int
    region: int
    edition: int


@transaction.atomic(savepoint=False)
def record_many(given: Sequence[tuple[NewVisit, Sent]], *, by: Actor) -> list[Recorded | Refused]:
    """Write visits that a phone sent, in two statements; what became of each, in the order given.

    The visit takes the number of its sending, so that sending again writes nothing. One that is refused
    doesn't hold up the others.
    """
    by.require(Permission.REGISTER)
    now, rows = clock.now(), dict[int, tuple[NewVisit, Sent]]()
    refused: dict[int, Refused] = {}
    for place, (new, sent) in enumerate(given):
        try:
            visits.check(new, by)
            if sent.id in rows:
                raise Conflict(_("同一批里有两条记录用了同一个编号。"), code="id_twice")
        except Refused as error:
            refused[place] = error
        else:
            rows[sent.id] = new, sent
    fresh = insert_new(Visit, [_visit(new, sent, by, now) for new, sent in rows.values()])
    written = [(new.region, sent) for new, sent in rows.values() if sent.id in fresh]
    insert_new(Sending, [_sending(region, sent, by) for region, sent in written])
    arrivals.arrived([arrivals.Arrival(county_of(region), sent.id, sent.target) for region, sent in written])
    known = _known([number for number in rows if number not in fresh])
    return [
        refused.get(place) or _came(new, sent, known, by, is_new=sent.id in fresh)
        for place, (new, sent) in enumerate(given)
    ]


def _came(
    new: NewVisit, sent: Sent, known: Mapping[int, Sending], by: Actor, *, is_new: bool
) -> Recorded | Refused:
    if is_new:
        return Recorded(Came.NEW, sent.id, county_of(new.region), new.region, 1)
    return _before(known.get(sent.id), sent, by)


def _known(numbers: Sequence[int]) -> dict[int, Sending]:
    if not numbers:
        return {}
    rows = Sending.objects.unscoped(reason="by the sender's numbers; whose they are is asked next")
    return {row.id: row for row in rows.filter(id__in=numbers)}


def _before(row: Sending | None, sent: Sent, by: Actor) -> Recorded | Refused:
    visit = _visit_of(row) if row is not None and row.person_id == by.person_id else None
    if row is None or visit is None:
        return Conflict(_("这个编号已被使用，请换一个编号再发。"), code="id_taken")
    came = Came.BEFORE if bytes(row.content) == sent.content else Came.OTHERWISE
    return Recorded(came, visit.id, visit.county, visit.region, visit.edition)


def _visit_of(row: Sending) -> Visit | None:
    mine = Visit.objects.unscoped(reason="the visit of a sending that is the actor's own")
    found: Visit | None = mine.filter(county=row.county, id=row.visit_id).first()
    return found


def _visit(new: NewVisit, sent: Sent, by: Actor, now: datetime) -> dict[str, Any]:
    return {
        **visits.columns(new), "id": sent.id, "county": county_of(new.region), "made_at": now,
        "unit_id": by.unit_id, "unit_name": by.unit_name, "person_id": by.person_id, "person_name": by.name,
    }  # fmt: skip


def _sending(
    region: int, sent: Sent, by: Actor, visit_id: int | None = None, edition: int = 1
) -> dict[str, Any]:
    return {
        "id": sent.id, "county": county_of(region), "visit_id": visit_id or sent.id, "edition": edition,
        "person_id": by.person_id, "device_id": sent.device_id, "number": sent.number,
        "said_at": sent.said_at, "received_at": sent.received_at, "offset_ms": sent.offset_ms,
        "margin_ms": sent.margin_ms, "shift_ms": sent.shift_ms, "signs": [int(sign) for sign in sent.signs],
        "jumps": list(sent.jumps), "content": sent.content, "files": list(sent.files),
        "target": sent.target, "no_position": sent.no_position,
    }  # fmt: skip


@transaction.atomic
def correct(visit: Visit, new: NewVisit, sent: Sent, *, by: Actor, edition: int) -> Visit:
    """A visit that was put right on the phone, on top of `edition`. Raises Conflict when it moved on."""
    row = visits.correct_visit(visit, new, by=by, edition=edition)
    insert_new(Sending, [_sending(row.region, sent, by, row.id, row.edition)])
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
        raise Conflict(_("这次走访已审核归档，不能再修改。"), code="archived")
    if row.edition != edition:
        raise Conflict(_("这次走访刚刚又提交过一次，请看过最新内容再修改。"), code="moved_on")
    if county_of(new.region) != row.county:
        raise Refused(_("不能改到另一个县。"), field="region", code="other_county")
    for name, value in visits.columns(new).items():
        setattr(row, name, value)
    row.status, row.edition = VisitStatus.SUBMITTED, row.edition + 1
    row.save()
    arrivals.arrived([arrivals.Arrival(row.county, row.id)])
    return row
