"""The poster: opened again, read, painted, and its code scanned by eye of a test."""

from __future__ import annotations

import contextlib
import io

import pypdf
import pypdfium2
import pytest
from django.test import Client

from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.loop.screening.villagers import actions, poster, queries
from hemu.loop.screening.villagers.models import VillageCode

pytestmark = pytest.mark.django_db
ADDRESS = "https://hemu.example.gov.cn/p/k3m9q2t/"


@pytest.mark.req("S7")
def test_the_poster_is_one_page_with_its_words_and_its_own_font(cast):
    made = pypdf.PdfReader(io.BytesIO(poster.pdf([(cast.village, ADDRESS)])))
    assert len(made.pages) == 1
    text = made.pages[0].extract_text()
    for words in (
        "荣院村",
        "微信扫一扫",
        "110",
        "12348",
        "法院",
        "hemu.example.gov.cn/p/k3m9q2t/",
        "1 个工作日",
    ):
        assert words in text.replace("\n", ""), words
    fonts = {font["/BaseFont"] for font in _fonts(made.pages[0])}
    assert any("NotoSansCJK" in name for name in fonts), fonts


def _fonts(page) -> list:
    return [one.get_object() for one in page["/Resources"]["/Font"].values()]


@pytest.mark.req("S7")
def test_the_poster_is_painted_with_a_dark_code_on_white(cast):
    with contextlib.closing(pypdfium2.PdfDocument(poster.pdf([(cast.village, ADDRESS)]))) as document:
        picture = document[0].render(scale=1).to_pil().convert("L")
    width, height = picture.size
    middle = picture.crop((int(width * 0.3), int(height * 0.3), int(width * 0.7), int(height * 0.5)))
    counts = middle.histogram()
    dark, light, every = sum(counts[:60]), sum(counts[245:]), sum(counts)
    assert 0.2 < dark / every < 0.6
    assert light / every > 0.2


@pytest.mark.req("S7")
def test_a_village_has_one_current_word_and_a_lost_one_is_ended(cast):
    code = actions.village_code(cast.village.code, by=cast.cadre)
    assert actions.village_code(cast.village.code, by=cast.officer) == code
    assert queries.village_of(code.code.upper()) == cast.village
    new = actions.end_code(cast.village.code, by=cast.cadre)
    assert new.code != code.code
    assert queries.village_of(code.code) is None
    assert VillageCode.objects.filter(region=cast.village.code).count() == 2


def test_posters_are_for_villages_of_the_own_area(cast):
    with pytest.raises(Forbidden):
        actions.village_code(cast.sibling_village.code, by=cast.cadre)
    with pytest.raises(Refused):
        actions.village_code(cast.township.code, by=cast.coordinator)
    with pytest.raises(Missing):
        actions.village_code(1, by=cast.coordinator)


@pytest.mark.req("S7")
def test_the_pages_of_posters(cast, client: Client, settings):
    client.force_login(cast.people["cadre"], backend="allauth.account.auth_backends.AuthenticationBackend")
    page = f"/villagers/posters/{cast.village.code}/"
    assert client.get(f"/villagers/posters/{cast.village.code}.pdf").status_code == 404
    assert client.post(page).status_code == 302
    shown = client.get("/villagers/posters/").content.decode()
    code = VillageCode.objects.get(region=cast.village.code)
    assert f"/p/{code.code}/" in shown
    assert "HEMU_PUBLIC_URL" in shown
    settings.PUBLIC_URL = "https://hemu.example.gov.cn"
    shown = client.get("/villagers/posters/").content.decode()
    assert f"https://hemu.example.gov.cn/p/{code.code}/" in shown
    assert "HEMU_PUBLIC_URL" not in shown
    answer = client.get(f"/villagers/posters/{cast.village.code}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert client.get(f"/villagers/posters/{cast.sibling_village.code}/").status_code == 404
    assert client.post(page, {"end": "1"}).status_code == 302
    assert VillageCode.objects.get(region=cast.village.code, ended_at=None).code != code.code


@pytest.mark.req("S7")
def test_a_township_makes_the_posters_of_all_its_villages_at_once(cast, client: Client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(cast.people["coordinator"], backend=backend)
    assert "张海报" in client.get("/villagers/posters/").content.decode()
    made = pypdf.PdfReader(io.BytesIO(client.post("/villagers/posters/all/").content))
    codes = VillageCode.objects.filter(ended_at=None).order_by("region")
    assert len(made.pages) == len(codes) == queries.villages(cast.coordinator).count() > 1
    for page, code in zip(made.pages, codes, strict=True):
        assert code.code in page.extract_text().replace("\n", "")
    assert client.get("/villagers/posters/all/").status_code == 302
    client.force_login(cast.people["county_viewer"], backend=backend)
    assert client.post("/villagers/posters/all/").status_code == 403
