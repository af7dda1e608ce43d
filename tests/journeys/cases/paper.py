"""A browser without scripts: it opens a page, types into one of its forms, and presses the button."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.test import Client

Typed = dict[str, Any]


@dataclass
class Form:
    """One form of a page: where it goes and what it holds, as a browser would send it."""

    action: str = ""
    held: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: set[tuple[str, str]] = field(default_factory=set)

    def put(self, name: str, value: str) -> None:
        self.held.setdefault(name, []).append(value)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._area = self._select = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
        if self._form is None:
            return
        name = given.get("name", "")
        if name:
            self._form.names.add(name)
        if tag == "button" and name:
            self._form.buttons.add((name, given.get("value", "")))
        elif tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea":
            self._area, self._text = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self._form.put(self._select, given.get("value", ""))

    def _input(self, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        ticks = kind in ("checkbox", "radio")
        sent = "checked" in given if ticks else kind not in ("file", "submit")
        if self._form is not None and sent:
            self._form.put(name, given.get("value", "on" if ticks else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._form is not None:
            self._form.put(self._area, self._text.removeprefix("\n"))
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data


@dataclass
class Paper:
    """A page that a signed-in person looks at."""

    client: Client
    url: str
    text: str

    @classmethod
    def open(cls, client: Client, url: str) -> Paper:
        """The page at an address, which must be there."""
        answer = client.get(url, follow=True)
        text = answer.content.decode()
        assert answer.status_code == 200, (url, text[:2000])
        at = answer.redirect_chain[-1][0] if answer.redirect_chain else url
        return cls(client, at, text)

    def link(self, start: str) -> str:
        """The address of the first link on the page that begins so."""
        found = re.search(rf'href="({re.escape(start)}[^"]*)"', self.text)
        assert found is not None, (start, self.url)
        return unescape(found[1])

    def follow(self, start: str) -> Paper:
        """Press the link that begins so."""
        return Paper.open(self.client, self.link(start))

    def form(self, *names: str) -> Form:
        """The form that has fields of these names."""
        parser = _Forms()
        parser.feed(self.text)
        for form in parser.forms:
            if set(names) <= form.names:
                return form
        raise AssertionError((names, self.url, [sorted(form.names) for form in parser.forms]))

    def send(self, typed: Typed, *, do: str = "") -> Paper:
        """Type into the form that has these fields and press its button; the page that one is led to.

        `do` picks the form that does the act of that name, on pages that have several.
        """
        form = self._chosen(typed, do)
        sent: dict[str, Any] = {**form.held, **typed, **({"do": do} if do else {})}
        target = self.url if form.action.startswith("#") or not form.action else form.action
        answer = self.client.post(target, sent)
        text = answer.content.decode() if not answer.streaming else ""
        assert answer.status_code == 302, (self.url, _said(text))
        return Paper.open(self.client, answer["Location"])

    def _chosen(self, typed: Typed, do: str) -> Form:
        parser = _Forms()
        parser.feed(self.text)
        wanted = {name for name in typed if "-" not in name or not name.startswith(("fact-", "parties-"))}
        for form in parser.forms:
            pressed = ("do", do) in form.buttons
            if wanted <= form.names and (not do or pressed or form.held.get("do") == [do]):
                return form
        raise AssertionError((self.url, do, sorted(wanted), [sorted(form.names) for form in parser.forms]))


def _said(text: str) -> list[str]:
    """What a refused page says."""
    return re.findall(r'<a href="#id_[^"]+">([^<]+)</a>|class="field-error[^"]*"[^>]*>([^<]+)<', text)[
        :10
    ] or [text[:3000]]
