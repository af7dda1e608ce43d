"""What the columns of the spreadsheets are called, and what belongs in them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.orgs.models import CommitteeKind, Role, SheetKind, UnitKind


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `label` is the heading that files carry, in Chinese whatever the page's language."""

    key: str
    label: str
    example: str
    hint: str | Promise = ""
    required: bool = False
    choices: tuple[str, ...] = ()


def as_labelled(text: str) -> str:
    """What somebody typed, in the brackets that labels have: 村(社区) is 村（社区）."""
    return text.strip().replace("(", "（").replace(")", "）")


def _labels(choices: type[UnitKind] | type[CommitteeKind] | type[Role]) -> tuple[str, ...]:
    return tuple(CHINESE[choices][member] for member in choices)


CHINESE: dict[object, dict[int, str]] = {
    UnitKind: {
        UnitKind.PREFECTURE_OFFICE: "市（州）指挥机构",
        UnitKind.COUNTY_CENTRE: "县级综治中心",
        UnitKind.TOWNSHIP_CENTRE: "乡镇综治中心",
        UnitKind.TOWNSHIP_GOVERNMENT: "乡镇人民政府",
        UnitKind.POLICE_BUREAU: "公安局",
        UnitKind.POLICE_STATION: "派出所",
        UnitKind.POLICE_OFFICE: "警务室",
        UnitKind.JUDICIAL_BUREAU: "司法局",
        UnitKind.JUDICIAL_OFFICE: "司法所",
        UnitKind.COURT: "人民法院（法庭）",
        UnitKind.LEGAL_BRIGADE: "法制大队",
        UnitKind.MEDIATION_COMMITTEE: "人民调解委员会",
        UnitKind.DEPARTMENT: "部门（七站八所）",
        UnitKind.VILLAGE_COMMITTEE: "村（居）民委员会",
        UnitKind.PETITION_OFFICE: "信访机构",
        UnitKind.LAW_FIRM: "律师事务所",
    },
    CommitteeKind: {
        CommitteeKind.VILLAGE: "村（居）调解委员会",
        CommitteeKind.TOWNSHIP: "乡镇（街道）调解委员会",
        CommitteeKind.PROFESSIONAL: "行业性专业性调解委员会",
        CommitteeKind.DEPARTMENT: "部门（单位）调解委员会",
    },
    Role: {
        Role.GRID_MEMBER: "网格员",
        Role.GRID_HEAD: "网格长",
        Role.VILLAGE_AUXILIARY: "一村一辅",
        Role.VILLAGE_CADRE: "村干部",
        Role.MEDIATOR: "调解员",
        Role.STATION_OFFICER: "民警",
        Role.STATION_HEAD: "派出所负责人",
        Role.TOWNSHIP_COORDINATOR: "乡镇综治专干",
        Role.JUDICIAL_OFFICER: "司法助理员",
        Role.DEPARTMENT_HANDLER: "部门经办人",
        Role.COURT_HANDLER: "法院经办人",
        Role.COUNTY_COORDINATOR: "县级综治专干",
        Role.COUNTY_VIEWER: "县级查阅",
        Role.PREFECTURE_COORDINATOR: "市（州）级专干",
        Role.PREFECTURE_VIEWER: "市（州）级查阅",
        Role.NATIONAL_VIEWER: "全国查阅",
        Role.ADMINISTRATOR: "系统管理员",
        Role.OUTSIDE_SYSTEM: "外部系统",
        Role.LAWYER: "律师",
        Role.VOLUNTEER: "志愿者",
    },
}
"""Words of the files: a sheet filled in under one language must be read under another."""

UNITS = (
    Column("name", "单位名称", "瓮安县公安局珠藏派出所", required=True),
    Column("kind", "单位类别", "派出所", _("从下拉列表选择"), required=True, choices=_labels(UnitKind)),
    Column("committee_kind", "调委会类别", "", _("只有人民调解委员会需要填"), choices=_labels(CommitteeKind)),
    Column("region", "所在区划", "522725106", _("代码，或县以下名称，如“珠藏镇荣院村”"), required=True),
    Column("parent", "上级单位", "瓮安县公安局", _("可以是本表中前面的单位")),
    Column("areas", "辖区", "", _("不填则为所在区划；多个用顿号“、”隔开")),
    Column("phone", "办公电话", "0854-2620110"),
    Column("address", "地址", "珠藏镇珠藏社区"),
)
PEOPLE = (
    Column("name", "姓名", "李建军", required=True),
    Column("phone", "手机号码", "13800138000", _("用来认出同一个人")),
    Column("unit", "单位", "瓮安县公安局珠藏派出所", required=True),
    Column("role", "岗位", "民警", _("从下拉列表选择"), required=True, choices=_labels(Role)),
    Column("title", "职务", "社区民警"),
    Column("area", "负责区域", "", _("代码或名称；网格员填所在网格；不填则为单位的全部辖区")),
    Column("staff_number", "工号或警号", "", _("用来认出同一个人")),
    Column("languages", "语言", "布依语、苗语", _("多个用顿号“、”隔开")),
    Column("skills", "专长", "土地承包", _("多个用顿号“、”隔开")),
    Column("username", "用户名", "", _("不填则按姓名拼音生成")),
)
GRIDS = (
    Column("village", "村（社区）", "522725106201", _("代码，或县以下名称，如“珠藏镇荣院村”"), required=True),
    Column("name", "网格名称", "第一网格", required=True),
    Column("number", "网格编号", "1", _("1 至 999；不填则取最小的未用编号")),
)
COLUMNS = {SheetKind.UNITS: UNITS, SheetKind.PEOPLE: PEOPLE, SheetKind.GRIDS: GRIDS}
