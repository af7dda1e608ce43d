"""The daily comparison: late, missed and concealed reports, each with its evidence, for a person to judge.

Every finding is written once; running again the same day, or a week later, finds nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q

from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Clock, ClockKind, Dispute, Entry, Party
from hemu.kernel import clock
from hemu.loop.screening.models import Origin
from hemu.loop.screening.reporting import sources, words
from hemu.loop.screening.reporting.clocks import verdict_for
from hemu.loop.screening.reporting.matching import Ground, shared
from hemu.loop.screening.reporting.models import Flag, FlagKind, FlagStatus, Record
from hemu.loop.screening.reporting.sources import OUTSIDE, OWN, SOURCES, WHY, Item
from hemu.loop.screening.villagers.people import village_at
from hemu.rulebook import calendar, evaluate

LOOKS_BACK = timedelta(days=14)
"""Records written since then are looked at again: sources come in late, and days are missed."""


def find() -> int:
    """Compare all sources; answers how many flags are new."""
    since = clock.now() - LOOKS_BACK
    flags = [*late_reports(since), *late_registrations(since), *unreported(since), *concealed(since)]
    return sum(_keep(flag) for flag in flags)


def days_of(name: str, otherwise: int) -> timedelta:
    """A length of days that the rulebook's clocks name."""
    value = evaluate("clock", {"clock": name}, on=clock.today()).value
    return timedelta(days=int(value["amount"]) if value.get("unit") == "days" else otherwise)


def _keep(flag: Flag) -> int:
    """Write a flag unless it is there; one that is there and undecided learns when it was reported."""
    key = {
        name: getattr(flag, name) for name in ("county", "kind", "known", "known_id", "against", "against_id")
    }
    rows = Flag.objects.unscoped(reason=WHY)
    there = rows.filter(**key).first()
    if there is None:
        flag.save(force_insert=True)
        return 1
    if there.status == FlagStatus.OPEN and flag.reported_at and not there.reported_at:
        there.reported_at = flag.reported_at
        there.save(update_fields=["reported_at"])
    return 0


def late_reports(since: datetime) -> Iterator[Flag]:
    """The reporting clock ran out before anybody reported up."""
    now = clock.now()
    late = Q(stopped_at__gt=F("due_at")) | Q(stopped_at=None, due_at__lt=now)
    rows = Clock.objects.unscoped(reason=WHY).filter(late, kind=ClockKind.REPORT, due_at__gte=since)
    for row in rows.filter(unit_id__isnull=False).order_by("county", "id"):
        dispute = _dispute(row.county, row.dispute_id)
        if dispute is None or row.unit_id is None:
            continue
        yield Flag(
            county=row.county, kind=FlagKind.LATE, region=dispute.region,
            unit_id=row.unit_id, unit_name=row.unit_name,
            known=Record.DISPUTE, known_id=dispute.id, known_at=row.started_at,
            against=Record.REPORT_UP, against_id=row.id, against_at=row.due_at,
            due_at=row.due_at, reported_at=_reported(dispute, row),
            grounds=[{"what": "rule", "words": row.source}], found_at=now,
        )  # fmt: skip


def _reported(dispute: Dispute, row: Clock) -> datetime | None:
    ups = Entry.objects.of(dispute).filter(act=Act.REPORT_UP, at__gte=row.started_at)
    first = ups.order_by("seq").first()
    return first.at if first else None


def _dispute(county: int, dispute_id: int) -> Dispute | None:
    rows = Dispute.objects.unscoped(reason=WHY).filter(county=county, id=dispute_id)
    found: Dispute | None = rows.defer("search").first()
    return found


def late_registrations(since: datetime) -> Iterator[Flag]:
    """A dispute was registered later than the rules give from when the unit's own record knew of it."""
    rows = Origin.objects.unscoped(reason=WHY).filter(made_at__gte=since)
    seen: set[tuple[int, int]] = set()
    for row in rows.order_by("made_at", "id"):
        kind = next((one for one in OWN if SOURCES[one] == row.source), None)
        if kind is None or (row.source, row.record_id) in seen:
            continue
        seen.add((row.source, row.record_id))
        known = sources.one(kind, row.record_county, row.record_id)
        dispute = _dispute(row.county, row.dispute_id)
        if known is not None and dispute is not None:
            yield from _late_registration(known, dispute)


def _late_registration(known: Item, dispute: Dispute) -> Iterator[Flag]:
    value = verdict_for(dispute, clock.local(known.at).date()).value
    if not value:
        return
    due_at = calendar.deadline(known.at, value["amount"], value["unit"])
    if dispute.opened_at > due_at:
        yield _flag(
            FlagKind.LATE, known, Record.DISPUTE, dispute.id, dispute.opened_at, [], [],
            due_at=due_at, reported_at=dispute.opened_at,
        )  # fmt: skip


def _flag(
    kind: FlagKind,
    known: Item,
    against: Record,
    against_id: int,
    against_at: datetime,
    grounds: Sequence[Ground],
    marked: Sequence[str],
    *,
    due_at: datetime | None = None,
    reported_at: datetime | None = None,
) -> Flag:
    """A flag of the unit that wrote `known`."""
    every = [*(ground.words for ground in grounds if ground.words), *marked]
    return Flag(
        county=known.county, kind=kind, region=known.region, unit_id=known.unit_id,
        unit_name=known.unit_name, known=known.kind, known_id=known.id, known_at=known.at,
        against=against, against_id=against_id, against_at=against_at, due_at=due_at,
        reported_at=reported_at, words=[word[:60] for word in dict.fromkeys(every)][:20],
        grounds=[ground.as_json() for ground in grounds], found_at=clock.now(),
    )  # fmt: skip


def unreported(since: datetime) -> Iterator[Flag]:
    """Somebody else tells of a quarrel where a unit had visited and registered none.

    Missed, when the visit saw nothing; concealed, when its own notes tell of a quarrel.
    """
    window = days_of("missed_window", 30)
    for kind in OUTSIDE:
        for told in sources.made_since(kind, since):
            marked = words.quarrel_words(told.notes)
            if not marked and not _came_to_a_dispute(told):
                continue
            for visit, grounds in _visits_before(told, window):
                if not _registered(visit, told):
                    own = _own_words(visit)
                    flag = FlagKind.CONCEALED if own else FlagKind.MISSED
                    yield _flag(flag, visit, told.kind, told.id, told.at, grounds, [*own, *marked])


def _own_words(visit: Item) -> list[str]:
    """What the unit's own record tells of a quarrel: its notes, or its yes to the question."""
    found = words.quarrel_words(visit.notes)
    if not found and not sources.said_nothing(visit):
        found = [visit.row.dispute_text[:60]]
    return found


def _visits_before(told: Item, window: timedelta) -> Iterator[tuple[Item, list[Ground]]]:
    """The last visit of each unit that was to whom or where a record tells of."""
    village = village_at(told.region)
    if village is None:
        return
    visits = sources.visits_between(village.lo, village.hi, told.at - window, told.at, told.county)
    units: set[int] = set()
    for visit in visits:
        grounds = shared(visit.told, told.told) if visit.unit_id not in units else []
        if grounds:
            units.add(visit.unit_id)
            yield visit, grounds


def _came_to_a_dispute(told: Item) -> bool:
    came = Origin.objects.unscoped(reason=WHY).filter(record_county=told.county, record_id=told.id)
    return came.filter(source=SOURCES[told.kind]).exists()


def _registered(known: Item, told: Item | None) -> bool:
    """Whether a dispute that is the same matter was registered: from the record, or naming its people.

    With `told`, before that; whatever was registered afterwards doesn't undo that it was not reported.
    """
    until = told.at if told is not None else clock.now()
    came = Origin.objects.unscoped(reason=WHY).filter(
        source=SOURCES[known.kind], record_county=known.county, record_id=known.id, made_at__lte=until
    )
    if came.exists():
        return True
    names = [*known.told.names, *(told.told.names if told is not None else ())]
    return any(_names(party, names, told) for party in _parties_near(known, until))


def _parties_near(known: Item, until: datetime) -> list[str]:
    """Names of the parties of the village's disputes that were registered within a year before."""
    village = village_at(known.region)
    if village is None:
        return []
    disputes = Dispute.objects.unscoped(reason=WHY).filter(
        county=known.county, region__gte=village.lo, region__lt=village.hi,
        opened_at__gte=until - timedelta(days=365), opened_at__lte=until,
    )  # fmt: skip
    ids = list(disputes.order_by("-opened_at", "id").values_list("id", flat=True)[:2000])
    parties = Party.objects.unscoped(reason=WHY).filter(county=known.county, dispute_id__in=ids)
    return list(parties.order_by("id").values_list("name", flat=True))


def _names(party: str, names: Sequence[str], told: Item | None) -> bool:
    return party in names or (told is not None and len(party) > 1 and party in told.told.text)


def concealed(since: datetime) -> Iterator[Flag]:
    """The unit's own record tells of a quarrel, and after the time given nothing is registered."""
    after = days_of("concealed_after", 7)
    for kind in (Record.VISIT, Record.GROUP):
        for known in sources.that_may_tell(kind, since - after, words.ANY):
            if known.at > clock.now() - after or sources.settled_there(known):
                continue
            own = words.quarrel_words(known.notes)
            if kind == Record.VISIT and not sources.said_nothing(known):
                own = own or [known.row.dispute_text[:60]]
            if own and not _registered(known, None):
                yield _flag(
                    FlagKind.CONCEALED, known, Record.NOTHING, 0, clock.now(), [], own,
                    due_at=known.at + after,
                )  # fmt: skip
