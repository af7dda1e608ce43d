"""One dispute, one volume: bound, numbered, opened again, and read back."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter

from hemu.disputes import queries as disputes
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Entry, State
from hemu.disputes.tests import factories
from hemu.documents.actions import attach
from hemu.documents.models import Purpose
from hemu.documents.papers import queries as papers
from hemu.documents.papers.reading import text_of
from hemu.documents.papers.tests.test_papers import signed_in
from hemu.documents.store import store
from hemu.documents.volumes import order, queries, work
from hemu.documents.volumes.actions import Filing, file_volume
from hemu.documents.volumes.models import Awaited, Volume
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.kernel.sheets import writing
from hemu.loop.followup import actions as followup
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.confirmation import actions as confirmation
from hemu.loop.mediation.confirmation.models import CourtGround, Stage
from hemu.loop.mediation.inquiries import actions as inquiries
from hemu.loop.mediation.inquiries.models import Power
from hemu.loop.mediation.models import Promise
from hemu.orgs.permissions import Permission

LONG = "2"


def photo(colour: str = "white", size: tuple[int, int] = (1200, 800)) -> bytes:
    out = BytesIO()
    image = Image.new("RGB", size, colour)
    image.putpixel((3, 3), (1, 2, 3))
    image.save(out, "JPEG")
    return out.getvalue()


def scan(pages: int = 2, size: tuple[float, float] = (842, 1191)) -> bytes:
    """A PDF of A3 pages, as a copier makes them."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(*size)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def sheet() -> bytes:
    out = BytesIO()
    with writing.book(out) as book:
        book.add_worksheet("账")
    return out.getvalue()


@pytest.fixture
def closed(cast):
    """Closed, with a scan of every sort, an inquiry and an agent."""
    dispute = factories.mediating(cast)
    exchanges = [inquiries.Exchange("水沟是谁修的？", "两家一起修的。")]
    new = inquiries.NewInquiry(clock.now(), "荣院村三组", exchanges, ["王德明"], asked_name="陈光荣")
    inquiries.record_inquiry(dispute, new, by=cast.mediator)
    agent = inquiries.NewAuthorisation(
        factories.sides(dispute)[0], "张小山", [Power.SIGN, Power.RECEIVE], clock.today(), "儿子"
    )
    inquiries.authorise(dispute, agent, by=cast.mediator)
    dispute = mediation.record_session(dispute, factories.session(dispute), by=cast.mediator)
    agreed = factories.agreement(dispute, promises=[])
    dispute = mediation.agree(dispute, agreed, by=cast.mediator)
    attach(dispute, "身份证.jpg", photo(), Purpose.IDENTITY, by=cast.mediator)
    attach(dispute, "协议签名件.pdf", scan(), Purpose.AGREEMENT, by=cast.mediator)
    attach(dispute, "账目.xlsx", sheet(), Purpose.EVIDENCE, by=cast.mediator)
    attach(dispute, "收条.png", photo("yellow", (400, 900)), Purpose.PERFORMANCE, by=cast.mediator)
    dispute = mediation.performed(dispute, by=cast.mediator, note="当场履行")
    dispute = followup.follow_up(dispute, factories.asked(dispute), by=cast.grid_member)
    return followup.close(dispute, "双方和好。", by=cast.coordinator)


def pages(volume: Volume) -> list[str]:
    """What each page says, without the spaces that are set between Chinese and figures."""
    read = PdfReader(BytesIO(queries.content(volume))).pages
    return ["".join(page.extract_text().split()) for page in read]


@pytest.mark.req("M10")
@pytest.mark.law("人民调解法27", "档案法13")
def test_a_volume_holds_the_papers_in_order_with_right_page_numbers(cast, closed):
    volume = file_volume(
        closed, Filing(LONG, account="证人在外地，电话核实。", checked_by="周丽"), by=cast.mediator
    )
    names = [line["name"] for line in volume.contents]
    wanted = (
        "人民调解申请书", "人民调解受理登记表", "人民调解权利义务告知书", "身份证", "授权委托书",
        "人民调解调查记录", "人民调解记录", "人民调解协议书", "协议签名件", "收条", "回访记录",
        "卷宗情况说明", "封底",
    )  # fmt: skip
    assert [name.split("（")[0] for name in names] == list(wanted)
    text = pages(volume)
    front = len(text) - volume.pages
    assert front == 2
    for line in volume.contents:
        first = int(line["page"].split("-")[0])
        page = text[front + first - 1]
        assert f"{first}{volume.number}" in page
        if line["note"] != "扫描件":
            assert line["name"].split("（")[0] in page
    assert [line["page"] for line in volume.contents][-1] == str(volume.pages)


@pytest.mark.req("M10")
@pytest.mark.law("人民调解法33")
def test_the_volume_holds_the_request_for_confirmation_once_it_was_filed(cast):
    dispute = confirmation.review(factories.agreed(cast), [], "", by=cast.mediator)
    printed = {line.place.number: line.parts for line in order.plan(dispute, mediated=True).lines}
    assert printed[11] == ()
    new = confirmation.NewFiling(
        "瓮安县人民法院",
        CourtGround.ORGANISATION,
        ("1", "2", "3", "5"),
        factories.sides(dispute),
        clock.today(),
    )
    dispute = confirmation.file(dispute, new, by=cast.mediator)
    answer = confirmation.Answer(Stage.ACCEPTED, clock.today())
    dispute = confirmation.answered(dispute, answer, by=cast.mediator)
    answer = confirmation.Answer(Stage.VALID, clock.today(), ruling="民特12号")
    dispute = confirmation.answered(dispute, answer, by=cast.mediator)
    dispute = mediation.perform(dispute, Promise.objects.of(dispute).get().pk, by=cast.mediator)
    dispute = followup.follow_up(dispute, factories.asked(dispute), by=cast.grid_member)
    dispute = followup.close(dispute, "双方和好。", by=cast.coordinator)
    volume = file_volume(dispute, Filing(LONG), by=cast.mediator)
    names = [line["name"].split("（")[0] for line in volume.contents]
    assert names.index("回访记录") < names.index("司法确认申请书") < names.index("卷宗情况说明")
    line = volume.contents[names.index("司法确认申请书")]
    text = pages(volume)
    page = text[len(text) - volume.pages + int(line["page"].split("-")[0]) - 1]
    assert "司法确认申请书" in page
    assert "瓮安县人民法院" in page


@pytest.mark.req("M10")
def test_the_contents_page_and_the_cover_say_what_the_ministrys_forms_ask_for(cast, closed):
    volume = file_volume(closed, Filing(LONG, checked_by="周丽"), by=cast.mediator)
    year = clock.today().year
    assert volume.number == f"（{year}）荣院村人调字第1号"
    cover, contents = pages(volume)[:2]
    for part in ("人民调解卷宗", volume.number, closed.title, "王德明", "长期", "荣院村人民调解委员会"):
        assert part in cover, part
    for part in ("卷内目录", "序号", "文书名称", "页号", "备注", "扫描件"):
        assert part in contents, part
    for number, line in enumerate(volume.contents, start=1):
        assert "".join(f"{number}{line['name']}{line['page']}".split()) in contents
    word = text_of(papers.filled(papers.paper("volume-contents"), closed, 1))
    assert word.count("\n") >= len(volume.contents)
    account = text_of(papers.filled(papers.paper("volume-account"), closed, 1))
    assert "账目.xlsx" in account
    assert "检查人：周丽" in account
    assert "本卷宗共" in text_of(papers.filled(papers.paper("volume-back"), closed, 1))


@pytest.mark.req("M10")
def test_scans_are_fitted_on_a4_and_what_has_no_pages_is_kept_apart(cast, closed):
    volume = file_volume(closed, Filing(LONG), by=cast.mediator)
    reader = PdfReader(BytesIO(queries.content(volume)))
    assert {
        (round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages
    } == {(595, 842)}
    signed = next(line for line in volume.contents if line["name"] == "协议签名件")
    first, last = (int(number) for number in signed["page"].split("-"))
    assert last == first + 1
    assert [file["name"] for file in volume.apart] == ["账目.xlsx"]
    assert len(reader.outline) == len(volume.contents)


@pytest.mark.req("M10")
def test_what_is_missing_is_listed_before_and_stated_inside(cast):
    closed = factories.at_state(cast, State.CLOSED)
    assert order.plan(closed, mediated=True).missing == ["当事人身份证明"]
    url = reverse("volumes:file", args=[closed.county, closed.pk])
    client = signed_in(cast, "mediator")
    assert "还缺必须的文书" in client.get(url).content.decode()
    assert client.post(url, {"retention": "3", "account": "当事人外出。"}).status_code == 302
    volume = queries.editions(closed)[0]
    assert volume.missing == ["当事人身份证明"]
    assert "缺：当事人身份证明" in volume.note
    assert "立卷时缺少：当事人身份证明。" in volume.account
    assert "当事人外出。" in pages(volume)[-2]
    assert "永久" in pages(volume)[0]
    shown = client.get(reverse("volumes:volume", args=[closed.county, closed.pk])).content.decode()
    assert volume.stored in shown
    assert volume.number in client.get(reverse("volumes:register")).content.decode()
    assert volume.number in client.get(closed.get_absolute_url()).content.decode()


@pytest.mark.req("M10")
def test_one_dispute_has_one_volume_and_is_filed_anew_only_as_an_edition(cast, closed):
    first = file_volume(closed, Filing(LONG), by=cast.mediator)
    assert hashlib.sha256(queries.content(first)).hexdigest() == first.stored
    with pytest.raises(Refused) as refused:
        file_volume(closed, Filing(LONG), by=cast.mediator)
    assert refused.value.field == "why"
    attach(closed, "补证.jpg", photo("red"), Purpose.EVIDENCE, by=cast.mediator)
    closed = disputes.get(closed.county, closed.pk, by=cast.mediator)
    again = file_volume(closed, Filing("3", why="补充证据"), by=cast.mediator)
    assert (again.number, again.edition) == (first.number, 2)
    assert "补证" in [line["name"] for line in again.contents]
    assert [row.edition for row in queries.editions(closed)] == [2, 1]
    assert store().has(first.stored)
    entry = Entry.objects.of(closed).filter(act=Act.ARCHIVE).latest("seq")
    assert entry.details["sha256"] == again.stored
    assert queries.volumes(queries.Filter(), by=cast.coordinator).count() == 1


@pytest.mark.req("M10")
def test_a_kept_volume_is_never_changed(cast, closed):
    volume = file_volume(closed, Filing(LONG), by=cast.mediator)
    with pytest.raises(IntegrityError, match="archived"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE volumes_volume SET title = 'x' WHERE id = %s", [volume.pk])
    with (
        pytest.raises(Exception, match=r"[Cc]annot delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM volumes_volume WHERE id = %s", [volume.pk])


@pytest.mark.req("M10")
def test_volumes_are_numbered_by_committee_and_year(cast):
    closed = [factories.at_state(cast, State.CLOSED) for _number in range(2)]
    made = [file_volume(dispute, Filing(LONG), by=cast.mediator) for dispute in closed]
    assert [volume.serial for volume in made] == [1, 2]
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO volumes_volume SELECT (jsonb_populate_record(v, jsonb_build_object('id', 7,"
            " 'superseded_at', now()))).* FROM volumes_volume v WHERE id = %s",
            [made[0].pk],
        )


@pytest.mark.req("M10")
def test_what_nobody_files_is_filed_by_itself_some_days_after_closing(cast, settings):
    closed = factories.at_state(cast, State.CLOSED)
    row = queries.awaited(closed)
    assert row is not None
    assert row.due_at - closed.closed_at == timedelta(days=settings.ARCHIVE_AFTER_DAYS)
    assert work.work_once() == 0
    with clock.at(row.due_at + timedelta(minutes=1)):
        assert work.work_once() == 1
        assert work.work_once() == 0
    volume = queries.editions(closed)[0]
    assert (volume.retention, volume.filed_by) == ("2", "自动立卷")
    assert not Awaited.objects.of(closed).exists()


@pytest.mark.req("M10")
def test_a_dispute_that_relapses_waits_no_longer_and_is_filed_again_as_an_edition(cast):
    closed = factories.at_state(cast, State.CLOSED)
    file_volume(closed, Filing(LONG), by=cast.mediator)
    opened = followup.relapse(closed, "又堵水", by=cast.grid_member)
    assert queries.awaited(opened) is None
    with pytest.raises(Conflict):
        file_volume(opened, Filing(LONG, why="x"), by=cast.mediator)


@pytest.mark.req("M10")
def test_a_volume_that_cant_be_made_is_tried_again_later_and_says_why(cast, settings):
    settings.ARCHIVE_RETENTION = "99"
    closed = factories.at_state(cast, State.CLOSED)
    row = queries.awaited(closed)
    with clock.at(row.due_at + timedelta(minutes=1)):
        assert work.work_once() == 1
        assert work.work_once() == 0
    row = queries.awaited(closed)
    assert (row.failures, "保管期限" in row.problem) == (1, True)


@pytest.mark.req("M10")
def test_a_matter_that_was_never_mediated_is_filed_without_what_mediation_alone_makes(cast):
    dispute = factories.referred(cast)
    dispute = followup.follow_up(dispute, factories.asked(dispute), by=cast.grid_member)
    closed = followup.close(dispute, "已向法院起诉。", by=cast.coordinator)
    assert order.plan(closed, mediated=False).missing == ["申请书、受理登记表", "当事人身份证明"]
    volume = file_volume(closed, Filing("1"), by=cast.coordinator)
    assert "未达成调解协议" in volume.account
    assert "人民调解权利义务告知书" not in [line["name"] for line in volume.contents]


@pytest.mark.req("M10")
@pytest.mark.req("O4")
def test_strangers_find_no_volume(cast, closed):
    volume = file_volume(closed, Filing(LONG), by=cast.mediator)
    client = signed_in(cast, "stranger")
    for name, more in (("volume", []), ("file", []), ("content", [1])):
        assert (
            client.get(reverse(f"volumes:{name}", args=[closed.county, closed.pk, *more])).status_code == 404
        )
    assert volume.number not in client.get(reverse("volumes:register")).content.decode()
    assert not queries.volumes(queries.Filter(), by=cast.stranger).exists()
    assert not cast.county_viewer.may(Permission.MEDIATE)
    with pytest.raises(Missing):
        queries.edition(closed, 9)
