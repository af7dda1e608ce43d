"""Ordering a campaign, changing it, and saying what must be visited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.bulk import insert_new
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.ids import new_id
from hemu.kernel.places import county_of
from hemu.loop.screening.campaigns import entries, naming
from hemu.loop.screening.campaigns.models import Campaign, CampaignKind, Naming, Target, TargetKind
from hemu.loop.screening.models import Visit
from hemu.orgs import queries as orgs
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

LONGEST_DAYS = 400
MOST_TARGETS = 20_000
"""Targets of one campaign: a county's households are the register's business, not a target list's."""


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """A campaign as somebody orders it."""

    region: int
    kind: CampaignKind
    name: str
    since: date
    until: date
    entries: tuple[str, ...] = ()
    note: str = ""
    occasion: str = ""


@dataclass(frozen=True, slots=True)
class NewTarget:
    """One thing to be visited, as somebody lists it."""

    kind: TargetKind
    name: str
    region: int
    place: str = ""
    entry: str = ""
    latitude: float | None = None
    longitude: float | None = None
    grounds: str = ""


def may_lead(by: Actor) -> bool:
    """Whether the post orders campaigns at all: those who review visits, and those who warn from above."""
    return by.may(Permission.REVIEW_VISITS) or by.may(Permission.WARN)


def may_change(campaign: Campaign, by: Actor) -> bool:
    """Whether the actor may change the campaign: whoever may order one over all of its area."""
    return may_lead(by) and by.covers_span(campaign.span)


def may_list(campaign: Campaign, by: Actor) -> bool:
    """Whether the actor may add targets where it works."""
    return may_lead(by) or by.may(Permission.REGISTER)


def _check(new: NewCampaign, by: Actor) -> int:
    """Answers where the places of the campaign end; raises Refused by field."""
    if not may_lead(by):
        raise Forbidden(_("您的岗位不能部署专项行动。"))
    region = orgs.region(new.region)
    if not by.covers_span(region.span):
        raise Forbidden(_("这个地区不全在您的管辖范围内。"), field="region", code="outside_area")
    if not new.name.strip():
        raise Refused(_("请填写名称。"), field="name", code="required")
    if new.until < new.since:
        raise Refused(_("结束日期不能早于开始日期。"), field="until", code="order")
    if (new.until - new.since).days > LONGEST_DAYS:
        raise Refused(_("时间太长，请分成几次行动。"), field="until", code="too_long")
    known = {code for _title, rows in entries.choices() for code, _label in rows}
    if not set(new.entries) <= known:
        raise Refused(_("场所清单刚刚改过，请重新选择。"), field="entries", code="unknown")
    return region.hi


def order_campaign(new: NewCampaign, *, by: Actor, campaign_id: int | None = None) -> Campaign:
    """Order a campaign over a region. `campaign_id` made with the form: sending twice orders once."""
    hi = _check(new, by)
    row = Campaign.made_by(by, made_at=clock.now(), hi=hi, **_columns(new))
    if campaign_id is not None:
        row.id = campaign_id
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        own = Campaign.objects.concerning(by).filter(unit_id=by.unit_id)
        found: Campaign | None = own.filter(id=row.id).first()
        if found is None:
            raise Refused(
                _("本单位已有同名、同一天开始的行动。"), field="name", code="done_already"
            ) from None
        return found
    return row


def _columns(new: NewCampaign) -> dict[str, object]:
    return {
        "region": new.region,
        "kind": new.kind,
        "name": new.name.strip(),
        "since": new.since,
        "until": new.until,
        "entries": list(new.entries),
        "note": new.note.strip(),
        "occasion": new.occasion,
    }


def change_campaign(campaign: Campaign, new: NewCampaign, *, by: Actor) -> Campaign:
    """Change name, days, entries and note. The area stays: its targets lie in it."""
    _check(new, by)
    with transaction.atomic():
        rows = Campaign.objects.concerning(by).filter(county=campaign.county, id=campaign.id)
        row: Campaign | None = rows.select_for_update().first()
        if row is None:
            raise Missing(_("没有找到这次行动。"))
        if not may_change(row, by):
            raise Forbidden(_("只有部署单位和上级可以修改这次行动。"))
        if new.region != row.region:
            raise Refused(_("范围不能改，请另行部署。"), field="region", code="moved")
        for name, value in _columns(new).items():
            setattr(row, name, value)
        row.save()
    return row


def add_targets(campaign: Campaign, new: Sequence[NewTarget], *, by: Actor) -> int:
    """Add targets; answers how many were new. What is on the list already stays as it is.

    Raises Refused (field ``targets``) when one lies outside the campaign or the actor's area.
    """
    if not may_list(campaign, by):
        raise Forbidden(_("您的岗位不能列走访对象。"))
    ends = _ends({one.region for one in new}, campaign, by)
    rows = [_row(campaign, one, ends[one.region], by) for one in new]
    with transaction.atomic():
        held = Target.objects.unscoped(reason="how many the campaign has").filter(campaign_id=campaign.id)
        if held.count() + len(rows) > MOST_TARGETS:
            raise Refused(_("一次行动的对象太多，请分地区部署。"), field="targets", code="too_many")
        return len(insert_new(Target, rows))


def _row(campaign: Campaign, new: NewTarget, hi: int, by: Actor) -> dict[str, Any]:
    return {
        "id": new_id(), "county": county_of(new.region), "region": new.region, "hi": hi,
        "campaign_county": campaign.county, "campaign_id": campaign.id, "made_at": clock.now(),
        "place": new.place.strip(), "kind": int(new.kind), "name": new.name.strip()[:100], "entry": new.entry,
        "latitude": new.latitude, "longitude": new.longitude, "grounds": new.grounds[:200],
        "unit_id": by.unit_id, "unit_name": by.unit_name, "person_id": by.person_id, "person_name": by.name,
    }  # fmt: skip


def _ends(regions: set[int], campaign: Campaign, by: Actor) -> dict[int, int]:
    found = {region: orgs.region(region).hi for region in regions}
    for region, hi in found.items():
        if region not in campaign.span or hi > campaign.hi:
            raise Refused(_("有对象不在这次行动的范围内。"), field="targets", code="outside_campaign")
        if not by.covers(region):
            raise Forbidden(_("有对象不在您的管辖范围内。"), field="targets", code="outside_area")
        if county_of(region) == 0:
            raise Refused(_("请写明到县以下的地点。"), field="targets", code="too_wide")
    return found


def _target(county: int, target_id: int, by: Actor) -> Target:
    rows = Target.objects.visible_to(by).filter(county=county, id=target_id)
    found: Target | None = rows.select_for_update().first()
    if found is None:
        raise Missing(_("没有找到这个对象。"))
    return found


def remove_target(target: Target, why: str, *, by: Actor) -> Target:
    """Take a target off the list, with a reason that stays: it would otherwise be named as missing."""
    if not why.strip():
        raise Refused(_("请写明为什么不用走访。"), field="why", code="required")
    with transaction.atomic():
        row = _target(target.county, target.id, by)
        if not (may_lead(by) and by.covers(row.region)):
            raise Forbidden(_("您的岗位不能移出走访对象。"))
        if row.removed_at is not None:
            raise Conflict(_("这个对象已经移出。"), code="done_already")
        row.removed_at, row.removed_by, row.removed_why = clock.now(), by.name, why.strip()[:200]
        row.save()
    return row


def name_target(target: Target, visit: Visit, *, by: Actor) -> None:
    """Say that a visit answers a target, where name and place don't show it: its visitor or a reviewer."""
    if visit.person_id != by.person_id and not by.may(Permission.REVIEW_VISITS):
        raise Forbidden(_("只有走访人和审核走访的人可以说明走访了哪个对象。"))
    with transaction.atomic():
        row = _target(target.county, target.id, by)
        insert_new(Naming, [naming.naming(visit.county, visit.id, row)])
