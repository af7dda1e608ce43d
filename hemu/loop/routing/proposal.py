"""What the rulebook proposes: which way a dispute goes, to whom, with whom, and who is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hemu.disputes.models import Dispute
from hemu.disputes.rating import known_facts
from hemu.kernel import clock
from hemu.loop.routing.models import Way
from hemu.orgs.models import CommitteeKind, Unit, UnitKind
from hemu.orgs.queries import unit_of_kind_for, units_covering
from hemu.rulebook import Ground, evaluate

_WAYS = {"internal": Way.INTERNAL, "vertical": Way.VERTICAL, "horizontal": Way.HORIZONTAL}


@dataclass(frozen=True)
class Proposal:
    """What the rules propose for one dispute, with the grounds. A person decides.

    The units are looked up when somebody asks for them.
    """

    dispute: Dispute
    way: Way
    answer: Mapping[str, Any]
    grounds: tuple[Ground, ...]
    version: int

    @cached_property
    def targets(self) -> tuple[Unit, ...]:
        """To whom: the nearest unit of each kind that the rules name."""
        return _nearest(self.dispute, self.answer.get("target_kinds", ()))

    @cached_property
    def joint(self) -> tuple[Unit, ...]:
        """With whom."""
        return _all_of(self.dispute, self.answer.get("joint_kinds", ())) if self.answer.get("joint") else ()

    @cached_property
    def report_to(self) -> tuple[Unit, ...]:
        """Who must hear of it at once: those named, the level above, the police where the law asks for it."""
        kinds = list(self.answer.get("report_to", ()))
        kinds += ["COUNTY_CENTRE"] if self.answer.get("alarm_above") else []
        kinds += ["POLICE_STATION"] if self.answer.get("report_police") else []
        return _nearest(self.dispute, kinds)

    @property
    def on_the_spot(self) -> bool:
        """Whether it may be settled on the spot."""
        return bool(self.answer.get("on_the_spot"))

    @property
    def safety_plan(self) -> bool:
        """Whether a safety plan is due."""
        return bool(self.answer.get("safety_plan"))

    @property
    def not_mediable(self) -> bool:
        """Whether the law keeps it from being mediated."""
        return bool(self.answer.get("not_mediable"))

    @property
    def article(self) -> str:
        """Which article the rules name."""
        return str(self.answer.get("article", ""))

    def grounds_as_json(self) -> list[dict[str, object]]:
        """For the hop's row and the ledger."""
        return [ground.as_json() for ground in self.grounds]


def propose(dispute: Dispute) -> Proposal:
    """What the table "routing" says of the dispute's recorded facts and its colour."""
    facts = {**known_facts(dispute), "colour": int(dispute.colour or dispute.proposed_colour)}
    verdict = evaluate("routing", facts, on=clock.today())
    way = _WAYS[str(verdict.value.get("way", "internal"))]
    return Proposal(dispute, way, verdict.value, verdict.grounds, verdict.version)


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
