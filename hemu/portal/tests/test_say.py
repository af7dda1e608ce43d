"""A villager says something, without a script and without an account; and what keeps machines at bay."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest

from hemu.kernel import clock
from hemu.loop.screening.models import ReportStatus, VillagersReport
from hemu.loop.screening.villagers import actions, queries
from hemu.portal import tokens
from hemu.portal.tests.browsing import Villager, amr, fields, later, photo, sum_of

pytestmark = pytest.mark.django_db
TEXT = "上游的人家把沟截断了，我家秧田没有水。"


@pytest.fixture
def word(cast) -> str:
    return actions.village_code(cast.village.code, by=cast.cadre).code


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


@pytest.mark.req("S7")
@pytest.mark.law("个人信息保护法17")
def test_the_privacy_note_names_whoever_handles_what_a_village_tells(cast, word, client):
    assert f"/portal/privacy/?p={word}" in client.get(f"/p/{word}/").content.decode()
    page = client.get("/portal/privacy/", {"p": word}).content.decode()
    for words in ("荣院村村民委员会", "荣院村警务室", "珠藏镇综治中心", "更正、删除"):
        assert words in page


@pytest.mark.parametrize(
    ("text", "warns"),
    [("他拿刀要砍人", True), ("没有打人，也没有人拿刀", False), ("路灯坏了", False), ("我妈要喝农药", True)],
)
def test_words_of_danger_bring_up_the_telephone(cast, word, text, warns):
    page = Villager(word).post(text=text).page
    assert ("如果现在有人受到伤害" in page) == warns


@pytest.mark.req("S7")
def test_what_was_changed_in_a_form_that_had_been_sent_is_added_and_never_lost(cast, word):
    one = Villager(word).to_the_end(TEXT)
    form = {**fields(one.page), "go": "send", "sum": sum_of(one.page)}
    with later():
        one.client.post(one.path, form)
        for _ in range(2):
            answer = one.client.post(one.path, {**form, "text": TEXT + "已经三天了。", "files": [amr()]})
            assert "收到了" in answer.content.decode()
    [row] = VillagersReport.objects.visible_to(cast.cadre)
    first, added = queries.history(row)
    assert (first.step.text, added.step.text) == (TEXT, TEXT + "已经三天了。")
    assert [len(told.files) for told in (first, added)] == [0, 1]


@pytest.mark.req("S7")
def test_what_a_villager_writes_never_becomes_part_of_a_page(cast, word, client):
    nasty = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:1 }}'
    one = Villager(word).post(text=nasty)
    assert fields(one.page)["text"] == nasty, "it travels along as it was typed"
    one.post(place=nasty).post(reporter=nasty[:40])
    with later():
        one.send()
    row = queries.by_code(one.code)
    actions.answer_report(row, nasty, by=cast.cadre)
    followed = one.client.post("/portal/follow/", {"code": one.code}).content.decode()
    client.force_login(cast.people["cadre"], backend="allauth.account.auth_backends.AuthenticationBackend")
    office = client.get(f"/villagers/{row.county}/{row.id}/").content.decode()
    for page in (followed, office):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page
    assert "default-src 'none'" in one.answer["Content-Security-Policy"]


@pytest.mark.req("S7")
def test_everything_is_there_in_english(cast, word):
    one = Villager(word, language="en")
    paths = ("/portal/", f"/p/{word}/", "/portal/privacy/", "/portal/follow/")
    pages = [one.page, *(one.client.get(path).content.decode() for path in paths)]
    pages += [one.post(text="他拿刀要砍人").page, one.post(place="").page, one.post().page]
    with later():
        asked = one.send(sum="99").page
        pages += [asked, one.send(sum=str(sum(tokens.read(fields(asked)["token"], word).sum))).page]
    pages.append(one.client.post("/portal/follow/", {"code": one.code}).content.decode())
    for page in pages:
        body = re.sub(r"<[^>]+>", " ", page).replace("荣院村村民委员会", "").replace("他拿刀要砍人", "")
        assert not set(re.findall(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", body)) - _NAMES, page


_NAMES = {"中文", "荣院村", "珠藏镇荣院村"}
