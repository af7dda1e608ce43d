"""访 and 宣传 over the API: every call by a stranger, without the permission, badly, rightly, and twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.api.tests.test_assessing import acts, soon
from hemu.api.tests.test_mediating import both
from hemu.api.tests.walking import V, Walk, calls_of
from hemu.disputes.tests import factories
from hemu.kernel import clock
from hemu.loop.followup.callbacks import dealing
from hemu.loop.followup.callbacks.models import NumberOpening
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.queries import promises, standing_agreement
from hemu.loop.screening.actions import record_incident, settle_incident
from hemu.loop.screening.models import IncidentTier
from hemu.orgs.permissions import Permission

pytestmark = pytest.mark.django_db
GRID = "522725106201001"
GOOD = {"accepted": 3, "investigated": 3, "result": 2, "attitude": 3, "efficiency": 3}


@pytest.fixture
def walk(cast, outside):
    def go(*tags):
        return Walk(cast, outside, calls_of(*tags))

    return go


@pytest.mark.req("F1")
@pytest.mark.req("F2")
@pytest.mark.req("F6")
def test_follow_ups_planned_asked_and_chased(cast, walk):
    go, row = walk("followup"), factories.agreed(cast)
    at, of = acts(row), f"/disputes/{row.county}/{row.pk}"
    tomorrow = str(clock.today() + timedelta(days=1))
    go.post(
        "grid_member", f"{at}/plan-follow-up", {"due_on": tomorrow, "reason": "看看水沟", "in_depth": True}
    )
    go.post("grid_member", f"{at}/concerned", {"relation": 4, "name": "罗组长"})
    shown = go.get("grid_member", f"{of}/follow-ups")
    assert (shown["follow_ups"][0]["in_depth"], shown["concerned"][0]["name"]) == (True, "罗组长")
    go.post("grid_member", f"{at}/concerned/forget", {"concerned": shown["concerned"][0]["id"]})
    first = {"party": both(row)[0]}
    link = go.post("grid_member", f"{at}/answer-link", first)["url"]
    assert go.outside("grid_member").client.get(link).status_code == 200
    seen = go.key("grid_member").post(f"{at}/answer-link", {**first, "seen": 1})
    assert seen.status_code == 409
    found = go.get("grid_member", f"/follow-ups?until={tomorrow}")["follow_ups"]
    assert [one["dispute"]["id"] for one in found] == [str(row.pk)]
    assert go.key("stranger").get("/follow-ups").json()["follow_ups"] == []
    [owed] = promises(standing_agreement(row))
    with clock.at(clock.now() + timedelta(days=20)):
        mediation.default(row, owed.pk, "说没钱", by=cast.mediator)
        [chase] = go.get("officer", "/chases")["chases"]
        called = {
            "chase": chase["id"], "whom": 1, "whom_name": "张大山", "said": "月底付",
            "next_on": str(clock.today() + timedelta(days=9)),
        }  # fmt: skip
        go.post("officer", f"{at}/chase", called)
        assert go.key("stranger").get("/chases").json()["chases"] == []
        go.post("officer", f"{at}/chase/finish", {"chase": chase["id"], "result": "已付清"})
        assert go.get("officer", "/chases?done=true")["chases"][0]["calls"] == 1
    months = f"since={clock.today()}&until={clock.today()}"
    sample = go.get("county_viewer", f"/satisfaction/522725?{months}", needs=Permission.FIGURES)
    [area, *_below] = sample["areas"]
    assert (area["name"], area["share"]) == ("瓮安县", None)
    go.whole()


def _incident(cast, number, phone="13800138000"):
    row = record_incident(
        region=int(GRID), number=number, reported_at=clock.now(), narrative="两家为水沟吵架",
        tier=IncidentTier.ON_SCENE, phone=phone, by=cast.officer,
    )  # fmt: skip
    return settle_incident(row, "当场劝开", by=cast.officer)


def _next(go):
    found = go.get("auxiliary", "/callbacks/next")["callback"]
    return found, f"/callbacks/{found['county']}/{found['id']}"


@pytest.fixture
def by_day():
    """Nobody is rung by night."""
    with clock.at(clock.local(clock.now()).replace(hour=10)):
        yield


@pytest.mark.req("F4")
@pytest.mark.law("人民调解法15")
def test_calls_are_rung_and_a_complaint_goes_to_another_unit(by_day, cast, walk):
    go = walk("callbacks")
    for number in ("JQ1", "JQ2", "JQ3"):
        _incident(cast, number, phone="" if number == "JQ3" else "13800138000")
    dealing.deal()
    _call, at = _next(go)
    assert len(go.get("auxiliary", "/callbacks?own=true&state=1")["callbacks"]) == 3
    assert go.key("stranger").get("/callbacks").json()["callbacks"] == []
    number = go.post("auxiliary", f"{at}/number", {"why": "回访满意度"}, status=200)
    assert number == {"number": "13800138000"}
    assert NumberOpening.objects.unscoped(reason="test").get().person_name.startswith("系统-")
    bad = go.key("auxiliary").post(f"{at}/answer", {**GOOD, "result": 1})
    assert list(bad.json()["fields"]) == ["words"]
    told = {**GOOD, "result": 1, "words": "没有处理好", "complaint": "拖了半个月", "complaint_kind": 5}
    done = go.post("auxiliary", f"{at}/answer", told)
    assert (done["state"]["code"], done["result"]["label"]) == (2, "不满意")
    assert done["complaint_id"] is not None
    _call, at = _next(go)
    tried = go.post("auxiliary", f"{at}/try", {"outcome": 2, "note": "没人接"})
    assert (tried["tries"], tried["state"]["code"], len(tried["history"])) == (1, 1, 1)
    left = [one for one in go.get("auxiliary", "/callbacks?state=1")["callbacks"] if not one["tries"]]
    at = f"/callbacks/{left[0]['county']}/{left[0]['id']}"
    go.get("auxiliary", at)
    go.post("auxiliary", f"{at}/no-number", {})
    _complaints(go, cast)
    go.whole()


def _complaints(go, cast):
    row = factories.agreed(cast)
    said = {
        "about_unit": str(cast.committee.pk), "text": "调解员只听对方的。", "kind": 1,
        "county": row.county, "dispute": str(row.pk), "party": both(row)[0],
    }  # fmt: skip
    made = go.post("officer", "/complaints", said, needs=V)
    assert made["handler_name"] == cast.judicial_office.name
    at = f"/complaints/{made['county']}/{made['id']}"
    assert go.key("mediator").get(at).status_code == 404, "the unit complained of reads none of it"
    assert [one["id"] for one in go.get("judicial", "/complaints?kind=1")["complaints"]] == [made["id"]]
    go.post("judicial", f"{at}/check", {"text": "问了双方"})
    watcher = "coordinator"
    go.post(watcher, f"{at}/watch", {"text": "请按时答复"}, needs=V)
    short = go.key("judicial").post(f"{at}/answer", {"finding": 1, "text": "属实"})
    assert list(short.json()["fields"]) == ["measures"]
    go.post("judicial", f"{at}/answer", {"finding": 1, "text": "属实，已更换", "measures": "更换调解员"})
    found = go.get("judicial", at)
    assert (found["finding"]["label"], [step["act"]["code"] for step in found["history"]][:2]) == (
        "属实",
        [1, 2],
    )
    elsewhere = {"about_unit": str(cast.station.pk), "text": "不接电话", "region": GRID}
    assert go.key("officer").post("/complaints", elsewhere).status_code == 201
    nowhere = go.key("officer").post("/complaints", {**elsewhere, "region": ""})
    assert list(nowhere.json()["fields"]) == ["region"]


@pytest.mark.req("P1")
def test_a_session_is_planned_held_or_called_off(cast, walk):
    go = walk("outreach")
    new = {
        "region": GRID, "kind": 1, "subject": 2, "audience": 1, "title": "院坝会讲防诈骗",
        "speakers": "李建军", "planned_at": soon(days=1), "planned_people": 40,
    }  # fmt: skip
    made = go.post("officer", "/talks", new, stranger=(403,))
    at = f"/talks/{made['county']}/{made['id']}"
    future = {"held_at": soon(days=2), "attendance": 35, "summary": "讲了案例"}
    assert list(go.key("officer").post(f"{at}/held", future).json()["fields"]) == ["held_at"]
    held = go.post("officer", f"{at}/held", {**future, "held_at": clock.now().isoformat()})
    assert (held["state"]["code"], held["attendance"]) == (2, 35)
    other = go.key("officer").post("/talks", new).json()
    go.post("officer", f"/talks/{other['county']}/{other['id']}/cancel", {"why": "下雨"})
    assert [one["id"] for one in go.get("officer", "/talks?state=2")["talks"]] == [made["id"]]
    assert go.get("officer", at)["region"] == GRID
    assert go.key("stranger").get("/talks").json()["talks"] == []
    go.whole()
