"""Disputes in bulk: the rows that the loop would have left behind, as lines for COPY.

Ledger entries are chained and hashed by the product's own functions, images counted by its own.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Model

from hemu.disputes import search
from hemu.disputes.counted import image
from hemu.disputes.ledger import digest, seal
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import (
    Body,
    Clock,
    ClockKind,
    Colour,
    Dispute,
    Entry,
    Involvement,
    InvolvementRole,
    Outcome,
    Party,
    Side,
    Source,
    State,
)
from hemu.kernel import clock, crypto
from hemu.kernel.fields import SealedTextField
from hemu.kernel.ids import EPOCH_MS
from hemu.kernel.places import county_of

MODELS: tuple[type[Model], ...] = (Dispute, Party, Involvement, Clock, Entry)

PATH: tuple[tuple[Act, State], ...] = (
    (Act.REGISTER, State.REGISTERED),
    (Act.RATE, State.RATED),
    (Act.ROUTE, State.ROUTED),
    (Act.RECEIVE, State.RECEIVED),
    (Act.ACCEPT, State.MEDIATING),
    (Act.SESSION, State.MEDIATING),
    (Act.AGREE, State.AGREED),
    (Act.PERFORMED, State.FOLLOWING),
    (Act.FOLLOW_UP, State.FOLLOWING),
    (Act.CLOSE, State.CLOSED),
)
"""The acts of a dispute that goes well, with the state that each leaves."""

KINDS = (
    101,
    102,
    103,
    201,
    202,
    202,
    203,
    301,
    303,
    502,
    503,
    602,
    701,
    703,
    804,
    901,
    902,
    902,
    903,
    903,
    1102,
    9900,
)
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉红梅建国文辉"
MATTERS = (
    "浇水",
    "地界",
    "林权",
    "宅基地",
    "工资",
    "借款",
    "离婚",
    "赡养",
    "排水",
    "征地补偿",
    "交通事故",
    "房屋租赁",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A piece of the load: how many disputes, registered evenly over a stretch of time."""

    number: int
    count: int
    begin: datetime
    seconds: float


@dataclass(slots=True)
class Lines:
    """What to COPY into each table."""

    by_model: dict[type[Model], list[str]] = field(default_factory=lambda: {model: [] for model in MODELS})

    def add(self, row: Model) -> None:
        """One row, as a line of COPY's text format."""
        self.by_model[type(row)].append(_text(row))


def plans(count: int, since: date, days: int, size: int = 5000) -> Iterator[Plan]:
    """The load cut into pieces that follow each other in time, so that ids never collide."""
    begin = datetime(since.year, since.month, since.day, tzinfo=UTC)
    step = days * 86_400 / count
    for number, first in enumerate(range(0, count, size)):
        here = min(size, count - first)
        yield Plan(number, here, begin + timedelta(seconds=step * first), step * here)


def made(plan: Plan, villages: Sequence[int]) -> Lines:
    """The rows of one piece."""
    chance = random.Random(plan.number)
    lines = Lines()
    for n in range(plan.count):
        at = plan.begin + timedelta(seconds=plan.seconds * n / plan.count)
        _dispute(lines, chance, at, chance.choice(villages), _id(at, n))
    return lines


def _id(at: datetime, n: int) -> int:
    return (int(at.timestamp() * 1000) - EPOCH_MS) << 22 | n << 5


def _dispute(lines: Lines, chance: random.Random, at: datetime, region: int, new_id: int) -> None:
    names = [chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN) for _ in range(2)]
    matter = chance.choice(MATTERS)
    dispute = _fresh(chance, at, region, new_id, names, matter)
    end = len(PATH) if chance.random() < 0.8 else chance.randint(1, len(PATH) - 1)
    _walk(lines, dispute, chance, at, end)
    dispute.search = " ".join(
        f"'{token}'"
        for token in search.tokens(dispute.county, dispute.title, dispute.narrative, dispute.ref, *names)
    )
    _around(lines, dispute, names, at)
    lines.add(dispute)


def _fresh(
    chance: random.Random, at: datetime, region: int, new_id: int, names: list[str], matter: str
) -> Dispute:
    day = clock.local(at).date()
    unit = region // 10**6 * 10**6
    return Dispute(
        id=new_id, county=county_of(region), ref=f"{day:%y%m%d}-{new_id >> 5:X}",
        region=region, place="三组", title=f"{names[0]}与{names[1]}{matter}纠纷",
        narrative=f"{names[0]}与{names[1]}因{matter}发生争执,双方要求村里出面说理,至今未能谈拢。",
        kind=chance.choice(KINDS), source=chance.choice(list(Source)), opened_at=at, opened_on=day,
        lead_unit_id=unit, lead_unit_name="镇综治中心", turn_unit_id=unit, turn_unit_name="镇综治中心",
        data_key=crypto.new_data_key()[1], petition=chance.random() < 0.05, hard=chance.random() < 0.03,
        mass_prevented=chance.random() < 0.01,
    )  # fmt: skip


def _walk(lines: Lines, dispute: Dispute, chance: random.Random, at: datetime, end: int) -> None:
    """The acts one after the other: the dispute as each left it, and its ledger entry."""
    entry = Entry(county=dispute.county, dispute_id=dispute.id, region=dispute.region, kind=dispute.kind)
    entry.person_id, entry.person_name = dispute.turn_unit_id or 0, "周丽"
    entry.unit_id, entry.unit_name = dispute.turn_unit_id or 0, dispute.turn_unit_name
    previous: dict[str, Any] | None = None
    entry.hash = b""
    for step, (act, state) in enumerate(PATH[:end]):
        moment = at + timedelta(hours=20 * step)
        entry.from_state = dispute.state if step else None
        dispute.state = state
        _effect(dispute, act, chance, moment)
        counted = image(dispute)
        entry.id, entry.seq, entry.at, entry.act = dispute.id + step, step + 1, moment, act
        entry.state, entry.colour = dispute.state, dispute.colour
        entry.details = {"changed": ["colour"]} if act == Act.RATE else {}
        entry.image = counted if counted != previous else None
        entry.sealed = seal(dispute, {"title": dispute.title}) if act == Act.REGISTER else None
        entry.prev_hash = entry.hash
        entry.hash = digest(entry)
        previous = counted
        lines.add(entry)
    dispute.ledger_seq, dispute.ledger_hash = entry.seq, entry.hash


def _effect(dispute: Dispute, act: Act, chance: random.Random, moment: datetime) -> None:
    if act == Act.RATE:
        dispute.colour = chance.choices((Colour.BLUE, Colour.ORANGE, Colour.RED), (88, 10, 2))[0]
    elif act == Act.ACCEPT:
        dispute.body = chance.choices((Body.VILLAGE, Body.TOWNSHIP, Body.PROFESSIONAL), (67, 29, 4))[0]
    elif act == Act.AGREE:
        dispute.outcome, dispute.settled_on = Outcome.WRITTEN, clock.local(moment).date()
    elif act == Act.FOLLOW_UP:
        dispute.follow_ups = 1
    elif act == Act.CLOSE:
        dispute.closed_at = moment


def _around(lines: Lines, dispute: Dispute, names: list[str], at: datetime) -> None:
    whose = {"county": dispute.county, "dispute_id": dispute.id}
    for n, name in enumerate(names):
        side = (Side.APPLICANT, Side.RESPONDENT)[n]
        lines.add(Party(id=dispute.id + n, name=name, side=side, added_at=at, **whose))
    unit = {"unit_id": dispute.lead_unit_id, "unit_name": dispute.lead_unit_name}
    lines.add(Involvement(id=dispute.id, role=InvolvementRole.LEAD, since=at, **unit, **whose))
    if dispute.state != State.CLOSED:
        due = at + timedelta(days=30)
        dispute.due_at = due
        dates = {"started_at": at, "due_at": due, "next_at": due}
        lines.add(Clock(id=dispute.id, kind=ClockKind.STATE, **dates, **unit, **whose))


def _plain(value: object) -> str:
    return str(value).replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")


def _bytes(value: bytes) -> str:
    return rf"\\x{value.hex()}"


def _json(value: object) -> str:
    return _plain(json.dumps(value, ensure_ascii=False))


_AS_TEXT: dict[type, Callable[[Any], str]] = {
    type(None): lambda _value: r"\N",
    bool: lambda value: "t" if value else "f",
    int: str,
    bytes: _bytes,
    dict: _json,
    list: _json,
    datetime: str,
    date: str,
}


def _sealed(value: str) -> bytes:
    return crypto.seal(value) if value else b""


@cache
def _columns(model: type[Model]) -> tuple[tuple[str, bool], ...]:
    """Attribute and whether it is sealed, for each column."""
    return tuple(
        (column.attname, isinstance(column, SealedTextField)) for column in model._meta.concrete_fields
    )


def _text(row: Model) -> str:
    """One row in COPY's text format."""
    parts = []
    values = row.__dict__
    for name, sealed in _columns(type(row)):
        value = values[name]
        if sealed:
            value = _sealed(value)
        parts.append(_AS_TEXT.get(type(value), _other)(value))
    return "\t".join(parts)


def _other(value: object) -> str:
    return str(int(value)) if isinstance(value, int) else _plain(value)
