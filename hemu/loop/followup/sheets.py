"""A list of 访 as a spreadsheet: what is seen, and whose it is."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.sheets import writing
from hemu.orgs.actor import Actor

MOST_ROWS: Final = 10_000


def moment(at: datetime | None) -> str:
    """A moment as a cell says it; empty for none."""
    return f"{clock.local(at):%Y-%m-%d %H:%M}" if at else ""


def response(
    name: str, title: str, heads: Sequence[str], rows: Iterable[Sequence[object]], *, by: Actor
) -> HttpResponse:
    """An .xlsx of one sheet; its last line says who took it out, and when."""
    out = io.BytesIO()
    with writing.book(out) as book:
        sheet = book.add_worksheet(title[:31])
        writing.heads(book, sheet, heads)
        number = 0
        for number, cells in enumerate(rows, start=1):
            sheet.write_row(number, 0, [writing.harmless(str(cell)) for cell in cells])
        said = _("%(unit)s %(name)s 导出于 %(when)s，姓名已遮盖。") % {
            "unit": by.unit_name, "name": by.name, "when": moment(clock.now()),
        }  # fmt: skip
        sheet.write_string(number + 2, 0, said)
    answer = HttpResponse(out.getvalue(), content_type=writing.TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    answer["Cache-Control"] = "no-store"
    return answer
