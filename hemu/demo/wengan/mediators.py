"""调: who mediates in 瓮安县 and when: rosters, titles, appointments, a circuit, lawyers, three ways."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from hemu.demo.incidents.places import Place
from hemu.demo.wengan.desk import Desk
from hemu.demo.wengan.offices import COUNTY, ZHUCANG
from hemu.disputes.models import Colour, Dispute, State
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.loop.mediation.advice import actions as advice
from hemu.loop.mediation.calendar import actions as calendar
from hemu.loop.mediation.calendar import circuit, markets, rooms
from hemu.loop.mediation.calendar.actions import NewSitting
from hemu.loop.mediation.calendar.models import MarketRule
from hemu.loop.mediation.fusion import actions as fusion
from hemu.loop.mediation.fusion.models import Kind, Standing, Tie
from hemu.loop.mediation.models import Mediator, Mode
from hemu.loop.mediation.people import actions as people
from hemu.loop.mediation.people.actions import CommitteeFacts, NewAward, NewTraining
from hemu.loop.mediation.people.models import AwardKind, Duty, TieKind
from hemu.loop.mediation.queries import named_mediators
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import CommitteeKind, Post, Role, Unit, UnitKind
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission

WHY = "the demonstration's own disputes"
_MEDIATE = [role for role, allowed in ROLE_PERMISSIONS.items() if Permission.MEDIATE in allowed]
_TRADES = {"道路交通事故": "01", "医疗纠纷": "03", "劳动争议": "02"}
_APPOINTED = 8
"""So many sessions are appointed for the days to come."""


class Mediators:
    """What the justice bureau, the town's committee and the lawyers have entered."""

    def __init__(self, places: list[Place], now: datetime) -> None:
        self.desk = Desk(places, now, 5)
        self.staff = self.desk.town.staff
        bureau = self.staff.first(self.staff.county, UnitKind.JUDICIAL_BUREAU)
        self.justice = self.staff.act_as(bureau, Role.JUDICIAL_OFFICER)

    def write(self) -> None:
        """Everything, in the order in which offices come to it."""
        self._rosters()
        self._register()
        self._tell_court()
        self._appoint()
        self._circuit()
        self._advise()
        self._three_ways()

    def _committees(self) -> list[Unit]:
        """The town's committees and the county's professional ones."""
        every = [unit for unit in self.staff.units if unit.kind == UnitKind.MEDIATION_COMMITTEE]
        return [unit for unit in every if _near(unit)]

    def _rosters(self) -> None:
        for number, unit in enumerate(self._committees()):
            trade = next((code for word, code in _TRADES.items() if word in unit.name), "")
            setup = {CommitteeKind.VILLAGE: "1", CommitteeKind.TOWNSHIP: "3"}.get(unit.committee_kind, "6")  # type: ignore[call-overload]  # a CommitteeKind by its number
            since = _years_ago(clock.today(), 3 if number == 2 else 1, days=-40 if number == 2 else 0)
            facts = CommitteeFacts(
                setup=setup, trade=trade or ("12" if setup == "6" else ""), term_from=since,
                women=0 if number == 4 else 1 + number % 2, mixed=setup == "1", mixed_member=number % 5 != 3,
            )  # fmt: skip
            people.register_committee(unit, facts, by=self.justice)
            self._members(unit, few=number == 6)

    def _members(self, unit: Unit, *, few: bool) -> None:
        posts = self.staff.by_unit[unit.pk][:3]
        duties = [Duty.CHAIR, Duty.DEPUTY, Duty.MEMBER]
        for post, duty in zip(posts, duties, strict=False):
            people.add_member(unit, "", duty, post=post, by=self.justice, since=_years_ago(clock.today(), 1))
        for _number in range(0 if few else 3 - len(posts)):
            people.add_member(unit, self.desk.somebody(), Duty.MEMBER, by=self.justice)

    def _register(self) -> None:
        units = [unit.pk for unit in self._committees()]
        rows = list(Mediator.objects.active().filter(post__unit__in=units).order_by("id"))
        day = clock.today() - timedelta(days=30)
        new = NewTraining("民法典婚姻家庭编和调解技巧", day, Decimal("6"), "瓮安县司法局")
        people.train(rows[:24], new, by=self.justice)
        gold = NewAward(AwardKind.GOLD, "2025 年度金牌调解员", "贵州省司法厅", date(2025, 12, 4))
        room = NewAward(AwardKind.BRAND_ROOM, "珠藏老班长品牌调解室", "黔南州司法局", date(2025, 6, 18))
        people.award(rows[0], gold, by=self.justice)
        people.award(rows[1], room, by=self.justice)
        people.amend(rows[1], by=self.justice, languages=["布依语", "苗语"], skills=[2, 9], full_time=True)
        people.declare_tie(TieKind.KIN, self.desk.somebody(), note="妻弟", by=actor_for(rows[0].post))

    def _tell_court(self) -> None:
        with self.desk.ago(20):
            people.report_to_court(COUNTY, "瓮安县人民法院", by=self.justice)
        unit = self._committees()[0]
        people.add_member(unit, self.desk.somebody(), Duty.APPOINTED, by=self.justice)

    def _in_hand(self) -> Iterator[tuple[Dispute, Actor, list[Post]]]:
        """Disputes under mediation, those of the town first, each with who may appoint and who mediates."""
        rows = Dispute.objects.unscoped(reason=WHY).filter(county=COUNTY, state=State.MEDIATING)
        found = list(rows.defer("search").order_by("-colour", "-opened_at", "id")[:60])
        for dispute in sorted(found, key=lambda one: one.region not in self.desk.town.township.span):
            posts = Post.objects.current().filter(unit_id=dispute.lead_unit_id or 0, role__in=_MEDIATE)
            first = posts.select_related("person", "unit").order_by("id").first()
            if first is not None:
                ids = [one.post_id for one in named_mediators(dispute)] or [first.pk]
                yield (
                    dispute,
                    actor_for(first),
                    list(Post.objects.filter(pk__in=ids).select_related("person", "unit")),
                )

    def _appoint(self) -> None:
        modes = (Mode.VILLAGE, Mode.COMMITTEE_ROOM, Mode.POLICE_STATION)
        for number, (dispute, by, posts) in enumerate(self._in_hand()):
            if number >= _APPOINTED:
                break
            day = clock.midnight(clock.today() + timedelta(days=1 + number * 2 // 3))
            starts = day + timedelta(hours=9 + number % 3 * 2)
            new = NewSitting(
                starts, starts + timedelta(hours=1.5), f"{by.unit_name}", modes[number % 3], posts
            )
            try:
                calendar.schedule(dispute, new, by=by)
            except Refused:
                continue

    def _circuit(self) -> None:
        here = self.desk.town
        by = self.staff.act_as(self.staff.first(here.township, UnitKind.MEDIATION_COMMITTEE), Role.MEDIATOR)
        rooms.add("镇调解室", by=by)
        markets.register(here.township.code, "珠藏场", MarketRule.LUNAR, "2、7", by=by)
        row = circuit.plan(here.township.code, "月度巡回调解", note="可以来问政策、来说纠纷，不收费。", by=by)
        for number, stop in enumerate(self.desk.near[:3]):
            starts = clock.midnight(clock.today() + timedelta(days=5)) + timedelta(hours=9 + number * 2)
            new = circuit.NewStop(stop.village.code, "村委会", starts, starts + timedelta(hours=1.5))
            circuit.add_stop(row, new, by=by)
        circuit.publish(row, by=by)

    def _lawyer(self) -> Post:
        firm = self.staff.first(self.staff.county, UnitKind.LAW_FIRM)
        return self.staff.of(firm, Role.LAWYER)

    def _advise(self) -> None:
        lawyer = self._lawyer()
        for unit in self._committees()[:3]:
            advice.retain(lawyer, unit, by=self.justice)
        asked = (
            (
                "没有写利息的借条，能不能主张利息？",
                "不能主张约定利息；逾期的可以主张逾期利息。",
                "民法典680、676",
            ),
            ("宅基地界址不清，补偿协议怎么写不涉及权属？", "", ""),
        )
        for (question, answer, basis), (dispute, by, _posts) in zip(asked, self._in_hand(), strict=False):
            row = advice.ask(dispute, lawyer, question, by=by)
            if answer:
                advice.answer(dispute, row.pk, answer, basis, checked=True, by=self.staff.actor(lawyer))

    def _three_ways(self) -> None:
        hard = next((one for one in self._in_hand() if one[0].colour == Colour.ORANGE), None)
        first = hard or next(self._in_hand(), None)
        if first is None:
            return
        dispute, by, _posts = first
        court = self.staff.first(self.staff.county, UnitKind.COURT)
        strand = fusion.invite(dispute, court, Tie.INVITED, "请派法官指导法律适用，到场讲法", by=by)
        fusion.respond(
            dispute,
            strand.pk,
            Standing.TAKEN,
            "安排诉讼服务中心法官到场",
            by=self.staff.act_as(court, Role.COURT_HANDLER),
        )
        fusion.guide(dispute, Kind.LAWSUIT, "瓮安县人民法院", "随时可以起诉，带身份证和证据", by=by)
        held = clock.now() - timedelta(hours=3)
        opinions = [
            advice.NewOpinion(self.desk.somebody(), "先把事实查清，再谈补偿。", "司法所"),
            advice.NewOpinion(self.desk.somebody(), "涉及权属的部分由政府处理。", "自然资源所"),
            advice.NewOpinion(by.name, "双方情绪大，先分开做工作。", by.unit_name),
        ]
        told = advice.NewDiscussion(
            held,
            "镇综治中心会议室",
            by.name,
            "涉及户数多，情绪激动。",
            opinions,
            "先分头做工作，下周联合调解。",
        )
        advice.discuss(dispute, told, by=by)


def _near(unit: Unit) -> bool:
    """The town's own committees, its villages', and the county's."""
    return unit.region_id // 10**6 * 10**6 == ZHUCANG or unit.committee_kind not in (
        CommitteeKind.VILLAGE,
        CommitteeKind.TOWNSHIP,
    )


def _years_ago(day: date, years: int, days: int = 0) -> date:
    return day.replace(day=min(day.day, 28), year=day.year - years) - timedelta(days=days)
