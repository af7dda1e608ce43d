"""Where a report stands, in words for the one who reported; and when to ring first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.models import Dispute, State
from hemu.kernel import clock
from hemu.loop.screening.models import ReportStatus, VillagersReport
from hemu.loop.screening.villagers.models import Said

Words = str | Promise

STEPS: dict[int, Words] = {
    Said.REPORTED: gettext_lazy("您反映"),
    Said.ADDED: gettext_lazy("您补充"),
    Said.ASKED: gettext_lazy("服务队问您"),
    Said.TAKEN: gettext_lazy("有人承办"),
    Said.ANSWERED: gettext_lazy("答复您"),
    Said.SETTLED: gettext_lazy("您说已经解决"),
    Said.UNSETTLED: gettext_lazy("您说没有解决"),
    Said.RAISED: gettext_lazy("超过期限，已报上级催办"),
    Said.JUDGED_REAL: gettext_lazy("开始办理"),
    Said.SET_ASIDE: gettext_lazy("没有受理"),
    Said.FOLDED: gettext_lazy("与别人说的是同一件事，一并答复"),
    Said.UNFOLDED: gettext_lazy("单独办理"),
    Said.GIVEN: gettext_lazy("转交"),
}

DISPUTE_STATES: dict[int, Words] = {
    State.REGISTERED: gettext_lazy("正在了解情况"),
    State.RATED: gettext_lazy("正在安排由谁调解"),
    State.ROUTED: gettext_lazy("正在安排由谁调解"),
    State.RECEIVED: gettext_lazy("准备调解"),
    State.MEDIATING: gettext_lazy("正在调解"),
    State.AGREED: gettext_lazy("已达成协议，正在履行"),
    State.REFERRED: gettext_lazy("没有调解成，已告知其他办法"),
    State.FOLLOWING: gettext_lazy("已调解，正在回访"),
    State.CLOSED: gettext_lazy("已办结"),
    State.MERGED: gettext_lazy("与另一件一并办理"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One line that says it, and what more there is to know."""

    title: str
    lines: list[str]


def say(moment: datetime) -> str:
    """A moment as people say it: 11月25日 17:30."""
    local = clock.local(moment)
    return _("%(month)s月%(day)s日 %(time)s") % {
        "month": local.month,
        "day": local.day,
        "time": f"{local:%H:%M}",
    }


def say_day(day: date) -> str:
    """A day as people say it: 11月25日."""
    return _("%(month)s月%(day)s日") % {"month": day.month, "day": day.day}


def standing(report: VillagersReport) -> Standing:
    """Where a report stands; `report` is the one that is answered (see ``queries.head``)."""
    if report.status == ReportStatus.SET_ASIDE:
        return Standing(_("没有受理"), [_("原因在下面。有新的情况，可以重新反映。")])
    if report.status == ReportStatus.SETTLED:
        return Standing(_("您说已经解决"), [_("如果又出现问题，可以按“没有解决”，我们重新办理。")])
    if report.status == ReportStatus.ANSWERED:
        return Standing(_("已经答复"), [_("看看答复，再告诉我们解决了没有。")])
    again = report.status == ReportStatus.REOPENED
    title = _("正在重新办理") if again else _("正在办理")
    return Standing(title, [_who(report), *_late(report)])


def _who(report: VillagersReport) -> str:
    parts = {"unit": report.turn_unit_name, "person": report.taken_by, "when": say(report.due_at)}
    if not report.turn_unit_name:
        return _("最迟 %(when)s 前答复您。") % parts
    if report.taken_by:
        return _("由%(unit)s的%(person)s办理，最迟 %(when)s 前答复您。") % parts
    return _("由%(unit)s负责，最迟 %(when)s 前答复您。") % parts


def _late(report: VillagersReport) -> list[str]:
    if report.overdue_at is None and report.due_at > clock.now():
        return []
    return [_("已经超过答复期限，对不起。上级综治中心会催办。")]


def of_dispute(dispute: Dispute) -> str:
    """A dispute that came of a report: its state and who has it, and nothing of its parties."""
    parts = {"state": DISPUTE_STATES[State(dispute.state)], "unit": dispute.lead_unit_name}
    if not dispute.lead_unit_name:
        return _("已登记为矛盾纠纷：%(state)s。") % parts
    return _("已登记为矛盾纠纷：%(state)s，由%(unit)s主办。") % parts


_DANGER = re.compile(
    "杀人|杀了|砍人|拿刀|持刀|动刀|打死|打伤|流血|自杀|喝农药|跳楼|上吊|着火|起火|爆炸|家暴|强奸|绑|械斗|要出人命|救命"
)
_SAID_NOT = re.compile(r"(?:没有|没|未|不会|不)(?:人)?$")


def sounds_dangerous(text: str) -> bool:
    """Whether to say once more that 110 comes first. Only a reminder: nothing is decided by it."""
    return any(
        not _SAID_NOT.search(text[max(0, found.start() - 4) : found.start()])
        for found in _DANGER.finditer(text)
    )
