"""What the report of 瓮安县珠藏镇 tells: the three colours and the three ways."""

from __future__ import annotations

import io

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from hemu.disputes.models import Colour, Involvement, InvolvementRole
from hemu.kernel import clock
from hemu.loop.assessment.models import SafetyMeasure
from hemu.loop.mediation.models import AgreementForm, Mode, Session
from hemu.loop.mediation.queries import standing_agreement
from hemu.loop.routing.models import Hop, Way
from hemu.loop.screening.importing.models import RowKind, Step, Upload
from hemu.loop.screening.importing.tests.files import run
from hemu.loop.screening.models import Incident
from hemu.orgs.models import UnitKind
from tests.journeys.cases.paper import Paper
from tests.journeys.cases.qianxinan import joint_units
from tests.journeys.cases.stage import WHY, Stage, moment, the


def ways(dispute_id: int) -> list[int]:
    """The ways that a dispute was given."""
    return list(Hop.objects.of(the(dispute_id)).order_by("number").values_list("way", flat=True))


def red(at: Stage) -> None:
    """Threats against society: red, the township's government told at once, a plan for today."""
    text = "当事人扬言报复社会，有实施个人极端暴力倾向，事态可能进一步激化。"
    facts = {"fact-revenge_on_society": "yes", "fact-threat_violence": "yes", "fact-may_escalate": "yes"}
    dispute = at.rated(at.dispute(at.visit("冉家", text), 299, "冉崇武", "龙兴贵", **facts))
    assert dispute.colour == Colour.RED
    reported = Involvement.objects.of(dispute).filter(role=InvolvementRole.REPORTED)
    government = at.place.unit(UnitKind.TOWNSHIP_GOVERNMENT)
    assert government.name in list(reported.values_list("unit_name", flat=True))
    plan = {"task": "收存刀具，夜间陪护", "owner": "村支书", "due_at": moment(8)}
    at.act(at.officer, dispute, "safety/", plan)
    assert SafetyMeasure.objects.of(dispute).exists()


def orange(at: Stage) -> None:
    """Brought to the joint meeting by the forestry station: orange, and the seven stations mediate."""
    text = "两个村民组三十余户为一片林地的权属争执，两次调解没有谈成，情况复杂。"
    meeting = at.open(at.coordinator, "/records/meetings/new/").send({
        "subject": "矛盾纠纷联席会", "held_at": moment(-2), "units": "派出所\n司法所\n林业站",
        "minutes": "逐件通报，对林权纠纷研究了下一步办法。", "region": str(at.place.township.code),
        "item_unit_0": "林业站", "item_text_0": text,
    })  # fmt: skip
    facts = {"fact-failed_mediations": "2", "fact-households": "32", "fact-complex_matter": "yes"}
    dispute = at.dispute(meeting, 903, "石门坎村民组", "大坪村民组", region=at.grid, **facts)
    dispute = at.rated(dispute)
    assert dispute.colour == Colour.ORANGE
    stations = at.place.staff.by_kind[at.place.township.code, UnitKind.DEPARTMENT]
    dispute = at.pushed(dispute, at.place.committee.pk, *(unit.pk for unit in stations))
    assert joint_units(dispute) == [unit.name for unit in stations]
    assert len(stations) == 7


def _ledger(at: Stage) -> bytes:
    """The list of calls as the police print it."""
    heads = ["序号", "接警编号", "报警时间", "报警地点", "简要警情", "处警方式", "处警结果"]
    when = f"{clock.local(clock.now()):%Y-%m-%d} 00:05:00"
    text = "两户因浇水先后发生口角，无人受伤，可当场调解。"
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("接处警")
        sheet.write_row(0, 0, ["接处警登记表"])
        sheet.write_row(1, 0, heads)
        sheet.write_row(2, 0, ["1", "JQB1", when, at.place.village.name, text, "现场", ""])
    return out.getvalue()


def _sent(at: Stage) -> Paper:
    """The sheet is sent and read; the page then says what it understood."""
    client = at.browser(at.coordinator)
    file = SimpleUploadedFile("接处警.xlsx", _ledger(at))
    answer = client.post("/imports/new/", {"kind": str(int(RowKind.INCIDENT)), "file": file})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    run()
    return Paper.open(client, answer["Location"])


def imported(at: Stage) -> Incident:
    """The sheet goes in by its pages: read, its columns confirmed, its good rows brought in."""
    page = _sent(at)
    page = page.send({"year": page.form("column_0").held.get("year", [""])[0]})
    run()
    page.client.post(f"{page.url}begin/", {})
    run()
    row = Upload.objects.unscoped(reason=WHY).get()
    assert row.step == Step.DONE
    found: Incident = Incident.objects.unscoped(reason=WHY).get()
    return found


def blue(at: Stage) -> None:
    """From the police's spreadsheet: settled where they stood, with an agreement."""
    call = imported(at)
    page = at.open(at.officer, f"/incidents/{call.county}/{call.id}/")
    dispute = at.dispute(page, 201, "罗天才", "周光平", **{"fact-settleable_on_spot": "yes"})
    dispute = at.settled_on_the_spot(at.rated(dispute))
    page.send({"settle-result": "当场说和，签了协议。"}, do="settle")
    agreement = standing_agreement(dispute)
    assert agreement is not None
    assert (dispute.colour, agreement.form) == (Colour.BLUE, AgreementForm.WRITTEN)
    assert [one.mode for one in Session.objects.of(dispute)] == [Mode.ON_THE_SPOT]


def vertical(at: Stage) -> None:
    """Nobody knows whose it is: pushed to the centre, which names who leads and who helps."""
    visit = at.visit("莫家", "责任主体不明确，涉及国土、林业、村委会多个主体的边界纠纷。")
    facts = {"fact-subject_unclear": "yes", "fact-responsible_units": "3"}
    dispute = at.rated(at.dispute(visit, 903, "莫家贵", "坪上村民组", **facts))
    offered = at.open(at.officer, f"{dispute.get_absolute_url()}route/")
    assert at.coordinator.unit.name in offered.text, "the way that the rules propose is open"
    land, forestry, *_others = at.place.staff.by_kind[at.place.township.code, UnitKind.DEPARTMENT]
    dispute = at.pushed(dispute, land.pk, forestry.pk)
    assert ways(dispute.pk) == [Way.VERTICAL, Way.NAMED]
    assert (dispute.lead_unit_name, joint_units(dispute)) == (land.name, [forestry.name])


def horizontal(at: Stage) -> None:
    """One side has sued over a loan: the court, with the legal brigade and the judicial office."""
    call = at.incident("一方已就借款向法庭起诉，另一方要求派出所处理。", "JQH", tier=4)
    facts = {"fact-sued": "yes", "fact-amount": "60000"}
    dispute = at.rated(at.dispute(call, 804, "赵国富", "田维海", **facts))
    county = at.place.staff.county
    court = at.place.staff.first(county, UnitKind.COURT)
    joint = [at.place.staff.first(county, UnitKind.LEGAL_BRIGADE), at.place.unit(UnitKind.JUDICIAL_OFFICE)]
    typed = {"unit": court.pk, "joint": [unit.pk for unit in joint], "reason": "已经起诉。"}
    dispute = at.act(at.officer, dispute, "route/?way=horizontal", typed)
    assert ways(dispute.pk) == [Way.HORIZONTAL]
    assert dispute.turn_unit_name == court.name
    assert set(joint_units(dispute)) == {unit.name for unit in joint}
