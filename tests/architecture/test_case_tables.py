"""Every table that belongs to a dispute is tied to it in the database, and found from it by an index."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

from hemu.disputes.models import Dispute
from hemu.disputes.models.base import CaseRow

_TIED = """
    SELECT conrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND confrelid = %s::regclass
      AND pg_get_constraintdef(oid) LIKE 'FOREIGN KEY (county, dispute_id) REFERENCES %%(county, id)%%'"""
_INDEXED = """
    SELECT tablename FROM pg_indexes
    WHERE schemaname = current_schema() AND indexdef LIKE '%(county, dispute_id%'"""


def _case_tables() -> set[str]:
    return {model._meta.db_table for model in apps.get_models() if issubclass(model, CaseRow)}


def _answers(sql: str, *params: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return {row[0] for row in cursor.fetchall()}


def test_there_are_case_tables_of_every_part() -> None:
    assert {"disputes_party", "routing_hop", "mediation_consent", "followup_followup"} <= _case_tables()


def test_no_row_can_belong_to_a_dispute_that_is_not_there(db: None) -> None:
    assert _case_tables() - _answers(_TIED, Dispute._meta.db_table) == set()


def test_rows_of_a_dispute_are_found_by_an_index(db: None) -> None:
    assert _case_tables() - _answers(_INDEXED) == set()
