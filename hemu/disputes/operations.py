"""The foreign key from a case table to its dispute, by (county, dispute_id), as a migration operation.

Django's ForeignObject knows the join but makes no constraint.
"""

from __future__ import annotations

from django.db.migrations.operations import RunSQL


def case_foreign_key(table: str) -> RunSQL:
    """A deferred foreign key from `table` to disputes_dispute: rows may come before their dispute does."""
    name = f"{table}_dispute_fk"
    return RunSQL(
        sql=f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (county, dispute_id) "
        "REFERENCES disputes_dispute (county, id) DEFERRABLE INITIALLY DEFERRED",
        reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )
