"""分流交办单: one a hop."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemu.disputes.models import Dispute
from hemu.documents.papers.common import DISPUTE_NAMED, dispute_values, in_chinese, moment
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper, register
from hemu.loop.routing import queries
from hemu.loop.routing.models import Hop, Way
from hemu.rulebook import codes

_NAMED = (
    *DISPUTE_NAMED,
    Named("number", _("第几次交办"), 1),
    Named("way", _("分流方式"), "纵向推送综治中心"),
    Named("grounds", _("分流依据"), "责任主体不明确，涉及多个单位（县乡通行做法）"),
    Named("giver", _("交办单位"), "瓮安县公安局珠藏派出所"),
    Named("given_by", _("交办人"), "李某"),
    Named("given", _("交办时间"), "2026年11月3日 9时30分"),
    Named("taker", _("主办单位"), "珠藏镇综治中心"),
    Named("officer", _("承办人"), "周某"),
    Named("joint", _("协办单位"), "珠藏镇自然资源所、珠藏镇林业站"),
    Named("asked", _("交办要求"), "请明确主办、协办单位。"),
    Named("due", _("接收时限"), "2026年11月4日 9时30分"),
    Named("answered", _("接收情况"), "接收 2026年11月3日 10时00分 周某"),
)


def _draft() -> bytes:
    draft = Draft("矛盾纠纷分流交办单")
    draft.line("{{ ref }}-{{ number }}", align="right", size=12)
    draft.answers(
        ("纠纷名称", "{{ title }}"),
        ("申请人", "{{ applicants }}", "被申请人", "{{ respondents }}"),
        ("纠纷类型", "{{ kind }}", "等级", "{{ colour }}"),
        ("登记日期", "{{ opened }}", "分流方式", "{{ way }}"),
        ("纠纷地点", "{{ place }}"),
        ("纠纷简述", "{{ narrative }}"),
        ("分流依据", "{{ grounds }}"),
        ("交办单位", "{{ giver }}", "交办人", "{{ given_by }}"),
        ("交办时间", "{{ given }}", "接收时限", "{{ due }}"),
        ("主办单位", "{{ taker }}", "承办人", "{{ officer }}"),
        ("协办单位", "{{ joint }}"),
        ("交办要求", "{{ asked }}"),
        ("接收情况", "{{ answered }}"),
    )
    draft.signs("交办人（签名）：", "接收人（签名）：", "{{ giver }}（印章）", "　　　　年　　月　　日")
    return draft.content()


def _copies(dispute: Dispute) -> list[Copy]:
    return [
        Copy(hop.number, f"{hop.from_unit_name} → {hop.to_unit_name}") for hop in queries.hops_of(dispute)
    ]


def _values(dispute: Dispute, number: int) -> dict[str, Any]:
    hop = queries.hop(dispute, number)
    return {
        **dispute_values(dispute),
        "number": hop.number,
        "way": in_chinese(Way, hop.way),
        "grounds": "；".join(_ground(each) for each in hop.grounds) or "由承办单位决定",
        "giver": hop.from_unit_name,
        "given_by": hop.given_by,
        "given": moment(hop.given_at),
        "taker": hop.to_unit_name,
        "officer": hop.officer_name,
        "joint": "、".join(hop.joint),
        "asked": hop.reason,
        "due": moment(hop.due_at) if hop.due_at else "",
        "answered": _answered(hop),
    }


def _ground(given: dict[str, Any]) -> str:
    return f"{given['text']}（{given['source']}）" if given.get("source") else str(given["text"])


def _answered(hop: Hop) -> str:
    if hop.returned_at:
        with override("zh-hans"):
            why = codes.label("return_reason", hop.return_code)
        return f"退回 {moment(hop.returned_at)} {hop.returned_by} {why} {hop.return_reason}".strip()
    return f"接收 {moment(hop.received_at)} {hop.received_by}" if hop.received_at else "尚未接收"


def register_papers() -> None:
    """Make it known."""
    register(Paper("routing", _("分流交办单"), _NAMED, _draft, _copies, _values, 20))
