"""What the register's pages share."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hemu.disputes.forms import put_refusal
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.kernel.sheets.writing import TYPE

ROWS = 40


def tabs(here: str) -> list[Tab]:
    """The four lists of who mediates."""
    every = (
        ("mediators", _("调解员"), "/mediators/"),
        ("committees", _("调解委员会"), "/committees/"),
        ("lawyers", _("律师"), "/lawyers/"),
        ("ties", _("我的利害关系申报"), "/mediators/ties/"),
    )
    return [Tab(word, url, None, key == here) for key, word, url in every]


def number(text: str) -> int:
    """A number from an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def done(form: Any, *given: Any) -> bool:
    """Whether what was typed was valid and the act went through; what was refused stands in the form."""
    if form.is_valid():
        try:
            form.do(*given)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            return True
    return False


def spreadsheet(content: bytes, name: str) -> HttpResponse:
    """A file to keep, never cached."""
    head = {
        "Content-Disposition": f'attachment; filename="{name}-{clock.today():%Y%m%d}.xlsx"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=TYPE, headers=head)
