"""Secrets: from the environment, or from a file made once that only its owner can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from config import env

RAW_BYTES = 32


def _made_once(path: Path, content: str) -> str:
    """The text of `path`; when there is none, `content`, which is then what everybody reads.

    Two processes that start together agree: the file is written aside and linked into place, and
    the one that comes second reads the first one's.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return path.read_text().strip()


def text(name: str, path: Path) -> str:
    """A secret text: the variable `name`, else the file `path`, made of 50 random bytes when missing."""
    return env.text(name) or _made_once(path, secrets.token_urlsafe(50))


def raw(name: str, path: Path) -> bytes:
    """A 32-byte key, written as 64 hexadecimal digits in the variable `name` or the file `path`.

    Raises BadEnvironment when what is written there isn't such a key.
    """
    written = env.text(name) or _made_once(path, secrets.token_hex(RAW_BYTES))
    try:
        key = bytes.fromhex(written)
    except ValueError:
        key = b""
    if len(key) != RAW_BYTES:
        where = name if env.text(name) else str(path)
        raise env.BadEnvironment(f"{where} must hold {RAW_BYTES * 2} hexadecimal digits")
    return key


def raw_file(path: Path) -> bytes:
    """32 bytes kept only in a file: what protects something on this machine and never moves."""
    return bytes.fromhex(_made_once(path, secrets.token_hex(RAW_BYTES)))
