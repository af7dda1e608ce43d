"""The list of disputes."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.http import QueryDict
from python_calamine import CalamineWorkbook

from hemu.disputes.amendment import merge
from hemu.disputes.counted import condition, image
from hemu.disputes.marking import Marks, mark
from hemu.disputes.models import Dispute, Source
from hemu.kernel import clock
from hemu.loop.mediation.outcomes import actions as outcomes
from hemu.loop.mediation.outcomes.models import Prevented, Prevention, Verdict
from hemu.office.pages import asked
from hemu.office.pages.paging import SORTS, cut
from hemu.office.tests.conftest import report
from hemu.rulebook import codes
from hemu.tally.measures import Measure


@pytest.mark.req("O4")
def test_a_list_holds_what_the_post_may_see(dispute, cast, sign_in):
    theirs = report(cast, by="stranger", region=cast.sibling_village.code)
    mine = sign_in("coordinator").get("/disputes/").content.decode()
    assert dispute.ref in mine
    assert theirs.ref not in mine
    county = sign_in("county_viewer").get("/disputes/").content.decode()
    assert dispute.ref in county
    assert theirs.ref in county
    assert dispute.ref not in sign_in("court").get("/disputes/").content.decode()


@pytest.mark.req("O4")
@pytest.mark.parametrize(
    "query",
    ["", "?region=522725110", "?q=林权", "?mine=1", "?measure=disputes", "?state=open", "?sort=due"],
)
def test_no_parameter_opens_another_area(cast, sign_in, query):
    theirs = report(cast, by="stranger", region=cast.sibling_village.code, title="下司林权纠纷")
    client = sign_in("coordinator")
    assert theirs.ref not in client.get(f"/disputes/{query}").content.decode()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/disputes/export.xlsx{query}").content))
    assert theirs.ref not in str(sheet.get_sheet_by_index(0).to_python())


def test_two_characters_find_a_dispute_by_its_title_or_party(dispute, sign_in):
    client = sign_in("coordinator")
    assert dispute.ref in client.get("/disputes/?q=地边").content.decode()
    assert dispute.ref in client.get("/disputes/?q=李正").content.decode()
    assert dispute.ref not in client.get("/disputes/?q=医疗").content.decode()


def test_each_filter_narrows_and_has_a_chip_that_removes_it(dispute, cast, sign_in):
    client = sign_in("coordinator")
    for query in (
        "colour=3",
        "state=90",
        "kind=0701",
        "source=3",
        "from=2099-01-01",
        "to=2001-01-01",
        "overdue=1",
    ):
        page = client.get(f"/disputes/?{query}&q=地界").content.decode()
        assert dispute.ref not in page, query
        assert "没有符合这些条件的纠纷" in page
        assert 'href="?q=%E5%9C%B0%E7%95%8C"' in page, query
    for query in (
        "colour=0",
        "state=open",
        "kind=0900",
        "kind=0901",
        "moj=7",
        "source=1",
        "region=522725106201",
    ):
        assert dispute.ref in client.get(f"/disputes/?{query}").content.decode(), query


@pytest.mark.req("C1")
def test_a_list_may_hold_only_what_is_registered_at_the_region_itself(dispute, cast, sign_in):
    at_township = report(cast, region=cast.township.code)
    page = sign_in("coordinator").get("/disputes/?region=522725106&here=1").content.decode()
    assert at_township.ref in page
    assert dispute.ref not in page
    assert "本级登记" in page


def test_an_unknown_value_is_told_and_left_out(dispute, sign_in):
    page = (
        sign_in("coordinator")
        .get("/disputes/?colour=9&region=nowhere&measure=x&from=0001-01-01&to=soon&kind=ab")
        .content.decode()
    )
    assert "认不出的条件" in page
    assert dispute.ref in page


def test_a_bad_cursor_is_refused_in_words(dispute, sign_in):
    assert "翻页地址不对" in sign_in("coordinator").get("/disputes/?after=abc").content.decode()


@pytest.mark.parametrize("key", list(SORTS))
def test_pages_forward_and_back_show_each_row_once(cast, key):
    for days in range(7):
        with clock.at(clock.now() - timedelta(days=days // 2)):
            report(cast)
    rows = Dispute.objects.in_area(cast.coordinator)
    forward, cursor = [], ""
    while True:
        page = cut(rows, SORTS[key], cursor, "", 3)
        forward += [row.pk for row in page.rows]
        last, cursor = page, page.next
        if not cursor:
            break
    assert len(forward) == len(set(forward)) == 7
    back, cursor = [row.pk for row in last.rows], last.previous
    while cursor:
        page = cut(rows, SORTS[key], "", cursor, 3)
        back = [row.pk for row in page.rows] + back
        cursor = page.previous
    assert back == forward


def test_an_export_masks_names_and_never_holds_numbers(dispute, sign_in):
    answer = sign_in("coordinator").get("/disputes/export.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    text = str(rows)
    assert dispute.ref in text
    assert "王**" in text
    assert "13885425521" not in text
    assert "周丽" in text


def prevented(dispute, cast) -> None:
    """Stated by one and checked by another, it counts."""
    new = outcomes.NewStatement(Prevented.MASS_INCIDENT, 30, clock.today(), "三十余人聚集，当晚劝返。")
    outcomes.state(dispute, new, by=cast.coordinator)
    row = Prevention.objects.of(dispute).get()
    outcomes.decide(dispute, row.pk, Verdict.APPROVED, "现场核实", by=cast.station_head)


@pytest.mark.req("C1")
def test_the_list_behind_a_measure_is_what_the_measure_counts(cast):
    given = [
        report(cast, source=source, petition=source == Source.VISIT, by="coordinator") for source in Source
    ]
    mark(given[1], Marks(True, True, False), "依据充分", by=cast.coordinator)
    mark(given[2], Marks(False, False, True), "依据充分", by=cast.coordinator)
    prevented(given[5], cast)
    merge(given[3], given[4], "同一件事", by=cast.coordinator)
    everything = list(Dispute.objects.in_area(cast.coordinator))
    for measure in Measure:
        counted = {one.pk for one in everything if int(measure) in image(one).get("measures", ())}
        rows = Dispute.objects.in_area(cast.coordinator).filter(condition(measure))
        assert {row.pk for row in rows} == counted, measure


def test_the_list_asks_few_questions_however_long_it_is(cast, sign_in, django_assert_max_num_queries):
    for _number in range(12):
        report(cast)
    client = sign_in("coordinator")
    with django_assert_max_num_queries(18):
        client.get("/disputes/?q=地界&state=open&region=522725106")


def test_a_first_level_kind_stands_for_all_below_it(db):
    read = asked.read(QueryDict("kind=0900"))
    below = {int(code) for code, _label in codes.choices(codes.KINDS) if int(code) // 100 == 9}
    assert below <= set(read.filter.kinds)
