"""Telling units of a record of screening (see hemu.disputes.announcing)."""

from __future__ import annotations

from hemu.disputes.announcing import announce

__all__ = ["announce"]
