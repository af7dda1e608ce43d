"""Which jobs there are, and when each is due."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib import import_module
from types import ModuleType

from django.db import connection
from structlog import get_logger

from hemu.jobs import daily, hourly, minutely
from hemu.jobs.models import JobRun
from hemu.kernel import clock

log = get_logger(__name__)

EVERY: dict[str, tuple[ModuleType, timedelta]] = {
    "minutely": (minutely, timedelta(minutes=1)),
    "hourly": (hourly, timedelta(hours=1)),
    "daily": (daily, timedelta(days=1)),
}
DAILY_FROM = time(1, 0)
"""Daily work begins at one in the morning on a Chinese clock; missed while off, it is done at start."""
RETRY_AFTER = timedelta(minutes=5)
"""A job that failed is tried again after this, or after its own period where that is longer."""


LOCKS = 0x48454D55
"""The family of our advisory locks."""


@dataclass(frozen=True, slots=True)
class Job:
    """One module of a folder of jobs."""

    name: str
    every: timedelta
    run: Callable[[], int]


def jobs() -> Iterator[Job]:
    """Every job, found by being there."""
    for folder, (package, every) in EVERY.items():
        for found in pkgutil.iter_modules(package.__path__):
            module = import_module(f"{package.__name__}.{found.name}")
            yield Job(f"{folder}.{found.name}", every, module.run)


def period(moment: datetime, every: timedelta) -> datetime:
    """When the minute, hour or day (by the length `every`) that holds `moment` began."""
    local = clock.local(moment)
    if every >= timedelta(days=1):
        day = local - timedelta(hours=DAILY_FROM.hour, minutes=DAILY_FROM.minute)
        return datetime.combine(day.date(), DAILY_FROM, tzinfo=clock.CHINA)
    if every >= timedelta(hours=1):
        return local.replace(minute=0, second=0, microsecond=0)
    return local.replace(second=0, microsecond=0)


def is_due(row: JobRun, every: timedelta, moment: datetime) -> bool:
    """Whether the job of `row` hasn't yet been done in the period of `moment`."""
    if row.error and row.started_at and moment - row.started_at < RETRY_AFTER:
        return False
    return row.finished_at is None or row.finished_at < period(moment, every)


@contextmanager
def _alone(name: str) -> Iterator[bool]:
    """Whether we hold the job's lock, which no other worker can then have. It dies with our connection.

    An advisory lock and no row lock: a job opens transactions of its own and may take long.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCKS, name])
        (held,) = cursor.fetchone()
    try:
        yield bool(held)
    finally:
        if held and connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [LOCKS, name])


def run_if_due(job: Job) -> bool:
    """Run `job` unless it was already done in this period or runs elsewhere; answers whether it ran well.

    An error is logged and kept in its row, and touches no other job.
    """
    JobRun.objects.get_or_create(name=job.name)
    with _alone(job.name) as held:
        row = JobRun.objects.get(name=job.name)
        if not held or not is_due(row, job.every, clock.now()):
            return False
        row.started_at = clock.now()
        row.save(update_fields=["started_at"])
        _run(job, row)
        row.save()
        return not row.error


def _run(job: Job, row: JobRun) -> None:
    try:
        row.done = job.run()
    except Exception as error:
        log.exception("job failed", job=job.name)
        row.error, row.failures = f"{type(error).__name__}: {error}"[:2000], row.failures + 1
        return
    row.error, row.failures, row.finished_at = "", 0, clock.now()
    if row.done:
        log.info("job done", job=job.name, done=row.done)


def run_due() -> int:
    """Run every job that is due; answers how many ran well."""
    return sum(run_if_due(job) for job in jobs())
