"""Outlines for the map charts."""

from __future__ import annotations

import json

import pytest
import shapely
from django.test import Client
from shapely.geometry import shape

from hemu.kernel.places import Span
from hemu.orgs import outlines
from hemu.orgs.models import Level
from hemu.orgs.tests.cast import Cast

UNIT = 10**9


def wanted(level: Level, *codes: int, width: int = 1) -> tuple[outlines.Wanted, ...]:
    return tuple((level, c * UNIT, str(c), Span(c * UNIT, (c + width) * UNIT)) for c in codes)


def features(content: bytes) -> list[dict]:
    return json.loads(content)["features"]


def test_neighbours_still_touch() -> None:
    counties = [c for c in outlines.outlines(Level.COUNTY) if c // 100 == 5227]
    shapes = [
        shape(f["geometry"])
        for f in features(outlines.collection(wanted(Level.COUNTY, *counties), country=False))
    ]
    assert len(shapes) == 12
    assert shapely.coverage_is_valid(shapes)


def test_the_country_is_whole() -> None:
    drawn = features(outlines.collection(wanted(Level.PROVINCE, 110000, 520000, width=10_000), country=True))
    named = {f["properties"]["name"] for f in drawn}
    assert {"台湾省", "香港特别行政区", "澳门特别行政区", "境界线"} <= named
    assert sum(1 for f in drawn if f["properties"]["code"]) == 34
    assert sum(1 for f in drawn if f["geometry"]["type"].endswith("LineString")) == 8


def test_a_part_of_a_municipality_is_drawn_from_its_counties() -> None:
    drawn = features(outlines.collection(wanted(Level.PREFECTURE, 110100, width=100), country=False))
    assert len(drawn) == 1


@pytest.mark.django_db
@pytest.mark.req("C1")
def test_the_prefecture_shows_its_counties_and_the_county_itself(client: Client, cast: Cast) -> None:
    client.force_login(cast.people["coordinator"])
    answer = client.get("/geo/522700.json")
    codes = [f["properties"]["code"] for f in features(answer.content)]
    assert codes == ["522723000000", "522725000000"]
    assert (
        client.get("/geo/522700.json", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    )
    county = features(client.get("/geo/522725.json").content)
    assert [f["properties"]["name"] for f in county] == ["瓮安县"]


@pytest.mark.django_db
def test_no_outline_without_a_region(client: Client, cast: Cast) -> None:
    client.force_login(cast.people["coordinator"])
    assert client.get("/geo/999999.json").status_code == 404
    assert client.get("/geo/abc.json").status_code == 404
    assert features(client.get("/geo/522725106.json").content) == []
