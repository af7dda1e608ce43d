"""Ledger entries as people read them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hemu.disputes.lifecycle import STAGES, Act
from hemu.disputes.models import State
from hemu.disputes.queries import TimelineEntry
from hemu.office.components.lists import Happening
from hemu.office.pages import details

_CHECKING = frozenset(
    {
        *(Act.REGISTER, Act.AMEND, Act.LINK, Act.UNLINK, Act.MERGE, Act.UNMERGE),
        *(Act.NOTE, Act.ATTACH, Act.MARK),
    }
)
GROUPS: dict[str, tuple[str | Promise, frozenset[Act]]] = {
    "loop": (gettext_lazy("办理"), frozenset(Act) - _CHECKING - {Act.OVERDUE}),
    "facts": (gettext_lazy("情况"), frozenset({Act.REGISTER, Act.AMEND, Act.NOTE, Act.ATTACH, Act.MARK})),
    "links": (gettext_lazy("关联"), frozenset({Act.LINK, Act.UNLINK, Act.MERGE, Act.UNMERGE})),
    "late": (gettext_lazy("超期"), frozenset({Act.OVERDUE})),
}
"""Filters of the timeline: name → words, acts."""

_RATED = frozenset({Act.RATE, Act.OVERRIDE})


def happening(told: TimelineEntry, *, in_full: bool) -> Happening:
    """One entry. Not `in_full`: what was done, by whom and when, without words about persons."""
    entry = told.entry
    pairs = list(details.in_words(told.act, entry.details))
    text = ""
    if in_full:
        text = str(told.personal.get("text", ""))
        pairs = [*details.of_persons(told.personal), *pairs]
    return Happening(
        at=entry.at,
        title=str(told.act.label),
        actor=entry.person_name,
        unit=entry.unit_name,
        text=text,
        stage=STAGES[State(entry.state)],
        number=entry.seq,
        colour=entry.colour if told.act in _RATED else None,
        facts=tuple(pairs),
    )
