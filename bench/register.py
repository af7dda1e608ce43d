"""Registering disputes with everything kept, against bare INSERTs of the same rows in the same run."""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import connection, transaction

from bench import _stage
from bench._results import report
from bench.load import SMALL, prepared

if TYPE_CHECKING:
    from hemu.disputes.registration import NewDispute

FIFTY = 50
Statement = tuple[str, Any]


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--disputes", type=int, default=SMALL, metavar="N", help="load so many first")
    parser.add_argument("--times", type=int, default=300, help="how many to register (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """One client at a time: the act, the API, the API in batches of fifty; each against bare INSERTs."""
    prepared(options.disputes)
    every = _reports(options.times * 5)
    captured = _captured(every)  # touches the same pages for all, so that none finds them cold
    shares = [slice(n * options.times, (n + 1) * options.times) for n in range(5)]
    call = _caller()
    call([_as_json(new) for new in every[:1]], 1)
    more = {"baseline_is": "bare INSERTs of the same rows", "inserts_each": len(captured[0])}
    bare = options.times / _seconds(lambda: _insert(captured[shares[0]], 1))
    bare_fifty = options.times / _seconds(lambda: _insert(captured[shares[1]], FIFTY))
    bodies = [[_as_json(new) for new in every[share]] for share in shares]
    for name, work, baseline in (
        ("register, the act", lambda: _register(every[shares[2]]), bare),
        ("register, the API", lambda: call(bodies[3], 1), bare),
        ("register, the API in batches of 50", lambda: call(bodies[4], FIFTY), bare_fifty),
    ):
        ours = options.times / _seconds(work)
        report(name, ours, "disputes/s", size=options.disputes, baseline=baseline, **more)
    return 0


def _as_json(new: NewDispute) -> dict[str, Any]:
    parties = [{"name": party.name, "side": int(party.side), "phone": party.phone} for party in new.parties]
    return {
        "region": str(new.region), "title": new.title, "narrative": new.narrative, "kind": new.kind,
        "source": int(new.source), "place": new.place, "facts": new.facts, "parties": parties,
    }  # fmt: skip


def _caller() -> Callable[[list[dict[str, Any]], int], None]:
    """An outside system with a key of its own, calling in process: no network, everything else."""
    from django.test import Client

    token, client = _key(), Client(SERVER_NAME="localhost")

    def call(bodies: list[dict[str, Any]], at_once: int) -> None:
        for first in range(0, len(bodies), at_once):
            some = bodies[first : first + at_once]
            path, body = ("/batch", {"disputes": some}) if at_once > 1 else ("", some[0])
            answer = client.post(
                f"/api/v1/disputes{path}", json.dumps(body), "application/json",
                headers={"Authorization": f"Bearer {token}"},
            )  # fmt: skip
            if answer.status_code not in (200, 201) or b'"status": 4' in answer.content:
                raise SystemExit(f"the API refused: {answer.content.decode()[:500]}")

    return call


def _key() -> str:
    from hemu.api import keys
    from hemu.orgs.actor import system_actor
    from hemu.orgs.models import Person, Post, Region, Role, Unit, UnitArea, UnitKind
    from hemu.orgs.permissions import Permission

    name = f"bench-{time.time_ns()}"
    country = Region.objects.get(pk=0)
    unit = Unit.objects.create(kind=UnitKind.PREFECTURE_OFFICE, name=name, region=country)
    UnitArea.objects.create(unit=unit, lo=country.lo, hi=country.hi)
    person = Person.objects.create_user(name, name, name=name)
    post = Post.objects.create(person=person, unit=unit, role=Role.OUTSIDE_SYSTEM, is_main=True)
    rights = [Permission.REGISTER, Permission.VIEW]
    return keys.make(name, post, rights, by=system_actor("测速"), per_minute=1_000_000).token


def _reports(count: int) -> list[NewDispute]:
    from hemu.disputes.models import Side, Source
    from hemu.disputes.parties import NewParty
    from hemu.disputes.registration import NewDispute
    from hemu.orgs.models import Level, Region

    villages = list(
        Region.objects.filter(level=Level.VILLAGE).order_by("code").values_list("code", flat=True)
    )
    chance = random.Random(4)
    return [
        NewDispute(
            region=chance.choice(villages), title="张大山与李长河山林纠纷", kind=903, source=Source.BY_HAND,
            narrative="两家因 1998 年承包合同所载四至不清,多次争吵,村里说过两次没有谈拢。", place="大田坝",
            parties=(NewParty("张大山", phone="13885425521"), NewParty("李长河", side=Side.RESPONDENT)),
            facts={"failed_mediations": 2},
        )
        for _ in range(count)
    ]  # fmt: skip


def _seconds(work: Any) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _register(reports: Sequence[NewDispute]) -> None:
    from hemu.disputes.registration import register
    from hemu.orgs.actor import system_actor

    by = system_actor("测速")
    for new in reports:
        register(new, by=by)


class _Undo(Exception):
    """Takes a registration back once its statements were noted."""


def _captured(reports: Sequence[NewDispute]) -> list[list[Statement]]:
    """The INSERTs of each registration, which is then taken back."""
    found = []
    for new in reports:
        with _noted() as statements:
            try:
                with transaction.atomic():
                    _register([new])
                    raise _Undo
            except _Undo:
                found.append(statements)
    return found


@contextmanager
def _noted() -> Iterator[list[Statement]]:
    statements: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT"):
            statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements


def _insert(captured: Sequence[Sequence[Statement]], at_once: int) -> None:
    """The same statements by a bare connection, `at_once` disputes a transaction."""
    with psycopg.connect(**_stage.parameters(), autocommit=True) as own:
        for first in range(0, len(captured), at_once):
            with own.transaction(), own.cursor() as cursor:
                for statements in captured[first : first + at_once]:
                    for text, params in statements:
                        cursor.execute(text, params)
