"""What ledger entries keep, in words: for each name that an act tells, its label and how its value reads.

A test collects every name that any act tells and fails when one is neither here nor silent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy

from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Body, ClockKind, LinkKind, Outcome
from hemu.kernel import money
from hemu.kernel.wording import listed
from hemu.loop.assessment.key.models import Category, Grade
from hemu.loop.followup.callbacks.models import Said
from hemu.loop.followup.callbacks.models import State as CallState
from hemu.loop.followup.chasing.models import Whom, Why
from hemu.loop.followup.models import Again, Asked, Kept
from hemu.loop.followup.models import Mode as FollowUpMode
from hemu.loop.mediation.confirmation.models import Stage as ConfirmationStage
from hemu.loop.mediation.crimes.models import ReviewState
from hemu.loop.mediation.fusion.models import Kind as FusionKind
from hemu.loop.mediation.fusion.models import Tie as FusionTie
from hemu.loop.mediation.inquiries.models import Power
from hemu.loop.mediation.models import AgreementForm, ApplicationForm, ChosenBy, Result
from hemu.loop.mediation.models import Mode as SessionMode
from hemu.loop.mediation.outcomes.models import Prevented, Verdict
from hemu.loop.mediation.performance.models import UrgedBy
from hemu.loop.mediation.police.models import Basis
from hemu.loop.mediation.police.models import Step as PoliceStep
from hemu.loop.routing.models import Answer, Way
from hemu.notices.telling.models import Way as MessageWay
from hemu.notices.telling.models import What as Texted
from hemu.notices.telling.models import Why as WhyNotTexted
from hemu.office.pages.sayers import (
    Sayer,
    Words,
    colour,
    each_of,
    marks,
    moment,
    of_list,
    one_of,
    proposed,
    said,
    sensitive,
    told_facts,
    triage,
)
from hemu.rulebook import words

SILENT = frozenset(
    {
        *(
            "changed",
            "file",
            "format",
            "size",
            "purpose",
            "sha256",
            "source",
            "source_ref",
            "parties",
            "level",
        ),
        *("inquiry", "authorisation", "referral"),
        *("rules", "rights", "hop", "session", "follow_up", "next_follow_up", "promise", "recusal", "review"),
        "reviewed",
    }
)
"""Kept for programs; the entry's other words already say it."""


PERSONAL: dict[str, Words] = {
    "text": gettext_lazy("内容"),
    "title": gettext_lazy("纠纷名称"),
    "narrative": gettext_lazy("简述"),
    "place": gettext_lazy("地点"),
    "name": gettext_lazy("文件"),
    "parties": gettext_lazy("当事人"),
    "parties_added": gettext_lazy("增加当事人"),
    "parties_removed": gettext_lazy("移除当事人"),
    "applicants": gettext_lazy("申请人"),
    "requests": gettext_lazy("请求"),
    "consented": gettext_lazy("同意调解"),
    "party": gettext_lazy("当事人"),
    "recused": gettext_lazy("回避的调解员"),
    "replaced": gettext_lazy("换下的调解员"),
    "appraised": gettext_lazy("鉴定、评估什么"),
    "appraisal": gettext_lazy("鉴定、评估意见"),
    "record": gettext_lazy("调处记录"),
    "prevention": gettext_lazy("防止激化的措施"),
    "content": gettext_lazy("协议内容"),
    "what": gettext_lazy("履行内容"),
    "inquired": gettext_lazy("被调查人"),
    "agent": gettext_lazy("受委托人"),
    "asked": gettext_lazy("回访对象"),
    "answer": gettext_lazy("当事人的话"),
    "smoulders": gettext_lazy("还有什么没解决"),
    "new_dispute": gettext_lazy("新的纠纷"),
    "suit": gettext_lazy("起诉、判决情况"),
    "wrong": gettext_lazy("调解有没有不当"),
    "measures": gettext_lazy("采取的措施"),
    "reply": gettext_lazy("给当事人的答复"),
    "concerned": gettext_lazy("相关人"),
    "summary": gettext_lazy("办结小结"),
    "report": gettext_lazy("报告内容"),
    "conclusion": gettext_lazy("会商结论"),
    "task": gettext_lazy("措施"),
    "owner": gettext_lazy("责任人"),
    "result": gettext_lazy("落实情况"),
    "subject": gettext_lazy("提示单"),
    "guardian": gettext_lazy("监护人"),
    "was": gettext_lazy("更正前"),
    "now": gettext_lazy("更正后"),
    "reason": gettext_lazy("理由"),
    "grounds": gettext_lazy("依据"),
    "note": gettext_lazy("说明"),
    "texted": gettext_lazy("告知了谁"),
    "interpreter": gettext_lazy("翻译"),
    "lawyer": gettext_lazy("律师"),
    "question": gettext_lazy("问题"),
    "result_text": gettext_lazy("结果"),
}
"""What says something of a person, in the order in which it is read."""


LOWERING: Mapping[str, Words] = {
    "asked": gettext_lazy("提出申请，等另一人批准"),
    "approved": gettext_lazy("批准"),
    "refused": gettext_lazy("不批准"),
    "taken_back": gettext_lazy("收回申请"),
}

_SITTING: dict[str, Words] = {
    "planned": gettext_lazy("已约定"),
    "moved": gettext_lazy("改期"),
    "called_off": gettext_lazy("已取消"),
}
_ADVICE: dict[str, Words] = {
    "asked": gettext_lazy("提问"),
    "answered": gettext_lazy("已答复"),
    "declined": gettext_lazy("律师回避"),
    "withdrawn": gettext_lazy("已撤回"),
}
_STRAND: dict[str, Words] = {
    "asked": gettext_lazy("邀请"),
    "taken": gettext_lazy("已参与"),
    "done": gettext_lazy("已完成"),
    "declined": gettext_lazy("未参与"),
    "told": gettext_lazy("已引导"),
}


_SAFETY: dict[str, Words] = {
    "planned": gettext_lazy("已安排"),
    "done": gettext_lazy("已落实"),
    "reviewed": gettext_lazy("已复核方案"),
    "contact": gettext_lazy("加入联系人"),
    "warned": gettext_lazy("已提醒本人"),
    "phone_opened": gettext_lazy("查看联系人号码"),
    "contact_removed": gettext_lazy("去掉联系人"),
}
_KEY: dict[str, Words] = {
    "entered": gettext_lazy("列入"),
    "changed": gettext_lazy("调整分类分级"),
    "named": gettext_lazy("指定包保责任"),
    "planned": gettext_lazy("安排措施"),
    "done": gettext_lazy("措施已落实"),
    "updated": gettext_lazy("更新动态"),
    "removed": gettext_lazy("移出"),
}

_MESSAGES: dict[str, Words] = {
    "agreed": gettext_lazy("同意接收"),
    "stopped": gettext_lazy("不再接收"),
}


DETAILS: dict[str, tuple[Words, Sayer]] = {
    "facts": (gettext_lazy("评估要素"), told_facts),
    "proposed": (gettext_lazy("规则建议"), proposed),
    "was": (gettext_lazy("原等级"), colour),
    "proposed_was": (gettext_lazy("规则建议"), colour),
    "proposed_before": (gettext_lazy("原来的建议"), colour),
    "colour": (gettext_lazy("等级"), colour),
    "lowering": (gettext_lazy("下调等级"), lambda value: str(LOWERING.get(value, value))),
    "wanted": (gettext_lazy("申请定为"), colour),
    "asked_by": (gettext_lazy("提出下调的人"), said),
    "marks": (gettext_lazy("标注"), marks),
    "results": (gettext_lazy("成效"), marks),
    "clock": (gettext_lazy("时限"), one_of(ClockKind)),
    "due": (gettext_lazy("到期"), moment),
    "on": (gettext_lazy("日期"), moment),
    "part": (gettext_lazy("部分履行（元）"), lambda value: money.grouped(Decimal(value))),
    "urged": (gettext_lazy("督促方式"), one_of(UrgedBy)),
    "told_suit": (gettext_lazy("已告知可以起诉"), said),
    "new_day": (gettext_lazy("答应何时履行"), moment),
    "instead_of": (gettext_lazy("代替的协议"), said),
    "court": (gettext_lazy("法院"), said),
    "confirmation": (gettext_lazy("司法确认"), one_of(ConfirmationStage)),
    "bars": (gettext_lazy("发现的问题"), of_list("confirmation_bar")),
    "police_basis": (gettext_lazy("为什么报告"), one_of(Basis)),
    "told_police": (gettext_lazy("接报单位"), said),
    "reported_at": (gettext_lazy("报告时间"), moment),
    "police_step": (gettext_lazy("治安案件"), one_of(PoliceStep)),
    "prevention": (gettext_lazy("防止事件"), one_of(Prevented)),
    "people_held": (gettext_lazy("涉及人数"), said),
    "verdict": (gettext_lazy("核实"), one_of(Verdict)),
    "crime_review": (gettext_lazy("民转刑复盘"), one_of(ReviewState)),
    "was_due": (gettext_lazy("原期限"), moment),
    "uncounted": (gettext_lazy("不计入期限的天数"), said),
    "follow_up_due": (gettext_lazy("下次回访"), moment),
    "answer_by": (gettext_lazy("反馈时限"), moment),
    "slow_unit": (gettext_lazy("应办单位"), said),
    "told": (gettext_lazy("已告知"), said),
    "reported_to": (gettext_lazy("报告给"), said),
    "triage": (gettext_lazy("从经过看出的建议"), triage),
    "report_level": (gettext_lazy("报告级别"), lambda value: str(words.LEVELS.get(value, value))),
    "other": (gettext_lazy("另一件"), said),
    "incidents_recorded": (gettext_lazy("警情按来源自动计数；人工记录的起数"), said),
    "said_of": (gettext_lazy("登记关联的一件"), said),
    "kind": (gettext_lazy("关系"), one_of(LinkKind)),
    "way": (gettext_lazy("分流方式"), one_of(Way)),
    "unit": (gettext_lazy("单位"), said),
    "joint": (gettext_lazy("协办单位"), said),
    "officer": (gettext_lazy("承办人"), said),
    "back_to": (gettext_lazy("退回给"), said),
    "returns": (gettext_lazy("第几次退回"), said),
    "code": (gettext_lazy("退回理由"), of_list("return_reason")),
    "referred_to": (gettext_lazy("转介给"), said),
    "lead": (gettext_lazy("主办单位（不变）"), said),
    "answered": (gettext_lazy("答复"), one_of(Answer)),
    "answered_to": (gettext_lazy("答复给"), said),
    "questions": (gettext_lazy("问了几问"), said),
    "powers": (gettext_lazy("委托权限"), lambda given: listed(one_of(Power)(one) for one in given)),
    "order": (gettext_lazy("督办编号"), said),
    "supervised": (gettext_lazy("被督办单位"), said),
    "volume": (gettext_lazy("卷号"), said),
    "edition": (gettext_lazy("版次"), said),
    "pages": (gettext_lazy("页数"), said),
    "missing": (gettext_lazy("缺少的文书"), said),
    "retention": (gettext_lazy("保管期限"), of_list("retention")),
    "owner_unit": (gettext_lazy("责任单位"), said),
    "measure": (
        gettext_lazy("防护措施"),
        lambda value: str(_SAFETY.get(str(value), value)),
    ),
    "notice": (gettext_lazy("提示单编号"), said),
    "conferral": (gettext_lazy("会商编号"), said),
    "key": (gettext_lazy("重点纠纷"), lambda value: str(_KEY.get(str(value), value))),
    "category": (gettext_lazy("分类"), one_of(Category)),
    "grade": (gettext_lazy("分级"), one_of(Grade)),
    "units": (gettext_lazy("提示单位"), said),
    "form": (gettext_lazy("申请方式"), one_of(ApplicationForm)),
    "referred_by": (gettext_lazy("委托移送单位"), said),
    "body": (gettext_lazy("受理组织"), one_of(Body)),
    "number": (gettext_lazy("文号"), said),
    "mediators": (gettext_lazy("调解员"), said),
    "chosen_by": (gettext_lazy("调解员由谁定"), one_of(ChosenBy)),
    "mode": (gettext_lazy("方式"), one_of(SessionMode)),
    "result": (gettext_lazy("结果"), one_of(Result)),
    "people": (gettext_lazy("到场人数"), said),
    "promises": (gettext_lazy("履行事项"), said),
    "outcome": (gettext_lazy("结果"), one_of(Outcome)),
    "reason_code": (gettext_lazy("不予受理理由"), of_list("refusal_reason")),
    "other_ways": (gettext_lazy("告知的其他途径"), of_list("other_route")),
    "asked": (gettext_lazy("问了谁"), one_of(Asked)),
    "kept": (gettext_lazy("协议履行"), one_of(Kept)),
    "satisfaction": (gettext_lazy("当事人评分"), lambda value: f"{value} / 5"),
    "relapses": (gettext_lazy("第几次反弹"), said),
    "language": (gettext_lazy("语言"), said),
    "sitting": (gettext_lazy("约定"), lambda value: str(_SITTING.get(str(value), value))),
    "at": (gettext_lazy("时间"), moment),
    "moved_from": (gettext_lazy("原定时间"), moment),
    "presiding": (gettext_lazy("主持单位"), said),
    "advice": (gettext_lazy("咨询"), lambda value: str(_ADVICE.get(str(value), value))),
    "firm": (gettext_lazy("律师机构"), said),
    "discussion": (gettext_lazy("第几次讨论"), said),
    "fusion": (gettext_lazy("种类"), one_of(FusionKind)),
    "tie": (gettext_lazy("联动方式"), one_of(FusionTie)),
    "partner": (gettext_lazy("联动单位"), said),
    "strand": (gettext_lazy("情况"), lambda value: str(_STRAND.get(str(value), value))),
    "readers": (gettext_lazy("指定查看"), said),
    "sensitive": (gettext_lazy("敏感信息"), sensitive),
    "withdrawn": (gettext_lazy("撤回"), said),
    "asks": (gettext_lazy("提出"), said),
    "column": (gettext_lazy("更正的内容"), said),
    "again": (gettext_lazy("又起冲突"), one_of(Again)),
    "messages": (gettext_lazy("短信"), lambda value: str(_MESSAGES.get(str(value), value))),
    "message_way": (gettext_lazy("方式"), one_of(MessageWay)),
    "texts": (gettext_lazy("短信通知"), each_of(Texted)),
    "not_texted": (gettext_lazy("没有发短信"), each_of(WhyNotTexted)),
    "told_by_hand": (gettext_lazy("人工告知"), each_of(Texted)),
    "link_replaced": (gettext_lazy("换新链接"), said),
    "relation": (gettext_lazy("关系"), one_of(Asked)),
    "call": (gettext_lazy("电话回访"), one_of(CallState)),
    "tries": (gettext_lazy("打了几次"), said),
    "call_accepted": (gettext_lazy("受理"), one_of(Said)),
    "call_investigated": (gettext_lazy("调查"), one_of(Said)),
    "call_result": (gettext_lazy("处理结果"), one_of(Said)),
    "call_attitude": (gettext_lazy("态度"), one_of(Said)),
    "call_efficiency": (gettext_lazy("效率"), one_of(Said)),
    "chased_for": (gettext_lazy("为什么催"), one_of(Why)),
    "chased": (gettext_lazy("催了谁"), one_of(Whom)),
    "next_chase": (gettext_lazy("下次催办"), moment),
}
"""What says nothing of a person: name → label, how it reads."""

_BY_ACT: dict[tuple[Act, str], tuple[Words, Sayer]] = {
    (Act.AGREE, "form"): (gettext_lazy("协议形式"), one_of(AgreementForm)),
    (Act.CHANGE_MEDIATORS, "mediators"): (gettext_lazy("新的调解员"), said),
    (Act.FOLLOW_UP, "mode"): (gettext_lazy("方式"), one_of(FollowUpMode)),
}
"""Names that mean another thing in one act."""


def in_words(act: Act, details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The pairs that an entry's public part shows."""
    for name, value in details.items():
        label, sayer = _BY_ACT.get((act, name)) or DETAILS.get(name) or ("", said)
        if label and value not in (None, "", [], {}):
            yield str(label), sayer(value)


def of_persons(personal: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The pairs that an entry's sealed part shows, but for its plain text."""
    for name, label in PERSONAL.items():
        if name != "text" and personal.get(name):
            yield str(label), said(personal[name])
