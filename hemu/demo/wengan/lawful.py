"""调 under the law: an instalment that is late, a confirmation on its way, a refusal, a scuffle, a review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from hemu.demo.incidents.places import Place
from hemu.demo.wengan.desk import Desk
from hemu.disputes.marking import Marks, mark
from hemu.disputes.models import Dispute, Side, Source
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import parties
from hemu.disputes.registration import NewDispute
from hemu.kernel import clock
from hemu.loop.assessment import actions as assessment
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.confirmation import actions as confirmation
from hemu.loop.mediation.confirmation.models import CourtGround, Stage
from hemu.loop.mediation.models import AgreementForm, AttendeeRole, Mode, Promise, Result, SignatureForm
from hemu.loop.mediation.outcomes import actions as outcomes
from hemu.loop.mediation.outcomes.models import Prevented
from hemu.loop.mediation.performance import actions as performance
from hemu.loop.mediation.performance import sweeping
from hemu.loop.mediation.performance.models import UrgedBy
from hemu.loop.mediation.police import actions as police
from hemu.loop.mediation.police.models import Basis, Step, ToldBy, Way
from hemu.loop.mediation.rules import NewPromise
from hemu.loop.routing import actions as routing
from hemu.loop.screening.actions import register_dispute
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Role, UnitKind

_COURT = "1"


class Lawful:
    """Five matters of 珠藏镇, each at another point of the law."""

    def __init__(self, desk: Desk) -> None:
        self.desk = Desk(desk.places, desk.now, 23)
        self.here: Place = self.desk.home
        staff = self.here.staff
        self.committee = staff.first(self.here.village, UnitKind.MEDIATION_COMMITTEE)
        self.post: Post = staff.of(self.committee, Role.MEDIATOR)
        self.mediator: Actor = staff.actor(self.post)

    def write(self) -> None:
        """All of them."""
        self._late_instalment()
        self._confirmation()
        self._refusal()
        self._scuffle()
        self._review()

    def _mediating(
        self,
        days: float,
        title: str,
        narrative: str,
        kind: int,
        *,
        source: Source = Source.BY_HAND,
        facts: Mapping[str, object] | None = None,
    ) -> Dispute:
        """Registered, rated, given to the village's committee, consented to and accepted on one day."""
        officer = self.here.officer
        new = NewDispute(
            region=self.here.grid,
            title=title,
            narrative=narrative,
            kind=kind,
            source=source,
            parties=(NewParty(self.desk.somebody()), NewParty(self.desk.somebody(), side=Side.RESPONDENT)),
            place=self.here.village.name,
            facts=dict(facts or {}),
        )
        with self.desk.ago(days):
            dispute = assessment.confirm(register_dispute(new, by=officer).dispute, by=officer)
            dispute = routing.assign_internal(dispute, self.committee, by=officer)
            dispute = routing.receive(dispute, by=self.mediator)
            asking = [parties(dispute)[0].pk]
            dispute = mediation.apply(dispute, "请求调解", by=self.mediator, party_ids=asking)
            given = [mediation.NewConsent(one.pk, own_will=True) for one in parties(dispute)]
            dispute = mediation.consent(dispute, given, by=self.mediator)
            now = clock.now()
            return mediation.accept(dispute, [self.post], by=self.mediator, rights_told_at=now)

    def _agreed(self, dispute: Dispute, days: float, content: str, owed: Sequence[NewPromise]) -> Dispute:
        came = [mediation.NewAttendee(AttendeeRole.PARTY, party_id=one.pk) for one in parties(dispute)]
        with self.desk.ago(days):
            held = mediation.NewSession(
                clock.now() - timedelta(hours=1), f"{self.here.village.name}村委会", Mode.VILLAGE,
                "双方各自陈述，调解员讲解了有关规定。", Result.AGREED, came,
            )  # fmt: skip
            dispute = mediation.record_session(dispute, held, by=self.mediator)
            new = mediation.NewAgreement(
                form=AgreementForm.WRITTEN, main_facts=dispute.narrative, issues="赔偿的数额和时间。",
                content=content, manner="现金或者转账，收款人出具收条", time_limit="按下列日期",
                signatures={one.pk: SignatureForm.FINGERPRINT for one in parties(dispute)},
                mediator_signed=True, sealed=True, promises=owed,
            )  # fmt: skip
            return mediation.agree(dispute, new, by=self.mediator)

    def _late_instalment(self) -> None:
        dispute = self._mediating(24, "牛踩坏烟苗的赔偿", "耕牛进地踩坏烟苗二百余株，双方对赔偿争执。", 401)
        debtor, today = parties(dispute)[1].pk, self.desk.now.date()
        owed = [
            NewPromise(f"第{word}期赔偿款", today + timedelta(days=days), debtor, Decimal(600))
            for word, days in (("一", -12), ("二", -3), ("三", 27))
        ]
        dispute = self._agreed(dispute, 23, "共赔偿一千八百元，分三期付清。", owed)
        first, second, _third = Promise.objects.of(dispute).order_by("number")
        with self.desk.ago(12):
            part = performance.NewPart(clock.today(), note="当面付清，有收条")
            dispute = performance.perform(dispute, first.pk, part, by=self.mediator)
        with self.desk.ago(2):
            dispute = sweeping.default(dispute, second.pk)
        with self.desk.ago(1):
            new = performance.NewUrging(UrgedBy.IN_PERSON, "等烟站兑了烟款就给。", told_suit=True)
            performance.urge(dispute, second.pk, new, by=self.mediator)

    def _confirmation(self) -> None:
        dispute = self._mediating(16, "帮工摔伤的赔偿", "帮邻居盖房时从架上摔下，医药费谁付说不拢。", 507)
        debtor, today = parties(dispute)[1].pk, self.desk.now.date()
        owed = [NewPromise("付清医药费和误工费", today + timedelta(days=60), debtor, Decimal(8600))]
        dispute = self._agreed(dispute, 15, "房主两个月内付清医药费和误工费八千六百元。", owed)
        with self.desk.ago(9):
            dispute = confirmation.review(dispute, [], "", by=self.mediator)
            new = confirmation.NewFiling(
                "瓮安县人民法院", CourtGround.ORGANISATION, ("1", "2", "3", "5"),
                [one.pk for one in parties(dispute)], clock.today(),
            )  # fmt: skip
            dispute = confirmation.file(dispute, new, by=self.mediator)
        with self.desk.ago(6):
            answer = confirmation.Answer(Stage.ACCEPTED, clock.today())
            confirmation.answered(dispute, answer, by=self.mediator)

    def _refusal(self) -> None:
        dispute = self._mediating(7, "合伙收竹子的账目", "合伙收竹子散伙，双方对账目各执一词。", 603)
        with self.desk.ago(5):
            other = parties(dispute)[1].pk
            mediation.decline(dispute, other, "要让法院来算账。", by=self.mediator, other_ways=[_COURT])

    def _scuffle(self) -> None:
        dispute = self._mediating(
            6, "晒谷争场地互推", "晒谷时争场地互推，一方手臂擦伤。", 202, source=Source.INCIDENT,
            facts={"injury": True, "suspected_offence": True},
        )  # fmt: skip
        dispute = self._agreed(dispute, 5.5, "推人一方当面道歉，付药费一百二十元，已当场付清。", ())
        officer = self.here.officer
        with self.desk.ago(5):
            found = clock.now() - timedelta(days=1)
            told = police.NewReport(
                Basis.OFFENCE, found, found + timedelta(minutes=4), ToldBy.PHONE, officer.unit_name,
                "晒谷场上有人互推，一方手臂擦伤。", "把两家劝开，送去擦药。",
            )  # fmt: skip
            dispute = police.report(dispute, told, by=self.mediator)
            every = [one.pk for one in parties(dispute)]
            for step, text, over in (
                (
                    Step.FACTS,
                    "互推，轻微擦伤，未使用器械。",
                    {"minor": True, "case_number": "珠公（治）第12号"},
                ),
                (Step.REACHED, "村调委会主持达成协议。", {"way": Way.COMMITTEE}),
                (Step.PERFORMED, "当场道歉、付清药费。", {}),
                (Step.APPLIED, "双方书面申请不予处罚。", {"applicants": every}),
            ):
                dispute = police.take_step(
                    dispute, police.NewStep(step, clock.today(), text, **over), by=officer
                )

    def _review(self) -> None:
        dispute = self._mediating(11, "迁坟起的争斗", "两家为迁坟争吵，各叫来亲戚，其中一人持锄头伤人。", 299)
        with self.desk.ago(10):
            new = outcomes.NewStatement(
                Prevented.ARMED_FIGHT, 26, clock.today(),
                "两家亲戚二十余人持锄头对峙，村支书和民警当场劝散，收走器械。",
            )  # fmt: skip
            dispute = outcomes.state(dispute, new, by=self.mediator)
        with self.desk.ago(8):
            mark(
                dispute, Marks(hard=True, petition=False, turned_criminal=True),
                "一人重伤，公安机关已刑事立案。", by=self.here.coordinator,
            )  # fmt: skip
