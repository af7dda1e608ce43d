"""Units are set up, amended, given areas, and closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.kernel.places import Span
from hemu.orgs.actions.guard import differences, record, require_span, require_unit, save_once
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, RecordAct, Region, Unit, UnitArea, UnitKind
from hemu.orgs.names import pinyin_key

closing_checks: list[Callable[[Unit], str]] = []
"""What parts above this one ask before a unit is closed: each answers why not, or an empty text."""


@dataclass(frozen=True, slots=True)
class UnitData:
    """What a unit is, as forms and imports give it."""

    name: str
    kind: int
    region: Region
    committee_kind: int | None = None
    parent: Unit | None = None
    phone: str = ""
    address: str = ""


@transaction.atomic
def create_unit(data: UnitData, *, by: Actor, areas: Sequence[Span] = ()) -> Unit:
    """A new unit that covers `areas`, or its own region when none are given."""
    require_span(by, data.region.span)
    for span in areas:
        require_span(by, span)
    unit = Unit()
    _fill(unit, data)
    save_once(unit, _twin(), new=True)
    for span in areas or (data.region.span,):
        UnitArea.objects.create(unit=unit, lo=span.lo, hi=span.hi, since=clock.today())
    record(by, unit, RecordAct.CREATED, name=["", unit.name])
    return unit


@transaction.atomic
def amend_unit(unit: Unit, data: UnitData, *, by: Actor) -> Unit:
    """Put `data` in place of what is known of `unit`; areas stay."""
    unit = Unit.objects.select_for_update(of=("self",)).select_related("region", "parent").get(pk=unit.pk)
    require_unit(by, unit)
    require_span(by, data.region.span)
    before = _facts(unit)
    _fill(unit, data)
    changed = differences(before, _facts(unit))
    if changed:
        save_once(unit, _twin())
        record(by, unit, RecordAct.AMENDED, **changed)
    return unit


@transaction.atomic
def close_unit(unit: Unit, *, by: Actor, reason: str) -> Unit:
    """End a unit, its areas and the posts in it, from today. Units below it must be closed or moved first."""
    unit = Unit.objects.select_for_update(of=("self",)).select_related("region").get(pk=unit.pk)
    require_unit(by, unit)
    if not unit.is_active:
        return unit
    if not reason.strip():
        raise Refused(_("请写明停用原因。"), field="reason")
    below = unit.children.filter(is_active=True).order_by("id").first()
    if below is not None:
        raise Refused(_("请先停用或调整下级单位“%(name)s”。") % {"name": below.name}, code="has_children")
    for check in closing_checks:
        if why_not := check(unit):
            raise Refused(why_not, code="in_use")
    today = clock.today()
    UnitArea.objects.current().filter(unit=unit).update(until=today)
    Post.objects.current().filter(unit=unit).update(until=today, is_main=False)
    unit.is_active, unit.closed_on = False, today
    unit.save(update_fields=["is_active", "closed_on"])
    record(by, unit, RecordAct.CLOSED, reason=["", reason.strip()])
    return unit


@transaction.atomic
def reopen_unit(unit: Unit, *, by: Actor) -> Unit:
    """Bring a closed unit back, covering its own region; its people must be given posts again."""
    unit = Unit.objects.select_for_update(of=("self",)).select_related("region").get(pk=unit.pk)
    require_unit(by, unit)
    if unit.is_active:
        return unit
    _refuse_twin(unit, unit.name, unit.kind, unit.region)
    unit.is_active, unit.closed_on = True, None
    unit.save(update_fields=["is_active", "closed_on"])
    UnitArea.objects.create(unit=unit, lo=unit.region.lo, hi=unit.region.hi, since=clock.today())
    record(by, unit, RecordAct.REOPENED)
    return unit


@transaction.atomic
def add_area(unit: Unit, region: Region, *, by: Actor) -> UnitArea:
    """Let `unit` cover `region` too, from today."""
    require_unit(by, unit)
    require_span(by, region.span)
    for area in UnitArea.objects.current().filter(unit=unit).order_by("lo"):
        if area.lo <= region.lo and region.hi <= area.hi:
            raise Refused(_("该单位的辖区已包含%(name)s。") % {"name": region.name}, field="region")
    area = UnitArea.objects.create(unit=unit, lo=region.lo, hi=region.hi, since=clock.today())
    record(by, unit, RecordAct.AREA_ADDED, area=["", region.full_name])
    return area


@transaction.atomic
def end_area(area: UnitArea, *, by: Actor) -> None:
    """Let a unit cover an area no longer, from today."""
    require_unit(by, area.unit)
    if not area.is_current:
        return
    others = UnitArea.objects.current().filter(unit=area.unit).exclude(pk=area.pk)
    if not others.exists():
        raise Refused(_("单位至少应有一个辖区；如单位撤销，请停用单位。"), code="last_area")
    area.until = clock.today()
    area.save(update_fields=["until"])
    name = Region.objects.filter(pk=area.lo).values_list("full_name", flat=True).first()
    record(by, area.unit, RecordAct.AREA_ENDED, area=[name or str(area.lo), ""])


def _fill(unit: Unit, data: UnitData) -> None:
    name = data.name.strip()
    if not name:
        raise Refused(_("请填写单位名称。"), field="name")
    is_committee = data.kind == UnitKind.MEDIATION_COMMITTEE
    if is_committee and data.committee_kind is None:
        raise Refused(_("请选择调委会类别。"), field="committee_kind")
    if data.parent is not None and _is_below(data.parent, unit):
        raise Refused(_("上级单位不能是本单位或其下级。"), field="parent")
    _refuse_twin(unit, name, data.kind, data.region)
    unit.name, unit.pinyin, unit.kind, unit.region = name, pinyin_key(name), data.kind, data.region
    unit.committee_kind = data.committee_kind if is_committee else None
    unit.parent, unit.phone, unit.address = data.parent, data.phone.strip(), data.address.strip()


def _refuse_twin(unit: Unit, name: str, kind: int, region: Region) -> None:
    twins = Unit.objects.active().filter(region=region, kind=kind, name=name).exclude(pk=unit.pk)
    if twins.exists():
        raise _twin()


def _twin() -> Refused:
    return Refused(_("该区划已有同类同名单位。"), field="name", code="twin")


def _is_below(candidate: Unit, unit: Unit) -> bool:
    here: Unit | None = candidate
    while here is not None:
        if here.pk == unit.pk:
            return True
        here = here.parent
    return False


def _facts(unit: Unit) -> dict[str, object]:
    return {
        "name": unit.name,
        "kind": unit.get_kind_display(),
        "committee_kind": unit.get_committee_kind_display() if unit.committee_kind else "",
        "region": unit.region.full_name,
        "parent": unit.parent.name if unit.parent else "",
        "phone": unit.phone,
        "address": unit.address,
    }
