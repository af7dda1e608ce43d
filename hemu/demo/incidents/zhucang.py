"""What the report of 瓮安县珠藏镇 tells: the three colours and the three ways."""

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
from hemu.disputes.models import Source
from hemu.kernel import clock
from hemu.loop.assessment import actions as assessment
from hemu.loop.routing import actions as routing
from hemu.loop.screening.actions import NewVisit, hold_meeting, record_visit
from hemu.loop.screening.models import IncidentTier, MeetingItem, ObjectKind, Visit, VisitReason, VisitResult
from hemu.orgs.models import UnitKind


def _visit(here: Place, whom: str, text: str) -> Visit:
    """An officer's visit that found a dispute."""
    now = clock.now()
    return record_visit(
        NewVisit(
            region=here.grid,
            place=f"{here.village.name}一组",
            visitors=here.officer.name,
            started_at=now - timedelta(minutes=50),
            ended_at=now - timedelta(minutes=5),
            object_kind=ObjectKind.HOUSEHOLD,
            object_name=whom,
            object_people=3,
            object_info="在家务农，人手不多。",
            reason=VisitReason.ROUTINE,
            has_dispute=True,
            dispute_text=text,
            publicity="宣讲人民调解不收费；有事找网格员。",
            done_on_spot="听取各方说法，劝大家先冷静。",
            result=VisitResult.REPORTED,
            what_follows="登记为矛盾纠纷，按流程办理。",
        ),
        by=here.officer,
    )


def red(here: Place, dispute_id: int) -> None:
    """Threats against society: rated red, reported to the township's government at once, a plan for today."""
    with clock.at(days_ago(3)):
        text = (
            "当事人情绪激动，当着走访民警扬言要报复社会，有个人极端暴力倾向，不马上处置事态可能进一步激化。"
        )
        visit = _visit(here, "冉家", text)
        told = {"revenge_on_society": True, "threat_violence": True, "may_escalate": True}
        story = Story("冉某与邻里积怨纠纷", 299, two("冉崇武", "龙兴贵"), facts=told)
        dispute = opened(here, visit, Source.VISIT, dispute_id, story)
        dispute = assessment.confirm(dispute, by=here.officer)
        for task, owner, unit in (
            ("社区民警上门稳定情绪，收存刀具、农药", here.officer.name, here.officer.unit_name),
            ("村干部和亲属轮流陪护，夜间不离人", "村支书", here.village.name),
            ("提醒对方暂避，告知报警方式", here.coordinator.name, here.coordinator.unit_name),
        ):
            assessment.plan_measure(
                dispute, task=task, owner=owner, owner_unit=unit, due_at=clock.now() + timedelta(hours=8),
                by=here.officer,
            )  # fmt: skip
    with clock.at(days_ago(3, 11)):
        routing.push_to_centre(dispute, by=here.officer, reason="红色，由镇统筹处置。")


def orange(here: Place, dispute_id: int) -> None:
    """Forest rights of two groups of villagers, two mediations failed: rated orange, joint units."""
    with clock.at(days_ago(9)):
        meeting = hold_meeting(
            region=here.township.code,
            subject=f"{here.township.name}矛盾纠纷联席会",
            held_at=clock.now() - timedelta(hours=2),
            units=("派出所", "司法所", "林业站", "自然资源所", "村支两委"),
            minutes="逐件通报各单位掌握的矛盾纠纷，对林权纠纷研究了下一步办法。",
            items=(("林业站", "两个村民组三十余户为一片林地的权属争执，两次调解没有谈成，情况复杂。"),),
            by=here.coordinator,
        )
        item = MeetingItem.objects.in_county(meeting.county, meeting_id=meeting.id).get()
        story = Story(
            "两村民组林权纠纷",
            903,
            two("石门坎村民组（代表韦明德）", "大坪村民组（代表潘正华）"),
            "两个村民组三十余户对一片林地各执一词，已经组织两次调解，仍没有达成协议，牵涉户数多，情况复杂。",
            {"failed_mediations": 2, "households": 32, "people": 120, "complex_matter": True},
        )
        dispute = opened(here, item, Source.JOINT_MEETING, dispute_id, story, by=here.coordinator)
        dispute = assessment.confirm(dispute, by=here.officer)
    with clock.at(days_ago(8)):
        dispute = routing.push_to_centre(dispute, by=here.officer, reason="涉及多个站所，请镇综治中心统筹。")
    with clock.at(days_ago(8, 15)):
        joint = here.staff.by_kind[here.township.code, UnitKind.DEPARTMENT]
        routing.name_units(dispute, here.committee, joint, by=here.coordinator, reason="七站八所联合调处。")


def blue(here: Place, dispute_id: int) -> None:
    """Words over whose turn it is to water: settled where they stood, with an agreement."""
    with clock.at(days_ago(6)):
        call = incident(here, dispute_id, "两户因浇水的先后发生口角，没有人受伤。", IncidentTier.ON_SCENE)
        story = Story(
            "罗某与周某浇水先后纠纷", 201, two("罗天才", "周光平"), facts={"settleable_on_spot": True}
        )
        dispute = rated_and_kept(here, opened(here, call, Source.INCIDENT, dispute_id, story))
        settled = Settlement(
            request="请求按次序浇水。",
            record="民警到田边听双方讲了经过，讲清相邻用水的规矩，双方都认理。",
            issues="浇水的先后。",
            content="单日罗家先浇，双日周家先浇，天旱时按村里排的次序。",
            place="大田坝",
        )
        settled_on_the_spot(here, dispute, settled)


def vertical(here: Place, dispute_id: int) -> None:
    """Nobody knows whose it is: pushed up to the centre, which names who leads and who helps."""
    with clock.at(days_ago(12)):
        text = "村民反映一处边界说不清，找过国土、林业，也找过村委会，都说不全归自己管。"
        visit = _visit(here, "莫家", text)
        unclear = {"subject_unclear": True, "responsible_units": 3}
        story = Story("莫某与村民组边界纠纷", 903, two("莫家贵", "坪上村民组"), facts=unclear)
        dispute = opened(here, visit, Source.VISIT, dispute_id, story)
        dispute = assessment.confirm(dispute, by=here.officer)
        dispute = routing.push_to_centre(dispute, by=here.officer, reason="责任主体不明确。")
    with clock.at(days_ago(11)):
        land, forestry, *_others = here.staff.by_kind[here.township.code, UnitKind.DEPARTMENT]
        village = here.staff.first(here.village, UnitKind.VILLAGE_COMMITTEE)
        routing.name_units(
            dispute, land, [forestry, village], by=here.coordinator, reason="由自然资源所牵头。"
        )


def horizontal(here: Place, dispute_id: int) -> None:
    """One side has sued over a loan: it goes to the court, the legal brigade and the judicial office."""
    with clock.at(days_ago(5)):
        text = "一方已经就借款向法庭起诉，另一方打电话要派出所出面处理。"
        call = incident(here, dispute_id, text)
        story = Story(
            "赵某与田某借款纠纷", 804, two("赵国富", "田维海"), facts={"sued": True, "amount": 60000}
        )
        dispute = opened(here, call, Source.INCIDENT, dispute_id, story)
        dispute = assessment.confirm(dispute, by=here.officer)
        county = here.staff.county
        joint = [here.staff.first(county, UnitKind.LEGAL_BRIGADE), here.unit(UnitKind.JUDICIAL_OFFICE)]
        court = here.staff.first(county, UnitKind.COURT)
        routing.send_horizontal(dispute, court, by=here.officer, joint=joint, reason="已经起诉，由法院处理。")
