"""Deadlines of records of screening (see hemu.rulebook.terms)."""

from __future__ import annotations

from hemu.rulebook.terms import due

__all__ = ["due"]
