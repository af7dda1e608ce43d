"""The last page of a backup: what is in it, and a seal over that."""

from __future__ import annotations

import hashlib
import hmac
import json
import tarfile
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection

from hemu.cli.main import CommandFailed
from hemu.jobs.installation import key_check
from hemu.kernel import crypto

NAME = "manifest.json"
FORMAT = 1
LEFT_OUT = frozenset({"django_session"})
"""Tables whose rows a backup leaves out: whoever was signed in then isn't after a restore."""


@dataclass
class Table:
    """Rows and columns of one table, as they stand in ``tables/NAME.copy.gz``."""

    columns: list[str]
    rows: int


@dataclass
class Manifest:
    """What the backup holds. `members` maps the path of each part to its SHA-256 (hexadecimal)."""

    made_at: str
    version: str
    key_check: str
    format: int = FORMAT
    migrations: list[list[str]] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)

    def seal(self) -> str:
        """Keyed with the installation's key: who hasn't it can't change a backup unseen."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return crypto.keyed_hash(text, purpose="backup").hex()

    def to_json(self) -> bytes:
        """The page itself, sealed."""
        return json.dumps({**asdict(self), "seal": self.seal()}, ensure_ascii=False, indent=1).encode()


def read(archive: tarfile.TarFile) -> tuple[Manifest, bool]:
    """The manifest of an opened backup, and whether its seal is whole. Raises CommandFailed."""
    try:
        member = archive.extractfile(NAME)
        stored: dict[str, Any] = json.loads(member.read()) if member else {}
        seal = str(stored.pop("seal"))
        stored["tables"] = {name: Table(**table) for name, table in stored["tables"].items()}
        found = Manifest(**stored)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise CommandFailed("this file isn't one of our backups, or it was cut short") from None
    if found.format != FORMAT:
        raise CommandFailed(f"the backup has format {found.format}, and this version reads {FORMAT}")
    if not hmac.compare_digest(bytes.fromhex(found.key_check), key_check()):
        raise CommandFailed(
            "the backup was made with another field key: put that installation's keys in place first"
        )
    return found, hmac.compare_digest(seal, found.seal())


def digest(stream: Any) -> str:
    """SHA-256 of all that is left in `stream`, hexadecimal."""
    return hashlib.file_digest(stream, "sha256").hexdigest()


def table_columns() -> dict[str, list[str]]:
    """Each table of the public schema with its columns that are stored as given, in order."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
            " AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''"
            " ORDER BY c.relname, a.attnum"
        )
        for table, column in cursor.fetchall():
            found.setdefault(table, []).append(column)
    return found
