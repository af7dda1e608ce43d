"""Looking an agreement over, bringing it before a court, and what the court said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.kernel.wording import listed
from hemu.loop.mediation.confirmation.models import Confirmation, CourtGround, Review, Stage
from hemu.loop.mediation.confirmation.rules import (
    REQUIRED_PAPERS,
    WHY_NOT,
    Open,
    Standing,
    inviting_court,
    standing,
)
from hemu.loop.mediation.models import Agreement
from hemu.loop.mediation.rules import require_other_ways, require_text, who_has_not_consented
from hemu.orgs.actor import Actor
from hemu.rulebook import calendar, codes, evaluate


def review(
    dispute: Dispute, found: Sequence[str], note: str, *, by: Actor, seen: int | None = None
) -> Dispute:
    """Hold the agreement against the six grounds on which no court confirms it (法释〔2011〕5号7).

    `found` are codes of those that are there: each needs words, and the agreement is to be changed.
    """
    for code in found:
        if not codes.is_code("confirmation_bar", code):
            raise Refused(_("没有这种情形，请从列表中选择。"), field="found", code="unknown_code")
    if found:
        require_text(note=note)
    with turn(dispute.county, dispute.id, Act.CONFIRM, by=by, seen=seen) as this:
        agreement = _agreement(standing(this.dispute))
        Review(
            county=dispute.county,
            dispute_id=dispute.pk,
            agreement_id=agreement.pk,
            found=list(found),
            note=note.strip(),
            reviewed_at=this.at,
            reviewed_by=by.name,
            unit_name=by.unit_name,
        ).save(force_insert=True)
        this.tell(reviewed=len(found), bars=list(found))
        this.tell_of_persons(note=note.strip())
    return this.dispute


def _agreement(where: Standing) -> Agreement:
    if where.agreement is None:
        raise Refused(str(WHY_NOT[Open.NO_AGREEMENT]), code="no_agreement")
    return where.agreement


@dataclass(frozen=True, slots=True)
class NewFiling:
    """A joint application: to which court and why to that one, with what, by whom, on what day."""

    court_name: str
    court_ground: CourtGround
    papers: Sequence[str]
    applicants: Sequence[int]
    filed_on: date


def file(dispute: Dispute, new: NewFiling, *, by: Actor, seen: int | None = None) -> Dispute:
    """M6: both parties together ask a court, within the thirty days (人民调解法33, 民事诉讼法205)."""
    require_text(court_name=new.court_name)
    with turn(dispute.county, dispute.id, Act.CONFIRM, by=by, seen=seen) as this:
        where = standing(this.dispute)
        agreement = _may_file(this, where, new)
        _check_court(this.dispute, new)
        Confirmation(
            county=dispute.county,
            dispute_id=dispute.pk,
            agreement_id=agreement.pk,
            court_name=new.court_name.strip(),
            court_ground=new.court_ground,
            papers=sorted(new.papers),
            filed_on=new.filed_on,
            decide_by=_term("confirmation_decide", new.filed_on),
            recorded_by=by.name,
        ).save(force_insert=True)
        this.tell(court=new.court_name.strip(), confirmation=int(Stage.FILED), on=new.filed_on)
    return this.dispute


def _may_file(this: Turn, where: Standing, new: NewFiling) -> Agreement:
    agreement = _agreement(where)
    until = agreement.confirmation_until
    in_time = until is not None and new.filed_on <= until
    if where.state != Open.OPEN and not (where.state == Open.MISSED and in_time):
        raise Refused(str(WHY_NOT[where.state]), code=where.state.value)
    if not in_time:
        raise Refused(str(WHY_NOT[Open.MISSED]), field="filed_on", code="missed")
    made = clock.local(agreement.effective_at).date()
    if not made <= new.filed_on <= clock.today():
        raise Refused(_("提出日期不能早于协议生效之日，也不能晚于今天。"), field="filed_on", code="date")
    missing = who_has_not_consented(this.parties, new.applicants)
    if missing:
        raise Refused(
            _("司法确认要各方当事人共同申请，还缺：%(names)s。")
            % {"names": listed(one.name for one in missing)},
            field="applicants",
            code="not_jointly",
        )
    _check_looked_over(where)
    _check_papers(new.papers)
    return agreement


def _check_looked_over(where: Standing) -> None:
    if where.review is None:
        raise Refused(_("请先对照不予确认的情形审查协议。"), field="review", code="not_reviewed")
    if where.review.found:
        found = listed(codes.label("confirmation_bar", code) for code in where.review.found)
        raise Refused(
            _("审查发现协议%(found)s，请先由当事人变更协议。") % {"found": found},
            field="review",
            code="barred",
        )


def _check_papers(given: Sequence[str]) -> None:
    missing = sorted(REQUIRED_PAPERS - set(given))
    if missing:
        names = listed(codes.label("confirmation_papers", code) for code in missing)
        raise Refused(_("还缺材料：%(names)s。") % {"names": names}, field="papers", code="papers")


def _check_court(dispute: Dispute, new: NewFiling) -> None:
    invited = inviting_court(dispute)
    if invited and new.court_ground != CourtGround.INVITED:
        raise Refused(
            _("%(court)s邀请调解的，应向该法院提出。") % {"court": invited},
            field="court_ground",
            code="invited",
        )
    if not invited and new.court_ground == CourtGround.INVITED:
        raise Refused(_("没有法院邀请调解的记录。"), field="court_ground", code="not_invited")


def _term(name: str, since: date) -> date:
    term = evaluate("clock", {"clock": name}, on=since).value
    start = datetime.combine(since, time(12), tzinfo=clock.CHINA)
    return clock.local(calendar.deadline(start, term["amount"], term["unit"])).date()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the court said, on what day. `other_ways` must be told when it isn't confirmed."""

    stage: Stage
    on: date
    ruling: str = ""
    bar: str = ""
    reason: str = ""
    other_ways: Sequence[str] = ()


_NEXT = {
    Stage.FILED: frozenset({Stage.ACCEPTED, Stage.REFUSED, Stage.WITHDRAWN}),
    Stage.ACCEPTED: frozenset({Stage.VALID, Stage.DISMISSED, Stage.WITHDRAWN}),
}


def next_stages(row: Confirmation | None) -> list[Stage]:
    """What the court may say next of an application; nothing when none waits."""
    return sorted(_NEXT.get(Stage(row.stage), frozenset())) if row is not None else []


def answered(dispute: Dispute, answer: Answer, *, by: Actor, seen: int | None = None) -> Dispute:
    """The court takes it or not, rules it valid or dismisses it (民事诉讼法206), or it is withdrawn.

    Valid: a party may ask for enforcement. Dismissed or not taken: a new agreement or a suit, told at once.
    """
    with turn(dispute.county, dispute.id, Act.CONFIRM, by=by, seen=seen) as this:
        row = _waiting(this.dispute)
        _check_answer(row, answer)
        row.stage, row.reason, row.bar = answer.stage, answer.reason.strip(), answer.bar
        row.ruling, row.other_ways = answer.ruling.strip(), list(answer.other_ways)
        if answer.stage == Stage.ACCEPTED:
            row.accepted_on, row.rule_by = answer.on, _term("confirmation_rule", answer.on)
        else:
            row.ended_on = answer.on
        row.save()
        this.tell(court=row.court_name, confirmation=int(answer.stage), on=answer.on)
        this.tell(number=row.ruling, other_ways=row.other_ways)
        this.tell_of_persons(reason=row.reason)
    return this.dispute


def _waiting(dispute: Dispute) -> Confirmation:
    rows = Confirmation.objects.of(dispute).filter(stage__in=(Stage.FILED, Stage.ACCEPTED))
    found: Confirmation | None = rows.order_by("-id").first()
    if found is None:
        raise Missing(_("没有等待法院答复的司法确认申请。"))
    return found


def _check_answer(row: Confirmation, answer: Answer) -> None:
    if answer.stage not in _NEXT[Stage(row.stage)]:
        raise Conflict(_("现在是“%(stage)s”，不能这样登记。") % {"stage": row.get_stage_display()})
    if not max(row.filed_on, row.accepted_on or row.filed_on) <= answer.on <= clock.today():
        raise Refused(_("日期不能早于提出申请之日，也不能晚于今天。"), field="on", code="date")
    if answer.stage in (Stage.VALID, Stage.DISMISSED):
        require_text(ruling=answer.ruling)
    if answer.bar and not codes.is_code("confirmation_bar", answer.bar):
        raise Refused(_("没有这种情形，请从列表中选择。"), field="bar", code="unknown_code")
    if answer.stage in (Stage.REFUSED, Stage.DISMISSED):
        require_text(reason=answer.reason)
        require_other_ways(answer.other_ways)
    for way in answer.other_ways:
        if not codes.is_code("other_route", way):
            raise Refused(_("没有这种途径，请从列表中选择。"), field="other_ways", code="unknown_code")


def extended(dispute: Dispute, *, by: Actor, seen: int | None = None) -> Dispute:
    """The court takes ten days more, once (法释〔2011〕5号5)."""
    with turn(dispute.county, dispute.id, Act.CONFIRM, by=by, seen=seen) as this:
        row = _waiting(this.dispute)
        if row.rule_by is None:
            raise Refused(_("法院受理之后才有审查期限。"), code="not_accepted")
        if row.extended:
            raise Refused(_("只能延长一次。"), code="extended_already")
        row.extended, row.rule_by = True, _term("confirmation_extension", row.rule_by)
        row.save()
        this.tell(court=row.court_name, due=row.rule_by)
    return this.dispute
