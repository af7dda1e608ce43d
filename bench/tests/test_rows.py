"""Rows made in bulk are rows that the database and the ledger accept."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection

from bench import _results, _rows
from bench._copying import _copy_into
from hemu.disputes import ledger
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.models import Dispute, Entry, Party
from hemu.disputes.queries import Filter, listed
from hemu.tally import audit


def copied(count: int, villages: list[int]) -> None:
    for plan in _rows.plans(count, date(2025, 1, 1), 365, size=7):
        lines = _rows.made(plan, villages)
        with connection.cursor() as cursor:
            for model in sorted(_rows.MODELS, key=lambda model: model is not Entry):
                with cursor.copy(_copy_into(model)) as target:
                    target.write("".join(line + "\n" for line in lines.by_model[model]))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_ledger_of_a_bulk_load_holds_and_can_be_counted(cast):
    copied(25, [cast.village.code, cast.sibling_village.code])
    found = ledger.verify()
    assert (found.faults, found.disputes) == ([], 25)
    assert audit.rebuild(LEDGER_IMAGES) == 25
    assert audit.drift(LEDGER_IMAGES) == []
    every = Dispute.objects.visible_to(cast.county_viewer)
    assert every.count() == 25
    one = every.order_by("id").first()
    assert ledger.unseal(one, Entry.objects.of(one).get(seq=1)) == {"title": one.title}
    name = Party.objects.of(one).order_by("id").first().name
    assert one in listed(Filter(text=name), by=cast.county_viewer)


def test_pieces_cover_the_load_once():
    plans = list(_rows.plans(23, date(2025, 1, 1), 365, size=10))
    assert [plan.count for plan in plans] == [10, 10, 3]
    ends = [plan.begin.timestamp() + plan.seconds for plan in plans]
    assert ends[:-1] == pytest.approx([plan.begin.timestamp() for plan in plans[1:]])


def test_a_result_is_one_line_of_json(capsys):
    _results.report("x", 12.3456, "ms p95", size=10, baseline=24.6912)
    line = json.loads(capsys.readouterr().out)
    assert {"name", "value", "unit", "baseline", "ratio", "size", "cores", "commit"} <= line.keys()
    assert (line["value"], line["ratio"]) == (12.346, 0.5)
    assert _results.percentile([3, 1, 2], 0.95) == 3
