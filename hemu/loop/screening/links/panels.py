"""What the sweep shows on a dispute's page."""

from __future__ import annotations


def register() -> None:
    """Called when the application starts."""
