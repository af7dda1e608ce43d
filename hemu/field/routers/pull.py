"""Fetching the day's list and the reference data (docs/field-sync.md §3)."""

from __future__ import annotations

from ninja import Router

router = Router()
