"""Reading trials: numbers and rules for those who manage rules, disputes for those who may view them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from hemu.disputes.models import Colour, Dispute
from hemu.disputes.models.dispute import DisputeQuerySet
from hemu.disputes.trials.asking import QUESTIONS, named
from hemu.disputes.trials.forms import MONTH
from hemu.disputes.trials.models import Trial, TrialChange
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.rulebook import words
from hemu.rulebook.checking import problems
from hemu.rulebook.models import RuleTable
from hemu.rulebook.queries import others_in_force


@dataclass(frozen=True, slots=True)
class Group:
    """Disputes that go from one answer to another by the same rules, in words."""

    place: int
    question: str
    before: list[str]
    after: list[str]
    before_colour: int | None
    after_colour: int | None
    was: list[str]
    now: list[str]
    count: int


@dataclass(frozen=True, slots=True)
class Move:
    """How many disputes go from one colour to another."""

    before: int
    after: int
    count: int


def may_read(by: Actor) -> bool:
    """Whether a post reads what a trial counted: those who manage rules, and those who look at figures."""
    return by.may(Permission.MANAGE_RULES) or by.may(Permission.FIGURES)


def latest(held: RuleTable) -> Trial | None:
    """The latest trial of what the version says now."""
    rows = Trial.objects.filter(table=held.name, version=held.version, content_hash=held.content_hash)
    return rows.filter(outdated=False).order_by("-id").first()


def trial(trial_id: int) -> Trial:
    """One trial; raises Missing."""
    found = Trial.objects.filter(pk=trial_id).first()
    if found is None:
        raise Missing(_("没有这次试算，或者已经过了保存期。"))
    return found


def groups(of: Trial) -> list[Group]:
    """What would change, the commonest first."""
    found = [_group(of.table, place, item) for place, item in enumerate(of.groups)]
    return sorted(found, key=lambda group: (-group.count, group.place))


def _group(table: str, place: int, item: dict[str, Any]) -> Group:
    return Group(
        place=place,
        question=named(item["question"]),
        before=words.answer(table, item["before"]),
        after=words.answer(table, item["after"]),
        before_colour=item["before"].get("colour"),
        after_colour=item["after"].get("colour"),
        was=[text for _rule, text in item["was"]],
        now=[text for _rule, text in item["now"]],
        count=item["count"],
    )


def moves(of: Trial) -> list[Move]:
    """From which colour to which, the gravest first; empty where the table gives no colour."""
    counted: Counter[tuple[int, int]] = Counter()
    for item in of.groups:
        if "colour" in item["before"] or "colour" in item["after"]:
            counted[item["before"].get("colour", 0), item["after"].get("colour", 0)] += item["count"]
    ordered = sorted(counted.items(), key=lambda pair: (-pair[0][1], -pair[0][0]))
    return [Move(before, after, count) for (before, after), count in ordered]


def affected(of: Trial, *, by: Actor, place: int | None = None) -> DisputeQuerySet:
    """The disputes whose answer would change, of those that the actor may see; the newest first."""
    by.require(Permission.VIEW)
    changes = TrialChange.objects.unscoped(reason="found for disputes that are read within a scope").filter(
        county=OuterRef("county"), dispute_id=OuterRef("id"), trial_id=of.pk
    )
    if place is not None:
        changes = changes.filter(groups__contains=[place])
    rows = Dispute.objects.visible_to(by).filter(Exists(changes)).defer("search", "narrative")
    return rows.order_by("-opened_at", "-id")


@dataclass(frozen=True, slots=True)
class Named:
    """A dispute with what would change of it."""

    dispute: Dispute
    colour: Colour
    groups: list[Group]


def with_groups(of: Trial, disputes: list[Dispute]) -> list[Named]:
    """The disputes of a page, each with its groups."""
    every = {group.place: group for group in groups(of)}
    rows = TrialChange.objects.unscoped(reason="of disputes that were read within a scope").filter(
        trial_id=of.pk, dispute_id__in=[row.id for row in disputes]
    )
    places = {(row.county, row.dispute_id): row.groups for row in rows}
    return [
        Named(row, Colour(row.colour), [every[place] for place in places.get((row.county, row.id), ())])
        for row in disputes
    ]


def beside(held: RuleTable, by: Actor) -> dict[str, Any] | None:
    """The trial on a version's page: for a table that is asked about disputes, in a version not in force."""
    if held.name not in QUESTIONS or not may_read(by) or problems(held.name, held.rows):
        return None
    against = others_in_force(held, clock.today())
    if against is None:
        return None
    found = latest(held)
    return {
        "against": against,
        "trial": found,
        "moves": moves(found) if found else [],
        "month_ago": clock.today() - MONTH,
    }
