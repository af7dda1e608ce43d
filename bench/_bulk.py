"""Loading in bulk as the owner: guards and indexes off, pieces copied by several processes, all on again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from django.db import connection

from bench import _copying, _rows, _stage
from hemu.disputes.operations import case_foreign_key

_children: list[str] = [model._meta.db_table for model in _rows.MODELS[1:]]
_tables: list[str] = [model._meta.db_table for model in _rows.MODELS]


def empty() -> None:
    """No disputes, no counters, nothing waiting. The connection must be the owner's."""
    from hemu.tally.projector import SHAPES

    names = [*_tables, "disputes_link", "outbox_row", *(shape.table for shape in SHAPES.values())]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")


@contextmanager
def unguarded() -> Iterator[None]:
    """Triggers, foreign keys and the indexes that no constraint needs are gone inside, and back after.

    What is to come back stands in a table, so that a load that was killed is mended by the next one.
    """
    with connection.cursor() as cursor:
        indexes = _noted_indexes(cursor)
        for table in _tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX IF EXISTS {name}")
        for table in _children:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_dispute_fk")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for name, definition in indexes:
            _stage.note(f"index {name}")
            cursor.execute(definition)
        for table in _children:
            cursor.execute(str(case_foreign_key(table).sql))
        for table in _tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"VACUUM (ANALYZE) {table}")
        cursor.execute("DROP TABLE bench_index")


def _noted_indexes(cursor: Any) -> list[tuple[str, str]]:
    cursor.execute("CREATE TABLE IF NOT EXISTS bench_index (name text, definition text)")
    cursor.execute(
        "INSERT INTO bench_index SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        " AND tablename = ANY(%s) AND indexdef NOT LIKE 'CREATE UNIQUE%%'"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexname::regclass)"
        " AND NOT EXISTS (SELECT FROM bench_index)",
        [_tables],
    )
    cursor.execute("SELECT name, definition FROM bench_index ORDER BY name")
    rows: list[tuple[str, str]] = cursor.fetchall()
    return rows


def copy_all(plans: Sequence[_rows.Plan], villages: Sequence[int], processes: int) -> None:
    """Make and copy every piece."""
    total, done, shown = sum(plan.count for plan in plans), 0, 0
    where = _stage.parameters()
    with ProcessPoolExecutor(processes, get_context("spawn"), _copying.begin, (villages, where)) as pool:
        for future in as_completed([pool.submit(_copying.copy, plan) for plan in plans]):
            done += future.result()
            if done - shown >= total / 20:
                shown = done
                _stage.note(f"{done:,} of {total:,} disputes")


_FILL = {
    "tally_daycell": ("opened_on", "colour", "state"),
    "tally_colourmonthcell": ("month", "colour", "state"),
    "tally_kindmonthcell": ("month", "kind"),
    "tally_monthcell": ("month", "kind", "colour", "state"),
    "tally_yearcell": ("year", "kind", "colour", "state"),
    "tally_kindcell": ("opened_on", "kind", "colour"),
}


_ROWS = """(SELECT *, date_trunc('month', opened_on)::date AS month, extract(year FROM opened_on) AS year
    FROM disputes_dispute)"""


def count_all() -> None:
    """Fill the counters by grouping the rows: another way than the projector's, so drift compares two."""
    from hemu.tally.projector import SHAPES

    with connection.cursor() as cursor:
        cursor.execute("SET work_mem = '512MB'")
        _counties_over(cursor)
        for shape in SHAPES.values():
            if columns := _FILL.get(shape.table):
                _stage.note(f"counting {shape.table}")
                wide = "WHERE wide" if shape.table == "tally_kindcell" else ""
                keys = ", ".join(["o.region", *columns])
                cursor.execute(
                    f"INSERT INTO {shape.table} ({shape.names}, n) SELECT {keys}, count(*)"
                    f" FROM {_ROWS} d JOIN bench_over o USING (county) {wide} GROUP BY {keys} ORDER BY {keys}"
                )
        _count_measures(cursor)
        cursor.execute("RESET work_mem")
        for shape in SHAPES.values():
            cursor.execute(f"VACUUM (ANALYZE) {shape.table}")


def _counties_over(cursor: Any) -> None:
    from hemu.orgs import upper

    cursor.execute("SELECT DISTINCT county FROM disputes_dispute ORDER BY 1")
    counties = [county for (county,) in cursor.fetchall()]
    rows = [
        (county, region, region in upper.wider_than_county(county))
        for county in counties
        for region in upper.ancestors_of_county(county)
    ]
    cursor.execute("CREATE TEMP TABLE IF NOT EXISTS bench_over (county bigint, region bigint, wide boolean)")
    cursor.execute("TRUNCATE bench_over")
    with cursor.copy("COPY bench_over FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute("ANALYZE bench_over")


_MEASURES = (
    ("tally_measurecell", "day", "opened_on", "WHERE wide"),
    ("tally_measuremonthcell", "month", "date_trunc('month', opened_on)::date", ""),
)


def _count_measures(cursor: Any) -> None:
    from hemu.disputes.counted import CONDITIONS
    from hemu.disputes.models import Dispute

    every = Dispute.objects.unscoped(reason="counted in bulk").order_by()
    for measure, condition in CONDITIONS.items():
        query, values = every.filter(condition).values("county", "opened_on").query.sql_with_params()
        for table, column, day, wide in _MEASURES:
            cursor.execute(
                f"INSERT INTO {table} (region, {column}, measure, n)"
                f" SELECT o.region, {day}, {int(measure)}, count(*)"
                f" FROM ({query}) d JOIN bench_over o USING (county) {wide} GROUP BY 1, 2 ORDER BY 1, 2",
                values,
            )
