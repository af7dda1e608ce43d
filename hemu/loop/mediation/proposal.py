"""Which mediators suit a dispute, and why (M8). A proposal: the parties or the committee choose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.models import SETTLED, Dispute, Involvement, InvolvementRole
from hemu.loop.mediation.models import Mediator, NamedMediator, Recusal
from hemu.loop.mediation.people import conflicts, languages
from hemu.loop.mediation.people.conflicts import Conflict
from hemu.loop.mediation.people.languages import Need
from hemu.orgs.models import CommitteeKind, Level, Post, Role
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.orgs.queries import units_covering

_KINDS_IN_FIRST_LEVEL = 100
_ROLES = [role for role, allowed in ROLE_PERMISSIONS.items() if Permission.MEDIATE in allowed]
_NEAR_ROLES = (Role.MEDIATOR, Role.VILLAGE_CADRE, Role.VILLAGE_AUXILIARY, Role.JUDICIAL_OFFICER)
"""Who mediates nearby without being asked; others do when their unit handles the dispute."""
_CALLED = (CommitteeKind.PROFESSIONAL, CommitteeKind.DEPARTMENT)
_NEAR: dict[int, Any] = {
    Level.GRID: gettext_lazy("就在本村"),
    Level.VILLAGE: gettext_lazy("就在本村"),
    Level.TOWNSHIP: gettext_lazy("就在本乡镇"),
}
"""How near somebody is whose unit sits at a level above the dispute's place."""
_HANDLERS = (InvolvementRole.LEAD, InvolvementRole.JOINT)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One mediator with the reasons that speak for them, in words, and what asks for a look (`cautions`).

    `open_cases` is what they have in hand, `settled` how many disputes of this kind they helped to settle.
    """

    mediator: Mediator
    reasons: tuple[str, ...]
    languages: tuple[str, ...]
    open_cases: int
    settled: int = 0
    is_skilled: bool = False
    cautions: tuple[str, ...] = ()

    @property
    def post(self) -> Post:
        return self.mediator.post


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A mediator who isn't proposed, and why not, in words."""

    mediator: Mediator
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """Who is proposed, who is left out and why, and how it stands with the languages that parties need."""

    suggestions: list[Suggestion] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)


def able_posts(dispute: Dispute) -> QuerySet[Post]:
    """Posts that can be named as mediators: of units that handle the dispute or cover its place."""
    handling = Involvement.objects.of(dispute).filter(role__in=_HANDLERS, until=None)
    units = units_covering(dispute.region).values("id")
    here = Q(unit__in=list(handling.values_list("unit_id", flat=True)))
    here |= Q(unit__in=units, role__in=_NEAR_ROLES) & ~Q(unit__committee_kind__in=_CALLED)
    recused = list(Recusal.objects.of(dispute).values_list("person_id", flat=True))
    posts = Post.objects.current().filter(here, role__in=_ROLES, person__is_active=True)
    near = posts.exclude(person_id__in=recused).select_related("person", "unit")
    return near.order_by("-unit__region_id", "unit_id", "id")


def propose_mediators(dispute: Dispute, limit: int = 5) -> list[Suggestion]:
    """Registered mediators, the most suitable first (see :func:`proposals`)."""
    return proposals(dispute, limit).suggestions


def proposals(dispute: Dispute, limit: int = 5) -> Proposals:
    """A party's language comes first, then skill and experience, then who has less in hand and is near.

    Left out: whoever declared a tie to the dispute, whom a party refused, and whose interests conflict.
    """
    able = able_posts(dispute)
    rows = Mediator.objects.active().filter(post__in=able)
    found = list(rows.select_related("post__person", "post__unit__region"))
    against = conflicts.of_people(dispute, [each.post for each in found])
    barred = {each.pk for each in found if any(one.bars for one in against[each.post.person_id])}
    free = [each for each in found if each.pk not in barred]
    needs = languages.needs(dispute, free)
    in_hand, settled = _in_hand(free), _settled(free, dispute)
    suggestions = [
        _suggest(each, dispute, needs, in_hand[each.post.person_id], settled[each.post.person_id])
        for each in free
    ]
    told = [_with_cautions(one, against[one.post.person_id]) for one in suggestions]
    out = [LeftOut(each, _words(against[each.post.person_id])) for each in found if each.pk in barred]
    return Proposals(sorted(told, key=lambda one: _worth(one, dispute.lead_unit_id))[:limit], out, needs)


def _words(against: Iterable[Conflict]) -> tuple[str, ...]:
    return tuple(one.words for one in against)


def _with_cautions(one: Suggestion, against: list[Conflict]) -> Suggestion:
    return replace(one, cautions=_words(against)) if against else one


def _in_hand(mediators: Iterable[Mediator]) -> Counter[int]:
    people = [each.post.person_id for each in mediators]
    rows = NamedMediator.objects.unscoped(reason="only how many open cases each mediator has")
    return Counter(rows.filter(person_id__in=people, is_open=True).values_list("person_id", flat=True))


def _settled(mediators: Iterable[Mediator], dispute: Dispute) -> Counter[int]:
    """How many disputes of the same kind each of them helped to settle in the county."""
    first = dispute.kind // _KINDS_IN_FIRST_LEVEL * _KINDS_IN_FIRST_LEVEL
    rows = NamedMediator.objects.unscoped(reason="only how many settled cases of a kind each mediator had")
    like = rows.filter(
        county=dispute.county,
        person_id__in=[each.post.person_id for each in mediators],
        dispute__kind__gte=first,
        dispute__kind__lt=first + _KINDS_IN_FIRST_LEVEL,
        dispute__outcome__in=SETTLED,
        left_at=None,
    )
    return Counter(person for person, _id in like.values_list("person_id", "dispute_id").distinct())


def _suggest(
    mediator: Mediator, dispute: Dispute, needs: list[Need], in_hand: int, settled: int
) -> Suggestion:
    spoken = tuple(need.language for need in needs if need.language in languages.spoken_by(mediator))
    skilled = dispute.kind // _KINDS_IN_FIRST_LEVEL in mediator.skills
    reasons = [_("会说当事人的%(language)s") % {"language": language} for language in spoken]
    if skilled:
        reasons.append(_("擅长这类纠纷"))
    if settled:
        reasons.append(_("调成过同类纠纷 %(n)d 件") % {"n": settled})
    if mediator.is_gold:
        reasons.append(_("金牌调解员"))
    near = _NEAR.get(mediator.post.unit.region.level)
    if near is not None and dispute.region in mediator.post.unit.region.span:
        reasons.append(str(near))
    reasons.append(_("手上有 %(n)d 件") % {"n": in_hand} if in_hand else _("手上没有在办的"))
    return Suggestion(mediator, tuple(reasons), spoken, in_hand, settled, skilled)


def _worth(one: Suggestion, lead_unit_id: int | None) -> tuple[int, ...]:
    """The smaller, the better. Of equals the handling unit's own come first, then who is near."""
    skill = one.is_skilled + one.mediator.is_gold + bool(one.settled)
    region = one.post.unit.region
    own = one.post.unit_id == lead_unit_id
    return (
        -len(one.languages), len(one.cautions), -skill, one.open_cases, not own, region.hi - region.lo,
        one.mediator.pk,
    )  # fmt: skip
