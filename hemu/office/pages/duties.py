"""What waits for a post besides disputes: each a number that opens its list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.disputes.heaps import Heap, registered_for
from hemu.loop.assessment import queries as warnings
from hemu.loop.assessment.changing.queries import to_decide as lowerings_to_decide
from hemu.loop.assessment.conferral import queries as conferrals
from hemu.loop.assessment.key import queries as key
from hemu.loop.followup.callbacks.queries import to_ring
from hemu.loop.followup.chasing.queries import due as to_urge
from hemu.loop.followup.complaints.queries import waiting as complaints_waiting
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
from hemu.loop.screening.models import Incident, Petition, VisitStatus
from hemu.loop.screening.reporting.models import FlagStatus
from hemu.loop.screening.reporting.queries import Filter, flags
from hemu.loop.screening.villagers.queries import queue
from hemu.office.pages.counting import counted
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


def duties(by: Actor) -> list[Duty]:
    """Those of the post's heaps that hold something, in the order in which they are looked at."""
    heaps = [*_heaps(by), *registered_for(by)]
    counts = counted([heap.rows for heap in heaps], MOST_COUNTED + 1)
    return [Duty(heap.label, n, heap.url) for heap, n in zip(heaps, counts, strict=True) if n]


def _of_who_follows(by: Actor) -> Iterator[Heap]:
    if by.may(Permission.FOLLOW_UP):
        yield Heap(_("电话回访待打"), "/callbacks/?own=1&state=1", to_ring(by))
        yield Heap(_("未化解、未履行待催办"), "/unsettled/", to_urge(by))
    yield Heap(_("投诉待处理"), "/complaints/?status=1", complaints_waiting(by))


def _of_who_mediates(by: Actor) -> Iterator[Heap]:
    if by.may(Permission.MEDIATE):
        yield Heap(_("到期未履行的协议事项"), "/performance/", performance.listed(by, "late"))
    if by.may(Permission.CLOSE):
        yield Heap(_("防止事件待核实"), "/outcomes/", outcomes.listed(by, Verdict.OPEN))
        waiting = ReviewState.OPEN
        yield Heap(_("民转刑待复盘"), f"/crimes/?state={waiting.value}", crimes.listed(by, waiting))


def _heaps(by: Actor) -> Iterator[Heap]:
    if by.may(Permission.MANAGE_RULES):
        yield Heap(_("规则版本待批准"), "/rules/", rules_proposed().exclude(proposer_id=by.person_id))
    if by.may(Permission.RECEIVE):
        yield Heap(_("转介待答复"), "/routing/?view=referrals", referrals_to_answer(by))
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
        yield Heap(_("下调等级待批准"), "/ratings/", lowerings_to_decide(by))
    yield from _of_who_answers(by)
    if by.may(Permission.GUARD_PERSONAL):
        yield Heap(_("紧急查看待复核"), "/privacy/emergencies/", unreviewed(by))


def _of_who_mediates_or_advises(by: Actor) -> Iterator[Heap]:
    """One's own: what a lawyer was asked, what a mediator sits in before tomorrow is over."""
    if by.role == Role.LAWYER:
        yield Heap(_("等您答复的咨询"), "/advice/", advice.asked(by).filter(person_id=by.person_id))
    if by.role in _SIT:
        yield Heap(_("今明两天我的调处"), "/calendar/?view=list&mine=1", sittings.soon(by))


def _of_who_registers(by: Actor) -> Iterator[Heap]:
    mine = screening.my_visits(by)
    yield Heap(_("退回给我的走访"), "/visits/", mine.filter(status=VisitStatus.RETURNED))
    yield Heap(_("村民说事待答复"), "/villagers/", queue(by, "waiting"))
    open_calls = Incident.objects.in_area(by).filter(settled_at=None)
    yield Heap(_("警情处置中"), "/records/incidents/", open_calls)
    unanswered = Petition.objects.in_area(by).filter(answered_at=None)
    yield Heap(_("信访件办理中"), "/records/petitions/", unanswered)
    yield Heap(_("正在进行的专项行动"), "/campaigns/?when=now", campaigns(by, "now"))


def _of_who_answers(by: Actor) -> Iterator[Heap]:
    """What was put to the unit by name: notices, measures of a conferral, key disputes without news."""
    if by.may(Permission.AMEND) or by.may(Permission.WARN):
        yield Heap(_("预警提示单待办理"), "/warnings/", warnings.notices(by, warnings.Chosen()))
        yield Heap(_("会商措施待落实"), "/conferrals/?view=mine", conferrals.conferrals(by, "mine"))
    if by.may(Permission.WARN):
        late = key.Chosen(view="late")
        yield Heap(_("重点纠纷动态超期"), "/key-disputes/?view=late", key.ledger(by, late))


def _of_who_reviews(by: Actor) -> Iterator[Heap]:
    yield Heap(_("走访待审核"), "/visits/?view=review", screening.visits_to_review(by))
    open_doubts = int(DoubtStatus.OPEN)
    yield Heap(_("可疑走访待核查"), f"/doubts/?status={open_doubts}", doubts(by, status=open_doubts))
    open_flags = int(FlagStatus.OPEN)
    if by.may(Permission.FIGURES):
        asked = Filter(status=open_flags)
        yield Heap(_("报告线索待核查"), f"/reporting/?status={open_flags}", flags(by, asked))
