"""Many write while several projectors count: nobody deadlocks, nothing is counted twice or lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connections

from hemu.command import figures
from hemu.command.periods import Period
from hemu.command.sides import Side
from hemu.disputes.advance import turn
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import SIBLING_VILLAGE, VILLAGE, report
from hemu.kernel import clock
from hemu.outbox.models import Row, Topic
from hemu.tally import audit
from hemu.tally.measures import Measure
from hemu.tally.projector import project_all, project_once

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, EACH, PROJECTORS = 6, 6, 3


def in_threads(*works: Callable[[], None]) -> list[Exception]:
    """Run all at once, each on its own connection; answers what they raised."""
    raised: list[Exception] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return raised


@pytest.mark.req("C1")
def test_writers_and_projectors_together_leave_no_drift(cast):
    left = threading.Semaphore(0)

    def write(actor, region) -> None:
        for n in range(EACH):
            dispute = register(report(region=region), by=actor)
            with turn(dispute.county, dispute.id, Act.RATE, by=actor) as this:
                this.set(colour=(Colour.BLUE, Colour.ORANGE, Colour.RED)[n % 3])
        left.release()

    def project() -> None:
        while left._value < WRITERS:
            project_once(limit=7)
        project_all()

    writers = [
        lambda: write(cast.coordinator, VILLAGE),
        lambda: write(cast.stranger, SIBLING_VILLAGE),
        lambda: write(cast.officer, VILLAGE + 1),
    ] * (WRITERS // 3)
    assert in_threads(*writers, *([project] * PROJECTORS)) == []
    assert not Row.objects.filter(topic=Topic.TALLY).exists()
    assert audit.drift(LEDGER_IMAGES) == []
    today = Period(clock.today() - timedelta(days=1), clock.today())
    counted = figures.total(cast.prefecture, today, Side.COLOUR, by=None)
    assert counted == {Colour.BLUE: 12, Colour.ORANGE: 12, Colour.RED: 12}


@pytest.mark.req("C1")
def test_a_rebuild_while_people_work_loses_nothing(cast):
    def write() -> None:
        for _ in range(EACH):
            register(report(), by=cast.coordinator)

    def rebuild() -> None:
        for _ in range(4):
            audit.rebuild(LEDGER_IMAGES)
            project_once()

    assert in_threads(write, write, rebuild) == []
    project_all()
    assert audit.drift(LEDGER_IMAGES) == []
    days = Period(date(2000, 1, 1), date(2040, 1, 1))
    assert figures.total(cast.prefecture, days, Side.MEASURE, by=None)[Measure.DISPUTES] == 2 * EACH
