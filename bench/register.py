"""Registering disputes with everything kept, against bare INSERTs of the same rows in the same run."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import connection, transaction

from bench import _stage
from bench._results import report
from bench.load import SMALL, prepared

if TYPE_CHECKING:
    from hemu.disputes.registration import NewDispute

Statement = tuple[str, Any]


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--disputes", type=int, default=SMALL, metavar="N", help="load so many first")
    parser.add_argument("--times", type=int, default=300, help="how many to register (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """One client, one dispute a transaction: the act, and the same rows by bare INSERTs."""
    prepared(options.disputes)
    reports = _reports(options.times * 2)
    _register(reports[:20])
    captured = _captured(reports[: options.times])
    ours = options.times / _seconds(lambda: _register(reports[options.times :]))
    bare = options.times / _seconds(lambda: _insert(captured))
    rows = len(captured[0])
    more = {"baseline_is": "bare INSERTs of the same rows", "inserts_each": rows}
    report("register, the act", ours, "disputes/s", size=options.disputes, baseline=bare, **more)
    return 0


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


def _insert(captured: Sequence[Sequence[Statement]]) -> None:
    with psycopg.connect(**_stage.parameters(), autocommit=True) as own:
        for statements in captured:
            with own.transaction(), own.cursor() as cursor:
                for text, params in statements:
                    cursor.execute(text, params)
