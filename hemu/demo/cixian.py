"""磁县 in 2018, exactly as its report counts it: 2,653 accepted, 2,574 settled, and the rest."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hemu.demo import matters, staff
from hemu.demo.names import HEBEI, Names
from hemu.demo.offices import SINCE
from hemu.demo.patterns import Told, pick_group, tell
from hemu.demo.staff import Staff
from hemu.demo.walk import ARBITRATION, COURT, Walk, into_office_hours
from hemu.disputes.models import Body, Source
from hemu.disputes.registration import NewDispute
from hemu.kernel import clock
from hemu.loop.followup import actions as followup
from hemu.loop.followup.models import Kept
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import AgreementForm, Mode, Result
from hemu.loop.mediation.outcomes import actions as outcomes
from hemu.loop.mediation.outcomes import queries as stated
from hemu.loop.mediation.outcomes.models import Prevented, Verdict
from hemu.loop.routing import actions as routing
from hemu.orgs.actor import Actor
from hemu.orgs.models import CommitteeKind, Region, Role, Team, TeamMember, Unit, UnitKind
from hemu.orgs.models.teams import TeamKind
from hemu.rulebook import calendar

COUNTY = 130427
YEAR = 2018
BY_BODY = {Body.TOWNSHIP: 762, Body.VILLAGE: 1793, Body.PROFESSIONAL: 98}
SETTLED, PETITIONS, HARD, MASS = 2574, 51, 82, 25
VILLAGE_COMMITTEES, MEDIATORS, GROUPS, ROOMS, LAWYERS = 258, 1000, 400, 37, 6
"""The report's figures."""
SEED = 20180101

PROFESSIONAL = {"traffic": "道路交通事故", "labour": "劳动争议", "medical": "医疗纠纷"}
DEPARTMENT_ROOMS = (
    *("教体局", "科工局", "民政局", "财政局", "人社局", "自然资源和规划局", "生态环境局"),
    *("住建局", "交通局", "农业农村局", "水利局", "商务局", "文旅局", "卫健局"),
    *("退役军人局", "应急管理局", "审计局", "市场监管局", "统计局", "医保局", "信访局"),
    *("林业局", "城管局", "供销社", "工会", "团委", "妇联", "残联"),
    *("工商联", "消协", "气象局", "税务局", "邮政局", "供电公司", "公积金中心"),
    *("红十字会", "地震局"),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to become of one dispute of the year."""

    number: int
    body: Body
    settled: bool
    petition: bool = False
    hard: bool = False
    mass: bool = False


def plans() -> list[Plan]:
    """All of the year's disputes, mixed; they add up to the published figures."""
    chance = random.Random(SEED)  # noqa: S311  # a demonstration, not a secret
    bodies = [body for body, count in BY_BODY.items() for _ in range(count)]
    chance.shuffle(bodies)
    total = len(bodies)
    unsettled = set(chance.sample(range(total), total - SETTLED))
    township = [n for n, body in enumerate(bodies) if body == Body.TOWNSHIP and n not in unsettled]
    chance.shuffle(township)
    hard, petitions = set(township[:HARD]), set(township[HARD // 2 : HARD // 2 + PETITIONS])
    mass = set(township[:MASS])
    return [
        Plan(n, body, n not in unsettled, n in petitions, n in hard, n in mass)
        for n, body in enumerate(bodies)
    ]


def build_staff(county: Region, prefecture: Unit) -> Staff:
    """The county's offices and people, in the report's numbers."""
    made = Staff(county, Names(HEBEI, COUNTY, SEED))
    staff.county_offices(made, short="磁县", prefecture=prefecture)
    villages: list[Region] = []
    for township in staff.townships(county):
        staff.township_offices(made, township, short="磁县")
        staff.departments(made, township)
        villages += staff.villages(township)
    posts_before = sum(post.role == Role.MEDIATOR for post in made.posts)
    left = MEDIATORS - posts_before - 3 * len(PROFESSIONAL) - ROOMS
    for number, village in enumerate(villages[:VILLAGE_COMMITTEES]):
        here = left // VILLAGE_COMMITTEES + (number < left % VILLAGE_COMMITTEES)
        staff.village_offices(made, village, mediators=here, grids=2)
    _professionals(made, county)
    made.save()
    _teams(made)
    return made


def _professionals(made: Staff, county: Region) -> None:
    for name in PROFESSIONAL.values():
        unit = made.unit(
            UnitKind.MEDIATION_COMMITTEE,
            f"磁县{name}人民调解委员会",
            county,
            committee=CommitteeKind.PROFESSIONAL,
        )
        for _number in range(3):
            made.post(unit, Role.MEDIATOR, title="专职调解员")
    for room in DEPARTMENT_ROOMS[:ROOMS]:
        unit = made.unit(
            UnitKind.MEDIATION_COMMITTEE, f"磁县{room}调解室", county, committee=CommitteeKind.DEPARTMENT
        )
        made.post(unit, Role.MEDIATOR, title="调解员")
    firm = made.unit(UnitKind.LAW_FIRM, "磁县公共法律服务中心律师团", county)
    for _number in range(LAWYERS):
        made.post(firm, Role.LAWYER, title="村居法律顾问")


def _teams(made: Staff) -> None:
    """四百个调解小组: groups of the village and township committees."""
    committees = [unit for unit in made.units if unit.kind == UnitKind.MEDIATION_COMMITTEE]
    local = [
        unit for unit in committees if unit.committee_kind in (CommitteeKind.VILLAGE, CommitteeKind.TOWNSHIP)
    ]
    teams, members = [], []
    for number in range(GROUPS):
        unit = local[number % len(local)]
        team = Team(
            kind=TeamKind.MEDIATION,
            name=f"第{number // len(local) + 1}调解小组",
            unit=unit,
            since=SINCE,
        )
        teams.append(team)
        posts = made.by_unit[unit.pk]
        members += [
            TeamMember(team=team, person=post.person, leads=place == 0, since=SINCE)
            for place, post in enumerate(posts)
        ]
    Team.objects.bulk_create(teams)
    TeamMember.objects.bulk_create(members)


class Year:
    """Walks the plans of the year, each by the offices of its place."""

    def __init__(self, made: Staff) -> None:
        self.staff = made
        self.committees = [
            unit
            for unit in made.units
            if unit.kind == UnitKind.MEDIATION_COMMITTEE and unit.committee_kind == CommitteeKind.VILLAGE
        ]
        first = date(YEAR, 1, 1)
        days = [first + timedelta(days=n) for n in range(364)]
        self.days = [day for day in days if calendar.is_workday(day)]

    def walk(self, plan: Plan) -> None:
        """One dispute, from its registration to its end."""
        chance = random.Random(f"{SEED}-{plan.number}")  # noqa: S311  # a demonstration
        names = Names(HEBEI, COUNTY, SEED + plan.number)
        village = chance.choice(self.committees)
        spread = matters.PROFESSIONAL_SPREAD if plan.body == Body.PROFESSIONAL else matters.SPREAD
        group = pick_group(chance, spread)
        told = tell(names, group, village.region.name)
        day = chance.choice(self.days)
        opened = datetime.combine(
            day, time(8 + chance.randrange(9), chance.randrange(60)), tzinfo=clock.CHINA
        )
        walk = Walk(told, into_office_hours(opened), chance)
        if plan.body == Body.VILLAGE:
            self._village(walk, plan, village)
        elif plan.body == Body.PROFESSIONAL:
            self._professional(walk, plan, village, group)
        else:
            self._township(walk, plan, village)
        self._afterwards(walk, plan, village)

    @staticmethod
    def _town(village: Unit) -> Region:
        town = village.region.parent
        if town is None:
            raise LookupError(f"{village.name} is in no township")
        return town

    def _new(self, walk: Walk, plan: Plan, village: Unit, source: Source) -> NewDispute:
        told: Told = walk.told
        grid = walk.random.randrange(1, 3)
        facts: dict[str, object] = {"settleable_on_spot": True} if not plan.hard else {}
        if plan.hard:
            facts = {"failed_mediations": 2, "complex_matter": True, "people": walk.random.randrange(30, 90)}
        if plan.mass:
            facts["petition"] = True
        return NewDispute(
            region=village.region.code + grid,
            title=told.title,
            narrative=told.narrative,
            kind=told.kind,
            source=Source.PETITION if plan.petition else source,
            parties=told.parties,
            place=f"{told.place}{walk.random.randrange(1, 9)}组",
            facts=facts,
            petition=plan.petition,
        )

    def _village(self, walk: Walk, plan: Plan, village: Unit) -> None:
        post = self.staff.of(village, Role.MEDIATOR)
        by = self.staff.actor(post)
        source = walk.random.choice((Source.VISIT, Source.BY_HAND, Source.VILLAGER, Source.BY_HAND))
        walk.registered(self._new(walk, plan, village, source), by=by)
        walk.rated(by=by)
        with walk.then(0.1, 4):
            walk.dispute = routing.take(walk.now, by=by)
        walk.applied(by=by)
        walk.accepted([post], by=by)
        self._outcome(walk, plan, by)

    def _township(self, walk: Walk, plan: Plan, village: Unit) -> None:
        town = self._town(village)
        clerk = self.staff.act_as(self.staff.first(town, UnitKind.JUDICIAL_OFFICE), Role.JUDICIAL_OFFICER)
        committee = next(
            unit
            for unit in self.staff.by_kind[town.code, UnitKind.MEDIATION_COMMITTEE]
            if unit.committee_kind == CommitteeKind.TOWNSHIP
        )
        post = walk.random.choice(self.staff.by_unit[committee.pk])
        mediator = self.staff.actor(post)
        source = walk.random.choice((Source.BY_HAND, Source.INCIDENT, Source.INSTRUCTION, Source.REFERRAL))
        walk.registered(self._new(walk, plan, village, source), by=clerk)
        walk.rated(by=clerk)
        if plan.hard:
            self._through_the_centre(walk, town, committee)
        else:
            with walk.then(0.1, 6):
                walk.dispute = routing.assign_internal(walk.now, committee, by=clerk)
        with walk.then(0.2, 6):
            walk.dispute = routing.receive(walk.now, by=mediator)
        walk.applied(by=mediator)
        walk.accepted([post], by=mediator)
        if plan.hard:
            walk.session(Result.NOT_YET, by=mediator, mode=Mode.JOINT, days=5)
        self._outcome(walk, plan, mediator)

    def _through_the_centre(self, walk: Walk, town: Region, committee: Unit) -> None:
        clerk = self.staff.act_as(self.staff.first(town, UnitKind.JUDICIAL_OFFICE), Role.JUDICIAL_OFFICER)
        centre = self.staff.act_as(
            self.staff.first(town, UnitKind.TOWNSHIP_CENTRE), Role.TOWNSHIP_COORDINATOR
        )
        joint = self.staff.by_kind[town.code, UnitKind.DEPARTMENT][:2]
        with walk.then(0.1, 6):
            walk.dispute = routing.push_to_centre(walk.now, by=clerk, reason="涉及多个部门，请统筹。")
        with walk.then(0.5, 8):
            walk.dispute = routing.name_units(walk.now, committee, joint, by=centre, reason="联合调处")

    def _professional(self, walk: Walk, plan: Plan, village: Unit, group: str) -> None:
        town = self._town(village)
        officer = self.staff.act_as(self.staff.first(town, UnitKind.POLICE_STATION), Role.STATION_OFFICER)
        name = PROFESSIONAL[group]
        unit = next(one for one in self.staff.units if name in one.name)
        post = walk.random.choice(self.staff.by_unit[unit.pk])
        mediator = self.staff.actor(post)
        walk.registered(self._new(walk, plan, village, Source.INCIDENT), by=officer)
        walk.rated(by=officer)
        with walk.then(0.1, 6):
            walk.dispute = routing.assign_internal(walk.now, unit, by=officer)
        with walk.then(0.2, 6):
            walk.dispute = routing.receive(walk.now, by=mediator)
        walk.applied(by=mediator)
        walk.accepted([post], by=mediator)
        self._outcome(walk, plan, mediator)

    def _outcome(self, walk: Walk, plan: Plan, by: Actor) -> None:
        if plan.settled:
            walk.session(Result.AGREED, by=by)
            written = plan.hard or walk.random.random() < 0.55
            walk.agreed(AgreementForm.WRITTEN if written else AgreementForm.ORAL, by=by)
            walk.performed(by=by)
            return
        if walk.random.random() < 0.3:
            with walk.then(2, 24):
                walk.dispute = mediation.decline(
                    walk.now, walk.parties[1].pk, "想直接走法律程序。", by=by, other_ways=[COURT]
                )
            return
        walk.session(Result.FAILED, by=by)
        with walk.then(1, 24):
            ways = [COURT, ARBITRATION] if walk.now.kind // 100 == 7 else [COURT]
            walk.dispute = mediation.fail(walk.now, "双方分歧大，达不成一致。", by=by, other_ways=ways)

    def _afterwards(self, walk: Walk, plan: Plan, village: Unit) -> None:
        town = self._town(village)
        centre = self.staff.act_as(
            self.staff.first(town, UnitKind.TOWNSHIP_CENTRE), Role.TOWNSHIP_COORDINATOR
        )
        kept = Kept.KEPT if plan.settled else Kept.NO_AGREEMENT
        walk.followed_up(by=centre, kept=kept, satisfaction=walk.random.choice((3, 4, 5, 5, 5)))
        if plan.mass:
            self._prevented(walk, town, centre)
        flags = {"petition_settled": plan.petition, "hard": plan.hard}
        grounds = {
            "petition_settled": "信访人签字认可处理结果，表示不再上访。",
            "hard": "两次调解未成，涉及多户，经集体讨论、联合调处后化解。",
        }
        held = {name: text for name, text in grounds.items() if flags[name]}
        walk.closed(by=centre, results=followup.Results(**flags, grounds=held) if held else None)

    def _prevented(self, walk: Walk, town: Region, centre: Actor) -> None:
        """The judicial office states it; the centre holds it against its own record of the day."""
        clerk = self.staff.act_as(self.staff.first(town, UnitKind.JUDICIAL_OFFICE), Role.JUDICIAL_OFFICER)
        with walk.then(1, 24):
            people = int(walk.now.facts.get("people") or walk.random.randrange(12, 60))
            words = f"约{people}名群众原准备聚集讨说法，经联合调处后当天散去。"
            new = outcomes.NewStatement(Prevented.MASS_INCIDENT, people, clock.today(), words)
            walk.dispute = outcomes.state(walk.now, new, by=clerk)
        with walk.then(1, 24):
            row = stated.of(walk.now)[0]
            walk.dispute = outcomes.decide(
                walk.now, row.pk, Verdict.APPROVED, "与综治中心当日值班记录一致。", by=centre
            )
