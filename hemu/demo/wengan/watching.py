"""群、警、访、会: groups, calls to the police, petitions, joint meetings, each at every stage.

And what one source knew that another kept silent about.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hemu.demo.incidents.places import Place
from hemu.demo.wengan.desk import Desk
from hemu.demo.wengan.rounds import Rounds, whom
from hemu.disputes import origins, queries
from hemu.disputes.models import ENDED, Dispute, Side, Source
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import NewDispute
from hemu.kernel import clock
from hemu.loop.screening import joining
from hemu.loop.screening.actions import (
    NewVisit,
    answer_petition,
    hold_meeting,
    note_group,
    pass_incident,
    record_incident,
    record_petition,
    record_visit,
    register_dispute,
    settle_incident,
)
from hemu.loop.screening.groups.actions import NewGroup, close_group, push, register_group
from hemu.loop.screening.groups.models import GroupKind, WorkGroup
from hemu.loop.screening.models import Incident, IncidentTier, MeetingItem, Petition, VisitResult
from hemu.loop.screening.petitions import actions as petitions
from hemu.loop.screening.reporting.actions import decide
from hemu.loop.screening.reporting.models import Flag, FlagKind, FlagStatus
from hemu.orgs.actor import Actor

Tier = IncidentTier
_GROUPS = (
    (GroupKind.VILLAGE, "{village}警民联系群", 212),
    (GroupKind.SCHOOL, "珠藏中心小学家校警群", 318),
    (GroupKind.SITE, "安置点二标段工地群", 41),
    (GroupKind.TENANTS, "珠藏社区出租房群", 67),
    (GroupKind.TRADE, "珠藏集镇商户群", 126),
)
_CALLS = (
    (0.1, Tier.ON_SCENE, "两家为三轮车挡路在寨门口争吵，有一方拿了扁担，民警正在路上。", ()),
    (0.9, Tier.POLICE_OFFICE, "报警人说邻居的狗咬死三只鸡，对方不认。", ()),
    (2.0, Tier.ON_SCENE, "酒席上两人拉扯，一人手背擦伤，现场已劝开。", ((Tier.PHONE, "次日电话回访"),)),
    (4.0, Tier.ON_SCENE, "夫妻打架，妻子要求写保证书，有两个娃娃在场。", (
        (Tier.POLICE_OFFICE, "警务室上门"), (Tier.CENTRE, "涉及未成年人，请综治中心会同妇联"),
    )),
    (6.0, Tier.CENTRE, "修路挖断水管，十几户用水受影响，堵住挖机。", ((Tier.JOINT, "会同水利站"),)),
    (9.0, Tier.POLICE_OFFICE, "租客欠三个月房租要连夜搬走，房东扣了电视机。", ()),
)  # fmt: skip
_RESULTS = {3: "已签承诺书，社区和妇联每周上门。", 5: "双方当面算清，房东退还电视机，租客月底付清。"}


class Watching:
    """The township's other sources."""

    def __init__(self, desk: Desk) -> None:
        self.desk = Desk(desk.places, desk.now, 17)
        self.station = self.desk.town.officer
        self.centre = self.desk.town.coordinator

    def write(self) -> None:
        """All of them, and what they say against one another."""
        self._groups()
        self._calls()
        self._petitions()
        self._meetings()
        self._against_one_another()

    def _groups(self) -> None:
        made: list[WorkGroup] = []
        for place, (kind, name, members) in enumerate(_GROUPS):
            here = self.desk.near[place % len(self.desk.near)]
            with self.desk.ago(50 - place):
                name = name.format(village=here.village.name)
                owner = here.officer.name
                new = NewGroup(here.grid, kind, name, owner, members, note="只发通知、接诉求，不看群里聊天。")
                made.append(register_group(new, by=self.station))
        with self.desk.ago(21):
            push(
                made,
                "冬季取暖防一氧化碳",
                "用炭火要开窗，睡前把火熄灭；头晕恶心马上到屋外。",
                by=self.station,
            )
        with self.desk.ago(8):
            push(
                made[:2],
                "刷单返利都是诈骗",
                "先小额返利、后大额骗走。接到让垫付、充值的，先打 96110。",
                by=self.station,
            )
        with self.desk.ago(3):
            close_group(made[2], "工地完工，人员撤离。", by=self.station)
        for days, text in (
            (5.0, "两家为机耕道争吵，请民警抽空来看看。"),
            (1.2, "小卖部门口晚上放音响跳舞，娃娃写不成作业。"),
        ):
            with self.desk.ago(days):
                here = self.desk.near[0]
                name = _GROUPS[0][1].format(village=here.village.name)
                note_group(
                    region=here.grid, group_name=name, received_at=clock.now(), text=text, by=self.station
                )

    def _call(self, here: Place, number: int, text: str, tier: Tier) -> Incident:
        return record_incident(
            region=here.grid, number=f"JQ{clock.today():%Y%m%d}88{number:02d}",
            reported_at=clock.now() - timedelta(minutes=25), narrative=text, tier=tier,
            place=f"{1 + number % 7}组", by=here.officer,
        )  # fmt: skip

    def _calls(self) -> None:
        for number, (days, tier, text, passed) in enumerate(_CALLS):
            here = self.desk.near[number % len(self.desk.near)]
            with self.desk.ago(days):
                call = self._call(here, number, text, tier)
            for step, (further, note) in enumerate(passed, 1):
                with self.desk.ago(days - 0.8 * step):
                    call = pass_incident(call, further, note, by=here.officer)
            if number in _RESULTS:
                with self.desk.ago(days - 2.5):
                    settle_incident(call, _RESULTS[number], by=here.officer)

    def _petition(self, number: int, days: float, text: str) -> Petition:
        here = self.desk.near[number % len(self.desk.near)]
        with self.desk.ago(days):
            return record_petition(
                region=here.grid, number=f"XF{clock.today():%Y%m%d}77{number:02d}", from_unit="瓮安县信访局",
                received_at=clock.now() - timedelta(hours=3), narrative=text, place=here.village.name,
                by=self.centre,
            )  # fmt: skip

    def _petitions(self) -> None:
        """One at each stage; the oldest of those that wait has run out of its fifteen days."""
        by = self.centre
        self._petition(0, 2, "反映自来水时有时无，要求说明修管网的时间。")
        self._petition(1, 24, "反映采石场爆破震裂房屋，要求鉴定。")
        self._accepted(2, 20, "反映村里评议低保不公开，要求公示名单。")
        verified = self._accepted(3, 40, "反映征地补偿面积少算了三分。")
        with self.desk.ago(30):
            verified = petitions.verify(verified, "会同自然资源所到场复量，实际少登记 0.28 亩。", by=by)
            text = "讲清补偿以复量为准，差额可补，逾期利息没有依据。"
            petitions.explain(verified, text, "土地管理法第四十八条", by=by)
        late = self._accepted(4, 66, "反映移民后扶资金去向，要求公开账目。")
        with self.desk.ago(9):
            petitions.extend(late, "账目跨三个年度，需县审计局出具意见。", "镇长 陈国栋", by=by)
        answered = self._answered(5, 70, "反映邻村放牧踩坏林地，要求赔偿。", 22)
        with self.desk.ago(12):
            asked = clock.now() - timedelta(hours=2)
            petitions.ask_review(answered, asked, "信访人认为赔偿标准偏低。", by=by)
        self._answered(6, 45, "反映村道塌方久未修复。", 10)
        refused = self._petition(7, 12, "反映邻居欠款两万元不还，要求政府责令还款。")
        with self.desk.ago(10):
            way = "可申请人民调解，或向人民法院起诉。"
            petitions.not_accept(refused, "属民间借贷，不属信访受理范围。", way, by=by)

    def _accepted(self, number: int, days: float, text: str) -> Petition:
        row = self._petition(number, days, text)
        with self.desk.ago(days - 4):
            return petitions.accept(row, "属本镇职责，予以受理。", by=self.centre)

    def _answered(self, number: int, days: float, text: str, ago: float) -> Petition:
        row = self._accepted(number, days, text)
        with self.desk.ago(days - 18):
            row = petitions.verify(row, "到场核实，情况基本属实。", by=self.centre)
        with self.desk.ago(ago):
            answer = "经核实情况属实，已列入本月办理，责任人和时限已告知；依据信访工作条例第三十一条答复。"
            return answer_petition(row, answer, by=self.centre)

    def _meetings(self) -> None:
        town = self.desk.town.township
        for days, subject, items in (
            (34, "九站所矛盾纠纷联席会", (
                ("林业站", "新华村和羊鹿村之间有一片杉木林四至不清，两村各说各有理。"),
                ("人社中心", "安置点二标段拖欠两个月工资，工人有去县里讨薪的打算。"),
            )),
            (6, "月度矛盾纠纷研判会", (
                ("派出所", "两户为宅基地滴水地多次报警，需要自然资源所一起上门。"),
                ("信访办", "一件低保评议的信访件快到期，请村里入户核实。"),
                ("水利站", "高寨坪村两个组为放水次序有争议，天旱前要定下来。"),
            )),
        ):  # fmt: skip
            with self.desk.ago(days):
                meeting = hold_meeting(
                    region=town.code, subject=f"{town.name}{subject}",
                    held_at=clock.now() - timedelta(hours=2),
                    units=("派出所", "司法所", "综治中心", "自然资源所", "林业站", "水利站", "信访办"),
                    minutes="逐件通报新增和超期的矛盾纠纷，对橙色以上的逐件研判，明确责任人和时限。",
                    items=items, by=self.centre,
                )  # fmt: skip
                self._after(MeetingItem.objects.in_county(meeting.county, meeting_id=meeting.id))

    def _after(self, items: object) -> None:
        """The first item becomes a dispute of its own."""
        first = next(iter(items.order_by("order")))  # type: ignore[attr-defined]  # a scoped query
        origin = origins.read(Source.JOINT_MEETING, first.county, first.id, by=self.centre)
        new = NewDispute(
            self.desk.near[0].village.code,
            f"{first.brought_by}提交研判的纠纷",
            first.text,
            903 if first.brought_by == "林业站" else 902,
            Source.JOINT_MEETING,
            (
                NewParty(self.desk.somebody(), side=Side.APPLICANT),
                NewParty(self.desk.somebody(), side=Side.RESPONDENT),
            ),
        )
        register_dispute(new, by=self.centre, origin=origin)

    def _against_one_another(self) -> None:
        """A visit that saw nothing where the police were called a week later; one whose own words tell of a
        quarrel that was never registered; one that was registered days too late.
        """
        number = 1 % len(self.desk.near)
        here = self.desk.near[number]
        by = self.desk.grid_member(here, 2)
        missed = whom(self.desk, number, 2)[0]
        with self.desk.ago(11):
            visit = self._visit(number, by, 0)
            record_visit(visit, by=by)
        with self.desk.ago(4.5):
            who = missed.name.removesuffix("家")
            told = f"{who}报警，称与邻居为排水沟争吵已有一个多月，今天对方动手推了他。"
            self._call(here, 60, told, Tier.POLICE_OFFICE)
        with self.desk.ago(10):
            words = "户主说和隔壁为牛踩庄稼争吵过几次，还堵路不让过，一直没有说拢。"
            record_visit(replace(self._visit(number, by, 1), object_info=words), by=by)
        self._late(here, by, number)

    def _visit(self, number: int, by: Actor, place: int) -> NewVisit:
        stop = whom(self.desk, number, 2)[place]
        ended = clock.now() - timedelta(minutes=5)
        told = Rounds(self.desk, number).told(stop, by, ended - timedelta(minutes=30), ended)
        return replace(told, has_hazard=False, hazard_text="", result=VisitResult.NOTHING)

    def _late(self, here: Place, by: Actor, number: int) -> None:
        with self.desk.ago(8.5):
            text = "两兄弟为父亲的赡养费怎么分摊争吵，老人住到女儿家去了。"
            plain = self._visit(number, by, 2)
            visit = record_visit(
                replace(plain, has_dispute=True, dispute_text=text, result=VisitResult.REPORTED), by=by
            )
        with self.desk.ago(3.2):
            origin = origins.read(Source.VISIT, visit.county, visit.id, by=here.officer)
            between = (NewParty("莫启华", side=Side.APPLICANT), NewParty("莫启富", side=Side.RESPONDENT))
            new = NewDispute(
                visit.region, "莫某华与莫某富赡养纠纷", text, 102, Source.VISIT, between, here.village.name
            )
            register_dispute(new, by=here.officer, origin=origin)


def compared(desk: Desk) -> None:
    """An item of the last meeting is joined to a dispute that stands; one of the flags is decided."""
    by = desk.town.coordinator
    items = MeetingItem.objects.in_county(by.county or 0).order_by("-id")
    standing = (
        Dispute.objects.visible_to(by).exclude(state__in=ENDED).defer("search").order_by("-opened_at", "-id")
    )
    told, dispute = items.first(), standing.first()
    if told is not None and dispute is not None:
        found = queries.get(dispute.county, dispute.pk, by=by)
        joining.join_item(joining.item(told.county, told.id, by=by), found, by=by)
    county = desk.county_centre
    flags = Flag.objects.in_area(county).filter(kind=FlagKind.LATE, status=FlagStatus.OPEN)
    late = flags.order_by("-found_at", "id").first()
    if late is not None:
        reason = "核对了走访记录和登记时间，确实晚了三天；已提醒当日登记。"
        decide(late, FlagStatus.CONFIRMED, reason, by=county)
