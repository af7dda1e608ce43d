"""The whole loop over the API, as an outside platform would walk it."""

from __future__ import annotations

import pytest

from hemu.disputes import ledger
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.kernel import clock
from hemu.tally import audit, projector

pytestmark = pytest.mark.django_db

VILLAGE_GRID = "522725106201001"
REPORT = {
    "region": VILLAGE_GRID,
    "title": "两村民组林权纠纷",
    "narrative": "两个村民组三十余户对一片林地各执一词，已组织两次调解仍未达成协议，情况复杂。",
    "kind": 903,
    "source": 6,
    "parties": [{"name": "石门坎村民组"}, {"name": "大坪村民组", "side": 2}],
    "facts": {"failed_mediations": 2, "households": 32, "complex_matter": True},
}


def ok(answer, status=200):
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_from_registration_to_closing(cast, outside):
    officer, centre, committee, grid = (
        outside(who) for who in ("officer", "coordinator", "mediator", "grid_member")
    )
    made = ok(officer.post("/disputes", REPORT), 201)
    path = f"/disputes/{made['county']}/{made['id']}"
    full = ok(officer.get(path))
    assert full["proposed"]["colour"]["code"] == 2
    assert {ground["rule"] for ground in full["proposed"]["grounds"]} >= {
        "orange-many-households",
        "orange-complex",
    }
    ok(officer.post(f"{path}/acts/rate", {"seen": full["seq"]}))
    ok(officer.post(f"{path}/acts/route-vertical", {"reason": "涉及多个站所"}))
    named = {
        "lead": str(cast.committee.pk),
        "joint": [str(cast.land_office.pk), str(cast.forestry_office.pk)],
    }
    ok(centre.post(f"{path}/acts/name-units", named))
    ok(committee.post(f"{path}/acts/receive", {}))
    first, second = (party["id"] for party in full["parties"])
    ok(committee.post(f"{path}/acts/apply", {"requests": "请求明确林地边界", "parties": [first]}))
    both = [{"party": party, "own_will": True} for party in (first, second)]
    ok(committee.post(f"{path}/acts/consent", {"consents": both}))
    now = clock.now().isoformat()
    mediator = str(cast.posts["mediator"].pk)
    ok(committee.post(f"{path}/acts/accept", {"mediators": [mediator], "rights_told_at": now}))
    came = [{"role": 1, "party": party} for party in (first, second)]
    session = {
        "started_at": now,
        "place": "林地现场",
        "mode": 5,
        "record": "上山指界。",
        "result": 1,
        "attendees": came,
    }
    ok(committee.post(f"{path}/acts/session", session))
    agreement = {
        "form": 1, "main_facts": "林地边界不清。", "issues": "边界。", "content": "以山脊为界，立桩。",
        "manner": "双方自行履行", "time_limit": "十日内", "signatures": {first: 1, second: 3},
        "mediator_signed": True, "sealed": True,
    }  # fmt: skip
    ok(committee.post(f"{path}/acts/agree", agreement))
    ok(committee.post(f"{path}/acts/performed", {}))
    asked = {"mode": 1, "asked": 1, "kept": 1, "party": first, "answer": "桩立好了", "satisfaction": 5}
    ok(grid.post(f"{path}/acts/follow-up", asked))
    closed = ok(centre.post(f"{path}/acts/close", {"summary": "边界已明确，双方认可。"}))
    assert closed["state"]["code"] == 90
    acts = [line["act"]["name"] for line in ok(centre.get(f"{path}/timeline"))["entries"]]
    assert acts[0] == "close"
    assert acts[-1] == "register"
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []
    assert ledger.verify().faults == []


def test_a_strangers_key_finds_nothing_and_a_key_can_do_no_more_than_it_was_given(cast, outside):
    officer, stranger = outside("officer"), outside("stranger")
    made = ok(officer.post("/disputes", REPORT), 201)
    path = f"/disputes/{made['county']}/{made['id']}"
    assert stranger.get(path).status_code == 404
    assert stranger.post(f"{path}/acts/note", {"text": "看看"}).status_code == 404
    reader = outside("officer", ["view"])
    assert reader.get(path).status_code == 200
    assert reader.post(f"{path}/acts/rate", {}).status_code == 403
    assert reader.post("/disputes", REPORT).status_code == 403


def test_errors_name_the_field_in_words(outside):
    officer = outside("officer")
    wrong = officer.post(
        "/disputes", {**REPORT, "kind": "x", "weather": 1, "parties": [{"name": "甲", "phone": "1"}]}
    )
    assert wrong.status_code == 422
    fields = wrong.json()["fields"]
    assert fields["kind"] == ["应为数字。"]
    assert "weather" in fields
    refused = officer.post("/disputes", {**REPORT, "parties": [{"name": "甲", "phone": "1"}]})
    assert list(refused.json()["fields"]) == ["parties-0-phone"]
    moved = officer.post("/disputes", REPORT, idempotency_key="a")
    path = f"/disputes/{moved.json()['county']}/{moved.json()['id']}"
    assert officer.post(f"{path}/acts/rate", {"seen": 7}).status_code == 409


def test_the_same_call_twice_is_done_once(outside):
    officer = outside("officer")
    first = ok(officer.post("/disputes", REPORT, idempotency_key="k-1"), 201)
    again = ok(officer.post("/disputes", REPORT, idempotency_key="k-1"), 201)
    assert first == again
    other = officer.post("/disputes", {**REPORT, "title": "别的"}, idempotency_key="k-1")
    assert (other.status_code, other.json()["error"]) == (409, "idempotency_key_reused")
    assert len(ok(officer.get("/disputes"))["disputes"]) == 1


def test_a_batch_registers_the_good_ones_and_says_what_is_wrong_with_the_rest(outside):
    officer = outside("officer")
    bad = {**REPORT, "kind": 9876}
    results = ok(officer.post("/disputes/batch", {"disputes": [REPORT, bad, REPORT]}))["results"]
    assert [one["status"] for one in results] == [201, 422, 201]
    assert "kind" in results[1]["fields"]


def test_more_calls_than_a_key_is_given_are_refused(outside, monkeypatch):
    from hemu.api import entry

    monkeypatch.setattr(entry.time, "time", lambda: 1_800_000_030.0)
    few = outside("officer", per_minute=3)
    answers = [few.get("/disputes").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 429, 429]


def test_without_a_key_in_force_nothing_answers(cast, outside):
    from hemu.api import entry, keys
    from hemu.api.models import ApiKey

    officer = outside("officer")
    assert officer.get("/disputes").status_code == 200
    keys.revoke(ApiKey.objects.get(), by=cast.administrator)
    entry.forget()
    assert officer.get("/disputes").status_code == 401
    officer.token = "hemu_nonsense"
    assert officer.get("/disputes").json()["error"] == "unauthorized"
