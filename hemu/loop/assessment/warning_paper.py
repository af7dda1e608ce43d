"""预警提示单 on paper: what was pointed out to whom, until when, and what each unit answered."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemu.disputes.models import Dispute
from hemu.documents.papers.common import DISPUTE_NAMED, dispute_values, moment
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper
from hemu.loop.assessment import queries

_NAMED = (
    *DISPUTE_NAMED,
    Named("number", _("提示单编号"), "261130-7K2M"),
    Named("subject", _("标题"), "防止民转刑"),
    Named("analysis", _("风险分析"), "双方积怨多年，近期又报警两次。"),
    Named("guidance", _("处置指导意见"), "见面、见人、见现场，落实防护措施。"),
    Named("from_unit", _("发出单位"), "黔南州综治中心"),
    Named("from_person", _("签发人"), "石某"),
    Named("sent", _("发出时间"), "2026年11月30日 9时00分"),
    Named("receive_by", _("签收时限"), "2026年11月30日 11时00分"),
    Named("answer_by", _("反馈时限"), "2026年12月2日 9时00分"),
    Named(
        "units",
        _("被提示单位，每个一行"),
        [
            {
                "name": "珠藏镇综治中心",
                "received": "周某 2026年11月30日 9时40分",
                "answer": "已安排专人包保。",
                "answered": "周某 2026年12月1日 16时00分",
                "state": "已认可",
            }
        ],
    ),
)


def _draft() -> bytes:
    draft = Draft("矛盾纠纷预警提示单")
    draft.line("{{ number }}", align="right", size=12)
    draft.answers(
        ("标题", "{{ subject }}"),
        ("纠纷名称", "{{ title }}"),
        ("纠纷编号", "{{ ref }}", "等级", "{{ colour }}"),
        ("纠纷地点", "{{ place }}"),
        ("风险分析", "{{ analysis }}"),
        ("处置意见", "{{ guidance }}"),
        ("签收时限", "{{ receive_by }}", "反馈时限", "{{ answer_by }}"),
        ("发出单位", "{{ from_unit }}", "签发人", "{{ from_person }}"),
    )
    draft.heading("签收与反馈")
    table = draft.table([3.6, 3.4, 5.4, 3.4])
    table.row("单位", "签收", "反馈情况", "反馈人、时间", head=True)
    table.each(
        "one", "units", "{{ one.name }}（{{ one.state }}）", "{{ one.received }}", "{{ one.answer }}",
        "{{ one.answered }}",
    )  # fmt: skip
    draft.signs("签发人（签名）：", "{{ from_unit }}（印章）", "{{ sent }}")
    draft.fine("提示针对纠纷的风险，不针对人；不得据此限制当事人依法反映诉求、提起诉讼。")
    return draft.content()


def _copies(dispute: Dispute) -> list[Copy]:
    return [Copy(row.id, row.number) for row in queries.notices_of(dispute)]


def _values(dispute: Dispute, row_id: int) -> dict[str, Any]:
    row = next(one for one in queries.notices_of(dispute) if one.id == row_id)
    return {
        **dispute_values(dispute),
        "number": row.number,
        "subject": row.subject,
        "analysis": row.analysis,
        "guidance": row.guidance,
        "from_unit": row.unit_name,
        "from_person": row.person_name,
        "sent": moment(row.made_at),
        "receive_by": moment(row.receive_by),
        "answer_by": moment(row.answer_by),
        "units": [_unit(one) for one in queries.warned_units(row)],
    }


def _unit(one: Any) -> dict[str, str]:
    with override("zh-hans"):
        state = str(one.get_stage_display())
    return {
        "name": one.unit_name,
        "received": f"{one.received_by} {moment(one.received_at)}" if one.received_at else "",
        "answer": one.answer,
        "answered": f"{one.answered_by} {moment(one.answered_at)}" if one.answered_at else "",
        "state": state,
    }


PAPER = Paper("warning", _("预警提示单"), _NAMED, _draft, _copies, _values, 14)
