"""A village shares one address, and a county a handful: too much is looked at, never shut out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.kernel import clock
from hemu.loop.screening.models import ReportStatus
from hemu.loop.screening.villagers import actions, queries
from hemu.portal import floods, uploads
from hemu.portal.tests.browsing import Villager, amr, fields, later, photo, sent

pytestmark = pytest.mark.django_db
TEXT = "上游的人家把沟截断了，我家秧田没有水。"
HERE = "203.0.113.0/24"


@pytest.fixture
def word(cast) -> str:
    return actions.village_code(cast.village.code, by=cast.cadre).code


@pytest.fixture
def other(cast) -> str:
    return actions.village_code(cast.region("桐梓坡村").code, by=cast.coordinator).code


def empty(gate: floods.Gate, who: str) -> None:
    assert floods.take(gate, who, gate.burst)


@pytest.mark.req("S7")
def test_a_village_meeting_of_one_address_is_no_flood_and_what_comes_after_is_looked_at(cast, word):
    with clock.at(clock.now()):
        rows = [sent(word, f"第{n}件事，路灯坏了") for n in range(floods.VILLAGE.burst + 1)]
        found = [queries.by_code(one.code) for one in rows]
        assert {row.status for row in found[:-1]} == {ReportStatus.OPEN}
        assert (found[-1].status, found[-1].suspicions) == (ReportStatus.HELD, ["flood"])


@pytest.mark.req("S7")
def test_a_flood_of_one_village_shuts_out_no_other_village_behind_the_same_address(cast, word, other):
    start = clock.now()
    full, elsewhere = Villager(word).to_the_end("再来一件"), Villager(other).to_the_end("另一个村的事")
    with clock.at(start + timedelta(seconds=30)):
        empty(floods.FLOOD, HERE)
        for _ in range(floods.DOOR.burst):
            floods.enter(HERE, word, "慢一点")
        full.send()
        assert full.answer.status_code == 429
        assert int(full.answer["Retry-After"]) > 0
        assert "再来一件" in full.page
        assert queries.by_code(elsewhere.send().code).status == ReportStatus.OPEN
    with clock.at(start + timedelta(minutes=2)):
        full.send()
        assert full.answer.status_code == 200, "nobody is shut out for good"


@pytest.mark.req("S7")
def test_when_a_network_sent_too_many_files_words_are_taken_all_the_same(cast, word):
    with clock.at(clock.now()):
        empty(floods.UPLOADING, HERE)
        one = Villager(word).to_the_end(TEXT)
    with later(5):
        one.send(files=[photo(side=1600)])
        assert one.answer.status_code == 422
        assert "可以先发文字" in one.page
        one.send()
    assert queries.by_code(one.code).text == TEXT


def test_a_form_that_is_far_too_large_is_refused_unread(cast, word):
    one = Villager(word).to_the_end(TEXT)
    for path in (one.path, "/portal/follow/"):
        answer = one.client.generic(
            "POST", path, b"x", content_type="multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(uploads.MOST_SENT + 1),
        )  # fmt: skip
        assert answer.status_code == 413
        assert "没有收下" in answer.content.decode()


@pytest.mark.req("S7")
def test_a_report_takes_only_so_much_at_once_from_whoever_holds_its_code(cast, word):
    start = clock.now()
    with clock.at(start):
        code = sent(word, TEXT).code
        client = Villager(word).client
        statuses = []
        for n in range(floods.FOLLOWING.burst + 1):
            page = client.post("/portal/follow/", {"code": code, "do": "add"}).content.decode()
            form = {**fields(page), "send": "1", "text": f"补充{n}"}
            statuses.append(client.post("/portal/follow/", form).status_code)
    assert statuses == [200] * floods.FOLLOWING.burst + [429]


def test_files_of_a_report_that_was_never_sent_are_forgotten(cast, word, settings, tmp_path):
    from hemu.loop.screening.villagers import waiting

    settings.MEDIA_ROOT = tmp_path
    one = Villager(word).to_the_end(TEXT)
    with later():
        one.send(sum="99", files=[photo(), amr()])
    held = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(held) == 3, "a photo, its small image, a recording"
    assert not any(b"#!AMR" in path.read_bytes() for path in held), "sealed"
    assert waiting.forget() == 0
    with clock.at(clock.now() + timedelta(days=3)):
        assert waiting.forget() == 3
    with later():
        one.send()
        assert "请重新选择" in one.page
        one.send()
    assert queries.by_code(one.code).text == TEXT


def test_a_bucket_refills_and_is_forgotten():
    gate = floods.Gate("x", burst=2, every=60)
    start = clock.now()
    with clock.at(start):
        assert [floods.take(gate, "a") for _ in range(3)] == [True, True, False]
        assert floods.take(gate, "b")
        with pytest.raises(floods.TooMuch) as refused:
            floods.pass_through(gate, "a", "慢一点")
        assert 50 < refused.value.wait <= 60
    with clock.at(start + timedelta(seconds=61)):
        assert [floods.take(gate, "a") for _ in range(2)] == [True, False]
        assert floods.forget() == 0
    with clock.at(start + timedelta(days=2)):
        assert floods.forget() == 2


@pytest.mark.parametrize(
    ("address", "seen", "https", "where"),
    [
        ("203.0.113.77", "", False, "203.0.113.0/24"),
        ("10.0.0.1", "198.51.100.9", False, "10.0.0.0/24"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.9", True, "198.51.100.0/24"),
        ("2001:db8:1:2::3", "", False, "2001:db8:1::/48"),
        ("::ffff:203.0.113.5", "", False, "203.0.113.0/24"),
        ("", "", False, "unknown"),
    ],
)
def test_an_address_counts_with_its_network_and_only_our_proxy_is_believed(
    rf, settings, address, seen, https, where
):
    settings.HTTPS = https
    request = rf.get("/", REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=seen)
    assert floods.address_range(request) == where
