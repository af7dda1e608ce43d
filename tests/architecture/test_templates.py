"""Pages use the components' language and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import env
from hemu.office.context import PLACES, Part

TEMPLATES = sorted((env.ROOT / "hemu").rglob("templates/**/*.html"))
SHEETS = [*(env.ROOT / "web").rglob("*.css"), *(env.ROOT / "hemu").glob("**/static/**/*.css")]
BUILT = env.ROOT / "hemu" / "office" / "static" / "dist"
APP = env.ROOT / "hemu" / "field" / "static" / "field"
"""What Vite built of the office's code and of the field app."""
HOOKS = frozenset({"htmx-request", "htmx-indicator"})
"""Classes that a script sets or looks for, and no sheet describes."""

TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.S)
CLASS = re.compile(r'class="([^"]*)"')


def named(path: Path) -> str:
    return str(path.relative_to(env.ROOT))


def classes(source: str) -> Iterator[str]:
    """Whole class names; those that a variable completes (``rate-{{ x }}``) are left out."""
    text = re.sub(r"{#.*?#}", "", source, flags=re.S)
    text = re.sub(r"{%.*?%}", " ", re.sub(r"{{.*?}}", "\0", text), flags=re.S)
    for found in CLASS.findall(text):
        yield from (word for word in found.split() if "\0" not in word)


def test_every_class_is_described_by_a_sheet() -> None:
    known = set(HOOKS)
    for sheet in SHEETS:
        if not (sheet.is_relative_to(BUILT) or sheet.is_relative_to(APP)):
            known |= set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", sheet.read_text("utf-8")))
    unknown = {
        f"{named(path)}: {word}"
        for path in TEMPLATES
        for word in classes(path.read_text("utf-8"))
        if word not in known
    }
    assert sorted(unknown) == []


def test_every_icon_is_in_the_sprite() -> None:
    sprite = set(json.loads((env.ROOT / "web" / "icons.json").read_text("utf-8")))
    missing = {
        f"{named(path)}: {name}"
        for path in TEMPLATES
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text("utf-8"))
        if name not in sprite
    }
    assert sorted(missing) == []


def test_every_icon_of_the_navigation_is_in_the_sprite() -> None:
    sprite = set(json.loads((env.ROOT / "web" / "icons.json").read_text("utf-8")))
    assert {place.icon for place in PLACES} <= sprite
    keys = [place.key for place in PLACES if place.key]
    assert len(set(keys)) == len(keys)
    order = [list(Part).index(place.part) for place in PLACES]
    assert order == sorted(order)


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_nothing_inline(path: Path) -> None:
    """The content policy would refuse it in the browser; here it fails sooner."""
    text = TAG.sub("", path.read_text("utf-8"))
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert "<style" not in text


RATING = re.compile(r"#(?:b3241c|d96f0e|9c4b00|2f6fb5|1f5796)|--(?:red|orange|blue)", re.I)


def test_the_ratings_colours_are_used_for_ratings_only() -> None:
    """Red, orange and blue belong to the rating: only selectors that name one may use them."""
    wrong = []
    for sheet in SHEETS:
        if sheet.is_relative_to(BUILT) or sheet.is_relative_to(APP) or sheet.name == "tokens.css":
            continue
        for selector, body in re.findall(r"([^{}]+){([^{}]*)}", sheet.read_text("utf-8")):
            if RATING.search(body) and not re.search(r"red|orange|blue", selector):
                wrong.append(f"{named(sheet)}: {selector.strip()}")
    assert wrong == []
