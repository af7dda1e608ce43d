"""What of a dispute may be mediated, asked of the rulebook; and where the rest is to be taken."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext as _

from hemu.disputes.models import Body, Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.loop.mediation.models import Application, ApplicationForm
from hemu.rulebook.engine import Rule
from hemu.rulebook.evaluation import in_force

_PEOPLES = frozenset({Body.VILLAGE, Body.TOWNSHIP, Body.PROFESSIONAL, Body.DEPARTMENT})
_OWNERSHIP, _COURT = "7", "1"
"""Codes of the list of other ways."""


class Level(IntEnum):
    """How much a row of the table takes out of mediation."""

    TELL = 1
    PART = 2
    WHOLE = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: what it is about, the article, where to go, and the code of that way."""

    level: Level
    text: str
    source: str
    where: str
    route: str


def _bar(rule: Rule) -> Bar:
    then = rule.then
    return Bar(Level(then["bar"]), rule.text, rule.source, then["where"], str(then.get("route", "")))


def every() -> list[Bar]:
    """The whole table as it holds today, in its order."""
    return [_bar(rule) for rule in in_force("mediable", on=clock.today()).rules]


def bars(dispute: Dispute) -> list[Bar]:
    """The rows that hold of a dispute, by what is recorded of it; what takes out most comes first.

    Of the rows with the same way the first speaks: forest land isn't told twice.
    """
    known = {**dispute.facts, "kind": int(dispute.kind)}
    fired = [_bar(rule) for rule in in_force("mediable", on=clock.today()).rules if rule.fires(known)]
    once = {(bar.level, bar.where): bar for bar in reversed(fired)}
    return sorted(once.values(), key=lambda bar: -bar.level)


def limited(dispute: Dispute) -> bool:
    """Whether an acceptance must say which part is mediated."""
    return any(bar.level == Level.PART for bar in bars(dispute))


def require_limits(dispute: Dispute, note: str) -> None:
    """土地管理法14 and the like: the rest may be mediated when it is said what that is. Raises Refused."""
    if note.strip():
        return
    for bar in bars(dispute):
        if bar.level == Level.PART:
            raise Refused(
                _("%(what)s（%(source)s）。只调解其余事项时，请写明调解什么；该部分请向%(where)s提出。")
                % {"what": bar.text, "source": bar.source, "where": bar.where},
                field="ownership_note",
                code="ownership" if bar.route == _OWNERSHIP else "limited",
            )


def require_mediable(dispute: Dispute, body: Body, note: str) -> None:
    """What a people's mediation committee doesn't accept at all is refused, with the way to go.

    A court that hears a case may itself commission mediation: then being heard is no bar.
    """
    require_limits(dispute, note)
    if body not in _PEOPLES:
        return
    referred = Application.objects.of(dispute).filter(form=ApplicationForm.REFERRED).exists()
    for bar in bars(dispute):
        if bar.level == Level.WHOLE and not (referred and bar.route == _COURT):
            raise Refused(
                _("%(what)s（%(source)s），不予受理。请告知当事人向%(where)s提出。")
                % {"what": bar.text, "source": bar.source, "where": bar.where},
                code="not_mediable",
            )
