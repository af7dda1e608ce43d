"""The register of volumes as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import gettext as _

from hemu.documents.volumes.models import RETENTION, Volume
from hemu.kernel import clock
from hemu.kernel.sheets import writing
from hemu.rulebook import codes


def register_sheet(volumes: Iterable[Volume]) -> bytes:
    """An .xlsx with a line for each."""
    out = BytesIO()
    with writing.book(out, constant_memory=True) as book:
        sheet = book.add_worksheet(_("卷宗登记簿"))
        writing.heads(book, sheet, [
            _("卷号"), _("卷名"), _("立卷单位"), _("人民调解员"), _("保管期限"), _("页数"), _("版次"),
            _("缺少的文书"), _("立卷人"), _("立卷日期"), _("校验值（SHA-256）"),
        ])  # fmt: skip
        for number, row in enumerate(volumes, start=1):
            cells = (
                row.number, row.title, row.unit_name, row.mediators, codes.label(RETENTION, row.retention),
                str(row.pages), str(row.edition), "、".join(row.missing), row.filed_by,
                f"{clock.local(row.made_at):%Y-%m-%d}", row.stored,
            )  # fmt: skip
            sheet.write_row(number, 0, [writing.harmless(cell) for cell in cells])
    return out.getvalue()
