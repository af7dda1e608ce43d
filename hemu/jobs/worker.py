"""The worker: a process beside the site that counts, delivers, keeps the clocks, brings in spreadsheets and
finds what hangs together.

Loops, each in a thread of its own, so that a slow message or a failing job never holds up the
counters. ``python -m hemu.jobs.worker`` runs it; SIGTERM and SIGINT end it after the batch at hand.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from structlog import get_logger

BATCH = 5000
"""Deltas that the projector takes at a time."""
IDLE_SECONDS = 0.2
LONGEST_PAUSE = 30.0
SCHEDULE_SECONDS = 5.0
log = get_logger(__name__)


@dataclass
class Loop:
    """Something done again and again until told to stop.

    `once` answers how much it did; when it did nothing, the loop rests for `rest` seconds. After an
    error it pauses, each time twice as long, up to :data:`LONGEST_PAUSE`, on a fresh connection.
    """

    name: str
    once: Callable[[], int]
    rest: float
    failures: int = 0

    def turn(self) -> float:
        """Do it once; answers for how many seconds to rest."""
        from django.db import close_old_connections, connection

        try:
            close_old_connections()
            done = self.once()
        except Exception:
            log.exception("loop failed", loop=self.name, failures=self.failures)
            connection.close()
            self.failures += 1
            return float(min(LONGEST_PAUSE, self.rest * 2**self.failures))
        self.failures = 0
        return 0.0 if done else self.rest

    def run(self, stopping: threading.Event) -> None:
        """Until `stopping` is set."""
        from django.db import connection

        while not stopping.wait(self.turn()):
            pass
        connection.close()


def _call(module: str, function: str, *arguments: object) -> Callable[[], int]:
    """A function looked up when it is called: a part that can't be imported stops only its own loop."""
    return lambda: int(getattr(import_module(module), function)(*arguments))


def loops() -> list[Loop]:
    """Counters, notices, links, the jobs by the clock, trials of rules, spreadsheets brought in."""
    return [
        Loop("projector", _call("hemu.tally.projector", "project_once", BATCH), IDLE_SECONDS),
        Loop("notices", _call("hemu.notices", "deliver_once"), 1.0),
        Loop("messages", _call("hemu.notices.sending.working", "send_once"), 1.0),
        Loop("links", _call("hemu.loop.screening.links.proposing", "propose_once"), 1.0),
        Loop("jobs", _call("hemu.jobs.schedule", "run_due"), SCHEDULE_SECONDS),
        Loop("trials", _call("hemu.disputes.trials.work", "work_once"), 1.0),
        Loop("volumes", _call("hemu.documents.volumes.work", "work_once"), 5.0),
        Loop("sheets", _call("hemu.office.sheets.work", "work_once"), 1.0),
        Loop("imports", _call("hemu.loop.screening.importing.work", "work_once"), 1.0),
    ]


def run(stopping: threading.Event) -> None:
    """Run every loop until `stopping` is set; answers when all have ended."""
    threads = [threading.Thread(target=loop.run, args=(stopping,), name=loop.name) for loop in loops()]
    for thread in threads:
        thread.start()
    log.info("worker started", loops=[thread.name for thread in threads])
    for thread in threads:
        thread.join()
    log.info("worker stopped")


def main() -> int:
    """The process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    run(stopping)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
