"""The generated set through the product's own comparing: keys, candidates, levels, without a database."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bench._matters import Told
from bench._people import COUNTY
from hemu.kernel.crypto import keyed_hash
from hemu.kernel.identity import birth_date
from hemu.loop.screening.links import blocking, rules
from hemu.loop.screening.links.blocking import KeyKind
from hemu.loop.screening.links.matter import Matter, Person, matter, person
from hemu.loop.screening.links.weights import CLASSES, Levels, Table, Weights, counted

CAP, MOST = 40, 40
NOTHING = Table({}, (1.0, 1.0, 1.0))
"""A table that knows nothing yet: comparing by it says the levels."""
Pair = tuple[int, int]


def matter_of(one: Told) -> Matter:
    """A generated record in the form that is compared."""
    return matter(
        county=COUNTY,
        dispute_id=one.number,
        region=one.region,
        kind=one.kind,
        day=one.occurred_on or one.opened_on,
        persons=[_person(party) for party in one.parties],
        place=one.place,
        words=f"{one.title}。{one.narrative}",
    )


def _person(party: Mapping[str, object]) -> Person:
    identity, phone = str(party["identity"]), str(party["phone"])
    return person(
        str(party["name"]),
        is_organisation=bool(party["is_firm"]),
        address=str(party["address"]),
        sex=party["sex"],
        born=_born(party, identity),
        identity=keyed_hash(identity, purpose="identity") if identity else None,
        phone=keyed_hash(phone, purpose="phone") if phone else None,
    )


def _born(party: Mapping[str, object], identity: str) -> object:
    """As registration has it: from the field, else from the number."""
    return party["born"] or (birth_date(identity) if identity and not party["is_firm"] else None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that shares keys, and for the newer one's parties how many records have their name."""

    one: int
    two: int
    times: dict[int, int]


def candidates(matters: Iterable[Matter]) -> list[Candidate]:
    """For each record, in the order of registration, the older ones that blocking offers: at most `MOST`."""
    under: dict[int, list[int]] = defaultdict(list)
    found: list[Candidate] = []
    for one in matters:
        scores: Counter[int] = Counter()
        times: dict[int, int] = {}
        for key in blocking.sought(one):
            holders = under[key.value][-CAP:]
            if key.kind == KeyKind.NAME and key.person >= 0:
                times[key.person] = min(times.get(key.person, CAP), len(holders))
            for other in holders:
                scores[other] += blocking.STRENGTH[key.kind]
        found += [Candidate(other, one.dispute_id, times) for other, _score in scores.most_common(MOST)]
        for key in blocking.keys_of(one):
            under[key.value].append(one.dispute_id)
    return found


def learn_persons(
    told: Mapping[int, Told], matters: Mapping[int, Matter], offered: Iterable[Candidate]
) -> Table:
    """The table of persons, counted on the pairs of parties of the candidates."""
    seen: list[tuple[Levels, int]] = []
    for candidate in offered:
        one, two = matters[candidate.two], matters[candidate.one]
        for i, mine in enumerate(one.persons):
            for j, theirs in enumerate(two.persons):
                is_one = told[candidate.two].people[i] == told[candidate.one].people[j]
                seen.append((rules.person_levels(mine, theirs, candidate.times.get(i)), 0 if is_one else 1))
    return counted(seen, 2)


def label(pair: Pair, same: set[Pair], grown: set[Pair]) -> int:
    """The class of a pair, as the weights number them."""
    return CLASSES.index("same" if pair in same else "grown" if pair in grown else "apart")


def learn(
    told: list[Told], same: set[Pair], grown: set[Pair]
) -> tuple[Weights, dict[int, Matter], list[Candidate]]:
    """Both tables, counted on a labelled set."""
    by_number = {one.number: one for one in told}
    matters = {one.number: matter_of(one) for one in told}
    offered = candidates(matters.values())
    persons = learn_persons(by_number, matters, offered)
    seen: list[tuple[Levels, int]] = []
    for candidate in offered:
        one, two = matters[candidate.two], matters[candidate.one]
        levels = rules.compare(one, two, Weights(persons, NOTHING), candidate.times).levels
        seen.append((levels, label((candidate.one, candidate.two), same, grown)))
    return Weights(persons, counted(seen, 3)), matters, offered


def verdicts(
    matters: Mapping[int, Matter], offered: Iterable[Candidate], weights: Weights
) -> dict[Pair, rules.Verdict]:
    """What is said of each candidate."""
    return {
        (each.one, each.two): rules.compare(matters[each.two], matters[each.one], weights, each.times)
        for each in offered
    }


def written(weights: Weights, **about: object) -> str:
    """The file that ships with the product: one line a level, so that a change can be read."""
    lines = [json.dumps({"about": about}, ensure_ascii=False)[1:-1]]
    for name, table in weights.as_json().items():
        features = [
            f"   {json.dumps(feature)}: {{\n"
            + ",\n".join(
                f"    {json.dumps(level)}: {json.dumps(chances)}" for level, chances in levels.items()
            )
            + "\n   }"
            for feature, levels in table["chances"].items()
        ]
        chances = ",\n".join(features)
        lines.append(
            f'"{name}": {{\n  "prior": {json.dumps(table["prior"])},\n  "chances": {{\n{chances}\n  }}\n }}'
        )
    return "{\n " + ",\n ".join(lines) + "\n}\n"
