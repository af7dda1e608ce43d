"""Views of one list, side by side, as the pages of the stages hand them to ``{% tabs %}``."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of a list, with how many it holds when that is worth counting."""

    label: str | Promise
    url: str
    count: int | None = None
    current: bool = False
