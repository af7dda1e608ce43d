"""Fills a Word file in from a record, and sets it as PDF."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
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
    except UndefinedError as error:
        raise BadTemplate(_unknown(str(error), values)) from error
    except TemplateSyntaxError as error:
        told = _("花括号里的写法不对（%(what)s）：每个 {{ 要有 }}，每个 {%%p for … %%} 要有 {%%p endfor %%}")
        raise BadTemplate(told % {"what": error.message}) from error
    except (TemplateError, OpcError, BadZipFile, ValueError, KeyError, OSError) as error:
        raise BadTemplate(str(error)) from error
    return out.getvalue()


def _unknown(told: str, values: Mapping[str, Any]) -> str:
    """In the office's words, which name isn't known, with the known one that is most like it."""
    quoted = re.findall(r"'([^']*)'", told)
    if not quoted:
        return told
    name = quoted[-1] if "attribute" in told else quoted[0]
    inner = {
        key
        for value in values.values()
        if isinstance(value, list)
        for row in value[:1]
        if isinstance(row, Mapping)
        for key in row
    }
    near = get_close_matches(name, [*values, *inner], n=1)
    said = _("写了“%(name)s”，这份文书没有这个内容") % {"name": name}
    return said + (_("，是不是“%(near)s”") % {"near": near[0]} if near else "")


def as_pdf(word: bytes) -> bytes:
    """A filled Word file as PDF."""
    return pdf.typeset(_SHEET, read(word))
