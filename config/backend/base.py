"""The connection that Django opens: as its own, after the embedded server was made to run."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

from config import postgres


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper, except that it doesn't take a running server for granted."""

    def get_connection_params(self) -> dict[str, Any]:
        """What to connect with; by then the server runs."""
        postgres.ensure_running()
        params: dict[str, Any] = super().get_connection_params()
        return params
