"""The police: told at once, and the chain by which a minor case ends unpunished."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from docx import Document

from hemu.disputes.models import Colour, Source
from hemu.disputes.tests.factories import COURT, agreed, performed, received, registered, sides
from hemu.documents.papers import queries as papers
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import Promise
from hemu.loop.mediation.police import actions, queries
from hemu.loop.mediation.police.actions import NewReport, NewStep
from hemu.loop.mediation.police.models import Basis, CaseStep, PoliceReport, Step, ToldBy, Way
from hemu.loop.mediation.police.rules import duties
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice

pytestmark = [pytest.mark.django_db]


def new_report(basis: Basis, **over) -> NewReport:
    parts = {
        "basis": basis,
        "found_at": clock.now() - timedelta(minutes=20),
        "reported_at": clock.now() - timedelta(minutes=15),
        "way": ToldBy.PHONE,
        "told_unit": "瓮安县公安局珠藏派出所",
        "situation": "走访时看到老人脸上有伤，儿子酒后动手。",
        "help_given": "陪同就医，联系妇联。",
    }
    return NewReport(**{**parts, **over})


def step(dispute, kind: Step, *, by, **over):
    parts = {"on": clock.today(), "text": "已办。"}
    return actions.take_step(dispute, NewStep(kind, **{**parts, **over}), by=by)


def word(dispute, key: str, row: int = 0) -> str:
    file = Document(BytesIO(papers.filled(papers.paper(key), dispute, row)))
    cells = [cell.text for table in file.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(each.text for each in file.paragraphs), *cells])


@pytest.mark.law("反家庭暴力法14")
def test_violence_against_who_can_not_protect_himself_is_reported_at_once_with_both_moments(cast):
    dispute = registered(cast, kind=102, facts={"domestic_violence": True, "incapable_victim": True})
    assert duties(dispute, []) == [Basis.INCAPABLE]
    page = signed_in(cast, "cadre").get(dispute.get_absolute_url()).content.decode()
    assert "须立即报告公安机关" in page
    before = clock.now()
    dispute = actions.report(dispute, new_report(Basis.INCAPABLE), by=cast.cadre)
    row = PoliceReport.objects.of(dispute).get()
    assert row.found_at < row.reported_at < before <= row.written_at
    assert row.article == "反家庭暴力法14"
    assert duties(dispute, [row.basis]) == []
    text = word(dispute, "police-report", row.pk)
    for said in ("反家庭暴力法14", "珠藏派出所", "陪同就医", "陈光荣"):
        assert said in text
    deliver_once()
    assert Notice.objects.of_post(cast.posts["officer"].pk).filter(dispute_id=dispute.pk).exists()


@pytest.mark.law("反家庭暴力法14")
def test_a_child_counts_as_one_without_full_capacity(cast):
    dispute = registered(cast, facts={"domestic_violence": True, "minors": True})
    assert duties(dispute, []) == [Basis.INCAPABLE]


@pytest.mark.law("反家庭暴力法13", "反家庭暴力法10")
def test_a_complaint_of_violence_is_helped_and_a_family_quarrel_still_mediated(cast):
    dispute = received(cast, kind=101, facts={"domestic_violence": True})
    assert duties(dispute, []) == [Basis.VIOLENCE]
    page = signed_in(cast, "mediator").get(dispute.get_absolute_url()).content.decode()
    assert "须给予帮助、处理" in page
    with pytest.raises(Refused) as refused:
        actions.report(dispute, new_report(Basis.VIOLENCE, help_given=" "), by=cast.mediator)
    assert refused.value.field == "help_given"
    dispute = actions.report(dispute, new_report(Basis.VIOLENCE), by=cast.mediator)
    dispute = mediation.apply(dispute, "请求调解", by=cast.mediator, party_ids=sides(dispute)[:1])
    assert dispute.county


@pytest.mark.law("人民调解法25")
def test_what_may_become_an_offence_is_reported_and_rated_anew(cast):
    dispute = registered(cast)
    assert duties(dispute, []) == []
    dispute = actions.report(dispute, new_report(Basis.OFFENCE), by=cast.grid_member)
    assert dispute.facts["suspected_offence"] is True
    dispute = actions.report(dispute, new_report(Basis.ESCALATION), by=cast.grid_member)
    assert dispute.facts["may_escalate"] is True
    assert dispute.proposed_colour == Colour.RED


def test_moments_that_can_not_be_are_refused(cast):
    dispute = registered(cast)
    later, earlier = clock.now() + timedelta(minutes=5), clock.now() - timedelta(hours=2)
    for over, field in (
        ({"found_at": later}, "found_at"),
        ({"reported_at": later}, "reported_at"),
        ({"reported_at": earlier}, "reported_at"),
        ({"situation": ""}, "situation"),
    ):
        with pytest.raises(Refused) as refused:
            actions.report(dispute, new_report(Basis.OFFENCE, **over), by=cast.officer)
        assert refused.value.field == field
    assert not PoliceReport.objects.of(dispute).exists()


def test_what_the_police_made_of_it(cast):
    dispute = actions.report(registered(cast), new_report(Basis.OFFENCE), by=cast.officer)
    row = PoliceReport.objects.of(dispute).get()
    actions.feedback(dispute, row.pk, "已出警，批评教育。", by=cast.officer)
    row = PoliceReport.objects.of(dispute).get()
    assert (row.feedback, row.feedback_at is not None) == ("已出警，批评教育。", True)


@pytest.mark.law("治安管理处罚法9")
def test_only_a_minor_case_out_of_a_dispute_and_only_by_the_police(cast):
    dispute = received(cast)
    with pytest.raises(Forbidden):
        step(dispute, Step.FACTS, by=cast.mediator, minor=True)
    with pytest.raises(Refused) as refused:
        step(dispute, Step.FACTS, by=cast.officer)
    assert refused.value.code == "not_minor"
    with pytest.raises(Conflict):
        step(dispute, Step.REACHED, by=cast.officer, way=Way.THEMSELVES)
    dispute = step(dispute, Step.FACTS, by=cast.officer, minor=True, case_number="珠公（治）〔2026〕12号")
    with pytest.raises(Refused) as refused:
        step(dispute, Step.REACHED, by=cast.officer, way=Way.COMMITTEE)
    assert refused.value.code == "no_agreement"


@pytest.mark.law("治安管理处罚法9")
def test_reached_performed_applied_for_and_approved_in_that_order(cast):
    dispute = agreed(cast)
    dispute = step(dispute, Step.FACTS, by=cast.officer, minor=True, case_number="12号")
    dispute = step(dispute, Step.REACHED, by=cast.mediator, way=Way.COMMITTEE)
    with pytest.raises(Refused) as refused:
        step(dispute, Step.PERFORMED, by=cast.mediator)
    assert refused.value.code == "owed"
    dispute = mediation.perform(dispute, Promise.objects.of(dispute).get().pk, by=cast.mediator)
    for early in (Step.APPLIED, Step.APPROVED):
        with pytest.raises(Conflict):
            step(dispute, early, by=cast.officer, applicants=sides(dispute), undecided=True)
    dispute = step(dispute, Step.PERFORMED, by=cast.mediator)
    with pytest.raises(Conflict):
        step(dispute, Step.APPROVED, by=cast.officer, undecided=True)
    with pytest.raises(Refused) as refused:
        step(dispute, Step.APPLIED, by=cast.mediator)
    assert refused.value.field == "applicants"
    dispute = step(dispute, Step.APPLIED, by=cast.mediator, applicants=sides(dispute))
    with pytest.raises(Forbidden):
        step(dispute, Step.APPROVED, by=cast.mediator, undecided=True)
    with pytest.raises(Refused) as refused:
        step(dispute, Step.APPROVED, by=cast.officer)
    assert refused.value.code == "decided"
    dispute = step(dispute, Step.APPROVED, by=cast.officer, undecided=True)
    chain = queries.steps(dispute)
    assert [row.step for row in chain] == [1, 2, 3, 4, 5]
    assert {row.case_number for row in chain} == {"12号"}
    assert chain[3].applicants == ["张大山", "李长河"]
    text = word(dispute, "police-case")
    for said in ("事实已查明", "达成协议", "履行完毕", "书面申请", "不予处罚", "珠藏派出所"):
        assert said in text
    assert "第九条" in word(dispute, "police-application")
    with pytest.raises(Conflict):
        step(dispute, Step.HANDLED, by=cast.officer, other_ways=(COURT,))


@pytest.mark.law("治安管理处罚法9")
def test_what_the_police_settled_themselves_needs_no_application(cast):
    dispute = performed(cast)
    dispute = step(dispute, Step.FACTS, by=cast.officer, minor=True)
    dispute = step(dispute, Step.REACHED, by=cast.officer, way=Way.POLICE)
    dispute = step(dispute, Step.PERFORMED, by=cast.officer)
    dispute = step(dispute, Step.APPROVED, by=cast.officer, undecided=True)
    assert queries.steps(dispute)[-1].way == Way.POLICE


@pytest.mark.law("治安管理处罚法9")
def test_what_is_not_kept_is_handled_under_the_law_and_a_suit_is_told(cast):
    dispute = received(cast)
    dispute = step(dispute, Step.FACTS, by=cast.officer, minor=True)
    dispute = step(dispute, Step.REACHED, by=cast.officer, way=Way.THEMSELVES)
    for ways, code in (((), "required"), (("2",), "no_court")):
        with pytest.raises(Refused) as refused:
            step(dispute, Step.HANDLED, by=cast.officer, other_ways=ways)
        assert refused.value.code == code
    dispute = step(dispute, Step.HANDLED, by=cast.officer, other_ways=(COURT,))
    assert "向人民法院起诉" in word(dispute, "police-case")


def test_steps_are_kept_for_ever(cast):
    step(received(cast), Step.FACTS, by=cast.officer, minor=True)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        CaseStep.objects.unscoped(reason="to try").update(text="另一种说法")


def signed_in(cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_by_page(cast):
    dispute = received(cast, source=Source.INCIDENT)
    base = f"{dispute.get_absolute_url()}police/"
    officer, mediator = signed_in(cast, "officer"), signed_in(cast, "mediator")
    assert "下一步由公安机关登记" in mediator.get(f"{base}case/").content.decode()
    today = clock.today().isoformat()
    given = {"step": 1, "on": today, "text": "互推，无伤", "minor": "on", "case_number": "12号"}
    assert officer.post(f"{base}case/", given).status_code == 302
    given = {"step": 2, "on": today, "text": "当场和好", "way": 3}
    assert mediator.post(f"{base}case/", given).status_code == 302
    page = officer.get(dispute.get_absolute_url()).content.decode()
    assert "当事人自行和解" in page
    assert "下一步：" in page
    at = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
    report = {
        "basis": 3, "found_at": at, "reported_at": at, "way": 1, "told_unit": "珠藏派出所",
        "situation": "扬言再打", "help_given": "劝离",
    }  # fmt: skip
    assert "珠藏派出所" in mediator.get(f"{base}report/").content.decode()
    assert mediator.post(f"{base}report/", report).status_code == 302
    row = PoliceReport.objects.of(dispute).get()
    assert officer.post(f"{base}report/{row.pk}/feedback/", {"feedback": "已训诫"}).status_code == 302
    assert "已训诫" in officer.get(dispute.get_absolute_url()).content.decode()
