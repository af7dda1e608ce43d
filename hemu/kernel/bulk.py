"""Writing many rows of one table in one statement, and learning which of them were new."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from pydantic_core import to_json

from hemu.kernel import crypto
from hemu.kernel.fields import SealedTextField


def insert_new(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> set[int]:
    """Insert rows of a model, each a map of attribute to value; rows whose key is taken are left out.

    Answers the primary keys of those that were written; attributes that aren't given take the model's
    default. The rows go over as one JSON text, which PostgreSQL takes apart by the table's own columns:
    a parameter for each value would cost the driver more than the rows cost the database. Rows are
    written in the order of their keys, so that two writers of the same rows wait for one another instead
    of locking each other out.
    """
    if not rows:
        return set()
    statement, key, parts = _plan(model)
    told = [
        {
            column: _told(row[name] if name in row else default(), read)
            for name, column, read, default in parts
        }
        for row in sorted(rows, key=lambda row: int(row[key]))
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, [to_json(told).decode()])
        return {row[0] for row in cursor.fetchall()}


def insert_all(rows: Sequence[models.Model]) -> None:
    """Insert unsaved rows of one model in one statement, in the same way; the database makes its own keys."""
    if not rows:
        return
    statement, parts = _plan_of_rows(type(rows[0]))
    told = [{column: _told(getattr(row, name), read) for name, column, read in parts} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(statement, [to_json(told).decode()])


Read = Callable[[Any], Any] | None
Part = tuple[str, str, Read, Callable[[], Any]]
"""A field's attribute, its column, how its value goes into JSON (None: as it is), and its default."""


def _told(value: Any, read: Read) -> Any:
    return value if read is None else read(value)


@lru_cache(maxsize=32)
def _plan(model: type[models.Model]) -> tuple[str, str, tuple[Part, ...]]:
    fields = model._meta.concrete_fields
    table, key = model._meta.db_table, model._meta.pk
    columns = ", ".join(f'"{field.column}"' for field in fields)
    statement = (
        f'INSERT INTO "{table}" ({columns}) SELECT {columns}'  # noqa: S608  # names of our own tables
        f' FROM json_populate_recordset(NULL::"{table}", %s) ON CONFLICT DO NOTHING RETURNING "{key.column}"'
    )
    parts = tuple((field.attname, field.column, _reader(field), field.get_default) for field in fields)
    return statement, key.attname, parts


@lru_cache(maxsize=64)
def _plan_of_rows(model: type[models.Model]) -> tuple[str, tuple[tuple[str, str, Read], ...]]:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    table = model._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in fields)
    statement = (
        f'INSERT INTO "{table}" ({columns}) SELECT {columns}'  # noqa: S608  # names of our own tables
        f' FROM json_populate_recordset(NULL::"{table}", %s)'
    )
    return statement, tuple((field.attname, field.column, _reader(field)) for field in fields)


def _reader(field: Any) -> Read:
    if isinstance(field, SealedTextField):
        return _sealed
    if isinstance(field, SearchVectorField):
        return _vector
    return _bytes if isinstance(field, models.BinaryField) else None


def _vector(value: Any) -> str | None:
    """A search vector as PostgreSQL writes one; who makes it gives the text (hemu.disputes.search.Terms)."""
    return None if value is None else str(value.as_text())


def _sealed(text: str) -> str:
    return "\\x" + (crypto.seal(text).hex() if text else "")


def _bytes(value: Any) -> str | None:
    return None if value is None else "\\x" + bytes(value).hex()
