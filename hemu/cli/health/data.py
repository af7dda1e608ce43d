"""The data: divisions, rules, counters, the work in the background."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from hemu.cli.health.base import Trouble
from hemu.kernel import clock

LATE = timedelta(minutes=1)
"""The projector is seldom a second behind."""
SILENT = timedelta(minutes=10)
SEVERAL = 100
"""Fewer divisions than this is no country."""
MOST_TO_COMPARE = 200_000
"""More disputes than this are compared with their counters only on demand (hemu tally drift)."""


def regions() -> Iterator[Trouble]:
    """Whether the division tree was loaded."""
    from hemu.orgs.models import Region

    if Region.objects.count() < SEVERAL:
        yield Trouble("regions-not-loaded", "the division tree hasn't been loaded", "run: hemu regions load")


def calendar() -> Iterator[Trouble]:
    """Whether this year's and, from December on, the next year's holidays are known."""
    from hemu.rulebook.calendar import year_known

    today = clock.today()
    for year in sorted({today.year, (today + timedelta(days=31)).year}):
        if not year_known(year):
            yield Trouble(
                "calendar-year-unknown",
                f"the public holidays of {year} aren't known, so its deadlines count only weekends",
                "enter them on the page of the working calendar",
                minor=year != today.year,
            )


def projector() -> Iterator[Trouble]:
    """Whether the counters follow."""
    from hemu.outbox import queue
    from hemu.outbox.models import Topic

    oldest = queue.oldest(Topic.TALLY)
    if oldest is not None and clock.now() - oldest > LATE:
        seconds = int((clock.now() - oldest).total_seconds())
        yield Trouble(
            "projector-stopped",
            f"a change has waited for {seconds} s to be counted, so figures are old",
            "see that the worker runs (hemu serve)",
        )


def jobs() -> Iterator[Trouble]:
    """Whether the worker is there and its jobs succeed."""
    from hemu.jobs.models import JobRun

    runs = list(JobRun.objects.order_by("name"))
    for run in runs:
        if run.error:
            yield Trouble(
                "job-failing",
                f"the job {run.name} failed {run.failures} times: {run.error}",
                "see the log",
                minor=True,
            )
    latest = max((run.started_at for run in runs if run.started_at), default=None)
    if latest is None or clock.now() - latest > SILENT:
        yield Trouble(
            "worker-silent", "no job has run lately", "see that the worker runs (hemu serve)", minor=True
        )


def drift() -> Iterator[Trouble]:
    """Whether the counters show what the ledger says."""
    from hemu.disputes.counted import LEDGER_IMAGES
    from hemu.disputes.models import Dispute
    from hemu.tally import audit

    held = Dispute.objects.unscoped(reason="the doctor counts every dispute")
    if held.count() > MOST_TO_COMPARE:
        return
    wrong = audit.drift(LEDGER_IMAGES)
    if wrong:
        yield Trouble(
            "tally-drift", f"{len(wrong)} counters differ from the ledger", "run: hemu tally rebuild"
        )
