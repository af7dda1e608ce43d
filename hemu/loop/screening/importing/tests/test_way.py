"""The whole way of a ledger: sent, read, laid out, checked, brought in; twice; all or nothing."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import xlwt

from hemu.disputes import ledger, queries
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.models import Colour, Dispute, Entry, Party, Source, State
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.documents.store import store
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.screening.importing import actions, bringing, chunks
from hemu.loop.screening.importing.checking import Verdict
from hemu.loop.screening.importing.models import CheckedChunk, ImportedRow, Mapping, RawChunk, RowKind, Step
from hemu.loop.screening.importing.queries import uploads
from hemu.loop.screening.importing.tests.files import (
    HEADS,
    IDENTITY,
    arranged,
    book,
    brought_in,
    checked,
    csv,
    fresh,
    messy,
    plain,
    run,
)
from hemu.orgs.models import Post
from hemu.tally import audit, projector

pytestmark = [pytest.mark.django_db, pytest.mark.req("S14")]


def disputes(by):
    return list(Dispute.objects.visible_to(by).order_by("id"))


def found(row, verdict):
    return [record for record in chunks.every_record(row) if record["v"] == verdict]


def told(row):
    """Every problem of a file as (line, column, word)."""
    return {(p[3], p[4], p[1]) for record in found(row, Verdict.WRONG) for p in record["p"]}


def counts(row):
    return row.good, row.same, row.wrong, row.ended, row.skipped


def test_a_messy_ledger_is_read_laid_out_and_checked(cast):
    content = book(("说明", [["看下一张表"]]), ("台账", messy))
    row = actions.upload(RowKind.DISPUTE, "台账.xlsx", content, by=cast.coordinator)
    assert row.step == Step.READING
    run()
    row = fresh(row)
    assert (row.step, row.layout) == (Step.MAPPING, {"sheets": [1], "heads": {"1": [3, 4]}})
    assert row.choices["year"] == 2026
    assert row.mapping == {
        "时间": "occurred_on",
        "当事人及地点 / 发生地点": "place",
        "当事人及地点 / 当事人姓名": "parties",
        "当事人及地点 / 联系电话": "parties_phone",
        "当事人及地点 / 身份证号码": "parties_id",
        "纠纷類型": "kind",
        "简要情况": "narrative",
        "是否化解": "outcome",
        "责任人": "mediator",
    }
    actions.check(row, arranged(row), by=cast.coordinator)
    run()
    row = fresh(row)
    assert row.step == Step.CHECKED
    assert counts(row) == (4, 0, 2, 1, 2)
    assert told(row) == {
        (7, 5, "lost_digits"),
        (9, 1, "no_such_day"),
        (9, 2, "outside_area"),
        (9, 4, "phone"),
        (9, 6, "unknown_kind"),
        (9, 7, "required"),
    }
    assert [record["r"] for record in found(row, Verdict.OVER)] == [[10]]
    assert row.choices["unknown"] == {"kind": [["外星人纠纷", 1]]}
    assert disputes(cast.coordinator) == []


def test_the_good_rows_become_disputes_by_the_same_act(cast):
    row = brought_in(book(("台账", messy)), cast.coordinator)
    assert (row.step, row.brought_in, row.wrong) == (Step.DONE, 4, 2)
    first, second, third, fourth = disputes(cast.officer)
    assert {one.source for one in (first, second, third, fourth)} == {Source.IMPORT}
    assert {one.state for one in (first, second, third, fourth)} == {State.REGISTERED}
    assert first.proposed_colour == Colour.BLUE
    assert (first.title, first.kind, first.place) == ("张三与王五土地及资源权属纠纷", 999, "三组")
    assert (first.region, str(first.occurred_on)) == (cast.village.code, "2026-03-05")
    assert first.narrative == "林地边界不清，多次争吵。\n【原台账】是否化解：否；责任人：王德明"
    parties = queries.parties(second)
    assert [(party.name, party.phone) for party in parties] == [
        ("張國強", "13885425522"),
        ("李長河", "13985425523"),
    ]
    assert parties[0].identity_number == IDENTITY
    assert str(third.occurred_on) == "2026-03-09"
    assert [(party.name, party.side) for party in queries.parties(fourth)] == [("陈一", 1), ("卫二", 2)]
    entry = Entry.objects.of(first).get()
    assert (entry.person_name, entry.unit_id) == (cast.coordinator.name, cast.coordinator.unit_id)
    assert entry.details["source_ref"] == f"import:{row.id}:5"
    assert "张三" not in str(entry.details)
    assert ledger.verify().faults == []
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []


def test_the_same_file_twice_brings_in_nothing_and_says_where_the_rows_are(cast):
    content = book(("台账", messy))
    first = brought_in(content, cast.coordinator)
    again = checked(content, cast.coordinator)
    assert actions.earlier(again, by=cast.coordinator) == first
    assert counts(again) == (0, 4, 2, 1, 2)
    refs = {dispute.ref for dispute in disputes(cast.officer)}
    assert {record["o"][2] for record in found(again, Verdict.SAME)} == refs
    with pytest.raises(Refused, match="没有可以导入的行"):
        actions.begin(again, whole=False, by=cast.coordinator)


def test_the_same_rows_in_another_dress_are_known_again(cast):
    """As a .csv of another office, dates and names written otherwise, one row more."""
    rows = plain(3)
    brought_in(book(("一", rows)), cast.coordinator)
    other = [[str(cell).replace("2026-03-05", "二〇二六年三月五日") for cell in row] for row in rows]
    other = [[cell.replace("珠调", "综治") for cell in row] for row in other] + list(plain(1, first=9)[1:])
    row = brought_in(csv(other), cast.officer)
    assert (row.brought_in, row.same) == (1, 3)
    assert len(disputes(cast.officer)) == 4


def test_a_number_of_ones_own_is_known_again_when_the_text_was_mended(cast):
    rows = plain(2)
    brought_in(book(("一", rows)), cast.coordinator)
    mended = [list(row) for row in rows]
    mended[1][6] = "更正后的情况。"
    row = checked(book(("一", mended)), cast.coordinator)
    assert counts(row)[:3] == (0, 2, 0)
    elsewhere = checked(book(("一", mended)), cast.officer)
    assert counts(elsewhere)[:3] == (1, 1, 0), (
        "the number is the unit's own, and says nothing in another's ledger"
    )


def test_one_number_on_two_different_rows_of_a_file_is_wrong_and_a_row_twice_is_one(cast):
    rows = [list(row) for row in plain(3)]
    rows[2][0] = rows[1][0]
    rows.append(list(rows[1]))
    row = checked(book(("一", rows)), cast.coordinator)
    assert counts(row)[:3] == (2, 1, 1)
    assert told(row) == {(3, 0, "number_twice")}
    [twin] = found(row, Verdict.SAME)
    assert "第 2 行" in twin["w"][0][1]


def test_all_or_nothing_is_refused_while_a_row_is_wrong(cast):
    row = checked(book(("台账", messy)), cast.coordinator)
    with pytest.raises(Refused, match="还有 2 行有误"):
        actions.begin(row, whole=True, by=cast.coordinator)


def test_all_come_in_together(cast):
    row = checked(book(("一", plain(5))), cast.coordinator)
    actions.begin(row, whole=True, by=cast.coordinator)
    run()
    row = fresh(row)
    assert (row.step, row.brought_in, row.done) == (Step.DONE, 5, 5)
    assert len(disputes(cast.officer)) == 5


def test_when_one_fails_at_the_last_moment_nothing_at_all_comes_in(cast, monkeypatch):
    monkeypatch.setattr(chunks, "RECORDS", 2)
    row = checked(book(("一", plain(5))), cast.coordinator)
    actions.begin(row, whole=True, by=cast.coordinator)
    tried = []

    def registered(upload, good, by):
        tried.append(len(good))
        results = real(upload, good, by)
        return [*results[:-1], Refused("区划已撤销")] if len(tried) == 3 else results

    real = bringing._registered
    monkeypatch.setattr(bringing, "_registered", registered)
    run()
    row = fresh(row)
    assert tried == [2, 2, 1]
    assert (row.step, row.brought_in, disputes(cast.officer)) == (Step.MAPPING, 0, [])
    assert "第 6 行：区划已撤销" in row.problem
    assert not ImportedRow.objects.unscoped(reason="test").exists()


def test_good_rows_come_in_when_another_is_refused_at_the_last_moment(cast, monkeypatch):
    row = checked(book(("一", plain(3))), cast.coordinator)
    actions.begin(row, whole=False, by=cast.coordinator)
    real = bringing._registered
    monkeypatch.setattr(
        bringing, "_registered", lambda *given: [Refused("不行", field="kind"), *real(*given)[1:]]
    )
    run()
    row = fresh(row)
    assert (row.step, row.brought_in, row.wrong) == (Step.DONE, 2, 1)
    [refused] = found(row, Verdict.WRONG)
    assert refused["p"][0][2] == "不行"


def test_rows_that_came_in_elsewhere_since_the_check_are_not_doubled(cast):
    content = book(("一", plain(4)))
    slow = checked(content, cast.coordinator)
    brought_in(content, cast.officer)
    actions.begin(slow, whole=False, by=cast.coordinator)
    run()
    slow = fresh(slow)
    assert (slow.step, slow.brought_in, slow.same) == (Step.DONE, 0, 4)
    assert len(disputes(cast.officer)) == 4


def test_what_the_ledger_calls_ended_is_left_out_or_registered_with_its_word_for_it(cast):
    rows = [list(row) for row in plain(5)]
    for row, words in zip(rows[1:], ("已化解", "调解不成", "已起诉至法院", "正在调处", ""), strict=True):
        row[7] = words
    left_out = checked(book(("一", rows)), cast.coordinator)
    assert counts(left_out)[:4] == (3, 0, 0, 2)
    with_ended = brought_in(book(("一", rows)), cast.coordinator, with_ended=True)
    assert with_ended.brought_in == 5
    settled = disputes(cast.officer)[0]
    assert (settled.state, settled.outcome, settled.settled_on) == (State.REGISTERED, 0, None)
    assert "化解结果：已化解" in settled.narrative


def test_an_ended_row_that_is_not_wanted_is_in_nobodys_way(cast):
    rows = [list(row) for row in plain(2)]
    rows[1][3:6], rows[1][7] = ["", "123", "外星人"], "已化解"
    row = checked(book(("一", rows)), cast.coordinator)
    assert counts(row)[:4] == (1, 0, 0, 1)


def test_words_are_taught_once_and_remembered_for_the_units_next_file(cast):
    rows = [list(row) for row in plain(2)]
    rows[1][5], rows[2][2] = "扯皮", "荣苑村一组"
    row = checked(book(("一", rows)), cast.coordinator)
    assert row.choices["unknown"] == {"kind": [["扯皮", 1]], "place": [["荣苑村一组", 1]]}
    meanings = {"kinds": {"扯皮": 299}, "places": {"荣苑村一组": cast.village.code}}
    with pytest.raises(Forbidden):
        actions.teach(row, {"places": {"荣苑村一组": cast.sibling_village.code}}, by=cast.coordinator)
    with pytest.raises(Refused):
        actions.teach(row, {"kinds": {"扯皮": 200}}, by=cast.coordinator)
    actions.teach(row, meanings, by=cast.coordinator)
    run()
    row = fresh(row)
    assert counts(row)[:3] == (2, 0, 0)
    actions.begin(row, whole=True, by=cast.coordinator)
    run()
    assert Mapping.objects.get().choices["kinds"] == {"扯皮": 299}
    rows[1][0], rows[1][6], rows[2][0], rows[2][6] = "另1", "又吵了一次。", "另2", "又打了一次。"
    shuffled = [[row[n] for n in (6, 0, 1, 2, 3, 4, 5, 7)] for row in rows]
    next_one = checked(book(("二", [["某某台账"], *shuffled])), cast.coordinator)
    assert counts(next_one)[:3] == (2, 0, 0)


def test_columns_that_were_named_by_hand_are_remembered_in_whatever_order_and_script(cast):
    rows = [list(row) for row in plain(1)]
    rows[0] = ["编号", "登记日期", "地点", "谁跟谁", "联系电话", "纠纷类型", "怎么回事", "化解结果"]
    row = actions.upload(RowKind.DISPUTE, "甲.xlsx", book(("一", rows)), by=cast.coordinator)
    run()
    row = fresh(row)
    assert "谁跟谁" not in row.mapping
    named = {**row.mapping, "谁跟谁": "parties", "怎么回事": "narrative"}
    actions.check(row, arranged(row, columns=named, head=(1, 1)), by=cast.coordinator)
    run()
    actions.begin(fresh(row), whole=True, by=cast.coordinator)
    run()
    rows[0][6], rows[0][3] = "怎麼回事", "誰跟誰"
    row = actions.upload(RowKind.DISPUTE, "乙.xlsx", book(("一", rows)), by=cast.coordinator)
    run()
    row = fresh(row)
    assert (row.mapping["誰跟誰"], row.mapping["怎麼回事"]) == ("parties", "narrative")
    assert row.choices["remembered"][0] == cast.coordinator.name
    other = actions.upload(RowKind.DISPUTE, "乙.xlsx", book(("一", rows)), by=cast.officer)
    run()
    assert "誰跟誰" not in fresh(other).mapping, "another unit reads in its own way"


def test_several_sheets_with_the_same_columns_come_in_together(cast):
    content = book(("一月", plain(2)), ("二月", [["二月台账"], *plain(2, first=3)]), ("说明", [["x"]]))
    row = actions.upload(RowKind.DISPUTE, "全年.xlsx", content, by=cast.coordinator)
    run()
    row = fresh(row)
    actions.check(row, arranged(row, sheets=(0, 1), head=(1, 1)), by=cast.coordinator)
    run()
    row = fresh(row)
    assert counts(row) == (4, 0, 0, 0, 0)
    assert {record["s"] for record in found(row, Verdict.GOOD)} == {0, 1}


def test_old_excel_and_gb18030_are_read_alike(cast):
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("一")
    for number, row in enumerate(plain(2)):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    out = io.BytesIO()
    made.save(out)
    for content in (out.getvalue(), csv(plain(2)), csv(plain(2), "utf-8-sig")):
        assert counts(checked(content, cast.coordinator))[:3] == (2, 0, 0)


def test_without_columns_for_place_and_kind_they_are_said_by_hand(cast):
    rows = [["当事人", "简要情况"], ["张三与李四", "争吵"]]
    row = checked(book(("一", rows)), cast.coordinator)
    assert told(row) == {(2, None, "no_place"), (2, None, "required")}
    row = checked(book(("一", rows)), cast.coordinator, region=cast.village.code, kind=299)
    assert counts(row)[:3] == (1, 0, 0)
    with pytest.raises(Forbidden):
        checked(book(("一", rows)), cast.coordinator, region=cast.sibling_village.code)


def test_everybody_imports_into_their_own_area_only(cast):
    content = book(("一", plain(2)))
    assert counts(checked(content, cast.coordinator))[:3] == (2, 0, 0)
    assert told(checked(content, cast.stranger)) == {(2, 2, "outside_area"), (3, 2, "outside_area")}
    assert counts(checked(content, cast.county_coordinator))[:3] == (2, 0, 0)
    for who in ("land", "county_viewer", "administrator"):
        with pytest.raises(Forbidden):
            actions.upload(RowKind.DISPUTE, "x.xlsx", content, by=getattr(cast, who))


def test_a_post_that_ended_meanwhile_brings_nothing_in(cast):
    row = checked(book(("一", plain(2))), cast.coordinator)
    actions.begin(row, whole=False, by=cast.coordinator)
    yesterday = clock.today() - timedelta(days=1)
    Post.objects.filter(pk=cast.posts["coordinator"].pk).update(until=yesterday)
    run()
    row = fresh(row)
    assert (row.step, disputes(cast.officer)) == (Step.STOPPED, [])
    assert "岗位已经不在" in row.problem


def test_it_can_be_stopped_and_gone_on_with(cast, monkeypatch):
    monkeypatch.setattr(chunks, "RECORDS", 2)
    monkeypatch.setattr(bringing, "SLICE_SECONDS", 0.0)
    row = checked(book(("一", plain(6))), cast.coordinator)
    actions.begin(row, whole=False, by=cast.coordinator)
    monkeypatch.setattr(bringing, "SLICE_SECONDS", 0.001)
    real = bringing._bring

    def bring(*given):
        came = real(*given)
        monkeypatch.setattr(bringing, "SLICE_SECONDS", -1.0)
        return came

    monkeypatch.setattr(bringing, "_bring", bring)
    bringing.run(fresh(row), cast.coordinator)
    actions.stop(row, by=cast.coordinator)
    run()
    row = fresh(row)
    assert (row.step, row.brought_in) == (Step.STOPPED, 2)
    actions.go_on(row, by=cast.coordinator)
    monkeypatch.setattr(bringing, "_bring", real)
    monkeypatch.setattr(bringing, "SLICE_SECONDS", 5.0)
    run()
    row = fresh(row)
    assert (row.step, row.brought_in, row.done) == (Step.DONE, 6, 6)
    assert len(disputes(cast.officer)) == 6


def test_only_who_sent_a_file_decides_about_it(cast):
    row = checked(book(("一", plain(1))), cast.officer)
    assert list(uploads(by=cast.station_head)) == [row], "the head of the unit sees it"
    assert list(uploads(by=cast.coordinator)) == []
    with pytest.raises(Forbidden):
        actions.begin(row, whole=False, by=cast.station_head)
    with pytest.raises(Missing):
        actions.begin(row, whole=False, by=cast.coordinator)
    actions.begin(row, whole=False, by=cast.officer)
    with pytest.raises(Conflict):
        actions.give_up(row, by=cast.officer)


def test_columns_must_say_what_a_record_needs(cast):
    row = actions.upload(RowKind.DISPUTE, "x.xlsx", book(("一", plain(1))), by=cast.coordinator)
    run()
    row = fresh(row)
    fewer = {label: key for label, key in row.mapping.items() if key != "narrative"}
    with pytest.raises(Refused, match="纠纷简述"):
        actions.check(row, arranged(row, columns=fewer), by=cast.coordinator)
    twice = {**row.mapping, "联系电话": "kind"}
    with pytest.raises(Refused, match="两列都对应"):
        actions.check(row, arranged(row, columns=twice), by=cast.coordinator)
    with pytest.raises(Refused, match="没有列名"):
        actions.take_layout(row, (0,), (50, 51), by=cast.coordinator)


def test_another_head_is_guessed_anew(cast):
    row = actions.upload(RowKind.DISPUTE, "x.xlsx", book(("一", [["x"], *plain(1)])), by=cast.coordinator)
    run()
    actions.take_layout(row, (0,), (3, 3), by=cast.coordinator)
    assert fresh(row).mapping == {}
    actions.take_layout(row, (0,), (2, 2), by=cast.coordinator)
    assert fresh(row).mapping["简要情况"] == "narrative"


def test_files_and_rows_go_after_a_month_and_what_came_in_is_still_known(cast):
    content = book(("一", plain(2)))
    row = brought_in(content, cast.coordinator)
    waiting = checked(book(("一", plain(1, first=50))), cast.officer)
    assert store().has(row.stored)
    assert actions.forget_old() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert actions.forget_old() == 2
        assert actions.forget_old() == 0
    assert not store().has(row.stored)
    assert (fresh(row).step, fresh(row).brought_in) == (Step.DONE, 2)
    assert fresh(waiting).step == Step.GIVEN_UP
    for model in (RawChunk, CheckedChunk):
        assert not model.objects.unscoped(reason="test").exists()
    assert counts(checked(content, cast.coordinator))[:2] == (0, 2)


def test_giving_up_removes_the_file_at_once(cast):
    row = checked(book(("一", plain(2))), cast.coordinator)
    actions.give_up(row, by=cast.coordinator)
    assert not store().has(row.stored)
    assert not RawChunk.objects.unscoped(reason="test").exists()


def test_what_is_kept_of_the_file_can_be_read_by_nobody_without_the_key(cast):
    from django.db import connection

    row = checked(csv(plain(2), "utf-8"), cast.coordinator)
    with store().open(row.stored) as file:
        assert "张二甲".encode() not in file.read()
    with connection.cursor() as cursor:
        for table, column in (("rawchunk", "rows"), ("checkedchunk", "records")):
            cursor.execute(f"SELECT {column} FROM importing_{table}")
            for (sealed,) in cursor.fetchall():
                assert "水沟".encode() not in bytes(sealed)


def test_the_remaining_sheets_are_taken_up_without_sending_the_file_again(cast):
    content = book(("一月", plain(2)), ("二月", plain(3, first=10)))
    row = brought_in(content, cast.coordinator, sheets=(0,))
    again = actions.another_sheet(row, by=cast.coordinator)
    run()
    again = fresh(again)
    actions.check(again, arranged(again, sheets=(1,), head=(1, 1)), by=cast.coordinator)
    run()
    assert counts(fresh(again))[:2] == (3, 0)


def test_a_dispute_registered_by_hand_is_left_to_the_proposals_of_links(cast):
    """A row is known again when it was a row before; that a person registered it is for S13 to propose."""
    register(report(), by=cast.officer)
    assert counts(checked(book(("一", plain(1))), cast.coordinator))[:2] == (1, 0)


def test_facts_are_what_the_ledger_counts_and_nothing_is_concluded(cast):
    rows = [
        [*HEADS, "涉及人数", "涉案金额(万元)", "是否涉访"],
        ["1", "", "荣院村", "张三等12人与李四", "", "拖欠农民工工资", "扬言打人。", "", "约5人", "3.5", "是"],
    ]
    brought_in(book(("一", rows)), cast.coordinator)
    [dispute] = disputes(cast.officer)
    assert dispute.facts == {"people": 5, "amount": 35_000, "wages": True}
    assert dispute.petition
    assert dispute.occurred_on is None
    assert Party.objects.of(dispute).count() == 2
    assert dispute.proposed_colour == Colour.BLUE
