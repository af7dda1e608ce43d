"""How long records are kept that belong to no dispute: visits, incidents, petitions, villagers' reports.

Each kind has a period of the rulebook (two people change it), counted from its end. The night empties what
the register says of persons, and the files; codes, days and counts stay, so no figure changes. What a
dispute grew out of is kept whole until that dispute itself is sealed, and nothing goes that is under way
(个人信息保护法19, 47).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise

from hemu.disputes.models.area import AreaRow
from hemu.kernel import clock
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.privacy.sealing import blanks
from hemu.rulebook import evaluate

A_BATCH: Final = 500
MOST_A_NIGHT: Final = 20_000
"""Records of a kind that one night empties; the next goes on."""
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record. The model has a moment ``sealed_at``.

    `over` narrows rows to those that ended before a moment; `held` to those of them that are kept all the
    same; `empties` does away with what lies outside the row, for rows that are about to be emptied; `more`
    are columns beyond the register's that tell of persons too (a position, the names of photos).
    """

    clock: str
    label: str | Promise
    model: type[AreaRow]
    otherwise: int
    over: Callable[[Rows, datetime], Rows]
    held: Callable[[Rows], Rows]
    empties: Callable[[Sequence[Any]], None]
    more: dict[str, Any]


_KINDS: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Have records of a kind emptied when their time is over. Called in AppConfig.ready()."""
    _KINDS[kind.clock + kind.model.__name__] = kind


def period(kind: Kind) -> tuple[int, str]:
    """For how many days after its end a record is kept, and by which rule; ours where no rule speaks."""
    verdict = evaluate("clock", {"clock": kind.clock}, on=clock.today())
    if verdict.value.get("unit") != "days":
        return kind.otherwise, ""
    return int(verdict.value["amount"]), verdict.grounds[0].text


@dataclass(frozen=True, slots=True)
class Line:
    """A kind as the page shows it: `going` are emptied tonight, `held` wait for something."""

    label: str | Promise
    days: int
    rule: str
    going: int
    held: int
    emptied: int


def overview(by: Actor) -> list[Line]:
    """What is over, held and gone in the actor's area, a line a kind. Raises Forbidden."""
    by.require(Permission.GUARD_PERSONAL)
    return [_line(kind, by) for kind in _KINDS.values()]


def _line(kind: Kind, by: Actor) -> Line:
    mine: Any = kind.model.objects
    days, rule = period(kind)
    over = _over(kind, mine.in_area(by), days)
    every, held = over.count(), kind.held(over).count()
    gone = mine.in_area(by).filter(sealed_at__isnull=False).count()
    return Line(kind.label, days, rule, every - held, held, gone)


def _over(kind: Kind, rows: Rows, days: int) -> Rows:
    return kind.over(rows.filter(sealed_at=None), clock.now() - timedelta(days=days))


def empty_over(most: int = MOST_A_NIGHT) -> int:
    """Empty what is over in every county; answers how many records."""
    # The word that stays behind is the database's too: it must not follow whoever's language.
    with translation.override("zh-hans"):
        return sum(_empty_kind(kind, most) for kind in _KINDS.values())


def _empty_kind(kind: Kind, most: int) -> int:
    days, _rule = period(kind)
    done = 0
    while done < most and (emptied := _empty_some(kind, days)):
        done += emptied
    return done


@transaction.atomic
def _empty_some(kind: Kind, days: int) -> int:
    every: Any = kind.model.objects
    over = _over(kind, every.unscoped(reason="every county's records end alike"), days)
    going = over.exclude(pk__in=kind.held(over).values("pk"))
    rows = list(going.select_for_update(skip_locked=True, of=("self",)).order_by("id")[:A_BATCH])
    if not rows:
        return 0
    kind.empties(rows)
    them = every.unscoped(reason="the rows that were just taken").filter(pk__in=[row.pk for row in rows])
    them.update(**blanks(kind.model), **kind.more, sealed_at=clock.now())
    return len(rows)
