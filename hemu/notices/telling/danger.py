"""Who is never written to, whatever they agreed to: children, and people in danger at home.

Where there is violence in a family, a message may be read by the violent one, or tell them when and where
the other goes (反家庭暴力法5). So nobody of such a dispute is written to, and nobody who stands in such a
dispute elsewhere in the county. A number that is the other side's as well, or a child's, isn't either.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from hemu.disputes.models import Dispute, Party
from hemu.disputes.queries import parties
from hemu.kernel import clock
from hemu.loop.mediation.police.models import Basis, PoliceReport
from hemu.notices.telling.models import Why

FACTS = ("domestic_violence", "incapable_victim")
"""Facts of the rating (hemu.rulebook.facts) that say so."""
_BASES = (Basis.VIOLENCE, Basis.INCAPABLE)
ADULT = 18
_WHY = "whether the same person is in danger at home in another matter; nothing of it is shown"


def is_minor(party: Party) -> bool:
    """Marked as a child, or under eighteen by the date of birth that was recorded."""
    if party.is_minor:
        return True
    born, today = party.born, clock.today()
    if born is None:
        return False
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < ADULT


def at_home(dispute: Dispute) -> bool:
    """Whether the dispute itself tells of violence in a family: by a fact, or a report to the police."""
    if any(dispute.facts.get(name) for name in FACTS):
        return True
    return PoliceReport.objects.of(dispute).filter(basis__in=_BASES).exists()


def elsewhere(people: Collection[Party]) -> set[int]:
    """Which of these parties (of one dispute, by id) stand in another that tells of violence in a family."""
    wanted = Q(pk__in=())
    for party in people:
        if party.identity_hash:
            wanted |= Q(identity_hash=bytes(party.identity_hash))
        if party.phone_hash:
            wanted |= Q(phone_hash=bytes(party.phone_hash))
    told = Q(pk__in=())
    for name in FACTS:
        told |= Q(**{f"dispute__facts__{name}": True})
    here = {party.county for party in people}
    rows = Party.objects.unscoped(reason=_WHY).filter(wanted, told, county__in=here, removed_at=None)
    keys = {bytes(key) for row in rows.order_by("id") for key in (row.identity_hash, row.phone_hash) if key}
    return {one.pk for one in people if keys & {bytes(k) for k in (one.identity_hash, one.phone_hash) if k}}


def why_never(dispute: Dispute, people: Collection[Party]) -> dict[int, Why]:
    """Of each of these parties of a dispute who must not be written to, why."""
    if not people:
        return {}
    everybody = parties(dispute)
    unsafe = at_home(dispute)
    others = set() if unsafe else elsewhere(people)
    found: dict[int, Why] = {}
    for party in people:
        if is_minor(party):
            found[party.pk] = Why.MINOR
        elif unsafe:
            found[party.pk] = Why.DANGER
        elif party.pk in others:
            found[party.pk] = Why.ELSEWHERE
        elif _is_shared(party, everybody):
            found[party.pk] = Why.SHARED
    return found


def _is_shared(party: Party, everybody: Collection[Party]) -> bool:
    if not party.phone_hash:
        return False
    same = [
        one
        for one in everybody
        if one.pk != party.pk and one.phone_hash and bytes(one.phone_hash) == bytes(party.phone_hash)
    ]
    return any(one.side != party.side or is_minor(one) for one in same)
