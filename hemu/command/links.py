"""Addresses: of the list behind a number, and of the figures of another region."""

from __future__ import annotations

from urllib.parse import urlencode

from hemu.command.periods import Period
from hemu.kernel.places import show_code
from hemu.orgs.models import Region

Narrowed = tuple[tuple[str, str], ...]
"""Parameters of the list that a number is narrowed by: ``(("colour", "3"),)``."""


def records(region: Region, period: Period, narrowed: Narrowed = (), *, here: bool = False) -> str:
    """The list of the disputes that a number counts; `here`: only those registered at the region itself."""
    query = [
        ("region", show_code(region.code)),
        ("from", period.since.isoformat()),
        ("to", period.until.isoformat()),
        *narrowed,
    ]
    return "/disputes/?" + urlencode([*query, ("here", "1")] if here else query)


def figures(region: Region, query: str = "") -> str:
    """The figures page of a region."""
    path = f"/figures/{show_code(region.code)}/"
    return f"{path}?{query}" if query else path
