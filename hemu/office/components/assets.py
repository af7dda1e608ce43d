"""What the front-end build left behind: addresses of files and of icons."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


def asset(name: str) -> str:
    """The address of a built file: ``asset("main.js")``."""
    return static(f"dist/{name}")


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
