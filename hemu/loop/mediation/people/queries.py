"""Reading the register: mediators with their work, committees with their rosters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hemu.disputes.models import SETTLED, Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.loop.mediation.models import Mediator, NamedMediator
from hemu.loop.mediation.people import guard, rules
from hemu.loop.mediation.people.models import Committee, Interpreter, Member
from hemu.orgs.actor import Actor
from hemu.orgs.models import Unit

HERE = ("post__person", "post__unit__region")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the register is narrowed to."""

    text: str = ""
    language: str = ""
    skill: int = 0
    committee_kind: int = 0
    title: str = ""
    """"gold", "brand" or empty."""
    retired: bool = False


def mediators(by: Actor, asked: Asked | None = None) -> QuerySet[Mediator]:
    """The register of the actor's area, by place and name. There is no order by results."""
    wanted = asked or Asked()
    rows = Mediator.objects.filter(post__unit__in=guard.seen_units(by))
    serving = Q(is_active=True, post__until=None, post__person__is_active=True)
    rows = rows.exclude(serving) if wanted.retired else rows.filter(serving)
    if wanted.text.strip():
        text = wanted.text.strip()
        rows = rows.filter(Q(post__person__name__contains=text) | Q(post__unit__name__contains=text))
    if wanted.language:
        own = Q(languages__contains=[wanted.language])
        rows = rows.filter(own | Q(post__person__languages__contains=[wanted.language]))
    if wanted.skill:
        rows = rows.filter(skills__contains=[wanted.skill])
    if wanted.committee_kind:
        rows = rows.filter(post__unit__committee_kind=wanted.committee_kind)
    rows = {"gold": rows.filter(is_gold=True), "brand": rows.exclude(brand_room="")}.get(wanted.title, rows)
    return rows.select_related(*HERE).order_by(
        "post__unit__region_id", "post__unit_id", "post__person__pinyin", "id"
    )


def mediator(mediator_id: int, by: Actor) -> Mediator:
    """One entry of the register; raises Missing for a stranger."""
    rows = Mediator.objects.filter(post__unit__in=guard.seen_units(by)).select_related(*HERE)
    found = rows.filter(pk=mediator_id).first()
    if found is None:
        raise Missing(_("没有找到这名调解员。"))
    return found


@dataclass(frozen=True, slots=True)
class Work:
    """Counts of cases, of all time: in hand now, took part in, and of these settled by an agreement."""

    in_hand: int = 0
    took_part: int = 0
    settled: int = 0


def work_of(people: Iterable[int]) -> dict[int, Work]:
    """The counts of many persons in two queries; a dispute counts once, however often it was mediated."""
    rows = NamedMediator.objects.unscoped(reason="how many cases each mediator had: numbers only")
    mine = rows.filter(person_id__in=list(people))
    open_ones = Counter(mine.filter(is_open=True).values_list("person_id", flat=True))
    outcomes: dict[int, dict[int, int]] = defaultdict(dict)
    for person, dispute_id, outcome in mine.values_list("person_id", "dispute_id", "dispute__outcome"):
        outcomes[person][dispute_id] = outcome
    return {
        person: Work(open_ones[person], len(had), sum(one in SETTLED for one in had.values()))
        for person, had in outcomes.items()
    }


def terms_of(mediator: Mediator) -> list[Member]:
    """When somebody served in which committee, the latest first."""
    rows = Member.objects.filter(post__person_id=mediator.post.person_id).select_related("committee__unit")
    return list(rows.order_by("-since", "-id"))


@dataclass(frozen=True, slots=True)
class Row:
    """A committee as its list shows it: the register's entry or None, who serves, what is to be put right."""

    unit: Unit
    committee: Committee | None
    members: list[Member] = field(default_factory=list)
    mediators: int = 0

    @property
    def faults(self) -> list[rules.Fault]:
        return rules.faults(self.committee, self.members, today=clock.today())

    @property
    def chair(self) -> str:
        """The chair's name, where there is one."""
        return next((one.name for one in self.members if one.duty == 1), "")


def rows_of(units: Sequence[Unit]) -> list[Row]:
    """Committees with their rosters, in three queries for all."""
    ids = [unit.pk for unit in units]
    serving: dict[int, list[Member]] = defaultdict(list)
    for member in Member.objects.filter(committee_id__in=ids, until=None):
        serving[member.committee_id].append(member)
    registered = {one.pk: one for one in Committee.objects.filter(pk__in=ids)}
    counted = Counter(
        Mediator.objects.active().filter(post__unit_id__in=ids).values_list("post__unit_id", flat=True)
    )
    return [Row(unit, registered.get(unit.pk), serving[unit.pk], counted[unit.pk]) for unit in units]


def committees(by: Actor, *, text: str = "", kind: int = 0, trade: str = "") -> Any:
    """The committees of the actor's area, by place and kind."""
    rows = guard.committees(by)
    if text.strip():
        rows = rows.filter(name__contains=text.strip())
    if kind:
        rows = rows.filter(committee_kind=kind)
    if trade:
        rows = rows.filter(committee__trade=trade)
    return rows.select_related("region").order_by("region_id", "committee_kind", "id")


def interpreters(dispute: Dispute) -> list[Interpreter]:
    """Who was named to interpret in a dispute that was read within a scope."""
    return list(Interpreter.objects.of(dispute).order_by("id"))
