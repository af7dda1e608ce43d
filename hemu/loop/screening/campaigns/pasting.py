"""Targets as people paste them from a sheet: one a line, columns by tab or comma; pure but for the tree."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO

from django.utils.translation import gettext as _

from hemu.loop.screening.campaigns import entries
from hemu.loop.screening.campaigns.actions import NewTarget
from hemu.loop.screening.campaigns.models import Campaign, TargetKind
from hemu.loop.screening.campaigns.queries import seen_spans
from hemu.orgs.actor import Actor
from hemu.orgs.models import Level
from hemu.orgs.queries import region_named, search_regions

COLUMNS = ("类别", "名称", "村或网格", "详细地点", "纬度", "经度")
MOST_LINES = 2000
_LATITUDE, _LONGITUDE = 4, 5
_WORDS = {
    "工地": TargetKind.BUILDING_SITE,
    "矿": TargetKind.MINE,
    "边界": TargetKind.BOUNDARY,
    "地界": TargetKind.BOUNDARY,
    "村组": TargetKind.VILLAGE,
    "多发": TargetKind.VILLAGE,
    "户": TargetKind.HOUSEHOLD,
    "场所": TargetKind.PLACE,
    "其他": TargetKind.OTHER,
}


@dataclass(frozen=True, slots=True)
class Read:
    """One line as it was understood: a target, or what is wrong with it."""

    number: int
    text: str
    target: NewTarget | None = None
    wrong: str = ""


def read(text: str, campaign: Campaign, by: Actor) -> list[Read]:
    """Every line that holds something, in order; heads are passed over."""
    delimiter = "\t" if "\t" in text else ","
    tidy = text.replace("，", ",") if delimiter == "," else text
    rows = [
        (number, [cell.strip() for cell in row])
        for number, row in enumerate(csv.reader(StringIO(tidy), delimiter=delimiter), 1)
        if any(cell.strip() for cell in row)
    ][:MOST_LINES]
    named: dict[str, int | str] = {}
    words = entries.by_words()
    return [_one(number, cells, campaign, by, named, words) for number, cells in rows if "名称" not in cells]


def _one(
    number: int,
    cells: list[str],
    campaign: Campaign,
    by: Actor,
    named: dict[str, int | str],
    words: dict[str, str],
) -> Read:
    text = " ".join(cells)
    kind_word, name, where, place, *position = [*cells, "", "", "", "", "", ""][:6]
    if not name:
        return Read(number, text, wrong=_("没有名称。"))
    entry = words.get(kind_word, "")
    kind = _kind(kind_word) or (TargetKind.PLACE if entry else None)
    if kind is None:
        return Read(number, text, wrong=_("认不出类别“%(word)s”。") % {"word": kind_word})
    if where not in named:
        named[where] = _region(where, campaign, by)
    region = named[where]
    if isinstance(region, str):
        return Read(number, text, wrong=region)
    try:
        latitude, longitude = _position(position)
    except ValueError:
        return Read(number, text, wrong=_("经纬度不对：纬度在前，经度在后，都用小数。"))
    return Read(number, text, NewTarget(kind, name, region, place, entry, latitude, longitude))


def _kind(word: str) -> TargetKind | None:
    exact = next((kind for kind in TargetKind if str(kind.label) == word), None)
    return exact or next((kind for part, kind in _WORDS.items() if part in word), None)


def _region(where: str, campaign: Campaign, by: Actor) -> int | str:
    """The code of the one place that is meant, or what is wrong."""
    if not where:
        return _("没有写村或网格。")
    inside = search_regions(
        seen_spans(campaign, by), where, levels=(Level.TOWNSHIP, Level.VILLAGE, Level.GRID)
    )
    found = list((inside if where.isdigit() else region_named(inside, where))[:2])
    if where.isdigit():
        found = [region for region in found if region.shown_code == where]
    if not found:
        return _("行动范围里没有“%(where)s”，或不归您管。") % {"where": where}
    if len(found) > 1:
        return _("有几个“%(where)s”，请写上乡镇或用区划代码。") % {"where": where}
    return int(found[0].code)


def _position(cells: list[str]) -> tuple[float | None, float | None]:
    """(latitude, longitude) in degrees; raises ValueError."""
    if not any(cells):
        return None, None
    latitude, longitude = (float(cell) for cell in cells)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("outside the globe")
    return latitude, longitude
