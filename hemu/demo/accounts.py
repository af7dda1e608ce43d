"""Who can sign in to the demonstration: one account a role, all with one password."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from hemu.demo.incidents.told import ZHUCANG, ZHUCANG_VILLAGE
from hemu.demo.offices import SINCE
from hemu.kernel.ids import new_id
from hemu.orgs.models import CommitteeKind, Person, Post, Region, Role, Unit, UnitArea, UnitKind

PASSWORD = "hemu-demo-2026"  # noqa: S105  # printed by the command that makes it, for a demonstration only
TOWN, VILLAGE, COUNTY, PREFECTURE = ZHUCANG, ZHUCANG_VILLAGE, 522725 * 10**9, 522700 * 10**9
CIXIAN = 130427 * 10**9


@dataclass(frozen=True, slots=True)
class Account:
    """A user name, the post that it signs in to, and what to look at with it."""

    username: str
    place: int
    kind: UnitKind
    role: Role
    good_for: str
    committee: CommitteeKind | None = None


K, R = UnitKind, Role
ACCOUNTS = (
    Account("grid", VILLAGE, K.VILLAGE_COMMITTEE, R.GRID_MEMBER, "走访登记、回访"),
    Account("gridhead", VILLAGE, K.VILLAGE_COMMITTEE, R.GRID_HEAD, "审核网格员的走访"),
    Account("cadre", VILLAGE, K.VILLAGE_COMMITTEE, R.VILLAGE_CADRE, "村里的登记、调解"),
    Account("auxiliary", VILLAGE, K.POLICE_OFFICE, R.VILLAGE_AUXILIARY, "驻村走访、调解"),
    Account(
        "village", VILLAGE, K.MEDIATION_COMMITTEE, R.MEDIATOR, "村调解员：受领、调解、协议",
        CommitteeKind.VILLAGE,
    ),
    Account(
        "mediator", TOWN, K.MEDIATION_COMMITTEE, R.MEDIATOR, "镇调解员：接收、调解、协议",
        CommitteeKind.TOWNSHIP,
    ),
    Account("officer", TOWN, K.POLICE_STATION, R.STATION_OFFICER, "警情登记、评估、分流、当场调解"),
    Account("head", TOWN, K.POLICE_STATION, R.STATION_HEAD, "所长：审核走访、看全所在办"),
    Account("judicial", TOWN, K.JUDICIAL_OFFICE, R.JUDICIAL_OFFICER, "司法所：分流、指导调解"),
    Account("centre", TOWN, K.TOWNSHIP_CENTRE, R.TOWNSHIP_COORDINATOR, "综治中心：统筹、指定主办、办结"),
    Account("forestry", TOWN, K.DEPARTMENT, R.DEPARTMENT_HANDLER, "七站八所：只看交来的"),
    Account("court", COUNTY, K.COURT, R.COURT_HANDLER, "法院：只看移交来的"),
    Account("justice", COUNTY, K.JUDICIAL_BUREAU, R.JUDICIAL_OFFICER, "司法局：调委会、调解员名册，通报法院"),
    Account("lawyer", COUNTY, K.LAW_FIRM, R.LAWYER, "律师：只看请他协助的"),
    Account("county", COUNTY, K.COUNTY_CENTRE, R.COUNTY_COORDINATOR, "县综治中心：全县统筹、超期提级"),
    Account("countyview", COUNTY, K.COUNTY_CENTRE, R.COUNTY_VIEWER, "县领导：看全县数据"),
    Account("admin", COUNTY, K.COUNTY_CENTRE, R.ADMINISTRATOR, "管理机构、人员、规则，不看纠纷"),
    Account("admin2", COUNTY, K.JUDICIAL_BUREAU, R.ADMINISTRATOR, "另一名管理员：批准规则的改动"),
    Account("prefecture", PREFECTURE, K.PREFECTURE_OFFICE, R.PREFECTURE_COORDINATOR, "州：预警提示单"),
    Account("prefview", PREFECTURE, K.PREFECTURE_OFFICE, R.PREFECTURE_VIEWER, "州领导：看全州数据"),
    Account("national", 0, K.PREFECTURE_OFFICE, R.NATIONAL_VIEWER, "全国数据，逐级下钻"),
    Account("cixian", CIXIAN, K.COUNTY_CENTRE, R.COUNTY_VIEWER, "磁县领导：2018 年的数据"),
    Account("cixianc", CIXIAN, K.COUNTY_CENTRE, R.COUNTY_COORDINATOR, "磁县综治中心：2018 年的卷宗"),
)  # fmt: skip
_FORESTRY = "林业站"


def make() -> None:
    """Give the people in these posts their user names and the password."""
    hashed = make_password(PASSWORD)
    national_seat()
    for account in ACCOUNTS:
        person = find(account).person
        person.username, person.password = account.username, hashed
        person.save(update_fields=["username", "password"])


def find(account: Account) -> Post:
    """The post of an account: the first of its role in the first unit of its kind there."""
    posts = Post.objects.filter(
        unit__region_id=account.place, unit__kind=account.kind, role=account.role
    ).select_related("person", "unit")
    if account.committee is not None:
        posts = posts.filter(unit__committee_kind=account.committee)
    if account.username == "forestry":
        posts = posts.filter(unit__name__endswith=_FORESTRY)
    found = posts.order_by("unit_id", "id").first()
    if found is None:
        raise LookupError(f"no post for {account.username}")
    return found


def national_seat() -> None:
    """A seat that sees the figures of the whole country; made once."""
    unit, made = Unit.objects.get_or_create(
        kind=UnitKind.PREFECTURE_OFFICE, region_id=0, name="全国矛盾纠纷数据席"
    )
    if made:
        country = Region.objects.get(pk=0)
        UnitArea.objects.create(unit=unit, lo=country.lo, hi=country.hi, since=SINCE)
        person = Person(id=new_id(), username="national", name="葛中原")
        person.save()
        Post.objects.create(
            person=person, unit=unit, role=Role.NATIONAL_VIEWER, title="值班员", since=SINCE, is_main=True
        )


def table() -> list[str]:
    """The accounts as lines of text."""
    rows = [("用户名", "姓名", "单位和岗位", "看什么")]
    for account in ACCOUNTS:
        post = find(account)
        title = post.title or str(post.get_role_display())
        rows.append((account.username, post.person.name, f"{post.unit.name} {title}", account.good_for))
    widths = [max(_width(row[column]) for row in rows) for column in range(3)]
    lines = [_line(row, widths) for row in rows]
    lines.append(f"密码都是 {PASSWORD}（人名、身份证号、电话都是编的）")
    lines.append(
        "make demo 起的站点不要求第二步验证；用 make serve 起的站点照常要求，县级以上账户第一次登录要绑定。"
    )
    return lines


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    padded = [text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=False)]
    return "  ".join([*padded, row[-1]])


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)


def exist() -> bool:
    """Whether the accounts were made, which is the last thing that the demonstration does."""
    names = [account.username for account in ACCOUNTS]
    return Person.objects.filter(username__in=names).exclude(password="").count() == len(names)
