"""A ledger brought in as a spreadsheet, against bare INSERTs of the same rows in the same run."""

from __future__ import annotations

import argparse
import io
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import connection, transaction

from bench import _stage
from bench._results import report
from bench.load import SMALL, prepared

if TYPE_CHECKING:
    from hemu.loop.screening.importing.models import Upload
    from hemu.orgs.actor import Actor

COUNTY = 522725
HEADS = (
    "序号",
    "登记日期",
    "乡镇",
    "村",
    "详细地点",
    "当事人",
    "联系电话",
    "纠纷类型",
    "简要情况",
    "化解结果",
    "责任人",
)
KINDS = ("邻里纠纷", "山林土地纠纷", "婚姻家庭纠纷", "民间借贷", "宅基地", "损害赔偿", "拖欠农民工工资")
Statement = tuple[str, Any]


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--disputes", type=int, default=SMALL, metavar="N", help="load so many first")
    parser.add_argument(
        "--rows", type=int, default=5000, metavar="N", help="rows of the ledger (%(default)s)"
    )


def run(options: argparse.Namespace) -> int:
    """Read, check and bring in a ledger; the same INSERTs bare; then the same ledger in one transaction."""
    prepared(options.disputes)
    by = _importer()
    chance = random.Random(time.time_ns())
    seconds, row = _brought(_ledger(options.rows, chance), by, whole=False)
    captured = _captured(_checked(_ledger(options.rows, chance), by), by)
    bare = options.rows / _seconds(lambda: _insert(captured))
    seconds_whole, _row = _brought(_ledger(options.rows, chance), by, whole=True)
    more: dict[str, Any] = {"rows": options.rows, "in_a_chunk": 200}
    for name in ("read", "check"):
        report(f"import, {name}", options.rows / seconds[name], "rows/s", size=options.disputes, **more)
    for name, took in (
        ("register", seconds["import"]),
        ("register, all or nothing", seconds_whole["import"]),
    ):
        rate = options.rows / took
        named = {**more, "baseline_is": "the same INSERTs, bare"}
        report(f"import, {name}", rate, "rows/s", size=options.disputes, baseline=bare, **named)
    report("import, all of it", options.rows / sum(seconds.values()), "rows/s", size=options.disputes, **more)
    if row.brought_in != options.rows:
        raise SystemExit(f"only {row.brought_in} of {options.rows} rows came in")
    return 0


def _importer() -> Actor:
    """A county's coordinator with a post of their own."""
    from hemu.orgs.actor import actor_for
    from hemu.orgs.models import Person, Post, Region, Role, Unit, UnitArea, UnitKind

    name = f"bench-{time.time_ns()}"
    county = Region.objects.get(pk=COUNTY * 10**9)
    unit = Unit.objects.create(kind=UnitKind.COUNTY_CENTRE, name=name, region=county)
    UnitArea.objects.create(unit=unit, lo=county.lo, hi=county.hi)
    person = Person.objects.create_user(name, name, name="测速")
    return actor_for(
        Post.objects.create(person=person, unit=unit, role=Role.COUNTY_COORDINATOR, is_main=True)
    )


def _ledger(rows: int, chance: random.Random) -> bytes:
    """An .xlsx as a county's centre keeps it, with villages that are there."""
    import xlsxwriter

    from hemu.orgs.models import Level, Region

    inside = Region.objects.filter(code__gte=COUNTY * 10**9, code__lt=(COUNTY + 1) * 10**9)
    towns = dict(inside.filter(level=Level.TOWNSHIP).values_list("code", "name"))
    villages = list(inside.filter(level=Level.VILLAGE).order_by("code").values_list("parent", "name"))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write(0, 0, "二〇二六年矛盾纠纷排查化解台账")
        sheet.write_row(1, 0, HEADS)
        for n in range(rows):
            town, village = chance.choice(villages)
            sheet.write_row(n + 2, 0, _line(n, towns.get(town or 0, ""), village, chance))
    return out.getvalue()


def _line(n: int, town: str, village: str, chance: random.Random) -> Sequence[Any]:
    from bench._rows import GIVEN, MATTERS, SURNAMES

    one, two = (chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN) for _ in range(2))
    matter = chance.choice(MATTERS)
    text = f"{one}与{two}因{matter}发生争执，双方各执一词，至今没有谈拢。事由{chance.getrandbits(48):x}。"
    return (
        n + 1, f"2026.{n % 9 + 1}.{n % 27 + 1}", town, village, f"{n % 12 + 1}组", f"{one}与{two}",
        13_800_000_000.0 + chance.randrange(10**8), chance.choice(KINDS), text, "正在调处", "王德明",
    )  # fmt: skip


def _brought(content: bytes, by: Actor, *, whole: bool) -> tuple[dict[str, float], Upload]:
    """Seconds of each step of bringing a ledger in, and the upload at its end."""
    from hemu.loop.screening.importing import actions
    from hemu.loop.screening.importing.models import RowKind

    row = actions.upload(RowKind.DISPUTE, "台账.xlsx", content, by=by)
    seconds = {"read": _seconds(_work)}
    _arrange(row, by)
    seconds["check"] = _seconds(_work)
    actions.begin(row, whole=whole, by=by)
    seconds["import"] = _seconds(_work)
    return seconds, _fresh(row)


def _checked(content: bytes, by: Actor) -> Upload:
    from hemu.loop.screening.importing import actions
    from hemu.loop.screening.importing.models import RowKind

    row = actions.upload(RowKind.DISPUTE, "台账.xlsx", content, by=by)
    _work()
    _arrange(row, by)
    _work()
    actions.begin(row, whole=False, by=by)
    return _fresh(row)


def _arrange(row: Upload, by: Actor) -> None:
    from hemu.loop.screening.importing import actions
    from hemu.loop.screening.importing.actions import Arranged

    read = _fresh(row)
    first, last = read.layout["heads"]["0"]
    actions.check(read, Arranged((0,), (first, last), read.mapping, year=2026), by=by)


def _fresh(row: Upload) -> Upload:
    from hemu.loop.screening.importing.models import Upload

    found: Upload = Upload.objects.unscoped(reason="measuring").get(county=row.county, id=row.id)
    return found


def _work() -> None:
    from hemu.loop.screening.importing import work

    while work.work_once():
        pass


def _seconds(what: Any) -> float:
    begin = time.perf_counter()
    what()
    return time.perf_counter() - begin


class _Undo(Exception):
    """Takes a chunk back once its statements were noted."""


def _captured(row: Upload, by: Actor) -> list[list[Statement]]:
    """The INSERTs of each chunk, which is then taken back, so that the bare ones find their place free."""
    from hemu.loop.screening.importing import bringing, chunks

    found = []
    for number in list(chunks.checked(row).values_list("number", flat=True)):
        with _noted() as statements:
            try:
                with transaction.atomic():
                    bringing._bring(row, chunks.checked(row).get(number=number), by)
                    raise _Undo
            except _Undo:
                found.append(statements)
    return found


@contextmanager
def _noted() -> Iterator[list[Statement]]:
    statements: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT"):
            statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements


def _insert(captured: Sequence[Sequence[Statement]]) -> None:
    """The same statements by a bare connection, a chunk a transaction."""
    with psycopg.connect(**_stage.parameters(), autocommit=True) as own:
        for statements in captured:
            with own.transaction(), own.cursor() as cursor:
                for text, params in statements:
                    cursor.execute(text, params)
