"""Each case that the reports tell goes in through its own door and comes out as the report says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from hemu.api import entry
from hemu.demo.incidents.places import county_places
from hemu.demo.tests import country
from hemu.demo.tests.test_cases import CHANNELS, EXPECTED, FILE
from hemu.field import entry as phone_entry
from tests.journeys.cases import chela, qianxinan, zhucang
from tests.journeys.cases.stage import Stage

pytestmark = pytest.mark.django_db
XINGYI = ("兴义市", "522301103202")
LONGGUANG = ("安龙县", "522328101201")
YANJIA = ("册亨县", "522327107210")
QINGSHAN = ("普安县", "522323109200")
DAYI = ("望谟县", "522326102202")
XIAOTUN = ("贞丰县", "522325106202")
BEIPANJIANG = ("贞丰县", "522325103201")
BALING = ("兴仁市", "522302102200")
HUAGONG = ("晴隆县", "522324105201")
ZHUCANG = ("瓮安县", "522725106202")
CHELA = ("宕昌县", "621223213201")


@dataclass(frozen=True)
class Door:
    """How one case comes in: by which channel, at which places, and what of it the test looks at."""

    channel: str
    shows: tuple[str, ...]
    enter: Callable[..., None]
    places: tuple[tuple[str, str], ...]
    req: str
    languages: tuple[str, ...] = ()


CALL, VISIT = "police incident", "visit"
DOORS: dict[str, Door] = {
    "qxn-1": Door(CALL, ("links", "colour_not", "routing"), qianxinan.house, (XINGYI,), "S13"),
    "qxn-2": Door(
        VISIT, ("colour", "mediation", "agreement", "followup"), qianxinan.ten_years, (LONGGUANG,), "S15"
    ),
    "qxn-3": Door("group", ("opens",), qianxinan.loan_app, (YANJIA,), "S8"),
    "qxn-4": Door(CALL, ("colour", "opens"), qianxinan.rescue, (QINGSHAN,), "S9"),
    "qxn-5": Door("request", ("opens",), qianxinan.reunion, (DAYI,), "V1"),
    "qxn-6": Door(VISIT, ("visit_items", "review"), qianxinan.handshake, (XIAOTUN,), "S2"),
    "qxn-7": Door(VISIT, ("mediator",), qianxinan.buyi, (BEIPANJIANG,), "M8", ("布依语",)),
    "qxn-8": Door(CALL, ("notice",), qianxinan.warning, (BALING, HUAGONG), "A5"),
    "zc-red": Door(VISIT, ("colour", "routing"), zhucang.red, (ZHUCANG,), "R5"),
    "zc-orange": Door("joint meeting", ("colour", "routing"), zhucang.orange, (ZHUCANG,), "S6"),
    "zc-blue": Door(CALL, ("colour", "mediation"), zhucang.blue, (ZHUCANG,), "S14"),
    "zc-vertical": Door(VISIT, ("routing",), zhucang.vertical, (ZHUCANG,), "R2"),
    "zc-horizontal": Door(CALL, ("routing",), zhucang.horizontal, (ZHUCANG,), "R3"),
    "dc-1": Door("villagers' report", ("team", "clock"), chela.service_team, (CHELA,), "S7"),
}


def _told() -> dict[str, dict[str, Any]]:
    """The cases as the file of the reports has them; without it, as they were copied from there."""
    if not FILE.exists():
        return {name: {"source_channel": CHANNELS[name], "expect": EXPECTED[name]} for name in EXPECTED}
    return {case["id"]: case for case in json.loads(FILE.read_text("utf-8"))}


@pytest.fixture(autouse=True)
def _fresh(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    entry.forget()
    phone_entry.forget()


def test_every_case_has_its_door_and_every_expectation_is_looked_at() -> None:
    told = _told()
    assert set(DOORS) == set(told), "a case without a door, or a door without a case"
    for name, door in DOORS.items():
        assert (name, door.channel) == (name, told[name]["source_channel"])
        assert (name, set(door.shows)) == (name, set(told[name]["expect"]))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.req(door.req)) for name, door in DOORS.items()]
)
def test_the_case_goes_through_its_door(name: str) -> None:
    country.load()
    door = DOORS[name]
    stages = [Stage(county_places(short, code, languages=door.languages)[0]) for short, code in door.places]
    door.enter(*stages)
