"""人民调解权利义务告知书 (人民调解法23, 24)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemu.disputes.models import Dispute
from hemu.documents.papers.common import DISPUTE_NAMED, dispute_values
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper
from hemu.loop.mediation import queries, rights

_NOTICE = (
    *DISPUTE_NAMED,
    Named(
        "parts", _("告知的内容，每部分一项"), [{"head": "您的权利", "lines": ["选择或者接受人民调解员。"]}]
    ),
)


def _draft_notice() -> bytes:
    draft = Draft("人民调解权利义务告知书", size=12)
    draft.line("纠纷：{{ title }}（{{ ref }}）", align="center", size=12, after=6)
    with draft.repeat("part", "parts"):
        draft.heading("{{ part.head }}")
        with draft.repeat("line", "part.lines"):
            draft.text("{{ loop.index }}. {{ line }}")
    draft.text("以上内容已经告知，本人知道并理解。")
    draft.each_signs("签名、盖章或按指印")
    return draft.content()


def _notice(dispute: Dispute, _row: int) -> dict[str, Any]:
    with override("zh-hans"):
        parts = [
            {"head": str(part.head), "lines": [f"{text}（{article}）" for text, article in part.lines]}
            for part in rights.notice_for(dispute.kind)
        ]
    return {**dispute_values(dispute), "parts": parts}


def _one(dispute: Dispute) -> list[Copy]:
    return [Copy(0, "", used=bool(queries.acceptances(dispute)))]


NOTICE = Paper("rights", _("人民调解权利义务告知书"), _NOTICE, _draft_notice, _one, _notice, 32, place=2)
