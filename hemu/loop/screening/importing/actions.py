"""What a person does with a spreadsheet on its way in: send it, lay it out, have it brought in, stop."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hemu.documents.store import store
from hemu.kernel import clock, crypto
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.sheets.reading import inspect
from hemu.loop.screening.importing import chunks, layout
from hemu.loop.screening.importing.fields import FIELDS, field_of
from hemu.loop.screening.importing.models import ENDED, KEPT, WORKING, RowKind, Step, Upload
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission
from hemu.rulebook import codes

LONGEST_NAME = 150
MOST_COUNTIES = 20
"""A post that works in more counties than a prefecture has doesn't keep ledgers."""
MOST_WAITING = 5
"""Uploads of one person that the worker has in hand at a time."""
YEARS = range(1980, 2101)


@dataclass(frozen=True, slots=True)
class Arranged:
    """What a person decided on the page of columns. `head`: first and last row of the first sheet's head.

    `kind_from_text`: rows without a kind take the one that their account speaks for.
    """

    sheets: tuple[int, ...]
    head: tuple[int, int]
    columns: Mapping[str, str]
    region: int | None = None
    kind: int | None = None
    kind_from_text: bool = False
    year: int | None = None
    from_unit: str = ""
    with_ended: bool = False


def upload(kind: RowKind, name: str, content: bytes, *, by: Actor) -> Upload:
    """Take a file in, for the worker to read. Raises Refused (field ``file``) for what is no spreadsheet."""
    by.require(Permission.REGISTER)
    if not by.spans:
        raise Forbidden(_("您的岗位没有管辖区域，不能导入台账。"), code="no_area")
    if len({county for span in by.spans for county in _counties(span)}) > MOST_COUNTIES:
        raise Forbidden(_("请用县级以下的岗位导入。"), code="too_wide")
    inspect(content)
    waiting = Upload.objects.visible_to(by).filter(person_id=by.person_id, step__in=WORKING)
    if waiting.count() >= MOST_WAITING:
        raise Refused(_("您还有 %(n)s 个文件正在处理，请等它们完成。") % {"n": MOST_WAITING}, field="file")
    now = clock.now()
    row = Upload(
        kind=kind,
        county=by.county or 0,
        file_name=_clean(name),
        file_hash=_hash(content),
        size=len(content),
        stored=store().put(crypto.seal_bytes(content)),
        post_id=by.post_id,
        person_id=by.person_id,
        person_name=by.name,
        unit_id=by.unit_id,
        unit_name=by.unit_name,
        made_at=now,
        touched_at=now,
        choices={"language": translation.get_language()},
    )
    row.save(force_insert=True)
    return row


def _counties(span: Any) -> range:
    counties = span.counties
    return range(counties.lo, min(counties.hi, counties.lo + MOST_COUNTIES + 1))


def _hash(content: bytes) -> bytes:
    return crypto.keyed_hash(hashlib.sha256(content).hexdigest(), purpose="imported-file")


def _clean(name: str) -> str:
    stem = PurePath(name.replace("\\", "/")).name
    return "".join(c for c in stem if c.isprintable())[-LONGEST_NAME:] or _("未命名")


def _locked(row: Upload, by: Actor, *steps: Step) -> Upload:
    """One's own upload, locked, at one of these steps. Raises Missing, Forbidden, Conflict."""
    by.require(Permission.REGISTER)
    rows = Upload.objects.visible_to(by).filter(county=row.county, id=row.id).select_for_update()
    found: Upload | None = rows.first()
    if found is None:
        raise Missing(_("没有这次导入。"))
    if found.person_id != by.person_id:
        raise Forbidden(_("只有上传的人可以处理这次导入。"))
    if found.step not in steps:
        raise Conflict(_("这次导入现在是“%(step)s”。") % {"step": Step(found.step).label}, code="moved_on")
    return found


def take_layout(row: Upload, sheets: tuple[int, ...], head: tuple[int, int] | None, *, by: Actor) -> Upload:
    """Choose other sheets, or say where the head is; the columns are guessed anew."""
    with transaction.atomic():
        mine = _locked(row, by, Step.MAPPING, Step.CHECKED)
        _place(mine, sheets, head)
        known = layout.remembered(mine, layout.head_of(mine, sheets[0]).labels)
        mine.mapping = layout.mapped(mine, known)
        mine.step, mine.touched_at = Step.MAPPING, clock.now()
        mine.save()
    return mine


def _place(mine: Upload, sheets: tuple[int, ...], head: tuple[int, int] | None) -> None:
    if not sheets or not all(0 <= sheet < len(mine.sheets) for sheet in sheets):
        raise Refused(_("请选择要导入的工作表。"), field="sheets", code="required")
    placed: dict[str, list[int]] = {}
    if head is not None:
        first, last = head
        if not 1 <= first <= last < first + 5:
            raise Refused(_("表头应当在同一处，最多五行。"), field="head_first", code="head")
        placed[str(sheets[0])] = [first, last]
    mine.layout = {"sheets": list(sheets), "heads": placed}
    if not any(layout.head_of(mine, sheets[0]).labels):
        raise Refused(_("这几行里没有列名，请看着文件填表头所在的行。"), field="head_first", code="head")


def check(row: Upload, arranged: Arranged, *, by: Actor) -> Upload:
    """Say what the columns mean and have every row checked. Nothing is registered by this."""
    kind = RowKind(row.kind)
    columns = {label: key for label, key in arranged.columns.items() if field_of(kind, key)}
    if arranged.region is not None and not by.covers(arranged.region):
        raise Forbidden(_("默认地点不在您的管辖范围内。"), field="region", code="outside_area")
    if arranged.kind is not None and not codes.is_code(codes.KINDS, arranged.kind):
        raise Refused(_("没有这个纠纷类型，请从列表中选择。"), field="kind", code="unknown_kind")
    if arranged.year is not None and arranged.year not in YEARS:
        raise Refused(_("年份不对。"), field="year", code="year")
    with transaction.atomic():
        mine = _locked(row, by, Step.MAPPING, Step.CHECKED)
        _place(mine, arranged.sheets, arranged.head)
        for sheet in arranged.sheets:
            _check_columns(mine, sheet, columns, arranged)
        mine.mapping = columns
        mine.choices = {
            **{name: mine.choices[name] for name in ("language", "kinds", "places") if name in mine.choices},
            "region": arranged.region,
            "kind": arranged.kind,
            "kind_from_text": arranged.kind_from_text,
            "year": arranged.year,
            "from_unit": arranged.from_unit.strip()[:120],
            "with_ended": arranged.with_ended,
        }
        _begin(mine, Step.CHECKING)
    return mine


def _check_columns(mine: Upload, sheet: int, columns: Mapping[str, str], arranged: Arranged) -> None:
    """Hold the columns of one sheet against what a record needs."""
    kind = RowKind(mine.kind)
    taken: dict[str, str] = {}
    for label in layout.head_of(mine, sheet).labels:
        key = columns.get(label, "")
        field = field_of(kind, key)
        if field is None:
            continue
        if not field.many and key in taken:
            told = _("“%(one)s”和“%(two)s”两列都对应了“%(field)s”，只能留一列。")
            said = told % {"one": taken[key], "two": label, "field": field.label}
            raise Refused(said, field="columns", code="twice")
        taken[key] = label
    for field in FIELDS[kind]:
        instead = {"narrative": "title", "from_unit": "from_unit"}.get(field.key, "")
        given = instead in taken or (field.key == "from_unit" and arranged.from_unit.strip())
        if field.needed and field.key not in taken and not given:
            told = _("还没有哪一列对应“%(field)s”。") % {"field": field.label}
            if len(arranged.sheets) > 1:
                told = _("工作表“%(sheet)s”：%(told)s") % {"sheet": mine.sheets[sheet]["name"], "told": told}
            raise Refused(told, field="columns", code="required")


def _begin(mine: Upload, step: Step) -> None:
    mine.step, mine.problem, mine.failures, mine.done = step, "", 0, 0
    mine.touched_at = clock.now()
    mine.save()


def teach(row: Upload, meanings: Mapping[str, Mapping[str, int]], *, by: Actor) -> Upload:
    """Say what words mean that weren't understood (of ``kinds``, of ``places``), and check every row anew."""
    for word, code in meanings.get("kinds", {}).items():
        if not codes.is_code(codes.KINDS, code):
            raise Refused(_("没有这个纠纷类型，请从列表中选择。"), field=word, code="unknown_kind")
    for word, code in meanings.get("places", {}).items():
        if not by.covers(code):
            raise Forbidden(_("这个地点不在您的管辖范围内。"), field=word, code="outside_area")
    with transaction.atomic():
        mine = _locked(row, by, Step.CHECKED)
        for about in ("kinds", "places"):
            learned = {**mine.choices.get(about, {}), **meanings.get(about, {})}
            mine.choices = {**mine.choices, about: learned}
        _begin(mine, Step.CHECKING)
    return mine


def begin(row: Upload, *, whole: bool, by: Actor) -> Upload:
    """Have the checked rows registered: all or none, or only the good ones. It can't be taken back."""
    with transaction.atomic():
        mine = _locked(row, by, Step.CHECKED)
        if not mine.good:
            raise Refused(_("没有可以导入的行。"), code="nothing")
        if whole and mine.wrong:
            told = _("还有 %(n)s 行有误，不能全部导入。请改好后重新上传，或只导入无误的行。")
            raise Refused(told % {"n": mine.wrong}, code="wrong_rows")
        mine.whole = whole
        mine.total = mine.good + mine.same + mine.wrong + mine.ended + mine.skipped
        _begin(mine, Step.IMPORTING)
        layout.remember(mine, layout.head_of(mine, mine.layout["sheets"][0]).labels, by.name, clock.now())
    return mine


def stop(row: Upload, *, by: Actor) -> Upload:
    """Stop bringing in. What is registered stays registered."""
    with transaction.atomic():
        mine = _locked(row, by, Step.IMPORTING)
        if mine.whole:
            raise Conflict(_("“全部导入”要么全进、要么全不进，不能中途停下。"), code="whole")
        mine.step, mine.touched_at, mine.finished_at = Step.STOPPED, clock.now(), clock.now()
        mine.save()
    return mine


def go_on(row: Upload, *, by: Actor) -> Upload:
    """Take up again what was stopped, where it stopped."""
    with transaction.atomic():
        mine = _locked(row, by, Step.STOPPED)
        done = mine.done
        _begin(mine, Step.IMPORTING)
        Upload.objects.visible_to(by).filter(county=mine.county, id=mine.id).update(done=done)
    return mine


def go_back(row: Upload, *, by: Actor) -> Upload:
    """Back to the columns."""
    with transaction.atomic():
        mine = _locked(row, by, Step.CHECKED)
        mine.step, mine.touched_at = Step.MAPPING, clock.now()
        mine.save()
    return mine


def give_up(row: Upload, *, by: Actor) -> Upload:
    """Drop the file and its rows at once. Nothing was registered of it."""
    with transaction.atomic():
        mine = _locked(row, by, Step.READING, Step.MAPPING, Step.CHECKING, Step.CHECKED, Step.FAILED)
        mine.step, mine.touched_at = Step.GIVEN_UP, clock.now()
        forget(mine)
    return mine


def another_sheet(row: Upload, *, by: Actor) -> Upload:
    """The same file once more, for sheets that weren't brought in. Raises Missing once the file is gone."""
    by.require(Permission.REGISTER)
    found: Upload | None = Upload.objects.visible_to(by).filter(county=row.county, id=row.id).first()
    if found is None or not found.stored or found.person_id != by.person_id:
        raise Missing(_("文件已按期限删除，请重新上传。"))
    with store().open(found.stored) as file:
        return upload(RowKind(found.kind), found.file_name, crypto.unseal_bytes(file.read()), by=by)


def forget(mine: Upload) -> None:
    """Remove the file and its rows; what was brought in stays, and is known again."""
    chunks.forget_all(mine)
    if mine.stored:
        store().remove(mine.stored)
    mine.stored, mine.mapping, mine.layout = "", {}, {}
    mine.choices = {}
    mine.save()


def forget_old() -> int:
    """Remove files and rows that nobody has touched for so long; answers of how many uploads."""
    old = clock.now() - KEPT
    rows = Upload.objects.unscoped(reason="retention, for every office alike")
    count = 0
    for mine in rows.filter(touched_at__lt=old).exclude(stored="").order_by("id"):
        with transaction.atomic():
            if mine.step not in ENDED:
                mine.step = Step.GIVEN_UP
            forget(mine)
        count += 1
    return count


def earlier(row: Upload, *, by: Actor) -> Upload | None:
    """The latest upload of the very same file that brought something in, by the same unit."""
    rows = Upload.objects.visible_to(by).filter(
        county=row.county, file_hash=row.file_hash, kind=row.kind, unit_id=row.unit_id, brought_in__gt=0
    )
    found: Upload | None = rows.exclude(id=row.id).order_by("-made_at").first()
    return found


def region_name(code: int | None) -> str:
    """The name of a place chosen by hand; empty for none."""
    found = Region.objects.filter(pk=code).first() if code else None
    return found.local_name if found else ""
