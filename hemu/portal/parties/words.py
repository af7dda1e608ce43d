"""Where a dispute stands, in plain words for whose it is: what is going on, what comes next, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.models import Clock, ClockKind, Dispute, Outcome, State
from hemu.disputes.queries import heir, running_clocks
from hemu.kernel import clock
from hemu.kernel.wording import listed
from hemu.loop.mediation.models import PromiseState
from hemu.loop.mediation.queries import named_mediators, next_owed, promises, standing_agreement
from hemu.portal.words import say, say_day

Words = str | Promise

TITLES: dict[int, Words] = {
    State.REGISTERED: gettext_lazy("已经登记，正在了解情况"),
    State.RATED: gettext_lazy("正在安排由谁来调解"),
    State.ROUTED: gettext_lazy("已经转给调解单位，等它接收"),
    State.RECEIVED: gettext_lazy("调解单位已经接收，准备调解"),
    State.MEDIATING: gettext_lazy("正在调解"),
    State.AGREED: gettext_lazy("已经达成协议，正在履行"),
    State.REFERRED: gettext_lazy("没有调解成，可以走别的办法"),
    State.FOLLOWING: gettext_lazy("正在回访，看看是不是真的解决了"),
    State.CLOSED: gettext_lazy("已经办结"),
    State.MERGED: gettext_lazy("和另一件是同一件事，合在一起办"),
}
NEXT: dict[int, Words] = {
    State.REGISTERED: gettext_lazy("下一步：看看这件事急不急、难不难，决定由谁来办。"),
    State.RATED: gettext_lazy("下一步：转给合适的单位。"),
    State.ROUTED: gettext_lazy("下一步：调解单位接收，和您联系。"),
    State.RECEIVED: gettext_lazy("下一步：问您愿不愿意调解。愿意才调解，不愿意不勉强。"),
    State.MEDIATING: gettext_lazy("下一步：调解员约双方坐下来谈。"),
    State.AGREED: gettext_lazy("下一步：各方按协议做到；做不到的，调解组织会催促，您也可以起诉。"),
    State.REFERRED: gettext_lazy("下一步：您可以起诉、仲裁或者找有关部门；我们会回访。"),
    State.FOLLOWING: gettext_lazy("下一步：有人上门或者打电话问您。"),
    State.CLOSED: gettext_lazy("如果又起纠纷，可以在这里补充意见，或者找调解单位，会重新办理。"),
    State.MERGED: gettext_lazy("进展看合并后的那一件。"),
}
CLOCKS: dict[int, Words] = {
    ClockKind.STATE: gettext_lazy("这一步最迟 %(when)s"),
    ClockKind.HOP: gettext_lazy("最迟 %(when)s 接收"),
    ClockKind.WHOLE: gettext_lazy("全部办完最迟 %(when)s"),
    ClockKind.MEDIATION: gettext_lazy("调解期限到 %(when)s，到期没有调成，可以起诉"),
    ClockKind.FOLLOW_UP: gettext_lazy("最迟 %(when)s 回访您"),
    ClockKind.PERFORMANCE: gettext_lazy("协议约定的事，最近一项 %(when)s 到期"),
    ClockKind.CONFIRMATION: gettext_lazy("要申请司法确认，最迟 %(when)s，双方一起去"),
}
"""The clocks that are a party's business; the office's own aren't."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at the head of the page."""

    title: Words
    next: Words
    who: str
    until: list[str]
    late: bool
    notes: list[str]


def standing(dispute: Dispute) -> Standing:
    """Where a dispute stands; a merged one is read through the one that it goes on in."""
    head = heir(dispute)
    clocks = running_clocks(head)
    return Standing(
        title=TITLES[head.state],
        next=NEXT[head.state],
        who=_who(head),
        until=[_until(one) for one in clocks if one.kind in CLOCKS],
        late=any(one.overdue_at is not None for one in clocks),
        notes=_notes(dispute),
    )


def _until(one: Clock) -> str:
    return str(CLOCKS[one.kind]) % {"when": _last_moment(one.due_at)}


def _last_moment(due: datetime) -> str:
    """Until when, as people say it: what ends at midnight ends with the day before."""
    local = clock.local(due)
    if local.time() == time():
        return say_day(local.date() - timedelta(days=1))
    return say(due)


def _who(head: Dispute) -> str:
    unit = head.turn_unit_name or head.lead_unit_name
    return _("现在由%(unit)s办理。") % {"unit": unit} if unit else ""


def _notes(dispute: Dispute) -> list[str]:
    found = []
    names = [one.name for one in named_mediators(dispute)]
    if names:
        found.append(_("调解员：%(names)s") % {"names": listed(names)})
    agreement = standing_agreement(dispute)
    if agreement is not None:
        made = promises(agreement)
        done = sum(one.state == PromiseState.PERFORMED for one in made)
        if made:
            found.append(_("协议约定 %(n)d 项，已履行 %(done)d 项") % {"n": len(made), "done": done})
        owed = next_owed(dispute)
        if owed is not None:
            what = owed.what.strip().rstrip("。；，.;,")
            parts = {"who": owed.party_name, "what": what, "day": say_day(owed.due_on)}
            found.append(_("接下来：%(what)s（%(who)s，最迟 %(day)s）") % parts)
    if dispute.outcome == Outcome.DECLINED:
        found.append(_("有一方不愿意调解，调解已经停止。"))
    return found
