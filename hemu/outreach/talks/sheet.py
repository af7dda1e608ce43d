"""The list of sessions as a spreadsheet: what is seen, as narrowed."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.orgs.actor import Actor
from hemu.orgs.queries import place_names
from hemu.outreach.talks import queries
from hemu.outreach.talks.models import Talk

MOST_ROWS = 10_000


def workbook(of: queries.Chosen, *, by: Actor) -> bytes:
    """An .xlsx of the sessions, latest first."""
    rows = list(queries.talks(by, of)[:MOST_ROWS])
    names = place_names({row.region for row in rows}, local=True)
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet(_("宣传场次"))
    heads = (
        *(_("名称"), _("形式"), _("主题"), _("对象"), _("地区"), _("地点"), _("主讲人"), _("状态")),
        *(
            _("计划时间"),
            _("举行时间"),
            _("预计人数"),
            _("到场人数"),
            _("发放资料（份）"),
            _("情况"),
            _("单位"),
        ),
    )
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, book.add_format({"bold": True, "bottom": 1}))
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(_cells(row, names[row.region])):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            else:
                sheet.write_string(number, column, cell)
    book.close()
    return out.getvalue()


def _moment(at: datetime | None) -> str:
    return f"{clock.local(at):%Y-%m-%d %H:%M}" if at else ""


def _cells(row: Talk, where: str) -> tuple[str | int, ...]:
    return (
        row.title, str(row.get_kind_display()), str(row.get_subject_display()),
        str(row.get_audience_display()),
        where, row.place, row.speakers, str(row.get_state_display()), _moment(row.planned_at),
        _moment(row.held_at), row.planned_people, "" if row.attendance is None else row.attendance,
        "" if row.handed_out is None else row.handed_out, row.summary, row.unit_name,
    )  # fmt: skip
