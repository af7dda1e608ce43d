"""What the rulebook proposes: which way a dispute goes, to whom, with whom, and who is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hemu.disputes.models import Dispute
from hemu.disputes.rating import known_facts
from hemu.kernel import clock
from hemu.loop.routing.models import Way
from hemu.orgs.models import CommitteeKind, Unit, UnitKind
from hemu.orgs.queries import unit_of_kind_for, units_covering
from hemu.rulebook import Ground, evaluate

_WAYS = {"internal": Way.INTERNAL, "vertical": Way.VERTICAL, "horizontal": Way.HORIZONTAL}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rules propose for one dispute, with the grounds. A person decides."""

    way: Way
    targets: tuple[Unit, ...]
    joint: tuple[Unit, ...]
    report_to: tuple[Unit, ...]
    on_the_spot: bool
    safety_plan: bool
    not_mediable: bool
    article: str
    grounds: tuple[Ground, ...]
    version: int

    def grounds_as_json(self) -> list[dict[str, object]]:
        """For the hop's row and the ledger."""
        return [ground.as_json() for ground in self.grounds]


def propose(dispute: Dispute) -> Proposal:
    """What the table "routing" says of the dispute's recorded facts and its colour."""
    facts = {**known_facts(dispute), "colour": int(dispute.colour or dispute.proposed_colour)}
    verdict = evaluate("routing", facts, on=clock.today())
    answer = verdict.value
    return Proposal(
        way=_WAYS[str(answer.get("way", "internal"))],
        targets=_nearest(dispute, answer.get("target_kinds", ())),
        joint=_all_of(dispute, answer.get("joint_kinds", ())) if answer.get("joint") else (),
        report_to=_told(dispute, answer),
        on_the_spot=bool(answer.get("on_the_spot")),
        safety_plan=bool(answer.get("safety_plan")),
        not_mediable=bool(answer.get("not_mediable")),
        article=str(answer.get("article", "")),
        grounds=verdict.grounds,
        version=verdict.version,
    )


def _told(dispute: Dispute, answer: dict[str, Any]) -> tuple[Unit, ...]:
    """Who must hear of it at once: those named, the level above, the police where the law asks for it."""
    kinds = list(answer.get("report_to", ()))
    kinds += ["COUNTY_CENTRE"] if answer.get("alarm_above") else []
    kinds += ["POLICE_STATION"] if answer.get("report_police") else []
    return _nearest(dispute, kinds)


def _nearest(dispute: Dispute, kinds: Sequence[str]) -> tuple[Unit, ...]:
    """One unit of each kind: the nearest. A professional committee isn't meant by "the committee"."""
    found = (_of_kind(dispute.region, UnitKind[kind]) for kind in kinds)
    return tuple({unit.pk: unit for unit in found if unit is not None}.values())


def _of_kind(place: int, kind: UnitKind) -> Unit | None:
    if kind != UnitKind.MEDIATION_COMMITTEE:
        return unit_of_kind_for(place, kind)
    local = (CommitteeKind.VILLAGE, CommitteeKind.TOWNSHIP)
    return units_covering(place, kind).filter(committee_kind__in=local).first()


def _all_of(dispute: Dispute, kinds: Sequence[str]) -> tuple[Unit, ...]:
    wanted = [UnitKind[kind] for kind in kinds]
    return tuple(units_covering(dispute.region).filter(kind__in=wanted))


def told_at_once(dispute: Dispute) -> tuple[Unit, ...]:
    """The units that must hear of the dispute as it stands, by the rules (R5)."""
    return propose(dispute).report_to


def may_receive(dispute: Dispute, unit: Unit) -> bool:
    """Whether a unit is there and covers the dispute's place."""
    return unit.is_active and units_covering(dispute.region).filter(pk=unit.pk).exists()
