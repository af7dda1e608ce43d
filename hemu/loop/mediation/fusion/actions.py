"""Bringing in another kind of mediation, its answer, and pointing the parties to a way out."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, InvolvementRole
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.mediation.fusion.models import WAYS_OUT, Kind, Standing, Strand, Tie
from hemu.orgs.actor import Actor
from hemu.orgs.models import Unit, UnitKind

KINDS = {
    UnitKind.MEDIATION_COMMITTEE: Kind.PEOPLE,
    UnitKind.VILLAGE_COMMITTEE: Kind.PEOPLE,
    UnitKind.COURT: Kind.JUDICIAL,
    UnitKind.JUDICIAL_OFFICE: Kind.ADMINISTRATIVE,
    UnitKind.JUDICIAL_BUREAU: Kind.ADMINISTRATIVE,
    UnitKind.DEPARTMENT: Kind.ADMINISTRATIVE,
    UnitKind.TOWNSHIP_GOVERNMENT: Kind.ADMINISTRATIVE,
    UnitKind.TOWNSHIP_CENTRE: Kind.ADMINISTRATIVE,
    UnitKind.COUNTY_CENTRE: Kind.ADMINISTRATIVE,
    UnitKind.POLICE_BUREAU: Kind.ADMINISTRATIVE,
    UnitKind.POLICE_STATION: Kind.ADMINISTRATIVE,
    UnitKind.POLICE_OFFICE: Kind.ADMINISTRATIVE,
    UnitKind.LEGAL_BRIGADE: Kind.ADMINISTRATIVE,
    UnitKind.PETITION_OFFICE: Kind.ADMINISTRATIVE,
}
"""Which kind of mediation a unit does; others mediate nothing."""


def kind_of(unit: Unit) -> Kind | None:
    """The kind of mediation that a unit does, or None."""
    return KINDS.get(UnitKind(unit.kind))


def invite(
    dispute: Dispute, unit: Unit, tie: Tie, task: str, *, by: Actor, seen: int | None = None
) -> Strand:
    """M1: another body takes part in this dispute's mediation. It sees the dispute and is told.

    The lead stays who it is; a court that entrusts and a department that joins are both partners.
    """
    kind = kind_of(unit)
    if kind is None:
        raise Refused(_("%(unit)s不做调解，请另选单位。") % {"unit": unit.name}, field="unit", code="kind")
    if tie == Tie.GUIDED:
        raise Refused(_("请选择联动的方式。"), field="tie", code="tie")
    if not task.strip():
        raise Refused(_("请写明请对方做什么。"), field="task", code="required")
    with turn(dispute.county, dispute.id, Act.COMBINE, by=by, seen=seen) as this:
        if unit.pk == by.unit_id:
            raise Refused(_("不用邀请本单位。"), field="unit", code="own")
        if _open_of(this.dispute, unit.pk) is not None:
            raise Refused(_("已经邀请过，还没有结果。"), field="unit", code="asked_already")
        row = _strand(this, kind, tie, unit.name, task.strip(), Standing.ASKED)
        row.unit_id = unit.pk
        row.save(force_insert=True)
        if unit.pk != this.dispute.lead_unit_id:
            this.involve(unit.pk, unit.name, InvolvementRole.JOINT)
        this.tell(fusion=int(kind), tie=int(tie), partner=unit.name, strand="asked")
        this.tell_of_persons(task=row.task)
        this.notify(units=(unit.pk,))
    return row


def _strand(this: Turn, kind: Kind, tie: Tie, name: str, task: str, standing: Standing) -> Strand:
    return Strand(
        county=this.dispute.county, dispute_id=this.dispute.id, kind=kind, tie=tie, unit_name=name, task=task,
        standing=standing, asked_at=this.at, asked_by=this.by.name, asked_unit=this.by.unit_name,
        asked_post=this.by.post_id,
    )  # fmt: skip


def _open_of(dispute: Dispute, unit_id: int) -> Strand | None:
    rows = Strand.objects.of(dispute).filter(unit_id=unit_id, standing__in=(Standing.ASKED, Standing.TAKEN))
    found: Strand | None = rows.order_by("-asked_at", "-id").first()
    return found


NEXT = {
    Standing.ASKED: (Standing.TAKEN, Standing.DONE, Standing.DECLINED),
    Standing.TAKEN: (Standing.DONE, Standing.DECLINED),
}
"""What the body that was asked may say next."""


def respond(
    dispute: Dispute, strand_id: int, standing: Standing, result: str, *, by: Actor, seen: int | None = None
) -> Strand:
    """The body takes part, is done, or doesn't take part and says why; who asked is told."""
    if not result.strip():
        raise Refused(_("请写明怎么参与、结果怎样，或者为什么不参与。"), field="result", code="required")
    with turn(dispute.county, dispute.id, Act.COMBINE, by=by, seen=seen) as this:
        row: Strand | None = Strand.objects.of(this.dispute).filter(pk=strand_id).select_for_update().first()
        if row is None:
            raise Missing(_("没有找到这次联动。"))
        if row.unit_id != by.unit_id:
            raise Forbidden(_("由被邀请的单位回应。"))
        if standing not in NEXT.get(Standing(row.standing), ()):
            raise Conflict(
                _("这次联动现在是“%(state)s”，不能这样办。") % {"state": row.get_standing_display()},
                code="wrong_state",
            )
        row.standing, row.result, row.answered_at, row.answered_by = (
            standing,
            result.strip(),
            this.at,
            by.name,
        )
        row.save()
        this.tell(fusion=row.kind, partner=row.unit_name, strand=Standing(standing).name.lower())
        this.tell_of_persons(result_text=row.result)
        this.notify(posts=(row.asked_post,))
    return row


def guide(
    dispute: Dispute, kind: Kind, where: str, text: str, *, by: Actor, seen: int | None = None
) -> Strand:
    """The parties are told of arbitration, petition or court, and where: mediation holds nobody back.

    The mediation goes on where the parties want it to (人民调解法3).
    """
    if kind not in WAYS_OUT:
        raise Refused(_("请选择仲裁、信访或者诉讼。"), field="kind", code="kind")
    for name, value in (("where", where), ("text", text)):
        if not value.strip():
            raise Refused(_("请填写这一项。"), field=name, code="required")
    with turn(dispute.county, dispute.id, Act.COMBINE, by=by, seen=seen) as this:
        row = _strand(this, kind, Tie.GUIDED, where.strip(), text.strip(), Standing.TOLD)
        row.answered_at = this.at
        row.save(force_insert=True)
        this.tell(fusion=int(kind), tie=int(Tie.GUIDED), partner=row.unit_name, strand="told")
        this.tell_of_persons(task=row.task)
    return row
