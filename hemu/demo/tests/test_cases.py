"""Every incident of the reports comes out as the report says. Each told once; the file compared if there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hemu.demo.cases import cases
from hemu.demo.incidents import told
from hemu.demo.tests import country

EXPECTED: dict[str, dict[str, Any]] = {
    "qxn-1": {
        "links": "one source dispute (the house) and associated disputes"
        " (former husband, parents, brother, couple)",
        "colour_not": "blue",
        "routing": "joint",
    },
    "qxn-2": {
        "colour": "blue after four hours on the spot",
        "mediation": "on the spot",
        "agreement": "written, signed at once",
        "followup": "monthly, targeted because it recurred over ten years",
    },
    "qxn-3": {"opens": "small service (fraud warning), not a dispute"},
    "qxn-4": {
        "colour": "red",
        "opens": "small service (rescue) and a dispute with a safety plan",
    },
    "qxn-5": {"opens": "small service (lost person)"},
    "qxn-6": {"visit_items": 13, "review": "approve then archived"},
    "qxn-7": {"mediator": "speaks Buyi"},
    "qxn-8": {"notice": "prefecture to two counties and their townships, receipt and feedback tracked"},
    "zc-red": {"colour": "red", "routing": "report to township government at once"},
    "zc-orange": {"colour": "orange", "routing": "joint units 七站八所"},
    "zc-blue": {"colour": "blue", "mediation": "on the spot with an agreement"},
    "zc-vertical": {"routing": "vertical: township centre names lead and joint units"},
    "zc-horizontal": {"routing": "horizontal: court, legal brigade, judicial office"},
    "dc-1": {
        "team": "officer, auxiliary, cadre, villagers' representative",
        "clock": "small matter quickly",
    },
}
CHANNELS = {
    "qxn-1": "police incident",
    "qxn-2": "visit",
    "qxn-3": "group",
    "qxn-4": "police incident",
    "qxn-5": "request",
    "qxn-6": "visit",
    "qxn-7": "visit",
    "qxn-8": "police incident",
    "zc-red": "visit",
    "zc-orange": "joint meeting",
    "zc-blue": "police incident",
    "zc-vertical": "visit",
    "zc-horizontal": "police incident",
    "dc-1": "villagers' report",
}
MINISTRY = {
    "qxn-1": "婚姻家庭",
    "qxn-2": "山林土地",
    "qxn-4": "婚姻家庭",
    "qxn-6": "邻里",
    "qxn-7": "邻里",
    "qxn-8": "婚姻家庭",
    "zc-orange": "山林土地",
    "zc-blue": "邻里",
    "zc-vertical": "山林土地",
    "dc-1": "邻里",
}
FILE = Path(__file__).parents[4] / "shared" / "data" / "cases.json"
pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> dict[str, dict[str, Any]]:
    """Every incident entered, and read back."""
    country.load()
    told.enter(told.prepare(), told.only_zhucang())
    return {case["id"]: case for case in cases()}


@pytest.mark.req("S1")
@pytest.mark.req("A1")
@pytest.mark.req("R1")
@pytest.mark.req("R2")
@pytest.mark.req("R3")
def test_every_incident_comes_out_as_the_reports_say(found: dict[str, dict[str, Any]]) -> None:
    assert list(found) == list(EXPECTED)
    assert {name: case["record"] for name, case in found.items()} == CHANNELS
    for name, kind in MINISTRY.items():
        assert kind in found[name]["ministry_kind"], name
    _house(found["qxn-1"])
    _ten_years(found["qxn-2"])
    _services(found)
    _visit_and_language(found)
    _notice(found["qxn-8"])
    _three_colours(found)
    _ways(found)
    _service_team(found["dc-1"])
    json.dumps(list(found.values()), ensure_ascii=False, default=str)


def _house(case: dict[str, Any]) -> None:
    assert case["colour"] == "orange"
    assert case["grounds"] == ["同一本源牵连多起纠纷，且已因此发生警情"]
    assert [link["kind"] for link in case["links"]] == ["associated"] * 4
    assert len(case["others"]) == 4
    assert case["routing"]["way"] == ["vertical", "named"]
    assert len(case["routing"]["joint"]) == 2


def _ten_years(case: dict[str, Any]) -> None:
    assert (case["colour"], case["state"], case["outcome"]) == ("blue", "agreed", "written")
    assert [session["mode"] for session in case["mediation"]] == ["on_the_spot"]
    assert case["agreement"]["form"] == "written"
    assert case["follow_up"]["targeted"]
    assert "每月" in case["follow_up"]["reason"]


def _services(found: dict[str, dict[str, Any]]) -> None:
    kinds = {name: [service["kind"] for service in found[name]["services"]] for name in found}
    assert kinds["qxn-3"] == ["反诈提醒"]
    assert kinds["qxn-4"] == ["救助醉酒、受伤等人员"]
    assert kinds["qxn-5"] == ["寻找走失人员"]
    assert found["qxn-3"]["dispute"] is None
    assert found["qxn-5"]["dispute"] is None
    assert found["qxn-4"]["colour"] == "red"
    assert len(found["qxn-4"]["safety_plan"]) == 2


def _visit_and_language(found: dict[str, dict[str, Any]]) -> None:
    visit = found["qxn-6"]["visit"]
    assert (visit["items"], visit["filled"], visit["archived"]) == (13, 13, True)
    assert [review["result"] for review in visit["review"]] == ["已归档"]
    assert found["qxn-7"]["languages"] == ["布依语"]
    assert found["qxn-7"]["mediators"][0]["languages"] == ["布依语"]


def _notice(case: dict[str, Any]) -> None:
    (notice,) = case["notices"]
    assert notice["from"] == "黔西南布依族苗族自治州社会治安综合治理中心"
    units = {row["unit"]: row for row in notice["units"]}
    assert set(units) == {"兴仁市综治中心", "巴铃镇综治中心", "晴隆县综治中心", "花贡镇综治中心"}
    assert units["巴铃镇综治中心"]["answered_at"]
    assert units["花贡镇综治中心"]["received_at"]
    assert units["花贡镇综治中心"]["answered_at"] is None


def _three_colours(found: dict[str, dict[str, Any]]) -> None:
    red, orange, blue = found["zc-red"], found["zc-orange"], found["zc-blue"]
    assert red["colour"] == "red"
    assert "珠藏镇人民政府" in red["routing"]["reported_to"]
    assert len(red["safety_plan"]) == 3
    assert orange["colour"] == "orange"
    assert len(orange["grounds"]) == 3
    assert len(orange["routing"]["joint"]) == 7
    assert (blue["colour"], blue["agreement"]["form"]) == ("blue", "written")
    assert [session["mode"] for session in blue["mediation"]] == ["on_the_spot"]


def _ways(found: dict[str, dict[str, Any]]) -> None:
    vertical, horizontal = found["zc-vertical"]["routing"], found["zc-horizontal"]["routing"]
    assert vertical["way"] == ["vertical", "named"]
    assert vertical["lead"] == "珠藏镇自然资源所"
    assert len(vertical["joint"]) == 2
    assert horizontal["way"] == ["horizontal"]
    assert horizontal["lead"] == "瓮安县人民法院"
    assert horizontal["joint"] == ["瓮安县公安局法制大队", "瓮安县珠藏镇司法所"]


def _service_team(case: dict[str, Any]) -> None:
    assert all(case["team"].values())
    assert case["answered_within_hours"] <= 24
    assert case["agreement"]["form"] == "written"


def test_the_expectations_are_those_of_the_reports() -> None:
    if FILE.exists():
        told_there = json.loads(FILE.read_text())
        assert {case["id"]: case["expect"] for case in told_there} == EXPECTED
        assert {case["id"]: case["source_channel"] for case in told_there} == CHANNELS
