"""What a party is handed when mediation isn't begun or ends, and the ways that are open at every stage."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemu.disputes.models import Dispute, Outcome
from hemu.documents.papers.common import DISPUTE_NAMED, day, dispute_values, in_chinese
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper
from hemu.loop.mediation import mediable, queries
from hemu.loop.mediation.models import Ending
from hemu.loop.mediation.routes import routes
from hemu.rulebook import codes

_WAYS = Named(
    "routes",
    _("可以走的途径，每种一项"),
    [{"title": "向人民法院起诉", "where": "有管辖权的人民法院", "article": "人民调解法26", "until": ""}],
)
_ENDED = (
    *DISPUTE_NAMED,
    Named("outcome", _("结果"), "调解不成"),
    Named("reason", _("理由"), "双方对赔偿数额分歧较大。"),
    Named("who", _("表示的当事人"), "黄某"),
    Named("told", _("已经口头告知的途径"), "向人民法院起诉、申请仲裁"),
    _WAYS,
    Named("committee", _("调解组织"), "珠藏镇人民调解委员会"),
    Named("recorder", _("记录人"), "张某"),
    Named("ended", _("日期"), "2026年11月6日"),
)
_FREE = "人民调解不收取任何费用；调解不影响您依法申请仲裁、请求行政处理或者提起诉讼（人民调解法3、4、26）。"


def _table(draft: Draft) -> None:
    table = draft.table([6.4, 3.5, 3.2, 2.7])
    table.row("途径", "向哪里提出", "依据", "最后日期", head=True)
    table.each("one", "routes", "{{ one.title }}", "{{ one.where }}", "{{ one.article }}", "{{ one.until }}")


def _draft_ending() -> bytes:
    draft = Draft("终止调解及其他途径告知书")
    draft.line("纠纷编号：{{ ref }}", align="right", size=12)
    draft.text("{{ applicants }}与{{ respondents }}之间的“{{ title }}”，{{ outcome }}。")
    with draft.when("who"):
        draft.text("表示的当事人：{{ who }}。")
    draft.text("理由：{{ reason }}")
    draft.text("自即日起终止调解。已经当面告知：{{ told }}。您可以依法走下列途径：")
    _table(draft)
    draft.each_signs("签收")
    draft.signs("告知人（签名）：{{ recorder }}", "{{ committee }}（印章）", "{{ ended }}")
    draft.fine(_FREE + "最后日期按登记的发生日期推算，仅供参考，以法律规定和受理机构的计算为准。")
    return draft.content()


def route_rows(dispute: Dispute) -> list[dict[str, str]]:
    """The ways of a dispute as papers print them."""
    with override("zh-hans"):
        return [
            {
                "title": str(each.title),
                "where": str(each.where),
                "article": each.article,
                "until": each.until.isoformat() if each.until else "",
            }
            for each in routes(dispute)
        ]


def _endings(dispute: Dispute) -> list[Copy]:
    return [
        Copy(row.pk, f"{row.get_outcome_display()} {day(row.told_at)}") for row in queries.endings(dispute)
    ]


def _ending(dispute: Dispute, row: int) -> dict[str, Any]:
    found = Ending.objects.of(dispute).get(pk=row)
    return {
        **dispute_values(dispute),
        "outcome": in_chinese(Outcome, found.outcome),
        "reason": found.reason,
        "who": found.party_name,
        "told": "、".join(codes.label("other_route", way) for way in found.other_ways),
        "routes": route_rows(dispute),
        "committee": found.unit_name,
        "recorder": found.recorded_by,
        "ended": day(found.told_at),
    }


_OPEN = (
    *DISPUTE_NAMED,
    _WAYS,
    Named(
        "bars",
        _("不能调解的部分，每种一项"),
        [
            {
                "text": "土地所有权和使用权争议由人民政府处理",
                "where": "乡级或者县级人民政府",
                "source": "土地管理法14",
            }
        ],
    ),
)


def _draft_routes() -> bytes:
    draft = Draft("其他法定途径告知书")
    draft.line("纠纷：{{ title }}（{{ ref }}）", align="center", size=12, after=6)
    draft.text("您可以调解，也可以不调解；在任何阶段都可以终止调解，走下列途径：")
    _table(draft)
    with draft.when("bars"):
        draft.heading("下列内容不能以人民调解解决")
        with draft.repeat("bar", "bars"):
            draft.text("{{ bar.text }}（{{ bar.source }}）。请向{{ bar.where }}提出。")
    draft.each_signs("签收")
    draft.fine(_FREE)
    return draft.content()


def _open_ways(dispute: Dispute, _row: int) -> dict[str, Any]:
    with override("zh-hans"):
        bars = [
            {"text": bar.text, "where": bar.where.rstrip("。"), "source": bar.source}
            for bar in mediable.bars(dispute)
        ]
    return {**dispute_values(dispute), "routes": route_rows(dispute), "bars": bars}


ENDING = Paper(
    "ending",
    _("终止调解及其他途径告知书"),
    _ENDED,
    _draft_ending,
    _endings,
    _ending,
    35,
    place=7,
)
ROUTES = Paper(
    "routes",
    _("其他法定途径告知书"),
    _OPEN,
    _draft_routes,
    lambda _dispute: [Copy(0, "")],
    _open_ways,
    33,
)
