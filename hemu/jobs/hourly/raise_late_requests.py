"""Parties' requests that nobody answered in time."""

from __future__ import annotations

from hemu.portal.parties.actions import raise_late


def run() -> int:
    """Tell the levels above; answers how many."""
    return raise_late()
