"""Reading questions, lawyers and discussions."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute
from hemu.kernel.errors import Missing
from hemu.kernel.places import COUNTY_UNIT
from hemu.loop.mediation.advice.models import Discussion, Opinion, Question, Retainer, Standing
from hemu.loop.mediation.people import guard
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Role
from hemu.orgs.permissions import Permission


def of_dispute(dispute: Dispute) -> list[Question]:
    """Every question on a dispute that was read within a scope, the newest first."""
    return list(Question.objects.of(dispute).order_by("-asked_at", "-id"))


def asked(by: Actor, *, waiting: bool = True) -> Any:
    """What the actor was asked as a lawyer, or asked themselves; the most urgent first."""
    by.require(Permission.VIEW)
    rows = Question.objects.unscoped(reason="the actor's own questions: put to them, or put by them")
    mine = rows.filter(Q(person_id=by.person_id) | Q(asked_post=by.post_id))
    if waiting:
        return mine.filter(standing=Standing.ASKED).order_by("due_at", "id")
    return mine.exclude(standing=Standing.ASKED).order_by("-ended_at", "-id")


def own(question_id: int, by: Actor) -> Question:
    """One question that the actor was asked or asked; raises Missing for any other."""
    by.require(Permission.VIEW)
    rows = Question.objects.unscoped(reason="the actor's own question, to them or by them")
    row: Question | None = rows.filter(
        Q(person_id=by.person_id) | Q(asked_post=by.post_id), pk=question_id
    ).first()
    if row is None:
        raise Missing(_("没有找到这个问题。"))
    return row


@dataclass(frozen=True, slots=True)
class Lawyer:
    """A lawyer as the register shows them. Counts of questions, no ranking."""

    post: Post
    retainers: list[Retainer]
    waiting: int
    answered: int


def lawyers(by: Actor) -> list[Lawyer]:
    """The lawyers of the county and of the actor's area, with the units that each is assigned to."""
    guard.require_reader(by)
    posts = Post.objects.current().filter(role=Role.LAWYER, person__is_active=True, unit__is_active=True)
    here = Q(pk__in=())
    for span in by.spans:
        counties = span.counties
        here |= Q(
            unit__region_id__gte=counties.lo * COUNTY_UNIT, unit__region_id__lt=counties.hi * COUNTY_UNIT
        )
    found = list(
        posts.filter(here | Q(unit_id=by.unit_id)).select_related("person", "unit").order_by("unit_id", "id")
    )
    kept: dict[int, list[Retainer]] = defaultdict(list)
    for row in Retainer.objects.filter(post__in=found, until=None).select_related("unit"):
        kept[row.post_id].append(row)
    counts = _counts([post.pk for post in found])
    return [
        Lawyer(post, kept[post.pk], counts[post.pk, Standing.ASKED], counts[post.pk, Standing.ANSWERED])
        for post in found
    ]


def _counts(posts: list[int]) -> Counter[tuple[int, int]]:
    rows = Question.objects.unscoped(reason="how many questions each lawyer had: numbers only")
    return Counter(rows.filter(post_id__in=posts).values_list("post_id", "standing"))


def for_unit(dispute: Dispute, by: Actor) -> list[Post]:
    """The lawyers who may be asked by the actor's unit: those assigned to it first, then the county's."""
    own_ones = set(Retainer.objects.filter(unit_id=by.unit_id, until=None).values_list("post_id", flat=True))
    first = dispute.county * COUNTY_UNIT
    posts = Post.objects.current().filter(
        role=Role.LAWYER, person__is_active=True, unit__is_active=True,
        unit__region_id__gte=first, unit__region_id__lt=first + COUNTY_UNIT,
    )  # fmt: skip
    rows = list(posts.select_related("person", "unit").order_by("unit_id", "id")[:100])
    return sorted(rows, key=lambda post: post.pk not in own_ones)


@dataclass(frozen=True, slots=True)
class Held:
    """A discussion with what everybody held."""

    discussion: Discussion
    opinions: list[Opinion]


def discussions(dispute: Dispute) -> list[Held]:
    """Every discussion of a dispute that was read within a scope, in order."""
    rows = list(Discussion.objects.of(dispute).order_by("number"))
    said: dict[int, list[Opinion]] = defaultdict(list)
    for one in Opinion.objects.of(dispute).order_by("id") if rows else ():
        said[one.discussion_id].append(one)
    return [Held(row, said[row.pk]) for row in rows]
