"""Why somebody should not mediate (or advise on) a dispute, from what was declared and what is recorded.

What bars: a tie that they declared to a party, being a party themselves, having been in a dispute with one
of the parties, working for a unit that is a party. What only asks for a look: the same name as a party.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute, Party, PartyKind
from hemu.disputes.queries import parties
from hemu.kernel.crypto import keyed_hash
from hemu.kernel.identity import plain_phone
from hemu.loop.mediation.people.models import Tie, TieKind
from hemu.orgs.models import Person, Post


@dataclass(frozen=True, slots=True)
class Conflict:
    """One reason in words. `bars`: they don't mediate; else the committee looks whether it holds."""

    words: str
    bars: bool = True


Found = dict[int, list[Conflict]]


def of_people(dispute: Dispute, posts: Sequence[Post]) -> Found:
    """Every reason against each person of `posts`, by person; those without any have an empty list."""
    found: Found = defaultdict(list)
    if not posts:
        return found
    here = parties(dispute)
    people = {post.person_id: post.person for post in posts}
    _declared(found, people, here)
    _working_for(found, posts, here)
    hashes = _phones(people.values())
    _themselves(found, people, here, hashes)
    _earlier(found, dispute, here, hashes)
    return found


def bars(dispute: Dispute, post: Post) -> list[Conflict]:
    """What keeps one person from mediating or advising."""
    return [one for one in of_people(dispute, [post])[post.person_id] if one.bars]


def _declared(found: Found, people: dict[int, Person], here: Sequence[Party]) -> None:
    names = {party.name for party in here}
    rows = Tie.objects.filter(person_id__in=people, withdrawn_at=None, name__in=names).order_by("id")
    for tie in rows:
        told = _("本人申报：与%(name)s是%(kind)s") % {"name": tie.name, "kind": TieKind(tie.kind).label}
        found[tie.person_id].append(Conflict(told))


def _working_for(found: Found, posts: Sequence[Post], here: Sequence[Party]) -> None:
    units = {party.name for party in here if party.kind == PartyKind.ORGANISATION}
    for post in posts:
        if post.unit.name in units:
            found[post.person_id].append(Conflict(_("所在单位%(unit)s是当事人") % {"unit": post.unit.name}))


def _phones(people: Iterable[Person]) -> dict[bytes, int]:
    """The persons by the keyed hash that parties' telephones are matched by."""
    numbers = ((plain_phone(str(person.phone or "")), person.pk) for person in people)
    return {keyed_hash(number, purpose="phone"): pk for number, pk in numbers if number}


def _themselves(
    found: Found, people: dict[int, Person], here: Sequence[Party], hashes: dict[bytes, int]
) -> None:
    own = {hashes[_hash(party)] for party in here if _hash(party) in hashes}
    for pk in own:
        found[pk].append(Conflict(_("本人就是当事人")))
    names = {party.name for party in here}
    for pk, person in people.items():
        if pk not in own and person.name in names:
            found[pk].append(Conflict(_("与当事人同名，请核实是不是本人"), bars=False))


def _hash(party: Party) -> bytes:
    return bytes(party.phone_hash) if party.phone_hash else b""


def _earlier(found: Found, dispute: Dispute, here: Sequence[Party], hashes: dict[bytes, int]) -> None:
    """Who stood in an earlier dispute of the county with one of these parties."""
    rows = Party.objects.unscoped(
        reason="whether a mediator was in a dispute with a party: which one isn't told"
    )
    there = rows.filter(county=dispute.county, phone_hash__in=list(hashes), removed_at=None)
    was_in: dict[int, set[int]] = defaultdict(set)
    for dispute_id, phone in there.exclude(dispute_id=dispute.pk).values_list("dispute_id", "phone_hash"):
        was_in[dispute_id].add(hashes[bytes(phone)])
    if not was_in:
        return
    marks = {_hash(party) for party in here} - {b""}
    ids = {bytes(party.identity_hash) for party in here if party.identity_hash}
    others = rows.filter(county=dispute.county, dispute_id__in=list(was_in), removed_at=None)
    for other in others.order_by("dispute_id", "id"):
        same = _hash(other) in marks or (other.identity_hash and bytes(other.identity_hash) in ids)
        for pk in was_in[other.dispute_id] - {hashes.get(_hash(other))} if same else ():
            told = Conflict(_("曾与一方当事人有过纠纷"))
            if told not in found[pk]:
                found[pk].append(told)
