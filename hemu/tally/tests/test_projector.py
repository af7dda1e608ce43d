"""Counters follow the deltas, in any batches, and the audit finds what doesn't."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

import pytest

from hemu.outbox import queue
from hemu.outbox.models import Row, Topic
from hemu.tally import audit
from hemu.tally.models import DayCell, KindCell, MeasureCell, MonthCell, YearCell
from hemu.tally.projector import SHAPES, cells_of, empty_cells, net, project_all, project_once

COUNTY, SIBLING = 522725, 522723


def image(**over: Any) -> dict[str, Any]:
    return {
        "county": COUNTY,
        "day": "2025-05-09",
        "kind": 903,
        "colour": 1,
        "state": 10,
        "measures": [1, 45],
        **over,
    }


def images_sql(images: list[dict[str, Any]]) -> str:
    values = ", ".join(f"('{json.dumps(one)}'::jsonb)" for one in images)
    return f"SELECT image FROM (VALUES {values}) AS ledger(image)"


def put(*deltas: list[Any]) -> None:
    queue.put(*((Topic.TALLY, delta) for delta in deltas))


def test_a_dispute_counts_at_every_level_up_to_the_country(cast):
    put([None, image()])
    assert project_all() == 1
    chain = {0, 52 * 10**13, 5227 * 10**11, COUNTY * 10**9}
    for model in (DayCell, MonthCell, YearCell):
        assert set(model.objects.values_list("region", "n")) == {(region, 1) for region in chain}
    above = {(region, 1) for region in chain - {COUNTY * 10**9}}
    assert set(KindCell.objects.values_list("region", "n")) == above
    assert set(MeasureCell.objects.filter(measure=1).values_list("region", "n")) == above


def test_a_change_takes_away_the_old_and_adds_the_new(cast):
    before, after = image(), image(colour=3, state=20, measures=[1, 2, 45])
    put([None, before])
    project_all()
    put([before, after])
    project_all()
    assert DayCell.objects.get(region=0, colour=1, state=10).n == 0
    assert DayCell.objects.get(region=0, colour=3, state=20).n == 1
    assert audit.drift(images_sql([after])) == []


def test_what_changes_back_writes_nothing():
    before, after = image(), image(colour=3)
    netted = net([[before, after], [after, before]])
    assert all(not n for cells in netted.values() for n in cells.values())


def test_batches_don_t_matter(cast):
    chance = random.Random(11)
    now: list[dict[str, Any]] = []
    for _ in range(300):
        if now and chance.random() < 0.6:
            n = chance.randrange(len(now))
            fresh = {**now[n], "state": chance.choice((10, 50, 90)), "colour": chance.randint(0, 3)}
            put([now[n], fresh])
            now[n] = fresh
        else:
            day = f"2025-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
            now.append(
                image(county=chance.choice((COUNTY, SIBLING)), day=day, kind=chance.choice((101, 903)))
            )
            put([None, now[-1]])
        if chance.random() < 0.1:
            project_once(limit=chance.randint(1, 40))
        if chance.random() < 0.02:
            assert audit.drift(images_sql(now)) == []
    project_all()
    assert not Row.objects.filter(topic=Topic.TALLY).exists()
    assert audit.drift(images_sql(now)) == []
    assert sum(DayCell.objects.filter(region=0).values_list("n", flat=True)) == len(now)


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_drift_names_the_cell_that_was_tampered_with(cast, shape):
    put([None, image()], [None, image(county=SIBLING)])
    project_all()
    truth = [image(), image(county=SIBLING)]
    model = next(model for model in _models() if model._meta.db_table == SHAPES[shape].table)
    cell = model.objects.filter(region=0).order_by("id").first()
    model.objects.filter(pk=cell.pk).update(n=cell.n + 5)
    (found,) = audit.drift(images_sql(truth))
    assert (found.shape, found.key[0], found.shown, found.true) == (shape, 0, cell.n + 5, cell.n)
    model.objects.filter(pk=cell.pk).delete()
    (lost,) = audit.drift(images_sql(truth))
    assert (lost.shape, lost.shown, lost.true) == (shape, 0, cell.n)
    assert audit.rebuild(images_sql(truth)) == 2
    assert audit.drift(images_sql(truth)) == []


def _models():
    from django.apps import apps

    return list(apps.get_app_config("tally").get_models())


def test_every_counter_table_has_its_shape():
    assert {model._meta.db_table for model in _models()} == {shape.table for shape in SHAPES.values()}


def test_drift_allows_for_what_still_waits(cast):
    put([None, image()])
    assert audit.drift(images_sql([image()])) == []
    assert audit.drift(images_sql([image(), image()])) != []


def test_rebuild_forgets_deltas_that_the_ledger_already_has(cast):
    put([None, image()])
    assert audit.rebuild(images_sql([image()])) == 1
    assert project_all() == 0
    assert audit.drift(images_sql([image()])) == []


def test_a_county_that_nobody_knows_still_counts_for_the_country(db):
    cells = empty_cells()
    cells_of(image(county=999999), +1, cells)
    assert {key[0] for key in cells["day"]} == {0}
    assert cells["kind"] == Counter(dict.fromkeys(cells["kind"], 1))
