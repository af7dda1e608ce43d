"""The database itself refuses a routed dispute without a lead, with two, or with another than it names."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from hemu.disputes.tests.factories import received, registered
from hemu.orgs.tests.cast import Cast

pytestmark = [pytest.mark.req("R4"), pytest.mark.django_db]
END_ALL = "UPDATE disputes_involvement SET until = now() WHERE dispute_id = %s AND role = 1"
NAME_ANOTHER = "UPDATE disputes_dispute SET lead_unit_id = lead_unit_id + 1 WHERE id = %s"
NAME_NONE = "UPDATE disputes_dispute SET lead_unit_id = NULL WHERE id = %s"
TWO = """
    INSERT INTO disputes_involvement (id, county, dispute_id, unit_id, unit_name, role, since)
    SELECT id + 1, county, dispute_id, unit_id + 1, 'x', 1, since FROM disputes_involvement
    WHERE dispute_id = %s AND role = 1 AND until IS NULL"""


def _now(sql: str, dispute_id: int) -> None:
    """Run it as if the transaction ended here."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [dispute_id])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("sql", [END_ALL, NAME_ANOTHER, NAME_NONE, TWO])
def test_one_lead_at_all_times(cast: Cast, sql: str) -> None:
    dispute = received(cast)
    with pytest.raises(IntegrityError):
        _now(sql, dispute.pk)


def test_before_routing_there_need_be_none(cast: Cast) -> None:
    dispute = registered(cast)
    assert dispute.lead_unit_id is None
    _now("UPDATE disputes_dispute SET returns = 0 WHERE id = %s", dispute.pk)
