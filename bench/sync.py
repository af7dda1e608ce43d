"""Phones that sync visits in envelopes of fifty, against bare INSERTs of the same rows in the same run."""

from __future__ import annotations

import argparse
import multiprocessing
import random
import time
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import sql

from bench import _stage, _syncing
from bench._results import report

TABLES = ("screening_visit", "sent_sending")


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--visits", type=int, default=10_000, help="how many to send (default: %(default)s)")
    parser.add_argument(
        "--processes", type=int, default=_stage.cores(), help="how many serve at once (default: the cores)"
    )


def run(options: argparse.Namespace) -> int:
    """Each process is a server with a phone: signed requests through everything but the network."""
    _stage.enter(0)
    phones = [_syncing.enrolled(number) for number in range(options.processes)]
    each = -(-options.visits // (options.processes * _syncing.FIFTY))
    took = _at_once(_syncing.send_all, [(phone, each) for phone in phones])
    sent = each * options.processes * _syncing.FIFTY
    rows = _rows([phone.person_id for phone in phones], sent)
    shares = [rows[first :: options.processes] for first in range(options.processes)]
    bare = _at_once(_syncing.insert_all, [(_stage.parameters(), share) for share in shares])
    report(
        "sync, envelopes of 50 visits", sent / took, "visits/s", size=sent, baseline=sent / bare,
        baseline_is="bare INSERTs of the same rows, fifty visits a transaction", tables=list(TABLES),
        processes=options.processes,
    )  # fmt: skip
    return 0


def _at_once(work: Any, shares: Sequence[Any]) -> float:
    """Seconds from the moment at which every process is ready until the last has done its share."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(len(shares) + 1)
    where = _stage.parameters()["dbname"]
    processes = [context.Process(target=_syncing.run, args=(work, share, where, ready)) for share in shares]
    for process in processes:
        process.start()
    ready.wait()
    begin = time.perf_counter()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise SystemExit("a phone was refused")
    return time.perf_counter() - begin


def _rows(people: Sequence[int], count: int) -> list[list[tuple[str, tuple[Any, ...]]]]:
    """The rows that were written, under other numbers: a statement for each, by visit."""
    found: list[list[tuple[str, tuple[Any, ...]]]] = [[] for _ in range(count)]
    shift = random.Random(7).getrandbits(40) << 22
    with psycopg.connect(**_stage.parameters()) as own, own.cursor() as cursor:
        for table in TABLES:
            name = sql.Identifier(table)
            cursor.execute(
                sql.SQL("SELECT * FROM {} WHERE person_id = ANY(%s) ORDER BY id DESC LIMIT %s").format(name),
                [list(people), count],
            )
            places = ", ".join(["%s"] * len(cursor.description or ()))
            text = f"INSERT INTO {table} VALUES ({places})"
            for place, row in enumerate(cursor.fetchall()):
                found[place].append((text, _syncing.renumbered(row, cursor.description or (), shift)))
    return found
