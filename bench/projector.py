"""The projector under 32 writers: how far behind it is, wrong cells, deadlocks."""

from __future__ import annotations

import argparse
import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

import psycopg
from django.db import connection

from bench import _projecting, _stage
from bench._results import percentile, report
from bench.load import SMALL, prepared

CLIENTS = 32
PROJECTORS = 2
HOLD_MS = 20
"""How long a writer's transaction stays open, as a request's does."""
COUNTIES = (522725, 522723, 130427, 520326, 522301, 110101)


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--disputes", type=int, default=SMALL, metavar="N", help="load so many first")
    parser.add_argument(
        "--seconds", type=float, default=10.0, help="how long to write (default: %(default)s)"
    )
    parser.add_argument(
        "--rate", type=int, default=600, help="transactions a second to aim at (default: %(default)s)"
    )


@dataclass(slots=True)
class Writers:
    """Clients that write until told to stop. `bare`: without the outbox, for the baseline."""

    bare: bool
    rate: float
    written: list[dict[str, Any]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, number: int) -> None:
        """One client: transactions of two inserts, and one more for the outbox, at its share of the rate."""
        chance = random.Random(number)
        pause = CLIENTS / self.rate if self.rate else 0.0
        with psycopg.connect(**_stage.parameters(), autocommit=True) as own:
            due = time.monotonic() + chance.random() * pause
            while not self.stop.is_set():
                image = _transaction(own, chance, bare=self.bare)
                with self.lock:
                    self.written.append(image)
                due += pause
                time.sleep(max(0.0, due - time.monotonic()))


def _transaction(own: psycopg.Connection[Any], chance: random.Random, *, bare: bool) -> dict[str, Any]:
    image = _image(chance)
    with own.transaction(), own.cursor() as cursor:
        for _ in range(2):
            cursor.execute("INSERT INTO bench_written (text) VALUES (%s)", ["山林界线" * 20])
        if not bare:
            cursor.execute(
                "INSERT INTO outbox_row (topic, payload, created_at, attempts)"
                " VALUES (1, %s, clock_timestamp(), 0)",
                [json.dumps([None, image])],
            )
        cursor.execute("SELECT pg_sleep(%s)", [HOLD_MS / 1000])
    return image


def _image(chance: random.Random) -> dict[str, Any]:
    return {
        "county": chance.choice(COUNTIES),
        "day": f"2025-06-{chance.randint(1, 28):02d}",
        "kind": chance.choice((201, 902, 903)),
        "colour": chance.randint(0, 3),
        "state": chance.choice((10, 20, 50, 90)),
        "measures": [1, 45],
    }


def run(options: argparse.Namespace) -> int:
    """Bare writers flat out, writers with the outbox flat out, then lag at the rate asked for."""
    prepared(options.disputes)
    from hemu.tally.projector import project_all

    _make_table()
    project_all()
    half, whole = options.seconds / 2, options.seconds
    bare, _ = _phase(half, bare=True, rate=0)
    before, country = _deadlocks(), _country()
    flat_out, lags = _phase(half, bare=False, rate=0)
    steady, steady_lags = _phase(whole, bare=False, rate=options.rate)
    wrong = _country() - country - len(flat_out) - len(steady)
    _take_back([*flat_out, *steady])
    dead = _deadlocks() - before
    size = options.disputes
    more = {"clients": CLIENTS, "projectors": PROJECTORS, "deadlocks": dead, "disputes_miscounted": wrong}
    speed, alone = len(flat_out) / half, len(bare) / half
    report("writers with the outbox", speed, "tx/s", size=size, baseline=alone, **more)
    lag = percentile(lags, 0.95)
    report("projector lag flat out", lag, "s p95", size=size, tx_per_s=round(speed))
    speed = len(steady) / whole
    more["tx_per_s"] = round(speed)
    report("projector lag", percentile(steady_lags, 0.95), "s p95", size=size, **more)
    return 1 if dead or wrong else 0


def _take_back(images: list[dict[str, Any]]) -> None:
    """Nothing of these stands in the ledger: leave the counters as they were."""
    from hemu.tally.projector import net, write

    write(net([image, None] for image in images))


def _phase(seconds: float, *, bare: bool, rate: float) -> tuple[list[dict[str, Any]], list[float]]:
    """What was written, one image a transaction, and the seconds that each row waited to be counted."""
    writers = Writers(bare=bare, rate=rate)
    clients = [threading.Thread(target=writers.run, args=(number,)) for number in range(CLIENTS)]
    with _projecting_meanwhile(0 if bare else PROJECTORS) as lags:
        for thread in clients:
            thread.start()
        time.sleep(seconds)
        writers.stop.set()
        for thread in clients:
            thread.join()
    return writers.written, lags


@contextmanager
def _projecting_meanwhile(many: int) -> Iterator[list[float]]:
    """Projectors run inside; the list is filled when all is counted."""
    context = get_context("spawn")
    finished = context.Event()
    lags: list[float] = []
    running = []
    for _ in range(many):
        started, (mine, theirs) = context.Event(), context.Pipe()
        args = (connection.settings_dict["NAME"], started, finished, theirs)
        process = context.Process(target=_projecting.project, args=args)
        process.start()
        started.wait(60)
        running.append((process, mine))
    yield lags
    finished.set()
    for process, mine in running:
        lags += mine.recv()
        process.join()


def _make_table() -> None:
    from config import owner

    with owner.as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_written (id bigserial PRIMARY KEY, text text)")
        cursor.execute("TRUNCATE bench_written")
        cursor.execute("GRANT ALL ON bench_written, bench_written_id_seq TO PUBLIC")


def _deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_clear_snapshot(), deadlocks FROM pg_stat_database WHERE datname = %s",
            [connection.settings_dict["NAME"]],
        )
        return int(cursor.fetchone()[1])


def _country() -> int:
    from django.db.models import Sum

    from hemu.tally.measures import Measure
    from hemu.tally.models import MeasureCell

    cells = MeasureCell.objects.filter(region=0, measure=Measure.DISPUTES)
    return int(cells.aggregate(Sum("n"))["n__sum"] or 0)
