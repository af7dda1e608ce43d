"""Small marks that say a rating, a state or a person in words and shape as well as colour."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from hemu.disputes.models.choices import Colour

Words = str | Promise

NAMES: Final = {Colour.NONE: "none", Colour.BLUE: "blue", Colour.ORANGE: "orange", Colour.RED: "red"}

SHAPES: Final = {
    "none": '<circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" stroke-dasharray="2 2"/>',
    "blue": '<circle cx="6" cy="6" r="5" fill="currentColor"/>',
    "orange": '<path d="M6 .5 11.5 6 6 11.5.5 6Z" fill="currentColor"/>',
    "red": '<path d="M6 .8 11.8 11H.2Z" fill="currentColor"/>',
}
"""A circle, a diamond, a triangle: told apart in grey and by the colour-blind."""


def colour_badge(colour: int | None, *, words: str = "") -> SafeString:
    """The rating: shape, colour and word. `words` replaces the word (``红色 → 橙色`` and the like)."""
    rating = Colour(colour or 0)
    name = NAMES[rating]
    shape = SafeString(f'<svg class="shape" viewBox="0 0 12 12" aria-hidden="true">{SHAPES[name]}</svg>')
    return format_html('<span class="badge rate rate-{}">{}{}</span>', name, shape, words or rating.label)


TONES: Final = frozenset({"plain", "wait", "active", "done", "late", "stop"})


def status(label: Words, tone: str = "plain") -> SafeString:
    """A state in words. Tones: plain, wait (hollow), active (half), done (tick), late (ink), stop (cross)."""
    if tone not in TONES:
        raise ValueError(f"unknown tone {tone!r}: one of {sorted(TONES)}")
    return format_html('<span class="badge status status-{}"><i></i>{}</span>', tone, label)


def masked(text: str | None, kind: str = "text") -> str:
    """`text` with its middle hidden: phones keep 3+4, identity numbers 6+2, names the first character."""
    if not text:
        return ""
    if kind == "name":
        return text[0] + "*" * max(1, len(text) - 1)
    head, tail = {"phone": (3, 4), "identity": (6, 2)}.get(kind, (2, 2))
    if len(text) <= head + tail:
        return text[:1] + "*" * (len(text) - 1)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]


def person(name: str, unit: str = "", note: str = "") -> SafeString:
    """A person without a face: name, unit, and a note such as 主办."""
    parts = [("person-unit", unit), ("person-note", note)]
    rest = format_html_join("", '<span class="{}">{}</span>', [p for p in parts if p[1]])
    return format_html('<span class="person"><b>{}</b>{}</span>', name, rest)


def empty(text: str, url: str = "", label: str = "") -> SafeString:
    """What a list shows when it has nothing: what would fill it, and the way to do so."""
    act = format_html('<a class="button" href="{}">{}</a>', url, label) if url else ""
    return format_html('<div class="empty"><p>{}</p>{}</div>', text, act)


def progress(value: int, maximum: int, label: str = "") -> SafeString:
    """How far long work has come, in numbers beside the bar."""
    return format_html(
        '<div class="progress"><progress value="{}" max="{}" aria-label="{}"></progress>'
        '<span class="num">{} / {}</span></div>',
        value,
        maximum or 1,
        label or gettext("进度"),
        value,
        maximum,
    )


def stage_marks() -> list[tuple[str, str]]:
    """(one character, word) for the five stages, in the language of the page."""
    return [
        (pgettext("stage mark", "排"), gettext("排查")),
        (pgettext("stage mark", "评"), gettext("评估")),
        (pgettext("stage mark", "分"), gettext("分流")),
        (pgettext("stage mark", "调"), gettext("调解")),
        (pgettext("stage mark", "访"), gettext("回访")),
    ]
