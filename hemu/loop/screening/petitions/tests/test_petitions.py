"""A petition's statutory times: fifteen, sixty, thirty more, thirty for each review."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.screening import actions as screening
from hemu.loop.screening.models import Petition
from hemu.loop.screening.petitions import actions, clocks, overdue, queries
from hemu.loop.screening.petitions.models import Act, Term
from hemu.loop.screening.petitions.queries import Stage
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason

pytestmark = [pytest.mark.django_db, pytest.mark.req("S10")]
GRID = 522725106201001
DAY = timedelta(days=1)


def received(cast, days: float = 0, **over) -> Petition:
    parts = {
        "region": GRID, "number": "XF-1", "from_unit": "瓮安县信访局", "narrative": "反映修路占地",
        "received_at": clock.now() - days * DAY,
    }  # fmt: skip
    return screening.record_petition(**{**parts, **over}, by=cast.coordinator)


def lasts(row: Petition, days: int) -> bool:
    """Whether the time that runs has so many days; one that ends on a day of rest goes on to the next."""
    held = clocks.running(row)
    assert held is not None
    return days * DAY <= held.due_at - held.started_at + DAY < (days + 12) * DAY


@pytest.mark.law("信访工作条例22")
def test_fifteen_days_to_accept_then_sixty_to_answer(cast):
    row = received(cast, days=3)
    assert (queries.stage(row), clocks.running(row).term) == (Stage.REGISTERED, Term.ACCEPT)
    assert lasts(row, 15)
    row = actions.accept(row, by=cast.coordinator)
    assert (queries.stage(row), clocks.running(row).term) == (Stage.HANDLING, Term.HANDLE)
    assert lasts(row, 60)
    assert row.due_at == clocks.running(row).due_at
    with pytest.raises(Conflict):
        actions.accept(row, by=cast.coordinator)


def test_a_sooner_day_that_the_sender_demands_holds(cast):
    demanded = clock.now() + 10 * DAY
    row = actions.accept(received(cast, due_at=demanded), by=cast.coordinator)
    assert clocks.running(row).due_at == demanded


@pytest.mark.law("信访工作条例34")
def test_extended_once_by_thirty_days_with_reason_and_approval(cast):
    row = actions.accept(received(cast), by=cast.coordinator)
    before = row.due_at
    for reason, who, field in (("", "某局长", "reason"), ("复杂", " ", "approved_by")):
        with pytest.raises(Refused) as refused:
            actions.extend(row, reason, who, by=cast.coordinator)
        assert refused.value.field == field
    row = actions.extend(row, "要等测绘结果", "某局长", by=cast.coordinator)
    assert 29 * DAY <= row.due_at - before < 42 * DAY
    with pytest.raises(Refused) as refused:
        actions.extend(row, "再等等", "某局长", by=cast.coordinator)
    assert refused.value.code == "extended_already"


def test_what_is_late_is_not_extended(cast):
    row = actions.accept(received(cast), by=cast.coordinator)
    with clock.at(row.due_at + DAY), pytest.raises(Refused) as refused:
        actions.extend(row, "忘了", "某局长", by=cast.coordinator)
    assert refused.value.code == "overdue"


@pytest.mark.law("信访工作条例31")
def test_not_accepted_tells_another_lawful_way(cast):
    row = received(cast)
    with pytest.raises(Refused):
        actions.not_accept(row, "已起诉", "", by=cast.coordinator)
    row = actions.not_accept(row, "已向法院起诉", "由人民法院依法审理", by=cast.coordinator)
    assert (queries.stage(row), clocks.running(row)) == (Stage.CLOSED, None)


@pytest.mark.law("信访工作条例35")
@pytest.mark.law("信访工作条例36")
def test_two_reviews_of_thirty_days_each_and_then_it_ends(cast):
    row = actions.accept(received(cast), by=cast.coordinator)
    actions.verify(row, "现场量过，占地十二平方米", by=cast.coordinator)
    actions.explain(row, "补偿标准", "土地管理法48", by=cast.coordinator)
    row = screening.answer_petition(row, "按标准补偿。", by=cast.coordinator)
    assert (queries.stage(row), clocks.running(row)) == (Stage.ANSWERED, None)
    with clock.at(clock.now() + 20 * DAY):
        row = actions.ask_review(row, clock.now(), "标准不对", by=cast.coordinator)
        assert lasts(row, 30)
        row = actions.review(row, "维持", by=cast.county_coordinator)
        assert queries.stage(row) == Stage.REVIEWED
        row = actions.ask_rereview(row, clock.now(), by=cast.coordinator)
        row = actions.review(row, "维持", by=cast.county_coordinator)
        assert queries.stage(row) == Stage.CLOSED
        with pytest.raises(Conflict):
            actions.ask_review(row, clock.now(), by=cast.coordinator)
    acts = [step.act for step in queries.history(row)]
    assert acts[:4] == [Act.REGISTERED, Act.ACCEPTED, Act.VERIFIED, Act.EXPLAINED]
    assert acts[-1] == Act.REREVIEWED


@pytest.mark.law("信访工作条例35")
def test_a_review_is_asked_for_within_thirty_days_or_the_answer_stands(cast):
    row = screening.answer_petition(received(cast), "已答复。", by=cast.coordinator)
    with clock.at(clock.now() + 29 * DAY):
        assert queries.stage(row) == Stage.ANSWERED
    with clock.at(clock.now() + 32 * DAY):
        assert queries.stage(row) == Stage.CLOSED
        with pytest.raises(Conflict):
            actions.ask_review(row, clock.now(), by=cast.coordinator)


def test_a_time_that_ran_out_goes_up_once_and_is_told(cast):
    row = received(cast)
    with clock.at(clocks.running(row).due_at + timedelta(minutes=1)):
        assert overdue.raise_late() == 1
        assert overdue.raise_late() == 0
        deliver_once()
    assert queries.history(row)[-1].act == Act.RAISED
    for who in ("coordinator", "county_coordinator"):
        notice = Notice.objects.of_post(cast.posts[who].pk).get()
        assert (notice.reason, notice.leads_to) == (
            Reason.PETITION_LATE,
            f"/petitions/{row.county}/{row.id}/",
        )


def test_strangers_find_nothing_and_viewers_do_nothing(cast):
    row = received(cast)
    with pytest.raises(Missing):
        queries.petition(row.county, row.id, by=cast.stranger)
    with pytest.raises(Missing):
        actions.accept(row, by=cast.stranger)
    with pytest.raises(Forbidden):
        actions.accept(row, by=cast.county_viewer)


def test_the_page_shows_the_time_and_does_the_acts(cast, client):
    row = received(cast)
    client.force_login(
        cast.people["coordinator"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    path = f"/petitions/{row.county}/{row.id}/"
    assert client.get(f"/records/petitions/{row.county}/{row.id}/").url == path
    page = client.get(path).content.decode()
    assert "受理、转送期限" in page
    assert "不得跟踪、阻拦、打击报复" in page
    assert client.post(path, {"do": "accept", "accept-text": ""}).status_code == 302
    assert "办理期限" in client.get(path).content.decode()
    assert client.post(path, {"do": "extend", "extend-reason": ""}).status_code == 422
    assert client.post(path, {"do": "answer", "answer-answer": "已按标准补偿"}).status_code == 302
    page = client.get(path).content.decode()
    assert "信访人可申请复查、复核至" in page
    assert client.post(path, {"do": "accept"}).status_code == 409
    assert client.post(path, {"do": "nothing"}).status_code == 409
