"""Papers towards the police: the written application, and the record of how a minor case was settled."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Dispute
from hemu.documents.papers.common import DISPUTE_NAMED, day, dispute_values, in_chinese, moment
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper
from hemu.loop.mediation.police import queries
from hemu.loop.mediation.police.models import Basis, CaseStep, PoliceReport, Step, ToldBy, Way
from hemu.rulebook import codes

_CASE = (
    *DISPUTE_NAMED,
    Named("case", _("案件编号"), "珠公（治）字〔2026〕12 号"),
    Named("facts", _("查明的事实"), "双方因田埂争吵后互殴，均未受伤。"),
    Named("way", _("怎么了结的"), "人民调解委员会调解"),
    Named("reached", _("达成日期"), "2026年11月5日"),
    Named("performed", _("履行完毕日期"), "2026年11月8日"),
    Named("station", _("公安机关"), "瓮安县公安局珠藏派出所"),
    Named(
        "steps",
        _("各步骤，每步一项"),
        [{"step": "事实已查明", "on": "2026年11月3日", "text": "互殴，情节较轻。", "who": "派出所 赵某"}],
    ),
)


def _draft_application() -> bytes:
    draft = Draft("不予治安管理处罚申请书")
    draft.line("{{ station }}：")
    draft.text(
        "{{ applicants }}与{{ respondents }}因“{{ title }}”引起的治安案件（{{ case }}），经查：{{ facts }}"
    )
    draft.text(
        "现已经{{ way }}，于 {{ reached }} 自愿达成协议，并已于 {{ performed }} 履行完毕。"
        "根据《中华人民共和国治安管理处罚法》第九条，在贵机关作出处理决定以前，特书面申请认可上述协议，不予处罚。"
    )
    with draft.repeat("party", "parties"):
        draft.line("申请人（签名、按指印）：{{ party.name }}")
    draft.signs("{{ today }}")
    draft.fine("附：协议书；收条等履行凭证。")
    return draft.content()


def _draft_record() -> bytes:
    draft = Draft("治安案件调解处理记录")
    draft.line("{{ case }}", align="right", size=12)
    draft.text("案由：{{ title }}（{{ ref }}）。当事人：{{ applicants }}；{{ respondents }}。")
    table = draft.table([2.6, 3.6, 5.8, 3.8])
    table.row("步骤", "日期", "情况", "办理", head=True)
    table.each("one", "steps", "{{ one.step }}", "{{ one.on }}", "{{ one.text }}", "{{ one.who }}")
    draft.signs("承办民警（签名）：", "{{ station }}（印章）", "{{ today }}")
    draft.fine(
        "因民间纠纷引起的打架斗殴或者损毁他人财物等违反治安管理行为，情节较轻的，可以调解处理；经调解未达成协议或者"
        "达成协议后不履行的，依法处理，并告知当事人可以就民事争议依法提起民事诉讼（治安管理处罚法9）。"
    )
    return draft.content()


def _of(chain: list[CaseStep], step: Step) -> CaseStep | None:
    return next((row for row in reversed(chain) if row.step == step), None)


def _values(dispute: Dispute, _row: int) -> dict[str, Any]:
    chain = queries.steps(dispute)
    facts, reached, done = (_of(chain, step) for step in (Step.FACTS, Step.REACHED, Step.PERFORMED))
    return {
        **dispute_values(dispute),
        "case": chain[-1].case_number if chain else "",
        "facts": facts.text if facts else "",
        "way": in_chinese(Way, reached.way) if reached else "",
        "reached": day(reached.on if reached else None),
        "performed": day(done.on if done else None),
        "station": facts.unit_name if facts else "",
        "steps": [_step(row) for row in chain],
    }


def _step(row: CaseStep) -> dict[str, str]:
    told = "、".join(codes.label("other_route", way) for way in row.other_ways)
    return {
        "step": in_chinese(Step, row.step),
        "on": day(row.on),
        "text": f"{row.text}{'（已告知：' + told + '）' if told else ''}",
        "who": f"{row.unit_name} {row.written_by}",
    }


def _begun(dispute: Dispute) -> list[Copy]:
    return [Copy(0, "")] if queries.steps(dispute) else []


def _performed(dispute: Dispute) -> list[Copy]:
    chain = queries.steps(dispute)
    row = _of(chain, Step.PERFORMED)
    return [Copy(0, "")] if row is not None and row.way != Way.POLICE else []


_REPORT = (
    *DISPUTE_NAMED,
    Named("basis", _("为什么报告"), "无、限制民事行为能力人遭受家庭暴力"),
    Named("article", _("依据"), "反家庭暴力法14"),
    Named("found", _("发现时间"), "2026年11月5日 9时10分"),
    Named("told", _("报告时间"), "2026年11月5日 9时15分"),
    Named("way", _("方式"), "拨打 110"),
    Named("station", _("接报单位"), "瓮安县公安局珠藏派出所"),
    Named("person", _("接报人"), "赵某"),
    Named("situation", _("情况"), "走访时发现老人身上有伤。"),
    Named("help", _("帮助、防护措施"), "陪同就医，联系妇联。"),
    Named("reporter", _("报告人"), "陈某"),
    Named("unit", _("报告单位"), "荣院村村民委员会"),
)


def _draft_report() -> bytes:
    draft = Draft("向公安机关报告记录")
    draft.answers(
        ("纠纷编号", "{{ ref }}", "依据", "{{ article }}"),
        ("为什么报告", "{{ basis }}"),
        ("发现时间", "{{ found }}", "报告时间", "{{ told }}"),
        ("方式", "{{ way }}", "接报单位", "{{ station }} {{ person }}"),
        ("情况", "{{ situation }}"),
        ("帮助、防护", "{{ help }}"),
        tall=("情况",),
    )
    draft.signs("报告人（签名）：{{ reporter }}", "{{ unit }}（印章）", "{{ told }}")
    return draft.content()


def _reports(dispute: Dispute) -> list[Copy]:
    return [Copy(row.pk, moment(row.reported_at)) for row in queries.reports(dispute)]


def _report(dispute: Dispute, row: int) -> dict[str, Any]:
    found = PoliceReport.objects.of(dispute).get(pk=row)
    return {
        **dispute_values(dispute),
        "basis": in_chinese(Basis, found.basis),
        "article": found.article,
        "found": moment(found.found_at),
        "told": moment(found.reported_at),
        "way": in_chinese(ToldBy, found.way),
        "station": found.told_unit,
        "person": found.told_person,
        "situation": found.situation,
        "help": found.help_given,
        "reporter": found.written_by,
        "unit": found.unit_name,
    }


PAPERS = (
    Paper("police-report", _("向公安机关报告记录"), _REPORT, _draft_report, _reports, _report, 40),
    Paper(
        "police-application",
        _("不予治安管理处罚申请书"),
        _CASE,
        _draft_application,
        _performed,
        _values,
        41,
    ),
    Paper("police-case", _("治安案件调解处理记录"), _CASE, _draft_record, _begun, _values, 42),
)
