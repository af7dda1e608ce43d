"""Places of the register as people paste them from a sheet: kind, name, house number, a line each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemu.loop.screening.coverage.actions import NewPlace
from hemu.loop.screening.models import ObjectKind

MOST_LINES = 5000
_KINDS = {
    "出租": ObjectKind.RENTED_HOME,
    "单位": ObjectKind.EMPLOYER,
    "企业": ObjectKind.EMPLOYER,
    "户": ObjectKind.HOUSEHOLD,
}
"""What a word for a kind holds, the more particular first: 出租户 is a rented home."""


@dataclass(frozen=True, slots=True)
class Read:
    """One line: a place, or what is wrong with it."""

    number: int
    text: str
    place: NewPlace | None = None
    wrong: str = ""


def read(text: str, region: int) -> list[Read]:
    """Every line that holds something, its place in `region`. Heads are passed over."""
    found = []
    for number, line in enumerate(text.splitlines()[:MOST_LINES], 1):
        cells = [cell.strip() for cell in line.replace("，", ",").replace(",", "\t").split("\t")]
        if any(cells) and "名称" not in cells:
            found.append(_one(number, cells, region))
    return found


def _one(number: int, cells: list[str], region: int) -> Read:
    word, name, place = [*cells, "", "", ""][:3]
    kind = next((kind for part, kind in _KINDS.items() if part in word), None)
    text = " ".join(cells)
    if kind is None:
        return Read(number, text, wrong=_("第一列要写住户、单位或出租屋。"))
    if not name:
        return Read(number, text, wrong=_("没有名称。"))
    return Read(number, text, NewPlace(region, kind, name[:100], place[:200]))
