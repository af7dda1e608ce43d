"""Changing rules, codes and holidays. Who, when and why is copied into the row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.rulebook import checking, store
from hemu.rulebook.models import Code, CodeList, Holiday, RuleTable, Status
from hemu.rulebook.tables import SPECS


def _signed(by: Actor) -> str:
    return f"{by.unit_name} {by.name}".strip()[:120]


def _locked(name: str) -> dict[int, RuleTable]:
    """Every version of a table, by number, held until the transaction ends."""
    if name not in SPECS:
        raise Missing(_("没有这张规则表。"))
    store.lock()
    return {row.version: row for row in RuleTable.objects.filter(name=name).order_by("version")}


def _version(name: str, number: int) -> tuple[RuleTable, dict[int, RuleTable]]:
    every = _locked(name)
    if number not in every:
        raise Missing(_("没有这个版本。"))
    return every[number], every


def _draft(name: str, number: int) -> tuple[RuleTable, dict[int, RuleTable]]:
    version, every = _version(name, number)
    if version.status != Status.DRAFT:
        raise Conflict(_("这个版本已经启用或撤回，不能再改。请另起草稿。"))
    return version, every


@transaction.atomic
def draft(name: str, *, by: Actor) -> RuleTable:
    """Start a new version of a table from the one in force today."""
    by.require(Permission.MANAGE_RULES)
    every = _locked(name)
    basis = store.snapshot().table(name, clock.today())
    return RuleTable.objects.create(
        name=name,
        version=max(every) + 1,
        rows=every[basis.version].rows,
        examples=every[basis.version].examples,
        drafted_by=_signed(by),
        drafted_at=clock.now(),
    )


@transaction.atomic
def revise(
    name: str,
    number: int,
    *,
    rows: Sequence[Mapping[str, Any]] | None = None,
    examples: Sequence[Mapping[str, Any]] | None = None,
    seen: str = "",
    by: Actor,
) -> RuleTable:
    """Change a draft. `seen` is the content hash that the editor started from; Conflict if it moved on."""
    by.require(Permission.MANAGE_RULES)
    version, _every = _draft(name, number)
    if seen and seen != version.content_hash:
        raise Conflict(_("这份草稿刚刚被别人改过，请重新打开再改。"))
    if rows is not None:
        version.rows = list(rows)
    if examples is not None:
        version.examples = list(examples)
    version.drafted_by, version.drafted_at = _signed(by), clock.now()
    version.save()
    return version


@transaction.atomic
def discard(name: str, number: int, *, by: Actor) -> None:
    """Throw a draft away."""
    by.require(Permission.MANAGE_RULES)
    version, _every = _draft(name, number)
    version.delete()


@transaction.atomic
def activate(name: str, number: int, *, valid_from: date, why: str, by: Actor) -> RuleTable:
    """Let a draft hold from a day on, today at the earliest.

    Refused, naming the row or the example, when the table isn't sound or doesn't do what its examples
    say. The version before it ends on that day; one that was to begin on the same day is withdrawn.
    """
    by.require(Permission.MANAGE_RULES)
    version, every = _draft(name, number)
    if valid_from < clock.today():
        raise Refused(_("生效日期不能早于今天。"), field="valid_from")
    if not why.strip():
        raise Refused(_("请写明修订理由。"), field="why")
    require_sound(name, version.rows, version.examples)
    others = [row for row in every.values() if row.status == Status.ACTIVE and row.valid_from]
    for same in (row for row in others if row.valid_from == valid_from):
        _withdraw(same, by)
    after = [row.valid_from for row in others if row.valid_from and row.valid_from > valid_from]
    before = [row for row in others if row.valid_from and row.valid_from < valid_from]
    version.status, version.why = Status.ACTIVE, why.strip()
    version.valid_from, version.valid_until = valid_from, min(after, default=None)
    version.activated_by, version.activated_at = _signed(by), clock.now()
    version.save()
    _end_before(before, valid_from)
    store.touch()
    return version


def require_sound(
    name: str, rows: Sequence[Mapping[str, Any]], examples: Sequence[Mapping[str, Any]]
) -> None:
    """Refuse rows that are not sound, or that an example contradicts."""
    wrong = checking.problems(name, rows)
    if wrong:
        raise Refused(wrong[0], field="rows", code="unsound")
    if not examples:
        raise Refused(_("至少要有一个例子，才能启用。"), field="examples", code="no_examples")
    for tried in checking.try_examples(name, rows, examples):
        if not tried.passed:
            message = _("例子“%(name)s”的结果与预期不符，不能启用。") % {"name": tried.name}
            raise Refused(message, field="examples", code="example_failed")


def _end_before(before: Sequence[RuleTable], day: date) -> None:
    if before:
        latest = max(before, key=lambda row: row.valid_from or date.min)
        RuleTable.objects.filter(pk=latest.pk).update(valid_until=day)


def _withdraw(version: RuleTable, by: Actor) -> None:
    version.status = Status.WITHDRAWN
    version.why = f"{version.why} · {_signed(by)}"
    version.save(update_fields=["status", "why"])


@transaction.atomic
def withdraw(name: str, number: int, *, by: Actor) -> None:
    """Call off a version whose day hasn't come. What has been in force stays: past ratings refer to it."""
    by.require(Permission.MANAGE_RULES)
    version, every = _version(name, number)
    if version.status != Status.ACTIVE or not version.valid_from or version.valid_from <= clock.today():
        raise Refused(_("已经生效的版本不能撤回，请另起草稿修订。"))
    _withdraw(version, by)
    active = [row for row in every.values() if row.status == Status.ACTIVE and row.pk != version.pk]
    earlier = [row for row in active if row.valid_from and row.valid_from < version.valid_from]
    if earlier:
        latest = max(earlier, key=lambda row: row.valid_from or date.min)
        RuleTable.objects.filter(pk=latest.pk).update(valid_until=version.valid_until)
    store.touch()


@transaction.atomic
def set_holiday(day: date, *, is_workday: bool, name: str, by: Actor) -> Holiday:
    """Declare a day one of rest or of work, over what the calendar says."""
    by.require(Permission.MANAGE_RULES)
    if not name.strip():
        raise Refused(_("请写明名称，例如“春节”或“调休上班”。"), field="name")
    row, _created = Holiday.objects.update_or_create(
        day=day,
        defaults={
            "is_workday": is_workday,
            "name": name.strip(),
            "changed_by": _signed(by),
            "changed_at": clock.now(),
        },
    )
    store.touch()
    return row


@transaction.atomic
def clear_holiday(day: date, *, by: Actor) -> None:
    """Take the office's own word on a day back."""
    by.require(Permission.MANAGE_RULES)
    if not Holiday.objects.filter(day=day).delete()[0]:
        raise Missing(_("这一天没有本单位的安排。"))
    store.touch()


def _open_code(list_name: str, code: str) -> Code:
    store.lock()
    found = Code.objects.filter(list_id=list_name, code=code, until=None).first()
    if found is None:
        raise Missing(_("没有这个代码，或者已经停用。"))
    return found


@transaction.atomic
def add_code(
    list_name: str,
    code: str,
    label: str,
    *,
    parent: str = "",
    maps: Mapping[str, str] | None = None,
    since: date | None = None,
    by: Actor,
) -> Code:
    """Add a code to a list, from today or a later day."""
    by.require(Permission.MANAGE_RULES)
    store.lock()
    held = CodeList.objects.filter(name=list_name).first()
    if held is None:
        raise Missing(_("没有这个代码表。"))
    written, starts = code.strip(), since or clock.today()
    _require_new_code(held, written, label, parent)
    last = Code.objects.filter(list=held).aggregate(last=Max("order"))["last"] or 0
    order = last + 1
    if parent:
        siblings = (
            Code.objects.filter(list=held).filter(code__lt=written).aggregate(last=Max("order"))["last"]
        )
        order = (siblings if siblings is not None else last) + 1
        Code.objects.filter(list=held, order__gte=order).update(order=F("order") + 1)
    added = Code.objects.create(
        list=held,
        code=written,
        parent=parent,
        label=label.strip(),
        since=starts,
        order=order,
        maps=dict(maps or {}),
        changed_by=_signed(by),
        changed_at=clock.now(),
    )
    store.touch()
    return added


def _require_new_code(held: CodeList, code: str, label: str, parent: str) -> None:
    if not label.strip():
        raise Refused(_("请填写名称。"), field="label")
    if held.width and not (code.isascii() and code.isdigit() and len(code) == held.width):
        raise Refused(_("代码应为 %(width)s 位数字。") % {"width": held.width}, field="code")
    if not code:
        raise Refused(_("请填写代码。"), field="code")
    if Code.objects.filter(list=held, code=code).exists():
        raise Refused(_("这个代码用过了。停用的代码不能改作他用。"), field="code")
    if parent and not Code.objects.filter(list=held, code=parent, parent="", until=None).exists():
        raise Refused(_("没有这个上级代码。"), field="parent")


@transaction.atomic
def rename_code(list_name: str, code: str, label: str, *, on: date | None = None, by: Actor) -> Code:
    """Give a code other words from a day on; what was recorded before keeps its words."""
    by.require(Permission.MANAGE_RULES)
    day = on or clock.today()
    old = _open_code(list_name, code)
    if not label.strip():
        raise Refused(_("请填写名称。"), field="label")
    if old.since >= day:
        old.label, old.changed_by, old.changed_at = label.strip(), _signed(by), clock.now()
        old.save()
        store.touch()
        return old
    old.until = day
    old.save(update_fields=["until"])
    new = Code(
        list_id=list_name,
        code=code,
        parent=old.parent,
        label=label.strip(),
        note=old.note,
        since=day,
        order=old.order,
        maps=old.maps,
        changed_by=_signed(by),
        changed_at=clock.now(),
    )
    new.save()
    store.touch()
    return new


@transaction.atomic
def close_code(list_name: str, code: str, *, on: date | None = None, by: Actor) -> None:
    """Let a code no longer be chosen from a day on. Its words stay readable."""
    by.require(Permission.MANAGE_RULES)
    row = _open_code(list_name, code)
    day = on or clock.today()
    if day < row.since:
        raise Refused(_("停用日期不能早于启用日期。"), field="on")
    row.until, row.changed_by, row.changed_at = day, _signed(by), clock.now()
    row.save()
    store.touch()
