"""Coverage as workbooks: the table by area, and the lists of what was visited and what wasn't."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.sheets import writing
from hemu.loop.screening.coverage.models import KINDS
from hemu.loop.screening.coverage.queries import Line, Unvisited, Visited
from hemu.orgs.actor import Actor
from hemu.orgs.queries import place_names


def _book(labels: Sequence[str], rows: Sequence[Sequence[Any]], by: Actor) -> bytes:
    out = io.BytesIO()
    with writing.book(out) as book:
        sheet = book.add_worksheet(_("走访覆盖"))
        writing.heads(book, sheet, labels)
        number = book.add_format({"num_format": "#,##0"})
        for at, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(at, column, cell, number)
                else:
                    sheet.write_string(at, column, writing.harmless(cell))
        taken = _("%(unit)s %(name)s 于 %(when)s 导出") % {
            "unit": by.unit_name,
            "name": by.name,
            "when": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
        }
        sheet.write_string(len(rows) + 2, 0, taken)
    return out.getvalue()


def table(lines: Sequence[Line], total: Line, *, by: Actor) -> bytes:
    """The table by area, the total last."""
    labels = [_("地区")]
    for kind in KINDS:
        labels += [f"{kind.label} {word}" for word in (_("登记"), _("已走访"), _("未走访"))]
    labels += [_("登记人口"), _("走访到的人"), _("未走访到的人"), _("走访次数"), _("走访人次")]
    return _book(labels, [*(_cells(line) for line in lines), _cells(total, _("合计"))], by)


def _cells(line: Line, name: str = "") -> list[str | int]:
    cells: list[str | int] = [name or (line.region.name if line.region else _("本级"))]
    for _kind, one in line.ordered:
        cells += [one.registered, one.objects, one.missing]
    homes = line.homes
    return [*cells, homes.people, homes.reached, homes.unreached, line.visits, line.times]


def unvisited(rows: Sequence[Unvisited], *, by: Actor) -> bytes:
    """The places that nobody visited."""
    names = place_names({row.region for row in rows})
    labels = (_("类别"), _("名称"), _("地点"), _("门牌"))
    return _book(labels, [(row.kind_label, row.name, names[row.region], row.place) for row in rows], by)


def visited(rows: Sequence[Visited], *, by: Actor) -> bytes:
    """The places that were visited."""
    names = place_names({row.region for row in rows})
    labels = (_("类别"), _("名称"), _("地点"), _("走访次数"), _("最近走访"))
    cells = [
        (row.kind_label, row.name, names[row.region], row.times, f"{clock.local(row.last):%Y-%m-%d %H:%M}")
        for row in rows
    ]
    return _book(labels, cells, by)
