"""Rules in words: what a person reads on the page of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from hemu.kernel.wording import labelled, listed, phrases
from hemu.orgs.models import UnitKind
from hemu.rulebook import codes
from hemu.rulebook.facts import FactType, fact
from hemu.rulebook.tables import SPECS, Answer, Output

Words = str | Promise

COLOURS: Mapping[object, Words] = {
    0: gettext_lazy("未定级"),
    1: gettext_lazy("蓝色"),
    2: gettext_lazy("橙色"),
    3: gettext_lazy("红色"),
}
WAYS: Mapping[object, Words] = {
    "internal": gettext_lazy("内部分流"),
    "vertical": gettext_lazy("纵向分流"),
    "horizontal": gettext_lazy("横向分流"),
}
UNITS: Mapping[object, Words] = {
    "minutes": gettext_lazy("分钟"),
    "hours": gettext_lazy("小时（自然时间）"),
    "working_hours": gettext_lazy("个工作小时"),
    "working_days": gettext_lazy("个工作日"),
    "days": gettext_lazy("天"),
}
LEVELS: Mapping[object, Words] = {
    "ordinary": gettext_lazy("小事快报"),
    "urgent": gettext_lazy("大事急报"),
}
BARS: Mapping[object, Words] = {
    1: gettext_lazy("可以调解，同时要报告"),
    2: gettext_lazy("只能调解其余部分"),
    3: gettext_lazy("不能调解"),
}
KEY_CATEGORIES: Mapping[object, Words] = {
    "danger": gettext_lazy("极端风险"),
    "mass": gettext_lazy("群体性"),
    "long": gettext_lazy("久调未决"),
    "relapsed": gettext_lazy("反复反弹"),
    "petition": gettext_lazy("涉信访、涉诉讼"),
    "other": gettext_lazy("其他重点"),
}
KEY_GRADES: Mapping[object, Words] = {
    "prefecture": gettext_lazy("市州级"),
    "county": gettext_lazy("县级"),
    "township": gettext_lazy("乡镇级"),
    "village": gettext_lazy("村级"),
}
_TERMS: Mapping[str, Any] = {
    "minutes": ngettext_lazy("%(shown)s 分钟", "%(shown)s 分钟", "n"),
    "hours": ngettext_lazy("%(shown)s 小时（自然时间）", "%(shown)s 小时（自然时间）", "n"),
    "working_hours": ngettext_lazy("%(shown)s 个工作小时", "%(shown)s 个工作小时", "n"),
    "working_days": ngettext_lazy("%(shown)s 个工作日", "%(shown)s 个工作日", "n"),
    "days": ngettext_lazy("%(shown)s 天", "%(shown)s 天", "n"),
}
OPERATORS: Mapping[str, Words] = {
    "is": pgettext_lazy("operator", "是"),
    "at_least": gettext_lazy("不少于"),
    "at_most": gettext_lazy("不超过"),
    "one_of": gettext_lazy("属于"),
    "between": gettext_lazy("介于"),
    "present": gettext_lazy("已记录"),
}
CLOCKS: Mapping[object, Words] = {
    "state": gettext_lazy("本环节"),
    "hop": gettext_lazy("接收"),
    "whole": gettext_lazy("全程"),
    "mediation": gettext_lazy("调解"),
    "follow_up": gettext_lazy("回访"),
    "performance": gettext_lazy("履行"),
    "confirmation": gettext_lazy("司法确认"),
    "confirmation_decide": gettext_lazy("司法确认决定受理"),
    "confirmation_rule": gettext_lazy("司法确认作出裁定"),
    "confirmation_extension": gettext_lazy("司法确认延长审查"),
    "confirmation_reminder": gettext_lazy("司法确认提醒"),
    "promise_reminder": gettext_lazy("履行提醒"),
    "mediation_extension": gettext_lazy("延长调解"),
    "appraisal": gettext_lazy("鉴定、评估"),
    "labour_arbitration": gettext_lazy("申请劳动仲裁"),
    "land_arbitration": gettext_lazy("申请农村土地承包仲裁"),
    "crime_review": gettext_lazy("民转刑复盘"),
    "ownership_suit": gettext_lazy("不服权属处理决定起诉"),
    "review": gettext_lazy("会商复评"),
    "petition_forward": gettext_lazy("信访转送"),
    "petition_answer": gettext_lazy("信访办理"),
    "petition_extension": gettext_lazy("信访延期"),
    "petition_review_window": gettext_lazy("信访人申请复查、复核"),
    "petition_review": gettext_lazy("信访复查、复核"),
    "villager_answer": gettext_lazy("村民说事答复"),
    "villager_forget": gettext_lazy("反映人信息保存"),
    "personal_request": gettext_lazy("个人信息请求答复"),
    "emergency_review": gettext_lazy("紧急查看复核"),
    "retention": gettext_lazy("办结后个人信息保存"),
    "retention_visit": gettext_lazy("走访、隐患记录保存"),
    "retention_report": gettext_lazy("村民说事保存"),
    "retention_incident": gettext_lazy("警情记录保存"),
    "retention_petition": gettext_lazy("信访件保存"),
    "missed_window": gettext_lazy("漏报核查期"),
    "concealed_after": gettext_lazy("瞒报核查期"),
    "report_check": gettext_lazy("线索核查"),
    "supervision_answer": gettext_lazy("督办反馈"),
    "advice": gettext_lazy("律师答复"),
    "referral_answer": gettext_lazy("转介答复"),
    "safety": gettext_lazy("红色纠纷制定安全防护方案"),
    "safety_review": gettext_lazy("红色纠纷复核安全防护方案"),
    "warning_again": gettext_lazy("预警提示单逾期再次提级"),
    "conferral_township": gettext_lazy("乡镇会商"),
    "conferral_county": gettext_lazy("县级会商"),
    "conferral_prefecture": gettext_lazy("市州会商"),
    "key_update": gettext_lazy("重点纠纷动态更新"),
    "unvisited": gettext_lazy("有未结纠纷的地方多久没有走访"),
    "incident_on_scene": gettext_lazy("警情现场处置"),
    "incident_police_office": gettext_lazy("警情由警务室认领"),
    "incident_phone": gettext_lazy("警情电话回访"),
    "incident_centre": gettext_lazy("警情移交综治中心"),
    "incident_joint": gettext_lazy("警情联合调处"),
    "incident_handled": gettext_lazy("警情认领后办理"),
    "callback": gettext_lazy("电话回访"),
    "complaint_answer": gettext_lazy("投诉答复"),
    "own_answer_link": gettext_lazy("当事人自答链接有效期"),
}

_values: dict[str, Mapping[object, Words]] = {"colour": COLOURS, "clock": CLOCKS}


def name_values(fact_name: str, names: Mapping[object, Words]) -> None:
    """Give words to a fact's values. For parts above the rulebook that own an enumeration."""
    _values[fact(fact_name).name] = names


def values_of(fact_name: str) -> Mapping[object, Words]:
    """The words of a fact's values; empty when it has none."""
    return _values.get(fact_name, {})


_ANSWERS: Mapping[str, Mapping[object, Words]] = {
    "colour": COLOURS,
    "way": WAYS,
    "unit": UNITS,
    "level": LEVELS,
    "category": KEY_CATEGORIES,
    "grade": KEY_GRADES,
    "bar": BARS,
}


def answer_choices(part: str) -> Mapping[object, Words]:
    """The words of an answer's values, for a part that has a fixed set of them."""
    return _ANSWERS.get(part, {})


def value(name: str, given: object) -> str:
    """One value of a fact in words."""
    entry = fact(name)
    if entry.type is FactType.FLAG:
        return _("是") if given else _("否")
    if name == "kind" and isinstance(given, int):
        return codes.full_label(codes.KINDS, given)
    known = _values.get(name, {}).get(given)
    if known is not None:
        return str(known)
    shown = f"{given:,}" if isinstance(given, int | float) else str(given)
    if entry.count and isinstance(given, int):
        return str(entry.count % {"n": given, "shown": shown})
    return f"{shown} {entry.unit}" if entry.unit else shown


def recorded(name: str, given: object) -> str:
    """A recorded fact: 「已组织调解未成：2 次」."""
    return labelled(fact(name).label, value(name, given))


def condition(item: Mapping[str, Any]) -> str:
    """One condition: 「已组织调解未成 不少于 2 次」; a flag that must hold is its own words."""
    entry, operator = fact(item["fact"]), item["op"]
    wanted: Any = item.get("value")
    if entry.type is FactType.FLAG and operator == "is":
        return str(entry.label) if wanted else _("未发生：%(what)s") % {"what": entry.label}
    verb = OPERATORS[operator]
    if operator == "present":
        return f"{entry.label} {verb}"
    if operator == "between":
        return f"{entry.label} {verb} {value(entry.name, wanted[0])} – {value(entry.name, wanted[1])}"
    if operator == "one_of":
        return f"{entry.label} {verb} {listed(value(entry.name, one) for one in wanted)}"
    return f"{entry.label} {verb} {value(entry.name, wanted)}"


def _texts(given: Sequence[str]) -> str:
    return listed(UnitKind[name].label if name in UnitKind.__members__ else name for name in given)


def _periods(given: Sequence[Sequence[str]]) -> str:
    return phrases(f"{begin}–{end}" for begin, end in given)


def part(output: Output, name: str, given: Any) -> str:
    """One part of an answer: 「分流方式：纵向分流」; a flag that is set is its own words."""
    if output.type is Answer.FLAG:
        return str(output.label) if given else _("不%(what)s") % {"what": output.label}
    shown: Callable[[Any], str] = {Answer.TEXTS: _texts, Answer.PERIODS: _periods}.get(output.type, str)
    special = answer_choices(name)
    known = special.get(given) if isinstance(given, str | int) else None
    if known is not None and name in ("way", "level", "bar"):
        return str(known)
    return labelled(output.label, known or shown(given))


def term(amount: int, unit: str) -> str:
    """A length of time: 「2 小时（自然时间）」「3,650 天」."""
    term = _TERMS.get(unit)
    return str(term % {"n": amount, "shown": f"{amount:,}"}) if term else f"{amount} {unit}"


def answer(table: str, given: Mapping[str, Any]) -> list[str]:
    """A whole answer, part by part, in the order of the table's frame."""
    outputs = SPECS[table].outputs
    told = [name for name in outputs if name in given]
    timed = {"amount", "unit"} <= set(told)
    return [
        term(given["amount"], given["unit"])
        if timed and name == "amount"
        else part(outputs[name], name, given[name])
        for name in told
        if not (timed and name == "unit")
    ]
