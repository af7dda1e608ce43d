"""人民调解申请书 and 人民调解受理登记表."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Dispute
from hemu.documents.papers.common import DISPUTE_NAMED, day, dispute_values, in_chinese
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper
from hemu.loop.mediation import queries
from hemu.loop.mediation.models import Acceptance, Application, ApplicationForm
from hemu.loop.mediation.papers.parties import people

_APPLICATION = (
    *DISPUTE_NAMED,
    Named("requests", _("申请事项"), "请求确认田埂界线，恢复原状。"),
    Named("form", _("申请方式"), "口头申请"),
    Named("made", _("申请日期"), "2026年11月3日"),
    Named("committee", _("调解组织"), "珠藏镇人民调解委员会"),
    Named("recorder", _("登记人"), "张某"),
)


def _draft_application() -> bytes:
    draft = Draft("人民调解申请书")
    people(draft)
    draft.heading("纠纷简要情况")
    draft.text("{{ narrative }}")
    draft.heading("当事人申请事项")
    draft.text("{{ requests }}")
    draft.text(
        "人民调解委员会已将申请人民调解的相关规定告知我，现自愿申请人民调解委员会进行调解。"
        "调解不收取任何费用；本人可以随时要求终止调解，并依法通过仲裁、行政、司法等途径维护权利。"
    )
    draft.signs("申请人（签名、盖章或按指印）：", "", "{{ made }}")
    draft.fine("{% if form == '口头申请' %}口头申请，由 {{ recorder }} 记录（人民调解法17）。{% endif %}")
    return draft.content()


def _applications(dispute: Dispute) -> list[Copy]:
    return [Copy(row.pk, day(row.made_at)) for row in queries.applications(dispute)]


def _application(dispute: Dispute, row: int) -> dict[str, Any]:
    found = Application.objects.of(dispute).get(pk=row)
    return {
        **dispute_values(dispute),
        "requests": found.requests,
        "form": in_chinese(ApplicationForm, found.form),
        "made": day(found.made_at),
        "committee": found.recorded_unit,
        "recorder": found.recorded_by,
    }


_ACCEPTANCE = (
    *DISPUTE_NAMED,
    Named("number", _("案号"), "（2026）珠人调字第 12 号"),
    Named("committee", _("调解组织"), "珠藏镇人民调解委员会"),
    Named("accepted", _("受理日期"), "2026年11月4日"),
    Named("by_application", _("当事人申请打勾"), "☑"),
    Named("own_move", _("调委会主动调解打勾"), "☐"),
    Named("referred", _("委托移送打勾"), "☐"),
    Named("referred_by", _("委托移送单位"), ""),
    Named("mediators", _("调解员"), "李某、王某"),
    Named("recorder", _("登记人"), "张某"),
)


def _draft_acceptance() -> bytes:
    draft = Draft("人民调解受理登记表")
    draft.line("{{ number }}", align="right", size=12)
    draft.text("{{ accepted }}，人民调解委员会依照当事人的申请或者经当事人同意，"
               "调解{{ applicants }}与{{ respondents }}之间的纠纷。")  # fmt: skip
    table = draft.table([3.2, 4.6, 3.2, 4.8])
    table.row("纠纷类型", "{{ kind }}", "纠纷编号", "{{ ref }}")
    table.row("案件来源", ("{{ by_application }} 当事人申请　{{ own_move }} 调委会主动调解　"
                       "{{ referred }} 委托移送"
                       "{% if referred_by %}（{{ referred_by }}）{% endif %}", 3))  # fmt: skip
    table.row("纠纷地点", ("{{ place }}", 3))
    table.row("纠纷简要情况", ("{{ narrative }}", 3), height=5)
    table.row("调解员", ("{{ mediators }}", 3))
    draft.signs(
        "当事人（签名、盖章或按指印）：",
        "",
        "登记人（签名）：{{ recorder }}",
        "{{ committee }}（印章）",
        "{{ accepted }}",
    )
    return draft.content()


def _acceptances(dispute: Dispute) -> list[Copy]:
    return [Copy(row.pk, row.number) for row in queries.acceptances(dispute)]


def _acceptance(dispute: Dispute, row: int) -> dict[str, Any]:
    found = Acceptance.objects.of(dispute).get(pk=row)
    first = queries.applications(dispute)[-1:]
    form = first[0].form if first else ApplicationForm.OWN_MOVE
    asked = (ApplicationForm.ORAL, ApplicationForm.WRITTEN)
    return {
        **dispute_values(dispute),
        "number": found.number,
        "committee": found.unit_name,
        "accepted": day(found.accepted_at),
        "by_application": _tick(form in asked),
        "own_move": _tick(form == ApplicationForm.OWN_MOVE),
        "referred": _tick(form == ApplicationForm.REFERRED),
        "referred_by": first[0].referred_by if first else "",
        "mediators": "、".join(each.name for each in queries.mediators_of(found)),
        "recorder": found.accepted_by,
    }


def _tick(holds: bool) -> str:
    return "☑" if holds else "☐"


APPLICATION = Paper(
    "application",
    _("人民调解申请书"),
    _APPLICATION,
    _draft_application,
    _applications,
    _application,
    30,
    place=1,
)
ACCEPTANCE = Paper(
    "acceptance",
    _("人民调解受理登记表"),
    _ACCEPTANCE,
    _draft_acceptance,
    _acceptances,
    _acceptance,
    31,
    place=1,
)
