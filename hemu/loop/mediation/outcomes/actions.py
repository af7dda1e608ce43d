"""Stating that something was prevented, and another person's check of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hemu.disputes.advance import turn
from hemu.disputes.announcing import announce_dispute
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.loop.mediation.outcomes.models import Prevented, Prevention, Verdict
from hemu.loop.mediation.outcomes.queries import statement
from hemu.loop.mediation.rules import require_text
from hemu.orgs.actor import Actor
from hemu.orgs.models import UnitKind
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import unit_of_kind_for

_MASS = frozenset({Prevented.MASS_PETITION, Prevented.MASS_INCIDENT})
LEAST_GROUNDS = 10
"""Signs: fewer say nothing that another could check."""


@dataclass(frozen=True, slots=True)
class NewStatement:
    """What was prevented, with how many people, on what day, and what shows it."""

    kind: Prevented
    people: int
    happened_on: date
    grounds: str


def state(dispute: Dispute, new: NewStatement, *, by: Actor, seen: int | None = None) -> Dispute:
    """M11: it counts for nothing until another person has checked it; the centre is told that it waits."""
    by.require(Permission.MEDIATE)
    _check(new)
    with turn(dispute.county, dispute.id, Act.NOTE, by=by, seen=seen) as this:
        if _standing(this.dispute, new.kind):
            raise Conflict(_("这一类已经申报过。"), code="stated_already")
        row = Prevention(
            county=dispute.county,
            dispute_id=dispute.pk,
            region=dispute.region,
            kind=new.kind,
            people=new.people,
            grounds=new.grounds.strip(),
            happened_on=new.happened_on,
            stated_by_id=by.person_id,
            stated_by=by.name,
            stated_unit=by.unit_name,
            stated_at=this.at,
        )
        row.save(force_insert=True)
        this.tell(prevention=int(new.kind), people_held=new.people)
        this.tell_of_persons(grounds=row.grounds)
        centre = unit_of_kind_for(dispute.region, UnitKind.TOWNSHIP_CENTRE)
        announce_dispute(
            this.dispute, "prevention_asked", key=f"prevention:{row.pk}", due=this.at,
            units=(centre.pk if centre else None,), path=f"{dispute.get_absolute_url()}#panel-outcomes",
        )  # fmt: skip
    return this.dispute


def _check(new: NewStatement) -> None:
    if len(new.grounds.strip()) < LEAST_GROUNDS:
        raise Refused(
            _("请写明依据，写得别人能够核实：什么时候、多少人、做了什么、怎样散去。"),
            field="grounds",
            code="required",
        )
    if new.people < 1:
        raise Refused(_("人数要大于零。"), field="people", code="people")
    if new.happened_on > clock.today():
        raise Refused(_("日期不能晚于今天。"), field="happened_on", code="future")


def _standing(dispute: Dispute, kind: Prevented) -> bool:
    rows = Prevention.objects.of(dispute).filter(kind=kind).exclude(verdict=Verdict.REJECTED)
    return bool(rows.exists())


def decide(
    dispute: Dispute,
    prevention_id: int,
    verdict: Verdict,
    decision: str,
    *,
    by: Actor,
    seen: int | None = None,
) -> Dispute:
    """Another person, who may close disputes here, says whether it holds. Approved, it counts."""
    require_text(decision=decision)
    if verdict == Verdict.OPEN:
        raise Refused(_("请选择核实结果。"), field="verdict", code="required")
    with turn(dispute.county, dispute.id, Act.MARK, by=by, seen=seen) as this:
        row = statement(this.dispute, prevention_id)
        if row.verdict != Verdict.OPEN:
            raise Conflict(_("这项申报已经核实过。"), code="decided_already")
        if row.stated_by_id == by.person_id:
            raise Forbidden(_("要由申报人以外的人核实。"))
        row.verdict, row.decision = verdict, decision.strip()
        row.decided_by, row.decided_unit, row.decided_at = by.name, by.unit_name, this.at
        row.save()
        if verdict == Verdict.APPROVED and row.kind in _MASS:
            this.set(mass_prevented=True)
        this.tell(prevention=row.kind, verdict=int(verdict))
        this.tell_of_persons(reason=row.decision)
    return this.dispute
