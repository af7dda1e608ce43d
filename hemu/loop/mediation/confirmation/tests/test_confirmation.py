"""司法确认: thirty days, both together, the right court, its papers, its days, and what then."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from hemu.disputes.models import State
from hemu.disputes.queries import get
from hemu.disputes.tests.factories import (
    COURT,
    agreed,
    agreement,
    due_in,
    mediating,
    received,
    session,
    sides,
)
from hemu.documents.papers import queries as papers
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Refused
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.confirmation import actions, queries, rules, sweeping
from hemu.loop.mediation.confirmation.actions import Answer, NewFiling
from hemu.loop.mediation.confirmation.models import Confirmation, CourtGround, Stage
from hemu.loop.mediation.confirmation.rules import Open, standing
from hemu.loop.mediation.hints import hints
from hemu.loop.mediation.models import ApplicationForm, Promise
from hemu.loop.mediation.performance import actions as performance
from hemu.loop.mediation.queries import promises, standing_agreement
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason

pytestmark = [pytest.mark.django_db, pytest.mark.req("M6")]
ALL_PAPERS = ("1", "2", "3", "5")
LOCAL_COURT = "瓮安县人民法院"


def reviewed(cast, **over):
    return actions.review(agreed(cast, **over), [], "", by=cast.mediator)


def filing(dispute, **over) -> NewFiling:
    parts = {
        "court_name": LOCAL_COURT,
        "court_ground": CourtGround.ORGANISATION,
        "papers": ALL_PAPERS,
        "applicants": sides(dispute),
        "filed_on": clock.today(),
    }
    return NewFiling(**{**parts, **over})


def filed(cast, **over):
    dispute = reviewed(cast)
    return actions.file(dispute, filing(dispute, **over), by=cast.mediator)


def answered(cast, dispute, stage: Stage, **over):
    return actions.answered(dispute, Answer(stage, clock.today(), **over), by=cast.mediator)


@pytest.mark.law("人民调解法33", "民事诉讼法205")
def test_both_parties_together_within_thirty_days(cast):
    dispute = reviewed(cast)
    where = standing(dispute)
    assert (where.state, where.days_left) == (Open.OPEN, 31)
    with pytest.raises(Refused, match="李长河") as refused:
        actions.file(dispute, filing(dispute, applicants=sides(dispute)[:1]), by=cast.mediator)
    assert refused.value.code == "not_jointly"
    dispute = actions.file(dispute, filing(dispute), by=cast.mediator)
    row = Confirmation.objects.of(dispute).get()
    assert (row.stage, row.court_name) == (Stage.FILED, LOCAL_COURT)
    with pytest.raises(Refused) as refused:
        actions.file(dispute, filing(dispute), by=cast.mediator)
    assert refused.value.code == "filed"


@pytest.mark.law("人民调解法33")
def test_missed_is_said_and_the_other_ways_with_it(cast):
    dispute = reviewed(cast)
    last = standing_agreement(dispute).confirmation_until
    with clock.at(clock.now() + timedelta(days=32)):
        assert standing(dispute).state == Open.MISSED
        late = filing(dispute, filed_on=clock.today())
        with pytest.raises(Refused, match="三十日已过") as refused:
            actions.file(dispute, late, by=cast.mediator)
        assert refused.value.code in ("missed", "filed_on")
        client = signed_in(cast, "mediator")
        page = client.get(dispute.get_absolute_url()).content.decode()
        assert "不能再申请司法确认" in page
        assert "可以向人民法院起诉" in page
        assert [row.dispute_id for row in queries.agreements(cast.mediator, "missed")] == [dispute.pk]
        assert not list(queries.agreements(cast.mediator, "open"))
        in_time = filing(dispute, filed_on=last)
        done = actions.file(dispute, in_time, by=cast.mediator)
    assert Confirmation.objects.of(done).get().filed_on == last


@pytest.mark.law("法释〔2011〕5号4", "人民调解法33")
def test_it_is_never_offered_for_status_adoption_or_marriage(cast):
    dispute = mediating(cast, kind=101)
    dispute = mediation.record_session(dispute, session(dispute), by=cast.mediator)
    dispute = mediation.agree(dispute, agreement(dispute), by=cast.mediator)
    assert standing(dispute).state == Open.STATUS
    page = signed_in(cast, "mediator").get(dispute.get_absolute_url()).content.decode()
    assert "人民法院不受理司法确认申请" in page
    assert f"{dispute.get_absolute_url()}confirmation/" not in page
    with pytest.raises(Refused) as refused:
        actions.file(dispute, filing(dispute), by=cast.mediator)
    assert refused.value.code == "status"


@pytest.mark.law("民事诉讼法205", "法释〔2011〕5号2")
def test_the_court_that_invited_comes_first_else_a_court_of_the_place(cast):
    dispute = received(cast)
    dispute = mediation.apply(
        dispute, "请调解", by=cast.mediator, form=ApplicationForm.REFERRED, referred_by="福泉市人民法院"
    )
    from hemu.disputes.tests.factories import consents

    dispute = mediation.consent(dispute, consents(dispute), by=cast.mediator)
    dispute = mediation.accept(
        dispute, [cast.posts["mediator"]], by=cast.mediator, rights_told_at=clock.now()
    )
    dispute = mediation.record_session(dispute, session(dispute), by=cast.mediator)
    dispute = mediation.agree(dispute, agreement(dispute), by=cast.mediator)
    dispute = actions.review(dispute, [], "", by=cast.mediator)
    assert rules.courts(dispute)[0][0] == "福泉市人民法院"
    with pytest.raises(Refused) as refused:
        actions.file(dispute, filing(dispute), by=cast.mediator)
    assert refused.value.code == "invited"
    asked = filing(dispute, court_name="福泉市人民法院", court_ground=CourtGround.INVITED)
    assert Confirmation.objects.of(actions.file(dispute, asked, by=cast.mediator)).exists()
    other = reviewed(cast, title="另一件")
    assert (LOCAL_COURT, LOCAL_COURT) in rules.courts(other)
    with pytest.raises(Refused) as refused:
        actions.file(other, filing(other, court_ground=CourtGround.INVITED), by=cast.mediator)
    assert refused.value.code == "not_invited"
    higher = filing(other, court_name="黔南州中级人民法院", court_ground=CourtGround.INTERMEDIATE)
    row = Confirmation.objects.of(actions.file(other, higher, by=cast.mediator)).get()
    assert row.get_court_ground_display() == "依法应由中级人民法院管辖"


@pytest.mark.law("法释〔2011〕5号3")
def test_papers_that_are_missing_are_named(cast):
    dispute = reviewed(cast)
    with pytest.raises(Refused, match="双方的送达地址和电话") as refused:
        actions.file(dispute, filing(dispute, papers=("1", "2", "3")), by=cast.mediator)
    assert refused.value.field == "papers"
    text = "\n".join(
        each.text
        for each in Document(
            BytesIO(papers.filled(papers.paper("confirmation"), dispute, standing_agreement(dispute).pk))
        ).paragraphs
    )
    for said in ("身份证明", "财产权利证明", "送达地址", "授权委托书", "不收取费用", "没有恶意串通"):
        assert said in text


@pytest.mark.law("法释〔2011〕5号4", "法释〔2011〕5号5")
def test_the_courts_days_three_then_fifteen_and_ten_more(cast):
    dispute = filed(cast)
    row = Confirmation.objects.of(dispute).get()
    assert timedelta(days=3) <= row.decide_by - row.filed_on < timedelta(days=12)
    with pytest.raises(Refused) as refused:
        actions.extended(dispute, by=cast.mediator)
    assert refused.value.code == "not_accepted"
    dispute = answered(cast, dispute, Stage.ACCEPTED)
    row = Confirmation.objects.of(dispute).get()
    assert timedelta(days=15) <= row.rule_by - row.accepted_on < timedelta(days=25)
    before = row.rule_by
    dispute = actions.extended(dispute, by=cast.mediator)
    row = Confirmation.objects.of(dispute).get()
    assert timedelta(days=10) <= row.rule_by - before < timedelta(days=20)
    with pytest.raises(Refused) as refused:
        actions.extended(dispute, by=cast.mediator)
    assert refused.value.code == "extended_already"
    with clock.at(clock.now() + timedelta(days=60)):
        assert row.court_is_late


@pytest.mark.law("民事诉讼法206", "人民调解法33")
def test_valid_may_be_enforced(cast):
    dispute = answered(cast, filed(cast), Stage.ACCEPTED)
    with pytest.raises(Refused) as refused:
        answered(cast, dispute, Stage.VALID)
    assert refused.value.field == "ruling"
    dispute = answered(cast, dispute, Stage.VALID, ruling="（2026）黔2725民特12号")
    page = signed_in(cast, "mediator").get(dispute.get_absolute_url()).content.decode()
    assert "申请强制执行" in page
    assert "（2026）黔2725民特12号" in page
    with pytest.raises(Exception, match="没有等待法院答复"):
        answered(cast, dispute, Stage.WITHDRAWN)


@pytest.mark.law("民事诉讼法206", "法释〔2011〕5号7")
def test_dismissed_leads_to_a_new_agreement_or_a_suit(cast):
    dispute = answered(cast, filed(cast), Stage.ACCEPTED)
    with pytest.raises(Refused) as refused:
        answered(cast, dispute, Stage.DISMISSED, ruling="民特13号", reason="内容不明确", bar="5")
    assert refused.value.field == "other_ways"
    dispute = answered(
        cast, dispute, Stage.DISMISSED, ruling="民特13号", reason="内容不明确", bar="5", other_ways=(COURT,)
    )
    page = signed_in(cast, "mediator").get(dispute.get_absolute_url()).content.decode()
    assert "裁定驳回申请" in page
    assert "也可以向人民法院起诉" in page
    new = agreement(dispute, content="李长河于本月底前付清三千元。")
    dispute = performance.change(dispute, new, "法院驳回，重新写明", by=cast.mediator)
    assert standing(dispute).state == Open.OPEN


def test_refused_or_withdrawn_may_be_asked_again_in_time(cast):
    dispute = filed(cast)
    with pytest.raises(Conflict):
        answered(cast, dispute, Stage.VALID, ruling="x")
    dispute = answered(cast, dispute, Stage.REFUSED, reason="不属本院管辖", other_ways=(COURT,))
    again = actions.file(dispute, filing(dispute, court_ground=CourtGround.DOMICILE), by=cast.mediator)
    assert [row.stage for row in Confirmation.objects.of(again).order_by("id")] == [
        Stage.REFUSED, Stage.FILED,
    ]  # fmt: skip


@pytest.mark.law("法释〔2011〕5号7")
def test_the_agreement_is_held_against_the_grounds_first(cast):
    dispute = agreed(cast)
    with pytest.raises(Refused) as refused:
        actions.file(dispute, filing(dispute), by=cast.mediator)
    assert refused.value.code == "not_reviewed"
    with pytest.raises(Refused) as refused:
        actions.review(dispute, ["5"], "", by=cast.mediator)
    assert refused.value.field == "note"
    dispute = actions.review(dispute, ["5"], "没写哪天付", by=cast.mediator)
    with pytest.raises(Refused, match="内容不明确") as refused:
        actions.file(dispute, filing(dispute), by=cast.mediator)
    assert refused.value.code == "barred"
    dispute = actions.review(dispute, [], "", by=cast.mediator)
    assert actions.file(dispute, filing(dispute), by=cast.mediator).state == State.AGREED


def test_unclear_words_are_pointed_out_and_clear_ones_are_not(cast):
    dispute = agreed(cast)
    row = standing_agreement(dispute)
    owed = promises(row)
    assert not [hint for hint in hints(row, owed) if "不明确" in hint]
    row.content, row.time_limit = "李长河尽快适当补偿。", "有钱时"
    found = hints(row, [])
    assert "尽快、适当、有钱时" in found[0]
    assert len(found) == 3
    nobody = Promise(what="修沟", due_on=due_in(3))
    assert any("修沟" in hint for hint in hints(row, [nobody]))


@pytest.mark.law("法释〔2011〕5号11")
def test_it_costs_nothing(cast):
    dispute = reviewed(cast)
    page = signed_in(cast, "mediator").get(f"{dispute.get_absolute_url()}confirmation/file/")
    assert "不收费" in page.content.decode()
    fields = [field.name for field in Confirmation._meta.get_fields()]
    assert not [name for name in fields if "fee" in name or "price" in name]


@pytest.mark.law("人民调解法33")
def test_reminded_as_the_days_run_out(cast):
    dispute = agreed(cast)
    mine = Notice.objects.of_post(cast.posts["mediator"].pk).filter(reason=Reason.CONFIRM_SOON)
    left = (standing_agreement(dispute).confirmation_until - clock.today()).days
    for days in (left - 10, left - 3, left - 1, left):
        with clock.at(clock.now() + timedelta(days=days)):
            assert sweeping.remind() == 1
            deliver_once()
    assert mine.count() == 4
    with clock.at(clock.now() + timedelta(days=left - 5)):
        assert sweeping.remind() == 0
    dispute = actions.review(get(dispute.county, dispute.id, by=cast.mediator), [], "", by=cast.mediator)
    dispute = actions.file(dispute, filing(dispute), by=cast.mediator)
    with clock.at(clock.now() + timedelta(days=left - 3)):
        assert sweeping.remind() == 0


def signed_in(cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_by_page_from_the_look_to_the_ruling(cast):
    dispute = agreed(cast)
    client, base = signed_in(cast, "mediator"), f"{dispute.get_absolute_url()}confirmation/"
    assert client.get(base)["Location"].endswith("/review/")
    assert "违反法律、行政法规强制性规定" in client.get(f"{base}review/").content.decode()
    assert client.post(f"{base}review/", {"note": ""}).status_code == 302
    assert client.get(base)["Location"].endswith("/file/")
    page = client.get(f"{base}file/").content.decode()
    assert LOCAL_COURT in page
    assert "最后一天是" in page
    given = {
        "applicants": list(sides(dispute)), "court_ground": 4, "court": LOCAL_COURT, "papers": ["1", "2"],
        "filed_on": clock.today().isoformat(),
    }  # fmt: skip
    assert "还缺材料" in client.post(f"{base}file/", given).content.decode()
    assert client.post(f"{base}file/", {**given, "papers": list(ALL_PAPERS)}).status_code == 302
    assert client.get(base)["Location"].endswith("/answered/")
    today = clock.today().isoformat()
    assert client.post(f"{base}answered/", {"stage": 2, "on": today}).status_code == 302
    assert client.post(f"{base}extended/", {}).status_code == 302
    done = client.post(f"{base}answered/", {"stage": 4, "on": today, "ruling": "民特12号"})
    assert done.status_code == 302
    for view, said in (
        ("open", "没有正在期限内"),
        ("filed", "这里还没有"),
        ("ended", "民特12号"),
        ("missed", ""),
    ):
        assert said in client.get(f"/confirmations/?view={view}").content.decode()
    filled = papers.filled(papers.paper("confirmation"), dispute, standing_agreement(dispute).pk)
    text = "\n".join(each.text for each in Document(BytesIO(filled)).paragraphs)
    assert LOCAL_COURT in text
    assert "人民法院人民法院" not in text
