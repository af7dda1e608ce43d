"""Fills a Word file in from a record, and sets it as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from hemu.documents import pdf
from hemu.documents.papers.reading import read

_SHEET = Path(__file__).with_name("paper.typ")


class BadTemplate(ValueError):
    """A Word file can't be filled in: it isn't one, or it names something that the paper doesn't have."""


def fill(template: bytes, values: Mapping[str, Any]) -> bytes:
    """The Word file with the record's values in it. Raises BadTemplate, saying what is wrong.

    An office's own file is filled in inside a sandbox: its braces can read the values, and no more.
    """
    try:
        made = DocxTemplate(BytesIO(template))
        made.render(dict(values), SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
        out = BytesIO()
        made.save(out)
    except (TemplateError, OpcError, BadZipFile, ValueError, KeyError, OSError) as error:
        raise BadTemplate(str(error)) from error
    return out.getvalue()


def as_pdf(word: bytes) -> bytes:
    """A filled Word file as PDF."""
    return pdf.typeset(_SHEET, read(word))
