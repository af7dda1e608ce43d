"""What the application's role may do: anything with rows, nothing with structure; the ledger only grows.

Applied after every migration by the owner. The running application connects as that role, so a mistake
in a view, or a stranger who got in through one, can't rewrite history or switch the guards off.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

APPEND_ONLY = ("disputes_entry", "privacy_opening")
"""Tables that the application only adds to."""


def apply(connection: BaseDatabaseWrapper, role: str) -> None:
    """Grant `role` its rights on every table of the public schema. `connection` must be the owner's."""
    app = sql.Identifier(role)
    with connection.cursor() as cursor:
        for text in (
            "GRANT USAGE ON SCHEMA public TO {app}",
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
            "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {app}",
            "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {app}",
        ):
            cursor.execute(sql.SQL(text).format(app=app))
        present = set(connection.introspection.table_names(cursor))
        for table in APPEND_ONLY:
            if table in present:
                cursor.execute(
                    sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(
                        sql.Identifier(table), app
                    )
                )
