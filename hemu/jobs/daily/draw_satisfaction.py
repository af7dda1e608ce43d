"""The month's lot: its secret is committed to before, its cases are drawn after."""

from __future__ import annotations

from hemu.loop.followup.satisfaction import drawing


def run() -> int:
    """Answers how many cases were drawn."""
    return drawing.run()
