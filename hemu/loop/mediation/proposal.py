"""Which mediators suit a dispute, and why (M8). A proposal: the parties or the committee choose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute, Involvement, InvolvementRole
from hemu.disputes.queries import parties
from hemu.loop.mediation.models import Mediator, NamedMediator, Recusal
from hemu.orgs.models import CommitteeKind, Post, Role
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.orgs.queries import units_covering

_KINDS_IN_FIRST_LEVEL = 100
_ROLES = [role for role, allowed in ROLE_PERMISSIONS.items() if Permission.MEDIATE in allowed]
_NEAR_ROLES = (Role.MEDIATOR, Role.VILLAGE_CADRE, Role.VILLAGE_AUXILIARY, Role.JUDICIAL_OFFICER)
"""Who mediates nearby without being asked; others do when their unit handles the dispute."""
_CALLED = (CommitteeKind.PROFESSIONAL, CommitteeKind.DEPARTMENT)
_HANDLERS = (InvolvementRole.LEAD, InvolvementRole.JOINT)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One mediator with the reasons that speak for them, in words. `open_cases` is what they have in hand."""

    mediator: Mediator
    reasons: tuple[str, ...]
    languages: tuple[str, ...]
    open_cases: int

    @property
    def post(self) -> Post:
        return self.mediator.post


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
    """Registered mediators, the most suitable first: a party's language, then skill, then least in hand.

    Left out: whoever declared a tie to the dispute, and whom a party refused.
    """
    needed = tuple(
        dict.fromkeys(party.language.strip() for party in parties(dispute) if party.language.strip())
    )
    able = able_posts(dispute)
    found = list(Mediator.objects.active().filter(post__in=able).select_related("post__person", "post__unit"))
    in_hand = _in_hand(found)
    suggestions = [_suggest(each, dispute, needed, in_hand[each.post.person_id]) for each in found]
    return sorted(suggestions, key=_worth)[:limit]


def _in_hand(mediators: Iterable[Mediator]) -> Counter[int]:
    people = [each.post.person_id for each in mediators]
    rows = NamedMediator.objects.unscoped(reason="only how many open cases each mediator has")
    return Counter(rows.filter(person_id__in=people, is_open=True).values_list("person_id", flat=True))


def _languages(mediator: Mediator) -> set[str]:
    return {*mediator.languages, *mediator.post.person.languages}


def _suggest(mediator: Mediator, dispute: Dispute, needed: tuple[str, ...], in_hand: int) -> Suggestion:
    spoken = tuple(language for language in needed if language in _languages(mediator))
    reasons = [_("会说当事人的%(language)s") % {"language": language} for language in spoken]
    if dispute.kind // _KINDS_IN_FIRST_LEVEL in mediator.skills:
        reasons.append(_("擅长这类纠纷"))
    if mediator.is_gold:
        reasons.append(_("金牌调解员"))
    reasons.append(_("手上有 %(n)d 件") % {"n": in_hand} if in_hand else _("手上没有在办的"))
    return Suggestion(mediator, tuple(reasons), spoken, in_hand)


def _worth(suggestion: Suggestion) -> tuple[int, int, int, int]:
    """The smaller, the better; the register's order decides between equals."""
    skilled = len(suggestion.reasons) - len(suggestion.languages)
    return (-len(suggestion.languages), -skilled, suggestion.open_cases, suggestion.mediator.pk)
