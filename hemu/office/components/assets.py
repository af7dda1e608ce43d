"""What the front-end build left behind: addresses of files and of icons."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

BUILT: Final = Path(__file__).resolve().parent.parent / "static" / "dist" / "assets.json"
"""Written by vite.config.ts: ``{"main.js": "main-Cc0ffee1.js", …}``."""


@lru_cache(maxsize=4)
def _names(file: Path, written: int) -> dict[str, str]:
    found: dict[str, str] = json.loads(file.read_text("utf-8"))
    return found


def asset(name: str) -> str:
    """The address of a built file: ``asset("main.js")``. Before the first build, the name as it is."""
    try:
        names = _names(BUILT, BUILT.stat().st_mtime_ns)
    except FileNotFoundError:
        names = {}
    return static(f"dist/{names.get(name, name)}")


def icon(name: str, *, size: int = 16, label: str = "") -> SafeString:
    """A line icon by its Tabler name. Without a label it is decoration and hidden from screen readers."""
    says = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon" width="{}" height="{}" {}><use href="{}#{}"></use></svg>',
        size,
        size,
        says,
        asset("icons.svg"),
        name,
    )
