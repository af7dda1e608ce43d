"""评 over the API: every call by a stranger, without the permission, badly, rightly, and twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.api.tests.walking import V, Walk, calls_of
from hemu.disputes.tests import factories
from hemu.kernel import clock
from hemu.loop.assessment import actions

pytestmark = pytest.mark.django_db


def acts(row):
    return f"/disputes/{row.county}/{row.pk}/acts"


def soon(**later):
    return (clock.now() + timedelta(**(later or {"days": 1}))).isoformat()


@pytest.fixture
def walk(cast, outside):
    def go(*tags):
        return Walk(cast, outside, calls_of(*tags))

    return go


@pytest.mark.req("A2")
@pytest.mark.req("A7")
def test_lowering_safety_and_key_disputes(cast, walk):
    go = walk("assessment")
    orange = factories.rated(cast, facts=factories.ORANGE)
    actions.ask(orange, 1, "双方已经和好，没有再闹的可能。", by=cast.officer)
    assert go.get("coordinator", "/lowerings")["lowerings"][0]["wanted"]["code"] == 1
    assert go.key("stranger").get("/lowerings").json()["lowerings"] == []
    go.post("officer", f"{acts(orange)}/lower/take-back", {})
    go.post("officer", f"{acts(orange)}/review", {"conclusion": "维持橙色。"})
    at = f"{acts(orange)}/safety"
    task = {"task": "每日走访", "owner": "李建军", "due_at": soon()}
    measure = go.post("officer", f"{at}/measure", task)["made"]
    go.post("officer", f"{at}/done", {"measure": measure, "result": "已走访"})
    helper = {"kind": 2, "name": "罗组长", "phone": "13808541234"}
    contact = go.post("officer", f"{at}/contact", helper)["made"]
    go.post("officer", f"{at}/told", {"contact": contact})
    go.post("officer", f"{at}/review", {"conclusion": "措施够用。"})
    shown = go.get("officer", f"/disputes/{orange.county}/{orange.pk}/safety")
    assert shown["measures"][0]["result"] == "已走访"
    assert (shown["contacts"][0]["phone"], shown["contacts"][0]["kind"]["code"]) == ("138****1234", 2)
    go.post("officer", f"{at}/remove-contact", {"contact": contact})
    entered = {"category": 2, "grade": 3, "reason": "三十二户参与"}
    go.post("coordinator", f"{acts(orange)}/key/enter", entered)
    assert go.key("coordinator").post(f"{acts(orange)}/key/enter", entered).status_code == 409
    go.post("coordinator", f"{acts(orange)}/key/change", {**entered, "grade": 2})
    named = [{"level": 3, "unit": str(cast.centre.pk), "person": cast.coordinator.name}]
    go.post("coordinator", f"{acts(orange)}/key/responsible", {"named": named})
    measure = go.post("officer", f"{acts(orange)}/key/measure", task)["made"]
    go.post("officer", f"{acts(orange)}/key/done", {"measure": measure, "result": "已落实"})
    go.post("officer", f"{acts(orange)}/key/update", {"text": "双方答应坐下来谈。"})
    [listed] = go.get("coordinator", "/key-disputes")["key_disputes"]
    assert (listed["grade"]["code"], listed["responsible"][0]["person_name"]) == (2, cast.coordinator.name)
    assert go.key("stranger").get("/key-disputes").json()["key_disputes"] == []
    one = go.get("officer", f"/disputes/{orange.county}/{orange.pk}/key")
    assert [part["text"] for part in one["updates"]] == ["双方答应坐下来谈。"]
    go.post("coordinator", f"{acts(orange)}/key/remove", {"reason": "已化解"})
    go.whole()


@pytest.mark.req("A5")
def test_a_warning_is_sent_taken_answered_sent_back_and_accepted(cast, walk):
    go, row = walk("warnings"), factories.rated(cast, facts=factories.ORANGE)
    notice = {
        "subject": "林权纠纷预警", "analysis": "多人参与", "guidance": "核清权属",
        "receive_by": soon(), "answer_by": soon(days=3),
        "units": [{"county": row.county, "dispute": str(row.pk), "unit": str(cast.centre.pk)}],
    }  # fmt: skip
    made = go.post("county_coordinator", "/warnings", notice)
    at, warned = f"/warnings/{made['county']}/{made['id']}", made["units"][0]["id"]
    assert made["units"][0]["stage"]["code"] == 1
    go.get("coordinator", at)
    assert [one["id"] for one in go.get("coordinator", "/warnings")["warnings"]] == [made["id"]]
    assert go.key("stranger").get("/warnings?view=all").json()["warnings"] == []
    go.post("coordinator", f"{at}/receive", {}, needs=V)
    go.post("coordinator", f"{at}/answer", {"answer": "已走访"})
    back = {"warned": warned, "reason": "没有说措施", "until": soon()}
    go.post("county_coordinator", f"{at}/send-back", back)
    go.key("coordinator").post(f"{at}/answer", {"answer": "已落实三项措施"})
    done = go.post("county_coordinator", f"{at}/accept", {"warned": warned, "note": "可以"})
    assert (done["units"][0]["stage"]["code"], done["units"][0]["returns"]) == (5, 1)
    assert done["history"][0]["act"]["code"] == 5
    passed = {**notice, "units": [{**notice["units"][0], "unit": str(cast.station.pk)}]}
    passed |= {"above_county": made["county"], "above": made["id"]}
    assert go.key("coordinator").post("/warnings", passed).status_code == 201
    late = {**notice, "receive_by": soon(days=-1)}
    assert list(go.key("county_coordinator").post("/warnings", late).json()["fields"]) == ["receive_by"]
    go.whole()


@pytest.mark.req("A6")
def test_a_conferral_from_its_agenda_to_its_measures(cast, walk):
    go, row = walk("conferrals"), factories.rated(cast, facts=factories.ORANGE)
    called = {
        "subject": "十一月会商", "held_at": soon(), "chair": "张镇长", "units": [str(cast.station.pk)],
    }  # fmt: skip
    made = go.post("coordinator", "/conferrals", called, stranger=(201,))
    at = f"/conferrals/{made['county']}/{made['id']}"
    about = {"county": row.county, "dispute": str(row.pk), "ground": "多人参与"}
    item = go.post("coordinator", f"{at}/add", about)["made"]
    go.post("coordinator", f"{at}/refresh", {})
    assert item in [one["id"] for one in go.get("officer", at)["items"]]
    came = {"came": [{"unit": str(cast.station.pk), "person": "李建军"}]}
    go.post("coordinator", f"{at}/attend", came)
    measure = {"task": "核清权属", "unit": str(cast.station.pk), "owner": "李建军", "due_at": soon(days=5)}
    go.post("coordinator", f"{at}/conclude", {"item": item, "conclusion": "维持橙色", "measure": measure})
    more = go.post("coordinator", f"{at}/measure", {"item": item, "measure": measure})["made"]
    done = go.post("officer", f"{at}/done", {"measure": more, "result": "已核清"}, needs=V)
    [held] = [one for one in done["items"] if one["id"] == item]
    assert [one["result"] for one in held["measures"]] == ["", "已核清"]
    other = factories.rated(cast, facts=factories.ORANGE)
    gone = go.key("coordinator").post(f"{at}/add", {**about, "dispute": str(other.pk)}).json()["made"]
    go.post("coordinator", f"{at}/drop", {"item": gone})
    left = [one["id"] for one in go.get("coordinator", at)["items"] if not one["concluded_at"]]
    for one in left:
        go.key("coordinator").post(f"{at}/conclude", {"item": one, "conclusion": "继续"})
    closed = go.post("coordinator", f"{at}/close", {"summary": "各单位按措施办理。"})
    assert closed["status"]["code"] == 2
    second = go.key("coordinator").post("/conferrals", called).json()
    go.post("coordinator", f"/conferrals/{second['county']}/{second['id']}/cancel", {"summary": "改期"})
    assert len(go.get("coordinator", "/conferrals?view=all")["conferrals"]) == 2
    go.whole()


def test_an_act_on_what_was_seen_before_is_refused_whether_or_not_the_act_asks(cast, outside):
    row = factories.mediating(cast)
    body = {"mediator": str(cast.posts["mediator"].pk), "kind": 2, "reason": "不同意", "seen": 1}
    answer = outside("mediator").post(f"{acts(row)}/recuse", body)
    assert (answer.status_code, answer.json()["error"]) == (409, "moved_on")
