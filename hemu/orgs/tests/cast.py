"""The cast: a small real tree and the people in it, for everybody's tests.

Two townships of 瓮安县 (522725) in 黔南州, 贵州: 珠藏镇, where most things happen, and its sibling
猴场镇, whose coordinator is the stranger. ``cast`` is a pytest fixture (registered in the top-level
conftest); each test gets the whole cast in its own transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from hemu.orgs import actor as actors
from hemu.orgs import queries, tree
from hemu.orgs.actor import Actor
from hemu.orgs.models import CommitteeKind, Level, Person, Post, Region, Role, Unit, UnitArea, UnitKind

PASSWORD = "correct horse battery 7"

_TREE: tuple[tuple[str, Level, str], ...] = (
    ("52", Level.PROVINCE, "贵州省"),
    ("5227", Level.PREFECTURE, "黔南布依族苗族自治州"),
    ("522723", Level.COUNTY, "贵定县"),
    ("522725", Level.COUNTY, "瓮安县"),
    ("522725106", Level.TOWNSHIP, "珠藏镇"),
    ("522725106002", Level.VILLAGE, "珠藏社区居民委员会"),
    ("522725106201", Level.VILLAGE, "荣院村村民委员会"),
    ("522725106204", Level.VILLAGE, "桐梓坡村村民委员会"),
    ("522725110", Level.TOWNSHIP, "猴场镇"),
    ("522725110004", Level.VILLAGE, "猴场社区居民委员会"),
    ("522725110201", Level.VILLAGE, "下司村村民委员会"),
)
_GRIDS = ("第一网格", "第二网格", "第三网格")
_VILLAGE, _SIBLING_VILLAGE = 522725106201000, 522725110201000
_TOWN, _SIBLING_TOWN, _COUNTY, _PREFECTURE = (
    522725106000000,
    522725110000000,
    522725000000000,
    522700000000000,
)

_UNITS: tuple[tuple[str, UnitKind, str, int], ...] = (
    ("station", UnitKind.POLICE_STATION, "瓮安县公安局珠藏派出所", _TOWN),
    ("police_office", UnitKind.POLICE_OFFICE, "荣院村警务室", _VILLAGE),
    ("centre", UnitKind.TOWNSHIP_CENTRE, "珠藏镇综治中心", _TOWN),
    ("government", UnitKind.TOWNSHIP_GOVERNMENT, "珠藏镇人民政府", _TOWN),
    ("judicial_office", UnitKind.JUDICIAL_OFFICE, "瓮安县司法局珠藏司法所", _TOWN),
    ("land_office", UnitKind.DEPARTMENT, "珠藏镇自然资源所", _TOWN),
    ("forestry_office", UnitKind.DEPARTMENT, "珠藏镇林业站", _TOWN),
    ("committee", UnitKind.MEDIATION_COMMITTEE, "荣院村人民调解委员会", _VILLAGE),
    ("village_committee", UnitKind.VILLAGE_COMMITTEE, "荣院村村民委员会", _VILLAGE),
    ("township_committee", UnitKind.MEDIATION_COMMITTEE, "珠藏镇人民调解委员会", _TOWN),
    ("sibling_centre", UnitKind.TOWNSHIP_CENTRE, "猴场镇综治中心", _SIBLING_TOWN),
    ("sibling_station", UnitKind.POLICE_STATION, "瓮安县公安局猴场派出所", _SIBLING_TOWN),
    ("sibling_judicial_office", UnitKind.JUDICIAL_OFFICE, "瓮安县司法局猴场司法所", _SIBLING_TOWN),
    ("county_centre", UnitKind.COUNTY_CENTRE, "瓮安县综治中心", _COUNTY),
    ("police_bureau", UnitKind.POLICE_BUREAU, "瓮安县公安局", _COUNTY),
    ("legal_brigade", UnitKind.LEGAL_BRIGADE, "瓮安县公安局法制大队", _COUNTY),
    ("judicial_bureau", UnitKind.JUDICIAL_BUREAU, "瓮安县司法局", _COUNTY),
    ("court_unit", UnitKind.COURT, "瓮安县人民法院", _COUNTY),
    ("petition_office", UnitKind.PETITION_OFFICE, "瓮安县信访局", _COUNTY),
    ("medical_committee", UnitKind.MEDIATION_COMMITTEE, "瓮安县医疗纠纷人民调解委员会", _COUNTY),
    ("prefecture_office", UnitKind.PREFECTURE_OFFICE, "黔南州综治中心", _PREFECTURE),
)
_COMMITTEES = {
    "committee": CommitteeKind.VILLAGE,
    "township_committee": CommitteeKind.TOWNSHIP,
    "medical_committee": CommitteeKind.PROFESSIONAL,
}
_PARENTS = {
    "station": "police_bureau",
    "sibling_station": "police_bureau",
    "legal_brigade": "police_bureau",
    "police_office": "station",
    "judicial_office": "judicial_bureau",
    "sibling_judicial_office": "judicial_bureau",
    "centre": "county_centre",
    "sibling_centre": "county_centre",
    "county_centre": "prefecture_office",
}

_PEOPLE: tuple[tuple[str, str, str, Role, int | None], ...] = (
    ("grid_member", "龙小梅", "village_committee", Role.GRID_MEMBER, _VILLAGE + 1),
    ("grid_head", "罗正国", "village_committee", Role.GRID_HEAD, None),
    ("auxiliary", "杨秀芬", "police_office", Role.VILLAGE_AUXILIARY, None),
    ("cadre", "陈光荣", "village_committee", Role.VILLAGE_CADRE, None),
    ("mediator", "王德明", "committee", Role.MEDIATOR, None),
    ("officer", "李建军", "station", Role.STATION_OFFICER, None),
    ("station_head", "赵勇", "station", Role.STATION_HEAD, None),
    ("coordinator", "周丽", "centre", Role.TOWNSHIP_COORDINATOR, None),
    ("stranger", "吴强", "sibling_centre", Role.TOWNSHIP_COORDINATOR, None),
    ("judicial", "蒋文", "judicial_office", Role.JUDICIAL_OFFICER, None),
    ("land", "何平", "land_office", Role.DEPARTMENT_HANDLER, None),
    ("forestry", "韦林", "forestry_office", Role.DEPARTMENT_HANDLER, None),
    ("court", "孙洁", "court_unit", Role.COURT_HANDLER, None),
    ("medical_mediator", "莫医", "medical_committee", Role.MEDIATOR, None),
    ("county_coordinator", "田军", "county_centre", Role.COUNTY_COORDINATOR, None),
    ("county_viewer", "冯敏", "county_centre", Role.COUNTY_VIEWER, None),
    ("prefecture_coordinator", "石磊", "prefecture_office", Role.PREFECTURE_COORDINATOR, None),
    ("prefecture_viewer", "马兰", "prefecture_office", Role.PREFECTURE_VIEWER, None),
    ("administrator", "郑工", "county_centre", Role.ADMINISTRATOR, None),
)


@dataclass(frozen=True)
class Cast:
    """Everybody and everything, by name; actors, units and the regions that tests stand on."""

    grid_member: Actor
    grid_head: Actor
    auxiliary: Actor
    cadre: Actor
    mediator: Actor
    officer: Actor
    station_head: Actor
    coordinator: Actor
    stranger: Actor
    judicial: Actor
    land: Actor
    forestry: Actor
    court: Actor
    medical_mediator: Actor
    county_coordinator: Actor
    county_viewer: Actor
    prefecture_coordinator: Actor
    prefecture_viewer: Actor
    administrator: Actor

    station: Unit
    police_office: Unit
    centre: Unit
    government: Unit
    judicial_office: Unit
    land_office: Unit
    forestry_office: Unit
    committee: Unit
    village_committee: Unit
    township_committee: Unit
    sibling_centre: Unit
    sibling_station: Unit
    sibling_judicial_office: Unit
    county_centre: Unit
    police_bureau: Unit
    legal_brigade: Unit
    judicial_bureau: Unit
    court_unit: Unit
    petition_office: Unit
    medical_committee: Unit
    prefecture_office: Unit

    people: Mapping[str, Person]
    posts: Mapping[str, Post]
    actors: Mapping[str, Actor]
    units: Mapping[str, Unit]
    regions: Mapping[str, Region]

    @property
    def village(self) -> Region:
        return self.regions["荣院村"]

    @property
    def township(self) -> Region:
        return self.regions["珠藏镇"]

    @property
    def county(self) -> Region:
        return self.regions["瓮安县"]

    @property
    def prefecture(self) -> Region:
        return self.regions["黔南布依族苗族自治州"]

    @property
    def sibling_township(self) -> Region:
        return self.regions["猴场镇"]

    @property
    def sibling_village(self) -> Region:
        return self.regions["下司村"]

    @property
    def grid(self) -> Region:
        """The first grid of the village, which the grid member walks."""
        return self.regions["荣院村第一网格"]

    def region(self, name: str) -> Region:
        """A region by its short name; a grid with its village's name before it."""
        return self.regions[name]


def build() -> Cast:
    """Make the whole cast in the database."""
    regions = _build_regions()
    units = _build_units(regions)
    people, posts = _build_people(units)
    everybody: dict[str, Any] = {
        key: actors.actor_for(queries.posts_of(person)[0]) for key, person in people.items()
    }
    named: dict[str, Any] = {**everybody, **units}
    return Cast(**named, people=people, posts=posts, actors=everybody, units=units, regions=regions)


def _build_regions() -> dict[str, Region]:
    rows: dict[str, tree.Row] = {"": tree.COUNTRY_ROW}
    for digits, level, official in _TREE:
        parent = max((key for key in rows if digits.startswith(key)), key=len)
        rows[digits] = tree.row(digits, level, official, rows[parent])
    made = {row.name: row for row in rows.values()}
    for village in [row for row in rows.values() if row.level == Level.VILLAGE]:
        for number, name in enumerate(_GRIDS, start=1):
            made[village.name + name] = tree.grid_row(number, name, village)
    regions = {key: tree.as_region(row) for key, row in made.items()}
    Region.objects.bulk_create(sorted(regions.values(), key=lambda found: (found.level, found.code)))
    return regions


def _build_units(regions: dict[str, Region]) -> dict[str, Unit]:
    by_code = {region.code: region for region in regions.values() if region.level != Level.COUNTRY}
    units = {
        key: Unit(kind=kind, name=name, region=by_code[code], committee_kind=_COMMITTEES.get(key))
        for key, kind, name, code in _UNITS
    }
    for child, parent in _PARENTS.items():
        units[child].parent = units[parent]
    Unit.objects.bulk_create([units[key] for key in reversed(units)])
    UnitArea.objects.bulk_create(
        UnitArea(unit=unit, lo=unit.region.lo, hi=unit.region.hi, since=tree.LONG_AGO)
        for unit in units.values()
    )
    return units


def _build_people(units: dict[str, Unit]) -> tuple[dict[str, Person], dict[str, Post]]:
    people: dict[str, Person] = {}
    posts: dict[str, Post] = {}
    for number, (key, name, unit, role, place) in enumerate(_PEOPLE):
        person = Person.objects.create_user(key, PASSWORD, name=name, phone=f"138000{number:05d}")
        people[key] = person
        posts[key] = Post.objects.create(
            person=person,
            unit=units[unit],
            role=role,
            lo=place,
            hi=None if place is None else place + 1,
            since=tree.LONG_AGO,
            is_main=True,
        )
    return people, posts


@pytest.fixture
def cast(db: None) -> Cast:
    """The whole cast, for this test only."""
    return build()
