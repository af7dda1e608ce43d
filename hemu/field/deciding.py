"""A person decides what becomes of an item that couldn't be carried out by itself; both sides are kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.field import kinds_of, sides, uploads
from hemu.field.kinds.visits import VisitData, new_visit
from hemu.field.models import Decision, Kept
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.screening.models import Visit, VisitStatus
from hemu.loop.screening.photos import MOST_PHOTOS
from hemu.loop.screening.sent.actions import settle
from hemu.loop.screening.visits import NewVisit, columns
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def waiting(by: Actor) -> Any:
    """What waits for the actor: of the area for those who review, else what one's own phones sent."""
    rows = Kept.objects.visible_to(by).filter(decided_at=None)
    if not by.may(Permission.REVIEW_VISITS):
        rows = rows.filter(person_id=by.person_id)
    return rows.order_by("-made_at", "-id")


def decided(by: Actor) -> Any:
    """What was decided, the latest first."""
    rows = Kept.objects.visible_to(by).filter(decided_at__isnull=False)
    if not by.may(Permission.REVIEW_VISITS):
        rows = rows.filter(person_id=by.person_id)
    return rows.order_by("-decided_at", "-id")


def get(county: int, kept_id: int, *, by: Actor) -> Kept:
    """One kept item; raises Missing for a stranger."""
    found: Kept | None = Kept.objects.visible_to(by).filter(county=county, id=kept_id).first()
    if found is None or not may_look(found, by):
        raise Missing(_("没有找到这条待核对的记录。"))
    return found


def may_look(row: Kept, by: Actor) -> bool:
    """Its sender, and those who review visits there."""
    return row.person_id == by.person_id or by.may(Permission.REVIEW_VISITS)


def open_decisions(row: Kept, by: Actor) -> list[Decision]:
    """What may be decided, the usual first."""
    if row.kind in ("visit", "visit_amend"):
        record: Visit | None = sides.record_of(row, by)
        if record is None or record.status == VisitStatus.APPROVED:
            return [Decision.STANDING]
        return [Decision.MERGED, Decision.PHONE, Decision.STANDING]
    if kinds_of.KINDS[row.kind].again is None:
        return [Decision.STANDING]
    return [Decision.BOTH if row.kind == "follow_up" else Decision.PHONE, Decision.STANDING]


@transaction.atomic
def decide(
    kept: Kept, decision: Decision, *, by: Actor, reason: str = "", from_phone: Collection[str] = ()
) -> Kept:
    """Decide. `from_phone` names the parts of a visit that are taken from the phone when it is merged.

    Raises Conflict when somebody was faster, Refused by field, and what the act raises that carries it out.
    """
    rows = Kept.objects.visible_to(by).filter(county=kept.county, id=kept.id).select_for_update()
    row: Kept | None = rows.first()
    if row is None or not may_look(row, by):
        raise Missing(_("没有找到这条待核对的记录。"))
    if row.decided_at is not None:
        raise Conflict(_("%(who)s已核对过这条记录。") % {"who": row.decided_by}, code="done_already")
    if decision not in open_decisions(row, by):
        raise Refused(_("不能这样决定，请看过最新情况再选。"), field="decision", code="not_open")
    if decision == Decision.STANDING and not reason.strip():
        raise Refused(_("请写明为什么不采用手机记录。"), field="reason", code="required")
    _carry_out(row, decision, from_phone, by)
    row.decision, row.decided_at, row.decided_by = decision, clock.now(), by.name
    row.reason = reason.strip()
    row.save(update_fields=["decision", "decided_at", "decided_by", "reason"])
    return row


def _carry_out(row: Kept, decision: Decision, from_phone: Collection[str], by: Actor) -> None:
    if decision == Decision.STANDING:
        return
    item = sides.arrived(row, by)
    if isinstance(item.data, VisitData):
        photos = uploads.names_of(item.data.uploads, row.device_id)
        _settle(row, new_visit(item, photos), decision, from_phone, by)
        return
    again = kinds_of.KINDS[item.kind].again
    if again is None:
        raise Forbidden(_("这种记录只能留作对照。"))
    again(item)


def _settle(row: Kept, phone: NewVisit, decision: Decision, from_phone: Collection[str], by: Actor) -> None:
    visit: Visit | None = sides.record_of(row, by)
    if visit is None:
        raise Missing(_("没有找到这次走访。"))
    told = columns(phone)
    if decision == Decision.MERGED:
        taken = {*from_phone, *(("latitude", "longitude", "accuracy") if "position" in from_phone else ())}
        told = {name: told[name] if name in taken else getattr(visit, name) for name in told}
    told["photos"] = list(dict.fromkeys([*visit.photos, *phone.photos]))[:MOST_PHOTOS]
    settle(visit, replace(phone, **told), by=by, edition=visit.edition)  # type: ignore[arg-type]  # same names
