"""The processes that make and copy pieces. Imports nothing that needs Django before it is set up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from django.db.models import Model

    from bench._rows import Plan

_villages: Sequence[int] = ()
_where: dict[str, Any] = {}


def begin(villages: Sequence[int], where: dict[str, Any]) -> None:
    """Called once in each process."""
    global _villages, _where
    _villages, _where = villages, where
    import django

    django.setup()


def copy(plan: Plan) -> int:
    """Make one piece and copy it in; answers how many disputes it had."""
    from bench import _rows

    lines = _rows.made(plan, _villages)
    with psycopg.connect(**_where) as own, own.cursor() as cursor:
        for model, rows in lines.by_model.items():
            with cursor.copy(_copy_into(model)) as target:
                target.write("\n".join(rows) + "\n" if rows else "")
    return plan.count


def _copy_into(model: type[Model]) -> sql.Composed:
    columns = [sql.Identifier(column.column) for column in model._meta.concrete_fields]
    table = sql.Identifier(model._meta.db_table)
    return sql.SQL("COPY {} ({}) FROM STDIN").format(table, sql.SQL(", ").join(columns))
