"""Police incidents and petition orders over the API: sent again they are there once, and documented."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.api.tests.test_journey import REPORT, ok
from hemu.api.tests.test_twice import at_once
from hemu.kernel import clock
from hemu.loop.screening.models import Incident, Petition

pytestmark = pytest.mark.django_db
SENT = {
    "number": "JQ201811200001",
    "region": "522725106201001",
    "reported_at": "2018-11-20T09:30:00+08:00",
    "narrative": "两户因浇水先后吵架。",
    "place": "三组",
}


@pytest.mark.req("S9")
def test_sent_as_often_as_it_likes_an_incident_is_there_once(outside):
    police = outside("officer")
    made = ok(police.post("/incidents", SENT), 201)
    assert ok(police.post("/incidents", SENT))["id"] == made["id"]
    differs = police.post("/incidents", {**SENT, "narrative": "另一回事"})
    assert (differs.status_code, differs.json()["error"]) == (409, "number_taken")
    assert list(differs.json()["fields"]) == ["number"]
    [row] = Incident.objects.unscoped(reason="test")
    assert (row.narrative, str(row.id)) == (SENT["narrative"], made["id"])


@pytest.mark.req("S9")
@pytest.mark.req("F4")
def test_the_number_to_ring_comes_with_an_incident_and_is_never_answered(outside):
    police = outside("officer")
    made = ok(police.post("/incidents", SENT), 201)
    numbered = {**SENT, "phone": "138 0854-1234"}
    assert ok(police.post("/incidents", numbered))["id"] == made["id"]
    row = Incident.objects.unscoped(reason="test").get()
    assert str(row.phone) == "13808541234"
    assert "13808541234" not in police.get(f"/incidents/{made['county']}/{made['id']}").content.decode()
    assert police.post("/incidents", {**SENT, "phone": "13808549999"}).status_code == 409
    assert ok(police.post("/incidents", SENT))["id"] == made["id"]
    wrong = police.post("/incidents", {**SENT, "number": "JQ5", "phone": "12"})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["phone"])
    fresh = ok(police.post("/incidents", {**numbered, "number": "JQ6"}), 201)
    assert str(Incident.objects.unscoped(reason="test").get(id=fresh["id"]).phone) == "13808541234"


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("S9")
def test_two_at_once_without_any_key_are_one_incident(outside):
    police = outside("officer")
    answers = at_once(*[lambda: police.post("/incidents", SENT)] * 2)
    assert sorted(answer.status_code for answer in answers) == [200, 201]
    assert Incident.objects.unscoped(reason="test").count() == 1


@pytest.mark.req("S9")
def test_a_batch_takes_the_good_ones_and_says_what_is_wrong_with_the_others(outside):
    police = outside("officer")
    ok(police.post("/incidents", SENT), 201)
    late = {**SENT, "number": "JQ3", "reported_at": (clock.now() + timedelta(days=1)).isoformat()}
    elsewhere = {**SENT, "number": "JQ4", "region": "522725110201001"}
    body = {"incidents": [SENT, {**SENT, "number": "JQ2"}, late, elsewhere]}
    results = ok(police.post("/incidents/batch", body, idempotency_key="b1"))["results"]
    assert [one["status"] for one in results] == [200, 201, 422, 403]
    assert [list(one.get("fields", ())) for one in results] == [[], [], ["reported_at"], ["region"]]
    assert ok(police.post("/incidents/batch", body, idempotency_key="b1"))["results"] == results
    assert Incident.objects.unscoped(reason="test").count() == 2


@pytest.mark.req("S9")
def test_through_every_tier_to_a_dispute_of_the_centre(cast, outside):
    police, village, centre = outside("officer"), outside("auxiliary"), outside("coordinator")
    made = ok(police.post("/incidents", SENT), 201)
    assert (made["turn"]["name"], made["claimed"]) == (cast.station.name, True)
    path = f"/incidents/{made['county']}/{made['id']}"
    ok(police.post(f"{path}/pass", {"tier": 2, "note": "请村里先处理"}))
    assert police.post(f"{path}/pass", {"tier": 2}).status_code == 422
    assert ok(village.post(f"{path}/claim", {}))["claimed"]
    assert village.post(f"{path}/claim", {}).status_code == 409
    ok(village.post(f"{path}/call", {"reached": False}))
    assert police.post(f"{path}/call", {"reached": True}).json()["fields"].keys() == {"satisfaction"}
    ok(village.post(f"{path}/pass", {"tier": 4}))
    assert police.post(f"{path}/claim", {}).status_code == 403
    ok(centre.post(f"{path}/claim", {}))
    dispute = ok(centre.post(f"{path}/dispute", REPORT), 201)
    assert dispute["source"]["code"] == 2
    ok(centre.post(f"{path}/pass", {"tier": 5}))
    ok(centre.post(f"{path}/settle", {"result": "联合调处，已登记纠纷"}))
    full = ok(police.get(path))
    assert [step["tier"]["code"] for step in full["steps"]] == [1, 2, 4, 5]
    assert full["steps"][-1]["with"]["name"] == cast.judicial_office.name
    assert (full["settled_at"] is not None, full["turn"], full["calls"][0]["reached"]) == (True, None, False)
    assert dispute["ref"] in full["opened"][0]["label"]
    assert outside("stranger").get(path).status_code == 404


@pytest.mark.req("S9")
def test_the_list_is_narrowed_and_paged(outside):
    police = outside("officer")
    for number in range(3):
        ok(police.post("/incidents", {**SENT, "number": f"JQ{number}"}), 201)
    first = ok(police.get("/incidents?size=2"))
    second = ok(police.get(f"/incidents?size=2&after={first['next']}"))
    numbers = [one["number"] for page in (first, second) for one in page["incidents"]]
    assert (sorted(numbers), second["next"]) == (["JQ0", "JQ1", "JQ2"], None)
    path = "/incidents/{county}/{id}".format(**first["incidents"][0])
    ok(police.post(f"{path}/settle", {"result": "说和"}))
    assert len(ok(police.get("/incidents?open=true"))["incidents"]) == 2
    assert ok(police.get("/incidents?tier=4"))["incidents"] == []
    assert ok(police.get("/incidents?until=2018-11-19"))["incidents"] == []
    assert len(ok(police.get("/incidents?since=2018-11-20&region=522725106201"))["incidents"]) == 3
    assert police.get("/incidents?after=x").status_code == 422
    assert ok(outside("stranger").get("/incidents"))["incidents"] == []


@pytest.mark.req("S10")
def test_a_petition_is_pushed_down_once_and_followed(cast, outside):
    above = outside("county_coordinator")
    sent = {
        "number": "XF20181120", "region": SENT["region"], "from_unit": "瓮安县信访局",
        "received_at": (clock.now() - timedelta(days=1)).isoformat(), "narrative": "反映修路占地。",
    }  # fmt: skip
    made = ok(above.post("/petitions", sent), 201)
    assert ok(above.post("/petitions", sent))["id"] == made["id"]
    assert above.post("/petitions", {**sent, "narrative": "另一件"}).status_code == 409
    assert Petition.objects.unscoped(reason="test").count() == 1
    assert (made["term"]["code"], made["overdue"]) == (1, False)
    found = ok(outside("coordinator").get(f"/petitions/{made['county']}/{made['id']}"))
    assert (found["stage"]["code"], [step["act"]["code"] for step in found["history"]]) == (1, [1])
    assert [one["id"] for one in ok(above.get("/petitions?open=true"))["petitions"]] == [made["id"]]
    assert ok(outside("stranger").get("/petitions"))["petitions"] == []


@pytest.mark.req("S9")
def test_the_guide_tells_of_every_call(client):
    page = client.get("/api/docs/").content.decode()
    for words in ("/incidents/batch", "报送一起警情", "交办一件信访", "警情转入其他层级", "来源系统的编号"):
        assert words in page
