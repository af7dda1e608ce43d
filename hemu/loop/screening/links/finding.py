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
from hemu.loop.screening.links import blocking, matter, rules
from hemu.loop.screening.links.blocking import Key, KeyKind
from hemu.loop.screening.links.matter import Matter, Person
from hemu.loop.screening.links.rules import Outline, Verdict
from hemu.loop.screening.links.trained import weights_in_force

CAP = 40
"""So many disputes a key answers at most, the newest."""
MOST = 40
"""So many candidates are compared, those with the strongest keys."""
MOST_PARTIES = 12
LEAST_CHANCE = 0.5
"""Below this chance that two disputes have to do with each other, nothing is proposed."""

End = tuple[int, int]
"""County and number of a dispute."""

_FIND = """
    SELECT sought.n, sought.county, found.dispute_id
      FROM unnest(%s::bigint[], %s::bigint[]) WITH ORDINALITY AS sought (county, value, n)
     CROSS JOIN LATERAL (
        SELECT dispute_id FROM links_key
         WHERE county = sought.county AND value = sought.value ORDER BY dispute_id DESC LIMIT %s
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


def found_in_county(one: Matter) -> list[Found]:
    """What it may hang together with in its own county, the likeliest first."""
    return _found(one, [(one.county, key) for key in blocking.sought(one)])


def found_around(one: Matter, counties: Iterable[int]) -> list[Found]:
    """The same, and in other counties by keys of persons alone."""
    own = blocking.sought(one)
    far = [key for key in own if key.kind in blocking.BEYOND_COUNTY]
    others = [(county, key) for county in counties if county != one.county for key in far]
    return _found(one, [*((one.county, key) for key in own), *others])


def _found(one: Matter, keys: Sequence[tuple[int, Key]]) -> list[Found]:
    strength, times = _hits(one, keys)
    if not strength:
        return []
    weights = weights_in_force()
    near: list[tuple[Matter, Outline]] = []
    for other in _bare([end for end, _strength in strength.most_common(MOST)]):
        outline = rules.outline(one, other, weights, times)
        if rules.may_be_linked(outline, weights):
            near.append((other, outline))
    words = _words([other for other, _outline in near])
    found = []
    for bare, outline in near:
        other = matter.with_words(bare, words[bare.key])
        verdict = rules.verdict(one, other, outline, weights)
        if verdict.linked >= LEAST_CHANCE:
            found.append(Found(other, verdict))
    return sorted(found, key=lambda each: -each.verdict.linked)


def _hits(one: Matter, keys: Sequence[tuple[int, Key]]) -> tuple[Counter[End], dict[int, int]]:
    """Candidates with the strength of the keys they share; and for each party how many here have its name."""
    with connection.cursor() as cursor:
        counties, values = [county for county, _key in keys], [key.value for _county, key in keys]
        cursor.execute(_FIND, [counties, values, CAP])
        rows = cursor.fetchall()
    strength: Counter[End] = Counter()
    held: Counter[int] = Counter()
    for n, county, dispute_id in rows:
        held[n] += 1
        if (county, dispute_id) != one.key:
            strength[county, dispute_id] += blocking.STRENGTH[keys[n - 1][1].kind]
    times: dict[int, int] = {}
    for n, (_county, key) in enumerate(keys, start=1):
        if key.kind == KeyKind.NAME and key.person >= 0:
            times[key.person] = max(times.get(key.person, 0), held[n])
    return strength, times


_BARE = f"""
    SELECT d.county, d.id, d.region, d.kind, coalesce(d.occurred_on, d.opened_on), d.place,
           p.id, p.kind, p.name, p.sex, p.born, p.identity_hash, p.phone_hash, p.address
      FROM disputes_dispute d
      JOIN disputes_party p ON p.county = d.county AND p.dispute_id = d.id AND p.removed_at IS NULL
     WHERE d.county = ANY(%s) AND d.id = ANY(%s) AND d.state <> {State.MERGED:d}
     ORDER BY d.id, p.side, p.id
"""  # noqa: S608  # a constant
"""Plain SQL: this runs at every registration, and building the queries took longer than running them.

Merged records stand for nothing of their own. Who may see a candidate is asked when it is shown.
"""

_WORDS = "SELECT county, id, title, narrative FROM disputes_dispute WHERE county = ANY(%s) AND id = ANY(%s)"


def _asked(sql: str, ends: Iterable[End]) -> list[tuple[Any, ...]]:
    pairs = list(ends)
    with connection.cursor() as cursor:
        counties, numbers = sorted({county for county, _n in pairs}), [number for _county, number in pairs]
        cursor.execute(sql, [counties, numbers])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _bare(ends: Iterable[End]) -> list[Matter]:
    """Candidates with their parties and without their words."""
    persons: dict[End, list[Person]] = {}
    heads: dict[End, tuple[Any, ...]] = {}
    for county, number, region, kind, day, place, *party in _asked(_BARE, ends):
        heads[county, number] = (region, kind, day, place)
        *others, identity, phone, address = party
        one = _person(*others, _bytes(identity), _bytes(phone), address)
        persons.setdefault((county, number), []).append(one)
    return [
        matter.matter(
            county=end[0], dispute_id=end[1], region=region, kind=kind, day=day, place=place,
            persons=persons[end][:MOST_PARTIES],
        )
        for end, (region, kind, day, place) in heads.items()
    ]  # fmt: skip


def _words(ends: Sequence[Matter]) -> dict[End, str]:
    """Titles and narratives of those worth reading."""
    rows = _asked(_WORDS, [one.key for one in ends]) if ends else []
    return {(county, number): f"{title}。{narrative}" for county, number, title, narrative in rows}
