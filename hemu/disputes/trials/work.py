"""The trial itself, batch by batch: each is one transaction, so that killed work goes on where it stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from hemu.disputes.models import Dispute
from hemu.disputes.models.dispute import DisputeQuerySet, within
from hemu.disputes.trials.asking import COLUMNS, QUESTIONS
from hemu.disputes.trials.models import Trial, TrialChange
from hemu.kernel import clock
from hemu.kernel.ids import new_id
from hemu.kernel.places import Span
from hemu.rulebook.engine import Compiled, Verdict, compile_table
from hemu.rulebook.models import RuleTable

BATCH = 500
MOST_GROUPS = 200
MOST_NAMED = 5000
"""Disputes that are kept by name; the rest are counted only."""


def work_once() -> int:
    """Do the next batch of the trial that waits longest; answers how many disputes it looked at."""
    first = Trial.objects.filter(finished_at=None).order_by("id").values_list("pk", flat=True).first()
    return advance(first) if first is not None else 0


def advance(trial_id: int, limit: int = BATCH) -> int:
    """One batch, unless somebody else is at it; answers how many disputes it looked at."""
    with transaction.atomic():
        trial = (
            Trial.objects.filter(pk=trial_id, finished_at=None).select_for_update(skip_locked=True).first()
        )
        if trial is None:
            return 0
        tables = _tables(trial)
        if tables is None:
            trial.outdated, trial.finished_at = True, clock.now()
            trial.save()
            return 0
        if trial.done == 0:
            trial.total = _disputes(trial).count()
        return _batch(trial, *tables, limit)


def _tables(trial: Trial) -> tuple[Compiled, Compiled] | None:
    """The version in force and the one that is tried; None when that was changed or thrown away meanwhile."""
    rows = {row.version: row for row in RuleTable.objects.filter(name=trial.table)}
    held, against = rows.get(trial.version), rows.get(trial.against)
    if held is None or against is None or held.content_hash != trial.content_hash:
        return None
    return (
        compile_table(trial.table, against.version, against.rows),
        compile_table(trial.table, held.version, held.rows),
    )


def _disputes(trial: Trial) -> DisputeQuerySet:
    area = Q(pk__in=())
    for lo, hi in trial.spans:
        area |= within(Span(lo, hi))
    rows = Dispute.objects.unscoped(reason="counted by rule; the list of them is read within each scope")
    return rows.filter(area, opened_on__gte=trial.since, opened_on__lte=trial.until)


def _batch(trial: Trial, before: Compiled, after: Compiled, limit: int) -> int:
    behind = Q(county__gt=trial.county) | Q(county=trial.county, id__gt=trial.dispute_id)
    rows = list(_disputes(trial).filter(behind).only(*COLUMNS).order_by("county", "id")[:limit])
    tally = _Tally(trial, before, after)
    named = [change for row in rows if (change := tally.look_at(row)) is not None]
    TrialChange.objects.bulk_create(named[: max(0, MOST_NAMED - (trial.changed - len(named)))])
    trial.done += len(rows)
    if rows:
        trial.county, trial.dispute_id = rows[-1].county, rows[-1].id
    if len(rows) < limit:
        trial.finished_at = clock.now()
        trial.total = trial.done
    trial.save()
    return len(rows)


class _Tally:
    """Both versions asked about one dispute after another; what differs is counted in the trial."""

    def __init__(self, trial: Trial, before: Compiled, after: Compiled) -> None:
        self._trial = trial
        self._tables = before, after
        self._questions = QUESTIONS[trial.table]
        self._places = {_key(group): place for place, group in enumerate(trial.groups)}
        self._answered: dict[str, tuple[Verdict, Verdict]] = {}

    def look_at(self, row: Dispute) -> TrialChange | None:
        """Ask every question; answers which groups the dispute belongs to, None when nothing differs."""
        found = []
        for question, facts in self._questions(row):
            was, now = self._ask(facts)
            if question == "" and self._trial.table == "rating":
                self._compare_with_people(row, was, now)
            if was.value != now.value:
                found.append(self._count(question, was, now))
        if not found:
            return None
        self._trial.changed += 1
        groups = sorted({place for place in found if place is not None})
        return TrialChange(
            id=new_id(), county=row.county, dispute_id=row.id, trial_id=self._trial.pk, groups=groups
        )

    def _ask(self, facts: Mapping[str, Any]) -> tuple[Verdict, Verdict]:
        key = repr(sorted(facts.items()))
        if key not in self._answered:
            before, after = self._tables
            self._answered[key] = before.evaluate(facts), after.evaluate(facts)
        return self._answered[key]

    def _compare_with_people(self, row: Dispute, was: Verdict, now: Verdict) -> None:
        if row.colour:
            self._trial.rated += 1
            self._trial.agreed_before += was.value.get("colour") == row.colour
            self._trial.agreed_after += now.value.get("colour") == row.colour

    def _count(self, question: str, was: Verdict, now: Verdict) -> int | None:
        group = {
            "question": question,
            "before": was.value,
            "after": now.value,
            "was": _rules(was),
            "now": _rules(now),
        }
        key = _key(group)
        if key not in self._places:
            if len(self._trial.groups) >= MOST_GROUPS:
                return None
            self._places[key] = len(self._trial.groups)
            self._trial.groups.append({**group, "count": 0})
        place = self._places[key]
        self._trial.groups[place]["count"] += 1
        return place


def _rules(verdict: Verdict) -> list[list[str]]:
    return [[ground.rule, ground.text] for ground in verdict.grounds]


def _key(group: Mapping[str, Any]) -> str:
    parts: Sequence[Any] = [group[name] for name in ("question", "before", "after", "was", "now")]
    return repr([sorted(part.items()) if isinstance(part, dict) else part for part in parts])
