"""Finding what a dispute may hang together with: keys → candidates → comparing. Reads, and nothing else.

Every query names the county and goes by an index; each key answers at most :data:`CAP` disputes, the newest,
so that a name that half the county bears costs no more than any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection

from hemu.disputes.models import Dispute, Party, PartyKind, State
from hemu.kernel import clock
from hemu.loop.screening.links import blocking, matter, rules
from hemu.loop.screening.links.blocking import Key, KeyKind
from hemu.loop.screening.links.matter import Matter, Person
from hemu.loop.screening.links.rules import Verdict
from hemu.loop.screening.links.trained import weights_in_force

CAP = 40
"""So many disputes a key answers at most, the newest."""
MOST = 40
"""So many candidates are compared, those with the strongest keys."""
MOST_PARTIES = 12
LEAST_CHANCE = 0.5
"""Below this chance that two disputes have to do with each other, nothing is proposed."""

_FIND = """
    SELECT sought.n, found.dispute_id
      FROM unnest(%s::bigint[]) WITH ORDINALITY AS sought (value, n)
     CROSS JOIN LATERAL (
        SELECT dispute_id FROM links_key
         WHERE county = %s AND value = sought.value ORDER BY dispute_id DESC LIMIT %s
     ) AS found
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A dispute that may hang together with the one at hand, and what comparing said."""

    other: Matter
    verdict: Verdict


def person_of(party: Party) -> Person:
    """A party's row as it is compared."""
    return _person(
        party.pk, party.kind, party.name, party.sex, party.born,
        _bytes(party.identity_hash), _bytes(party.phone_hash), party.address,
    )  # fmt: skip


def _bytes(value: Any) -> bytes | None:
    return bytes(value) if value else None


@lru_cache(maxsize=20_000)
def _person(
    number: int,
    kind: int,
    name: str,
    sex: int,
    born: date | None,
    identity: bytes | None,
    phone: bytes | None,
    address: str,
) -> Person:
    return matter.person(
        name, is_organisation=kind == PartyKind.ORGANISATION, address=address, sex=sex, born=born,
        identity=identity, phone=phone, party_id=number,
    )  # fmt: skip


def matter_of(dispute: Dispute, parties: Sequence[Party]) -> Matter:
    """A dispute with its present parties, as it is compared."""
    return matter.matter(
        county=dispute.county, dispute_id=dispute.pk, region=dispute.region, kind=dispute.kind,
        day=dispute.occurred_on or dispute.opened_on, place=dispute.place,
        persons=[person_of(party) for party in parties[:MOST_PARTIES]],
        words=f"{dispute.title}。{dispute.narrative}",
    )  # fmt: skip


@dataclass(slots=True)
class _Hits:
    """Candidates with the strength of the keys that they share, and how many disputes have a party's name."""

    strength: Counter[int]
    times: dict[int, int]


def _hits(one: Matter, county: int, keys: Sequence[Key]) -> _Hits:
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [[key.value for key in keys], county, CAP])
        rows = cursor.fetchall()
    hits = _Hits(Counter(), {})
    held = Counter(n for n, _dispute in rows)
    for n, dispute_id in rows:
        if (county, dispute_id) != one.key:
            hits.strength[dispute_id] += blocking.STRENGTH[keys[n - 1].kind]
    for n, key in enumerate(keys, start=1):
        if key.kind == KeyKind.NAME and key.person >= 0:
            hits.times[key.person] = max(hits.times.get(key.person, 0), held[n])
    return hits


def found_in_county(one: Matter) -> list[Found]:
    """What it may hang together with in its own county, the likeliest first."""
    return _found(one, one.county, blocking.sought(one))


def found_in(one: Matter, counties: Iterable[int]) -> list[Found]:
    """The same in other counties, by keys of persons alone."""
    keys = [key for key in blocking.sought(one) if key.kind in blocking.BEYOND_COUNTY]
    found = [each for county in counties if county != one.county for each in _found(one, county, keys)]
    return sorted(found, key=lambda each: -each.verdict.linked)


def _found(one: Matter, county: int, keys: Sequence[Key]) -> list[Found]:
    hits = _hits(one, county, keys) if keys else None
    if hits is None or not hits.strength:
        return []
    weights = weights_in_force()
    best = [dispute_id for dispute_id, _strength in hits.strength.most_common(MOST)]
    found = []
    for other in _read(county, best):
        verdict = rules.compare(one, other, weights, hits.times)
        if verdict.linked >= LEAST_CHANCE:
            found.append(Found(other, verdict))
    return sorted(found, key=lambda each: -each.verdict.linked)


_COLUMNS = ("id", "region", "kind", "occurred_on", "opened_at", "place", "title", "narrative")
_PARTY = ("dispute_id", "id", "kind", "name", "sex", "born", "identity_hash", "phone_hash", "address")


def _read(county: int, ids: Sequence[int]) -> list[Matter]:
    """Candidates with their parties, in two queries; merged records stand for nothing of their own."""
    why = "candidates of the sweep; who may see them is asked when a proposal is shown"
    rows = Dispute.objects.unscoped(reason=why).filter(county=county, id__in=ids)
    disputes = rows.exclude(state=State.MERGED).order_by("id").values_list(*_COLUMNS)
    present = Party.objects.unscoped(reason=why).filter(county=county, dispute_id__in=ids, removed_at=None)
    persons: dict[int, list[Person]] = {}
    for dispute_id, *fields in present.order_by("id").values_list(*_PARTY):
        number, kind, name, sex, born, identity, phone, address = fields
        one = _person(number, kind, name, sex, born, _bytes(identity), _bytes(phone), address)
        persons.setdefault(dispute_id, []).append(one)
    return [_matter(county, row, tuple(persons.get(row[0], ())[:MOST_PARTIES])) for row in disputes]


def _matter(county: int, row: Sequence[Any], persons: tuple[Person, ...]) -> Matter:
    number, region, kind, occurred_on, opened_at, place, title, narrative = row
    return matter.matter(
        county=county, dispute_id=number, region=region, kind=kind, persons=persons, place=place,
        day=occurred_on or clock.local(opened_at).date(), words=f"{title}。{narrative}",
    )  # fmt: skip
