"""What can be taken away of warning notices and key disputes as a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.sheets import writing
from hemu.loop.assessment.models import WarnedUnit, WarningNotice
from hemu.orgs.actor import Actor


def moment(given: datetime | None) -> str:
    """「2026-11-30 14:30」 on a Chinese clock; empty for none."""
    return f"{clock.local(given):%Y-%m-%d %H:%M}" if given else ""


def written(title: str, heads: Sequence[str], lines: Sequence[Sequence[object]], *, by: Actor) -> bytes:
    """One sheet: heads, lines of text, and below them who took it out when."""
    out = io.BytesIO()
    with writing.book(out) as book:
        sheet = book.add_worksheet(title)
        writing.heads(book, sheet, heads)
        for number, cells in enumerate(lines, 1):
            sheet.write_row(number, 0, [writing.harmless(str(cell)) for cell in cells])
        taken = _("%(unit)s %(name)s 于 %(when)s 导出") % {
            "unit": by.unit_name,
            "name": by.name,
            "when": moment(clock.now()),
        }
        sheet.write_string(len(lines) + 2, 0, taken)
    return out.getvalue()


def warnings(rows: Sequence[WarningNotice], units: Mapping[int, Sequence[WarnedUnit]], *, by: Actor) -> bytes:
    """A line for each unit that was warned."""
    heads = (
        _("编号"), _("标题"), _("发出单位"), _("发出时间"), _("被提示单位"), _("状态"), _("时限"),
        _("超期时间"),
        _("签收人"), _("签收时间"), _("反馈人"), _("反馈时间"), _("反馈情况"), _("退回次数"),
    )  # fmt: skip
    lines = [
        (
            row.number, row.subject, row.unit_name, moment(row.made_at), unit.unit_name,
            unit.get_stage_display(), moment(unit.due_at), moment(unit.late_at), unit.received_by,
            moment(unit.received_at), unit.answered_by, moment(unit.answered_at), unit.answer, unit.returns,
        )
        for row in rows
        for unit in units[row.id]
    ]  # fmt: skip
    return written(_("预警提示单"), heads, lines, by=by)
