"""What the parts of an item are called, and how their values are read, for people who look at one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import IntegerChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from hemu.field.clockwork import as_moment
from hemu.field.schemas import PositionIn
from hemu.kernel import clock
from hemu.orgs.names import mask_phone
from hemu.orgs.queries import place_names
from hemu.rulebook.facts import FACTS

LABELS: dict[str, str | Promise] = {
    "agreement": _("协议"),
    "amount": _("金额（元）"),
    "answer": _("回答"),
    "asked": _("问了谁"),
    "asked_name": _("被访人"),
    "campaign": _("专项行动名称"),
    "consents": _("各方意愿"),
    "content": _("协议内容"),
    "dispute_text": _("矛盾纠纷情况"),
    "done": _("做到了吗"),
    "done_at": _("回访时间"),
    "done_on_spot": _("现场工作"),
    "due_on": _("期限"),
    "ended_at": _("结束时间"),
    "facts": _("评估要素"),
    "for_whom": _("服务对象"),
    "form": _("形式"),
    "found_at": _("发现时间"),
    "group_name": _("群名称"),
    "has_dispute": _("有矛盾纠纷"),
    "has_hazard": _("有风险隐患"),
    "hazard_text": _("风险隐患情况"),
    "help_text": _("求助事项"),
    "helpers": _("邀请参加的人"),
    "issues": _("争议事项"),
    "kept": _("协议履行"),
    "kind": _("类别"),
    "main_facts": _("纠纷主要事实"),
    "manner": _("履行方式"),
    "marks": _("逐条核对"),
    "measures": _("采取了什么措施"),
    "mode": _("方式"),
    "name": _("姓名"),
    "narrative": _("纠纷简述"),
    "needs_help": _("有求助事项"),
    "new": _("新登记的纠纷"),
    "new_dispute": _("发现的新纠纷"),
    "no_position": _("没有定位的原因"),
    "object_info": _("对象基本情况"),
    "object_kind": _("走访对象类别"),
    "object_name": _("户主或单位名称"),
    "object_people": _("走访人数"),
    "object_phone": _("联系电话"),
    "occurred_on": _("发生日期"),
    "own_will": _("自愿调解"),
    "parties": _("当事人"),
    "party": _("当事人"),
    "performed_at_once": _("已当场履行"),
    "phone": _("联系电话"),
    "photos": _("照片"),
    "place": _("详细地点"),
    "position": _("定位"),
    "promises": _("约定事项"),
    "publicity": _("宣传内容"),
    "reason": _("走访事由"),
    "received_at": _("收到时间"),
    "record": _("调解经过"),
    "region": _("所在网格"),
    "reporter": _("反映人"),
    "requests": _("当事人要求"),
    "responsibilities": _("各方责任"),
    "result": _("结果"),
    "result_text": _("办理情况"),
    "satisfaction": _("满意度"),
    "service_kind": _("服务类别"),
    "side": _("地位"),
    "signatures": _("签名"),
    "signs": _("激化苗头"),
    "smoulders": _("还有什么没解决"),
    "started_at": _("开始时间"),
    "suit": _("起诉和判决"),
    "team": _("服务队"),
    "text": _("内容"),
    "time_limit": _("履行期限"),
    "title": _("纠纷名称"),
    "visitors": _("走访人员"),
    "voices": _("录音"),
    "what": _("履行什么"),
    "what_follows": _("后续安排"),
    "wrong": _("调解有没有不当"),
}
_NAMES_OF_MOMENTS = "_at"
_NUMBERED = frozenset({"party", "promise"})
_COUNTED = frozenset({"photos", "voices", "files"})
_LEFT_OUT = frozenset(
    {"dispute", "visit", "hazard", "service", "report", "origin", "target", "drawing", "mediator_drawing"}
    | {"mediators", "helpers_consented", "files", "identity_number", "mediator_signed", "sealed"}
)
"""Parts that say nothing to a reader, or that nobody needs in order to decide."""


def label(name: str) -> str:
    """What a part is called; its name when nobody has said."""
    return str(LABELS.get(name, name))


def rows(data: BaseModel, names: Names | None = None, before: str = "") -> Iterator[tuple[str, str, str]]:
    """(name, label, value in words) of every part of an item that says something.

    `names` are the parties' and the promises', by how the item refers to them.
    """
    for name in type(data).model_fields:
        value = getattr(data, name)
        if name in _LEFT_OUT or value in (None, "", [], {}):
            continue
        if isinstance(value, BaseModel) and not isinstance(value, PositionIn):
            yield from rows(value, names, f"{before}{name}.")
        else:
            yield f"{before}{name}", label(name), said(name, value, names)


Names = Mapping[str, str]


def said(name: str, value: Any, names: Names | None = None) -> str:
    """A value in words."""
    if value is None or value == "":
        return ""
    if name == "done":
        return _now("已经做到") if value else _now("到期没做到")
    if isinstance(value, bool):
        return _now("是") if value else _now("否")
    if isinstance(value, IntegerChoices):
        return str(value.label)
    if name == "region":
        return place_names([int(value)], local=True)[int(value)]
    if name in _NUMBERED:
        return (names or {}).get(str(value), "")
    if name in _COUNTED:
        return _now("%(n)d 份") % {"n": len(value)}
    if name.endswith(_NAMES_OF_MOMENTS) and isinstance(value, int | datetime):
        return _moment(value)
    return mask_phone(str(value)) if "phone" in name else _composed(value, names)


def _moment(value: int | datetime) -> str:
    at = value if isinstance(value, datetime) else as_moment(value)
    return f"{clock.local(at):%Y-%m-%d %H:%M}"


def _composed(value: Any, names: Names | None) -> str:
    if isinstance(value, PositionIn):
        return f"{value.latitude:.5f}, {value.longitude:.5f}"
    if isinstance(value, BaseModel):
        return " ".join(text for _name, _label, text in rows(value, names) if text)
    if isinstance(value, dict):
        return "、".join(f"{_fact(name)}:{said(name, one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return "；".join(_composed(one, names) for one in value)
    return str(value)


def _fact(name: str) -> str:
    known = FACTS.get(name)
    return str(known.label) if known is not None else name
