"""Which database: the server that ``HEMU_DATABASE_URL`` names, or an embedded PostgreSQL of our own.

Two roles use it. ``hemu_owner`` owns the tables and runs migrations; ``hemu_app`` is the running
application's and can neither change the ledger nor switch a trigger off. Reading this module starts
nothing: the connection in ``config.backend`` starts the embedded server when it is first needed.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from config import env, keys
from config.embedded import Cluster

OWNER = "hemu_owner"
APP = "hemu_app"
SUPERUSER = "hemu_super"
NAME = "hemu"


class NoOwner(RuntimeError):
    """The act needs the role that owns the tables, and nobody said how to reach it."""


def is_embedded() -> bool:
    """Whether the database is the one that the product starts by itself."""
    return not env.text("HEMU_DATABASE_URL")


@cache
def _secret() -> bytes:
    return keys.raw_file(env.home() / "keys" / "postgres")


def password(role: str) -> str:
    """The password of a role of the embedded server."""
    return hmac.new(_secret(), role.encode(), hashlib.sha256).hexdigest()


@cache
def cluster() -> Cluster:
    """The embedded server of this installation, running or not."""
    folder = env.text("HEMU_POSTGRES_HOME")
    return Cluster.under(
        env.home() / "postgres" if not folder else env.path(folder),
        superuser=SUPERUSER,
        password=password,
        roles=(OWNER, APP),
        database=NAME,
    )


def from_url(url: str, *, variable: str) -> dict[str, Any]:
    """NAME, USER, PASSWORD, HOST, PORT and OPTIONS of a ``postgresql://`` address; raises BadEnvironment."""
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgresql", "postgres") or not name:
        raise env.BadEnvironment(f"{variable} must look like postgresql://user:password@host:5432/name")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "OPTIONS": options,
    }


def parameters(role: str) -> dict[str, Any]:
    """How to connect as `role` (:data:`OWNER` or :data:`APP`): the part of a DATABASES entry that says it.

    Raises NoOwner when an outside server is used and no address for the owner was given.
    """
    if is_embedded():
        return {
            "NAME": NAME,
            "USER": role,
            "PASSWORD": password(role),
            "HOST": str(cluster().sockets),
            "PORT": str(cluster().port),
            "OPTIONS": {},
        }
    if role == APP:
        return from_url(env.text("HEMU_DATABASE_URL"), variable="HEMU_DATABASE_URL")
    url = env.text("HEMU_OWNER_DATABASE_URL")
    if not url:
        raise NoOwner("set HEMU_OWNER_DATABASE_URL to the address of the role that owns the tables")
    return from_url(url, variable="HEMU_OWNER_DATABASE_URL")


def database(*, pool: int = 0) -> dict[str, Any]:
    """The DATABASES entry of the application's role, with a pool of `pool` connections when serving."""
    found = parameters(APP)
    options = {**found["OPTIONS"], "application_name": "hemu"}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 20}
    return {
        **found,
        "ENGINE": "config.backend",
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 0,
        "ATOMIC_REQUESTS": False,
        "TEST": {"NAME": env.text("HEMU_TEST_DATABASE", default="test_hemu")},
    }


def ensure_running() -> None:
    """Start the embedded server unless it runs; nothing to do for an outside one."""
    if is_embedded():
        cluster().ensure_running()
