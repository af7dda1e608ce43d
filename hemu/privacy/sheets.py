"""The log of openings as a spreadsheet: what is seen, names masked."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.sheets import writing
from hemu.orgs.actor import Actor
from hemu.privacy.models import OpenedField, Opening, Purpose, Way
from hemu.privacy.queries import refs
from hemu.privacy.showing import post_label

MOST_ROWS = 10_000


def workbook(rows: Iterable[Opening], *, by: Actor) -> bytes:
    """An .xlsx of the log, of at most MOST_ROWS rows; the last line says whose it is."""
    chosen = list(rows)[:MOST_ROWS]
    numbers = refs(chosen)
    out = BytesIO()
    book = writing.book(out)
    sheet = book.add_worksheet(_("查看记录"))
    heads = (
        _("时间"), _("查看人"), _("岗位"), _("单位"), _("纠纷编号"), _("当事人"), _("内容"), _("用途"),
        _("说明"), _("方式"),
    )  # fmt: skip
    writing.heads(book, sheet, heads)
    for number, row in enumerate(chosen, start=1):
        for column, text in enumerate(_cells(row, numbers)):
            sheet.write_string(number, column, writing.harmless(text))
    said = _("%(unit)s %(name)s 导出于 %(when)s，姓名已遮盖。") % {
        "unit": by.unit_name, "name": by.name, "when": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
    }  # fmt: skip
    sheet.write_string(len(chosen) + 2, 0, said)
    book.close()
    return out.getvalue()


def _cells(row: Opening, numbers: dict[int, str]) -> list[str]:
    return [
        f"{clock.local(row.at):%Y-%m-%d %H:%M}",
        row.person_name,
        post_label(row.role),
        row.unit_name,
        numbers.get(row.dispute_id, ""),
        row.party_label,
        str(OpenedField(row.field).label),
        str(Purpose(row.purpose).label),
        row.note,
        str(Way(row.way).label),
    ]
