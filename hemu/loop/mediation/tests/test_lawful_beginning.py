"""How mediation begins, what it may not be about, how it is left: the law, article by article."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document

from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ClockKind, Entry, Outcome, State
from hemu.disputes.queries import get, running_clocks
from hemu.disputes.tests.factories import (
    COURT,
    agreed,
    consents,
    due_in,
    mediating,
    rated,
    received,
    referred,
    registered,
    routed,
    session,
    sides,
)
from hemu.documents.papers import queries as papers
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Refused
from hemu.loop.followup.planning import waiting
from hemu.loop.mediation import actions, mediable
from hemu.loop.mediation.models import (
    Acceptance,
    Application,
    ApplicationForm,
    ChosenBy,
    Ending,
    Extension,
    NamedMediator,
    Openness,
    RecusalKind,
    Result,
)
from hemu.loop.mediation.queries import current_acceptance, standing_consents
from hemu.loop.mediation.routes import routes

pytestmark = [pytest.mark.django_db, pytest.mark.req("M2")]


def accept(cast, dispute, **over):
    parts = {"by": cast.mediator, "rights_told_at": clock.now()}
    return actions.accept(dispute, [cast.posts["mediator"]], **{**parts, **over})


def word(dispute, key: str, row: int = 0) -> str:
    """What a paper says, table cells too."""
    file = Document(BytesIO(papers.filled(papers.paper(key), dispute, row)))
    cells = [cell.text for table in file.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(each.text for each in file.paragraphs), *cells])


@pytest.mark.law("人民调解法17")
def test_whoever_refused_must_consent_anew_and_so_must_everybody(cast):
    dispute = referred(cast)
    applicant, respondent = sides(dispute)
    with pytest.raises(Refused) as refused:
        actions.consent(dispute, consents(dispute)[:1], by=cast.mediator)
    assert refused.value.code == "not_everybody"
    assert get(dispute.county, dispute.id, by=cast.mediator).state == State.REFERRED
    dispute = actions.consent(dispute, consents(dispute), by=cast.mediator)
    assert (dispute.state, dispute.outcome) == (State.RECEIVED, Outcome.NONE)
    assert {row.party_id for row in standing_consents(dispute)} == {applicant, respondent}
    assert waiting(dispute) is None
    assert "refused" not in dispute.facts
    assert accept(cast, dispute).state == State.MEDIATING


@pytest.mark.law("人民调解法17")
def test_after_a_relapse_nothing_begins_without_the_refuser(cast):
    from hemu.loop.followup import actions as followup
    from hemu.loop.routing import actions as routing

    dispute = followup.relapse(referred(cast), "又吵起来", by=cast.grid_member)
    from hemu.loop.assessment import actions as assessment

    dispute = assessment.confirm(dispute, by=cast.officer)
    dispute = routing.assign_internal(dispute, cast.committee, by=cast.officer)
    dispute = routing.receive(dispute, by=cast.mediator)
    with pytest.raises(Refused, match="李长河") as refused:
        accept(cast, dispute)
    assert refused.value.code == "refused_before"
    dispute = actions.consent(dispute, consents(dispute), by=cast.mediator)
    assert accept(cast, dispute).state == State.MEDIATING


@pytest.mark.law("人民调解法3")
@pytest.mark.parametrize("walk", [registered, rated, routed, received, mediating])
def test_a_party_leaves_for_another_way_at_every_stage(cast, walk):
    dispute = walk(cast)
    by = cast.mediator if walk in (received, mediating) else cast.officer
    done = actions.decline(dispute, sides(dispute)[1], "要去法院", by=by, other_ways=[COURT])
    assert done.state == State.REFERRED
    assert not [row for row in running_clocks(done) if row.kind in (ClockKind.HOP, ClockKind.MEDIATION)]


@pytest.mark.law("人民调解法3", "人民调解法4")
def test_the_ways_out_are_told_on_a_page_and_on_paper_at_every_stage(cast, client):
    dispute = registered(cast)
    client.force_login(cast.people["officer"], backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"{dispute.get_absolute_url()}routes/").content.decode()
    assert "向人民法院起诉" in page
    assert "不收费" in page
    text = word(dispute, "routes")
    assert "人民调解不收取任何费用" in text
    assert "有管辖权的人民法院" in text


@pytest.mark.law("人民调解法24", "人民调解法23", "人民调解法4")
def test_the_notice_tells_duties_beside_rights_and_that_it_is_free(cast):
    text = word(received(cast), "rights")
    for said in (
        "如实陈述纠纷事实",
        "遵守调解现场秩序",
        "尊重对方当事人行使权利",
        "选择或者接受人民调解员",
        "不收取任何费用",
    ):
        assert said in text


@pytest.mark.law("人民调解法23")
def test_who_wants_it_private_is_shown_where_the_session_is_held(cast, client):
    dispute = mediating(cast)
    answers = [actions.NewConsent(pk, own_will=True, openness=Openness.PRIVATE) for pk in sides(dispute)[:1]]
    dispute = actions.consent(dispute, answers, by=cast.mediator)
    client.force_login(cast.people["mediator"], backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"{dispute.get_absolute_url()}session/").content.decode()
    assert "张大山要求不公开进行" in page
    shown = client.get(dispute.get_absolute_url()).content.decode()
    assert "当事人的四项选择" in shown
    assert "要求不公开" in shown


@pytest.mark.law("人民调解法23")
def test_the_four_choices_stay_on_the_page_with_who_ended_it(cast, client):
    dispute = mediating(cast)
    dispute = actions.decline(dispute, sides(dispute)[1], "不调了", by=cast.mediator, other_ways=[COURT])
    client.force_login(cast.people["mediator"], backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(dispute.get_absolute_url()).content.decode()
    assert "当事人的四项选择" in page
    assert "当事人不愿调解" in page
    assert "告知书" in page


@pytest.mark.law("人民调解法26")
def test_what_failed_is_ended_with_a_paper_that_names_the_other_ways(cast):
    dispute = mediating(cast)
    dispute = actions.record_session(dispute, session(dispute, Result.FAILED), by=cast.mediator)
    dispute = actions.fail(dispute, "数额谈不拢", by=cast.mediator, other_ways=[COURT, "2"])
    row = Ending.objects.of(dispute).get()
    text = word(dispute, "ending", row.pk)
    for part in ("调解不成", "数额谈不拢", "向人民法院起诉、申请仲裁", "王德明", "终止调解及其他途径告知书"):
        assert part in text


@pytest.mark.law("人民调解法18")
def test_a_court_or_the_police_may_refer_a_dispute_to_mediation(cast):
    dispute = actions.apply(
        received(cast),
        "请调解",
        by=cast.mediator,
        form=ApplicationForm.REFERRED,
        referred_by="瓮安县人民法院",
    )
    assert Application.objects.of(dispute).get().referred_by == "瓮安县人民法院"


@pytest.mark.law("人民调解法19")
def test_the_parties_or_the_committee_name_one_or_more_mediators(cast):
    both = [cast.posts["mediator"], cast.posts["cadre"]]
    dispute = actions.accept(
        received(cast), both, by=cast.mediator, rights_told_at=clock.now(), chosen_by=ChosenBy.PARTIES
    )
    assert Acceptance.objects.of(dispute).get().chosen_by == ChosenBy.PARTIES
    assert NamedMediator.objects.of(dispute).count() == 2
    done = actions.recuse(dispute, cast.posts["cadre"], RecusalKind.REFUSED, "当事人不同意", by=cast.mediator)
    assert NamedMediator.objects.of(done).filter(is_open=True).count() == 1


@pytest.mark.law("土地管理法14")
def test_whose_the_land_is_the_government_says(cast):
    dispute = received(cast, kind=901, facts={"ownership_undetermined": True})
    with pytest.raises(Refused, match="人民政府") as refused:
        accept(cast, dispute)
    assert (refused.value.field, refused.value.code) == ("ownership_note", "ownership")
    assert "三十日内" in word(dispute, "routes")
    done = accept(cast, dispute, ownership_note="只调解已经毁坏的庄稼怎么赔")
    assert done.state == State.MEDIATING


@pytest.mark.parametrize(
    ("fact", "level"),
    [("decision_challenged", 3), ("already_judged", 3), ("sued", 3), ("crime", 2), ("status_question", 2)],
)
def test_what_may_not_be_mediated_is_refused_with_the_place_to_go(cast, fact, level):
    dispute = received(cast, facts={fact: True})
    bar = mediable.bars(dispute)[0]
    assert bar.level == level
    with pytest.raises(Refused) as refused:
        accept(cast, dispute)
    assert bar.where in str(refused.value)
    assert refused.value.code == ("not_mediable" if level == 3 else "limited")
    assert current_acceptance(dispute) is None


def test_a_court_that_hears_a_case_may_commission_its_mediation(cast):
    dispute = received(cast, facts={"sued": True})
    dispute = actions.apply(
        dispute, "诉中调解", by=cast.mediator, form=ApplicationForm.REFERRED, referred_by="瓮安县人民法院"
    )
    assert accept(cast, dispute).state == State.MEDIATING


def test_what_may_be_an_offence_is_mediated_and_reported(cast):
    dispute = received(cast, facts={"suspected_offence": True})
    assert [bar.level for bar in mediable.bars(dispute)] == [1]
    assert accept(cast, dispute).state == State.MEDIATING


def test_more_time_needs_everybody(cast):
    dispute = mediating(cast)
    was_due = current_acceptance(dispute).due_at
    until = clock.local(was_due).date() + timedelta(days=20)
    with pytest.raises(Refused, match="李长河") as refused:
        actions.extend(dispute, until, "等鉴定", sides(dispute)[:1], by=cast.mediator)
    assert refused.value.code == "not_everybody"
    with pytest.raises(Refused) as refused:
        actions.extend(dispute, due_in(400), "等鉴定", sides(dispute), by=cast.mediator)
    assert refused.value.code == "too_long"
    with pytest.raises(Refused) as refused:
        actions.extend(dispute, due_in(1), "等鉴定", sides(dispute), by=cast.mediator)
    assert refused.value.code == "not_later"
    dispute = actions.extend(dispute, until, "等鉴定", sides(dispute), by=cast.mediator)
    row = Extension.objects.of(dispute).get()
    assert (row.was_due, row.agreed_by) == (was_due, ["张大山", "李长河"])
    clocks = {one.kind: one.due_at for one in running_clocks(dispute)}
    assert clocks[ClockKind.MEDIATION] == row.due_at == current_acceptance(dispute).due_at
    assert clock.local(row.due_at).date() == until + timedelta(days=1)


def test_no_more_time_before_it_is_accepted(cast):
    with pytest.raises(Conflict):
        dispute = received(cast)
        actions.extend(dispute, due_in(40), "等鉴定", sides(dispute), by=cast.mediator)


@pytest.mark.law("劳动争议调解仲裁法10")
def test_a_labour_dispute_may_come_to_a_peoples_mediation_committee(cast):
    dispute = accept(cast, received(cast, kind=701))
    assert dispute.state == State.MEDIATING
    assert Acceptance.objects.of(dispute).get().unit_name == "荣院村人民调解委员会"


@pytest.mark.law("劳动争议调解仲裁法14", "劳动争议调解仲裁法27")
def test_a_labour_dispute_has_fifteen_days_and_a_year(cast):
    happened = clock.today() - timedelta(days=30)
    dispute = accept(cast, received(cast, kind=701, occurred_on=happened))
    row = current_acceptance(dispute)
    days = (clock.local(row.due_at).date() - clock.local(row.accepted_at).date()).days
    assert 15 <= days < 27
    first = routes(dispute)[0]
    assert "十五日" in str(first.title)
    assert first.until == happened + timedelta(days=365)
    assert "劳动人事争议仲裁委员会" in word(dispute, "routes")


@pytest.mark.law("劳动争议调解仲裁法16")
def test_a_labour_agreement_that_is_not_kept_leads_to_an_order_to_pay(cast):
    dispute = agreed(cast, kind=701)
    assert any("支付令" in str(way.title) for way in routes(dispute))
    assert not any("支付令" in str(way.title) for way in routes(agreed(cast, kind=201)))


@pytest.mark.law("农村土地承包经营纠纷调解仲裁法7", "农村土地承包经营纠纷调解仲裁法8")
def test_village_and_township_mediate_land_contracts_and_write_down_an_oral_application(cast):
    dispute = received(cast, kind=901)
    dispute = actions.apply(
        dispute, "请求按原界耕种", by=cast.mediator, form=ApplicationForm.ORAL, party_ids=sides(dispute)[:1]
    )
    row = Application.objects.of(dispute).get()
    assert (row.form, row.requests, row.recorded_by) == (ApplicationForm.ORAL, "请求按原界耕种", "王德明")
    text = word(dispute, "application", row.pk)
    assert "请求按原界耕种" in text
    assert "口头申请，由 王德明 记录" in text


@pytest.mark.law("农村土地承包经营纠纷调解仲裁法9", "农村土地承包经营纠纷调解仲裁法10")
def test_the_facts_are_heard_and_the_agreement_on_land_is_written_signed_and_sealed(cast):
    dispute = mediating(cast, kind=901)
    dispute = actions.record_session(dispute, session(dispute), by=cast.mediator)
    from hemu.disputes.tests.factories import agreement

    for missing in ({"signatures": {}}, {"mediator_signed": False}, {"sealed": False}):
        with pytest.raises(Refused):
            actions.agree(dispute, agreement(dispute, **missing), by=cast.mediator)
    oral = agreement(dispute, form=2)
    with pytest.raises(Refused) as refused:
        actions.agree(dispute, oral, by=cast.mediator)
    assert (refused.value.field, refused.value.code) == ("form", "written_needed")
    assert actions.agree(dispute, agreement(dispute), by=cast.mediator).state == State.AGREED


@pytest.mark.law("农村土地承包经营纠纷调解仲裁法18")
def test_land_arbitration_has_two_years(cast):
    happened = clock.today() - timedelta(days=100)
    way = routes(received(cast, kind=901, occurred_on=happened))[0]
    assert way.until == happened + timedelta(days=730)
    assert "农村土地承包仲裁委员会" in str(way.where)


@pytest.mark.law("人民调解法32")
def test_who_quarrels_over_an_agreement_may_sue(cast):
    assert any(way.article == "人民调解法32" for way in routes(agreed(cast)))
    assert not any(way.article == "人民调解法32" for way in routes(received(cast)))


@pytest.mark.law("人民调解法34")
def test_a_townships_committee_mediates_likewise(cast):
    dispute = accept(cast, received(cast), unit=cast.township_committee)
    assert Acceptance.objects.of(dispute).get().unit_name == "珠藏镇人民调解委员会"


def test_the_ledger_says_that_it_was_opened_anew(cast):
    dispute = referred(cast)
    dispute = actions.consent(dispute, consents(dispute), by=cast.mediator)
    last = Entry.objects.of(dispute).order_by("-seq").first()
    assert (last.act, last.from_state, last.state) == (Act.CONSENT, State.REFERRED, State.RECEIVED)
