"""Addresses: of the list behind a number, and of the figures of another region."""

from __future__ import annotations

from urllib.parse import urlencode

from hemu.command.periods import Period
from hemu.kernel.places import show_code
from hemu.orgs.models import Region
from hemu.tally.measures import Measure

Narrowed = tuple[tuple[str, str], ...]
"""Parameters of the list that a number is narrowed by: ``(("colour", "3"),)``."""


def records(region: Region, period: Period, narrowed: Narrowed = (), *, here: bool = False) -> str:
    """The list of the disputes that a number counts; `here`: only those registered at the region itself.

    It always names a measure: a list without one also shows what was merged, and no number counts that.
    """
    named = any(name == "measure" for name, _value in narrowed)
    counted = () if named else (("measure", Measure.DISPUTES.key),)
    query = [
        ("region", show_code(region.code)),
        ("from", period.since.isoformat()),
        ("to", period.until.isoformat()),
        *narrowed,
        *counted,
    ]
    return "/disputes/?" + urlencode([*query, ("here", "1")] if here else query)


def figures(region: Region, query: str = "") -> str:
    """The figures page of a region."""
    path = f"/figures/{show_code(region.code)}/"
    return f"{path}?{query}" if query else path
