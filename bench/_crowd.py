"""A million disputes with their parties and keys in a few counties, and new ones to hold against them.

Fifty thousand disputes a county: what a county registers in ten years. Only what finding links reads is made:
disputes, parties, keys. The last of each county's records are held back, to be the new ones.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.db import connection

from bench import _matters, _people, _stage
from bench._matters import Told
from bench._slips import Slips

A_COUNTY = 50_000
HELD_BACK = 600
"""Records of each county that aren't loaded: the new ones."""
SPREAD = 5
"""New ones come from so many counties at least, so that none has the caches for itself."""
PREFECTURE = 522700000000000


@dataclass(frozen=True, slots=True)
class Piece:
    """One county's share of the load."""

    number: int
    county: int
    count: int


def prepare(size: int) -> None:
    """Enter the database of that size, filling it unless it is full."""
    from hemu.disputes.models import Dispute

    _stage.enter(size, "links")
    if not Dispute.objects.unscoped(reason="is anything loaded?").exists():
        _load(size)


def pieces(size: int) -> list[Piece]:
    """How a load is spread over counties: those of one prefecture first, as the sweep reaches over these."""
    from hemu.kernel.places import COUNTY_UNIT
    from hemu.orgs.models import Level, Region

    rows = Region.objects.filter(level=Level.COUNTY, code__gte=PREFECTURE).order_by("code")
    many = max(1, round(size / A_COUNTY))
    codes = [code // COUNTY_UNIT for code in rows.values_list("code", flat=True)[:many]]
    return [Piece(n, code, size // many) for n, code in enumerate(codes)]


def told_in(piece: Piece) -> list[Told]:
    """The records of a county, those held back among them, the latest last."""
    chance = random.Random(1000 + piece.number)
    people = max(60, piece.count // 160)
    place = _people.county(chance, piece.county, townships=16, villages=12, people=people)
    wanted = piece.count + HELD_BACK
    told = _matters.records(2000 + piece.number, int(wanted / 1.55) + 40, Slips(), place)
    return told[-wanted:]


def _load(size: int) -> None:
    from bench._results import report
    from config import owner

    begin = time.perf_counter()
    with owner.as_owner(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE disputes_dispute, links_key CASCADE")
        dropped = _indexes(cursor)
        cursor.execute("ALTER TABLE disputes_dispute DISABLE TRIGGER USER")
        for name, _definition in dropped:
            cursor.execute(f"DROP INDEX {name}")
        _copy_all(pieces(size))
        for name, definition in dropped:
            _stage.note(f"index {name}")
            cursor.execute(definition)
        cursor.execute("ALTER TABLE disputes_dispute ENABLE TRIGGER USER")
        for table in ("disputes_dispute", "disputes_party", "links_key"):
            cursor.execute(f"VACUUM (ANALYZE) {table}")
    report("links, load", size / (time.perf_counter() - begin), "disputes/s", size=size)


def _indexes(cursor: Any) -> list[tuple[str, str]]:
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexname::regclass) ORDER BY indexname",
        [["disputes_dispute", "disputes_party", "links_key"]],
    )
    rows: list[tuple[str, str]] = cursor.fetchall()
    return rows


def _copy_all(every: Sequence[Piece]) -> None:
    with ProcessPoolExecutor(max(2, _stage.cores()), get_context("spawn")) as pool:
        where = connection.settings_dict["NAME"]
        for done in as_completed([pool.submit(_copy, piece, where) for piece in every]):
            _stage.note(f"county {done.result()} copied")


def _copy(piece: Piece, database: str) -> int:
    """In a process of its own: make a county's rows and copy them."""
    import django

    django.setup()
    from config import owner

    connection.settings_dict["NAME"] = database
    from hemu.disputes.models import Dispute, Party
    from hemu.loop.screening.links.models import Key

    rows: dict[Any, list[Any]] = {Dispute: [], Party: [], Key: []}
    for one in told_in(piece)[:-HELD_BACK]:
        for row in _rows_of(one, piece):
            rows[type(row)].append(row)
    with owner.as_owner(), connection.cursor() as cursor:
        for model, made in rows.items():
            _copy_rows(cursor, model, made)
    return piece.county


def _copy_rows(cursor: Any, model: Any, made: Sequence[Any]) -> None:
    from bench._copying import _copy_into
    from bench._rows import _text

    with cursor.copy(_copy_into(model)) as target:
        for row in made:
            target.write(_text(row) + "\n")


def identifier(one: Told, piece: Piece) -> int:
    """A number that rises with time, as the product's own do."""
    from hemu.kernel.ids import EPOCH_MS

    at = datetime(one.opened_on.year, one.opened_on.month, one.opened_on.day, tzinfo=UTC)
    moment = at + timedelta(milliseconds=one.number)
    return (int(moment.timestamp() * 1000) - EPOCH_MS) << 22 | piece.number << 8


def _rows_of(one: Told, piece: Piece) -> Iterator[Any]:
    from hemu.loop.screening.links import blocking
    from hemu.loop.screening.links.finding import matter_of
    from hemu.loop.screening.links.models import Key

    dispute, parties = as_rows(one, piece)
    yield dispute
    yield from parties
    for n, key in enumerate(blocking.keys_of(matter_of(dispute, parties)), start=1):
        yield Key(id=dispute.pk + n, county=piece.county, dispute_id=dispute.pk, value=key.value)


def as_rows(one: Told, piece: Piece) -> tuple[Any, list[Any]]:
    """A record as registration would have written it: the dispute and its parties."""
    from hemu.disputes.models import Dispute, Source

    number = identifier(one, piece)
    at = datetime(one.opened_on.year, one.opened_on.month, one.opened_on.day, 4, tzinfo=UTC)
    dispute = Dispute(
        id=number,
        county=piece.county,
        ref=f"{number >> 8:X}",
        region=one.region,
        place=one.place,
        title=one.title,
        narrative=one.narrative,
        kind=one.kind,
        source=Source.BY_HAND,
        occurred_on=one.occurred_on,
        opened_at=at,
        opened_on=one.opened_on,
    )
    return dispute, [_party(given, n, dispute) for n, given in enumerate(one.parties)]


def _party(given: dict[str, Any], n: int, dispute: Any) -> Any:
    from hemu.disputes.models import Party, PartyKind, Side
    from hemu.kernel.identity import birth_date

    identity, firm = str(given["identity"]), bool(given["is_firm"])
    party = Party(
        id=dispute.pk + n,
        county=dispute.county,
        dispute_id=dispute.pk,
        name=given["name"],
        sex=given["sex"],
        kind=PartyKind.ORGANISATION if firm else PartyKind.PERSON,
        side=Side.RESPONDENT if n else Side.APPLICANT,
        born=given["born"] or (birth_date(identity) if identity and not firm else None),
        identity_number=identity,
        phone=given["phone"],
        address=given["address"],
        added_at=dispute.opened_at,
    )
    party.hash_identifiers()
    return party


def new_ones(size: int, times: int) -> list[tuple[Any, list[Any]]]:
    """The records held back, of several counties in turn."""
    every = pieces(size)
    held = [
        [as_rows(one, piece) for one in told_in(piece)[-HELD_BACK:]]
        for piece in every[: max(SPREAD, 1 + times // HELD_BACK)]
    ]
    mixed = [row for turn in zip(*held, strict=True) for row in turn]
    return mixed[:times]


@dataclass(slots=True)
class Timed:
    """Milliseconds for each new dispute: by the clock, and of a processor's time (this process's and the
    database's together), which is what the clock would say if nobody else used the machine.
    """

    waited: list[float] = field(default_factory=list)
    computed: list[float] = field(default_factory=list)
    found: int = 0
    """How many of them had anything proposed."""


def timed(new: Sequence[tuple[Any, list[Any]]], warm: int, *, beyond: bool) -> Timed:
    """From the rows of a new dispute to its proposals in its county, or in its prefecture (`beyond`); reading
    and comparing included. The first `warm` aren't kept: no server finds its caches cold for long.
    """
    from hemu.loop.screening.links.finding import found_around, found_in_county, matter_of
    from hemu.orgs.upper import counties_beside

    spent = Timed()
    for n, (dispute, parties) in enumerate(new):
        begin, computed = time.perf_counter(), _computed()
        one = matter_of(dispute, parties)
        found = found_around(one, counties_beside(one.county)) if beyond else found_in_county(one)
        if n >= warm:
            spent.computed.append(_computed() - computed)
            spent.waited.append((time.perf_counter() - begin) * 1000)
            spent.found += bool(found)
    return spent


def _computed() -> float:
    """Milliseconds of a processor's time that this thread and the database's process for it took so far."""
    backend = connection.connection.info.backend_pid if connection.connection is not None else 0
    schedule = Path(f"/proc/{backend}/schedstat")
    there = int(schedule.read_text().split()[0]) / 1e6 if schedule.exists() else 0.0
    return time.thread_time() * 1000 + there
