"""Putting the default rules and codes into a database that lacks them.

What an office changed is never touched. Rules that a newer release brings become a draft: a person
decides whether they hold.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.rulebook import store
from hemu.rulebook.defaults import TABLES, codes
from hemu.rulebook.models import Code, CodeList, RuleTable, Status, content_hash

IN_FORCE_SINCE = date(1980, 1, 1)
"""Early enough for every ledger that is brought in."""


def _version(name: str, number: int, status: Status, why: str) -> RuleTable:
    rows, examples = (list(part) for part in TABLES[name])
    by, moment = _("系统"), clock.now()
    row = RuleTable(
        name=name,
        version=number,
        status=status,
        rows=rows,
        examples=examples,
        content_hash=content_hash(rows, examples),
        why=why,
        drafted_by=by,
        drafted_at=moment,
    )
    if status == Status.ACTIVE:
        row.valid_from, row.activated_by, row.activated_at = IN_FORCE_SINCE, by, moment
    return row


def _tables() -> int:
    """Tables that are missing take effect; rules that came with a newer release are put up as a draft."""
    have: dict[str, dict[int, str]] = {}
    for name, version, content in RuleTable.objects.order_by("version").values_list(
        "name", "version", "content_hash"
    ):
        have.setdefault(name, {})[version] = content
    new = []
    for name, (rows, examples) in TABLES.items():
        versions = have.get(name)
        if versions is None:
            new.append(_version(name, 1, Status.ACTIVE, _("随系统安装的初始规则")))
        elif content_hash(list(rows), list(examples)) not in versions.values():
            why = _("随系统升级提供的规则，请核对后启用或删除")
            new.append(_version(name, max(versions) + 1, Status.DRAFT, why))
    RuleTable.objects.bulk_create(new)
    return len(new)


def _lists() -> int:
    have = set(CodeList.objects.values_list("name", flat=True))
    lists = [item for item in codes.LISTS if item.name not in have]
    CodeList.objects.bulk_create(
        CodeList(name=item.name, label=item.label, source=item.source, width=item.width) for item in lists
    )
    Code.objects.bulk_create(
        _code(item, code, order) for item in lists for order, code in enumerate(item.codes)
    )
    return len(lists)


def _code(item: codes.NewList, code: codes.NewCode, order: int) -> Code:
    return Code(
        list_id=item.name,
        code=code.code,
        parent=code.parent,
        label=code.label,
        note=code.note,
        since=code.since,
        order=order,
        maps=code.maps,
    )


def _codes() -> int:
    """Codes that a newer release brings into a list that is there.

    An office closes codes and never removes them, so one that is missing is new. A number that an office
    took for something of its own stays its own.
    """
    have = set(Code.objects.values_list("list_id", "code"))
    added = 0
    for item in codes.LISTS:
        for before, code in zip((None, *item.codes), item.codes, strict=False):
            if (item.name, code.code) not in have:
                _put_after(item, before, code)
                added += 1
    return added


def _put_after(item: codes.NewList, before: codes.NewCode | None, code: codes.NewCode) -> None:
    """Insert a code behind the one that it follows in the release's list."""
    rows = Code.objects.filter(list_id=item.name)
    last = rows.filter(code=before.code).aggregate(last=Max("order"))["last"] if before else None
    order = 0 if last is None else last + 1
    rows.filter(order__gte=order).update(order=F("order") + 1)
    _code(item, code, order).save(force_insert=True)


@transaction.atomic
def install_defaults() -> int:
    """Install the tables, lists and codes that are missing; how many were. Safe to run at any time."""
    added = _tables() + _lists() + _codes()
    if added:
        store.touch()
    return added


def after_migrate(**_signal: Any) -> None:
    """Install after `migrate`, and after a test has emptied the tables."""
    needed = {RuleTable._meta.db_table, CodeList._meta.db_table, "rulebook_stamp"}
    if needed <= set(connection.introspection.table_names()):
        install_defaults()
