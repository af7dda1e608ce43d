"""A browser without scripts, for tests: it sends what the page's form holds, and nothing else."""

from __future__ import annotations

import io
import re
from contextlib import AbstractContextManager
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from hemu.kernel import clock


class _Fields(HTMLParser):
    """The fields of the first form that posts, with their values."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._inside, self._done, self._area = False, False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post" and not self._done:
            self._inside = given.get("action", "") != "/language/"
        if (
            not self._inside
            or not given.get("name")
            or ("type" in given and given["type"] in ("file", "radio", "checkbox"))
        ):
            return
        if tag == "input":
            self.found[given["name"]] = given.get("value", "")
        if tag == "textarea":
            self._area = given["name"]
            self.found[self._area] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        if tag == "form" and self._inside:
            self._inside, self._done = False, True

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area] += data.removeprefix("\n") if not self.found[self._area] else data


def fields(page: str) -> dict[str, str]:
    """Names and values of the form that the page shows."""
    parser = _Fields()
    parser.feed(page)
    return parser.found


def sum_of(page: str) -> str:
    """The answer to the page's little sum."""
    found = re.search(r"请算一算：(.) 加 (.) 等于", page)
    assert found is not None, page
    return str(sum("零一二三四五六七八九".index(digit) for digit in found.groups()))


def later(seconds: float = 30) -> AbstractContextManager[Any]:
    """Some time after now: nobody fills in a form at once."""
    return clock.at(clock.now() + timedelta(seconds=seconds))


def photo(name: str = "沟.jpg", side: int = 640) -> SimpleUploadedFile:
    """A photograph as telephones take it: 25°35′ N 107°54′ E, and by which device."""
    out = io.BytesIO()
    Image.effect_noise((side, side * 3 // 4), 60).convert("RGB").save(out, "JPEG", exif=_exif())
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (25.0, 35.0, 0.0), 3: "E", 4: (107.0, 54.0, 0.0)})
    exif[0x010F] = "SpyPhone"
    return exif


def amr(length: int = 400) -> SimpleUploadedFile:
    """A recording."""
    return SimpleUploadedFile("说.amr", b"#!AMR\n" + bytes(length), content_type="audio/amr")


def sent(word: str, text: str, address: str = "203.0.113.7") -> Villager:
    """Somebody who went all the way."""
    one = Villager(word, address).to_the_end(text)
    with later():
        return one.send()


class Villager:
    """Goes through the screens of a village's page."""

    def __init__(self, word: str, address: str = "203.0.113.7", language: str = "zh-hans") -> None:
        self.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=address, HTTP_ACCEPT_LANGUAGE=language)
        self.path = f"/p/{word}/say/"
        self.answer: Any = self.client.get(self.path)

    @property
    def page(self) -> str:
        """What the browser shows."""
        text: str = self.answer.content.decode()
        return text

    def post(self, go: str = "next", **given: Any) -> Villager:
        """Press a button of the form, with what was typed into it."""
        self.answer = self.client.post(self.path, {**fields(self.page), "go": go, **given})
        return self

    def to_the_end(self, text: str, **more: str) -> Villager:
        """Answer every screen but the last."""
        self.post(text=text).post(place=more.get("place", ""))
        return self.post(reporter=more.get("reporter", ""), phone=more.get("phone", ""))

    def send(self, **given: Any) -> Villager:
        """Answer the little sum, and send."""
        if "sum" not in given:
            given["sum"] = sum_of(self.page)
        return self.post("send", **given)

    @property
    def code(self) -> str:
        """The tracking code that the last page shows."""
        found = re.search(r'id="code">([^<]+)<', self.page)
        assert found is not None, self.page
        return found.group(1)
