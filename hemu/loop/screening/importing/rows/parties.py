"""The parties of a record: who stands on which side, with their numbers, over one line or several."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from hemu.disputes.models import PartyKind, Side
from hemu.loop.screening.importing.rows.common import Cells
from hemu.loop.screening.importing.rules import parties as rule
from hemu.loop.screening.importing.rules import people
from hemu.loop.screening.importing.rules.parties import Someone
from hemu.loop.screening.importing.rules.unclear import Unclear

_SEXES = {"男": 1, "女": 2}


class _Row:
    """What one line of the sheet says of parties, by column."""

    def __init__(self, cells: Cells, row: int) -> None:
        self._said = {
            key: [one.text for one in said if one.row == row and not people.is_nothing(one.text)]
            for key, said in cells.record.said.items()
        }

    def text(self, key: str) -> str:
        return "\n".join(self._said.get(key, ()))


def read(cells: Cells) -> tuple[list[dict[str, Any]], int | None]:
    """The parties as the act is given them, and how many people the ledger says there are in all."""
    first: list[Someone] = []
    second: list[Someone] = []
    loose: list[Someone] = []
    people_said: int | None = None
    spare = 0
    for row in cells.record.rows:
        line = _Row(cells, row)
        for key, into in (("first", first), ("second", second)):
            into += _side(cells, line, key)
        if line.text("parties"):
            sides = _sides(cells, line)
            people_said = sides.people or people_said
            spare += sides.spare
            if sides.second and not (first or second or loose):
                first, second, loose = sides.first, sides.second, sides.others
            else:
                loose += sides.all
    if not (first or second or loose or cells.out.problems):
        titled = rule.in_title(cells.record.text("title"))
        if titled is not None:
            first, second, loose = titled.first, titled.second, titled.others
            spare += _numbered(cells, _Row(cells, cells.record.rows[0]), "parties", titled.all)
    return _given(cells, first, second, loose, spare), people_said


def _sides(cells: Cells, line: _Row) -> rule.Sides:
    """Everybody named in the column of all parties."""
    try:
        sides = rule.read(line.text("parties"))
    except Unclear as error:
        cells.wrong("parties", error.code, str(error))
        return rule.Sides()
    sides.spare += _numbered(cells, line, "parties", sides.all)
    return sides


def _side(cells: Cells, line: _Row, key: str) -> list[Someone]:
    """Everybody named in one side's column."""
    text = line.text(key)
    if not text:
        return []
    try:
        named, _people = rule.one_side(text)
    except Unclear as error:
        cells.wrong(key, error.code, str(error))
        return []
    _numbered(cells, line, key, named)
    return named


def _numbered(cells: Cells, line: _Row, key: str, named: list[Someone]) -> int:
    """Give those named on a line what it says of them beside; answers how many telephones nobody took."""
    phones, identities = (
        _each(cells, line, f"{key}_phone", people.phones),
        _each(cells, line, f"{key}_id", people.identities),
    )
    spare = 0
    try:
        spare = rule.give_numbers(named, phones, identities)
    except Unclear as error:
        cells.wrong(f"{key}_id", error.code, str(error))
    if spare:
        told = _("有 %(n)s 个电话对不上人，没有导入；导入后可在当事人处补上。") % {"n": spare}
        cells.remark(f"{key}_phone", "spare_phones", told)
    if named and (address := line.text(f"{key}_address")):
        named[0].address = named[0].address or address[:200]
    sexes = [_SEXES[sign] for sign in line.text(f"{key}_sex") if sign in _SEXES]
    if len(sexes) == len(named):
        for one, sex in zip(named, sexes, strict=True):
            one.sex = one.sex or sex
    return 0


def _each(cells: Cells, line: _Row, key: str, parse: Any) -> list[str]:
    try:
        found: list[str] = parse(line.text(key))
    except Unclear as error:
        cells.wrong(key, error.code, str(error))
        return []
    return found


def _given(
    cells: Cells, first: list[Someone], second: list[Someone], loose: list[Someone], spare: int
) -> list[dict[str, Any]]:
    """Everybody with a side. Of a bare list the first stands for one side and the second for the other."""
    if loose and not first:
        first, loose = loose[:1], loose[1:]
    if loose and not second:
        second, loose = loose[:1], loose[1:]
    if loose:
        told = _("分不清“%(names)s”是哪一方，登记为其他有关人。")
        names = "、".join(one.name for one in loose)[:40]
        cells.remark("parties", "which_side", told % {"names": names})
    if spare:
        told = _("有 %(n)s 个电话对不上人，没有导入；导入后可在当事人处补上。") % {"n": spare}
        cells.remark("parties", "spare_phones", told)
    if not (first or second or loose or cells.out.problems):
        key = next((key for key in ("parties", "first") if key in cells.frame.fields.values()), "parties")
        cells.wrong(key, "required", _("没有当事人。"))
    return [
        *(_party(one, Side.APPLICANT) for one in first),
        *(_party(one, Side.RESPONDENT) for one in second),
        *(_party(one, Side.OTHER) for one in loose),
    ]


def _party(one: Someone, side: Side) -> dict[str, Any]:
    coded = people.is_credit_code(one.identity_number)
    given = {
        "name": one.name,
        "side": int(side),
        "kind": int(PartyKind.ORGANISATION if one.is_organisation or coded else PartyKind.PERSON),
        "sex": one.sex,
        "phone": one.phone,
        "identity_number": one.identity_number,
        "address": one.address,
    }
    return {name: value for name, value in given.items() if value}
