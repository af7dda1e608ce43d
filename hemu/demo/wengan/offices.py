"""The offices of all thirteen townships of 瓮安县; 珠藏镇 with those of its village service teams."""

from __future__ import annotations

from hemu.demo import staff
from hemu.demo.incidents.places import Place
from hemu.demo.names import GUIZHOU, Names
from hemu.demo.staff import Staff
from hemu.orgs.models import CommitteeKind, Region, Role, Unit, UnitKind

COUNTY = 522725
ZHUCANG = 522725106 * 10**6
SEED = 20260106
SHORT = "瓮安县"
GRIDS = 2
"""Grids of every village."""
_PROFESSIONAL = ("道路交通事故", "医疗纠纷", "劳动争议")


def build_staff(county: Region, prefecture: Unit) -> Staff:
    """The county's offices and people."""
    made = Staff(county, Names(GUIZHOU, COUNTY, SEED), languages=("布依语",))
    staff.county_offices(made, short=SHORT, prefecture=prefecture)
    for name in _PROFESSIONAL:
        unit = made.unit(
            UnitKind.MEDIATION_COMMITTEE,
            f"{SHORT}{name}人民调解委员会",
            county,
            committee=CommitteeKind.PROFESSIONAL,
        )
        made.post(unit, Role.MEDIATOR, title="专职调解员")
    firm = made.unit(UnitKind.LAW_FIRM, f"{SHORT}公共法律服务中心", county)
    made.post(firm, Role.LAWYER, title="村居法律顾问")
    for township in staff.townships(county):
        staff.township_offices(made, township, short=SHORT)
        staff.departments(made, township)
        for village in staff.villages(township):
            staff.village_offices(made, village, mediators=2, grids=GRIDS)
            if township.code == ZHUCANG:
                _police_office(made, township, village)
    _justice(made)
    made.save()
    return made


_ROOMS = (
    *("人力资源和社会保障局", "自然资源局", "市场监督管理局", "住房和城乡建设局", "交通运输局"),
    *("教育和科技局", "工业信息化和商务局", "民政局", "财政局", "生态环境局", "农业农村局", "水务局"),
    *("文体广电旅游局", "卫生健康局", "退役军人事务局", "应急管理局", "审计局", "统计局", "医疗保障局"),
    *("信访局", "林业局", "综合行政执法局", "乡村振兴服务中心", "供销社", "总工会", "团委", "妇联"),
    *("残联", "工商联", "消费者协会", "气象局", "税务局", "邮政分公司", "供电局", "烟草专卖局"),
    *("住房公积金管理部", "红十字会"),
)
"""Departments of the county with a mediation room: 37, the number in the report."""


def _justice(made: Staff) -> None:
    """Who keeps the register at the county's justice bureau; the departments' rooms."""
    bureau = made.first(made.county, UnitKind.JUDICIAL_BUREAU)
    made.post(bureau, Role.JUDICIAL_OFFICER, title="人民参与和促进法治股股长")
    for name in _ROOMS:
        unit = made.unit(
            UnitKind.MEDIATION_COMMITTEE,
            f"{SHORT}{name}调解室",
            made.county,
            committee=CommitteeKind.DEPARTMENT,
        )
        made.post(unit, Role.MEDIATOR, title="调解员")


def _police_office(made: Staff, township: Region, village: Region) -> None:
    office = made.unit(
        UnitKind.POLICE_OFFICE, f"{village.name}警务室", village,
        parent=made.first(township, UnitKind.POLICE_STATION),
    )  # fmt: skip
    made.post(office, Role.VILLAGE_AUXILIARY, title="驻村辅警")


def places(made: Staff) -> list[Place]:
    """Every village with its township, 珠藏镇's first."""
    towns = {unit.region_id: unit.region for unit in made.units if unit.kind == UnitKind.TOWNSHIP_CENTRE}
    seats = [unit.region for unit in made.units if unit.kind == UnitKind.VILLAGE_COMMITTEE]
    found = [Place(made, towns[seat.parent_id], seat) for seat in seats if seat.parent_id in towns]
    return sorted(found, key=lambda here: (here.township.code != ZHUCANG, here.village.code))
