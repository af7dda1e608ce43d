"""A labelled set of disputes: matters told several times, matters grown out of others, and look-alikes.

Which two records are the same matter, and which grew out of which, is known because it was made so. Nothing
here is real; the errors are those that registers are full of.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from bench import _people, _slips, _tellers, _tellings
from bench._people import County, Dweller
from bench._slips import Slips
from bench._tellings import Plot

FIRST_DAY = date(2025, 1, 1)
YEAR = 365


@dataclass(slots=True)
class Told:
    """One record as it was registered. `people` are the numbers of the persons behind `parties`.

    `grew_from` is the matter that this one grew out of, or hangs together with.
    """

    number: int
    matter: int
    grew_from: int | None
    region: int
    kind: int
    occurred_on: date | None
    opened_on: date
    place: str
    title: str
    narrative: str
    parties: list[dict[str, object]]
    people: list[int]


@dataclass(slots=True)
class Happened:
    """What really happened, before anybody wrote it down."""

    matter: int
    plot: str
    a: Dweller
    b: Dweller
    others: list[Dweller]
    village: int
    grid: int
    day: date
    spot: str
    thing: str
    amount: int
    before: str = ""
    grew_from: int | None = None
    parts: tuple[int, ...] = field(default=())


def records(seed: int, matters: int, slips: Slips, place: County | None = None) -> list[Told]:
    """About 1.6 records a matter, in the order of their registration; of `place`, or an invented county."""
    chance = random.Random(seed)
    place = place or _people.county(chance)
    happened: list[Happened] = []
    while len(happened) < matters:
        first = _origin(chance, place, len(happened))
        happened.append(first)
        happened += list(_around(chance, place, first, len(happened)))
    told: list[Told] = []
    for one in happened:
        for _again in range(chance.choices((1, 2, 3, 4), (55, 30, 11, 4))[0]):
            told.append(_tell(chance, place, one, slips, bool(_again)))
    told.sort(key=lambda one: one.opened_on)
    for number, record in enumerate(told, start=1):
        record.number = number
    return told


def _origin(chance: random.Random, place: County, matter: int) -> Happened:
    plot = chance.choices(_tellings.ORIGINS, _tellings.OFTEN)[0]
    village = chance.choice(place.villages)
    a = chance.choice(place.people[village])
    b = chance.choice(place.firms) if _tellings.PLOTS[plot].firm else _other(chance, place, a)
    return _new(chance, matter, plot, a, b, village, a.grid)


def _other(chance: random.Random, place: County, a: Dweller) -> Dweller:
    near = place.people[a.village if chance.random() < 0.9 else chance.choice(place.villages)]
    return next(one for one in iter(lambda: chance.choice(near), None) if one.number != a.number)


def _new(
    chance: random.Random, matter: int, plot: str, a: Dweller, b: Dweller, village: int, grid: int
) -> Happened:
    made: Plot = _tellings.PLOTS[plot]
    low, high = made.sums
    amount = chance.randint(low, high) if high else 0
    amount -= amount % (1000 if amount > 5000 and chance.random() < 0.7 else 100)
    day = FIRST_DAY + timedelta(days=chance.randint(0, YEAR - 1))
    return Happened(
        matter,
        plot,
        a,
        b,
        [],
        village,
        grid,
        day,
        chance.choice(_people.SPOTS),
        chance.choice(made.things),
        max(amount, low),
    )


def _around(chance: random.Random, place: County, first: Happened, matter: int) -> Iterator[Happened]:
    """What grows out of a matter, and what only looks like it."""
    leads = _tellings.PLOTS[first.plot].leads_to
    if leads and chance.random() < 0.25:
        grown = _new(chance, matter, chance.choice(leads), *_roles(chance, first), first.village, first.grid)
        grown.day = first.day + timedelta(days=chance.randint(5, 240))
        grown.grew_from, grown.spot = first.matter, first.spot if chance.random() < 0.6 else grown.spot
        grown.before = chance.choice(_tellings.BEFORE).format(
            topic=chance.choice(_tellings.TOPIC[first.plot])
        )
        matter += 1
        yield grown
    if chance.random() < 0.20:
        yield _look_alike(chance, place, first, matter)


def _roles(chance: random.Random, first: Happened) -> tuple[Dweller, Dweller]:
    keeps = first.b.is_firm or chance.random() < 0.6
    return (first.a, first.b) if keeps else (first.b, first.a)


def _look_alike(chance: random.Random, place: County, first: Happened, matter: int) -> Happened:
    """Another matter: the same person with somebody else, a brother, neighbours over the same sort."""
    near = [one for one in place.people[first.village] if one.number not in (first.a.number, first.b.number)]
    kin = [one for one in near if one.name[0] == first.a.name[0]] or near
    way = chance.random()
    if way < 0.4:
        a, b, plot = first.a, chance.choice(near), chance.choice(_tellings.ORIGINS)
        b = chance.choice(place.firms) if _tellings.PLOTS[plot].firm else b
    elif way < 0.7:
        a, b, plot = chance.choice(kin), first.b if chance.random() < 0.3 else chance.choice(near), first.plot
    else:
        a, b, plot = chance.choice(near), chance.choice(near), first.plot
        b = first.b if first.b.is_firm else b
    made = _new(chance, matter, plot, a, b, first.village, a.grid)
    if chance.random() < 0.6:
        made.day, made.spot = first.day + timedelta(days=chance.randint(-12, 12)), first.spot
        if b is first.b and b.is_firm and plot == first.plot:
            made.grew_from, made.thing = (
                first.matter,
                first.thing,
            )  # the firm's other workers, on the same site
    return made


def _tell(chance: random.Random, place: County, one: Happened, slips: Slips, again: bool) -> Told:
    people = [one.a] if again and chance.random() < slips.no_second else [one.a, one.b]
    if chance.random() < slips.more_parties:
        people.append(chance.choice(place.people[one.village]))
    if chance.random() < slips.swapped and len(people) > 1:
        people[0], people[1] = people[1], people[0]
    parties = [_party(chance, dweller, slips) for dweller in people]
    said = {
        dweller.number: str(party["name"]).split("（")[0]
        for dweller, party in zip(people, parties, strict=True)
    }
    lag = min(int(chance.expovariate(1 / 12)) if again else int(chance.expovariate(1 / 4)), 90)
    lag = chance.randint(90, 400) if again and chance.random() < slips.much_later else lag
    day = one.day + timedelta(days=chance.randint(-4, 4) if again and chance.random() < slips.days_off else 0)
    opened = one.day + timedelta(days=max(lag, 0))
    plot = _tellings.PLOTS[one.plot]
    kind = chance.choice(plot.also) if plot.also and chance.random() < slips.other_kind else plot.kind
    narrative = _narrative(chance, place, one, said, slips)
    first, second = [*said.values(), ""][:2]
    title = (
        f"{first}与{second}{_tellings.TOPIC.get(one.plot, ('矛盾',))[0]}纠纷"
        if second
        else f"{first}反映的纠纷"
    )
    return Told(
        0,
        one.matter,
        one.grew_from,
        _region(chance, place, one, slips),
        kind,
        None if chance.random() < slips.no_day else min(day, opened),
        opened,
        "" if chance.random() < slips.no_place else _spot(chance, place, one),
        title,
        narrative,
        parties,
        [dweller.number for dweller in people],
    )


def _party(chance: random.Random, one: Dweller, slips: Slips) -> dict[str, object]:
    return {
        "name": _slips.told_name(one, slips, chance),
        "identity": _slips.told_number(one.identity, slips.no_identity, slips.wrong_digit, chance),
        "phone": "" if chance.random() < slips.no_phone else _phone(chance, one, slips),
        "sex": _sex(chance, one, slips),
        "is_firm": one.is_firm,
        "born": _born(chance, one, slips),
        "address": "" if one.is_firm or chance.random() < slips.no_address else _address(chance, one),
    }


def _sex(chance: random.Random, one: Dweller, slips: Slips) -> int:
    if one.is_firm or chance.random() < 0.4:
        return 9
    return 3 - one.sex if chance.random() < slips.wrong_sex else one.sex


def _born(chance: random.Random, one: Dweller, slips: Slips) -> date | None:
    if one.is_firm or chance.random() < slips.no_born:
        return None
    return one.born + timedelta(days=chance.choice((1, 30, 365)) if chance.random() < 0.06 else 0)


def _address(chance: random.Random, one: Dweller) -> str:
    ways = ("{v:03d}村{g}组", "{v:03d}村{g}组{n}号", "瓮安县{t}镇{v:03d}村{g}组{n}号", "{t}镇{v:03d}村{g}组")
    town, village = one.village // 1000 % 1000, one.village % 1000
    return chance.choice(ways).format(t=town, v=village, g=one.grid, n=one.number % 97)


def _phone(chance: random.Random, one: Dweller, slips: Slips) -> str:
    if chance.random() < slips.other_phone:
        return f"1{chance.choice('3578')}{chance.randint(0, 10**9 - 1):09d}"
    return _slips.told_number(one.phone, 0, slips.wrong_digit, chance)


def _region(chance: random.Random, place: County, one: Happened, slips: Slips) -> int:
    village: int = one.village
    if chance.random() < slips.other_village:
        village = chance.choice([code for code in place.villages if code // 1000 == village // 1000])
    if chance.random() < slips.no_grid:
        return village * 1000
    return village * 1000 + (chance.randint(1, 5) if chance.random() < slips.other_grid else one.grid)


def _spot(chance: random.Random, place: County, one: Happened) -> str:
    name = place.names[one.village]
    return chance.choice(("{v}{s}", "{s}", "{v}{g}组{s}", "{s}附近", "{v}委会{s}")).format(
        v=name, s=one.spot, g=one.grid
    )


def _narrative(
    chance: random.Random, place: County, one: Happened, said: dict[int, str], slips: Slips
) -> str:
    """One telling: the same facts, its own words. Some are copied from a common wording."""
    plot, chosen = (
        _tellings.PLOTS[one.plot],
        random.Random(one.matter) if chance.random() < slips.copied else chance,
    )
    teller = chosen.choice(_tellers.TELLERS)
    parts = [chosen.choice(plot.causes)]
    parts += chosen.sample(plot.rises, chosen.choice((0, 1, 1, 2)))
    parts += chosen.sample(plot.wants, chosen.choice((0, 1, 1)))
    text = (
        chosen.choice(_tellers.OPENINGS[teller])
        + "，".join(parts)
        + "。"
        + chosen.choice(_tellers.CLOSINGS[teller])
    )
    a, b = said.get(one.a.number) or "一村民", said.get(one.b.number) or "邻居"
    day = f"{one.day.month}月{one.day.day}日"
    amount = _tellers.money(
        one.amount if chance.random() >= slips.other_sum else _rounded(one.amount), chance
    )
    text = text.format(
        a=a, b=b, thing=one.thing, sum=amount, before=one.before or "因琐事", day=day,
        place=one.spot, village=place.names[one.village],
    )  # fmt: skip
    for word, other in _tellers.SYNONYMS:
        if chance.random() < 0.25:
            text = text.replace(word, other)
    return text


def _rounded(amount: int) -> int:
    """As one remembers it: 19,700 becomes 20,000."""
    step: int = 10 ** (len(str(amount)) - 1)
    return max(step, round(amount / step) * step)


def true_pairs(told: list[Told]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Pairs that are the same matter, and pairs of which one grew out of the other; smaller number first."""
    by_matter: dict[int, list[Told]] = {}
    for one in told:
        by_matter.setdefault(one.matter, []).append(one)
    same, grown = set(), set()
    for ones in by_matter.values():
        for n, one in enumerate(ones):
            same |= {(min(one.number, two.number), max(one.number, two.number)) for two in ones[n + 1 :]}
            source = by_matter.get(one.grew_from, []) if one.grew_from is not None else []
            grown |= {(min(one.number, two.number), max(one.number, two.number)) for two in source}
    return same, grown
