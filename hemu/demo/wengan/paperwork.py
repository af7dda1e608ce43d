"""Papers of 珠藏镇: volumes, an inquiry, an agent, a referral with its answer, an order on a dispute."""

from __future__ import annotations

from datetime import datetime, timedelta

from hemu.command.supervision.actions import supervise_dispute
from hemu.demo.incidents.places import Place
from hemu.demo.wengan.offices import COUNTY, ZHUCANG
from hemu.disputes.models import Dispute, State
from hemu.disputes.queries import parties
from hemu.documents.volumes.actions import Filing, file_volume
from hemu.documents.volumes.models import Awaited
from hemu.kernel import clock
from hemu.loop.mediation.inquiries import actions as inquiries
from hemu.loop.mediation.inquiries.models import Power
from hemu.loop.routing import referrals
from hemu.loop.routing.models import Answer
from hemu.orgs.actor import Actor
from hemu.orgs.models import Role, UnitKind
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission

_STILL_FILED = timedelta(days=10)
"""What was closed before lies in the offices' own cabinets: nobody makes hundreds of volumes at the start."""
VOLUMES = 2


def write(places: list[Place], now: datetime) -> None:
    """Everything, a few hours ago."""
    forget_old_cabinets(now)
    here = next((place for place in places if place.township.code == ZHUCANG), places[0])
    with clock.at(now - timedelta(hours=3)):
        _volumes(here)
        _beside_a_mediation(here)
        _supervised(here)


def forget_old_cabinets(now: datetime) -> None:
    """Only what was closed lately still waits for its volume."""
    rows = Awaited.objects.unscoped(reason="the demonstration's own past")
    rows.exclude(county=COUNTY, due_at__gte=now - _STILL_FILED).delete()


def _of(here: Place, *states: State) -> list[Dispute]:
    span = here.township.span
    rows = Dispute.objects.unscoped(reason="the demonstration looks for examples").filter(
        county=COUNTY, region__gte=span.lo, region__lt=span.hi, state__in=states
    )
    return list(rows.defer("search").order_by("-opened_at", "id")[:200])


def _handler(here: Place, dispute: Dispute) -> Actor | None:
    """Somebody of the unit that leads who may mediate."""
    for post in here.staff.by_unit.get(dispute.lead_unit_id or 0, ()):
        if Permission.MEDIATE in ROLE_PERMISSIONS[Role(post.role)]:
            return here.staff.actor(post)
    return None


def _volumes(here: Place) -> None:
    closed = [(one, by) for one in _of(here, State.CLOSED) if (by := _handler(here, one)) is not None]
    for dispute, by in closed[:VOLUMES]:
        file_volume(dispute, Filing("2", checked_by=here.coordinator.name), by=by)


def _beside_a_mediation(here: Place) -> None:
    """One mediation with all that may stand beside it."""
    for dispute in _of(here, State.MEDIATING):
        by = _handler(here, dispute)
        people = parties(dispute)
        if by is None or not people:
            continue
        exchanges = [
            inquiries.Exchange("您和双方是什么关系？", "我是村民小组长，两家都是我组里的。"),
            inquiries.Exchange("这件事是怎么起的？", "去年就说过一次，今年又为这个争起来。"),
            inquiries.Exchange("您看怎么解决好？", "以老界为准，请镇里来人现场指认。"),
        ]
        asked = inquiries.NewInquiry(
            started_at=clock.now() - timedelta(minutes=40),
            ended_at=clock.now() - timedelta(minutes=5),
            place=f"{here.village.name}村委会",
            exchanges=exchanges,
            askers=[by.name],
            asked_name="陈正国",
            asked_about="男，56 岁，村民小组长",
        )
        inquiries.record_inquiry(dispute, asked, by=by)
        agent = inquiries.NewAuthorisation(
            party_id=people[0].pk,
            agent_name="周志明",
            agent_about="亲属",
            powers=[Power.EVIDENCE, Power.SIGN],
            given_on=clock.today(),
        )
        inquiries.authorise(dispute, agent, by=by)
        _referred(here, dispute, by)
        return


def _referred(here: Place, dispute: Dispute, by: Actor) -> None:
    departments = here.staff.by_kind.get((here.township.code, UnitKind.DEPARTMENT), [])
    for number, unit in enumerate(departments[:2]):
        referrals.refer(dispute, unit, "请核实地块四至，出具书面意见。", by=by)
        if number == 0:
            handler = here.staff.act_as(unit, Role.DEPARTMENT_HANDLER)
            referrals.reply(dispute, Answer.HELPED, "已到现场核实，四至以承包证为准。", by=handler)


def _supervised(here: Place) -> None:
    by = here.coordinator
    for dispute in _of(here, State.RECEIVED, State.MEDIATING):
        if dispute.turn_unit_id not in (None, by.unit_id):
            supervise_dispute(dispute, "请在时限内组织调解，并把进展书面反馈。", by=by)
            return
