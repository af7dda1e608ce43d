"""Looking at one visit: each check answers the doubts that it has, with evidence. Written once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from math import isinf
from typing import Any

from django.db import transaction
from django.db.models import Q

from hemu.kernel import clock
from hemu.kernel.ids import new_id
from hemu.loop.screening.doubts import photos, places, rules, waiting
from hemu.loop.screening.doubts.models import Doubt, DoubtKind, Looked
from hemu.loop.screening.doubts.photos import WHY
from hemu.loop.screening.doubts.rules import HOUR, Point
from hemu.loop.screening.models import Visit
from hemu.loop.screening.sent.models import ClockSign, Sending
from hemu.orgs.models import Level
from hemu.orgs.outlines import metres_outside
from hemu.rulebook import codes, evaluate

MOST_TEXTS = 500
NEAR_IN_TIME = timedelta(hours=12)
BATCH = 50
LATE = timedelta(days=14)
_TEXTS = ("object_info", "dispute_text", "hazard_text", "help_text", "done_on_spot", "what_follows")
"""What is written about this one visit. What was made known (publicity) is the same at every door."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A value of the rulebook, with the version and the words that a doubt names as its grounds."""

    most: float
    rule: dict[str, Any]


def limit(name: str) -> Limit | None:
    """What the rulebook in force says of a check; None when no rule names it: then nothing is checked."""
    verdict = evaluate("doubts", {"check": name}, on=clock.today())
    if not verdict.grounds:
        return None
    ground = verdict.grounds[0]
    told = {"version": verdict.version, "text": ground.text, "source": ground.source}
    return Limit(float(verdict.value["most"]), told)


def narrative(visit: Visit) -> str:
    """What the visitor wrote of the visit, in the order of the form."""
    return "\n".join(text for name in _TEXTS if (text := getattr(visit, name).strip()))


def phrases() -> list[str]:
    """What everybody writes, as the rulebook lists it."""
    return [label for _code, label in codes.choices("visit_phrases", clock.today())]


def _visits(**of: Any) -> Any:
    return Visit.objects.unscoped(reason=WHY).filter(**of)


def _point(visit: Visit) -> Point | None:
    if visit.latitude is None or visit.longitude is None:
        return None
    return Point(visit.latitude, visit.longitude, visit.accuracy or 0.0)


def _doubt(visit: Visit, kind: DoubtKind, evidence: dict[str, Any], other: Visit | None = None) -> Doubt:
    return Doubt(
        id=new_id(), county=visit.county, region=visit.region, unit_id=visit.unit_id,
        unit_name=visit.unit_name, visit_id=visit.id, edition=visit.edition, kind=kind,
        other_county=other.county if other else 0, other_id=other.id if other else 0,
        evidence=evidence, found_at=clock.now(),
    )  # fmt: skip


def far(visit: Visit) -> Iterator[Doubt]:
    """The position lies far from every known place of the grid, or outside the county."""
    point = _point(visit)
    if point is None:
        return
    found = {**_from_known(visit, point), **_from_county(visit, point)}
    if found:
        yield _doubt(visit, DoubtKind.FAR, found)


def _from_known(visit: Visit, point: Point) -> dict[str, Any]:
    fewest = limit("far_places")
    near = places.known(visit, int(fewest.most)) if fewest else None
    if near is None:
        return {}
    held = limit("far_metres" if near.region.level >= Level.GRID else "far_village_metres")
    beyond = near.beyond(point)
    if held is None or beyond <= held.most:
        return {}
    nearest = near.nearest(point)
    return {
        "metres": round(beyond), "most": held.most, "rule": held.rule,
        "region": near.region.code, "places": len(near.points),
        "nearest": [nearest.latitude, nearest.longitude],
        "latitude": near.home.centre.latitude, "longitude": near.home.centre.longitude,
        "radius": round(near.home.radius),
    }  # fmt: skip


def _from_county(visit: Visit, point: Point) -> dict[str, Any]:
    held = limit("county_metres")
    out = metres_outside(visit.county, point.latitude, point.longitude) if held else None
    beyond = 0.0 if out is None else out - point.accuracy
    if held is None or beyond <= held.most:
        return {}
    return {"outside": round(beyond), "outside_most": held.most, "outside_rule": held.rule}


def speeds(visit: Visit) -> Iterator[Doubt]:
    """The same person was somewhere else a moment before or after."""
    here, held, least = _point(visit), limit("speed_kmh"), limit("speed_metres")
    if here is None or held is None:
        return
    near = _visits(
        county=visit.county, person_id=visit.person_id, latitude__isnull=False,
        started_at__gt=visit.started_at - NEAR_IN_TIME, started_at__lt=visit.started_at + NEAR_IN_TIME,
    ).exclude(id=visit.id)  # fmt: skip
    before = near.filter(started_at__lte=visit.started_at).order_by("-started_at", "-id").first()
    after = near.filter(started_at__gt=visit.started_at).order_by("started_at", "id").first()
    for other in (before, after):
        there = _point(other) if other is not None else None
        if other is None or there is None:
            continue
        first, second = (other, visit) if other is before else (visit, other)
        apart = rules.surely_apart(here, there)
        kmh = rules.speed(apart, first.ended_at, second.started_at)
        if apart >= (least.most if least else 0) and kmh > held.most:
            minutes = (second.started_at - first.ended_at) / timedelta(minutes=1)
            told = {
                "metres": round(apart),
                "minutes": round(minutes, 1),
                "kmh": None if isinf(kmh) else round(kmh),
                "most": held.most,
                "rule": held.rule,
            }
            yield _doubt(visit, DoubtKind.SPEED, told, other)


def same_photos(visit: Visit) -> Iterator[Doubt]:
    """A photo of another visit again."""
    held = limit("photo_bits")
    if held is None:
        return
    found: dict[int, list[dict[str, Any]]] = {}
    for mine, other, bits in photos.seen_before(photos.keep(visit), int(held.most)):
        told = {"mine": mine.stored, "theirs": other.stored, "bits": bits}
        found.setdefault(other.visit_id, []).append(told)
    for other in _visits(county=visit.county, id__in=found).order_by("id"):
        evidence = {"photos": found[other.id], "most": held.most, "rule": held.rule}
        yield _doubt(visit, DoubtKind.SAME_PHOTO, evidence, other)


def same_text(visit: Visit) -> Iterator[Doubt]:
    """The text of another visit, of the same person or to the same place, again. The most alike counts."""
    held, chars, days = limit("text_percent"), limit("text_chars"), limit("text_days")
    usual = phrases()
    mine = rules.told(narrative(visit), usual)
    if held is None or chars is None or len(mine) < chars.most:
        return
    since = visit.started_at - timedelta(days=days.most if days else 0)
    rows = _visits(county=visit.county, started_at__gte=since, started_at__lte=visit.started_at)
    near = rows.filter(Q(person_id=visit.person_id) | Q(region=visit.region)).exclude(id=visit.id)
    best: tuple[int, Visit] | None = None
    for other in near.order_by("-started_at", "-id").defer("object_phone")[:MOST_TEXTS]:
        percent = rules.alike(mine, rules.told(narrative(other), usual))
        if percent > held.most and (best is None or percent > best[0]):
            best = percent, other
    if best is not None:
        evidence = {"percent": best[0], "most": held.most, "rule": held.rule}
        yield _doubt(visit, DoubtKind.SAME_TEXT, evidence, best[1])


def too_many(visit: Visit) -> Iterator[Doubt]:
    """More visits in an hour than can be made."""
    held = limit("hour_visits")
    if held is None:
        return
    near = _visits(
        county=visit.county, person_id=visit.person_id,
        started_at__gt=visit.started_at - HOUR, started_at__lt=visit.started_at + HOUR,
    )  # fmt: skip
    moments = dict(near.order_by("started_at", "id").values_list("id", "started_at"))
    window = rules.fullest_hour(moments, visit.started_at)
    if len(window) > held.most:
        evidence = {"visits": len(window), "ids": window, "most": held.most, "rule": held.rule}
        yield _doubt(visit, DoubtKind.TOO_MANY, evidence)


_PUT_BACK = (ClockSign.BACKWARDS, ClockSign.AGE)


def clock_moved(visit: Visit) -> Iterator[Doubt]:
    """The phone's clock was off or moved when this edition was recorded, as the server measured it."""
    held = limit("clock_minutes")
    rows = Sending.objects.in_county(visit.county, visit_id=visit.id, edition=visit.edition)
    sending = rows.order_by("-id").first()
    if held is None or sending is None:
        return
    jumps = [int(jump.get("by", 0)) for jump in sending.jumps]
    worst = max((abs(ms) for ms in (sending.offset_ms, sending.shift_ms, *jumps)), default=0)
    if worst > held.most * 60_000 or set(sending.signs) & set(_PUT_BACK):
        told = {
            "signs": sending.signs, "offset_ms": sending.offset_ms, "shift_ms": sending.shift_ms,
            "jumps": jumps, "said_at": sending.said_at.isoformat(),
            "received_at": sending.received_at.isoformat(), "most": held.most, "rule": held.rule,
        }  # fmt: skip
        yield _doubt(visit, DoubtKind.CLOCK, told)


CHECKS: tuple[Callable[[Visit], Iterator[Doubt]], ...] = (
    far, speeds, same_photos, same_text, too_many, clock_moved,
)  # fmt: skip


@transaction.atomic
def look(county: int, visit_id: int) -> int:
    """Look at a visit as it stands; answers how many doubts are new. Looking again finds nothing twice."""
    visit = _visits(county=county, id=visit_id).first()
    if visit is None:
        return 0
    found = [doubt for check in CHECKS for doubt in check(visit)]
    held = Doubt.objects.unscoped(reason=WHY).filter(county=county, visit_id=visit_id, edition=visit.edition)
    known = set(held.values_list("kind", "other_id"))
    fresh = [one for one in found if (one.kind, one.other_id) not in known]
    Doubt.objects.bulk_create(fresh, ignore_conflicts=True)
    text = narrative(visit)
    seen = Looked(
        id=visit.id, county=county, region=visit.region, edition=visit.edition, at=clock.now(),
        empty=bool(text) and not rules.told(text, phrases()),
    )  # fmt: skip
    told = ["region", "edition", "empty", "at"]
    Looked.objects.bulk_create([seen], update_conflicts=True, unique_fields=["id"], update_fields=told)
    return len(fresh)


def work() -> int:
    """Look at the visits that wait, a batch at a time; answers how many were looked at."""
    done = 0
    while True:
        with transaction.atomic():
            batch = waiting.take(BATCH)
            for county, visit_id in batch:
                look(county, visit_id)
        done += len(batch)
        if len(batch) < BATCH:
            return done


def late() -> int:
    """Visits of the last two weeks that nothing has looked at as they stand; answers how many there were."""
    recent = _visits(made_at__gte=clock.now() - LATE).order_by("id").values_list("county", "id", "edition")
    seen = dict(
        Looked.objects.unscoped(reason=WHY)
        .filter(at__gte=clock.now() - LATE)
        .order_by("id")
        .values_list("id", "edition")
    )
    missed = [(county, number) for county, number, edition in recent if seen.get(number) != edition]
    for county, number in missed:
        look(county, number)
    return len(missed)
