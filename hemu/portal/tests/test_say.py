"""A villager says something, without a script and without an account; and what keeps machines at bay."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from hemu.kernel import clock
from hemu.loop.screening.models import ReportStatus, VillagersReport
from hemu.loop.screening.villagers import actions, queries
from hemu.portal import floods, tokens
from hemu.portal.tests.browsing import Villager, fields, sum_of

pytestmark = pytest.mark.django_db
TEXT = "上游的人家把沟截断了，我家秧田没有水。"


@pytest.fixture
def word(cast) -> str:
    return actions.village_code(cast.village.code, by=cast.cadre).code


def later(seconds: float = 30):
    return clock.at(clock.now() + timedelta(seconds=seconds))


def photo(name: str = "沟.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(out, "JPEG", exif=_place())
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def _place() -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "SpyPhone"
    return exif


def amr() -> SimpleUploadedFile:
    return SimpleUploadedFile("说.amr", b"#!AMR\n" + bytes(400), content_type="audio/amr")


def sent(word: str, text: str = TEXT, address: str = "203.0.113.7", **more) -> Villager:
    one = Villager(word, address).to_the_end(text, **more)
    with later():
        return one.send(**more.get("last", {}))


@pytest.mark.req("S7")
def test_a_villager_reports_without_script_cookie_or_account(cast, word):
    with clock.at(clock.now()):
        one = Villager(word).to_the_end(TEXT, place="三组水沟边", reporter="韦阿公", phone="13800002222")
        assert "第 4 步" in one.page
    with later():
        one.send(files=[photo(), amr()])
    assert one.answer.status_code == 200, one.page
    row = queries.by_code(one.code)
    assert (row.text, row.place, row.reporter, row.phone) == (TEXT, "三组水沟边", "韦阿公", "13800002222")
    assert (row.status, row.suspicions, row.region) == (ReportStatus.OPEN, [], cast.village.code)
    [first] = queries.history(row)
    assert [one.media for one in first.files] == ["image/jpeg", "audio/amr"]
    assert "荣院村村民委员会" in one.page
    assert not one.client.cookies


@pytest.mark.req("O4")
def test_photos_are_written_anew_without_place_or_device(cast, word):
    from hemu.documents.store import store

    one = Villager(word).to_the_end(TEXT)
    with later():
        one.send(files=[photo()])
    [kept] = queries.history(queries.by_code(one.code))[0].files
    with store().open(kept.stored) as file:
        content = file.read()
    assert b"SpyPhone" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


@pytest.mark.req("S7")
def test_only_a_voice_is_enough_and_nothing_at_all_is_not(cast, word):
    one = Villager(word).to_the_end(text="")
    with later():
        one.send()
        assert one.answer.status_code == 422
        assert "录一段音" in one.page
        one.send(files=[amr()])
    assert queries.by_code(one.code).text == ""


def test_going_back_loses_nothing(cast, word):
    one = Villager(word).to_the_end(TEXT, place="三组", reporter="韦阿公")
    one.post("back").post("back").post("back")
    assert "发生了什么事" in one.page
    assert TEXT in one.page
    one.post(text=TEXT + "又及")
    assert fields(one.page)["place"] == "三组"
    assert fields(one.page)["reporter"] == "韦阿公"


def test_a_wrong_number_is_told_where_it_was_typed(cast, word):
    one = Villager(word).post(text=TEXT).post(place="")
    one.post(reporter="韦", phone="12")
    assert one.answer.status_code == 422
    assert "这个电话号码打不通" in one.page
    assert fields(one.page)["reporter"] == "韦"


@pytest.mark.req("S7")
def test_a_wrong_sum_keeps_words_and_files(cast, word):
    one = Villager(word).to_the_end(TEXT)
    with later():
        one.send(sum="99", files=[photo(), amr()])
        assert one.answer.status_code == 422
        assert "已收到 2 个文件" in one.page
        one.send()
    assert len(queries.history(queries.by_code(one.code))[0].files) == 2


def test_the_sum_may_be_written_in_chinese():
    for secret, words in (
        (bytes([0, 1]) + bytes(14), "三"),
        (bytes([7, 7]) + bytes(14), "十六"),
        (bytes([1, 7]) + bytes(14), "十"),
    ):
        token = tokens.Token("x", secret, 0)
        assert token.is_summed(words)
        assert token.is_summed(str(sum(token.sum)))
        assert not token.is_summed("十九")


@pytest.mark.req("S7")
def test_the_phones_arithmetic_takes_the_place_of_the_sum(cast, word):
    one = Villager(word).to_the_end(TEXT)
    token = tokens.read(fields(one.page)["token"], word)
    answer = next(n for n in range(10**6) if token.is_worked(str(n)))
    digest = hashlib.sha256(f"{token.seed}:{answer}".encode()).digest()
    assert int.from_bytes(digest[:2], "big") >> (16 - tokens.BITS) == 0
    assert not token.is_worked("-1")
    with later():
        one.send(sum="", work=str(answer))
    assert queries.by_code(one.code) is not None


@pytest.mark.req("S7")
def test_the_same_form_sent_twice_shows_the_same_code(cast, word):
    one = Villager(word).to_the_end(TEXT)
    with later():
        posted = {**fields(one.page), "go": "send", "sum": sum_of(one.page)}
        pages = [one.client.post(one.path, posted).content.decode() for _ in range(2)]
    codes = [re.search(r'id="code">([^<]+)<', page).group(1) for page in pages]
    assert codes[0] == codes[1]
    assert VillagersReport.objects.visible_to(cast.cadre).count() == 1


def test_a_form_is_good_for_its_village_and_its_day(cast, word):
    other = actions.village_code(cast.region("桐梓坡村").code, by=cast.coordinator).code
    one = Villager(word).to_the_end(TEXT)
    stolen = one.client.post(f"/p/{other}/say/", {**fields(one.page), "go": "send", "sum": sum_of(one.page)})
    assert stolen.status_code == 422
    with later(25 * 3600):
        one.send()
        assert one.answer.status_code == 422
        assert "打开很久了" in one.page
        assert TEXT in one.page
    assert not VillagersReport.objects.visible_to(cast.cadre).exists()


@pytest.mark.req("S7")
@pytest.mark.parametrize(
    ("seconds", "given", "found"),
    [(1, {}, "quick"), (30, {"website": "http://x"}, "trap"), (30, {}, "")],
)
def test_machines_are_told_by_haste_and_by_the_trap(cast, word, seconds, given, found):
    now = clock.now()
    with clock.at(now):
        one = Villager(word).to_the_end(TEXT)
    with clock.at(now + timedelta(seconds=seconds)):
        one.send(**given)
    row = queries.by_code(one.code)
    assert row.suspicions == ([found] if found else [])
    assert row.status == (ReportStatus.HELD if found else ReportStatus.OPEN)


@pytest.mark.req("S7")
def test_too_many_from_one_network_are_looked_at_and_far_too_many_wait(cast, word):
    start = clock.now()
    with clock.at(start):
        rows = [sent(word, f"第{n}件事，路灯坏了", f"203.0.113.{n}") for n in range(floods.SENDING.burst + 1)]
        held = queries.by_code(rows[-1].code)
        assert (held.status, held.suspicions) == (ReportStatus.HELD, ["flood"])
        assert queries.by_code(rows[0].code).status == ReportStatus.OPEN
        elsewhere = sent(word, "另一个网络的事", "198.51.100.1")
        assert queries.by_code(elsewhere.code).status == ReportStatus.OPEN
        for _ in range(floods.FLOOD.burst):
            floods.take(floods.FLOOD, "203.0.113.0/24")
        full = sent(word, "再来一件")
        assert full.answer.status_code == 429
        assert int(full.answer["Retry-After"]) > 0
        assert "再来一件" in full.page
    with clock.at(start + timedelta(minutes=3)):
        full.send()
        assert full.answer.status_code == 200, "nobody is shut out for good"


def test_a_bucket_refills_and_is_forgotten():
    gate = floods.Gate("x", burst=2, every=60)
    start = clock.now()
    with clock.at(start):
        assert [floods.take(gate, "a") for _ in range(3)] == [True, True, False]
        assert floods.take(gate, "b")
        with pytest.raises(floods.TooMuch) as refused:
            floods.pass_through(gate, "a", "慢一点")
        assert 50 < refused.value.wait <= 60
    with clock.at(start + timedelta(seconds=61)):
        assert [floods.take(gate, "a") for _ in range(2)] == [True, False]
        assert floods.forget() == 0
    with clock.at(start + timedelta(days=2)):
        assert floods.forget() == 2


@pytest.mark.parametrize(
    ("address", "seen", "https", "where"),
    [
        ("203.0.113.77", "", False, "203.0.113.0/24"),
        ("10.0.0.1", "198.51.100.9", False, "10.0.0.0/24"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.9", True, "198.51.100.0/24"),
        ("2001:db8:1:2::3", "", False, "2001:db8:1::/48"),
        ("::ffff:203.0.113.5", "", False, "203.0.113.0/24"),
        ("", "", False, "unknown"),
    ],
)
def test_an_address_counts_with_its_network_and_only_our_proxy_is_believed(
    rf, settings, address, seen, https, where
):
    settings.HTTPS = https
    request = rf.get("/", REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=seen)
    assert floods.address_range(request) == where


@pytest.mark.req("S7")
def test_the_first_page_is_small_names_help_first_and_says_that_court_is_open(cast, word, client):
    from django.contrib.staticfiles import finders

    answer = client.get(f"/p/{word}/")
    page = answer.content.decode()
    parts = [len(answer.content)]
    for name in ("portal/portal.css", "portal/portal.js"):
        parts.append(Path(finders.find(name)).stat().st_size)
    assert sum(parts) <= 30_000
    assert set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page)) == {
        "/static/portal/portal.css",
        "/static/portal/portal.js",
    }
    assert page.index("tel:110") < page.index("我要说事")
    for words in ("tel:120", "12348", "法院起诉", "保存多久", "荣院村村民委员会", "1 个工作日"):
        assert words in page


def test_a_poster_that_was_ended_says_so(cast, word, client):
    actions.end_code(cast.village.code, by=cast.cadre)
    for path in (f"/p/{word}/", f"/p/{word}/say/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "已停用" in answer.content.decode()


def test_a_villager_without_a_poster_types_its_word(cast, word, client):
    assert client.get("/portal/", {"word": word.upper()}).url == f"/p/{word}/"
    assert client.get("/portal/", {"word": "zzzzzzz"}).status_code == 404
    assert "二维码" in client.get("/portal/").content.decode()


@pytest.mark.req("S7")
def test_the_privacy_note_tells_the_time_that_the_rules_set(cast, client):
    page = client.get("/portal/privacy/").content.decode()
    assert "730 天" in page
    assert "法院起诉" in page


@pytest.mark.parametrize(
    ("text", "warns"),
    [("他拿刀要砍人", True), ("没有打人，也没有人拿刀", False), ("路灯坏了", False), ("我妈要喝农药", True)],
)
def test_words_of_danger_bring_up_the_telephone(cast, word, text, warns):
    page = Villager(word).post(text=text).page
    assert ("如果现在有人受到伤害" in page) == warns


@pytest.mark.req("S7")
def test_everything_is_there_in_english(cast, word):
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    for path in ("/portal/", f"/p/{word}/", f"/p/{word}/say/", "/portal/follow/", "/portal/privacy/"):
        page = client.get(path).content.decode()
        body = re.sub(r"<[^>]+>", " ", page.replace("荣院村村民委员会", "").replace("珠藏镇荣院村", ""))
        left = set(re.findall(r"[\u4e00-\u9fff]+", body)) - {"中文", "荣院村"}
        assert not left, (path, left)
