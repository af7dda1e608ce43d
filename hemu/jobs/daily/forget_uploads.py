"""Spreadsheets of people and units that were uploaded, previewed, and never imported."""

from __future__ import annotations

from hemu.orgs.sheets import drafts


def run() -> int:
    """Answers how many were forgotten."""
    return drafts.forget_old()
