"""Answers kept for phones that ask twice, and files that were announced and never came."""

from __future__ import annotations

from hemu.field import forgetting


def run() -> int:
    """Answers how many rows were forgotten."""
    return forgetting.forget_old()
