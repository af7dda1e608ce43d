"""The table of a figures page as .xlsx and .csv, numbers as numbers."""

from __future__ import annotations

import csv
import io

import xlsxwriter
from django.utils.translation import gettext as _

from hemu.command.asked import Asked, in_words
from hemu.command.table import Line, Table
from hemu.kernel import clock
from hemu.kernel.places import show_code
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region

BOM = "\ufeff"
"""Without it Excel takes a Chinese .csv for another encoding."""


def head(table: Table) -> list[str]:
    """The names of the columns."""
    rate = [_("化解率")] if table.with_rate else []
    return [_("区划代码"), _("地区"), *(column.label for column in table.columns), *rate]


def _values(line: Line, *, total: bool = False) -> list[str | float]:
    code = show_code(line.region.code) if line.region and not total else ""
    numbers = [round(cell.value, 4) if cell.value >= 0 else 0 for cell in line.cells]
    return [code, _("合计") if total else line.name, *numbers]


def as_csv(table: Table) -> str:
    """Comma-separated, with the total as the last row."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head(table))
    writer.writerows([*(_values(line) for line in table.lines), _values(table.total, total=True)])
    return BOM + out.getvalue()


def as_workbook(region: Region, asked: Asked, table: Table, *, by: Actor) -> bytes:
    """One sheet: a title, the table, and who took it out when."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("数据"))
    bold = book.add_format({"bold": True})
    title = book.add_format({"bold": True, "font_size": 14})
    number, rate = book.add_format({"num_format": "#,##0"}), book.add_format({"num_format": "0.0%"})
    sheet.write_string(0, 0, f"{region.full_name} {in_words(asked.period)}", title)
    sheet.write_row(2, 0, head(table), bold)
    lines = [*(_values(line) for line in table.lines), _values(table.total, total=True)]
    for row, values in enumerate(lines, start=3):
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                is_rate = table.with_rate and column == len(values) - 1
                sheet.write_number(row, column, value, rate if is_rate else number)
    taken = _("%(unit)s %(name)s 于 %(when)s 导出") % {
        "unit": by.unit_name,
        "name": by.name,
        "when": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
    }
    sheet.write_string(len(lines) + 4, 0, taken)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, len(head(table)), 12)
    sheet.freeze_panes(3, 2)
    book.close()
    return out.getvalue()
