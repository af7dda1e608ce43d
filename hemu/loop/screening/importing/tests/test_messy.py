"""A nasty ledger in three formats: the same counts, the same errors; and what became of its rows."""

from __future__ import annotations

import pytest

from hemu.disputes import ledger, queries
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.examples import what_was_taken
from hemu.disputes.models import Colour, Dispute, Entry, Source
from hemu.loop.screening.importing import actions, chunks
from hemu.loop.screening.importing import queries as pages
from hemu.loop.screening.importing.checking import Verdict
from hemu.loop.screening.importing.models import RowKind, Upload
from hemu.loop.screening.importing.tests import formats
from hemu.loop.screening.importing.tests.files import arranged, book, brought_in, checked, fresh, run
from hemu.loop.screening.links.proposing import propose_once
from hemu.loop.screening.links.tests import situations
from hemu.outbox.models import Row, Topic
from hemu.tally import audit, projector

pytestmark = [pytest.mark.django_db, pytest.mark.req("S14")]
FORMATS = {"xlsx": formats.xlsx, "xls": formats.xls, "gb18030 csv": formats.gb18030}


def counts(row: Upload) -> tuple[int, ...]:
    return row.good, row.same, row.wrong, row.ended, row.skipped


def found(row: Upload, verdict: Verdict) -> list[dict]:
    return [record for record in chunks.every_record(row) if record["v"] == verdict]


@pytest.mark.parametrize("made", FORMATS.values(), ids=FORMATS)
def test_the_same_mess_gives_the_same_counts_and_errors(cast, made):
    row = checked(made(), cast.coordinator)
    assert counts(row) == formats.COUNTS
    wrong = {(p[3], p[4], p[1]) for record in found(row, Verdict.WRONG) for p in record["p"]}
    assert wrong == formats.WRONG
    [twin] = found(row, Verdict.SAME)
    assert "第 6 行" in twin["w"][0][1]
    assert [record["r"] for record in found(row, Verdict.OVER)] == [[11]]
    assert row.choices["unknown"] == {"kind": [["外星人纠纷", 1]]}


@pytest.mark.parametrize("made", FORMATS.values(), ids=FORMATS)
def test_its_good_rows_become_the_same_disputes(cast, made):
    row = brought_in(made(), cast.coordinator)
    assert (row.brought_in, row.wrong) == (5, 3)
    registered = list(Dispute.objects.visible_to(cast.officer).order_by("id"))
    assert [(one.kind, one.facts) for one in registered] == [
        (999, {"people": 12, "amount": 35_000}),
        (710, {"people": 8, "amount": 35_000, "wages": True}),
        (199, {"people": 2}),
        (903, {"people": 30, "amount": 120_000}),
        (903, {}),
    ]
    parties = [[party.name for party in queries.parties(one)] for one in registered]
    assert parties == [
        ["王富贵", "陈有才"],
        ["罗正华", "周廷贵"],
        ["钱七", "孙八"],
        ["荣院村三组村民", "贵州某某矿业有限公司"],
        ["王小二", "张麻子"],
    ]
    again = checked(made(), cast.coordinator)
    assert counts(again) == (0, 6, 3, 1, 4)


def test_they_went_through_the_door(cast):
    """Ledger, outbox, tally; the rules rate what the ledger counts, and nothing that only its words say."""
    row = brought_in(formats.xlsx(), cast.coordinator)
    first = Dispute.objects.visible_to(cast.officer).order_by("id").first()
    entry = Entry.objects.of(first).get()
    assert (entry.person_name, entry.details["source"]) == (cast.coordinator.name, Source.IMPORT)
    assert entry.details["source_ref"] == f"import:{row.id}:6"
    assert first.proposed_colour == Colour.BLUE
    assert ledger.verify().faults == []
    assert Row.objects.filter(topic=Topic.LINKS).count() == row.brought_in
    assert propose_once() == row.brought_in
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []


def test_what_an_account_threatens_is_shown_first_and_decides_nothing(cast):
    row = checked(formats.xlsx(), cast.coordinator)
    urgent = pages.records(row, None)
    assert (urgent.total, [one.where for one in urgent.rows]) == (1, ["第 6 行"])
    assert "“扬言" in urgent.rows[0].remarks[0]
    actions.begin(row, whole=False, by=cast.coordinator)
    run()
    urgent = pages.records(fresh(row), None)
    dispute = Dispute.objects.visible_to(cast.officer).order_by("id").first()
    assert [one.ref for one in urgent.rows] == [dispute.ref]
    told = Entry.objects.of(dispute).get().details["triage"]
    assert (told["unseen"], told["colour"]) == (True, Colour.RED)
    assert "threat_violence" in told["left"]
    assert "threat_violence" not in dispute.facts
    assert what_was_taken(100)["kind"] == {}, "nobody was asked row by row"


ROWS = [
    ["地点", "当事人", "简要情况"],
    ["荣院村", "张三与李四", "两家为排水沟堵塞多次争吵，水流到院坝。"],
    ["荣院村", "王五与赵六", "双方有事。"],
]


def test_kinds_are_taken_from_the_account_only_where_that_was_chosen(cast):
    row = checked(book(("一", ROWS)), cast.coordinator)
    assert counts(row)[:3] == (0, 0, 2)
    row = checked(book(("一", ROWS)), cast.coordinator, kind_from_text=True)
    assert counts(row)[:3] == (1, 0, 1)
    [good] = found(row, Verdict.GOOD)
    assert good["n"]["kind"] // 100 == 2
    assert "没有写类型" in good["w"][0][1]


def test_a_row_of_a_matter_that_was_registered_by_hand_is_proposed_as_the_same(cast):
    known = situations.first(cast)
    said = ["荣院村大田坝", str(situations.day(8)), "章國強與老李", situations.PHONE, "用水"]
    rows = [
        ["地点", "发生时间", "当事人", "联系电话", "类型", "简要情况"],
        [*said, situations.NARRATIVE],
    ]
    brought_in(book(("一", rows)), cast.coordinator)
    [proposal] = situations.swept()
    imported = Dispute.objects.visible_to(cast.officer).get(source=Source.IMPORT)
    assert {number for _county, number in proposal.pair} == {known.pk, imported.pk}


MONTHS = ("一月", "二月", "三月")


def test_months_of_one_ledger_are_taken_together_and_other_heads_are_read_as_well(cast):
    other = [
        ["双方当事人", "所在村", "纠纷内容"],
        ["谢三与韩四", "荣院村", "鸡吃菜。"],
    ]
    months = [(name, [ROWS[0], ["荣院村", "张三与李四", f"{name}：两家争吵。"]]) for name in MONTHS]
    content = book(*months, ("四月", other), ("说明", [["无"]]))
    row = actions.upload(RowKind.DISPUTE, "全年.xlsx", content, by=cast.coordinator)
    run()
    row = fresh(row)
    assert row.layout["sheets"] == [0, 1, 2]
    actions.take_layout(row, (0, 1, 2, 3), (1, 1), by=cast.coordinator)
    row = fresh(row)
    assert row.mapping["所在村"] == "village"
    assert row.mapping["地点"] == "place"
    actions.check(row, arranged(row, head=(1, 1), kind=299), by=cast.coordinator)
    run()
    assert counts(fresh(row))[:3] == (4, 0, 0)
