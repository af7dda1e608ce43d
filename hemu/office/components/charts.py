"""A chart is data in the page, drawn by web/charts.ts, with the same numbers as a table under it.

Data by kind (numbers are plain ints or floats; `link` opens the records behind a number):

``bar`` ``stacked`` ``line``
    ``{"categories": [str], "series": [{"name": str, "values": [n], "colour": str}], "links": [str]}``
``donut``
    ``{"items": [{"name": str, "value": n, "colour": str, "link": str}]}``
``map``
    ``{"geo": url or "", "items": [{"code": 12 digits, "name": str, "value": n, "link": str}], "unit": str}``;
    without outlines the items are drawn as equal tiles and the page says so.
``graph``
    ``{"nodes": [{"id": str, "name": str, "colour": str, "link": str, "here": bool}],
    "edges": [{"source": id, "target": id, "name": str}]}``; with ``x`` and ``y`` (0 to 100) they stay

``interval``
    ``{"items": [{"name": str, "value": n, "low": n, "high": n, "link": str}], "unit": str}``: a dot with
    what it could as well be, as a line; 0 to 100

`colour` is one of red, orange, blue, none (the rating), bamboo, moss, straw, clay, slate; left out,
the palette's own order is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

KINDS = frozenset({"bar", "stacked", "line", "donut", "map", "graph", "interval"})


@dataclass(frozen=True, slots=True)
class Numbers:
    """The chart's numbers as a table: first column names, the others numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[Any, ...]], ...]
    """(name, link, values) a row."""


def numbers(kind: str, data: Mapping[str, Any]) -> Numbers:
    """The table that says what the chart shows. Raises ValueError for an unknown kind."""
    if kind not in KINDS:
        raise ValueError(f"unknown chart {kind!r}: one of {sorted(KINDS)}")
    if kind == "graph":
        names = {node["id"]: node["name"] for node in data["nodes"]}
        edges = data["edges"]
        return Numbers(
            (),
            tuple((f"{names[e['source']]} → {names[e['target']]}", "", (e.get("name", ""),)) for e in edges),
        )
    if kind == "interval":
        head = (_("比例"), _("下限"), _("上限"))
        rows = ((i["name"], i.get("link", ""), (i["value"], i["low"], i["high"])) for i in data["items"])
        return Numbers(head, tuple(rows))
    if kind in ("donut", "map"):
        return Numbers((), tuple((i["name"], i.get("link", ""), (i["value"],)) for i in data["items"]))
    return _by_category(data["categories"], data["series"], data.get("links", ()))


def _by_category(
    categories: Sequence[str], series: Sequence[Mapping[str, Any]], links: Sequence[str]
) -> Numbers:
    rows = []
    for n, name in enumerate(categories):
        link = links[n] if n < len(links) else ""
        rows.append((name, link, tuple(one["values"][n] for one in series)))
    return Numbers(tuple(one["name"] for one in series), tuple(rows))
