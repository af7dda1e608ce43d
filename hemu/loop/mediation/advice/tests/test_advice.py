"""Lawyers: assigned, asked, answer on record, see no more than that; discussions of hard disputes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hemu.disputes.models import Dispute, Involvement, InvolvementRole
from hemu.disputes.queries import Filter, get, listed
from hemu.disputes.tests.factories import mediating, session
from hemu.documents.papers.filling import fill
from hemu.documents.papers.reading import text_of
from hemu.documents.papers.registry import known
from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.actions import NewAttendee
from hemu.loop.mediation.advice import actions, queries, reminders
from hemu.loop.mediation.advice.actions import NewDiscussion, NewOpinion
from hemu.loop.mediation.advice.forms import parse_opinions
from hemu.loop.mediation.advice.models import Discussion, Question, Standing
from hemu.loop.mediation.models import AttendeeRole, Result
from hemu.loop.mediation.people import actions as people
from hemu.loop.mediation.people.models import TieKind
from hemu.loop.mediation.people.tests.people import law_firm, lawyer
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason
from hemu.orgs.tests.cast import Cast

pytestmark = pytest.mark.django_db
M7, M9 = pytest.mark.req("M7"), pytest.mark.req("M9")
WHAT = "未写明利息的借条能否主张利息？"


@pytest.fixture
def asked(cast: Cast) -> tuple[Dispute, Question, Any]:
    """A dispute on which the mediator asked a lawyer, and as who the lawyer acts."""
    post, actor = lawyer(cast)
    dispute = mediating(cast)
    return dispute, actions.ask(dispute, post, WHAT, by=cast.mediator), actor


@M7
def test_a_lawyer_sees_what_they_were_asked_until_they_answer(cast: Cast, asked) -> None:
    dispute, row, actor = asked
    other = mediating(cast)
    assert get(dispute.county, dispute.pk, by=actor).pk == dispute.pk
    with pytest.raises(Missing):
        get(other.county, other.pk, by=actor)
    assert [one.pk for one in listed(Filter(), by=actor)] == [dispute.pk]
    done = actions.answer(dispute, row.pk, "不能主张。", "民法典680", checked=True, by=actor)
    assert (done.standing, done.basis) == (Standing.ANSWERED, "民法典680")
    with pytest.raises(Missing):
        get(dispute.county, dispute.pk, by=actor)
    assert queries.own(row.pk, actor).answer == "不能主张。"
    deliver_once()
    assert Notice.objects.of_post(cast.posts["mediator"].pk).filter(reason=Reason.TOLD).exists()


@M7
def test_the_rulebook_says_until_when_and_both_are_reminded(cast: Cast, asked) -> None:
    dispute, row, _actor = asked
    assert timedelta(days=2) < row.due_at - row.asked_at < timedelta(days=12)
    assert reminders.remind() == 0
    with clock.at(row.due_at - timedelta(hours=5)):
        assert reminders.remind() == 1
        assert reminders.remind() == 0
    deliver_once()
    for post in (row.post_id, cast.posts["mediator"].pk):
        (told,) = Notice.objects.of_post(post).filter(reason=Reason.ADVICE)
        assert (told.ref, told.path) == (dispute.ref, f"/advice/{row.pk}/")


@M7
def test_what_an_answer_needs(cast: Cast, asked) -> None:
    dispute, row, actor = asked
    for text, basis, checked, field in (
        (" ", "法", True, "answer"),
        ("答", " ", True, "basis"),
        ("答", "法", False, "checked"),
    ):
        with pytest.raises(Refused) as refused:
            actions.answer(dispute, row.pk, text, basis, checked=checked, by=actor)
        assert refused.value.field == field
    with pytest.raises(Forbidden):
        actions.answer(dispute, row.pk, "答", "法", checked=True, by=cast.mediator)
    with pytest.raises(Refused):
        actions.ask(dispute, queries.for_unit(dispute, cast.mediator)[0], "再问", by=cast.mediator)


@M7
def test_a_conflict_of_interest_bars_the_lawyer_and_their_office(cast: Cast) -> None:
    firm = law_firm(cast)
    first, actor = lawyer(cast, "方律", firm)
    second, _other = lawyer(cast, "钱律", firm)
    dispute = mediating(cast)
    row = actions.ask(dispute, first, WHAT, by=cast.mediator)
    actions.decline(dispute, row.pk, "本所代理过被申请人", by=actor)
    for post in (first, second):
        with pytest.raises(Refused) as refused:
            actions.ask(dispute, post, WHAT, by=cast.mediator)
        assert refused.value.code == "conflict"
    with pytest.raises(Missing):
        get(dispute.county, dispute.pk, by=actor)


@M7
def test_who_stands_for_a_party_or_declared_a_tie_is_not_asked(cast: Cast) -> None:
    post, actor = lawyer(cast)
    dispute = mediating(cast)
    people.declare_tie(TieKind.KIN, "张大山", by=actor)
    assert actions.against(dispute, post) == ["本人申报：与张大山是亲属"]
    agent = NewAttendee(AttendeeRole.AGENT, name="方律", relation="代理人")
    dispute = mediation.record_session(
        dispute, session(dispute, Result.NOT_YET, attendees=[agent]), by=cast.mediator
    )
    assert "在本案中代理一方当事人" in actions.against(dispute, post)


@M7
def test_a_question_is_withdrawn_and_the_office_sees_no_more(cast: Cast, asked) -> None:
    dispute, row, actor = asked
    actions.withdraw(dispute, row.pk, by=cast.mediator)
    parts = Involvement.objects.of(dispute).filter(role=InvolvementRole.ADVISER, until=None)
    assert not parts.exists()
    with pytest.raises(Missing):
        actions.answer(dispute, row.pk, "答", "法", checked=True, by=actor)


@M7
def test_lawyers_are_assigned_to_units(cast: Cast) -> None:
    firm = law_firm(cast)
    first, _actor = lawyer(cast, "方律", firm)
    second, _other = lawyer(cast, "钱律", firm)
    with pytest.raises(Forbidden):
        actions.retain(second, cast.committee, by=cast.mediator)
    row = actions.retain(second, cast.committee, by=cast.judicial)
    with pytest.raises(Refused):
        actions.retain(second, cast.committee, by=cast.judicial)
    with pytest.raises(Refused):
        actions.retain(cast.posts["officer"], cast.committee, by=cast.judicial)
    assert queries.for_unit(mediating(cast), cast.mediator) == [second, first]
    assert [one.retainers for one in queries.lawyers(cast.officer)] == [[], [row]]
    actions.release(row.pk, by=cast.judicial)
    with pytest.raises(Missing):
        actions.release(row.pk, by=cast.judicial)


@M7
def test_pages_of_lawyers_and_questions(cast: Cast, asked, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    dispute, row, actor = asked
    seats = {}
    for name, person in (
        ("lawyer", actor.person_id),
        ("mediator", cast.mediator.person_id),
        ("judicial", cast.judicial.person_id),
    ):
        seats[name] = Client()
        seats[name].force_login(
            type(cast.people["mediator"]).objects.get(pk=person),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
    assert WHAT in seats["lawyer"].get("/advice/").content.decode()
    here = f"/advice/{row.pk}/"
    page = seats["lawyer"].get(here).content.decode()
    assert "张大山" in page
    assert seats["lawyer"].post(here, {"do": "answer", "answer": "答", "basis": "法"}).status_code == 422
    seats["lawyer"].post(
        here, {"do": "answer", "answer": "不能主张利息。", "basis": "民法典680", "checked": "on"}
    )
    assert "张大山" not in seats["lawyer"].get(here).content.decode()
    for address in (here, dispute.get_absolute_url()):
        assert "不能主张利息。" in seats["mediator"].get(address).content.decode()
    assert "方律" in seats["judicial"].get("/lawyers/").content.decode()
    done = seats["judicial"].post(
        "/lawyers/", {"do": "retain", "post": row.post_id, "unit": cast.committee.pk}
    )
    assert done.status_code == 302
    ask = f"{dispute.get_absolute_url()}advice/"
    assert "方律" in seats["mediator"].get(ask).content.decode()
    assert seats["mediator"].post(ask, {"lawyer": row.post_id, "question": "再问一次"}).status_code == 302
    again = Question.objects.of(dispute).get(standing=Standing.ASKED)
    assert seats["mediator"].post(f"{ask}{again.pk}/withdraw/", {}).status_code == 302


def discussion(**over) -> NewDiscussion:
    parts = {
        "held_at": clock.now() - timedelta(hours=2),
        "place": "珠藏镇综治中心",
        "presiding": "周丽",
        "why": "两次调解未成，涉及二十户。",
        "opinions": [
            NewOpinion("蒋文", "先调补偿。", "珠藏司法所"),
            NewOpinion("何平", "权属由政府定。", "自然资源所"),
            NewOpinion("王德明", "应当先停工。", dissents=True),
        ],
        "conclusion": "由镇调委会主持联合调解。",
    }
    return NewDiscussion(**{**parts, **over})


@M9
def test_a_discussion_keeps_everybodys_opinion_and_its_paper(cast: Cast) -> None:
    dispute = mediating(cast)
    row = actions.discuss(dispute, discussion(hard=True), by=cast.coordinator)
    (held,) = queries.discussions(dispute)
    assert [(one.name, one.dissents) for one in held.opinions] == [
        ("蒋文", False),
        ("何平", False),
        ("王德明", True),
    ]
    assert get(dispute.county, dispute.pk, by=cast.coordinator).hard
    paper = known("discussion")
    assert paper is not None
    word = fill(paper.draft(), paper.values(dispute, row.pk))
    text = text_of(word)
    for said in (
        "蒋文（珠藏司法所）：先调补偿。",
        "应当先停工。（保留不同意见）",
        "由镇调委会主持联合调解。",
        "周丽",
    ):
        assert said in text
    assert actions.discuss(dispute, discussion(), by=cast.mediator).number == 2


@M9
def test_what_a_discussion_needs(cast: Cast) -> None:
    dispute = mediating(cast)
    two = discussion().opinions[:2]
    for over, field in (
        ({"opinions": two}, "opinions"),
        ({"opinions": [*two, NewOpinion("无言", " ")]}, "opinions"),
        ({"conclusion": " "}, "conclusion"),
        ({"held_at": clock.now() + timedelta(hours=1)}, "held_at"),
    ):
        with pytest.raises(Refused) as refused:
            actions.discuss(dispute, discussion(**over), by=cast.mediator)
        assert refused.value.field == field
    with pytest.raises(Forbidden):
        actions.discuss(dispute, discussion(hard=True), by=cast.mediator)
    assert not Discussion.objects.of(dispute).exists()


@M9
def test_opinions_are_read_as_they_are_typed() -> None:
    assert parse_opinions("蒋文 珠藏司法所：先调补偿。\n\n*王德明:先停工") == [
        NewOpinion("蒋文", "先调补偿。", "珠藏司法所"),
        NewOpinion("王德明", "先停工", dissents=True),
    ]
