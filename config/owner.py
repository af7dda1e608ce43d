"""For a while, Django's connection is the owner's: migrations, backup and restore."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from config import postgres

_LOGIN = ("USER", "PASSWORD", "HOST", "PORT")


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the role that owns the tables inside the block; raises NoOwner when it isn't known how."""
    before = {key: connection.settings_dict[key] for key in (*_LOGIN, "OPTIONS")}
    found = postgres.parameters(postgres.OWNER)
    options = {key: value for key, value in before["OPTIONS"].items() if key != "pool"}
    connection.close()
    connection.settings_dict.update({**{key: found[key] for key in _LOGIN}, "OPTIONS": options})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
