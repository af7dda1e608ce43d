"""Building the demonstration: offices at once, disputes in two processes, then what follows from them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, connections, transaction

from hemu.demo import accounts, cixian, verify
from hemu.demo import fresh as stand
from hemu.demo.fresh import Say
from hemu.demo.incidents import told
from hemu.demo.offices import prefecture_actor, prefecture_office
from hemu.demo.wengan import assessing, besides, offices, paperwork, partying, publicity, ruling, telling
from hemu.demo.wengan import live as wengan
from hemu.demo.wengan import plans as wengan_plans
from hemu.demo.wengan.asking import Asking
from hemu.demo.wengan.mediators import Mediators
from hemu.demo.wengan.screening import Screening
from hemu.disputes import overdue, writing
from hemu.kernel import clock
from hemu.kernel.places import COUNTY_UNIT
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice
from hemu.orgs.models import Region
from hemu.outbox.models import Row, Topic
from hemu.tally import projector

PROCESSES = 2
TOGETHER = 25
"""Pieces of work in one transaction: a commit for every act of every dispute costs a tenth more."""
_READ_AFTER = timedelta(days=2)
"""What is older than this has been read by those who sit there."""
Work = tuple[Callable[[Any], None], Any]


def build(say: Say, *, fresh: bool = False) -> int:
    """Build the demonstration; answers an exit code. Says how far it has come through `say`."""
    if not Region.objects.filter(pk=cixian.COUNTY * COUNTY_UNIT).exists():
        say("没有区划数据，请先运行 hemu regions load。")
        return 1
    if not fresh and not stand.is_unfinished() and accounts.exist():
        say("演示数据已经建好，不再重复。要清空重建请加 --fresh。")
        _print_accounts(say)
        return 0
    if not stand.ready(say, fresh=fresh):
        say("数据库里已有别的数据，没有改动。要清空它、重新建演示数据，请加 --fresh。")
        return 1
    try:
        return _build(say)
    except Exception as error:
        say(f"没有建完：{error}。再运行一次 hemu demo 就会清空重来。")
        raise


def _build(say: Say) -> int:
    started = time.monotonic()
    stand.begin()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    now = clock.now()
    year = cixian.Year(_cixian_staff(say))
    present = wengan.Present(_wengan_places(say), now)
    say(f"案例：{len(told.CASES)} 件")
    told.enter(told.prepare(), told.zhucang_of(present.places[0].staff))
    screening = Screening(present.places, now)
    items = _mixed([(year.walk, plan) for plan in cixian.plans()], _live(present))
    in_processes([*_pieces(screening), *items], "走访、纠纷", say)
    _afterwards(present, screening, now, say)
    faults = verify.faults()
    for fault in faults:
        say(f"不符：{fault}")
    if faults:
        return 1
    say("核对：磁县 2018 年数据与公布的一致，汇总无偏差，台账完整，案例齐全。")
    accounts.make()
    stand.end()
    say(f"完成，用时 {time.monotonic() - started:.0f} 秒")
    _print_accounts(say)
    return 0


def _cixian_staff(say: Say) -> Any:
    county = Region.objects.get(pk=cixian.COUNTY * COUNTY_UNIT)
    made = cixian.build_staff(county, prefecture_office(county))
    say(f"磁县：{len(made.units)} 个单位、{len(made.people)} 人")
    return made


def _wengan_places(say: Say) -> list[Any]:
    county = Region.objects.get(pk=offices.COUNTY * COUNTY_UNIT)
    made = offices.build_staff(county, prefecture_office(county))
    say(f"瓮安县：{len(made.units)} 个单位、{len(made.people)} 人")
    return offices.places(made)


def _live(present: wengan.Present) -> list[Work]:
    return [(present.walk, plan) for plan in wengan_plans.plans()]


def _pieces(screening: Screening) -> list[Work]:
    return [(screening.write, number) for number in screening.pieces]


def _mixed(many: list[Work], few: list[Work]) -> list[Work]:
    """The few at the beginning: they are the longer ones, and both processes get their share."""
    return [*few, *many]


def _afterwards(present: wengan.Present, screening: Screening, now: datetime, say: Say) -> None:
    besides.warn(present.places, prefecture_actor(present.places[0].staff.county), now)
    partying.write(screening.desk)
    assessing.Assessing(present.places, now).write()
    forget_the_old()
    paperwork.write(present.places, now)
    in_processes([(screening.follows, 0), (screening.follows, 1)], "走访核查、关联核对", say)
    say(f"报告核查：{screening.at_last()} 条线索")
    Mediators(present.places, now).write()
    say(f"超期提级：{overdue.sweep()} 件")
    ruling.lower(present.places, now)
    ruling.revise(present.places, now)
    say(f"电话回访：{Asking(screening.desk).write()} 个")
    _deliver(now, say)
    publicity.write(present.places, now)
    telling.write(screening.desk)
    say("汇总数据")
    projector.project_all()


def forget_the_old() -> None:
    """Nobody sits at the desks of a year gone by: what would have told them, or asked them, is dropped."""
    old = Row.objects.filter(payload__county=cixian.COUNTY)
    old.filter(topic__in=(Topic.NOTICE, Topic.LINKS)).delete()


def _deliver(now: datetime, say: Say) -> None:
    while deliver_once():
        pass
    old = Notice.objects.filter(at__lt=now - _READ_AFTER)
    read = old.update(read_at=now - _READ_AFTER)
    say(f"消息：{Notice.objects.count()} 条，其中 {read} 条已读")


def _print_accounts(say: Say) -> None:
    for line in [*accounts.table(), *partying.lines()]:
        say(line)


def in_processes(items: Sequence[Work], title: str, say: Say) -> None:
    """Do every piece of work in PROCESSES forked processes, saying how far it has come.

    Raises RuntimeError when a process failed; what the others did stays done.
    """
    connections.close_all()
    context = multiprocessing.get_context("fork")
    done = context.Value("i", 0)
    children = [
        context.Process(target=_run, args=(items[share::PROCESSES], done)) for share in range(PROCESSES)
    ]
    started = time.monotonic()
    for child in children:
        child.start()
    while any(child.is_alive() for child in children):
        time.sleep(2)
        share = done.value / len(items)
        left = (time.monotonic() - started) * (1 - share) / share if share else 0
        say(f"{title}:{done.value}/{len(items)}({share:.0%}),约剩 {left:.0f} 秒")
    failed = [child.exitcode for child in children if child.exitcode]
    if failed:
        raise RuntimeError(f"{title}: {len(failed)} of {PROCESSES} processes failed; see above")


def _run(items: Sequence[Work], done: Any) -> None:
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    connection.features.uses_savepoints = False
    for start in range(0, len(items), TOGETHER):
        _do(items[start : start + TOGETHER], done)
    connections.close_all()
    os._exit(0)


def _do(items: Sequence[Work], done: Any) -> None:
    """Some pieces of work in one transaction. The first error ends the build, so none needs a savepoint."""
    with transaction.atomic(), writing.kept_for_the_end(Row):
        for work, item in items:
            work(item)
    with done.get_lock():
        done.value += len(items)
