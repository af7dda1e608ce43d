"""Looking at one visit: each check answers the doubts that it has, with evidence. Written once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from math import isinf
from typing import Any

from django.db import transaction
from django.db.models import Q

from hemu.kernel import clock
from hemu.kernel.ids import new_id
from hemu.loop.screening.doubts import photos, rules, waiting
from hemu.loop.screening.doubts.models import Doubt, DoubtKind, Looked
from hemu.loop.screening.doubts.photos import WHY
from hemu.loop.screening.doubts.rules import HOUR, Point
from hemu.loop.screening.models import Visit
from hemu.loop.screening.sent.models import ClockSign, Sending
from hemu.orgs.models import Level, Region
from hemu.rulebook import codes, evaluate

FEWEST_POSITIONS = 5
MOST_POSITIONS = 500
MOST_TEXTS = 500
NEAR_IN_TIME = timedelta(hours=12)
BATCH = 50
LATE = timedelta(days=14)
_TEXTS = ("object_info", "dispute_text", "hazard_text", "help_text", "done_on_spot", "what_follows")
"""What is written about this one visit. What was made known (publicity) is the same at every door."""


def limit(name: str) -> float | None:
    """A value of the rulebook; None when no rule names it, and then nothing is checked."""
    value = evaluate("doubts", {"check": name}, on=clock.today()).value
    return float(value["most"]) if value else None


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


def _homes(visit: Visit) -> Iterator[tuple[Region, rules.Home]]:
    """Where visits to the grid usually are; if there are too few, those to the village, the township."""
    region = Region.objects.filter(pk=visit.region).select_related("parent__parent").first()
    while region is not None and region.level >= Level.TOWNSHIP:
        rows = _visits(county=visit.county, region__gte=region.lo, region__lt=region.hi)
        held = (
            rows.filter(latitude__isnull=False).exclude(id=visit.id).order_by("-started_at")[:MOST_POSITIONS]
        )
        points = [Point(lat, lon) for lat, lon in held.values_list("latitude", "longitude")]
        if len(points) >= FEWEST_POSITIONS:
            yield region, rules.home_of(points)
            return
        region = region.parent


def far(visit: Visit) -> Iterator[Doubt]:
    """The position lies far from where visits to the grid are."""
    point, most = _point(visit), limit("far_metres")
    if point is None or most is None:
        return
    for region, home in _homes(visit):
        beyond = rules.outside(point, home)
        if beyond > most:
            yield _doubt(
                visit,
                DoubtKind.FAR,
                {
                    "metres": round(beyond), "most": most, "region": region.code,
                    "distance": round(rules.metres(point, home.centre)), "radius": round(home.radius),
                    "latitude": home.centre.latitude, "longitude": home.centre.longitude,
                },
            )  # fmt: skip


def speeds(visit: Visit) -> Iterator[Doubt]:
    """The same person was somewhere else a moment before or after."""
    here, most, least = _point(visit), limit("speed_kmh"), limit("speed_metres")
    if here is None or most is None:
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
        if apart >= (least or 0) and kmh > most:
            minutes = (second.started_at - first.ended_at) / timedelta(minutes=1)
            told = {
                "metres": round(apart),
                "minutes": round(minutes, 1),
                "kmh": None if isinf(kmh) else round(kmh),
                "most": most,
            }
            yield _doubt(visit, DoubtKind.SPEED, told, other)


def same_photos(visit: Visit) -> Iterator[Doubt]:
    """A photo of another visit again."""
    most = limit("photo_bits")
    if most is None:
        return
    found: dict[int, list[dict[str, Any]]] = {}
    for mine, other, bits in photos.seen_before(photos.keep(visit), int(most)):
        told = {"mine": mine.stored, "theirs": other.stored, "bits": bits}
        found.setdefault(other.visit_id, []).append(told)
    for other in _visits(county=visit.county, id__in=found).order_by("id"):
        yield _doubt(visit, DoubtKind.SAME_PHOTO, {"photos": found[other.id], "most": most}, other)


def same_text(visit: Visit) -> Iterator[Doubt]:
    """The text of another visit, of the same person or to the same place, again. The most alike counts."""
    most, chars, days = limit("text_percent"), limit("text_chars"), limit("text_days")
    usual = phrases()
    mine = rules.told(narrative(visit), usual)
    if most is None or chars is None or len(mine) < chars:
        return
    since = visit.started_at - timedelta(days=days or 0)
    rows = _visits(county=visit.county, started_at__gte=since, started_at__lte=visit.started_at)
    near = rows.filter(Q(person_id=visit.person_id) | Q(region=visit.region)).exclude(id=visit.id)
    best: tuple[int, Visit] | None = None
    for other in near.order_by("-started_at", "-id").defer("object_phone")[:MOST_TEXTS]:
        percent = rules.alike(mine, rules.told(narrative(other), usual))
        if percent > most and (best is None or percent > best[0]):
            best = percent, other
    if best is not None:
        yield _doubt(visit, DoubtKind.SAME_TEXT, {"percent": best[0], "most": most}, best[1])


def too_many(visit: Visit) -> Iterator[Doubt]:
    """More visits in an hour than can be made."""
    most = limit("hour_visits")
    if most is None:
        return
    near = _visits(
        county=visit.county, person_id=visit.person_id,
        started_at__gt=visit.started_at - HOUR, started_at__lt=visit.started_at + HOUR,
    )  # fmt: skip
    n = rules.most_an_hour(near.order_by("started_at").values_list("started_at", flat=True), visit.started_at)
    if n > most:
        yield _doubt(visit, DoubtKind.TOO_MANY, {"visits": n, "most": most})


_PUT_BACK = (ClockSign.BACKWARDS, ClockSign.AGE)


def clock_moved(visit: Visit) -> Iterator[Doubt]:
    """The phone's clock was off or moved when this edition was recorded, as the server measured it."""
    most = limit("clock_minutes")
    rows = Sending.objects.in_county(visit.county, visit_id=visit.id, edition=visit.edition)
    sending = rows.order_by("-id").first()
    if most is None or sending is None:
        return
    jumps = [int(jump.get("by", 0)) for jump in sending.jumps]
    worst = max((abs(ms) for ms in (sending.offset_ms, sending.shift_ms, *jumps)), default=0)
    if worst > most * 60_000 or set(sending.signs) & set(_PUT_BACK):
        told = {
            "signs": sending.signs, "offset_ms": sending.offset_ms, "shift_ms": sending.shift_ms,
            "jumps": jumps, "said_at": sending.said_at.isoformat(),
            "received_at": sending.received_at.isoformat(), "most": most,
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
