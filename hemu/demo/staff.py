"""The offices of a county and the people in them, made at once from its real townships and villages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from hemu.demo.names import Names
from hemu.demo.offices import SINCE
from hemu.kernel.ids import new_id
from hemu.kernel.places import COUNTY_UNIT
from hemu.loop.mediation.models import Mediator
from hemu.orgs import tree
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import CommitteeKind, Level, Person, Post, Region, Role, Unit, UnitArea, UnitKind
from hemu.orgs.models.people import phone_hash
from hemu.orgs.names import pinyin_key

STATION_ROOMS = ("自然资源所", "林业站", "水利站", "农业服务中心", "人社中心", "民政办", "市场监管所")
"""七站八所: the township's departments that joint mediation calls on."""


@dataclass
class Staff:
    """What was made for one county, found again by unit and role."""

    county: Region
    names: Names
    languages: tuple[str, ...] = ()
    """What one mediator of every committee speaks besides Chinese."""
    units: list[Unit] = field(default_factory=list)
    areas: list[UnitArea] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    grids: list[Region] = field(default_factory=list)
    by_unit: dict[int, list[Post]] = field(default_factory=dict)
    by_kind: dict[tuple[int, int], list[Unit]] = field(default_factory=dict)
    _actors: dict[int, Actor] = field(default_factory=dict)

    def unit(
        self,
        kind: UnitKind,
        name: str,
        region: Region,
        *,
        parent: Unit | None = None,
        committee: CommitteeKind | None = None,
    ) -> Unit:
        """A unit that covers all of `region`."""
        made = Unit(
            id=new_id(), kind=kind, committee_kind=committee, name=name, pinyin=pinyin_key(name),
            region=region, parent=parent,
        )  # fmt: skip
        self.units.append(made)
        self.areas.append(UnitArea(id=new_id(), unit=made, lo=region.lo, hi=region.hi, since=SINCE))
        self.by_kind.setdefault((region.code, kind), []).append(made)
        return made

    def post(
        self,
        unit: Unit,
        role: Role,
        *,
        title: str = "",
        grid: Region | None = None,
        languages: Sequence[str] = (),
    ) -> Post:
        """A new person in a post of `unit`, in `grid` alone when one is named."""
        sex = self.names.sex()
        name = self.names.name(sex)
        phone = self.names.staff_phone()
        person = Person(
            id=new_id(), username=self._username(), name=name, pinyin=pinyin_key(name), phone=phone,
            phone_hash=phone_hash(phone), languages=list(languages),
        )  # fmt: skip
        person.set_unusable_password()
        made = Post(
            id=new_id(), person=person, unit=unit, role=role, title=title, since=SINCE, is_main=True,
            lo=grid.lo if grid else None, hi=grid.hi if grid else None,
        )  # fmt: skip
        self.people.append(person)
        self.posts.append(made)
        self.by_unit.setdefault(unit.pk, []).append(made)
        return made

    def _username(self) -> str:
        return f"{self.county.code // COUNTY_UNIT}-{len(self.people) + 1:05d}"

    def make_grids(self, village: Region, count: int) -> list[Region]:
        """Grids of a village, numbered from one."""
        row = tree.as_row(village)
        made = [
            tree.as_region(tree.grid_row(number, f"第{'一二三四五六'[number - 1]}网格", row), since=SINCE)
            for number in range(1, count + 1)
        ]
        self.grids.extend(made)
        return made

    def save(self) -> None:
        """Write everything, in an order that the foreign keys allow."""
        Region.objects.bulk_create(self.grids, ignore_conflicts=True)
        Unit.objects.bulk_create(self.units, batch_size=2000)
        UnitArea.objects.bulk_create(self.areas, batch_size=2000)
        Person.objects.bulk_create(self.people, batch_size=2000)
        Post.objects.bulk_create(self.posts, batch_size=2000)
        Mediator.objects.bulk_create(
            (_registered(post) for post in self.posts if post.role == Role.MEDIATOR), batch_size=2000
        )

    def first(self, region: Region, kind: UnitKind) -> Unit:
        """The first unit of a kind seated in `region`."""
        return self.by_kind[region.code, kind][0]

    def of(self, unit: Unit, role: Role) -> Post:
        """The first post of a unit with a role."""
        return next(post for post in self.by_unit[unit.pk] if post.role == role)

    def actor(self, post: Post) -> Actor:
        """The actor of a post, asked once."""
        if post.pk not in self._actors:
            self._actors[post.pk] = actor_for(post)
        return self._actors[post.pk]

    def act_as(self, unit: Unit, role: Role) -> Actor:
        """The actor in the first post of a unit with a role."""
        return self.actor(self.of(unit, role))


def _registered(post: Post) -> Mediator:
    """A mediator as the register holds them; township committees know land, neighbours and families."""
    is_local = post.unit.committee_kind == CommitteeKind.VILLAGE
    return Mediator(
        post=post,
        languages=post.person.languages,
        skills=[2] if is_local else [1, 2, 9],
        is_full_time=post.title.startswith("专职"),
    )


def townships(county: Region) -> list[Region]:
    """The townships of a county, by code."""
    return list(Region.objects.current().filter(parent=county, level=Level.TOWNSHIP).order_by("code"))


def villages(township: Region) -> list[Region]:
    """The villages of a township, by code."""
    return list(Region.objects.current().filter(parent=township, level=Level.VILLAGE).order_by("code"))


def county_offices(staff: Staff, *, short: str, prefecture: Unit) -> None:
    """The offices at the county's seat, with one or two people each."""
    here = staff.county
    centre = staff.unit(UnitKind.COUNTY_CENTRE, f"{short}综治中心", here, parent=prefecture)
    staff.post(centre, Role.COUNTY_COORDINATOR, title="综治中心主任")
    staff.post(centre, Role.COUNTY_VIEWER, title="分管领导")
    staff.post(centre, Role.ADMINISTRATOR, title="系统管理员")
    bureau = staff.unit(UnitKind.POLICE_BUREAU, f"{short}公安局", here)
    staff.post(bureau, Role.STATION_HEAD, title="情指中心值班长")
    legal = staff.unit(UnitKind.LEGAL_BRIGADE, f"{short}公安局法制大队", here, parent=bureau)
    staff.post(legal, Role.DEPARTMENT_HANDLER, title="法制民警")
    justice = staff.unit(UnitKind.JUDICIAL_BUREAU, f"{short}司法局", here)
    staff.post(justice, Role.COUNTY_VIEWER, title="人民参与和促进法治股")
    staff.post(justice, Role.ADMINISTRATOR, title="信息管理员")
    court = staff.unit(UnitKind.COURT, f"{short}人民法院", here)
    staff.post(court, Role.COURT_HANDLER, title="诉讼服务中心法官")
    petitions = staff.unit(UnitKind.PETITION_OFFICE, f"{short}信访局", here)
    staff.post(petitions, Role.DEPARTMENT_HANDLER, title="接访员")


def township_offices(staff: Staff, township: Region, *, short: str) -> None:
    """The offices of one township: government, centre, station, judicial office, committee, departments."""
    name = f"{short}{township.name}"
    government = staff.unit(UnitKind.TOWNSHIP_GOVERNMENT, f"{township.name}人民政府", township)
    staff.post(government, Role.TOWNSHIP_COORDINATOR, title="分管副职")
    centre = staff.unit(
        UnitKind.TOWNSHIP_CENTRE, f"{township.name}综治中心", township,
        parent=staff.first(staff.county, UnitKind.COUNTY_CENTRE),
    )  # fmt: skip
    for title in ("综治专干", "综治中心副主任"):
        staff.post(centre, Role.TOWNSHIP_COORDINATOR, title=title)
    station = staff.unit(
        UnitKind.POLICE_STATION, f"{name}派出所", township,
        parent=staff.first(staff.county, UnitKind.POLICE_BUREAU),
    )  # fmt: skip
    staff.post(station, Role.STATION_HEAD, title="所长")
    for _number in range(2):
        staff.post(station, Role.STATION_OFFICER, title="社区民警")
    office = staff.unit(
        UnitKind.JUDICIAL_OFFICE, f"{name}司法所", township,
        parent=staff.first(staff.county, UnitKind.JUDICIAL_BUREAU),
    )  # fmt: skip
    staff.post(office, Role.JUDICIAL_OFFICER, title="司法所长")
    committee = staff.unit(
        UnitKind.MEDIATION_COMMITTEE, f"{township.name}人民调解委员会", township,
        committee=CommitteeKind.TOWNSHIP,
    )  # fmt: skip
    for title in ("主任", "专职调解员", "调解员"):
        spoken = staff.languages if title == "调解员" else ()
        staff.post(committee, Role.MEDIATOR, title=title, languages=spoken)


def departments(staff: Staff, township: Region) -> None:
    """七站八所 of one township."""
    for room in STATION_ROOMS:
        unit = staff.unit(UnitKind.DEPARTMENT, f"{township.name}{room}", township)
        staff.post(unit, Role.DEPARTMENT_HANDLER, title="经办人")


def village_offices(staff: Staff, village: Region, *, mediators: int, grids: int) -> None:
    """A village's committee of villagers, its mediation committee, its grids and who walks them."""
    seat = f"{village.name}{'居' if '社区' in village.name else '村'}民委员会"
    office = staff.unit(UnitKind.VILLAGE_COMMITTEE, seat, village)
    staff.post(office, Role.VILLAGE_CADRE, title="村支书")
    staff.post(office, Role.GRID_HEAD, title="网格长")
    for grid in staff.make_grids(village, grids):
        staff.post(office, Role.GRID_MEMBER, title=f"{grid.name}网格员", grid=grid)
    committee = staff.unit(
        UnitKind.MEDIATION_COMMITTEE, f"{village.name}人民调解委员会", village,
        committee=CommitteeKind.VILLAGE,
    )  # fmt: skip
    for number in range(mediators):
        spoken = staff.languages if number == 0 else ()
        staff.post(committee, Role.MEDIATOR, title="主任" if number == 0 else "调解员", languages=spoken)


def let_sign_in(person: Person, username: str, hashed: str) -> None:
    """Give a person of the demonstration a user name to remember and a password, hashed beforehand."""
    person.username, person.password = username, hashed
    person.save(update_fields=["username", "password"])


def hashed_once(password: str) -> str:
    """One hash for every account of the demonstration: hashing forty times would take half a minute."""
    return make_password(password)
