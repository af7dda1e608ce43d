"""Photos and voices as telephones send them: what is kept, what isn't, and what is told of either."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from hemu.documents.inspection import MOST_BYTES
from hemu.loop.screening.villagers import actions, files, queries
from hemu.portal.tests.browsing import Villager, amr, fields, later, photo

pytestmark = pytest.mark.django_db
TEXT = "上游的人家把沟截断了，我家秧田没有水。"


@pytest.fixture
def word(cast) -> str:
    return actions.village_code(cast.village.code, by=cast.cadre).code


def with_files(word: str, **given) -> Villager:
    one = Villager(word).to_the_end(TEXT)
    with later():
        return one.send(**given)


def heic() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.heic", b"\0\0\0\x18ftypheic" + bytes(100), content_type="image/heic")


def program() -> SimpleUploadedFile:
    return SimpleUploadedFile("沟.jpg", b"MZ\x90\0" + bytes(200), content_type="image/jpeg")


@pytest.mark.req("O4")
def test_photos_are_written_anew_without_place_or_device(cast, word):
    one = with_files(word, files=[photo()])
    [kept] = queries.history(queries.by_code(one.code))[0].files
    content = files.read(kept.stored)
    assert b"SpyPhone" not in content
    assert not Image.open(io.BytesIO(content)).getexif()
    assert (kept.longitude, kept.latitude, kept.place) == (None, None, "")


@pytest.mark.req("S7")
@pytest.mark.law("个人信息保护法13")
def test_where_a_photo_was_taken_is_told_only_by_whoever_says_so(cast, word, client):
    one = with_files(word, files=[photo(), amr()], position="1")
    row = queries.by_code(one.code)
    told, voice = queries.history(row)[0].files
    assert (told.place, voice.place) == ("25.58333,107.90000", "")
    assert b"Exif" not in files.read(told.stored)
    client.force_login(cast.people["cadre"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "拍摄地点 25.58333,107.90000" in client.get(f"/villagers/{row.county}/{row.id}/").content.decode()
    assert "25.58333" not in one.client.post("/portal/follow/", {"code": one.code}).content.decode()


@pytest.mark.req("S7")
def test_one_bad_file_takes_no_good_one_with_it(cast, word):
    one = with_files(word, files=[photo(), heic(), program(), amr()])
    assert one.answer.status_code == 422
    assert "第 2 个文件没有收下" in one.page
    assert "HEIC" in one.page
    assert "第 3 个文件没有收下：这里只收照片和录音" in one.page
    assert "已收到 2 个文件" in one.page
    with later():
        one.send()
    [first] = queries.history(queries.by_code(one.code))
    assert [one.media for one in first.files] == ["image/jpeg", "audio/amr"]


@pytest.mark.req("S7")
def test_five_files_at_most_and_the_first_five_are_kept(cast, word):
    one = with_files(word, files=[photo(f"{n}.jpg", 64 + n) for n in range(7)])
    assert "一次最多 5 个文件" in one.page
    assert "已收到 5 个文件" in one.page


def test_a_file_of_more_than_twenty_megabytes_is_told_and_the_rest_kept(cast, word):
    huge = SimpleUploadedFile("大.jpg", b"\xff\xd8" + bytes(MOST_BYTES), content_type="image/jpeg")
    one = with_files(word, files=[huge, amr()])
    assert "超过 20 MB" in one.page
    assert "已收到 1 个文件" in one.page


def test_a_bad_file_among_added_ones_is_told_and_the_words_are_kept(cast, word):
    one = with_files(word)
    code = one.code
    page = one.client.post("/portal/follow/", {"code": code, "do": "add"}).content.decode()
    given = {**fields(page), "send": "1", "text": "补一句", "files": [heic()]}
    answer = one.client.post("/portal/follow/", given).content.decode()
    assert "收到了" in answer
    assert "HEIC" in answer
    assert "补一句" in [told.step.text for told in queries.history(queries.by_code(code))]


@pytest.mark.req("S7")
def test_an_officer_sees_the_photo_and_hears_the_voice_of_the_own_area(cast, word, client):
    one = with_files(word, files=[photo(), amr()])
    row = queries.by_code(one.code)
    kept = queries.history(row)[0].files
    paths = [f"/villagers/{row.county}/{row.id}/files/{one.id}/" for one in kept]
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(cast.people["cadre"], backend=backend)
    assert Image.open(io.BytesIO(client.get(paths[0]).content)).format == "JPEG"
    assert client.get(f"{paths[0]}?small=1").content[:2] == b"\xff\xd8"
    assert client.get(paths[1]).content.startswith(b"#!AMR")
    client.force_login(cast.people["stranger"], backend=backend)
    assert {client.get(path).status_code for path in paths} == {404}
