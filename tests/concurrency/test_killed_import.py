"""The worker is killed while it brings in a ledger: the next one goes on, and nothing is lost or doubled."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from hemu.disputes import ledger
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.models import Dispute, Entry
from hemu.loop.screening.importing import actions
from hemu.loop.screening.importing.models import ImportedRow, RowKind, Step, Upload
from hemu.loop.screening.importing.tests.files import arranged, book, checked, fresh, plain, run
from hemu.tally import audit, projector
from tests.concurrency.site import database

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("S14")]

ROWS = 1200
PATIENCE = 90.0
WORKER = """
import time, django
django.setup()
from hemu.loop.screening.importing import work
while True:
    work.work_once() or time.sleep(0.02)
"""


def _until(seen: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < end, "the worker came no further"
        time.sleep(0.01)


def _killed(row: Upload, amid: Callable[[Upload], bool]) -> Upload:
    """A worker of its own, killed as soon as the upload is `amid` its step; answers how it was left."""
    more = {"DJANGO_SETTINGS_MODULE": "config.settings", "HEMU_DATABASE_URL": database()}
    process = subprocess.Popen([sys.executable, "-c", WORKER], env={**os.environ, **more})
    try:
        _until(lambda: amid(fresh(row)))
    finally:
        process.kill()
        process.wait()
    return fresh(row)


def _rows() -> list[Dispute]:
    return list(Dispute.objects.unscoped(reason="test").order_by("id"))


def _all_there_once(row: Upload) -> None:
    assert (row.step, row.brought_in) == (Step.DONE, ROWS)
    entries = Entry.objects.unscoped(reason="test").values_list("details__source_ref", flat=True)
    assert sorted(entries) == sorted(f"import:{row.id}:{n}" for n in range(2, ROWS + 2))
    assert len(_rows()) == ROWS
    assert ImportedRow.objects.unscoped(reason="test").count() == ROWS
    assert ledger.verify().faults == []
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []


def test_a_ledger_whose_worker_is_killed_at_every_step_is_there_once(cast):
    content = book(("一", plain(ROWS)))
    row = actions.upload(RowKind.DISPUTE, "台账.xlsx", content, by=cast.coordinator)
    run()
    actions.check(fresh(row), arranged(fresh(row)), by=cast.coordinator)
    left = _killed(row, lambda now: 0 < now.done < ROWS)
    assert left.step == Step.CHECKING
    run()
    row = fresh(row)
    assert (row.step, row.good) == (Step.CHECKED, ROWS)
    actions.begin(row, whole=False, by=cast.coordinator)
    left = _killed(row, lambda now: 0 < now.brought_in < ROWS)
    assert (left.step, left.brought_in) == (Step.IMPORTING, len(_rows()))
    again = _killed(row, lambda now: left.brought_in < now.brought_in < ROWS)
    assert again.brought_in == len(_rows())
    run()
    _all_there_once(fresh(row))


def test_all_or_nothing_stays_nothing_when_its_worker_is_killed(cast):
    row = checked(book(("一", plain(ROWS))), cast.coordinator)
    actions.begin(row, whole=True, by=cast.coordinator)
    left = _killed(row, lambda now: 0 < now.done < ROWS)
    assert (left.step, left.brought_in, _rows()) == (Step.IMPORTING, 0, [])
    run()
    _all_there_once(fresh(row))
