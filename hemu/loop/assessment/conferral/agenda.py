"""What a conferral must look at, put together by itself from the convener's area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from hemu.disputes.models import ENDED, Clock, ClockKind, Colour, Dispute
from hemu.kernel import clock
from hemu.loop.assessment.conferral.models import Conferral, ConferralMeasure, Item, Why
from hemu.loop.assessment.key import queries as key
from hemu.loop.assessment.models import OWES, WarnedDispute, WarnedUnit, WarningNotice
from hemu.loop.assessment.trends import reading
from hemu.loop.assessment.trends.views import in_words
from hemu.orgs.actor import Actor
from hemu.rulebook.words import recorded

MOST = 40
"""Items of one meeting: more isn't conferred upon in an afternoon. Red comes first."""
_ABOUT = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that should be on the agenda. `dispute` None: a trend."""

    why: Why
    title: str
    ground: str = ""
    dispute: Dispute | None = None
    path: str = ""


def proposed(by: Actor, held_at: datetime) -> list[Entry]:
    """What is due by the time of the meeting; each dispute once, for its most pressing reason."""
    found: list[Entry] = []
    seen: set[int] = set()
    for entry in _every(by, held_at):
        if entry.dispute is not None:
            if entry.dispute.pk in seen:
                continue
            seen.add(entry.dispute.pk)
        found.append(entry)
        if len(found) == MOST:
            break
    return found


def _every(by: Actor, held_at: datetime) -> Iterator[Entry]:
    yield from _coloured(by, held_at)
    yield from _warned(by)
    yield from _trends(by)
    yield from _key(by)
    yield from _unfinished(by)


def _open(by: Actor) -> Any:
    return Dispute.objects.in_area(by).exclude(state__in=ENDED).defer("search", "narrative")


def _facts(dispute: Dispute) -> str:
    told = [recorded(name, value) for name, value in dispute.facts.items() if value]
    return "；".join(told[:_ABOUT])


def _coloured(by: Actor, held_at: datetime) -> Iterator[Entry]:
    """Every red one, and the orange ones whose review is due by then."""
    for row in _open(by).filter(colour=Colour.RED).order_by("due_at", "id")[:MOST]:
        yield Entry(Why.RED, row.title, _facts(row), row)
    running = Clock.objects.unscoped(reason="clocks of disputes of the actor's area").filter(
        county=OuterRef("county"), dispute_id=OuterRef("id"), kind=ClockKind.REVIEW, stopped_at=None
    )
    orange = _open(by).filter(Exists(running.filter(due_at__lte=held_at)), colour=Colour.ORANGE)
    for row in orange.order_by("due_at", "id")[:MOST]:
        yield Entry(Why.REVIEW, row.title, _facts(row), row)


def _warned(by: Actor) -> Iterator[Entry]:
    """Disputes of notices that a unit is late with."""
    late = WarnedUnit.objects.unscoped(reason="units of notices that the actor may see").filter(
        county=OuterRef("county"), notice_id=OuterRef("id"), stage__in=OWES, late_at__isnull=False
    )
    notices = WarningNotice.objects.visible_to(by).filter(Exists(late)).order_by("answer_by", "id")
    for notice in notices[:MOST]:
        named = WarnedDispute.objects.unscoped(reason="of a notice that the actor may see").filter(
            county=OuterRef("county"), dispute_id=OuterRef("id"), notice_id=notice.id
        )
        ground = _("提示单 %(number)s“%(subject)s”有单位超期未签收或反馈") % {
            "number": notice.number,
            "subject": notice.subject,
        }
        for row in _open(by).filter(Exists(named)).order_by("id"):
            yield Entry(Why.WARNING, row.title, ground, row)


def _trends(by: Actor) -> Iterator[Entry]:
    if not by.spans:
        return
    for rise in reading.look(by).alarms:
        title = _("%(area)s：%(kind)s明显增多") % {"area": rise.region.name, "kind": rise.label}
        region = rise.region.parent.shown_code if rise.region.parent else ""
        yield Entry(Why.TREND, title[:100], in_words(rise)[:500], path=f"/trends/?region={region}")


def _key(by: Actor) -> Iterator[Entry]:
    for row in key.ledger(by, key.Chosen(view="late"))[:MOST]:
        if row.dispute.state not in ENDED:
            yield Entry(Why.KEY, row.dispute.title, row.reason[:500], row.dispute)


def _unfinished(by: Actor) -> Iterator[Entry]:
    """Disputes of measures that earlier meetings of the same unit decided on and that are late."""
    own = Conferral.objects.visible_to(by).filter(unit_id=by.unit_id).values("id")
    rows = ConferralMeasure.objects.unscoped(reason="of the unit's own conferrals").filter(
        conferral_id__in=own, done_at=None, due_at__lt=clock.now()
    )
    for measure in rows.order_by("due_at", "id")[:MOST]:
        items = Item.objects.in_county(measure.county, id=measure.item_id)
        item = items.first()
        if item is None or not item.dispute_id:
            continue
        row = _open(by).filter(county=item.dispute_county, id=item.dispute_id).first()
        if row is not None:
            ground = _("%(unit)s %(owner)s：%(task)s") % {
                "unit": measure.unit_name,
                "owner": measure.owner,
                "task": measure.task,
            }
            yield Entry(Why.MEASURE, row.title, ground[:500], row)
