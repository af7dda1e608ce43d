"""Rows that nobody changes, but for the one act that the end of retention asks for: emptying."""

from __future__ import annotations

from collections.abc import Sequence

import pgtrigger
from django.db.models import Q

SEALED = "已封存"
"""What stands where words were. The database knows it, so it is never translated."""


def fixed(
    name: str,
    *,
    texts: Sequence[str],
    nulls: Sequence[str] = (),
    arrays: Sequence[str] = (),
    sealed: Sequence[str] = (),
    marker: str = "",
    when: tuple[Q, str] | None = None,
) -> list[pgtrigger.Trigger]:
    """Triggers that refuse deleting a row and changing it, except to empty exactly these columns.

    `texts` become empty or :data:`SEALED`, `nulls` NULL, `arrays` and `sealed` (bytea) empty; `marker` is a
    moment that is set with it, once. `when` says from when on a row is fixed: as a Q of the old row for
    deleting, and the same in SQL for changing.
    """
    columns = [*texts, *nulls, *arrays, *sealed, *([marker] if marker else [])]
    listed = "{" + ",".join(columns) + "}"
    rest = f"(to_jsonb(NEW) - '{listed}'::text[]) = (to_jsonb(OLD) - '{listed}'::text[])"
    emptied = [
        rest,
        *(f"NEW.{name} IN ('', '{SEALED}')" for name in texts),
        *(f"NEW.{name} IS NULL" for name in nulls),
        *(f"NEW.{name} = '{{}}'" for name in arrays),
        *(f"NEW.{name} = ''::bytea" for name in sealed),
    ]
    if marker:
        emptied += [f"OLD.{marker} IS NULL", f"NEW.{marker} IS NOT NULL"]
    since = f"{when[1]} AND " if when else ""
    return [
        pgtrigger.Protect(
            name=name, operation=pgtrigger.Delete, condition=pgtrigger.Q(when[0]) if when else None
        ),
        pgtrigger.Protect(
            name=f"{name}_but_emptied",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(f"{since}NOT ({' AND '.join(emptied)})"),
        ),
    ]
