"""回访记录 (司法部 2010 人民调解文书格式) and 办结单."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes import promised
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Outcome, State
from hemu.disputes.queries import TimelineEntry, timeline
from hemu.documents.papers.common import DISPUTE_NAMED, day, dispute_values, in_chinese, moment
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper, register
from hemu.loop.followup import queries
from hemu.loop.followup.models import Asked, FollowUp, Kept, Mode

_VISIT = (
    *DISPUTE_NAMED,
    Named("number", _("第几次"), 1),
    Named("done", _("回访时间"), "2026年12月5日 15时00分"),
    Named("mode", _("方式"), "上门"),
    Named("asked", _("回访对象"), "吴某（当事人）"),
    Named("kept", _("履行情况"), "已全部履行"),
    Named("satisfaction", _("满意度"), "5（满分 5）"),
    Named("answer", _("当事人的话"), "沟已经修好，没有再吵。"),
    Named("agreement", _("调解协议编号"), "（2026）珠人调协字第 12 号"),
    Named("suit", _("起诉、判决情况"), "没有起诉"),
    Named("wrong", _("有无错误调解"), "无"),
    Named("measures", _("采取的措施"), "请村组干部留意，有事及时联系。"),
    Named("smoulders", _("遗留问题"), "无"),
    Named("escalation", _("激化苗头"), "无"),
    Named("by", _("回访人"), "王某"),
    Named("unit", _("回访单位"), "荣院村人民调解委员会"),
)


def _draft_visit() -> bytes:
    draft = Draft("人民调解回访记录")
    draft.line("{{ ref }}-{{ number }}", align="right", size=12)
    draft.answers(
        ("当事人", "{{ applicants }}；{{ respondents }}"),
        ("协议编号", "{{ agreement }}"),
        ("回访事由", "{{ title }}"),
        ("回访时间", "{{ done }}", "方式", "{{ mode }}"),
        ("回访对象", "{{ asked }}", "满意度", "{{ satisfaction }}"),
        ("履行情况", "{{ kept }}"),
        ("当事人的话", "{{ answer }}"),
        ("遗留问题", "{{ smoulders }}"),
        ("起诉、判决", "{{ suit }}", "有无错误", "{{ wrong }}"),
        ("激化苗头", "{{ escalation }}"),
        ("采取的措施", "{{ measures }}"),
        tall=("当事人的话",),
    )
    draft.signs("被回访人（签名）：", "回访人（签名）：{{ by }}", "{{ unit }}", "{{ done }}")
    return draft.content()


def _visits(dispute: Dispute) -> list[Copy]:
    done = [row for row in queries.every(dispute) if row.done_at]
    return [Copy(row.number, day(row.done_at)) for row in sorted(done, key=lambda row: row.number)]


def _visit(dispute: Dispute, number: int) -> dict[str, Any]:
    row = FollowUp.objects.of(dispute).get(number=number, done_at__isnull=False)
    return {
        **dispute_values(dispute),
        "number": row.number,
        "done": moment(row.done_at),
        "mode": in_chinese(Mode, row.mode),
        "asked": f"{row.asked_name}（{in_chinese(Asked, row.asked)}）",
        "kept": in_chinese(Kept, row.kept),
        "satisfaction": f"{row.satisfaction}（满分 5）" if row.satisfaction else "没有回答",
        "answer": row.answer,
        "agreement": promised.number_at(dispute, row.done_at or row.planned_at) or "没有协议",
        "suit": row.suit,
        "wrong": row.wrong,
        "measures": row.measures,
        "smoulders": row.smoulders or "无",
        "escalation": "有，已重新办理" if row.escalation else "无",
        "by": row.done_by,
        "unit": row.done_unit,
    }


_CLOSED = (
    *DISPUTE_NAMED,
    Named("outcome", _("调解结果"), "达成书面协议"),
    Named("settled", _("化解日期"), "2026年11月5日"),
    Named("closed", _("办结时间"), "2026年12月6日 9时00分"),
    Named("summary", _("办结小结"), "协议已履行，双方和好。"),
    Named("follow_ups", _("回访次数"), 1),
    Named("satisfaction", _("当事人评分"), "5、5"),
    Named("closer", _("办结人"), "周某"),
    Named("unit", _("办结单位"), "珠藏镇综治中心"),
)


def _draft_closed() -> bytes:
    draft = Draft("矛盾纠纷办结单")
    draft.line("{{ ref }}", align="right", size=12)
    draft.answers(
        ("纠纷名称", "{{ title }}"),
        ("申请人", "{{ applicants }}", "被申请人", "{{ respondents }}"),
        ("纠纷类型", "{{ kind }}", "等级", "{{ colour }}"),
        ("登记日期", "{{ opened }}", "主办单位", "{{ lead_unit }}"),
        ("调解结果", "{{ outcome }}", "化解日期", "{{ settled }}"),
        ("回访次数", "{{ follow_ups }}", "当事人评分", "{{ satisfaction }}"),
        ("办结小结", "{{ summary }}"),
        ("办结时间", "{{ closed }}", "办结人", "{{ closer }}"),
        tall=("办结小结",),
    )
    draft.signs("承办人（签名）：", "负责人（签名）：", "{{ unit }}（印章）")
    return draft.content()


def _closings(dispute: Dispute) -> list[Copy]:
    return [Copy(0, day(dispute.closed_at))] if dispute.state == State.CLOSED else []


def _closed(dispute: Dispute, _row: int) -> dict[str, Any]:
    last = _closing_entry(dispute)
    scores = [row.satisfaction for row in queries.every(dispute) if row.satisfaction]
    return {
        **dispute_values(dispute),
        "outcome": in_chinese(Outcome, dispute.outcome),
        "settled": day(dispute.settled_on) if dispute.settled_on else "",
        "closed": moment(dispute.closed_at),
        "summary": str(last.personal.get("summary", "")),
        "follow_ups": dispute.follow_ups,
        "satisfaction": "、".join(str(score) for score in scores) or "没有回答",
        "closer": last.entry.person_name,
        "unit": last.entry.unit_name,
    }


def _closing_entry(dispute: Dispute) -> TimelineEntry:
    return next(each for each in timeline(dispute) if each.act == Act.CLOSE)


def register_papers() -> None:
    """Make them known."""
    register(
        Paper("follow-up", _("回访记录"), _VISIT, _draft_visit, _visits, _visit, 50, place=10),
        Paper("closing", _("办结单"), _CLOSED, _draft_closed, _closings, _closed, 60),
    )
