"""巡回: a tour of villages, what is heard at each halt, and what villagers read of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute, State
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.mediation.calendar import actions, markets
from hemu.loop.mediation.calendar.actions import NewSitting
from hemu.loop.mediation.calendar.models import Round, Sitting, Standing, Stop
from hemu.loop.mediation.models import Mode
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post
from hemu.orgs.permissions import Permission

MOST_STOPS = 60


def rounds(by: Actor, *, over: bool = False) -> Any:
    """The circuits of the actor's area and unit, the newest first; with `over`, those called off."""
    by.require(Permission.VIEW)
    rows = Round.objects.visible_to(by)
    return rows.filter(called_off_at__isnull=not over).order_by("-made_at", "-id")


def get(county: int, round_id: int, *, by: Actor) -> Round:
    """One circuit; raises Missing for a stranger."""
    by.require(Permission.VIEW)
    row: Round | None = Round.objects.visible_to(by).filter(county=county, id=round_id).first()
    if row is None:
        raise Missing(_("没有找到这次巡回。"))
    return row


def stops(of: Round) -> list[Stop]:
    """Its halts, in the order of the day."""
    return list(Stop.objects.in_county(of.county, round_id=of.id).order_by("starts_at", "id"))


def sittings(of: Stop) -> list[Sitting]:
    """What is heard at a halt."""
    rows = Sitting.objects.unscoped(reason="of a circuit that was read within a scope")
    found = rows.filter(county=of.county, stop_id=of.pk).exclude(standing=Standing.CALLED_OFF)
    return list(found.order_by("starts_at", "id"))


def leads(row: Round, by: Actor) -> bool:
    """Whether the actor may change it: the unit that planned it, while it isn't called off."""
    return by.may(Permission.MEDIATE) and by.unit_id == row.unit_id and row.called_off_at is None


def _led(row: Round, by: Actor) -> Round:
    found: Round | None = (
        Round.objects.visible_to(by).filter(county=row.county, id=row.id).select_for_update().first()
    )
    if found is None:
        raise Missing(_("没有找到这次巡回。"))
    if not leads(found, by):
        raise Conflict(_("巡回由安排的单位修改；已取消的不能再改。"), code="not_lead")
    return found


@transaction.atomic
def plan(region: int, title: str, *, by: Actor, note: str = "") -> Round:
    """Plan a circuit in a region of the actor's area."""
    by.require(Permission.MEDIATE)
    if not by.covers(region):
        raise Missing(_("这个地方不在您的辖区。"))
    if not title.strip():
        raise Refused(_("请填写巡回的名称。"), field="title", code="required")
    row = Round.made_by(by, region=region, title=title.strip(), note=note.strip(), made_at=clock.now())
    row.save(force_insert=True)
    return row


@dataclass(frozen=True, slots=True)
class NewStop:
    region: int
    place: str
    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def add_stop(row: Round, new: NewStop, *, by: Actor) -> Stop:
    """One more halt. A day on which a market of that place is held is marked as such by itself."""
    found = _led(row, by)
    actions.check_times(new.starts_at, new.ends_at)
    if not by.covers(new.region):
        raise Missing(_("这个地方不在您的辖区。"), field="region")
    if not new.place.strip():
        raise Refused(_("请填写地点，例如“村委会”“集市口”。"), field="place", code="required")
    if Stop.objects.in_county(found.county, round_id=found.id).count() >= MOST_STOPS:
        raise Refused(_("一次巡回的站点太多，请另开一次。"), code="too_many")
    made = Stop(
        county=found.county, round_id=found.id, region=new.region, place=new.place.strip(),
        starts_at=new.starts_at, ends_at=new.ends_at, market=_market_of(new, by),
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def _market_of(new: NewStop, by: Actor) -> str:
    day = clock.local(new.starts_at).date()
    here = (one for one in markets.of_area(by) if one.region == new.region)
    return next((one.place for one in here if markets.is_market_day(one.rule, one.days, day)), "")


def hear(row: Round, stop: Stop, dispute: Dispute, mediators: list[Post], starts_at: datetime,
         ends_at: datetime, *, by: Actor) -> Sitting:  # fmt: skip
    """Put a dispute on the list of a halt: an appointment there, within its hours."""
    if not leads(row, by):
        raise Conflict(_("巡回由安排的单位修改；已取消的不能再改。"), code="not_lead")
    if starts_at < stop.starts_at or ends_at > stop.ends_at:
        raise Refused(_("请安排在这一站停留的时间里。"), field="starts_at", code="outside")
    if dispute.state not in (State.RECEIVED, State.MEDIATING):
        raise Refused(_("这件纠纷现在不能约定调处。"), field="dispute", code="wrong_state")
    new = NewSitting(starts_at, ends_at, stop.place, Mode.CIRCUIT, mediators, stop_id=stop.pk)
    return actions.schedule(dispute, new, by=by)


@transaction.atomic
def publish(row: Round, *, by: Actor) -> Round:
    """Let villagers read when it comes to them. What is heard isn't told."""
    found = _led(row, by)
    if not Stop.objects.in_county(found.county, round_id=found.id).exists():
        raise Refused(_("请先安排至少一站。"), code="no_stop")
    found.published_at = found.published_at or clock.now()
    found.save()
    return found


@transaction.atomic
def call_off(row: Round, *, by: Actor) -> Round:
    """It doesn't take place; refused while a hearing stands, which is called off on its dispute."""
    found = _led(row, by)
    planned = Sitting.objects.unscoped(reason="whether a hearing of this circuit still stands")
    ids = [one.pk for one in stops(found)]
    if planned.filter(county=found.county, stop_id__in=ids, standing=Standing.PLANNED).exists():
        raise Conflict(_("还有约定的调处，请先在纠纷里取消或改期。"), code="planned")
    found.called_off_at = clock.now()
    found.save()
    return found


def coming(county: int) -> list[tuple[Round, list[Stop]]]:
    """The published circuits of a county that aren't over, each with its halts, for villagers."""
    rows = Round.objects.unscoped(reason="what was published to villagers; it names nobody")
    open_ones = rows.filter(county=county, published_at__isnull=False, called_off_at=None)
    found = [(row, stops(row)) for row in open_ones.order_by("-published_at", "-id")[:MOST_STOPS]]
    return [(row, halts) for row, halts in found if halts and halts[-1].ends_at > clock.now()]


def published(county: int, round_id: int) -> Round:
    """A circuit that villagers may read of; raises Missing for any other."""
    rows = Round.objects.unscoped(reason="what was published to villagers; it names nobody")
    row: Round | None = rows.filter(county=county, id=round_id).exclude(published_at=None).first()
    if row is None:
        raise Missing(_("没有找到这次巡回。"))
    return row
