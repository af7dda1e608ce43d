"""分流: which way a dispute goes, to whom, who is told, and what the law takes out of mediation.

Unit kinds are names of :class:`hemu.orgs.models.UnitKind`.
"""

from __future__ import annotations

from hemu.rulebook.defaults.shape import (
    LOCAL,
    REPORTS,
    Row,
    at_least,
    between,
    equal,
    example,
    otherwise,
    row,
    yes,
)

_COURT_SIDE = ["COURT", "LEGAL_BRIGADE", "JUDICIAL_OFFICE"]
_CENTRE = ["TOWNSHIP_CENTRE"]
_STATION_DEPARTMENTS = ["DEPARTMENT", "JUDICIAL_OFFICE", "POLICE_STATION"]
_VERTICAL: Row = {
    "way": "vertical",
    "target_kinds": _CENTRE,
    "joint": True,
    "joint_kinds": _STATION_DEPARTMENTS,
}

ROWS: list[Row] = [
    row(
        "red-report",
        "红色：立即报告乡镇政府，并向上一级预警",
        [equal("colour", 3)],
        {"report_to": ["TOWNSHIP_GOVERNMENT"], "alarm_above": True, "at_once": True},
        REPORTS,
    ),
    row(
        "self-harm-safety",
        "有自伤自杀言行：先制定安全防护措施",
        [yes("self_harm")],
        {"safety_plan": True},
        LOCAL,
        "每一次联系都先确认当事人安全。",
    ),
    row(
        "report-offence",
        "可能引起治安案件、刑事案件，及时报告公安机关",
        [yes("suspected_offence")],
        {"report_police": True},
        "人民调解法25",
    ),
    row(
        "report-domestic-violence",
        "无或限制民事行为能力人遭受家庭暴力，及时向公安机关报案",
        [yes("domestic_violence"), yes("incapable_victim")],
        {"report_police": True},
        "反家庭暴力法14",
    ),
    row(
        "forest-ownership",
        "林木、林地权属争议由人民政府处理，调解不确定权属",
        [yes("ownership_undetermined"), equal("kind", 903)],
        {**_VERTICAL, "not_mediable": True, "article": "森林法22"},
        "森林法22",
    ),
    row(
        "land-ownership",
        "土地所有权和使用权争议，协商不成的由人民政府处理，调解不确定权属",
        [yes("ownership_undetermined")],
        {**_VERTICAL, "not_mediable": True, "article": "土地管理法14"},
        "土地管理法14",
    ),
    row(
        "horizontal-sued",
        "已向法院起诉：横向移交法庭，法制大队、司法所配合",
        [yes("sued")],
        {"way": "horizontal", "target_kinds": _COURT_SIDE},
        REPORTS,
    ),
    row(
        "horizontal-legal",
        "涉法涉诉：横向移交法庭、法制大队、司法所",
        [yes("legal_matter")],
        {"way": "horizontal", "target_kinds": _COURT_SIDE},
        REPORTS,
    ),
    row(
        "vertical-unclear",
        "责任主体不明确：推送综治中心确定主办、协办",
        [yes("subject_unclear")],
        _VERTICAL,
        REPORTS,
    ),
    row(
        "vertical-several",
        "涉及多个责任单位：推送综治中心确定主办、协办",
        [at_least("responsible_units", 2)],
        _VERTICAL,
        REPORTS,
    ),
    row(
        "vertical-wages",
        "拖欠工资：综治中心牵头，劳动保障等部门联合处理",
        [yes("wages"), at_least("people", 10)],
        _VERTICAL,
        LOCAL,
        "人数多的欠薪纠纷单由派出所或村里处理不了。",
    ),
    row(
        "vertical-wages-kind",
        "拖欠农民工工资：综治中心牵头，劳动保障等部门联合处理",
        [equal("kind", 710), at_least("people", 10)],
        _VERTICAL,
        LOCAL,
        "类型登记为拖欠农民工工资的，与要素中勾选拖欠工资的一样处理。",
    ),
    row(
        "red-government",
        "红色：由乡镇政府统筹，综治中心调度",
        [equal("colour", 3)],
        {**_VERTICAL, "target_kinds": ["TOWNSHIP_GOVERNMENT", "TOWNSHIP_CENTRE"]},
        REPORTS,
    ),
    row("orange-joint", "橙色：七站八所联合调处", [equal("colour", 2)], _VERTICAL, REPORTS),
    row(
        "blue-professional",
        "医疗损害、交通事故：交专业性行业性调委会",
        [equal("colour", 1), between("kind", 502, 503)],
        {"way": "internal", "target_kinds": ["MEDIATION_COMMITTEE", "POLICE_STATION"], "agreement": True},
        LOCAL,
        "专业性强，由专业调委会受理更有把握。",
    ),
    row(
        "blue-spot",
        "蓝色：当场化解，签订协议",
        [equal("colour", 1)],
        {
            "way": "internal",
            "target_kinds": ["POLICE_STATION", "MEDIATION_COMMITTEE"],
            "on_the_spot": True,
            "agreement": True,
        },
        REPORTS,
    ),
    otherwise(
        "internal-duty",
        "主体明确、属于职责范围：内部指定承办人",
        {"way": "internal", "target_kinds": ["POLICE_STATION", "MEDIATION_COMMITTEE"]},
        REPORTS,
    ),
]

_COURT: Row = {"way": "horizontal", "target_kinds": _COURT_SIDE}

EXAMPLES: list[Row] = [
    example(
        "扬言报复社会：立即报告乡镇政府、向上预警",
        {"colour": 3, "revenge_on_society": True},
        {"report_to": ["TOWNSHIP_GOVERNMENT"], "alarm_above": True, "at_once": True, "way": "vertical"},
    ),
    example(
        "喝农药送医：安全防护措施，立即报告",
        {"colour": 3, "self_harm": True},
        {"safety_plan": True, "report_to": ["TOWNSHIP_GOVERNMENT"]},
    ),
    example(
        "林权纠纷橙色：七站八所联合调处",
        {"colour": 2, "kind": 903, "failed_mediations": 2},
        {"way": "vertical", "joint": True, "target_kinds": _CENTRE, "joint_kinds": _STATION_DEPARTMENTS},
    ),
    example("再婚家庭房产、牵连多起：联合调处", {"colour": 2, "linked_disputes": 3}, {"joint": True}),
    example(
        "浇水口角：当场化解，签协议",
        {"colour": 1, "settleable_on_spot": True},
        {"way": "internal", "on_the_spot": True, "agreement": True},
    ),
    example(
        "主体不明确的边界纠纷：综治中心定主办协办",
        {"colour": 1, "subject_unclear": True, "responsible_units": 3},
        {"way": "vertical", "target_kinds": _CENTRE},
    ),
    example("已就借款起诉：法庭、法制大队、司法所", {"colour": 1, "sued": True}, _COURT),
    example("红色又已起诉：横向移交，仍须报告", {"colour": 3, "sued": True}, {**_COURT, "alarm_above": True}),
    example(
        "山林权属未定：由政府处理",
        {"colour": 1, "kind": 903, "ownership_undetermined": True},
        {"not_mediable": True, "article": "森林法22"},
    ),
    example(
        "宅基地权属未定：由政府处理",
        {"colour": 1, "kind": 902, "ownership_undetermined": True},
        {"not_mediable": True, "article": "土地管理法14"},
    ),
    example(
        "可能构成治安案件：报告公安机关", {"colour": 1, "suspected_offence": True}, {"report_police": True}
    ),
    example(
        "二十名农民工被拖欠工资：推送综治中心", {"colour": 1, "kind": 710, "people": 20}, {"way": "vertical"}
    ),
    example("尚未定级：内部办理", {}, {"way": "internal"}),
]
