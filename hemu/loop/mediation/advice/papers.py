"""疑难复杂纠纷集体讨论记录."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Dispute
from hemu.documents.papers.common import DISPUTE_NAMED, dispute_values, moment
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper
from hemu.loop.mediation.advice import queries

_NAMED = (
    *DISPUTE_NAMED,
    Named("number", _("第几次"), 1),
    Named("held", _("时间"), "2026年11月20日 14时30分"),
    Named("where", _("地点"), "珠藏镇综治中心"),
    Named("presiding", _("主持人"), "周某"),
    Named("why", _("疑难在哪里"), "涉及人数多，两次调解未成。"),
    Named(
        "opinions",
        _("参加人的意见，每人一项"),
        [{"name": "蒋某", "unit": "珠藏司法所", "text": "先行调解补偿。", "dissents": ""}],
    ),
    Named("conclusion", _("讨论结论"), "由镇调委会主持联合调解。"),
    Named("follows", _("下一步"), ""),
    Named("recorder", _("记录人"), "张某"),
    Named("unit", _("组织单位"), "珠藏镇综治中心"),
)


def _draft() -> bytes:
    draft = Draft("疑难复杂纠纷集体讨论记录")
    draft.line("第 {{ number }} 次", align="right", size=12)
    table = draft.table([3.2, 4.6, 3.2, 4.8])
    table.row("纠纷名称", ("{{ title }}（{{ ref }}）", 3))
    table.row("时间", "{{ held }}", "地点", "{{ where }}")
    table.row("主持人", "{{ presiding }}", "记录人", "{{ recorder }}")
    draft.heading("纠纷简要情况")
    draft.text("{{ narrative }}")
    draft.heading("疑难所在")
    draft.text("{{ why }}")
    draft.heading("讨论意见")
    with draft.repeat("one", "opinions"):
        draft.text(
            "{{ one.name }}{% if one.unit %}（{{ one.unit }}）{% endif %}：{{ one.text }}{{ one.dissents }}"
        )
    draft.heading("讨论结论")
    draft.text("{{ conclusion }}")
    with draft.when("follows"):
        draft.heading("下一步")
        draft.text("{{ follows }}")
    draft.signs(
        "主持人（签名）：{{ presiding }}",
        "参加人（签名）：",
        "记录人（签名）：{{ recorder }}",
        "{{ unit }}（印章）",
        "{{ held }}",
    )
    return draft.content()


def _copies(dispute: Dispute) -> list[Copy]:
    found = queries.discussions(dispute)
    return [Copy(one.discussion.pk, _("第 %(n)s 次") % {"n": one.discussion.number}) for one in found]


def _values(dispute: Dispute, row: int) -> dict[str, Any]:
    held = next(one for one in queries.discussions(dispute) if one.discussion.pk == row)
    found = held.discussion
    opinions = [
        {
            "name": one.name,
            "unit": one.unit_name,
            "text": one.text,
            "dissents": "（保留不同意见）" if one.dissents else "",
        }
        for one in held.opinions
    ]
    return {
        **dispute_values(dispute),
        "number": found.number,
        "held": moment(found.held_at),
        "where": found.place,
        "presiding": found.presiding,
        "why": found.why,
        "opinions": opinions,
        "conclusion": found.conclusion,
        "follows": found.follows,
        "recorder": found.recorded_by,
        "unit": found.unit_name,
    }


DISCUSSION = Paper("discussion", _("疑难复杂纠纷集体讨论记录"), _NAMED, _draft, _copies, _values, 35, place=6)
