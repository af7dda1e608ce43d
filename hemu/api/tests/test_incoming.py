"""What the older calls are answered with: each made in every way, and its answer kept for the guide."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.api.described import operations
from hemu.api.tests.test_incidents import SENT
from hemu.api.tests.test_journey import REPORT
from hemu.api.tests.walking import V, Walk, calls_of, schema
from hemu.disputes.tests import factories
from hemu.kernel import clock
from hemu.orgs.permissions import Permission

pytestmark = pytest.mark.django_db
NOT_HERE = (403,)


@pytest.fixture
def walk(cast, outside):
    def go(*tags):
        return Walk(cast, outside, calls_of(*tags))

    return go


def test_disputes_are_registered_found_and_read(walk):
    go = walk("disputes")
    made = go.post("officer", "/disputes", REPORT, stranger=NOT_HERE)
    batch = go.post(
        "officer", "/disputes/batch", {"disputes": [REPORT]}, stranger=(200,), status=200, batch=True
    )
    assert batch["results"][0]["status"] == 201
    at = f"/disputes/{made['county']}/{made['id']}"
    assert go.get("officer", "/disputes?size=1")["next"] is not None
    assert go.get("officer", at)["acts"]
    assert go.get("officer", f"{at}/timeline")["entries"][0]["act"]["name"] == "register"
    go.whole()


@pytest.mark.req("S9")
@pytest.mark.req("S10")
def test_incidents_and_petitions_come_in(cast, walk):
    go = walk("incidents", "petitions")
    made = go.post("officer", "/incidents", SENT, stranger=NOT_HERE)
    many = {"incidents": [{**SENT, "number": "JQ2"}]}
    go.post("officer", "/incidents/batch", many, stranger=(200,), status=200, batch=True)
    assert len(go.get("officer", "/incidents")["incidents"]) == 2
    at = f"/incidents/{made['county']}/{made['id']}"
    go.post("officer", f"{at}/call", {"reached": False})
    go.post("officer", f"{at}/pass", {"tier": 2, "note": "请村里先处理"})
    go.post("auxiliary", f"{at}/claim", {})
    go.post("auxiliary", f"{at}/dispute", REPORT, status=201)
    go.post("auxiliary", f"{at}/settle", {"result": "说和"})
    assert go.get("officer", at)["settled_at"] is not None
    sent = {
        "number": "XF20181120", "region": SENT["region"], "from_unit": "瓮安县信访局",
        "received_at": (clock.now() - timedelta(days=1)).isoformat(), "narrative": "反映修路占地。",
    }  # fmt: skip
    pushed = go.post("county_coordinator", "/petitions", sent, stranger=NOT_HERE)
    assert len(go.get("county_coordinator", "/petitions")["petitions"]) == 1
    assert go.get("coordinator", f"/petitions/{pushed['county']}/{pushed['id']}")["history"]
    go.whole()


def test_codes_places_units_and_figures_are_looked_up(cast, walk):
    go = walk("reference", "triage")
    factories.registered(cast)
    go.post("officer", "/triage", {"narrative": "老板拖欠三十多名农民工工资。"}, stranger=(200,), status=200)
    days = f"since={clock.today()}&until={clock.today()}"
    for path in ("/regions/522725106", "/units?place=522725106201", "/codes/kinds", "/facts"):
        go.answered["GET", path.partition("?")[0]] = go.key("officer").get(path).json()
    assert go.get("county_viewer", f"/figures/522725?{days}", needs=Permission.FIGURES)["figures"]
    assert go.key("officer", V).get("/codes/nothing").status_code == 404
    named = {"/regions/522725106": "/regions/{code}", "/codes/kinds": "/codes/{name}"}
    go.answered = {(how, named.get(path, path)): found for (how, path), found in go.answered.items()}
    go.whole()


def test_a_code_that_is_none_is_said_to_be_none_wherever_a_region_is_asked_for(outside):
    viewer = outside("county_viewer")
    asked = [
        path.removeprefix("/api/v1")
        for path, method, operation in operations(schema())
        if method == "get" and any(part["name"] == "region" for part in operation["parameters"])
    ]
    assert len(asked) >= 6
    for path in asked:
        for code in ("x", "999999"):
            answer = viewer.get(f"{path}?region={code}")
            assert (answer.status_code, list(answer.json()["fields"])) == (404, ["region"]), path
    for path in ("/regions/x", "/figures/x", "/satisfaction/x"):
        days = "since=2018-11-01&until=2018-11-30"
        assert viewer.get(f"{path}?{days}").status_code == 404, path
