"""Changing holidays and codes; what changes the tables stands in :mod:`hemu.rulebook.versions`.

Who and when is copied into the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.rulebook import store
from hemu.rulebook.models import Code, CodeList, Holiday
from hemu.rulebook.versions import (
    activate,
    approve,
    discard,
    draft,
    propose,
    refuse,
    require_sound,
    revise,
    signed,
    take_back,
    withdraw,
)

__all__ = [
    "activate",
    "add_code",
    "approve",
    "clear_holiday",
    "close_code",
    "discard",
    "draft",
    "propose",
    "refuse",
    "rename_code",
    "require_sound",
    "revise",
    "set_holiday",
    "take_back",
    "withdraw",
]


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
            "changed_by": signed(by),
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
        changed_by=signed(by),
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
        old.label, old.changed_by, old.changed_at = label.strip(), signed(by), clock.now()
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
        changed_by=signed(by),
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
    row.until, row.changed_by, row.changed_at = day, signed(by), clock.now()
    row.save()
    store.touch()
