"""Writing many rows of one table in one statement, and learning which of them were new."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, models

from hemu.kernel import crypto
from hemu.kernel.fields import SealedTextField


def insert_new(rows: Sequence[models.Model]) -> set[int]:
    """Insert `rows` of one model, all unsaved; rows whose key is taken are left out.

    Answers the primary keys of those that were written. The rows go over as one JSON text, which
    PostgreSQL takes apart by the table's own columns: measured at a third of the time of a statement
    with a parameter for each value. Rows are written in the order of their keys, so that two writers
    of the same rows wait for one another instead of locking each other out.
    """
    if not rows:
        return set()
    model = type(rows[0])
    fields = model._meta.concrete_fields
    ordered = sorted(rows, key=lambda row: row.pk)
    text = json.dumps([{field.column: _plain(field, row) for field in fields} for row in ordered])
    table = connection.ops.quote_name(model._meta.db_table)
    key = connection.ops.quote_name(model._meta.pk.column)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns}"  # noqa: S608  # names of our own tables
            f" FROM json_populate_recordset(NULL::{table}, %s) ON CONFLICT DO NOTHING RETURNING {key}",
            [text],
        )
        return {row[0] for row in cursor.fetchall()}


def _plain(field: Any, row: models.Model) -> Any:
    value = getattr(row, field.attname)
    if value is None:
        return None
    if isinstance(field, SealedTextField):
        return "\\x" + (crypto.seal(value).hex() if value else "")
    if isinstance(field, models.BinaryField):
        return "\\x" + bytes(value).hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
