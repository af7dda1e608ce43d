"""分: giving a dispute to those who must handle it, and their answer. One lead unit at all times."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ClockKind, Dispute, InvolvementRole
from hemu.kernel.errors import Refused
from hemu.loop.routing import hops
from hemu.loop.routing.models import Way
from hemu.loop.routing.proposal import may_receive, propose
from hemu.orgs.actor import Actor, system_actor
from hemu.orgs.models import Post, Unit, UnitKind
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.orgs.queries import unit_of_kind_for
from hemu.rulebook import codes

RETURNS_BEFORE_RAISED = 3
"""The third return of one dispute goes up a level by itself (R4)."""
HORIZONTAL_KINDS = (
    UnitKind.COURT,
    UnitKind.LEGAL_BRIGADE,
    UnitKind.JUDICIAL_OFFICE,
    UnitKind.JUDICIAL_BUREAU,
)
CENTRES = (UnitKind.TOWNSHIP_CENTRE, UnitKind.TOWNSHIP_GOVERNMENT, UnitKind.COUNTY_CENTRE)


@transaction.atomic
def assign_internal(
    dispute: Dispute,
    unit: Unit,
    *,
    by: Actor,
    officer: Post | None = None,
    reason: str = "",
    seen: int | None = None,
) -> Dispute:
    """R1: give it to a unit within whose duty it lies, and to an officer of it. One's own receives it."""
    _check_unit(dispute, unit)
    _check_officer(unit, officer)
    proposal = propose(dispute)
    with turn(dispute.county, dispute.id, Act.ROUTE, by=by, seen=seen) as this:
        hop = hops.give(this, unit, Way.INTERNAL, reason=reason, grounds=proposal.grounds_as_json())
        if officer is not None:
            hop.officer_post_id, hop.officer_name = officer.pk, officer.person.name
            hop.save(update_fields=["officer_post_id", "officer_name"])
            this.notify(posts=(officer.pk,))
            this.tell(officer=officer.person.name)
    if unit.pk == by.unit_id and by.may(Permission.RECEIVE):
        return receive(this.dispute, by=by)
    return this.dispute


def push_to_centre(
    dispute: Dispute, *, by: Actor, centre: Unit | None = None, reason: str = "", seen: int | None = None
) -> Dispute:
    """R2: the subject is unclear or several units share it: the township centre will name the lead."""
    centre = centre or unit_of_kind_for(dispute.region, UnitKind.TOWNSHIP_CENTRE)
    if centre is None:
        raise Refused(_("纠纷发生地没有设置综治中心，请先在“组织”里添加。"), field="unit", code="no_centre")
    if centre.kind not in CENTRES:
        raise Refused(_("纵向推送只能推给综治中心或乡镇政府。"), field="unit", code="not_a_centre")
    _check_unit(dispute, centre)
    proposal = propose(dispute)
    with turn(dispute.county, dispute.id, Act.ROUTE, by=by, seen=seen) as this:
        hops.give(this, centre, Way.VERTICAL, reason=reason, grounds=proposal.grounds_as_json())
    return this.dispute


def send_horizontal(
    dispute: Dispute,
    unit: Unit,
    *,
    by: Actor,
    joint: Sequence[Unit] = (),
    reason: str = "",
    seen: int | None = None,
) -> Dispute:
    """R3: a matter of law or litigation goes to the court, the legal brigade or the judicial office."""
    if unit.kind not in HORIZONTAL_KINDS:
        raise Refused(
            _("横向移交只能交给法院（法庭）、法制大队或司法行政机关。"), field="unit", code="not_horizontal"
        )
    _check_unit(dispute, unit)
    _check_joint(dispute, unit, joint)
    proposal = propose(dispute)
    with turn(dispute.county, dispute.id, Act.ROUTE, by=by, seen=seen) as this:
        hops.give(this, unit, Way.HORIZONTAL, reason=reason, grounds=proposal.grounds_as_json(), joint=joint)
    return this.dispute


def name_units(
    dispute: Dispute,
    lead: Unit,
    joint: Sequence[Unit] = (),
    *,
    by: Actor,
    reason: str = "",
    seen: int | None = None,
) -> Dispute:
    """R2: the centre names the lead unit and those that help. Itself named lead, it must still receive."""
    _check_unit(dispute, lead)
    _check_joint(dispute, lead, joint)
    with turn(dispute.county, dispute.id, Act.NAME_UNITS, by=by, seen=seen) as this:
        _require_centre(by)
        proposal = propose(this.dispute)
        hops.answered(this)
        hops.give(
            this, lead, Way.NAMED, reason=reason, grounds=proposal.grounds_as_json(), joint=joint, kept=True
        )
        this.start_clock(ClockKind.STATE)
    return this.dispute


def _require_centre(by: Actor) -> None:
    own = Unit.objects.filter(pk=by.unit_id).first()
    if own is not None and own.kind not in CENTRES:
        raise Refused(_("主办、协办单位由综治中心指定。"), field="lead", code="not_a_centre")


def take(dispute: Dispute, *, by: Actor, seen: int | None = None) -> Dispute:
    """A committee or officer who is near takes up a blue dispute by their own move (人民调解法17)."""
    unit = Unit.objects.filter(pk=by.unit_id).first()
    if unit is None:
        raise Refused(_("您的岗位不属于任何单位，不能受领。"), code="no_unit")
    with turn(dispute.county, dispute.id, Act.TAKE, by=by, seen=seen) as this:
        grounds = propose(this.dispute).grounds_as_json()
        hop = hops.give(this, unit, Way.TAKEN, reason="", grounds=grounds)
        hops.received(this, hop)
    return this.dispute


def receive(dispute: Dispute, *, by: Actor, seen: int | None = None) -> Dispute:
    """R4: the unit whose turn it is accepts."""
    with turn(dispute.county, dispute.id, Act.RECEIVE, by=by, seen=seen) as this:
        hop = hops.open_hop(this.dispute)
        if hop is not None:
            hops.received(this, hop)
        this.stop_clock(ClockKind.HOP)
    return this.dispute


@transaction.atomic
def give_back(
    dispute: Dispute, reason: str, *, by: Actor, code: str = "", seen: int | None = None
) -> Dispute:
    """R4: return it with a reason. The third return of one dispute goes to the county centre by itself."""
    if not reason.strip():
        raise Refused(_("请写明退回的理由。"), field="reason", code="required")
    if code and not codes.is_code("return_reason", code):
        raise Refused(_("没有这个退回理由，请从列表中选择。"), field="code", code="unknown_code")
    with turn(dispute.county, dispute.id, Act.RETURN, by=by, seen=seen) as this:
        hop = hops.open_hop(this.dispute)
        if hop is not None and hop.way == Way.RAISED:
            raise Refused(
                _("这件纠纷已三次退回，由您单位指定主办单位，不能再退回。"), field="reason", code="raised"
            )
        this.set(returns=this.dispute.returns + 1)
        this.tell(returns=this.dispute.returns, code=code)
        this.tell_of_persons(reason=reason.strip())
        hops.returned(this, hop, code=code, reason=reason.strip())
    if this.dispute.returns == RETURNS_BEFORE_RAISED:
        return _raise(this.dispute)
    return this.dispute


def _raise(dispute: Dispute) -> Dispute:
    """Three returns: the county centre must name who handles it."""
    above = unit_of_kind_for(dispute.region, UnitKind.COUNTY_CENTRE)
    if above is None:
        return dispute
    with turn(dispute.county, dispute.id, Act.ROUTE, by=system_actor(_("流转规则"))) as this:
        hops.give(this, above, Way.RAISED, reason=_("三次退回，自动提级"), grounds=[])
    return this.dispute


def hand_over(dispute: Dispute, unit: Unit, reason: str, *, by: Actor, seen: int | None = None) -> Dispute:
    """R4: the unit that has it passes it to another, which must accept in time."""
    if not reason.strip():
        raise Refused(_("请写明移送的理由。"), field="reason", code="required")
    if unit.pk == by.unit_id:
        raise Refused(_("不能移送给自己的单位。"), field="unit", code="itself")
    _check_unit(dispute, unit)
    with turn(dispute.county, dispute.id, Act.HAND_OVER, by=by, seen=seen) as this:
        hops.give(this, unit, Way.HANDED_OVER, reason=reason.strip(), grounds=[])
        this.stop_clock(ClockKind.MEDIATION)
    return this.dispute


def report_up(
    dispute: Dispute, text: str, *, by: Actor, units: Sequence[Unit] = (), seen: int | None = None
) -> Dispute:
    """R5: report at once to the township government and the level above, or to the units named."""
    if not text.strip():
        raise Refused(_("请写明报告的内容：什么情况、已采取什么措施。"), field="text", code="required")
    with turn(dispute.county, dispute.id, Act.REPORT_UP, by=by, seen=seen) as this:
        told = list(units) or list(propose(this.dispute).report_to) or _by_default(this.dispute)
        report_to(this, told)
        this.stop_clock(ClockKind.REPORT)
        this.tell_of_persons(report=text.strip())
    return this.dispute


def _by_default(dispute: Dispute) -> list[Unit]:
    kinds = (UnitKind.TOWNSHIP_GOVERNMENT, UnitKind.COUNTY_CENTRE)
    return [unit for kind in kinds if (unit := unit_of_kind_for(dispute.region, kind)) is not None]


def report_to(this: Turn, units: Sequence[Unit]) -> None:
    """Let units see the dispute as those it was reported to, and tell them."""
    for unit in units:
        this.involve(unit.pk, unit.name, InvolvementRole.REPORTED)
    if units:
        this.notify(units=tuple(unit.pk for unit in units))
        this.tell(reported_to=[unit.name for unit in units])


def _check_unit(dispute: Dispute, unit: Unit) -> None:
    if not may_receive(dispute, unit):
        message = _("%(unit)s不管辖纠纷发生地，不能交给它。") % {"unit": unit.name}
        raise Refused(message, field="unit", code="not_covering")


def _check_joint(dispute: Dispute, lead: Unit, joint: Sequence[Unit]) -> None:
    if any(unit.pk == lead.pk for unit in joint):
        raise Refused(_("主办单位不能同时是协办单位。"), field="joint", code="lead_is_joint")
    if len({unit.pk for unit in joint}) != len(joint):
        raise Refused(_("同一个协办单位选了两次。"), field="joint", code="twice")
    for unit in joint:
        if not may_receive(dispute, unit):
            raise Refused(
                _("%(unit)s不管辖纠纷发生地，不能协办。") % {"unit": unit.name},
                field="joint",
                code="not_covering",
            )


def _check_officer(unit: Unit, officer: Post | None) -> None:
    if officer is None:
        return
    able = Permission.MEDIATE in ROLE_PERMISSIONS[officer.role]  # type: ignore[index]  # a Role by its number
    if officer.unit_id != unit.pk or not officer.is_current or not able:
        raise Refused(_("承办人必须是该单位在任的办案人员。"), field="officer", code="not_of_unit")
