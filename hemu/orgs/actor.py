"""Who acts: a person in a post, with what the post allows and where.

Every act takes ``by: Actor``. An actor is a value: it holds names as they were, so that the ledger
can copy them, and no row that could change under it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemu.kernel.errors import Forbidden
from hemu.kernel.places import COUNTRY, Span
from hemu.orgs.models import CommitteeKind, Level, Post, RegionChange, Role, TeamLoan
from hemu.orgs.permissions import GIVEN_ONLY, LABELS, ROLE_PERMISSIONS, Permission

_GIVEN_COMMITTEES = (CommitteeKind.PROFESSIONAL, CommitteeKind.DEPARTMENT)


@dataclass(frozen=True, slots=True)
class Actor:
    """One person acting in one post. `spans` empty: sees only what is given to its unit."""

    person_id: int
    name: str
    post_id: int
    unit_id: int
    unit_name: str
    role: int
    permissions: frozenset[Permission]
    spans: tuple[Span, ...]
    county: int | None

    def may(self, permission: Permission) -> bool:
        """Whether the post allows it, somewhere."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise Forbidden unless the post allows it."""
        if permission not in self.permissions:
            raise Forbidden(_("您的岗位没有“%(what)s”权限。") % {"what": LABELS[permission]})

    def covers(self, place: int) -> bool:
        """Whether `place` lies in the scope."""
        return any(place in span for span in self.spans)

    def covers_span(self, span: Span) -> bool:
        """Whether all of `span` lies in the scope."""
        return any(own.lo <= span.lo and span.hi <= own.hi for own in self.spans)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same places in as few ranges as can be, in order."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.lo <= out[-1].hi:
            out[-1] = Span(out[-1].lo, max(out[-1].hi, span.hi))
        else:
            out.append(span)
    return tuple(out)


def _one_county(spans: tuple[Span, ...]) -> int | None:
    counties = {span.county for span in spans}
    return counties.pop() if len(counties) == 1 else None


def spans_of(post: Post) -> tuple[Span, ...]:
    """Where a post sees: its own area or its unit's, where its teams are lent, grids that it grew from."""
    if post.role in GIVEN_ONLY or (
        post.role == Role.MEDIATOR and post.unit.committee_kind in _GIVEN_COMMITTEES
    ):
        return ()
    own = post.own_span
    spans = [own] if own else [area.span for area in post.unit.areas.all() if area.is_current]
    loans = TeamLoan.objects.current().filter(team__members__in=post.person.memberships.current())
    spans += [loan.span for loan in loans.select_related("region")]
    return merged([*spans, *_predecessors(spans)])


def _predecessors(spans: list[Span]) -> list[Span]:
    """Grids that were split or merged into a single grid of `spans`: their history is its history."""
    wanted = [span.lo for span in spans if span.hi - span.lo == 1]
    found: set[int] = set()
    while wanted:
        olds = RegionChange.objects.filter(
            new_id__in=wanted, old__level=Level.GRID, old__until__isnull=False
        ).values_list("old_id", flat=True)
        wanted = [old for old in olds if old is not None and old not in found]
        found.update(wanted)
    return [Span(code, code + 1) for code in sorted(found)]


def actor_for(post: Post) -> Actor:
    """The actor that acts from `post`. Doesn't ask whether the post still holds; see ``queries.posts_of``."""
    role = Role(post.role)
    spans = spans_of(post)
    return Actor(
        person_id=post.person_id,
        name=post.person.name,
        post_id=post.pk,
        unit_id=post.unit_id,
        unit_name=post.unit.name,
        role=role,
        permissions=ROLE_PERMISSIONS[role],
        spans=spans,
        county=_one_county(spans),
    )


def system_actor(name: str) -> Actor:
    """The system itself, acting under a name that the ledger will show (clocks, loaders)."""
    return Actor(
        person_id=0,
        name=name,
        post_id=0,
        unit_id=0,
        unit_name="",
        role=0,
        permissions=frozenset(Permission),
        spans=(COUNTRY,),
        county=None,
    )
