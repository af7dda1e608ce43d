"""Typed readers of ``HEMU_*`` environment variables.

Every variable that the product knows is listed in :data:`KNOWN`; a name that isn't there, or a value
that can't be read, is an error at start, because a mistyped setting that is silently ignored is found
out months later.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The folder of the source tree."""

KNOWN: dict[str, str] = {
    "HEMU_HOME": "folder of the database, files and keys; default: var/ in the source tree",
    "HEMU_DEBUG": "1 shows errors in full on pages; never on a server that others reach",
    "HEMU_SECRET_KEY": "key for sessions and forms; default: made once under HEMU_HOME/keys",
    "HEMU_FIELD_KEY": "64 hexadecimal digits: the key of sealed fields; default: made once",
    "HEMU_ALLOWED_HOSTS": "names that the site answers to, separated by commas",
    "HEMU_HTTPS": "1 when a proxy in front speaks TLS: secure cookies, redirects, HSTS",
    "HEMU_PUBLIC_URL": "https://… where villagers reach the site, for posters; default: as the office does",
    "HEMU_TRUSTED_ORIGINS": "origins (https://…) whose forms are trusted, separated by commas",
    "HEMU_REQUIRE_SECOND_FACTOR": "0 lets posts above the township sign in with a password alone",
    "HEMU_OIDC_ISSUER": "address of an OpenID Connect identity service to sign in through; default: none",
    "HEMU_OIDC_CLIENT_ID": "this installation's name at the identity service",
    "HEMU_OIDC_CLIENT_SECRET": "this installation's secret at the identity service",
    "HEMU_OIDC_NAME": "what the sign-in button calls the identity service",
    "HEMU_OIDC_USERNAME_CLAIM": "the claim that names the account here; default: preferred_username",
    "HEMU_INNER_GATEWAYS": "inner addresses or networks that messages may go to, by commas; default: none",
    "HEMU_DATABASE_URL": "postgresql://… of the application's role; default: embedded PostgreSQL",
    "HEMU_OWNER_DATABASE_URL": "postgresql://… of the role that owns the tables (migrations, backup)",
    "HEMU_TEST_DATABASE": "name of the tests' database; default: test_hemu",
    "HEMU_POSTGRES_USER": "system user that the embedded PostgreSQL runs as under root; default: nobody",
    "HEMU_POSTGRES_HOME": "folder of the embedded PostgreSQL; default: HEMU_HOME/postgres",
    "HEMU_POOL_SIZE": "database connections that a process keeps ready; `hemu serve` sets it; default: none",
    "HEMU_ARCHIVE_AFTER_DAYS": "days from closing a dispute until its volume is made by itself; default: 3",
    "HEMU_ARCHIVE_RETENTION": "code of how long such a volume is kept (list 卷宗保管期限); default: 2",
    "HEMU_BROWSER": "path of the Chromium that the browser tests drive; default: looked for",
    "HEMU_LOG_LEVEL": "debug, info, warning or error; default: info",
    "HEMU_LOG_JSON": "1 writes logs as JSON lines",
}

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


class BadEnvironment(ValueError):
    """A ``HEMU_*`` variable is unknown or its value can't be read."""


def check_names() -> None:
    """Refuse any ``HEMU_*`` variable that nothing reads; raises BadEnvironment with the nearest name."""
    for name in sorted(os.environ):
        if name.startswith("HEMU_") and name not in KNOWN:
            near = difflib.get_close_matches(name, KNOWN, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise BadEnvironment(f"unknown environment variable {name}{hint}")


def _read(name: str) -> str | None:
    if name not in KNOWN:
        raise BadEnvironment(f"{name} isn't declared in config/env.py")
    return os.environ.get(name) or None


def text(name: str, *, default: str = "") -> str:
    """The value as it stands."""
    value = _read(name)
    return default if value is None else value


def flag(name: str, *, default: bool) -> bool:
    """1, true, yes, on; or 0, false, no, off."""
    value = _read(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise BadEnvironment(f"{name} must be 1 or 0, not {value!r}")


def number(name: str, *, default: int, least: int = 0, most: int = 2**31) -> int:
    """A whole number between `least` and `most`."""
    value = _read(name)
    if value is None:
        return default
    try:
        found = int(value)
    except ValueError:
        raise BadEnvironment(f"{name} must be a whole number, not {value!r}") from None
    if not least <= found <= most:
        raise BadEnvironment(f"{name} must lie between {least} and {most}, not {found}")
    return found


def words(name: str, *, default: list[str]) -> list[str]:
    """Words separated by commas."""
    value = _read(name)
    return list(default) if value is None else [word.strip() for word in value.split(",") if word.strip()]


def networks(name: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Addresses and networks (10.2.3.4, 10.2.0.0/16, fd00::/8) separated by commas."""
    found = []
    for word in words(name, default=[]):
        try:
            found.append(ipaddress.ip_network(word))
        except ValueError as error:
            raise BadEnvironment(f"{name}: {error}") from None
    return found


def choice(name: str, *, options: tuple[str, ...], default: str) -> str:
    """One of `options`."""
    value = text(name, default=default)
    if value not in options:
        raise BadEnvironment(f"{name} must be one of {', '.join(options)}, not {value!r}")
    return value


def home() -> Path:
    """The folder that holds the database, files and keys, absolute."""
    check_names()
    return Path(text("HEMU_HOME", default=str(ROOT / "var"))).expanduser().absolute()


def path(value: str) -> Path:
    """A folder as an absolute path."""
    return Path(value).expanduser().absolute()
