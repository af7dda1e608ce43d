"""What waits for a post besides disputes: each a number that opens its list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.loop.assessment import queries as warnings
from hemu.loop.assessment.changing.queries import to_decide as lowerings_to_decide
from hemu.loop.assessment.conferral import queries as conferrals
from hemu.loop.assessment.key import queries as key
from hemu.loop.followup.heaps import counted
from hemu.loop.mediation.advice import queries as advice
from hemu.loop.mediation.calendar import queries as sittings
from hemu.loop.mediation.crimes import queries as crimes
from hemu.loop.mediation.crimes.models import ReviewState
from hemu.loop.mediation.outcomes import queries as outcomes
from hemu.loop.mediation.outcomes.models import Verdict
from hemu.loop.mediation.performance import queries as performance
from hemu.loop.routing.lists import to_answer as referrals_to_answer
from hemu.loop.screening import queries as screening
from hemu.loop.screening.campaigns.queries import campaigns
from hemu.loop.screening.doubts.models import DoubtStatus
from hemu.loop.screening.doubts.queries import doubts
from hemu.loop.screening.links.queries import listed
from hemu.loop.screening.models import Incident, Petition, VisitStatus
from hemu.loop.screening.reporting.models import FlagStatus
from hemu.loop.screening.reporting.queries import Filter, flags
from hemu.loop.screening.villagers.queries import queue
from hemu.orgs.actor import Actor
from hemu.orgs.models import Role
from hemu.orgs.permissions import Permission
from hemu.privacy.queries import unreviewed
from hemu.rulebook.queries import proposed as rules_proposed

MOST_COUNTED = 200
_SIT = (
    *(Role.MEDIATOR, Role.VILLAGE_CADRE, Role.VILLAGE_AUXILIARY),
    *(Role.DEPARTMENT_HANDLER, Role.COURT_HANDLER),
)
"""Who sits in sessions for the most part; the others see theirs in the calendar."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One heap. `count` is counted up to a limit."""

    label: str | Promise
    count: int
    url: str

    @property
    def shown_count(self) -> str:
        """The count as a list says it."""
        return f"{MOST_COUNTED}+" if self.count > MOST_COUNTED else str(self.count)


Heap = tuple[str | Promise, str, Callable[[], Any]]


def duties(by: Actor) -> list[Duty]:
    """Those of the post's heaps that hold something, in the order in which they are looked at."""
    found = (Duty(label, _counted(rows()), url) for label, url, rows in _heaps(by))
    return [duty for duty in found if duty.count]


def _counted(rows: Any) -> int:
    """How many; of rows, counted up to a limit."""
    if isinstance(rows, int):
        return rows
    return int(rows.order_by().values("id")[: MOST_COUNTED + 1].count())


def _of_who_follows(by: Actor) -> Iterator[Heap]:
    heaps = counted(by, MOST_COUNTED + 1)
    yield _("电话回访待打"), "/callbacks/?own=1&state=1", lambda: heaps.to_ring
    yield _("未化解、未履行待催办"), "/unsettled/", lambda: heaps.to_urge
    yield _("投诉待处理"), "/complaints/?status=1", lambda: heaps.complaints


def _of_who_mediates(by: Actor) -> Iterator[Heap]:
    if by.may(Permission.MEDIATE):
        yield _("到期未履行的协议事项"), "/performance/", lambda: performance.listed(by, "late")
    if by.may(Permission.CLOSE):
        yield _("防止事件待核实"), "/outcomes/", lambda: outcomes.listed(by, Verdict.OPEN)
        waiting = ReviewState.OPEN
        yield _("民转刑待复盘"), f"/crimes/?state={waiting.value}", lambda: crimes.listed(by, waiting)


def _heaps(by: Actor) -> Iterator[Heap]:
    if by.may(Permission.MANAGE_RULES):
        yield _("规则版本待批准"), "/rules/", lambda: rules_proposed().exclude(proposer_id=by.person_id)
    if by.may(Permission.RECEIVE):
        yield _("转介待答复"), "/routing/?view=referrals", lambda: referrals_to_answer(by)
    if not by.may(Permission.VIEW):
        return
    yield from _of_who_mediates_or_advises(by)
    if not by.spans:
        return
    yield from _of_who_follows(by)
    if by.may(Permission.REGISTER):
        yield from _of_who_registers(by)
    if by.may(Permission.REVIEW_VISITS):
        yield from _of_who_reviews(by)
    yield from _of_who_mediates(by)
    if by.may(Permission.LOWER):
        yield _("下调等级待批准"), "/ratings/", lambda: lowerings_to_decide(by)
    yield from _of_who_answers(by)
    if by.may(Permission.GUARD_PERSONAL):
        yield _("紧急查看待复核"), "/privacy/emergencies/", lambda: unreviewed(by)
    if by.may(Permission.LINK):
        yield _("关联建议待核对"), "/proposals/", lambda: listed(by, waiting=True)


def _of_who_mediates_or_advises(by: Actor) -> Iterator[Heap]:
    """One's own: what a lawyer was asked, what a mediator sits in before tomorrow is over."""
    if by.role == Role.LAWYER:
        yield _("等您答复的咨询"), "/advice/", lambda: advice.asked(by).filter(person_id=by.person_id)
    if by.role in _SIT:
        yield _("今明两天我的调处"), "/calendar/?view=list&mine=1", lambda: sittings.soon(by)


def _of_who_registers(by: Actor) -> Iterator[Heap]:
    mine = screening.my_visits(by)
    yield _("退回给我的走访"), "/visits/", lambda: mine.filter(status=VisitStatus.RETURNED)
    yield _("村民说事待答复"), "/villagers/", lambda: queue(by, "waiting")
    open_calls = Incident.objects.in_area(by).filter(settled_at=None)
    yield _("警情处置中"), "/records/incidents/", lambda: open_calls
    unanswered = Petition.objects.in_area(by).filter(answered_at=None)
    yield _("信访件办理中"), "/records/petitions/", lambda: unanswered
    yield _("正在进行的专项行动"), "/campaigns/?when=now", lambda: campaigns(by, "now")


def _of_who_answers(by: Actor) -> Iterator[Heap]:
    """What was put to the unit by name: notices, measures of a conferral, key disputes without news."""
    if by.may(Permission.AMEND) or by.may(Permission.WARN):
        yield _("预警提示单待办理"), "/warnings/", lambda: warnings.notices(by, warnings.Chosen())
        yield _("会商措施待落实"), "/conferrals/?view=mine", lambda: conferrals.conferrals(by, "mine")
    if by.may(Permission.WARN):
        late = key.Chosen(view="late")
        yield _("重点纠纷动态超期"), "/key-disputes/?view=late", lambda: key.ledger(by, late)


def _of_who_reviews(by: Actor) -> Iterator[Heap]:
    yield _("走访待审核"), "/visits/?view=review", lambda: screening.visits_to_review(by)
    open_doubts = int(DoubtStatus.OPEN)
    yield _("可疑走访待核查"), f"/doubts/?status={open_doubts}", lambda: doubts(by, status=open_doubts)
    open_flags = int(FlagStatus.OPEN)
    if by.may(Permission.FIGURES):
        asked = Filter(status=open_flags)
        yield _("报告线索待核查"), f"/reporting/?status={open_flags}", lambda: flags(by, asked)
