"""Building the demonstration: offices at once, disputes in two processes, then the counters."""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, connections

from hemu.demo import cixian
from hemu.demo.offices import prefecture_office
from hemu.disputes.models import Dispute
from hemu.kernel.places import COUNTY_UNIT
from hemu.orgs.models import Region
from hemu.outbox.models import Row, Topic
from hemu.tally import projector

PROCESSES = 2
Say = Callable[[str], None]


def build(say: Say, *, fresh: bool = False) -> int:
    """Build the demonstration county; answers an exit code. Says how far it has come through `say`."""
    if not Region.objects.filter(pk=cixian.COUNTY * COUNTY_UNIT).exists():
        say("没有区划数据,请先运行 hemu regions load。")
        return 1
    if Dispute.objects.unscoped(reason="is there anything yet?").exists():
        say("演示县已经建好,不再重复。要重建请加 --fresh。")
        return 0
    started = time.monotonic()
    county = Region.objects.get(pk=cixian.COUNTY * COUNTY_UNIT)
    made = cixian.build_staff(county, prefecture_office(county))
    say(f"磁县:{len(made.units)} 个单位、{len(made.people)} 人")
    year = cixian.Year(made)
    in_processes(cixian.plans(), year.walk, "磁县 2018 年纠纷", say)
    forget_old_notices()
    say("汇总数据")
    projector.project_all()
    say(f"完成,用时 {time.monotonic() - started:.0f} 秒")
    return 0


def forget_old_notices() -> None:
    """Nobody sits at the desks of a year gone by: what would have told them is dropped."""
    Row.objects.filter(topic=Topic.NOTICE).delete()


def in_processes(items: Sequence[Any], work: Callable[[Any], None], title: str, say: Say) -> None:
    """Do `work` on every item in PROCESSES forked processes, saying how far it has come.

    Raises RuntimeError when a process failed; what the others did stays done.
    """
    connections.close_all()
    context = multiprocessing.get_context("fork")
    done = context.Value("i", 0)
    children = [
        context.Process(target=_run, args=(items[share::PROCESSES], work, done)) for share in range(PROCESSES)
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


def _run(items: Sequence[Any], work: Callable[[Any], None], done: Any) -> None:
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    for item in items:
        work(item)
        with done.get_lock():
            done.value += 1
    connections.close_all()
    os._exit(0)
