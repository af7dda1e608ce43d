"""Reading the ledger of key disputes within an actor's scope, and what the rules propose for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from hemu.disputes.checks import stands
from hemu.disputes.lifecycle import Act, step_for
from hemu.disputes.models import ENDED, Colour, Dispute
from hemu.disputes.rating import known_facts
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.kernel.places import Span
from hemu.loop.assessment.key.models import Category, Grade, KeyDispute, KeyMeasure, KeyUpdate, Responsible
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Unit, UnitKind
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import units_covering
from hemu.rulebook import evaluation

MOST_LOOKED_AT = 2000
LEVEL_KINDS = {
    Grade.PREFECTURE: (UnitKind.PREFECTURE_OFFICE,),
    Grade.COUNTY: (UnitKind.COUNTY_CENTRE, UnitKind.POLICE_BUREAU, UnitKind.JUDICIAL_BUREAU),
    Grade.TOWNSHIP: (
        *(UnitKind.TOWNSHIP_GOVERNMENT, UnitKind.TOWNSHIP_CENTRE),
        *(UnitKind.POLICE_STATION, UnitKind.JUDICIAL_OFFICE, UnitKind.DEPARTMENT),
    ),
    Grade.VILLAGE: (UnitKind.VILLAGE_COMMITTEE, UnitKind.POLICE_OFFICE, UnitKind.MEDIATION_COMMITTEE),
}
"""Which units can answer for a dispute at a level."""


def current(dispute: Dispute) -> KeyDispute | None:
    """Its row among the key disputes, if it is one now; the dispute was read within a scope."""
    found: KeyDispute | None = KeyDispute.objects.of(dispute).filter(removed_at=None).first()
    return found


def require(dispute: Dispute) -> KeyDispute:
    """The latest row of a dispute that is or was key; raises Missing."""
    rows = KeyDispute.objects.of(dispute).order_by("-entered_at", "-id")
    found: KeyDispute | None = rows.first()
    if found is None:
        raise Missing(_("这件纠纷不是重点纠纷。"))
    return found


def responsible(row: KeyDispute) -> list[Responsible]:
    """Who answers for it now, the highest level first."""
    rows = Responsible.objects.unscoped(reason="of a key dispute that was read within a scope")
    held = rows.filter(county=row.county, dispute_id=row.dispute_id, key_id=row.id)
    return list(held.filter(until=row.removed_at).order_by("level"))


def measures(row: KeyDispute) -> list[KeyMeasure]:
    """What is to be done, what is open first, by its deadline."""
    rows = KeyMeasure.objects.unscoped(reason="of a key dispute that was read within a scope")
    mine = rows.filter(county=row.county, dispute_id=row.dispute_id, key_id=row.id).order_by("due_at", "id")
    return sorted(mine, key=lambda one: one.done_at is not None)


def measure(dispute: Dispute, measure_id: int) -> KeyMeasure:
    """One measure of a dispute that was read within a scope; raises Missing."""
    found: KeyMeasure | None = KeyMeasure.objects.of(dispute).filter(id=measure_id).first()
    if found is None:
        raise Missing(_("没有找到这条措施。"))
    return found


def updates(row: KeyDispute) -> list[KeyUpdate]:
    """How it went, the last first."""
    rows = KeyUpdate.objects.unscoped(reason="of a key dispute that was read within a scope")
    mine = rows.filter(county=row.county, dispute_id=row.dispute_id, key_id=row.id)
    return list(mine.order_by("-at", "-id"))


def works_in(unit: Unit, person: str) -> bool:
    """Whether somebody of that name holds a post in the unit today."""
    posts = Post.objects.current().filter(unit=unit, person__is_active=True)
    return bool(person.strip()) and posts.filter(person__name=person.strip()).exists()


def people_of(units: Sequence[Unit]) -> dict[int, list[str]]:
    """Names of those who hold a post today, by unit, by sound."""
    posts = Post.objects.current().filter(unit__in=units, person__is_active=True)
    found: dict[int, list[str]] = {unit.pk: [] for unit in units}
    for unit_id, name in posts.order_by("person__pinyin", "id").values_list("unit_id", "person__name"):
        if name not in found[unit_id]:
            found[unit_id].append(name)
    return found


def units_at(dispute: Dispute, level: Grade) -> list[Unit]:
    """The units that can answer for the dispute at a level: those that cover its place."""
    kinds = LEVEL_KINDS[level]
    rows = units_covering(dispute.region).filter(kind__in=kinds)
    return sorted(rows, key=lambda unit: (kinds.index(UnitKind(unit.kind)), unit.pk))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the ledger is narrowed to. `view`: now, mine, late or removed."""

    view: str = "now"
    text: str = ""
    region: Span | None = None
    category: int | None = None
    grade: int | None = None
    colour: int | None = None


def ledger(by: Actor, chosen: Chosen) -> Any:
    """The key disputes of the actor's scope as narrowed: what is due first, or what was removed last."""
    by.require(Permission.VIEW)
    rows = KeyDispute.objects.visible_to(by).select_related("dispute")
    rows = rows.filter(removed_at__isnull=chosen.view != "removed")
    if chosen.view == "mine":
        own = Responsible.objects.unscoped(reason="the unit's own").filter(
            county=OuterRef("county"), key_id=OuterRef("id"), unit_id=by.unit_id, until=None
        )
        rows = rows.filter(Exists(own))
    if chosen.view == "late":
        rows = rows.filter(due_at__lt=clock.now())
    rows = rows.filter(_conditions(chosen))
    order = ("-removed_at", "-id") if chosen.view == "removed" else ("due_at", "id")
    return rows.order_by(*order)


def _conditions(chosen: Chosen) -> Q:
    given = {"category": chosen.category, "grade": chosen.grade, "dispute__colour": chosen.colour}
    found = Q(**{name: value for name, value in given.items() if value is not None})
    if chosen.text.strip():
        wanted = chosen.text.strip()
        found &= Q(dispute__ref__iexact=wanted) | Q(dispute__title__icontains=wanted)
    if chosen.region is not None:
        found &= Q(dispute__region__gte=chosen.region.lo, dispute__region__lt=chosen.region.hi)
    return found


def answering(rows: Sequence[KeyDispute]) -> dict[int, dict[int, Responsible]]:
    """Who answers for each of these now (or did at the end), by row and level."""
    found: dict[int, dict[int, Responsible]] = {row.id: {} for row in rows}
    held = Responsible.objects.unscoped(reason="of key disputes that were read within a scope")
    for one in held.filter(key_id__in=list(found)).order_by("since", "id"):
        found[one.key_id][one.level] = one
    return found


@dataclass(frozen=True, slots=True)
class Proposal:
    """A dispute that the rules propose as key, with the rule that says so."""

    dispute: Dispute
    category: Category
    grade: Grade
    ground: str


def proposed(dispute: Dispute, table: Any = None) -> Proposal | None:
    """What the rules say of one dispute; None when they don't propose it."""
    table = table or evaluation.in_force("key", on=clock.today())
    known = known_facts(dispute) | {
        "colour": int(dispute.colour or Colour.NONE),
        "days_open": (clock.today() - dispute.opened_on).days,
        "state": int(dispute.state),
    }
    verdict = table.evaluate(known)
    if not verdict.value:
        return None
    category = Category[verdict.value["category"].upper()]
    grade = Grade[verdict.value["grade"].upper()]
    return Proposal(dispute, category, grade, verdict.grounds[0].text)


def proposals(by: Actor) -> list[Proposal]:
    """Open disputes of the actor's area that the rules propose and that aren't key yet, red first.

    Looks at the newest MOST_LOOKED_AT red, orange, and long-open ones.
    """
    by.require(Permission.VIEW)
    if not by.spans:
        return []
    held = KeyDispute.objects.unscoped(reason="disputes of the actor's area are read below").filter(
        county=OuterRef("county"), dispute_id=OuterRef("id"), removed_at=None
    )
    rows = Dispute.objects.in_area(by).exclude(state__in=ENDED).filter(~Exists(held))
    rows = rows.defer("search", "narrative").order_by("-colour", "-opened_at", "-id")[:MOST_LOOKED_AT]
    table = evaluation.in_force("key", on=clock.today())
    return [found for row in rows if (found := proposed(row, table)) is not None]


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """What a dispute's page says when it is key: who answers for it, and when the next word is due."""
    row = current(dispute)
    if row is None:
        return None
    return {"row": row, "named": responsible(row), "open": sum(not one.done_at for one in measures(row))}


def may(dispute: Dispute, act: Act, by: Actor) -> bool:
    """Whether the actor may do one of the acts on a key dispute now."""
    step = step_for(dispute.state, act)
    return step is not None and by.may(step.permission) and stands(dispute, step.who, by)
