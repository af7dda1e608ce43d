"""What the report of 黔西南州 tells."""

from __future__ import annotations

from typing import Any

from hemu.disputes.models import Colour, Dispute, Involvement, InvolvementRole, Link, LinkKind, State
from hemu.disputes.queries import parties
from hemu.field.tests.phone import visit_data
from hemu.loop.assessment.models import SafetyMeasure, WarnedUnit, WarningNotice
from hemu.loop.followup.models import FollowUp
from hemu.loop.mediation.models import AgreementForm, Mediator, Mode, NamedMediator, Session
from hemu.loop.mediation.proposal import propose_mediators
from hemu.loop.mediation.queries import standing_agreement
from hemu.loop.screening.models import Visit, VisitStatus
from hemu.orgs.models import UnitKind
from hemu.outreach.models import ServiceKind, ServiceResult, SmallService
from tests.journeys.cases.stage import DRAWN, WHY, Stage, moment, the


def joint_units(dispute: Dispute) -> list[str]:
    """Who helps with a dispute."""
    here = Involvement.objects.of(dispute).filter(until=None, role=InvolvementRole.JOINT)
    return list(here.order_by("id").values_list("unit_name", flat=True))


def only_service() -> SmallService:
    """The one small service that there is."""
    found: SmallService = SmallService.objects.unscoped(reason=WHY).get()
    return found


def house(at: Stage) -> None:
    """A call over one house: its source dispute, and four that grew out of it, mediated together."""
    call = at.incident("再婚家庭因妻子在娘家修的一栋房子起争执，家中已有过冲突，家属报警。", "JQ1")
    facts = {"fact-police_incidents": "1", "fact-complex_matter": "yes"}
    root = at.dispute(call, 103, "岑秀兰", "岑家父母", **facts, title="娘家建房权属")
    others = [
        at.dispute(call, kind, "岑秀兰", whom, **facts, title=f"与{whom}争房产")
        for kind, whom in ((101, "前夫"), (103, "父母"), (403, "兄长"), (101, "现任丈夫"))
    ]
    police = at.outside(at.officer)
    for one in others:
        path = f"/disputes/{one.county}/{one.pk}/acts/link"
        body = {"other_county": root.county, "other": str(root.pk), "grounds": "都因那栋房子"}
        assert police.post(path, {**body, "kind": int(LinkKind.SOURCE)}).status_code == 201
        back = {"other_county": one.county, "other": str(one.pk), "grounds": "同一栋房子牵连"}
        linked = police.post(
            f"/disputes/{root.county}/{root.pk}/acts/link", {**back, "kind": int(LinkKind.ASSOCIATED)}
        )
        assert linked.status_code == 201, linked.content.decode()
    for one in (root, *others):
        at.rated(the(one.pk))
    root = at.pushed(
        the(root.pk), at.place.committee.pk, at.officer.unit_id, at.place.unit(UnitKind.JUDICIAL_OFFICE).pk
    )
    kinds = {one.pk: Link.objects.of(one).filter(other_id=root.pk).get().kind for one in others}
    assert set(kinds.values()) == {LinkKind.SOURCE}
    associated = Link.objects.of(root).filter(kind=LinkKind.ASSOCIATED)
    assert {link.other_id for link in associated} == set(kinds)
    assert root.colour > Colour.BLUE
    assert len(joint_units(root)) == 2
    assert at.open(at.officer, call.url).text.count("矛盾纠纷 ") >= 5


def ten_years(at: Stage) -> None:
    """By phone from the field ridge: the visit, and the agreement that both signed with a finger."""
    phone = at.phone(at.officer)
    told = "吴家与邻居黄家为地界争了近十年：先是修猪圈占地，如今修田埂毁了庄稼，正在田埂上吵。"
    visit = phone.item("visit", visit_data(
        phone, region=at.grid, object_name="吴家", has_dispute=True, dispute_text=told, result=2,
        started_at=phone.now - 4 * 3_600_000, done_on_spot="在田埂上劝解四个小时，当场签了协议。",
    ))  # fmt: skip
    spot = phone.item("spot", {
        "new": {
            "region": at.grid, "title": "吴某与黄某土地纠纷", "narrative": told, "kind": 901,
            "facts": {"recurring_years": 10, "settleable_on_spot": True},
            "parties": [{"name": "吴学文"}, {"name": "黄正明", "side": 2}],
            "origin": {"source": "visit", "county": at.place.grid // 10**9, "id": visit["id"]},
        },
        "requests": "把田埂恢复原样。", "place": "两家田埂边", "record": "从上午劝到下午，各退一步。",
        "consents": [{"party": "#0", "own_will": True}, {"party": "#1", "own_will": True}],
        "agreement": {
            "form": 1, "main_facts": told, "issues": "田埂的位置", "content": "按老界恢复，赔一季庄稼。",
            "manner": "自行履行", "time_limit": "十日内", "mediator_signed": True, "sealed": True,
        },
        "signatures": [{"party": f"#{n}", "form": 1, "drawing": DRAWN} for n in range(2)],
        "mediator_drawing": DRAWN,
    })  # fmt: skip
    results = phone.sync(visit, spot)
    assert [one["status"] for one in results] == ["stored", "stored"], results
    again = phone.sync(visit, spot)
    assert [one["status"] for one in again] == ["already", "already"], again
    dispute = Dispute.objects.unscoped(reason=WHY).get()
    agreement = standing_agreement(dispute)
    assert agreement is not None
    assert (dispute.colour, dispute.state) == (Colour.BLUE, State.AGREED)
    assert [one.mode for one in Session.objects.of(dispute)] == [Mode.ON_THE_SPOT]
    assert agreement.form == AgreementForm.WRITTEN
    plan = FollowUp.objects.of(dispute).waiting().get()
    assert plan.targeted
    assert "每月" in plan.reason
    assert Visit.objects.unscoped(reason=WHY).count() == 1


def loan_app(at: Stage) -> None:
    """Told in the work group, written down by the officer, warned against in person: no dispute."""
    group = at.open(at.officer, "/groups/new/").send({
        "kind": "1", "name": "洛达村警民联系群", "owner": at.officer.person.name, "members": "214",
        "region": at.grid,
    })  # fmt: skip
    told = group.follow("/records/groups/new/").send({
        "received_at": moment(-1), "region": at.grid,
        "text": "在一款软件上贷款三万元没有到账，客服说要先充一万五解冻，该不该充。",
    })  # fmt: skip
    _served(at, told, ServiceKind.FRAUD, "咨询的村民", "当面讲清骗局，没有转账。")
    assert not Dispute.objects.unscoped(reason=WHY).exists()
    assert told.url in at.open(at.officer, group.url).text


def _served(at: Stage, record: Any, kind: ServiceKind, whom: str, result: str) -> None:
    """A small service from the button of a record's page, closed with its result."""
    page = record.follow("/services/new/?").send({"kind": int(kind), "for_whom": whom})
    page.send({"result": int(ServiceResult.DONE), "result_text": result})
    service = only_service()
    assert (service.kind, service.result) == (kind, ServiceResult.DONE)
    assert service.record_id is not None


def rescue(at: Stage) -> None:
    """A call for help: the rescue, and the dispute behind it, red, with a plan for tonight."""
    call = at.incident("与家人争吵后独自上山，带着农药，请求帮助寻找。", "JQ4")
    _served(at, call, ServiceKind.RESCUE, "走失的家庭成员", "两小时后找到，已送医。")
    dispute = at.rated(at.dispute(
        call, 199, "卢玉梅", "卢玉梅的家人", narrative="与家人争吵后独自上山喝农药，经搜寻送医。",
        **{"fact-self_harm": "yes"},
    ))  # fmt: skip
    assert dispute.colour == Colour.RED
    for task in ("家属和村干部轮流陪护", "收走家中农药"):
        at.act(at.officer, dispute, "safety/", {"task": task, "owner": "村支书", "due_at": moment(6)})
    assert SafetyMeasure.objects.of(dispute).count() == 2
    page = at.open(at.officer, dispute.get_absolute_url()).text
    assert "收走家中农药" in page
    assert at.open(at.officer, call.url).text.count(dispute.ref) == 1


def reunion(at: Stage) -> None:
    """Somebody asks at the counter for kin lost thirty years ago: a small service, no dispute."""
    page = at.open(at.officer, "/services/new/").send({
        "kind": int(ServiceKind.LOST_PERSON), "for_whom": "外出务工群众", "region": at.grid,
        "text": "请求帮助寻找失散三十多年的亲人。",
    })  # fmt: skip
    page.send({"result": int(ServiceResult.DONE), "result_text": "走访核实后找到，已经相认。"})
    assert only_service().kind == ServiceKind.LOST_PERSON
    assert not Dispute.objects.unscoped(reason=WHY).exists()


def handshake(at: Stage) -> None:
    """All thirteen items, approved by the head, archived, and closed to any change."""
    visit = at.visit("罗家", "两户邻居为堆放柴草发生争执。", result="2", done_on_spot="握手言和。")
    at.settled_on_the_spot(at.rated(at.dispute(
        visit, 299, "罗开明", "王登科", **{"fact-settleable_on_spot": "yes"}
    )))  # fmt: skip
    at.open(at.head, visit.url).send({"decision": "approve"})
    row = Visit.objects.unscoped(reason=WHY).get()
    assert row.status == VisitStatus.APPROVED
    assert all((row.visitors, row.started_at, row.ended_at, row.region, row.place, row.object_kind,
                row.object_name, row.object_people, row.object_info, row.reason, row.has_dispute,
                row.publicity, row.done_on_spot, row.result, row.what_follows))  # fmt: skip
    edit = at.open(at.officer, f"{visit.url}edit/")
    changed = {**edit.form("object_name").held, "object_name": "别家"}
    assert edit.client.post(edit.url, changed).status_code == 409
    assert Visit.objects.unscoped(reason=WHY).get().object_name == "罗家"


def buyi(at: Stage) -> None:
    """One party speaks only Buyi: the page proposes a mediator who does, and that one mediates."""
    visit = at.visit("韦家", "韦家老人只会说布依语，与邻居为水沟起争执，说不清楚。")
    dispute = at.rated(at.dispute(
        visit, 201, "韦卜光", "陈大奎",
        **{"parties-0-language": "布依语", "fact-settleable_on_spot": "yes"},
    ))  # fmt: skip
    dispute = at.act(at.officer, dispute, "route/?way=internal", {"unit": at.place.committee.pk})
    proposed = propose_mediators(dispute)[0].mediator
    mediator = proposed.post
    at.act(mediator, dispute, "receive/")
    applicant = parties(dispute)[0].pk
    at.act(mediator, dispute, "apply/", {"requests": "把水沟疏通。", "party_ids": [applicant]})
    consents = {f"party-{party.pk}-own_will": "on" for party in parties(dispute)}
    at.act(mediator, dispute, "consent/", consents)
    page = at.open(mediator, f"{dispute.get_absolute_url()}accept/")
    assert "布依语" in page.text
    page.send({"mediators": [mediator.pk], "rights_told_at": moment()})
    named = NamedMediator.objects.of(dispute).get()
    assert Mediator.objects.get(post_id=named.post_id).languages == ["布依语"]


def warning(at: Stage, other: Stage) -> None:
    """Two calls in two counties: the prefecture warns both counties and townships, and is answered."""
    disputes = []
    for number, here in enumerate((at, other)):
        call = here.incident("情侣因感情纠葛争吵报警，民警到场劝开。", f"JQ8{number}", tier=3)
        call = call.send({"call-reached": "1", "call-satisfaction": "2"}, do="call")
        disputes.append(here.rated(here.dispute(
            call, 101, f"黄家琪{number}", f"付小雨{number}",
            **{"fact-police_incidents": "1", "fact-threat": "yes"},
        )))  # fmt: skip
    prefecture = at.prefecture()
    for here, dispute in zip((at, other), disputes, strict=True):
        units = [here.coordinator.unit_id, here.county_coordinator.unit_id]
        here.act(prefecture, dispute, "warn/", {
            "subject": "家庭婚恋纠纷警情预警", "analysis": "有当面威胁，可能升级。",
            "guidance": "逐起上门见面，三日内反馈。", "units": units,
            "receive_by": moment(4), "answer_by": moment(72),
        })  # fmt: skip
    notices = list(WarningNotice.objects.unscoped(reason=WHY).order_by("id"))
    assert len(notices) == 2
    for here, notice in zip((at, other), notices, strict=True):
        address = f"/warnings/{notice.county}/{notice.id}/"
        here.open(here.county_coordinator, address).send({}, do="receive")
        page = here.open(here.coordinator, address).send({}, do="receive")
        page.send({"answer": "已上门见面，双方承诺冷静处理。"})
        warned = WarnedUnit.objects.in_county(notice.county, notice_id=notice.id)
        tracked = {row.unit_id: (row.received_at is not None, row.answered_at is not None) for row in warned}
        assert tracked[here.coordinator.unit_id] == (True, True)
        assert tracked[here.county_coordinator.unit_id] == (True, False)
