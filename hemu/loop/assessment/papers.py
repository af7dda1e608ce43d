"""评估定级单: the colour, the rules that fired on which recorded facts, and who confirmed it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Dispute
from hemu.disputes.queries import timeline
from hemu.documents.papers.common import DISPUTE_NAMED, dispute_values, in_chinese, moment
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper, register
from hemu.loop.assessment import queries, safety_paper, warning_paper
from hemu.rulebook.engine import Ground
from hemu.rulebook.words import recorded

_NAMED = (
    *DISPUTE_NAMED,
    Named("facts", _("评估要素"), "已组织调解未成：2 次；涉及户数：30 户"),
    Named(
        "grounds",
        _("定级依据，每条一项"),
        [
            {
                "text": "两次以上调解未成，且涉及多人或情况复杂",
                "source": "县乡通行做法",
                "facts": "已组织调解未成：2 次",
            }
        ],
    ),
    Named("confirmed", _("定级时间"), "2026年11月2日 10时00分"),
    Named("confirmed_by", _("定级人"), "李某"),
    Named("unit", _("定级单位"), "瓮安县公安局珠藏派出所"),
    Named("reason", _("与建议不同的理由"), ""),
    Named(
        "measures",
        _("安全防护措施，每项一行"),
        [{"task": "上门劝导", "owner": "陈某", "due": "2026年11月2日"}],
    ),
)
_CONFIRMS = (Act.RATE, Act.OVERRIDE)


def _draft() -> bytes:
    draft = Draft("矛盾纠纷评估定级单")
    draft.line("{{ ref }}", align="right", size=12)
    draft.answers(
        ("纠纷名称", "{{ title }}"),
        ("纠纷类型", "{{ kind }}", "等级", "{{ colour }}"),
        ("纠纷地点", "{{ place }}"),
        ("纠纷简述", "{{ narrative }}"),
        ("评估要素", "{{ facts }}"),
        ("定级时间", "{{ confirmed }}", "定级人", "{{ confirmed_by }}"),
        ("定级单位", "{{ unit }}"),
    )
    draft.heading("定级依据")
    with draft.repeat("ground", "grounds"):
        draft.text(
            "{{ ground.text }}{% if ground.source %}（{{ ground.source }}）{% endif %}：{{ ground.facts }}"
        )
    with draft.when("reason"):
        draft.text("定级与建议不同的理由：{{ reason }}")
    with draft.when("measures"):
        draft.heading("安全防护措施")
        table = draft.table([8.6, 3.4, 3.8])
        table.row("措施", "责任人", "完成时限", head=True)
        table.each("each", "measures", "{{ each.task }}", "{{ each.owner }}", "{{ each.due }}")
    draft.signs("定级人（签名）：", "负责人（签名）：", "{{ unit }}（印章）")
    draft.fine("定级针对纠纷，不针对人。")
    return draft.content()


def _copies(dispute: Dispute) -> list[Copy]:
    return [Copy(0, "")] if dispute.colour != Colour.NONE else []


def _values(dispute: Dispute, _row: int) -> dict[str, Any]:
    last = next((each for each in timeline(dispute) if each.act in _CONFIRMS), None)
    with override("zh-hans"):
        grounds = [_ground(Ground.from_json(each)) for each in dispute.grounds]
        facts = "；".join(recorded(name, value) for name, value in dispute.facts.items() if value is not None)
    return {
        **dispute_values(dispute),
        "colour": in_chinese(Colour, dispute.colour),
        "facts": facts or "没有特别的情形",
        "grounds": grounds,
        "confirmed": moment(last.entry.at) if last else "",
        "confirmed_by": last.entry.person_name if last else "",
        "unit": last.entry.unit_name if last else "",
        "reason": str(last.personal.get("reason", "")) if last else "",
        "measures": [
            {
                "task": each.task,
                "owner": f"{each.owner_unit} {each.owner}".strip(),
                "due": moment(each.due_at),
            }
            for each in queries.measures(dispute)
        ],
    }


def _ground(given: Ground) -> dict[str, str]:
    return {
        "text": given.text,
        "source": given.source,
        "facts": "；".join(given.in_words()) or "没有特别的情形",
    }


def register_papers() -> None:
    """Make them known."""
    register(
        Paper("rating", _("评估定级单"), _NAMED, _draft, _copies, _values, 12),
        warning_paper.PAPER,
        safety_paper.PAPER,
    )
