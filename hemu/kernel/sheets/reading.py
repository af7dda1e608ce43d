"""Reads a spreadsheet that somebody sent: .xlsx, .xls or .csv, known by content, formulas never computed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.kernel.errors import Refused
from hemu.kernel.sheets import child

MOST_BYTES = 50 * 2**20
MOST_UNPACKED = 1024 * 2**20
"""Bytes that an .xlsx may say it holds once unpacked. A sheet of 100,000 long rows has 150 MiB."""
MOST_PARTS = 2000
SECONDS = 180

Cell = str | list[Any]
"""Its text; in a list when a merged cell reaches it: ``[text]`` from above, ``[text, 1]`` from the left."""

_BROKEN = _("打不开这个文件。请用 .xlsx、.xls 或 .csv 格式。")
_PASSWORD = _("这个文件有打开密码。请去掉密码另存一份再上传。")
_WORDS: dict[str, str | Promise] = {
    "broken": _BROKEN,
    "password": _PASSWORD,
    "encoding": _("认不出这个 CSV 文件的编码，请另存为 .xlsx 再上传。"),
    "too_many_rows": _("表格的行数太多，请分成几个文件。"),
    "too_much_text": _("表格里的文字太多，请分成几个文件。"),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a book. A .csv has one without a name."""

    name: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row that says something: its sheet, its number as people see it, its cells."""

    sheet: int
    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Book:
    """An open spreadsheet; `rows` can be walked once, sheet by sheet."""

    sheets: list[Sheet]
    rows: Iterator[Row]


def inspect(content: bytes, *, most_bytes: int = MOST_BYTES) -> str:
    """What the file is by its content: xlsx, xls or csv. Raises Refused (field ``file``) with what to do."""
    if not content.strip():
        raise _refused(_("这个文件是空的，请重新选择。"), "empty")
    if len(content) > most_bytes:
        most = most_bytes // 2**20
        raise _refused(_("文件超过 %(most)s MB，请分成几个文件。") % {"most": most}, "too_large")
    if content.startswith(b"PK\x03\x04"):
        _check_package(content)
        return "xlsx"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _refused(_PASSWORD, "password")
        return "xls"
    try:
        child.decoded(content[:4096] if len(content) < 4096 else _whole_lines(content))
    except child.Unreadable as error:
        raise _refused(_WORDS[str(error)], str(error)) from error
    return "csv"


def _whole_lines(content: bytes) -> bytes:
    """The first lines: a cut in the middle of a character would look like another encoding."""
    cut = content.rfind(b"\n", 0, 65_536)
    return content[: cut + 1] if cut > 0 and content[:2] not in (b"\xff\xfe", b"\xfe\xff") else content


def _check_package(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _refused(_BROKEN, "broken") from error
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise _refused(_BROKEN, "broken")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _refused(_("这个文件解开后太大，不能读取。请另存一份或分成几个文件。"), "bomb")


@contextmanager
def opened(content: bytes, *, most_rows: int) -> Iterator[Book]:
    """The sheets and rows of a file, read by a process of its own within its limits.

    Raises Refused (field ``file``) here or while walking the rows.
    """
    inspect(content)
    command = [sys.executable, "-I", str(Path(child.__file__)), str(most_rows)]
    process = subprocess.Popen(  # noqa: S603  # our own program, no shell
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    ending = threading.Timer(SECONDS, process.kill)
    ending.start()
    try:
        assert process.stdin is not None  # noqa: S101  # asked for above
        assert process.stdout is not None  # noqa: S101  # asked for above
        with suppress(BrokenPipeError):
            process.stdin.write(content)
            process.stdin.close()
        lines = _lines(process.stdout)
        head = next(lines)
        yield Book([Sheet(name, hidden) for name, hidden in head["sheets"]], _rows(lines))
    finally:
        ending.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                pipe.close()  # type: ignore[union-attr]  # both were asked for


def _lines(stream: IO[bytes]) -> Iterator[Any]:
    """What the reader says, up to its last word; Refused when it stopped before that."""
    for line in stream:
        try:
            said = json.loads(line)
        except ValueError:
            break
        if isinstance(said, dict) and "error" in said:
            raise _refused(_WORDS.get(said["error"], _BROKEN), said["error"])
        if isinstance(said, dict) and said.get("end"):
            return
        yield said
    raise _refused(_("读不了这个文件：它太大或已损坏。请另存一份，只留要导入的表。"), "too_heavy")


def _rows(lines: Iterator[Any]) -> Iterator[Row]:
    for sheet, number, cells in lines:
        yield Row(sheet, number, cells)


def _refused(message: str | Promise, code: str) -> Refused:
    return Refused(message, field="file", code=code)
