"""八单一表: each sheet in each form, for one dispute and for a list; the ledger with its totals."""

from __future__ import annotations

import tracemalloc
from datetime import timedelta
from io import BytesIO
from tempfile import TemporaryFile
from zipfile import ZipFile

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from hemu.command.supervision.actions import supervise_dispute
from hemu.disputes.models import Dispute, State
from hemu.disputes.tests import factories
from hemu.documents.papers import queries as papers
from hemu.documents.papers.reading import text_of
from hemu.documents.papers.tests.test_word import said
from hemu.jobs.daily import forget_batches
from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.loop.assessment.actions import send
from hemu.loop.assessment.tests.test_warnings import warning
from hemu.office.sheets import actions, ledger, queries, work
from hemu.office.sheets.eight import EIGHT, LEDGER
from hemu.office.sheets.models import KEPT, Batch, Form, Step

pytestmark = pytest.mark.req("R6")
READY = [sheet.key for sheet in EIGHT if sheet.paper is not None]


def client(cast, who: str) -> Client:
    found = Client()
    found.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


@pytest.fixture
def done(cast) -> Dispute:
    """Went all the way, and was warned of and supervised on the way."""
    dispute = factories.agreed(cast)
    supervise_dispute(dispute, "请督促按期履行并反馈。", by=cast.coordinator)
    send(warning(dispute, cast.centre), by=cast.county_coordinator)
    from hemu.loop.followup import actions as followup
    from hemu.loop.mediation import actions as mediation
    from hemu.loop.mediation.models import Promise

    dispute = mediation.perform(dispute, Promise.objects.of(dispute).get().pk, by=cast.mediator)
    dispute = followup.follow_up(dispute, factories.asked(dispute), by=cast.grid_member)
    return followup.close(dispute, "协议已履行，双方和好。", by=cast.coordinator)


def rows(content: bytes, sheet: int = 0) -> list[list]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(sheet).to_python()


def make(key: str, form: Form, by, query: str = "") -> bytes:
    row = actions.ask(key, form, QueryDict(query), by=by)
    assert work.work_once() == 1
    row = queries.batch(row.county, row.id, by=by)
    assert row.step == Step.DONE, row.problem
    return queries.content(row)


def test_the_sheets_that_this_installation_writes():
    assert set(READY) >= {
        "registration", "rating", "routing", "acceptance", "supervision", "follow-up", "closing", "warning",
    }  # fmt: skip


@pytest.mark.parametrize("key", READY)
def test_each_sheet_as_word_pdf_and_spreadsheet_says_the_same(cast, done, key):
    paper = papers.paper(key)
    row = paper.copies(done)[0].row
    url = reverse("papers:paper", args=[done.county, done.pk, key, row, "xlsx"])
    signed = client(cast, "mediator")
    table = dict(line[:2] for line in rows(signed.get(url).content)[1:])
    values = paper.values(done, row)
    word = text_of(signed.get(url.replace(".xlsx", ".docx")).content)
    pdf = said(signed.get(url.replace(".xlsx", ".pdf")).content)
    assert table["纠纷名称"] == done.title
    for each in paper.named:
        if (
            isinstance(each.example, str)
            and values[each.name]
            and f"{{{{ {each.name}" in text_of(paper.draft())
        ):
            assert table[str(each.label)] == str(values[each.name])
            assert str(values[each.name]) in word, each.name
            assert "".join(str(values[each.name]).split()) in pdf, each.name


def test_a_sheet_for_a_list_as_spreadsheet_pdf_and_word(cast, done):
    other = factories.at_state(cast, State.CLOSED, title="又一件")
    factories.registered(cast)
    sheet = rows(make("closing", Form.SHEET, cast.coordinator))
    assert {line[1] for line in sheet[1:]} == {done.title, other.title}
    assert sheet[0][:2] == ["纠纷编号", "纠纷名称"]
    reader = PdfReader(BytesIO(make("closing", Form.PDF, cast.coordinator)))
    assert len(reader.outline) == 2
    assert all("矛盾纠纷办结单" in page.extract_text() for page in reader.pages)
    folder = ZipFile(BytesIO(make("closing", Form.WORD, cast.coordinator)))
    assert len(folder.namelist()) == 2
    assert done.title in "".join(text_of(folder.read(name)) for name in folder.namelist())


def test_every_copy_of_a_dispute_is_in_the_list(cast):
    from hemu.loop.routing import actions as routing

    dispute = routing.push_to_centre(factories.rated(cast), by=cast.officer)
    routing.name_units(dispute, cast.land_office, by=cast.coordinator)
    assert len(rows(make("routing", Form.SHEET, cast.coordinator))) == 3
    assert len(ZipFile(BytesIO(make("routing", Form.WORD, cast.coordinator))).namelist()) == 2


def test_a_list_without_such_a_sheet_is_an_empty_file_and_no_error(cast):
    factories.registered(cast)
    assert len(rows(make("closing", Form.SHEET, cast.coordinator))) == 1
    assert len(PdfReader(BytesIO(make("closing", Form.PDF, cast.coordinator))).pages) == 1
    assert len(ZipFile(BytesIO(make("closing", Form.WORD, cast.coordinator))).namelist()) == 1


def test_the_ledger_has_a_line_a_dispute_the_totals_and_masks_names(cast, done):
    factories.rated(cast, facts=factories.RED)
    content = make(LEDGER, Form.SHEET, cast.coordinator)
    lines = rows(content)
    head = lines[0]
    by_ref = {line[1]: dict(zip(head, line, strict=True)) for line in lines[1:]}
    own = by_ref[done.ref]
    assert (own["等级"], own["状态"], own["主办单位"]) == ("蓝色", "已办结", "荣院村人民调解委员会")
    assert own["当事人"] == "张**、李**"
    assert own["回访次数"] == 1
    assert "张大山" not in str(lines)
    totals = dict(line[:2] for line in rows(content, 1) if line[1] != "")
    assert (totals["纠纷总数"], totals["红色"], totals["蓝色"], totals["已办结"], totals["达成协议"]) == (
        2,
        1,
        1,
        1,
        1,
    )


def test_the_ledger_obeys_the_filter_and_the_scope(cast, done):
    red = factories.rated(cast, facts=factories.RED)
    refs = [line[1] for line in rows(make(LEDGER, Form.SHEET, cast.coordinator, "colour=3"))[1:]]
    assert refs == [red.ref]
    with pytest.raises(Refused) as refused:
        actions.ask(LEDGER, Form.SHEET, QueryDict(), by=cast.stranger)
    assert refused.value.code == "nothing"
    with pytest.raises(Forbidden):
        actions.ask(LEDGER, Form.SHEET, QueryDict(), by=cast.administrator)


def test_what_was_made_is_its_owners_alone_and_goes_after_a_week(cast, done):
    row = actions.ask(LEDGER, Form.SHEET, QueryDict(), by=cast.coordinator)
    with pytest.raises(Missing):
        queries.content(row)
    work.work_once()
    url = reverse("sheets:content", args=[row.county, row.id])
    assert client(cast, "coordinator").get(url).content[:2] == b"PK"
    for who in ("officer", "stranger", "county_coordinator"):
        assert client(cast, who).get(url).status_code in (403, 404, 302)
    with clock.at(clock.now() + KEPT + timedelta(minutes=1)):
        assert forget_batches.run() == 1
        assert forget_batches.run() == 0
    gone = queries.batch(row.county, row.id, by=cast.coordinator)
    assert (gone.step, gone.stored) == (Step.GONE, "")
    with pytest.raises(Missing):
        queries.content(gone)


def test_who_lost_the_post_meanwhile_gets_nothing(cast, done):
    row = actions.ask(LEDGER, Form.SHEET, QueryDict(), by=cast.coordinator)
    cast.people["coordinator"].is_active = False
    cast.people["coordinator"].save()
    assert work.work_once() == 1
    left = Batch.objects.unscoped(reason="test").get(id=row.id)
    assert (left.step, "岗位" in left.problem) == (Step.FAILED, True)


def test_what_is_refused(cast, done, monkeypatch):
    for key, form, code in (
        ("nothing", Form.PDF, "unknown"),
        ("agreement", Form.PDF, "unknown"),
        (LEDGER, Form.PDF, "form"),
    ):
        with pytest.raises(Refused) as refused:
            actions.ask(key, form, QueryDict(), by=cast.coordinator)
        assert refused.value.code == code
    monkeypatch.setitem(actions.MOST, Form.PDF, 0)
    with pytest.raises(Refused) as refused:
        actions.ask("closing", Form.PDF, QueryDict(), by=cast.coordinator)
    assert refused.value.code == "too_wide"
    for _number in range(actions.MOST_WAITING):
        actions.ask(LEDGER, Form.SHEET, QueryDict(), by=cast.coordinator)
    with pytest.raises(Refused) as refused:
        actions.ask(LEDGER, Form.SHEET, QueryDict(), by=cast.coordinator)
    assert refused.value.code == "too_many"


def test_a_batch_that_a_dead_worker_left_is_made_anew(cast, done):
    row = actions.ask(LEDGER, Form.SHEET, QueryDict(), by=cast.coordinator)
    mine = Batch.objects.unscoped(reason="test").filter(id=row.id)
    mine.update(step=Step.MAKING)
    assert work.work_once() == 0
    mine.update(asked_at=clock.now() - work.ABANDONED - timedelta(minutes=1))
    assert work.work_once() == 1
    assert mine.get().step == Step.DONE


def test_the_page_is_found_and_makes_what_is_pressed(cast, done):
    signed = client(cast, "coordinator")
    assert 'href="/sheets/"' in signed.get("/").content.decode()
    assert "/sheets/?state=90" in signed.get("/disputes/?state=90").content.decode()
    page = signed.get("/sheets/?state=90").content.decode()
    for sheet in EIGHT:
        assert str(sheet.title) in page
    assert "1 件" in page
    assert signed.post("/sheets/?state=90", {"make": "closing.pdf"}).status_code == 302
    assert signed.post("/sheets/?state=90", {"make": "closing.exe"}).status_code == 422
    assert "排队中" in signed.get(reverse("sheets:made")).content.decode()
    work.work_once()
    made = signed.get("/sheets/").content.decode()
    assert "下载" in made
    assert "状态：已办结" in made


class _Many:
    """The same dispute again and again, as a cursor gives rows: nobody holds them all."""

    def __init__(self, one: Dispute, count: int) -> None:
        self.one, self.count = one, count

    def iterator(self, chunk_size: int):
        return (self.one for _number in range(self.count))


def _peak(rows_: _Many, by) -> int:
    tracemalloc.start()
    with TemporaryFile() as out:
        assert ledger.write(out, rows_, by=by, told=lambda _done: None).count == rows_.count
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_the_ledgers_memory_does_not_grow_with_its_length(cast, done):
    _peak(_Many(done, 500), cast.coordinator)
    few, many = (_peak(_Many(done, count), cast.coordinator) for count in (1_000, 6_000))
    assert many < 1.5 * few
