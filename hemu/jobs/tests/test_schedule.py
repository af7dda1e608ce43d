"""Jobs run once in their period, on one machine, and one that fails touches no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from hemu.jobs import schedule
from hemu.jobs.models import JobRun
from hemu.jobs.schedule import LOCKS, Job, period, run_if_due
from hemu.kernel import clock
from tests.hostile.database import owner_connection

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOON = datetime(2018, 5, 9, 4, 0, 30, tzinfo=UTC)
"""12:00:30 in China."""


def china(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2018, 5, day, hour, minute, tzinfo=clock.CHINA)


@pytest.mark.parametrize(
    ("moment", "every", "began"),
    [
        (NOON, MINUTE, china(9, 12)),
        (NOON, HOUR, china(9, 12)),
        (NOON, DAY, china(9, 1)),
        (china(9, 0, 59), DAY, china(8, 1)),
        (china(9, 1, 0), DAY, china(9, 1)),
    ],
)
def test_the_beginning_of_a_period(moment, every, began):
    assert period(moment, every) == began


class Counter:
    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.runs = 0

    def __call__(self) -> int:
        self.runs += 1
        if self.error:
            raise self.error
        return 5


@pytest.mark.django_db
def test_once_a_period():
    work = Counter()
    job = Job("daily.count", DAY, work)
    with clock.at(NOON):
        assert run_if_due(job)
        assert not run_if_due(job)
    with clock.at(NOON + timedelta(hours=6)):
        assert not run_if_due(job)
    with clock.at(china(10, 1, 1)):
        assert run_if_due(job)
    assert work.runs == 2
    row = JobRun.objects.get(name="daily.count")
    assert (row.done, row.error, row.finished_at) == (5, "", china(10, 1, 1))


@pytest.mark.django_db
def test_one_that_fails_is_kept_and_tried_again_later(monkeypatch):
    failing, sound = Counter(ZeroDivisionError("by nought")), Counter()
    jobs = [Job("minutely.a", MINUTE, failing), Job("minutely.b", MINUTE, sound)]
    monkeypatch.setattr(schedule, "jobs", lambda: iter(jobs))
    with clock.at(NOON):
        assert schedule.run_due() == 1
    row = JobRun.objects.get(name="minutely.a")
    assert (row.failures, row.error, row.finished_at) == (1, "ZeroDivisionError: by nought", None)
    with clock.at(NOON + MINUTE):
        assert schedule.run_due() == 1
    assert (failing.runs, sound.runs) == (1, 2), "a failing job rests for a while"
    failing.error = None
    with clock.at(NOON + schedule.RETRY_AFTER):
        assert schedule.run_due() == 2
    row.refresh_from_db()
    assert (row.failures, row.error) == (0, "")


@pytest.mark.django_db(transaction=True)
def test_one_that_breaks_its_transaction_leaves_the_rest_alone():
    def broken() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column FROM jobs_jobrun")
        return 0

    job = Job("minutely.broken", MINUTE, broken)
    assert not run_if_due(job)
    assert "no_such_column" in JobRun.objects.get(name="minutely.broken").error


@pytest.mark.django_db(transaction=True)
def test_never_on_two_machines_at_once():
    work = Counter()
    job = Job("minutely.alone", MINUTE, work)
    other: psycopg.Connection
    with owner_connection() as other:
        other.execute("SELECT pg_advisory_lock(%s, hashtext('minutely.alone'))", [LOCKS])
        assert not run_if_due(job)
        assert work.runs == 0
        other.execute("SELECT pg_advisory_unlock_all()")
        assert run_if_due(job)


def test_every_job_of_the_product_is_found():
    found = {job.name for job in schedule.jobs()}
    assert {"minutely.sweep_clocks", "daily.forget_sessions"} <= found
    assert all(callable(job.run) for job in schedule.jobs())
