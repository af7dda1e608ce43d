"""Putting the default rules and codes into a database that lacks them.

What an office changed is never touched.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.rulebook import store
from hemu.rulebook.defaults import TABLES, codes
from hemu.rulebook.models import Code, CodeList, RuleTable, Status, content_hash

IN_FORCE_SINCE = date(1980, 1, 1)
"""Early enough for every ledger that is brought in."""


def _tables() -> int:
    have = set(RuleTable.objects.values_list("name", flat=True))
    moment = clock.now()
    new = [
        RuleTable(
            name=name,
            version=1,
            status=Status.ACTIVE,
            valid_from=IN_FORCE_SINCE,
            rows=list(rows),
            examples=list(examples),
            content_hash=content_hash(list(rows), list(examples)),
            why=_("随系统安装的初始规则"),
            drafted_by=_("系统"),
            drafted_at=moment,
            activated_by=_("系统"),
            activated_at=moment,
        )
        for name, (rows, examples) in TABLES.items()
        if name not in have
    ]
    RuleTable.objects.bulk_create(new)
    return len(new)


def _lists() -> int:
    have = set(CodeList.objects.values_list("name", flat=True))
    lists = [item for item in codes.LISTS if item.name not in have]
    CodeList.objects.bulk_create(
        CodeList(name=item.name, label=item.label, source=item.source, width=item.width) for item in lists
    )
    Code.objects.bulk_create(
        Code(
            list_id=item.name,
            code=code.code,
            parent=code.parent,
            label=code.label,
            note=code.note,
            since=codes.SINCE,
            order=order,
            maps=code.maps,
        )
        for item in lists
        for order, code in enumerate(item.codes)
    )
    return len(lists)


@transaction.atomic
def install_defaults() -> int:
    """Install the tables and lists that are missing; how many were. Safe to run at any time."""
    added = _tables() + _lists()
    if added:
        store.touch()
    return added


def after_migrate(**_signal: Any) -> None:
    """Install after `migrate`, and after a test has emptied the tables."""
    needed = {RuleTable._meta.db_table, CodeList._meta.db_table, "rulebook_stamp"}
    if needed <= set(connection.introspection.table_names()):
        install_defaults()
