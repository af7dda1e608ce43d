"""Emptying the database for a demonstration that is built anew; and knowing what is in it."""

from __future__ import annotations

from collections.abc import Callable

from django.apps import apps
from django.db import connection

from config.owner import as_owner
from hemu.disputes.models import Dispute
from hemu.kernel.ids import new_id
from hemu.orgs.models import Level, Person, Region

_KEPT_APPS = frozenset({"rulebook", "contenttypes", "auth", "jobs"})
_KEPT_TABLES = frozenset({Region._meta.db_table, "orgs_regionchange"})
MARK = "demo-in-progress"
"""User name of a person who can't sign in, and who is there only while a demonstration is being built."""


def is_empty() -> bool:
    """Whether nobody has registered a dispute yet and nobody has a post."""
    disputes = Dispute.objects.unscoped(reason="is there anything yet?")
    return not disputes.exists() and not Person.objects.exclude(username=MARK).exists()


def begin() -> None:
    """Note in the database itself that a demonstration is being built."""
    person = Person(id=new_id(), username=MARK, name="演示", is_active=False)
    person.set_unusable_password()
    person.save()


def end() -> None:
    """It is built."""
    Person.objects.filter(username=MARK).delete()


def is_unfinished() -> bool:
    """Whether the last build stopped half-way: all that is there was made by it."""
    return Person.objects.filter(username=MARK).exists()


def empty() -> None:
    """Delete everything but the divisions and the rules. Needs the owner's rights."""
    tables = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and model._meta.app_label not in _KEPT_APPS
        and model._meta.db_table not in _KEPT_TABLES
    ]
    with as_owner(), connection.cursor() as cursor:
        names = ", ".join(connection.ops.quote_name(table) for table in sorted(set(tables)))
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")
        cursor.execute("DELETE FROM orgs_region WHERE level = %s", [int(Level.GRID)])


Say = Callable[[str], None]


def ready(say: Say, *, fresh: bool) -> bool:
    """Whether one can be built now; empties what a build left half-way, or what `fresh` gives up."""
    if fresh or is_unfinished():
        say("清空数据库……" if fresh else "上次没有建完，清空后重新建。")
        empty()
        return True
    return is_empty()
