"""人民调解记录 (人民调解法27)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Dispute
from hemu.documents.papers.common import DISPUTE_NAMED, day, dispute_values, in_chinese, moment, period
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper
from hemu.loop.mediation import queries
from hemu.loop.mediation.models import AttendeeRole, Mode, Result

_SESSION = (
    *DISPUTE_NAMED,
    Named("number", _("第几次"), 1),
    Named("held", _("时间"), "2026年11月5日 9时30分 至 11时00分"),
    Named("on", _("日期"), "2026年11月5日"),
    Named("where", _("地点"), "荣院村村委会"),
    Named("mode", _("形式"), "进村入户"),
    Named("present", _("到场的当事人和代理人"), "吴某、黄某"),
    Named("helpers", _("邀请参加人"), "村支书陈某"),
    Named("mediators", _("调解员"), "李某、王某"),
    Named("record", _("调解记录"), "调解员告知权利义务，双方陈述。"),
    Named("result", _("调解结果"), "达成一致"),
    Named("next", _("下次时间"), ""),
    Named("prevention", _("防止激化的措施"), ""),
    Named("recorder", _("记录人"), "张某"),
    Named("committee", _("调解组织"), "珠藏镇人民调解委员会"),
)


def _draft_session() -> bytes:
    draft = Draft("人民调解记录")
    draft.line("第 {{ number }} 次", align="right", size=12)
    for text in (
        "时　　间：{{ held }}",
        "地　　点：{{ where }}（{{ mode }}）",
        "事　　由：{{ title }}",
        "当 事 人：{{ present }}",
        "参 加 人：{{ helpers }}",
        "调 解 员：{{ mediators }}",
    ):
        draft.line(text)
    draft.heading("记录")
    draft.text("{{ record }}")
    draft.heading("调解结果")
    draft.text("{{ result }}。{% if next %}下次调解：{{ next }}。{% endif %}"
               "{% if prevention %}防止激化的措施：{{ prevention }}。{% endif %}")  # fmt: skip
    draft.signs("当事人（签名、盖章或按指印）：", "", "参加人（签名）：", "调解员（签名）：{{ mediators }}",
                "记录人（签名）：{{ recorder }}", "{{ committee }}（印章）", "{{ on }}")  # fmt: skip
    return draft.content()


def _sessions(dispute: Dispute) -> list[Copy]:
    found = queries.sessions(dispute)
    return [Copy(each.session.pk, _("第 %(n)s 次") % {"n": each.session.number}) for each in found]


def _session(dispute: Dispute, row: int) -> dict[str, Any]:
    one = next(each for each in queries.sessions(dispute) if each.session.pk == row)
    held = one.session
    came = {
        role: "、".join(each.name for each in one.people if each.role in role)
        for role in ((AttendeeRole.PARTY, AttendeeRole.AGENT), (AttendeeRole.HELPER,))
    }
    unit = next((each.unit_name for each in queries.acceptances(dispute)), "")
    return {
        **dispute_values(dispute),
        "number": held.number,
        "held": period(held.started_at, held.ended_at),
        "on": day(held.started_at),
        "where": held.place,
        "mode": in_chinese(Mode, held.mode),
        "present": came[AttendeeRole.PARTY, AttendeeRole.AGENT],
        "helpers": came[(AttendeeRole.HELPER,)],
        "mediators": "、".join(held.mediators),
        "record": held.record,
        "result": in_chinese(Result, held.result),
        "next": moment(held.next_at) if held.next_at else "",
        "prevention": held.prevention,
        "recorder": held.recorded_by,
        "committee": unit,
    }


SESSION = Paper("session", _("人民调解记录"), _SESSION, _draft_session, _sessions, _session, 34, place=7)
