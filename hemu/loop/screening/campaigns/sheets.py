"""The list to download: every target, or those that nobody has visited."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.sheets import writing
from hemu.loop.screening.campaigns import entries
from hemu.loop.screening.campaigns.models import Campaign
from hemu.loop.screening.campaigns.queries import Line
from hemu.orgs.actor import Actor
from hemu.orgs.queries import place_names


def workbook(campaign: Campaign, lines: Sequence[Line], *, by: Actor) -> bytes:
    """One sheet: what must be visited, where, and whether it was; who took it out when."""
    out = io.BytesIO()
    names = place_names({line.target.region for line in lines})
    with writing.book(out) as book:
        sheet = book.add_worksheet(_("走访对象"))
        labels = (
            _("类别"),
            _("名称"),
            _("必进场所"),
            _("地点"),
            _("详细地点"),
            _("走访情况"),
            _("走访时间"),
            _("依据"),
        )
        writing.heads(book, sheet, labels)
        for number, line in enumerate(lines, 1):
            sheet.write_row(number, 0, [writing.harmless(cell) for cell in _cells(line, names)])
        taken = _("%(campaign)s（%(since)s 至 %(until)s），%(unit)s %(name)s 于 %(when)s 导出") % {
            "campaign": campaign.name, "since": campaign.since, "until": campaign.until,
            "unit": by.unit_name, "name": by.name, "when": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
        }  # fmt: skip
        sheet.write_string(len(lines) + 2, 0, taken)
    return out.getvalue()


def _cells(line: Line, names: dict[int, str]) -> list[str]:
    row = line.target
    done = [_("未走访"), "", ""]
    if line.reached is not None:
        word = _("已走访") if line.reached.archived else _("待审核")
        done = [word, f"{clock.local(line.reached.at):%Y-%m-%d %H:%M}", line.how]
    entry = entries.label(row.entry) if row.entry else ""
    return [str(row.get_kind_display()), row.name, entry, names[row.region], row.place, *done]
