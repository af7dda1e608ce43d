"""The ways that disputes take through 瓮安县's offices. Each step is one act; between steps time passes."""

from __future__ import annotations

from datetime import timedelta

from hemu.demo.walk import COURT
from hemu.demo.wengan.live import Steps, Travel, Trip
from hemu.demo.wengan.plans import Fate, Way
from hemu.demo.wengan.records import Channel
from hemu.disputes.models import Outcome
from hemu.kernel import clock
from hemu.loop.assessment import actions as assessment
from hemu.loop.followup import actions as followup
from hemu.loop.followup.models import Kept
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import AgreementForm, Mode, Promise, Result
from hemu.loop.routing import actions as routing
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Role, UnitKind

NOT_OURS, TOO_LITTLE = "1", "3"
"""Codes of 不属本单位职责 and 信息不全,需补充 among the reasons of a return."""
EASY = {"settleable_on_spot": True}


def village(trip: Trip) -> Steps:
    """The village's mediator hears of it and takes it up by themselves."""
    post = trip.village_post()
    by = trip.act_as(post)
    channel = trip.walk.random.choice((Channel.VILLAGER, Channel.BY_HAND, Channel.VISIT))
    trip.walk.came_in(trip.here, channel, by=by, facts=dict(EASY))
    yield
    trip.walk.rated(by=by)
    yield
    with trip.walk.then(0.1, 10):
        trip.walk.dispute = routing.take(trip.walk.now, by=by)
    yield
    yield from mediated(trip, post)


def grid(trip: Trip) -> Steps:
    """The grid member finds it at a door; the township's centre gives it to the village's committee."""
    finder = trip.finder
    post = trip.village_post()
    trip.walk.came_in(trip.here, Channel.VISIT, by=finder, facts=dict(EASY))
    yield
    trip.walk.rated(by=trip.here.coordinator)
    yield
    yield from given(trip, post, by=trip.here.coordinator)
    yield from mediated(trip, post)


def station(trip: Trip) -> Steps:
    """Somebody called the police; the station keeps it and settles it."""
    by = trip.here.officer
    post = trip.here.post(UnitKind.POLICE_STATION, Role.STATION_OFFICER)
    trip.walk.came_in(trip.here, Channel.INCIDENT, by=by, facts={**EASY, "police_incidents": 1})
    yield
    trip.walk.rated(by=by)
    yield
    with trip.walk.then(0.1, 5):
        trip.walk.dispute = routing.assign_internal(trip.walk.now, post.unit, by=by)
    yield
    yield from mediated(trip, post)


def township(trip: Trip) -> Steps:
    """The judicial office gives it to the township's committee."""
    by = trip.here.actor(UnitKind.JUDICIAL_OFFICE, Role.JUDICIAL_OFFICER)
    channel = trip.walk.random.choice((Channel.BY_HAND, Channel.PETITION, Channel.BY_HAND))
    trip.walk.came_in(trip.here, channel, by=by, facts={})
    yield
    trip.walk.rated(by=by)
    yield
    yield from given(trip, trip.here.mediator, by=by)
    yield from mediated(trip, trip.here.mediator)


def professional(trip: Trip) -> Steps:
    """An accident or wages: the officer gives it to the county's own committee for such matters."""
    name = {5: "道路交通事故", 7: "劳动争议"}.get(trip.walk.told.kind // 100, "医疗纠纷")
    if trip.walk.told.kind == MEDICAL:
        name = "医疗纠纷"
    unit = next(one for one in trip.here.staff.units if f"{name}人民调解" in one.name)
    post = trip.here.staff.by_unit[unit.pk][0]
    trip.walk.came_in(trip.here, Channel.INCIDENT, by=trip.here.officer, facts={})
    yield
    trip.walk.rated(by=trip.here.officer)
    yield
    yield from given(trip, post, by=trip.here.officer)
    yield from mediated(trip, post)


MEDICAL = 502


def centre(trip: Trip) -> Steps:
    """Two mediations failed and it isn't simple: orange, and the centre names who leads and who helps."""
    by, coordinator = trip.here.officer, trip.here.coordinator
    chance = trip.walk.random
    facts = {"failed_mediations": 2, "people": chance.randrange(12, 60), "complex_matter": True}
    trip.walk.came_in(trip.here, Channel.INCIDENT, by=by, facts=facts)
    yield
    trip.walk.rated(by=by)
    yield
    with trip.walk.then(0.1, 6):
        trip.walk.dispute = routing.push_to_centre(trip.walk.now, by=by, reason="涉及多个部门，请统筹。")
    yield
    joint = trip.here.staff.by_kind[trip.here.township.code, UnitKind.DEPARTMENT]
    with trip.walk.then(0.5, 20):
        chosen = chance.sample(joint, 3)
        lead = trip.here.committee
        trip.walk.dispute = routing.name_units(
            trip.walk.now, lead, chosen, by=coordinator, reason="联合调处。"
        )
    yield
    yield from received(trip, trip.here.mediator)
    yield from mediated(trip, trip.here.mediator)


def court(trip: Trip) -> Steps:
    """One side has sued."""
    by = trip.here.officer
    trip.walk.came_in(trip.here, Channel.INCIDENT, by=by, facts={"sued": True})
    yield
    trip.walk.rated(by=by)
    yield
    county = trip.here.staff.county
    unit = trip.here.staff.first(county, UnitKind.COURT)
    joint = [
        trip.here.staff.first(county, UnitKind.LEGAL_BRIGADE),
        trip.here.unit(UnitKind.JUDICIAL_OFFICE),
    ]
    with trip.walk.then(0.1, 6):
        trip.walk.dispute = routing.send_horizontal(
            trip.walk.now, unit, joint=joint, by=by, reason="已起诉，由法院处理。"
        )
    yield
    post = trip.here.staff.of(unit, Role.COURT_HANDLER)
    yield from received(trip, post)
    yield from mediated(trip, post)


def red(trip: Trip) -> Steps:
    """Threats: red, the government is told, somebody stays with them, and the station leads."""
    by, coordinator = trip.here.officer, trip.here.coordinator
    facts = {"threat_violence": True, "may_escalate": trip.walk.random.random() < 0.5}
    trip.walk.came_in(trip.here, Channel.INCIDENT, by=by, facts=facts)
    yield
    trip.walk.rated(by=by)
    yield
    with trip.walk.then(0.1, 0.5):
        assessment.plan_measure(
            trip.walk.now, task="上门稳定情绪，亲属轮流陪护，夜间不离人。", owner=by.name,
            owner_unit=by.unit_name, due_at=clock.now() + timedelta(hours=8), by=by,
        )  # fmt: skip
        trip.walk.dispute = routing.push_to_centre(trip.walk.now, by=by, reason="红色，请镇里统筹。")
    yield
    post = trip.here.post(UnitKind.POLICE_STATION, Role.STATION_OFFICER)
    joint = [trip.here.unit(UnitKind.JUDICIAL_OFFICE), trip.here.committee]
    with trip.walk.then(0.5, 3):
        trip.walk.dispute = routing.name_units(
            trip.walk.now, post.unit, joint, by=coordinator, reason="派出所主办，联合处置。"
        )
    yield
    yield from received(trip, post)
    yield from mediated(trip, post)


def given(trip: Trip, post: Post, *, by: Actor) -> Steps:
    """Given to a unit, which accepts; or returns it first, with a reason, and accepts it the second time."""
    with trip.walk.then(0.1, 8):
        trip.walk.dispute = routing.assign_internal(trip.walk.now, post.unit, by=by, reason="请及时调处。")
    yield
    if trip.fated(Fate.RETURNED):
        code, reason = trip.walk.random.choice(
            ((TOO_LITTLE, "被申请人姓名和电话不全，请补充后再交办。"), (NOT_OURS, "此事涉及水利站职责。"))
        )
        with trip.walk.then(1, 10):
            trip.walk.dispute = routing.give_back(trip.walk.now, reason, by=trip.act_as(post), code=code)
        yield
        with trip.walk.then(2, 40):
            trip.walk.dispute = routing.assign_internal(
                trip.walk.now, post.unit, by=by, reason="情况已补充，请办理。"
            )
        yield
    yield from received(trip, post)


def received(trip: Trip, post: Post) -> Steps:
    """Accepted by the unit that it was given to."""
    with trip.walk.then(0.2, 10):
        trip.walk.dispute = routing.receive(trip.walk.now, by=trip.act_as(post))
    yield


def mediated(trip: Trip, post: Post) -> Steps:
    """调 and 访: from the application to the end, as the dispute's fate has it."""
    by, walk = trip.act_as(post), trip.walk
    walk.applied(by=by)
    yield
    if trip.fated(Fate.DECLINED):
        with walk.then(1, 20):
            walk.dispute = mediation.decline(
                walk.now, walk.parties[1].pk, "想直接走法律程序。", by=by, other_ways=[COURT],
                outcome=Outcome.DECLINED,
            )  # fmt: skip
        yield
        yield from looked_at(trip, Kept.NO_AGREEMENT)
        return
    walk.accepted([post], by=by)
    yield
    if walk.random.random() < 0.3:
        walk.session(Result.NOT_YET, by=by, mode=Mode.JOINT, days=4)
        yield
    if trip.fated(Fate.FAILED):
        walk.session(Result.FAILED, by=by)
        with walk.then(1, 20):
            walk.dispute = mediation.fail(walk.now, "双方分歧大，达不成一致。", by=by, other_ways=[COURT])
        yield
        yield from looked_at(trip, Kept.NO_AGREEMENT)
        return
    walk.session(Result.AGREED, by=by)
    yield
    yield from agreed(trip, by)


def agreed(trip: Trip, by: Actor) -> Steps:
    """An agreement: kept, or broken."""
    walk = trip.walk
    written = trip.fated(Fate.BROKEN) or walk.random.random() < 0.7
    form = AgreementForm.WRITTEN if written else AgreementForm.ORAL
    owed = walk.random.randrange(3, 20) if written else None
    walk.agreed(form, by=by, owed_in=owed)
    yield
    if owed and trip.fated(Fate.BROKEN):
        promise = Promise.objects.of(walk.now).get()
        with walk.then(24 * (owed + 1), 24 * (owed + 4)):
            walk.dispute = mediation.default(walk.now, promise.pk, "到期没有付，说是手头紧。", by=by)
        yield
        return
    if owed:
        promise = Promise.objects.of(walk.now).get()
        with walk.then(24, 24 * owed):
            walk.dispute = mediation.perform(walk.now, promise.pk, by=by, note="已按约定办完。")
    else:
        walk.performed(by=by)
    yield
    yield from looked_at(trip, Kept.KEPT)


def looked_at(trip: Trip, kept: Kept) -> Steps:
    """访: somebody asks, and the coordinator closes it; or it flares up again."""
    walk, coordinator = trip.walk, trip.here.coordinator
    finder = trip.finder
    walk.followed_up(by=finder, kept=kept, satisfaction=walk.random.choice((2, 3, 4, 4, 5, 5, 5)))
    yield
    if trip.fated(Fate.RELAPSED):
        with walk.then(24, 24 * 12):
            walk.dispute = followup.relapse(
                walk.now, "双方又为同一件事争吵起来。", by=finder, facts={"police_incidents": 2}
            )
        yield
        walk.rated(by=coordinator)
        yield
        return
    walk.closed(by=coordinator)
    yield


BY_NAME: dict[Way, Travel] = {
    Way.VILLAGE: village,
    Way.GRID: grid,
    Way.STATION: station,
    Way.TOWNSHIP: township,
    Way.CENTRE: centre,
    Way.COURT: court,
    Way.RED: red,
    Way.PROFESSIONAL: professional,
}
