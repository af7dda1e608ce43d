"""What the law asks about the police, on plain values. No writing here."""

from __future__ import annotations

from collections.abc import Iterable

from hemu.disputes.models import Dispute
from hemu.loop.mediation.police.models import Basis, CaseStep, Step, Way
from hemu.orgs.models import Unit, UnitKind

POLICE = frozenset(
    {UnitKind.POLICE_BUREAU, UnitKind.POLICE_STATION, UnitKind.POLICE_OFFICE, UnitKind.LEGAL_BRIGADE}
)

NEXT: dict[Step | None, frozenset[Step]] = {
    None: frozenset({Step.FACTS}),
    Step.FACTS: frozenset({Step.REACHED, Step.HANDLED}),
    Step.REACHED: frozenset({Step.PERFORMED, Step.HANDLED}),
    Step.PERFORMED: frozenset({Step.APPLIED, Step.HANDLED}),
    Step.APPLIED: frozenset({Step.APPROVED, Step.NOT_APPROVED}),
    Step.NOT_APPROVED: frozenset({Step.HANDLED}),
    Step.APPROVED: frozenset(),
    Step.HANDLED: frozenset(),
}
"""治安管理处罚法9: reached → performed → applied for in writing → approved; else handled under the law."""

OF_THE_POLICE = frozenset({Step.FACTS, Step.APPROVED, Step.NOT_APPROVED, Step.HANDLED})
"""Steps that only the police take."""


def next_steps(last: CaseStep | None) -> list[Step]:
    """What may follow. What the police themselves settled needs no application once it is performed."""
    here = Step(last.step) if last is not None else None
    found = set(NEXT[here])
    if last is not None and here == Step.PERFORMED and last.way == Way.POLICE:
        found = {Step.APPROVED, Step.HANDLED}
    return sorted(found)


def is_police(unit_id: int) -> bool:
    """Whether a unit is one of the police."""
    return Unit.objects.filter(pk=unit_id, kind__in=POLICE).exists()


def duties(dispute: Dispute, reported: Iterable[int]) -> list[Basis]:
    """What must be reported by what is recorded, and has not been. The most pressing first.

    A minor of under eighteen has limited capacity at most: violence against one falls under 反家庭暴力法14.
    """
    known = dispute.facts
    unable = known.get("incapable_victim") or known.get("minors")
    due = []
    if known.get("domestic_violence"):
        due.append(Basis.INCAPABLE if unable else Basis.VIOLENCE)
    if any(known.get(name) for name in _OFFENCES):
        due.append(Basis.OFFENCE)
    have = set(reported)
    if Basis.INCAPABLE in have:
        have.add(Basis.VIOLENCE)
    return [basis for basis in due if basis not in have]


_OFFENCES = ("suspected_offence", "crime", "threat_violence", "weapon", "group_fight")

FACTS_OF: dict[Basis, tuple[str, ...]] = {
    Basis.INCAPABLE: ("domestic_violence", "incapable_victim"),
    Basis.VIOLENCE: ("domestic_violence",),
    Basis.OFFENCE: ("suspected_offence",),
    Basis.ESCALATION: ("may_escalate",),
}
"""What a report says of the dispute: the rating is asked anew."""
