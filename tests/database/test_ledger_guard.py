"""The record held against the one who owns the tables: a change past the triggers is found and named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from hemu.disputes import ledger
from hemu.disputes.amendment import note
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.tally import audit, projector
from tests.hostile.database import owner_connection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def as_table_owner() -> Iterator[object]:
    with owner_connection() as owner, owner.cursor() as cursor:
        yield cursor


@pytest.mark.parametrize(
    ("tampering", "seq"),
    [
        ("UPDATE disputes_entry SET unit_name = '别的单位' WHERE seq = 2", 2),
        ("UPDATE disputes_entry SET at = at + interval '1 day' WHERE seq = 1", 1),
        ("UPDATE disputes_entry SET details = details || '{\"parties\": 9}' WHERE seq = 1", 1),
        ("DELETE FROM disputes_entry WHERE seq = 2", 3),
        ("DELETE FROM disputes_entry WHERE seq = 3", 2),
        ("UPDATE disputes_dispute SET colour = 3", 3),
    ],
)
def test_verify_names_what_the_owner_changed(cast, as_table_owner, tampering, seq):
    dispute = register(report(), by=cast.officer)
    register(report(), by=cast.officer)
    note(dispute, "第一次电话", by=cast.officer)
    note(dispute, "第二次电话", by=cast.officer)
    assert ledger.verify().faults == []
    for table in ("disputes_entry", "disputes_dispute"):
        as_table_owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    where = "dispute_id" if "disputes_entry" in tampering else "id"
    joined = " AND " if " WHERE " in tampering else " WHERE "
    as_table_owner.execute(f"{tampering}{joined}{where} = {dispute.id}".encode())
    for table in ("disputes_entry", "disputes_dispute"):
        as_table_owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    as_table_owner.connection.commit()
    faults = ledger.verify().faults
    assert (dispute.id, seq) in {(fault.dispute_id, fault.seq) for fault in faults}
    assert {fault.dispute_id for fault in faults} == {dispute.id}


def test_drift_finds_a_changed_counter_and_rebuild_mends_it(cast):
    for _ in range(3):
        register(report(), by=cast.officer)
    projector.project_once(2)
    assert audit.drift(LEDGER_IMAGES) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tally_monthcell SET n = n + 5 WHERE region = 0")
    [found] = audit.drift(LEDGER_IMAGES)
    assert (found.shape, found.shown - found.true) == ("month", 5)
    assert audit.rebuild(LEDGER_IMAGES) == 3
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []
