"""The facts that rules speak of: names, types, words.

A fact is something recorded about a dispute, never about a person's character. A fact that was not
recorded is unknown: no rule fires on it, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class FactType(StrEnum):
    """What values a fact takes. AMOUNT is in yuan; CODE is a text from a code list or a state's name."""

    FLAG = "flag"
    NUMBER = "number"
    AMOUNT = "amount"
    CODE = "code"


class BadFact(ValueError):
    """A fact has no entry in the registry, or a value of another type. The message is for users."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: `label` is what users read, `unit` follows a number."""

    name: str
    type: FactType
    label: str | Promise
    unit: str | Promise = ""
    count: Any = ""
    """How many of them, in words: a lazy ngettext of ``n`` and of how it is ``shown``."""


_FLAG, _NUMBER, _AMOUNT, _CODE = FactType.FLAG, FactType.NUMBER, FactType.AMOUNT, FactType.CODE
_TIMES = _("次"), ngettext_lazy("%(shown)s 次", "%(shown)s 次", "n")
_DISPUTES = _("件"), ngettext_lazy("%(shown)s 件", "%(shown)s 件", "n")
_PEOPLE = _("人"), ngettext_lazy("%(shown)s 人", "%(shown)s 人", "n")
_HOUSEHOLDS = _("户"), ngettext_lazy("%(shown)s 户", "%(shown)s 户", "n")
_INCIDENTS = pgettext_lazy("incidents", "起"), ngettext_lazy("%(shown)s 起", "%(shown)s 起", "n")
_DAYS = _("天"), ngettext_lazy("%(shown)s 天", "%(shown)s 天", "n")
_YEARS = _("年"), ngettext_lazy("%(shown)s 年", "%(shown)s 年", "n")
_UNITS = pgettext_lazy("units", "个"), ngettext_lazy("%(shown)s 个", "%(shown)s 个", "n")

_ALL = (
    Fact("threat_violence", _FLAG, _("有实施极端暴力的言行倾向")),
    Fact("revenge_on_society", _FLAG, _("扬言报复社会")),
    Fact("may_escalate", _FLAG, _("不立即处置可能激化、危及安全")),
    Fact("self_harm", _FLAG, _("有自伤、自杀的言行")),
    Fact("threat", _FLAG, _("当面或以信息威胁对方")),
    Fact("weapon", _FLAG, _("现场持有器械、农药等危险物品")),
    Fact("injury", _FLAG, _("已有人受伤")),
    Fact("group_fight", _FLAG, _("有聚众斗殴、械斗苗头")),
    Fact("domestic_violence", _FLAG, _("有家庭暴力情形")),
    Fact("minors", _FLAG, _("涉及未成年人")),
    Fact("incapable_victim", _FLAG, _("受害人无或限制民事行为能力")),
    Fact("suspected_offence", _FLAG, _("可能涉及治安案件或刑事案件")),
    Fact("crime", _FLAG, _("已经构成或者涉嫌犯罪")),
    Fact("status_question", _FLAG, _("要求确认或者解除身份、收养、婚姻关系")),
    Fact("decision_challenged", _FLAG, _("不服行政机关作出的决定、处罚")),
    Fact("already_judged", _FLAG, _("法院、仲裁机构或者行政机关已经处理完毕")),
    Fact("failed_mediations", _NUMBER, _("已组织调解未成"), *_TIMES),
    Fact("people", _NUMBER, _("涉及人数"), *_PEOPLE),
    Fact("households", _NUMBER, _("涉及户数"), *_HOUSEHOLDS),
    Fact("complex_matter", _FLAG, _("情况复杂")),
    Fact("amount", _AMOUNT, _("争议金额"), _("元")),
    Fact("wages", _FLAG, _("拖欠工资")),
    Fact("petition", _FLAG, _("已经或者表示要集体信访")),
    Fact("police_incidents", _NUMBER, _("同一事由的警情"), *_INCIDENTS),
    Fact("linked_disputes", _NUMBER, pgettext_lazy("several", "关联纠纷"), *_DISPUTES),
    Fact("recurring_years", _NUMBER, _("反复发生持续"), *_YEARS),
    Fact("relapses", _NUMBER, _("办结后反弹"), *_TIMES),
    Fact("not_kept", _FLAG, _("上次回访协议没有履行")),
    Fact("discontent", _FLAG, _("当事人上次回访不满意")),
    Fact("settleable_on_spot", _FLAG, _("可以当场调解")),
    Fact("sued", _FLAG, _("已向法院起诉")),
    Fact("legal_matter", _FLAG, _("涉法涉诉、须司法机关指导")),
    Fact("subject_unclear", _FLAG, _("责任主体不明确")),
    Fact("responsible_units", _NUMBER, _("涉及的责任单位"), *_UNITS),
    Fact("ownership_undetermined", _FLAG, _("土地、林地权属未确定")),
    Fact("within_duty", _FLAG, _("属于本所职责范围")),
    Fact("refused", _FLAG, _("一方明确拒绝调解")),
    Fact("no_answer", _FLAG, _("回访未联系上")),
    Fact("returns", _NUMBER, _("已被退回"), *_TIMES),
    Fact("colour", _NUMBER, _("等级")),
    Fact("kind", _NUMBER, _("纠纷类别")),
    Fact("days_open", _NUMBER, _("登记后未化解"), *_DAYS),
    Fact("hop", _NUMBER, _("流转次数"), *_TIMES),
    Fact("state", _NUMBER, _("状态")),
    Fact("clock", _CODE, _("时限种类")),
    Fact("check", _CODE, _("核查项")),
    Fact("matter", _CODE, _("事项")),
    Fact("message_to", _CODE, _("消息发给")),
    Fact("source", _CODE, _("来源")),
    Fact("outcome", _NUMBER, _("调解结果")),
)

FACTS: Mapping[str, Fact] = {fact.name: fact for fact in _ALL}
"""Every fact by its name."""


def fact(name: str) -> Fact:
    """The fact called `name`; raises BadFact."""
    try:
        return FACTS[name]
    except KeyError:
        raise BadFact(gettext("没有名为“%(name)s”的评估要素。") % {"name": name}) from None


def suits(kind: FactType, value: object) -> bool:
    """Whether `value` is one that a fact of this type can have."""
    if kind is FactType.FLAG:
        return isinstance(value, bool)
    if kind is FactType.CODE:
        return isinstance(value, str)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _wrong(entry: Fact, value: object) -> str:
    wanted = {
        FactType.FLAG: gettext("应为“是”或“否”"),
        FactType.CODE: gettext("应为代码"),
    }.get(entry.type, gettext("应为数字"))
    return gettext("“%(label)s”不能是“%(value)s”：%(wanted)s。") % {
        "label": entry.label,
        "value": value,
        "wanted": wanted,
    }


def known(given: Mapping[str, Any]) -> dict[str, Any]:
    """The recorded facts among `given`: None and empty text mean that nobody recorded anything.

    Raises BadFact on a name that isn't registered or a value of the wrong type: a misspelt fact
    would otherwise be a rule that quietly never fires.
    """
    recorded: dict[str, Any] = {}
    for name, value in given.items():
        if value is None or value == "":
            continue
        if not suits(fact(name).type, value):
            raise BadFact(_wrong(fact(name), value))
        recorded[name] = value
    return recorded
