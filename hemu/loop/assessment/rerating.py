"""When a new version of the rating table comes into force, open disputes are looked at again by it.

What the new rules say becomes a proposal, by an act in the ledger; a person confirms or overrules it. The
colour that holds never changes by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import F, Min

from hemu.disputes.advance import locked, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ENDED, Colour, Dispute
from hemu.disputes.models.dispute import DisputeQuerySet
from hemu.disputes.rating import known_facts
from hemu.kernel import clock
from hemu.loop.assessment.changing.models import RuleSweep
from hemu.loop.assessment.models import Rerating
from hemu.orgs.actor import Actor, system_actor
from hemu.rulebook import in_force
from hemu.rulebook.engine import Compiled

BATCH = 500
TABLE = "rating"
_READ = ("county", "id", "facts", "kind", "source", "returns", "proposed_colour", "proposed_grounds")


def sweep(limit: int = BATCH, *, most_batches: int | None = None) -> int:
    """Propose anew wherever today's rules say otherwise; answers for how many disputes they did.

    Stops after `most_batches`, to go on there the next time. Asks two questions and no more when every
    open dispute was looked at by the version in force.
    """
    table, at = in_force(TABLE, on=clock.today()), _where()
    if at.version == table.version and at.finished:
        return 0
    if at.version != table.version:
        at.version, at.county, at.dispute_id, at.finished = table.version, 0, 0, False
        at.save()
        _begin(table.version)
    by, done = system_actor("规则"), 0
    for number, batch in enumerate(_batches(at, limit), 1):
        differing = [row for row in batch if _differs(row, table)]
        done += sum(_propose(row, table, by) for row in differing)
        _looked_at(at, batch)
        if number == most_batches:
            return done
    at.finished = True
    at.save()
    RuleSweep.objects.filter(pk=at.version).update(finished_at=clock.now(), total=F("looked_at"))
    return done


def _begin(version: int) -> None:
    """A version that comes into force again is looked at again from the beginning."""
    fresh = {"started_at": clock.now(), "finished_at": None, "total": _open().count()}
    RuleSweep.objects.update_or_create(pk=version, defaults={**fresh, "looked_at": 0, "proposed": 0})


@transaction.atomic
def _looked_at(at: Rerating, batch: list[Dispute]) -> None:
    at.county, at.dispute_id = batch[-1].county, batch[-1].id
    at.save()
    RuleSweep.objects.filter(pk=at.version).update(looked_at=F("looked_at") + len(batch))


def changes(table: Compiled) -> tuple[int, Counter[tuple[Colour, Colour]]]:
    """How many disputes are open, and (colour now, colour by `table`) → of how many the two differ.

    The colour now is the one that holds, or the one proposed while none holds.
    """
    found: Counter[tuple[Colour, Colour]] = Counter()
    looked_at = 0
    for batch in _batches(Rerating(), BATCH, "colour"):
        looked_at += len(batch)
        for row in batch:
            now = Colour(row.colour or row.proposed_colour)
            then = Colour(_verdict(row, table)[0])
            found[now, then] += now != then
    return looked_at, +found


def _where() -> Rerating:
    return Rerating.objects.filter(pk=1).first() or Rerating()


def _batches(at: Rerating, limit: int, *more: str) -> Iterator[list[Dispute]]:
    """The open disputes behind `at`, county by county, so that each question names its county."""
    county: int | None = at.county
    dispute_id = at.dispute_id
    while county is not None:
        rows = _open().filter(county=county, id__gt=dispute_id).only(*_READ, *more)
        batch = list(rows.order_by("id")[:limit])
        if batch:
            dispute_id = batch[-1].id
            yield batch
        else:
            county, dispute_id = _next_county(county), 0


def _next_county(county: int) -> int | None:
    """The first county behind this one that has a dispute: one step along an index."""
    every = Dispute.objects.unscoped(reason="rules hold in every county")
    found: int | None = every.filter(county__gt=county).aggregate(first=Min("county"))["first"]
    return found


def _open() -> DisputeQuerySet:
    rows = Dispute.objects.unscoped(reason="rules that changed are held against every open dispute")
    return rows.exclude(state__in=ENDED)


def _verdict(row: Dispute, table: Compiled) -> tuple[int, list[dict[str, Any]]]:
    verdict = table.evaluate(known_facts(row))
    return int(verdict.value.get("colour", 0)), [ground.as_json() for ground in verdict.grounds]


def _differs(row: Dispute, table: Compiled) -> bool:
    """Whether the rules say something else than is proposed. A rule put in other words is nothing new."""
    colour, grounds = _verdict(row, table)
    return (colour, _fired(grounds)) != (row.proposed_colour, _fired(row.proposed_grounds))


def _fired(grounds: list[dict[str, Any]]) -> list[list[Any]]:
    return [[ground["rule"], ground["facts"]] for ground in grounds]


def _propose(seen: Dispute, table: Compiled, by: Actor) -> bool:
    """One act in one transaction, unless the dispute moved on meanwhile and needs none any more."""
    with transaction.atomic():
        row = locked(seen.county, seen.id, by)
        if row.state in ENDED or not _differs(row, table):
            return False
        with turn(row.county, row.id, Act.PROPOSE, by=by) as this:
            this.tell(proposed_before=int(row.proposed_colour))
        RuleSweep.objects.filter(pk=table.version).update(proposed=F("proposed") + 1)
    return True
