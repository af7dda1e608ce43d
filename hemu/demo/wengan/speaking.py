"""村民说事: what villagers said by poster, telephone and at the door, at every stage that it can be at."""

from __future__ import annotations

import secrets

from hemu.demo.wengan import pictures, records
from hemu.demo.wengan.desk import Desk
from hemu.disputes import origins
from hemu.disputes.models import Side, Source
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import NewDispute
from hemu.kernel import clock
from hemu.loop.screening.actions import find_hazard, register_dispute, take_report
from hemu.loop.screening.models import (
    ObjectKind,
    ReportChannel,
    ReportOutcome,
    Satisfaction,
    VillagersReport,
)
from hemu.loop.screening.villagers import actions, files
from hemu.loop.screening.villagers.actions import NewReport
from hemu.loop.screening.villagers.models import ContactPurpose
from hemu.loop.screening.villagers.people import villager_of
from hemu.orgs.models import Role, UnitKind


class Speaking:
    """Each method is one villager's matter from the first word to where it has come."""

    def __init__(self, desk: Desk) -> None:
        self.desk = Desk(desk.places, desk.now, 13)
        self.cadre = self.desk.of_village(self.desk.home, Role.VILLAGE_CADRE)

    def write(self) -> None:
        """All of them."""
        self._posters()
        self._just_in()
        self._in_hand()
        self._answered()
        self._settled()
        self._reopened()
        self._became_a_dispute()
        self._became_a_hazard()
        self._same_matter()
        self._odd()
        self._late()
        self._by_others()

    def _posters(self) -> None:
        with self.desk.ago(50):
            for here in self.desk.near:
                actions.village_code(here.village.code, by=self.desk.town.coordinator)

    def _said(self, text: str, days: float, *, which: int = 1, **over: object) -> VillagersReport:
        """By the poster in 羊关村, the villager's own hand."""
        here = self.desk.home
        given: dict[str, object] = {
            "region": here.village.code + which,
            "text": text,
            "reporter": self.desk.somebody(),
            "phone": self.desk.names.phone(),
            "channel": ReportChannel.POSTER,
            **over,
        }
        with self.desk.ago(days):
            new = NewReport(**given)  # type: ignore[arg-type]  # by the names of its fields
            return actions.receive_report(new, by=villager_of(here.village)).report

    def _just_in(self) -> None:
        kept = files.look_through([pictures.content(ObjectKind.HOUSEHOLD, "a road that fell away")]).kept
        self._said(
            "进组的路基昨晚下雨垮了半边，三轮车过不去，老人看病要绕一大圈，请来看看。", 0.1,
            files=kept, place="二组水井坎", which=2,
        )  # fmt: skip
        self._said("隔壁半夜开机器打豆腐，吵得娃娃睡不好，说过一次没有用。", 0.2, reporter="", phone="")

    def _in_hand(self) -> None:
        report = self._said(
            "修机耕道压了我家十几棵李子树，说要补的钱到现在没有说法。", 1.3, place="一组大田坝"
        )
        with self.desk.ago(1):
            report = actions.take_in_hand(report, by=self.cadre)
            report = actions.ask_villager(
                report, "请说一下是哪个月压的，树有几年了，有照片最好拍一张。", by=self.cadre
            )
        with self.desk.ago(0.6):
            kept = files.look_through([pictures.content(ObjectKind.SHOP, "plum trees")]).kept
            actions.add_word(
                report,
                "九月份压的，树栽了四年，已经结过两年果，照片在这里。",
                kept,
                token=secrets.token_bytes(16),
            )

    def _answered(self) -> None:
        report = self._said("路灯坏了一个月，晚上孩子放学看不见路。", 6)
        with self.desk.ago(5.2):
            actions.take_in_hand(report, by=self.cadre)
        with self.desk.ago(4.8):
            text = "已请镇里的电工换了两盏灯，另有一盏要等配件，预计三天内亮。"
            actions.answer_report(report, text, outcome=ReportOutcome.DIRECT, by=self.cadre)

    def _settled(self) -> None:
        report = self._said("自来水连着五天没有来，挑水要走两里路。", 12)
        with self.desk.ago(11.4):
            actions.open_contact(report, ContactPurpose.CALL_BACK, by=self.cadre)
            actions.answer_report(
                report,
                "查到是三组岔管爆了，水站下午修好，已通知各户。",
                outcome=ReportOutcome.DIRECT,
                by=self.cadre,
            )
        with self.desk.ago(10.5):
            actions.say_settled(report, Satisfaction.GOOD, token=secrets.token_bytes(16))

    def _reopened(self) -> None:
        report = self._said("邻居家的牛棚粪水流到我家菜地，说了几次都不改。", 9, place="一组")
        with self.desk.ago(8.2):
            actions.answer_report(
                report, "已上门，对方答应三天内把粪沟改道。", outcome=ReportOutcome.DIRECT, by=self.cadre
            )
        with self.desk.ago(0.8):
            text = "沟没有改，下雨又流过来了，昨天两家还吵了一架。"
            actions.say_unsettled(report, text, token=secrets.token_bytes(16))

    def _became_a_dispute(self) -> None:
        text = "叔伯两家为老屋基的滴水地吵了半年，昨天砌墙又动了手脚，没有人受伤，请村里出面。"
        report = self._said(text, 5, reporter="韦显荣", place="一组老寨")
        with self.desk.ago(4.6):
            origin = origins.read(Source.VILLAGER, report.county, report.id, by=self.cadre)
            parties = (NewParty("韦显荣", side=Side.APPLICANT), NewParty("韦显贵", side=Side.RESPONDENT))
            new = NewDispute(
                report.region, "韦某荣与韦某贵宅基地滴水纠纷", text, 902, Source.VILLAGER, parties, "一组老寨"
            )
            register_dispute(new, by=self.cadre, origin=origin)
            actions.answer_report(report, "已登记为矛盾纠纷，村调解员后天上门，两家都请在家。", by=self.cadre)

    def _became_a_hazard(self) -> None:
        report = self._said("小学后面的堡坎鼓出来一块，怕砸到娃娃。", 3.5, which=2)
        with self.desk.ago(3.2):
            text = "小学后堡坎鼓包，约两米宽，雨天渗水。"
            find_hazard(
                region=report.region, text=text, found_at=clock.now(), report_id=report.id, by=self.cadre
            )
            answer = "已拉警戒线，报镇里自然资源所来看，看之前请不要从那里过。"
            actions.answer_report(report, answer, outcome=ReportOutcome.HAZARD, by=self.cadre)

    def _same_matter(self) -> None:
        words = "垃圾池满了半个月没有清，臭得很。"
        self._said(words, 1.8)
        self._said(words, 1.2, which=2)
        third = self._said("垃圾堆到路上了，请快点拉走。", 1.1)
        with self.desk.ago(0.9):
            rows = VillagersReport.objects.visible_to(self.cadre).filter(text=words, folded_into=None)
            actions.fold(third, rows.order_by("id")[0], by=self.cadre)

    def _odd(self) -> None:
        self._said("加微信领补贴，每天三百元，点这里", 0.5, suspicions=["links"], reporter="", phone="")
        spam = self._said(
            "低价办贷款，无抵押当天放款，联系我", 4, suspicions=["links"], reporter="", phone=""
        )
        with self.desk.ago(3.8):
            reason = "这是广告，不是反映情况。如确有事情，请重新写明。"
            actions.judge(spam, real=False, reason=reason, by=self.cadre)

    def _late(self) -> None:
        """Nobody answered: it goes up by itself when the clocks are swept."""
        self._said("申请建房三个月了，问村里说交上去了，问镇里说没收到，到底在哪里？", 14)

    def _by_others(self) -> None:
        """Told to the officer at the door, and given on to whom it concerns."""
        other = self.desk.near[3 % len(self.desk.near)]
        with self.desk.ago(2.2):
            report = take_report(
                region=other.grid, text="修水库占的地，补偿款的名单里没有我家，想请人查一下。",
                reporter=self.desk.somebody(), phone=self.desk.names.phone(), channel=ReportChannel.FIELD,
                team=records.team(other), by=other.officer,
            )  # fmt: skip
        with self.desk.ago(2):
            unit = other.unit(UnitKind.TOWNSHIP_CENTRE)
            actions.give_report(report, unit, "涉及补偿名单，请镇里核对。", by=other.officer)
        with self.desk.ago(7):
            report = take_report(
                region=other.grid, text="想问问老人优待证在哪里办，要带什么。", reporter=self.desk.somebody(),
                channel=ReportChannel.OFFICE, team=records.team(other), by=other.officer,
            )  # fmt: skip
            actions.answer_report(
                report,
                "带身份证和一寸照片到镇便民中心，当天可取。",
                outcome=ReportOutcome.DIRECT,
                by=other.officer,
            )
