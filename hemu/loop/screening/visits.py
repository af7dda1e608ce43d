"""走访: writing a visit down, sending it again, reviewing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.documents.store import store
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.ids import new_id
from hemu.kernel.places import county_of
from hemu.loop.screening import arrivals
from hemu.loop.screening.models import ObjectKind, Visit, VisitReason, VisitResult, VisitReview, VisitStatus
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

_LATITUDES, _LONGITUDES = (-90.0, 90.0), (-180.0, 180.0)


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit as somebody reports it: the thirteen items. See the model for units."""

    region: int
    visitors: str
    started_at: datetime
    ended_at: datetime
    object_kind: ObjectKind
    object_name: str
    reason: VisitReason
    result: VisitResult
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accuracy: float | None = None
    object_phone: str = ""
    object_people: int = 1
    object_info: str = ""
    campaign: str = ""
    has_dispute: bool = False
    dispute_text: str = ""
    has_hazard: bool = False
    hazard_text: str = ""
    needs_help: bool = False
    help_text: str = ""
    publicity: str = ""
    photos: Sequence[str] = field(default=())
    done_on_spot: str = ""
    what_follows: str = ""


_NAMES = tuple(one.name for one in fields(NewVisit))


def check(new: NewVisit, by: Actor) -> None:
    """Raise Refused, by field, unless the visit can be written by the actor."""
    if not by.covers(new.region):
        raise Forbidden(_("这个地点不在您的管辖范围内。"), field="region", code="outside_area")
    if county_of(new.region) == 0:
        raise Refused(_("请选择到县以下的地点。"), field="region", code="too_wide")
    _check_texts(new)
    if new.ended_at < new.started_at:
        raise Refused(_("结束时间不能早于开始时间。"), field="ended_at", code="order")
    if new.ended_at > clock.now():
        raise Refused(_("结束时间不能晚于现在。"), field="ended_at", code="future")
    if not all(store().has(name) for name in new.photos):
        raise Refused(_("照片没有上传完，请重新选择。"), field="photos", code="no_photo")
    if (new.latitude is None) != (new.longitude is None):
        raise Refused(_("定位不完整，请重新定位。"), field="latitude", code="position")
    if new.latitude is not None and new.longitude is not None:
        inside = (
            _LATITUDES[0] <= new.latitude <= _LATITUDES[1]
            and _LONGITUDES[0] <= new.longitude <= _LONGITUDES[1]
        )
        if not inside:
            raise Refused(_("定位不对，请重新定位。"), field="latitude", code="position")


def _check_texts(new: NewVisit) -> None:
    if not new.visitors.strip():
        raise Refused(_("请填写走访人员。"), field="visitors", code="required")
    if not new.object_name.strip():
        raise Refused(_("请填写户主或单位名称。"), field="object_name", code="required")
    if new.has_dispute and not new.dispute_text.strip():
        raise Refused(_("有矛盾纠纷的，请写明情况。"), field="dispute_text", code="required")
    if new.has_hazard and not new.hazard_text.strip():
        raise Refused(_("有风险隐患的，请写明情况。"), field="hazard_text", code="required")
    if new.needs_help and not new.help_text.strip():
        raise Refused(_("有求助事项的，请写明需要什么帮助。"), field="help_text", code="required")


def columns(new: NewVisit) -> dict[str, object]:
    """What the row of a visit holds of it."""
    told = {name: getattr(new, name) for name in _NAMES}
    return {
        name: value.strip() if isinstance(value, str) else list(value) if name == "photos" else value
        for name, value in told.items()
    }


def record_visit(new: NewVisit, *, by: Actor, visit_id: int | None = None, target: str = "") -> Visit:
    """Write a visit, to be reviewed. `visit_id` made by the sender: sending twice writes once.

    `target` names what of a list the visit answers, such as a campaign's target.
    """
    by.require(Permission.REGISTER)
    check(new, by)
    row = Visit.made_by(by, id=visit_id or new_id(), made_at=clock.now(), **columns(new))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            arrivals.arrived([arrivals.Arrival(row.county, row.id, target)])
    except IntegrityError:
        return own_visit(row.id, by=by)
    return row


def own_visit(visit_id: int, *, by: Actor) -> Visit:
    """The visit that this person has already sent under this number; raises Conflict when it is another's."""
    found: Visit | None = Visit.objects.visible_to(by).filter(id=visit_id, person_id=by.person_id).first()
    if found is None:
        raise Conflict(_("这个编号已被使用，请重新打开页面再填。"), code="id_taken")
    return found


def _locked(county: int, visit_id: int, by: Actor) -> Visit:
    rows = Visit.objects.visible_to(by).filter(county=county, id=visit_id)
    found: Visit | None = rows.select_for_update().first()
    if found is None:
        raise Missing(_("没有找到这次走访。"))
    return found


def correct_visit(visit: Visit, new: NewVisit, *, by: Actor, edition: int) -> Visit:
    """Send a visit again, before it is reviewed or after it was returned. Only its author does."""
    by.require(Permission.REGISTER)
    check(new, by)
    with transaction.atomic():
        row = _locked(visit.county, visit.id, by)
        if row.person_id != by.person_id:
            raise Forbidden(_("只有登记人可以修改这次走访。"))
        if row.status == VisitStatus.APPROVED:
            raise Conflict(_("这次走访已审核归档，不能再修改。"), code="archived")
        if row.edition != edition:
            raise Conflict(_("这次走访刚刚又提交过一次，请看过最新内容再修改。"), code="moved_on")
        if county_of(new.region) != row.county:
            raise Refused(_("不能改到另一个县。"), field="region", code="other_county")
        for name, value in columns(new).items():
            setattr(row, name, value)
        row.status, row.edition = VisitStatus.SUBMITTED, row.edition + 1
        row.save()
        arrivals.arrived([arrivals.Arrival(row.county, row.id)])
    return row


def may_review(visit: Visit, by: Actor) -> bool:
    """Whether the actor heads the visit's unit or area, and wasn't the visitor."""
    return (
        by.may(Permission.REVIEW_VISITS)
        and visit.status == VisitStatus.SUBMITTED
        and by.person_id != visit.person_id
        and (by.unit_id == visit.unit_id or by.covers(visit.region))
    )


def review_visit(visit: Visit, *, approve: bool, reason: str = "", by: Actor, edition: int) -> Visit:
    """Approve a visit, which archives it for good, or send it back with a reason."""
    by.require(Permission.REVIEW_VISITS)
    if not approve and not reason.strip():
        raise Refused(_("退回请写明理由，让走访人知道改什么。"), field="reason", code="required")
    with transaction.atomic():
        row = _locked(visit.county, visit.id, by)
        if row.status != VisitStatus.SUBMITTED or row.edition != edition:
            raise Conflict(_("这次走访已有人审核或刚被修改，请看最新内容。"), code="moved_on")
        if row.person_id == by.person_id:
            raise Forbidden(_("不能审核自己的走访，请由他人审核。"))
        row.status = VisitStatus.APPROVED if approve else VisitStatus.RETURNED
        row.save()
        VisitReview(
            county=row.county,
            visit_id=row.id,
            edition=row.edition,
            status=row.status,
            reason="" if approve else reason.strip(),
            person_name=by.name,
            unit_name=by.unit_name,
            at=clock.now(),
        ).save(force_insert=True)
    return row
