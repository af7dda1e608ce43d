"""Brings the rows of a sheet in, by the same acts as the pages; the preview does it all and takes it back.

A row that is there already changes nothing, so a sheet can be sent twice, or corrected and sent again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel.errors import Refused
from hemu.kernel.places import Span, parse_code
from hemu.kernel.wording import labelled
from hemu.orgs import queries
from hemu.orgs.actions import grids as grid_acts
from hemu.orgs.actions import people as people_acts
from hemu.orgs.actions import units as unit_acts
from hemu.orgs.actor import Actor
from hemu.orgs.models import CommitteeKind, Level, Person, Post, Region, Role, SheetKind, Unit, UnitKind
from hemu.orgs.models.people import phone_hash
from hemu.orgs.names import clean_phone
from hemu.orgs.permissions import Permission
from hemu.orgs.sheets.columns import CHINESE, COLUMNS, as_labelled
from hemu.orgs.sheets.reading import SheetRow

MASK = "*"
"""A phone with this in it comes from our own export, which hides the middle: it says nothing."""
_WORDS = re.compile(r"[、,，;；\s]+")


class Verdict(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class RowResult:
    """One row and what became of it; `problem` names the column and what is wrong with it."""

    number: int
    verdict: Verdict
    problem: str = ""


@dataclass(slots=True)
class Outcome:
    """What became of every row of a sheet."""

    results: list[RowResult] = field(default_factory=list)

    def count(self, *verdicts: Verdict) -> int:
        """How many rows have one of `verdicts`."""
        return sum(result.verdict in verdicts for result in self.results)

    @property
    def wrong(self) -> list[RowResult]:
        """The rows that can't come in."""
        return [result for result in self.results if result.verdict == Verdict.WRONG]


class _TakenBack(Exception):
    """Ends a preview's transaction."""


def preview(kind: SheetKind, rows: Sequence[SheetRow], *, by: Actor) -> Outcome:
    """What importing `rows` would do. Nothing is kept."""
    found = Outcome()
    try:
        with transaction.atomic():
            found = _bring_in(kind, rows, by)
            raise _TakenBack
    except _TakenBack:
        return found


@transaction.atomic
def bring_in(kind: SheetKind, rows: Sequence[SheetRow], *, by: Actor, good_only: bool) -> Outcome:
    """Import `rows`: every one, or with `good_only` those without a fault. Refused when one has a fault."""
    found = _bring_in(kind, rows, by)
    if found.wrong and not good_only:
        first = found.wrong[0]
        raise Refused(_("第 %(n)s 行：%(problem)s") % {"n": first.number, "problem": first.problem})
    return found


def _bring_in(kind: SheetKind, rows: Sequence[SheetRow], by: Actor) -> Outcome:
    by.require(Permission.MANAGE_ORGS)
    one: Callable[[dict[str, str], Actor], Verdict] = {
        SheetKind.UNITS: _unit,
        SheetKind.PEOPLE: _person,
        SheetKind.GRIDS: _grid,
    }[kind]
    labels = {column.key: column.label for column in COLUMNS[kind]}
    outcome = Outcome()
    for row in rows:
        try:
            with transaction.atomic():
                for column in COLUMNS[kind]:
                    if column.required and not row.values.get(column.key):
                        raise Refused(_("没有填写。"), field=column.key)
                verdict = one(row.values, by)
            outcome.results.append(RowResult(row.number, verdict))
        except Refused as refused:
            where = labels.get(refused.field, "")
            problem = labelled(where, refused) if where else str(refused)
            outcome.results.append(RowResult(row.number, Verdict.WRONG, problem))
    return outcome


def _unit(values: dict[str, str], by: Actor) -> Verdict:
    region = _region(values["region"], by, "region")
    kind = _choice(UnitKind, values["kind"], "kind")
    twins = Unit.objects.active().filter(region=region, kind=kind, name=values["name"])
    there = twins.select_related("parent").first()
    committee = values.get("committee_kind", "")
    data = unit_acts.UnitData(
        name=values["name"],
        kind=kind,
        region=region,
        committee_kind=_choice(CommitteeKind, committee, "committee_kind") if committee else None,
        parent=_parent(values.get("parent", ""), there, by),
        phone=values.get("phone", ""),
        address=values.get("address", ""),
    )
    if there is None:
        unit_acts.create_unit(data, by=by, areas=_areas(values.get("areas", ""), by))
        return Verdict.NEW
    changed = any(
        given and given != kept
        for given, kept in (
            (data.phone, there.phone),
            (data.address, there.address),
            (data.parent, there.parent),
            (data.committee_kind, there.committee_kind),
        )
    )
    if not changed:
        return Verdict.SAME
    unit_acts.amend_unit(there, _filled_up(data, there), by=by)
    return Verdict.CHANGED


def _parent(name: str, there: Unit | None, by: Actor) -> Unit | None:
    """The unit above; the one that is there already may lie outside what `by` manages."""
    if there is not None and there.parent is not None and there.parent.name == name:
        return there.parent
    return _unit_named(name, by, "parent") if name else None


def _filled_up(data: unit_acts.UnitData, there: Unit) -> unit_acts.UnitData:
    """An empty cell leaves what is known."""
    return unit_acts.UnitData(
        name=data.name,
        kind=data.kind,
        region=data.region,
        committee_kind=data.committee_kind or there.committee_kind,
        parent=data.parent or there.parent,
        phone=data.phone or there.phone,
        address=data.address or there.address,
    )


def _areas(text: str, by: Actor) -> list[Span]:
    return [_region(word, by, "areas").span for word in _words(text)]


def _person(values: dict[str, str], by: Actor) -> Verdict:
    if MASK in values.get("phone", ""):
        values = {**values, "phone": ""}
    unit = _unit_named(values["unit"], by, "unit")
    role = _choice(Role, values["role"], "role")
    area = _region(values["area"], by, "area").span if values.get("area") else None
    post = people_acts.PostData(unit=unit, role=role, title=values.get("title", ""), area=area)
    there = _known(values, unit)
    if there is None:
        data = people_acts.PersonData(
            name=values["name"],
            username=values.get("username", ""),
            phone=values.get("phone", ""),
            staff_number=values.get("staff_number", ""),
            languages=_words(values.get("languages", "")),
            skills=_words(values.get("skills", "")),
        )
        people_acts.create_person(data, post, by=by)
        return Verdict.NEW
    lo, hi = (area.lo, area.hi) if area else (None, None)
    held = Post.objects.current().filter(person=there, unit=unit, role=role, lo=lo, hi=hi)
    if held.exists():
        return Verdict.SAME
    people_acts.give_post(there, post, by=by)
    return Verdict.CHANGED


def _grid(values: dict[str, str], by: Actor) -> Verdict:
    village = _region(values["village"], by, "village")
    number = values.get("number", "")
    if number and not (number.isascii() and number.isdigit()):
        raise Refused(_("网格编号须为 1 至 999，且从未用过。"), field="number")
    there = Region.objects.current().filter(parent=village, level=Level.GRID, name=values["name"]).first()
    if there is not None and (not number or there.code == village.code + int(number)):
        return Verdict.SAME
    grid_acts.create_grid(village, values["name"], number=int(number) if number else None, by=by)
    return Verdict.NEW


def _known(values: dict[str, str], unit: Unit) -> Person | None:
    """The same person: by user name or staff number, else name and phone, else name in the same unit."""
    name, number, phone = values["name"], values.get("staff_number", ""), clean_phone(values.get("phone", ""))
    if username := values.get("username", ""):
        there = Person.objects.filter(username=username, name=name).first()
        if there is not None:
            return there
    if number:
        there = Person.objects.filter(staff_number=number).first()
        if there is not None and there.name != name:
            raise Refused(_("这个工号属于另一个人。"), field="staff_number")
        if there is not None:
            return there
    if phone:
        return Person.objects.filter(name=name, phone_hash=phone_hash(phone)).first()
    if number:
        return None
    inside = Post.objects.current().filter(unit=unit).values("person")
    return Person.objects.filter(name=name, pk__in=inside).first()


def _choice(kinds: type[UnitKind] | type[CommitteeKind] | type[Role], text: str, column: str) -> int:
    words = {word: number for number, word in CHINESE[kinds].items()}
    found = words.get(as_labelled(text))
    if found is None:
        raise Refused(_("“%(text)s”不在可选范围内。") % {"text": text}, field=column)
    return int(found)


def _region(text: str, by: Actor, column: str) -> Region:
    inside = queries.search_regions(by.spans, "")
    if text.isascii() and text.isdigit():
        found = list(inside.filter(code=parse_code(text))[:2]) if 2 <= len(text) <= 15 else []
    else:
        found = list(queries.region_named(inside, text)[:2])
    if len(found) != 1:
        told = _("有多个“%(text)s”，请填代码。") if found else _("您的辖区内没有“%(text)s”。")
        raise Refused(told % {"text": text}, field=column)
    return found[0]


def _unit_named(text: str, by: Actor, column: str) -> Unit:
    found = list(queries.managed_units(by).filter(name=text, is_active=True).select_related("region")[:2])
    if len(found) != 1:
        told = _("有多个名为“%(text)s”的单位。") if found else _("您的辖区内没有单位“%(text)s”。")
        raise Refused(told % {"text": text}, field=column)
    return found[0]


def _words(text: str) -> list[str]:
    return [word for word in _WORDS.split(text) if word]
