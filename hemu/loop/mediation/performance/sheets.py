"""What is owed, as a workbook: what the list shows."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.sheets import writing
from hemu.loop.mediation.performance.queries import Line
from hemu.orgs.actor import Actor
from hemu.privacy.masks import mask_name


def workbook(lines: Sequence[Line], *, by: Actor) -> bytes:
    """An .xlsx of the list; names are masked, the last line says whose it is."""
    out = io.BytesIO()
    heads = [
        _("纠纷编号"), _("纠纷名称"), _("履行人"), _("履行内容"), _("金额（元）"), _("已履行（元）"),
        _("期限"), _("逾期天数"), _("督促次数"), _("履行情况"), _("主办单位"),
    ]  # fmt: skip
    with writing.book(out) as book:
        sheet = book.add_worksheet(_("协议履行"))
        writing.heads(book, sheet, heads)
        for at, line in enumerate(lines, 1):
            for column, cell in enumerate(_cells(line)):
                if isinstance(cell, str):
                    sheet.write_string(at, column, writing.harmless(cell))
                else:
                    sheet.write_number(at, column, cell)
        taken = _("%(unit)s %(name)s 于 %(when)s 导出，姓名已遮盖。") % {
            "unit": by.unit_name,
            "name": by.name,
            "when": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
        }
        sheet.write_string(len(lines) + 2, 0, taken)
    return out.getvalue()


def _cells(line: Line) -> list[str | float]:
    promise = line.promise
    return [
        line.dispute.ref,
        line.dispute.title,
        mask_name(promise.party_name),
        promise.what,
        float(promise.amount) if promise.amount is not None else "",
        float(line.paid),
        promise.due_on.isoformat(),
        line.late,
        line.urged,
        str(promise.get_state_display()),
        line.dispute.lead_unit_name,
    ]
