"""A party answers by themselves: one question a screen, no account, no script, twice counts once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hemu.disputes.models import State
from hemu.disputes.queries import get, parties
from hemu.disputes.tests.factories import closed, following, referred
from hemu.kernel import clock
from hemu.loop.followup import actions, links
from hemu.loop.followup.complaints.models import Complaint
from hemu.loop.followup.models import Again, Kept, OwnAnswer

ANSWERS: dict[str, dict[str, Any]] = {
    "kept": {"kept": 1},
    "content": {"satisfaction": 5},
    "left": {"again": 0, "left": ""},
    "complain": {"complains": 0, "kind": 9, "text": ""},
}


def path_of(dispute, number: int = 0) -> str:
    return f"/a/{links.token(dispute, parties(dispute)[number])}/"


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))


def walk(client: Client, path: str, **over):
    """Answer every question in order, as a browser without scripts does; the last page."""
    page = client.post(path).content.decode()
    for _number in range(6):
        fields = hidden(page)
        if "screen" not in fields:
            return page
        given = {**fields, **ANSWERS[fields["screen"]], **over.get(fields["screen"], {})}
        page = client.post(path, {**given, "go": "next"}).content.decode()
    raise AssertionError("the questions don't end")


@pytest.mark.req("F7")
def test_a_party_answers_four_questions_without_a_script(cast, client) -> None:
    dispute = following(cast)
    path = path_of(dispute)
    first = client.get(path)
    assert first.status_code == 200
    text = first.content.decode()
    assert "张大山" not in text
    assert dispute.title not in text
    assert first["referrer-policy"] == "no-referrer"
    assert first["cache-control"] == "no-store"
    page = walk(client, path)
    assert "收到了" in page
    row = OwnAnswer.objects.of(dispute).get()
    assert (row.kept, row.satisfaction, row.again, row.left) == (Kept.KEPT, 5, Again.NO, "")
    assert "已经收到您的回答" in client.get(path).content.decode()


@pytest.mark.req("F7")
def test_without_an_agreement_it_is_not_asked_whether_it_is_kept(cast, client) -> None:
    dispute = referred(cast)
    walk(client, path_of(dispute))
    assert OwnAnswer.objects.of(dispute).get().kept == Kept.NO_AGREEMENT


@pytest.mark.req("F7")
def test_going_back_loses_nothing_and_what_is_missing_is_said(cast, client) -> None:
    path = path_of(following(cast))
    page = client.post(path).content.decode()
    wrong = client.post(path, {**hidden(page), "go": "next"})
    assert wrong.status_code == 422
    assert "请选一项" in wrong.content.decode()
    page = client.post(path, {**hidden(page), "kept": 2, "go": "next"}).content.decode()
    assert hidden(page)["kept"] == "2"
    back = client.post(path, {**hidden(page), "go": "back"}).content.decode()
    assert re.search(r'value="2"[^>]*checked', back)


@pytest.mark.req("F7")
def test_the_same_answer_sent_twice_counts_once(cast, client) -> None:
    dispute = following(cast)
    path = path_of(dispute)
    page = client.post(path).content.decode()
    for name in ("kept", "content", "left"):
        page = client.post(path, {**hidden(page), **ANSWERS[name], "go": "next"}).content.decode()
    last = {**hidden(page), **ANSWERS["complain"], "go": "next"}
    assert "收到了" in client.post(path, last).content.decode()
    assert "收到了" in client.post(path, last).content.decode()
    assert OwnAnswer.objects.of(dispute).count() == 1


@pytest.mark.req("F3")
def test_a_party_who_says_that_it_flared_up_again_opens_it(cast, client) -> None:
    dispute = closed(cast)
    path = path_of(dispute)
    page = walk(client, path, left={"again": 1, "left": "又把沟堵了"})
    assert "已经重新打开" in page
    assert get(dispute.county, dispute.pk, by=cast.officer).state == State.REGISTERED
    assert client.get(path).status_code == 404, "a link of the round before is void"


@pytest.mark.req("F4")
@pytest.mark.law("人民调解法15")
def test_a_complaint_is_made_and_its_answer_read_there(cast, client) -> None:
    from hemu.loop.followup.complaints import actions as complaints
    from hemu.loop.followup.complaints.models import Finding

    dispute = following(cast)
    path = path_of(dispute)
    page = walk(client, path, complain={"complains": 1, "kind": 3, "text": "收了一条烟"})
    made = Complaint.objects.unscoped(reason="test").get()
    assert made.number in page
    assert made.about_unit_id == cast.committee.pk != made.handler_id
    complaints.answer(made, Finding.FOUNDED, "已退还，换人重新调解。", "批评教育", by=cast.judicial)
    assert "已退还，换人重新调解。" in client.get(path).content.decode()


@pytest.mark.req("F7")
def test_a_reply_to_who_was_not_content_is_read_there(cast, client) -> None:
    dispute = following(cast)
    path = path_of(dispute)
    walk(client, path, content={"satisfaction": 1}, left={"again": 0, "left": "沟没修完"})
    dispute = get(dispute.county, dispute.pk, by=cast.coordinator)
    actions.close(dispute, "已解决", by=cast.coordinator, reply="月底修完。")
    assert "月底修完。" in client.get(path).content.decode()


@pytest.mark.req("F7")
def test_nobody_answers_for_ever_and_nobody_guesses(cast, client) -> None:
    dispute = following(cast)
    path = path_of(dispute)
    for _number in range(5):
        assert "收到了" in walk(client, path)
    page = client.post(path).content.decode()
    for name in ("kept", "content", "left"):
        page = client.post(path, {**hidden(page), **ANSWERS[name], "go": "next"}).content.decode()
    assert client.post(path, {**hidden(page), **ANSWERS["complain"], "go": "next"}).status_code == 429
    assert OwnAnswer.objects.of(dispute).count() == 5
    for _number in range(20):
        assert client.post("/a/nonsense/").status_code == 404
    assert client.post("/a/nonsense/").status_code == 429
    assert client.get(path).status_code == 200, "who holds a good link is not shut out"


@pytest.mark.req("F7")
def test_when_nothing_is_asked_the_page_says_where_to_go(cast, client) -> None:
    dispute = closed(cast)
    path = path_of(dispute)
    with clock.at(clock.now() + timedelta(days=100)):
        page = client.get(path)
        assert page.status_code == 200
        assert "现在不用回答了" in page.content.decode()
        assert "现在不用回答了" in client.post(path).content.decode()
