"""Sheets that were made for many disputes at once, and that nobody can fetch any more: the files go."""

from __future__ import annotations

from hemu.office.sheets import actions


def run() -> int:
    """Answers how many were forgotten."""
    return actions.forget_old()
