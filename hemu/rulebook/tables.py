"""Which tables there are, how each chooses among the rules that fire, and what it may answer.

This is the frame that code relies on. What the rules say is data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Policy(StrEnum):
    """What happens when several rules fire.

    FIRST: the topmost speaks. HIGHEST: every rule that fires is a ground, the highest answer holds.
    MERGE: parts of the answer come from different rules, each group of parts whole from the topmost rule
    that speaks of it; the rules that were heard are the grounds.
    """

    FIRST = "first"
    HIGHEST = "highest"
    MERGE = "merge"


class Answer(StrEnum):
    """The type of one part of an answer."""

    NUMBER = "number"
    FLAG = "flag"
    TEXT = "text"
    TEXTS = "texts"
    PERIODS = "periods"


@dataclass(frozen=True, slots=True)
class Output:
    """One part of a table's answer. `choices` empty means any value of the type.

    Parts of one `group` belong together: a MERGE takes them from one rule. Empty: a group of its own.
    `vocabulary` "unit_kinds": each text is the name of a kind of unit.
    """

    type: Answer
    label: str | Promise
    choices: tuple[str | int, ...] = ()
    required: bool = False
    group: str = ""
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table's frame. `rank` names the part that HIGHEST compares."""

    name: str
    label: str | Promise
    policy: Policy
    outputs: Mapping[str, Output]
    rank: str = ""

    def group(self, part: str) -> str:
        """The group that a part of the answer belongs to."""
        return self.outputs[part].group or part


UNITS = ("minutes", "hours", "working_hours", "working_days", "days")
LEVELS = ("ordinary", "urgent")
WAYS = ("internal", "vertical", "horizontal")
KEY_CATEGORIES = ("danger", "mass", "long", "relapsed", "petition", "other")
KEY_GRADES = ("prefecture", "county", "township", "village")
_N, _F, _T, _TT = Answer.NUMBER, Answer.FLAG, Answer.TEXT, Answer.TEXTS

_PERIOD = {
    "amount": Output(_N, _("期限"), required=True),
    "unit": Output(_T, _("单位"), UNITS, required=True),
}

_SPECS = (
    TableSpec(
        "rating",
        _("三色定级"),
        Policy.HIGHEST,
        {"colour": Output(_N, _("等级"), (1, 2, 3), required=True)},
        "colour",
    ),
    TableSpec(
        "routing",
        _("分流"),
        Policy.MERGE,
        {
            "way": Output(_T, _("分流方式"), WAYS, group="way"),
            "target_kinds": Output(_TT, _("交给"), group="way", vocabulary="unit_kinds"),
            "joint": Output(_F, _("联合调处"), group="way"),
            "joint_kinds": Output(_TT, _("协办单位"), group="way", vocabulary="unit_kinds"),
            "report_to": Output(_TT, _("立即报告"), vocabulary="unit_kinds"),
            "alarm_above": Output(_F, _("向上一级预警")),
            "at_once": Output(_F, _("立即")),
            "on_the_spot": Output(_F, _("当场化解"), group="way"),
            "agreement": Output(_F, _("签订协议"), group="way"),
            "safety_plan": Output(_F, _("制定安全防护措施")),
            "report_police": Output(_F, _("报告公安机关")),
            "not_mediable": Output(_F, _("权属须由政府处理，不能以调解确定"), group="law"),
            "article": Output(_T, _("法律依据"), group="law"),
        },
    ),
    TableSpec(
        "reporting",
        _("小事快报、大事急报"),
        Policy.FIRST,
        {
            "level": Output(_T, _("级别"), LEVELS, required=True),
            **_PERIOD,
            "report_to": Output(_TT, _("报告给"), required=True, vocabulary="unit_kinds"),
            "by_registering": Output(_F, _("以登记代替上报"), required=True),
        },
    ),
    TableSpec("clock", _("时限"), Policy.FIRST, _PERIOD),
    TableSpec(
        "mediable",
        _("不得调解的事项"),
        Policy.HIGHEST,
        {
            "bar": Output(_N, _("能不能调解"), (1, 2, 3), required=True),
            "where": Output(_T, _("向哪里提出"), required=True),
            "route": Output(_T, _("其他途径的代码")),
        },
        "bar",
    ),
    TableSpec(
        "followup",
        _("回访"),
        Policy.FIRST,
        {
            "first_days": Output(_N, _("首次回访（天）"), required=True),
            "every_days": Output(_N, _("每隔（天）"), required=True),
            "times": Output(_N, _("次数"), required=True),
            "targeted": Output(_F, _("重点回访"), required=True),
            "in_depth": Output(_F, _("深入回访")),
        },
    ),
    TableSpec(
        "review", _("会商复评"), Policy.FIRST, {"every_days": Output(_N, _("每隔（天）"), required=True)}
    ),
    TableSpec("asking", _("回访抽查"), Policy.FIRST, {"most": Output(_N, _("数值"), required=True)}),
    TableSpec(
        "key",
        _("重点纠纷"),
        Policy.FIRST,
        {
            "category": Output(_T, _("分类"), KEY_CATEGORIES, required=True),
            "grade": Output(_T, _("分级"), KEY_GRADES, required=True),
        },
    ),
    TableSpec("doubts", _("走访核查"), Policy.FIRST, {"most": Output(_N, _("限值"), required=True)}),
    TableSpec(
        "worktime", _("上班时间"), Policy.FIRST, {"periods": Output(Answer.PERIODS, _("时段"), required=True)}
    ),
    TableSpec(
        "quiet",
        _("消息发送时段"),
        Policy.FIRST,
        {"periods": Output(Answer.PERIODS, _("时段"), required=True)},
    ),
)

SPECS: Mapping[str, TableSpec] = {spec.name: spec for spec in _SPECS}
"""Every table by its name."""
