"""What the report of 黔西南州 tells."""

from __future__ import annotations

from datetime import timedelta

from hemu.demo.incidents.doing import (
    Settlement,
    Story,
    incident,
    opened,
    rated_and_kept,
    settled_on_the_spot,
    two,
)
from hemu.demo.incidents.places import Place, days_ago
from hemu.disputes import origins
from hemu.disputes.amendment import link
from hemu.disputes.models import Dispute, LinkKind, Source
from hemu.disputes.queries import get, parties
from hemu.kernel import clock
from hemu.loop.assessment import actions as assessment
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.proposal import propose_mediators
from hemu.loop.routing import actions as routing
from hemu.loop.screening.actions import (
    NewVisit,
    note_group,
    record_visit,
    review_visit,
)
from hemu.loop.screening.models import Incident, IncidentTier, ObjectKind, Visit, VisitReason, VisitResult
from hemu.orgs.actor import Actor
from hemu.orgs.models import Role, UnitKind
from hemu.outreach.actions import close_service, open_service
from hemu.outreach.models import ServiceKind, ServiceResult


def _visit(here: Place, whom: str, *, text: str, done: str, result: VisitResult) -> Visit:
    """All thirteen items of a visit."""
    now = clock.now()
    return record_visit(
        NewVisit(
            region=here.grid,
            place=f"{here.village.name}二组",
            visitors=f"{here.officer.name}、驻村辅警",
            started_at=now - timedelta(hours=5),
            ended_at=now - timedelta(minutes=10),
            object_kind=ObjectKind.HOUSEHOLD,
            object_name=whom,
            object_people=4,
            object_info="户主在家务农，子女在外打工。",
            reason=VisitReason.ROUTINE,
            has_dispute=True,
            dispute_text=text,
            publicity="宣讲人民调解不收费，调不成可以去法院；防电信诈骗。",
            done_on_spot=done,
            result=result,
            what_follows="一个月内回访。",
        ),
        by=here.officer,
    )


def house(here: Place, ids: tuple[int, ...]) -> None:
    """A house built at the wife's parents': one source, four disputes that grew out of it."""
    source_id, *others = ids
    with clock.at(days_ago(20)):
        call = incident(here, source_id, "再婚家庭因妻子在娘家修的一栋房子起争执，家中已有过冲突，家属报警。")
        story = Story(
            "岑某娘家建房权属纠纷",
            103,
            two("岑秀兰", "岑家父母"),
            "妻子在娘家修建一栋房子，娘家父母、刑满释放的兄长和前夫都主张有份，家里已发生过冲突并报警。",
            {"police_incidents": 1, "complex_matter": True},
        )
        root = opened(here, call, Source.INCIDENT, source_id, story)
        grown = [_grown(here, call, dispute_id, told) for dispute_id, told in zip(others, _GREW, strict=True)]
        _linked(here, root, grown)
        together = [_pushed(here, dispute) for dispute in (root, *grown)]
    with clock.at(days_ago(19)):
        joint = [here.unit(UnitKind.POLICE_STATION), here.unit(UnitKind.JUDICIAL_OFFICE)]
        for dispute in together:
            routing.name_units(dispute, here.committee, joint, by=here.coordinator, reason="联合调处。")


_GREW = (
    ("岑某与前夫房产纠纷", 101, "前夫"),
    ("岑某与父母房产纠纷", 103, "父母"),
    ("岑某与兄长房产纠纷", 403, "兄长"),
    ("岑某夫妻因房产失和", 101, "现任丈夫"),
)


def _grown(here: Place, call: Incident, dispute_id: int, told: tuple[str, int, str]) -> Dispute:
    title, kind, whom = told
    story = Story(
        title,
        kind,
        two("岑秀兰", f"岑秀兰的{whom}"),
        f"因娘家那栋房子，与{whom}多次争吵。",
        {"police_incidents": 1},
    )
    return opened(here, call, Source.INCIDENT, dispute_id, story)


def _linked(here: Place, root: Dispute, grown: list[Dispute]) -> None:
    for dispute, beside in zip(grown, [*grown[1:], grown[0]], strict=True):
        link(dispute, root, LinkKind.SOURCE, "都因娘家那栋房子而起。", by=here.officer)
        link(dispute, beside, LinkKind.ASSOCIATED, "同一栋房子牵连。", by=here.officer)
        link(root, dispute, LinkKind.ASSOCIATED, "同一栋房子牵连。", by=here.officer)


def _pushed(here: Place, dispute: Dispute) -> Dispute:
    dispute = assessment.confirm(get(dispute.county, dispute.id, by=here.officer), by=here.officer)
    reason = "牵连多起，先解决房子这个根子。"
    return routing.push_to_centre(dispute, by=here.officer, reason=reason)


def ten_years(here: Place, dispute_id: int) -> None:
    """Ten years of a pigsty and a field ridge, settled on the ridge after four hours."""
    with clock.at(days_ago(15)):
        visit = _visit(
            here, "吴家",
            text="吴家与邻居黄家为地界争了近十年：先是修猪圈占地，如今修田埂毁了庄稼，正在田埂上吵。",
            done="走访民警在田埂上劝解了四个小时，双方当场签了调解协议。", result=VisitResult.SETTLED,
        )  # fmt: skip
        facts = {"recurring_years": 10, "settleable_on_spot": True}
        story = Story("吴某与黄某土地纠纷", 901, two("吴学文", "黄正明"), facts=facts)
        dispute = rated_and_kept(here, opened(here, visit, Source.VISIT, dispute_id, story))
        settled = Settlement(
            request="请求把田埂恢复原样。",
            record="从上午劝到下午，先说旧事再量地界，双方各退一步。",
            issues="田埂的位置和毁掉的庄稼。",
            content="田埂按老界恢复，黄家赔一季庄稼，猪圈维持现状，永不再扩。",
            place="两家田埂边",
        )
        settled_on_the_spot(here, dispute, settled)
        review_visit(visit, approve=True, by=here.head, edition=visit.edition)


def loan_app(here: Place, service_id: int) -> None:
    """A loan that asks for money first: the villager asked in the work group and was warned in time."""
    with clock.at(days_ago(10)):
        told = note_group(
            region=here.grid, group_name=f"{here.village.name}警民联系群", received_at=clock.now(),
            text="村民问：在一款软件上贷款三万元没有到账，客服说要先充一万五解冻，该不该充。",
            by=here.officer,
        )  # fmt: skip
        service = open_service(
            kind=ServiceKind.FRAUD, region=here.grid, for_whom="咨询的村民",
            text="疑似贷款诈骗，上门当面劝阻。",
            origin=origins.read(Source.GROUP, told.county, told.id, by=here.officer), service_id=service_id,
            by=here.officer,
        )  # fmt: skip
        close_service(service, ServiceResult.DONE, "当面讲清骗局，没有转账，未受损失。", by=here.officer)


def rescue(here: Place, dispute_id: int, service_id: int) -> None:
    """After a family quarrel somebody went up the hill alone with pesticide: saved, and rated red."""
    with clock.at(days_ago(4)):
        text = "家属报警：与家人争吵后独自上山，带着农药，请求帮助寻找。"
        call = incident(here, dispute_id, text, IncidentTier.ON_SCENE)
        origin = origins.read(Source.INCIDENT, call.county, call.id, by=here.officer)
        service = open_service(
            kind=ServiceKind.RESCUE, region=here.grid, for_whom="走失的家庭成员",
            text="组织干部群众上山搜寻、送医。",
            origin=origin, service_id=service_id, by=here.officer,
        )  # fmt: skip
        close_service(service, ServiceResult.DONE, "两小时后找到，已送医，脱离危险。", by=here.officer)
        told = "与家人争吵后独自上山喝农药，经干部群众搜寻送医。先救人，再说矛盾。"
        story = Story("卢某家庭矛盾", 199, two("卢玉梅", "卢玉梅的家人"), told, {"self_harm": True})
        dispute = opened(here, call, Source.INCIDENT, dispute_id, story)
        dispute = assessment.confirm(dispute, by=here.officer)
        for task, owner in (("家属和村干部轮流陪护", "村支书"), ("收走家中农药", here.officer.name)):
            assessment.plan_measure(
                dispute, task=task, owner=owner, due_at=clock.now() + timedelta(hours=6), by=here.officer
            )


def reunion(here: Place, service_id: int) -> None:
    """Somebody who lives far away asks for kin lost more than thirty years ago."""
    with clock.at(days_ago(25)):
        service = open_service(
            kind=ServiceKind.LOST_PERSON, region=here.grid, for_whom="外出务工群众",
            text="请求帮助寻找失散三十多年的亲人。", service_id=service_id, by=here.officer,
        )  # fmt: skip
    with clock.at(days_ago(18)):
        close_service(service, ServiceResult.DONE, "走访核实后找到，双方已经相认。", by=here.officer)


def handshake(here: Place, dispute_id: int) -> None:
    """Neighbours shake hands; the thirteen items are entered, reviewed, and archived."""
    with clock.at(days_ago(13)):
        visit = _visit(
            here,
            "罗家",
            text="两户邻居为堆放柴草发生争执。",
            done="当场劝解，双方握手言和。",
            result=VisitResult.SETTLED,
        )
        story = Story("罗某与王某邻里纠纷", 299, two("罗开明", "王登科"), facts={"settleable_on_spot": True})
        dispute = rated_and_kept(here, opened(here, visit, Source.VISIT, dispute_id, story))
        settled = Settlement(
            request="请求把柴草移开。",
            record="双方说开了，各让一步，握手言和。",
            issues="柴草堆放的位置。",
            content="柴草移到自家院内，通道共同清扫。",
            place="村民院坝",
        )
        settled_on_the_spot(here, dispute, settled)
        review_visit(visit, approve=True, by=here.head, edition=visit.edition)


def buyi(here: Place, dispute_id: int) -> None:
    """One party speaks only Buyi: a mediator who does is proposed, and mediates."""
    with clock.at(days_ago(7)):
        visit = _visit(
            here, "韦家",
            text="韦家老人只会说布依语，与邻居为水沟起争执，说不清楚。", done="记下情况，请双语调解员。",
            result=VisitResult.REPORTED,
        )  # fmt: skip
        between = two("韦卜光", "陈大奎", language="布依语")
        story = Story("韦某与陈某水沟纠纷", 201, between, facts={"settleable_on_spot": True})
        dispute = opened(here, visit, Source.VISIT, dispute_id, story)
        dispute = assessment.confirm(dispute, by=here.officer)
        dispute = routing.assign_internal(dispute, here.committee, by=here.officer)
        post = propose_mediators(dispute)[0].mediator.post
        mediator = here.staff.actor(post)
        dispute = routing.receive(dispute, by=mediator)
    with clock.at(days_ago(6)):
        dispute = _consented(dispute, mediator)
        mediation.accept(dispute, [post], by=mediator, rights_told_at=clock.now())


def _consented(dispute: Dispute, by: Actor) -> Dispute:
    here = parties(dispute)
    dispute = mediation.apply(dispute, "请求把水沟疏通。", by=by, party_ids=[here[0].pk])
    answers = [mediation.NewConsent(party_id=party.pk, own_will=True) for party in here]
    return mediation.consent(dispute, answers, by=by)


def warning(places: tuple[Place, Place], ids: tuple[int, int], prefecture: Actor) -> None:
    """Two quarrels of couples: the prefecture warns two counties and their townships, and is answered."""
    told = (("黄某某与付某某婚恋纠纷", "黄家琪", "付小雨"), ("王某与杨某婚恋纠纷", "王立军", "杨晓燕"))
    disputes = []
    with clock.at(days_ago(2, 9)):
        for here, dispute_id, (title, first, second) in zip(places, ids, told, strict=True):
            call = incident(here, dispute_id, "情侣因感情纠葛争吵报警，民警到场劝开。", IncidentTier.PHONE)
            story = Story(title, 101, two(first, second), facts={"police_incidents": 1, "threat": True})
            dispute = opened(here, call, Source.INCIDENT, dispute_id, story)
            disputes.append(assessment.confirm(dispute, by=here.officer))
    with clock.at(days_ago(2, 15)):
        units = [
            (dispute, unit)
            for here, dispute in zip(places, disputes, strict=True)
            for unit in (
                here.staff.first(here.staff.county, UnitKind.COUNTY_CENTRE),
                here.unit(UnitKind.TOWNSHIP_CENTRE),
            )
        ]
        notice = assessment.send(
            assessment.NewWarning(
                subject="两起家庭婚恋纠纷警情预警",
                analysis="两起警情都有当面威胁，情绪不稳，有升级可能。",
                guidance="逐起上门见面，分别做双方工作，落实一人一策，三日内反馈。",
                receive_by=clock.now() + timedelta(hours=4),
                answer_by=clock.now() + timedelta(days=3),
                units=units,
            ),
            by=prefecture,
        )
    with clock.at(days_ago(2, 17)):
        for here in places:
            assessment.receive(notice, by=here.coordinator)
        assessment.receive(notice, by=places[0].actor(UnitKind.COUNTY_CENTRE, Role.COUNTY_COORDINATOR))
    with clock.at(days_ago(1)):
        assessment.answer(notice, "已上门见面，双方承诺冷静处理，安排专人跟进。", by=places[0].coordinator)
