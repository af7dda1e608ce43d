"""当事人查询 and 隐私: parties who asked and were answered, fields opened, what the law asks to be kept."""

from __future__ import annotations

from datetime import date, timedelta

from hemu.demo.wengan.desk import Desk
from hemu.demo.wengan.offices import ZHUCANG
from hemu.disputes.models import Dispute, Side, Source, State
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import NewDispute
from hemu.kernel import clock
from hemu.loop.mediation.queries import named_mediators
from hemu.loop.screening.actions import register_dispute
from hemu.loop.screening.villagers import rules
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import Post, Role, UnitKind
from hemu.orgs.queries import units_covering
from hemu.portal.parties import actions, codes
from hemu.portal.parties.actions import Asking
from hemu.portal.parties.codes import Entered
from hemu.portal.parties.models import Column, Kind, Status
from hemu.privacy import consents, emergencies, records
from hemu.privacy.actions import open_personal
from hemu.privacy.models import (
    Conclusion,
    Danger,
    OpenedField,
    Purpose,
    SensitiveKind,
    Told,
    Trigger,
    Verdict,
)

_TOWN = (ZHUCANG, ZHUCANG + 10**6)
_STATES = (State.MEDIATING, State.AGREED)


def shown() -> list[Dispute]:
    """One dispute of the township in mediation and one in performance, whose parties have codes."""
    rows = Dispute.objects.unscoped(reason="the demonstration says whose page to look at")
    here = rows.filter(county=ZHUCANG // 10**9, region__gte=_TOWN[0], region__lt=_TOWN[1], minors=False)
    found = [
        here.filter(state=state).order_by("-opened_at", "id").defer("search").first() for state in _STATES
    ]
    return [one for one in found if one is not None and codes.current(one).exists()]


def lines() -> list[str]:
    """How to look at a party's page, for the command that builds the demonstration."""
    told = []
    for dispute in shown():
        one = next(given for given in codes.of_parties(dispute) if given.code is not None)
        if one.code is not None:
            code, pin = rules.shown_code(codes.code_of(one.code)), codes.pin_of(one.code)
            told.append(
                f"当事人查询 /portal/my/  查询码 {code}  核对码 {pin}  {one.party.name}（{dispute.ref}）"
            )
    return told


def write(desk: Desk) -> None:
    """Every kind of thing once, in 珠藏镇."""
    centre = desk.town.coordinator
    for dispute in shown():
        _looked_at(dispute, centre)
    if chosen := shown():
        _asked(chosen[0], desk)
        _emergencies(chosen[0], desk, centre)
    _child(desk)
    _kept(desk, centre)


def _looked_at(dispute: Dispute, centre: Actor) -> None:
    party = next(one.party for one in codes.of_parties(dispute))
    for field, purpose, note in (
        (OpenedField.PHONE, Purpose.CONTACT, "约调解时间"),
        (OpenedField.ADDRESS, Purpose.SERVE, "上门送通知"),
    ):
        if str(getattr(party, field.column)):
            open_personal(dispute, party.pk, field, purpose, note, by=centre)


def _asked(dispute: Dispute, desk: Desk) -> None:
    one = next(given for given in codes.of_parties(dispute) if given.code is not None)
    if one.code is None:
        return
    who = Entered(one.code, dispute, one.party)
    mediator = _mediator(dispute)
    with desk.ago(0.5):
        explained = actions.ask(who, Asking(Kind.EXPLAIN, text="为什么要登记我的住址，给哪些人看？"))
    if mediator is not None:
        words = "住址用来送通知，只有办理单位打开过；每次打开您都能在“谁看过我的信息”里看到。"
        actions.decide(explained, Status.GRANTED, words, by=mediator)
    actions.ask(who, Asking(Kind.CORRECT, column=Column.OCCUPATION, becomes="养殖户"))


def _mediator(dispute: Dispute) -> Actor | None:
    named = named_mediators(dispute)
    posts = Post.objects.select_related("person", "unit").filter(pk__in=[one.post_id for one in named])
    post = posts.order_by("id").first()
    return actor_for(post) if post is not None else None


def _emergencies(dispute: Dispute, desk: Desk, centre: Actor) -> None:
    unit = units_covering(dispute.region, UnitKind.VILLAGE_COMMITTEE).first()
    if unit is None:
        return
    head = desk.town.staff.act_as(unit, Role.GRID_HEAD)
    with desk.ago(3):
        why = "当事人醉酒后打电话说不想活了，马上上门找人"
        first = emergencies.break_glass(dispute, Danger.LOST, why, by=head).emergency
    with desk.ago(2.5):
        emergencies.review(first, Verdict.JUSTIFIED, "与110接警记录核对一致，人已找到", by=centre)
    with desk.ago(0.3):
        why = "两家在水沟边拿锄头对峙，要马上联系家属"
        emergencies.break_glass(dispute, Danger.LIFE, why, by=head)


def _child(desk: Desk) -> None:
    """Two families about a child's broken arm: few may read it, and the list names no child."""
    here = desk.home
    born = clock.today() - timedelta(days=10 * 365)
    child, father, other = desk.somebody(), desk.somebody(), desk.somebody()
    people = (
        NewParty(child, born=date(born.year, 3, 1), phone=desk.names.phone()),
        NewParty(other, side=Side.RESPONDENT, phone=desk.names.phone()),
    )
    with desk.ago(1.5):
        new = NewDispute(
            region=here.village.code + 1,
            title=f"{child}与{other}校园伤害赔偿纠纷",
            narrative="放学路上打闹，一方手臂骨折，两家对医药费谈不拢，无人再受伤，可当场调解。",
            kind=303,
            source=Source.BY_HAND,
            parties=people,
            facts={"settleable_on_spot": True},
        )
        dispute = register_dispute(new, by=here.officer).dispute
        party = next(one for one in codes.of_parties(dispute) if one.party.is_minor).party
        told = consents.NewConsent(
            party.pk,
            [SensitiveKind.HEALTH],
            purpose="核对伤情，商量医药费",
            necessity="赔多少要看病历和票据",
            impact="调解员和对方家长会看到病历",
            guardian=father,
            relation="父亲",
        )
        consents.record(dispute, told, by=here.officer)


def _kept(desk: Desk, centre: Actor) -> None:
    with desk.ago(40):
        records.assess(
            records.NewAssessment(
                title="收集村民说事的照片和录音",
                trigger=Trigger.SENSITIVE,
                lawful="为核实、办理村民反映的事项所必需；可以不留姓名，拍摄地点默认去掉。",
                impact="照片可能拍到他人住宅，声音可以认出本人。",
                measures="加密保存，限村服务队和办理单位查看，办结两年后自动删除录音和联系方式。",
                conclusion=Conclusion.GO_WITH_MEASURES,
            ),
            by=centre,
        )
    with desk.ago(8):
        row = records.report_breach(
            records.NewBreach(
                title="值班手机遗失",
                found_at=clock.now(),
                kinds="两名当事人的姓名、电话",
                people=2,
                cause="下村途中手机掉落",
                harm="可能接到冒充工作人员的电话",
                measures="已远程停用账号并报警",
                own_steps="不要相信索要验证码、转账的来电",
            ),
            by=centre,
        )
    with desk.ago(7):
        how = "电话报告，次日补交书面材料"
        records.tell_of_breach(row, Told.AUTHORITY, "县网信办", how, clock.now(), by=centre)
        records.tell_of_breach(row, Told.PERSONS, "2 人", "上门告知", clock.now(), by=centre)
