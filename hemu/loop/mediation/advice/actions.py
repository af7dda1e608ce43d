"""Asking a lawyer, answering on record; discussing a hard dispute together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Involvement, InvolvementRole
from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.kernel.wording import sentences
from hemu.loop.mediation.advice.models import Discussion, Opinion, Question, Retainer, Standing
from hemu.loop.mediation.models import Attendance, AttendeeRole
from hemu.loop.mediation.people import conflicts, guard
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Role, Unit
from hemu.orgs.permissions import Permission
from hemu.rulebook import calendar, evaluate

CLOCK = "advice"


def retain(post: Post, unit: Unit, *, by: Actor) -> Retainer:
    """Assign a lawyer to a unit. Done by who keeps the register of that unit's area."""
    guard.require_keeper(unit, by)
    if post.role != Role.LAWYER or not post.is_current:
        raise Refused(_("请选择在岗的律师。"), field="post", code="not_able")
    row = Retainer(post=post, unit=unit, since=clock.today(), made_by=by.name)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("这名律师已经对口这个单位。"), field="unit", code="taken") from None
    return row


def release(retainer_id: int, *, by: Actor) -> Retainer:
    """The lawyer isn't assigned to the unit any more; what they were asked stays."""
    row = Retainer.objects.select_related("unit").filter(pk=retainer_id, until=None).first()
    if row is None:
        raise Missing(_("没有找到这个对口关系。"))
    guard.require_keeper(row.unit, by)
    row.until = clock.today()
    row.save()
    return row


def due(since: datetime) -> datetime:
    """Until when a lawyer answers, by the rulebook."""
    verdict = evaluate("clock", {"clock": CLOCK}, on=clock.local(since).date())
    return (
        calendar.deadline(since, verdict.value["amount"], verdict.value["unit"]) if verdict.value else since
    )


def against(dispute: Dispute, post: Post) -> list[str]:
    """What keeps a lawyer from advising on a dispute, in words: their interests, or whom they stand for."""
    found = [one.words for one in conflicts.bars(dispute, post)]
    agents = Attendance.objects.of(dispute).filter(role=AttendeeRole.AGENT, name=post.person.name)
    if agents.exists():
        found.append(_("在本案中代理一方当事人"))
    declined = Question.objects.of(dispute).filter(standing=Standing.DECLINED)
    if declined.filter(firm_id=post.unit_id).exists():
        found.append(_("所在机构已声明与本案有利益冲突"))
    return found


def ask(dispute: Dispute, post: Post, question: str, *, by: Actor, seen: int | None = None) -> Question:
    """M7: ask a lawyer. From then until the answer the lawyer's office sees the dispute, and no longer.

    Refused when their interests conflict with a party's.
    """
    by.require(Permission.MEDIATE)
    if not question.strip():
        raise Refused(_("请写明要问什么。"), field="question", code="required")
    if post.role != Role.LAWYER or not post.is_current:
        raise Refused(_("请选择在岗的律师。"), field="lawyer", code="not_able")
    why = against(dispute, post)
    if why:
        told = {"name": post.person.name, "why": sentences(why)}
        raise Refused(_("%(name)s不能就本案提供咨询：%(why)s。") % told, field="lawyer", code="conflict")
    with turn(dispute.county, dispute.id, Act.CONSULT, by=by, seen=seen) as this:
        if (
            Question.objects.of(this.dispute)
            .filter(person_id=post.person_id, standing=Standing.ASKED)
            .exists()
        ):
            raise Refused(_("已经问过这名律师，还没有答复。"), field="lawyer", code="asked_already")
        row = _question(this, post, question.strip())
        row.save(force_insert=True)
        this.involve(post.unit_id, post.unit.name, InvolvementRole.ADVISER)
        this.tell(advice="asked", firm=post.unit.name, due=row.due_at)
        this.tell_of_persons(lawyer=post.person.name, question=row.question)
        this.notify(posts=(post.pk,))
    return row


def _question(this: Turn, post: Post, text: str) -> Question:
    return Question(
        county=this.dispute.county, dispute_id=this.dispute.id, post_id=post.pk, person_id=post.person_id,
        lawyer=post.person.name, firm_id=post.unit_id, firm=post.unit.name, question=text,
        asked_at=this.at, asked_by=this.by.name, asked_post=this.by.post_id, asked_unit=this.by.unit_name,
        due_at=due(this.at),
    )  # fmt: skip


def _open(this: Turn, question_id: int) -> Question:
    rows = Question.objects.of(this.dispute).filter(pk=question_id, standing=Standing.ASKED)
    row: Question | None = rows.select_for_update().first()
    if row is None:
        raise Missing(_("没有找到这个问题，可能已经答复或撤回。"))
    return row


def answer(
    dispute: Dispute,
    question_id: int,
    text: str,
    basis: str,
    *,
    checked: bool,
    by: Actor,
    seen: int | None = None,
) -> Question:
    """The lawyer answers on record. `checked`: they and their office have no interest in the dispute."""
    if not text.strip():
        raise Refused(_("请填写答复。"), field="answer", code="required")
    if not basis.strip():
        raise Refused(_("请写明法律依据。"), field="basis", code="required")
    if not checked:
        raise Refused(
            _("答复前请核对本人和所在机构与各方当事人没有利益冲突；有冲突的请办理回避。"),
            field="checked",
            code="not_checked",
        )
    with turn(dispute.county, dispute.id, Act.CONSULT, by=by, seen=seen) as this:
        row = _open(this, question_id)
        _require_asked(row, by)
        row.answer, row.basis = text.strip(), basis.strip()
        _end(this, row, Standing.ANSWERED)
        this.tell(advice="answered", firm=row.firm)
        this.tell_of_persons(lawyer=row.lawyer, answer=row.answer)
        this.notify(posts=(row.asked_post,))
    return row


def decline(dispute: Dispute, question_id: int, why: str, *, by: Actor, seen: int | None = None) -> Question:
    """The lawyer has a conflict of interest; nobody of the same office is asked on this dispute again."""
    if not why.strip():
        raise Refused(_("请写明是什么利益冲突。"), field="why", code="required")
    with turn(dispute.county, dispute.id, Act.CONSULT, by=by, seen=seen) as this:
        row = _open(this, question_id)
        _require_asked(row, by)
        row.answer = why.strip()
        _end(this, row, Standing.DECLINED)
        this.tell(advice="declined", firm=row.firm)
        this.tell_of_persons(lawyer=row.lawyer, reason=why.strip())
        this.notify(posts=(row.asked_post,))
    return row


def withdraw(dispute: Dispute, question_id: int, *, by: Actor, seen: int | None = None) -> Question:
    """The question isn't asked any more."""
    by.require(Permission.MEDIATE)
    with turn(dispute.county, dispute.id, Act.CONSULT, by=by, seen=seen) as this:
        row = _open(this, question_id)
        _end(this, row, Standing.WITHDRAWN)
        this.tell(advice="withdrawn", firm=row.firm)
        this.notify(posts=(row.post_id,))
    return row


def _require_asked(row: Question, by: Actor) -> None:
    if by.person_id != row.person_id:
        raise Forbidden(_("由被问的律师本人答复。"))


def _end(this: Turn, row: Question, standing: Standing) -> None:
    """The question is over; with the office's last one it sees the dispute no more."""
    row.standing, row.ended_at = standing, this.at
    row.save()
    others = Question.objects.of(this.dispute).filter(firm_id=row.firm_id, standing=Standing.ASKED)
    if not others.exists():
        part = Involvement.objects.of(this.dispute).filter(role=InvolvementRole.ADVISER, until=None)
        part.filter(unit_id=row.firm_id).update(until=this.at)


@dataclass(frozen=True, slots=True)
class NewOpinion:
    """What one participant held."""

    name: str
    text: str
    unit_name: str = ""
    dissents: bool = False


@dataclass(frozen=True, slots=True)
class NewDiscussion:
    """A discussion as it is written down. `hard`: the dispute is marked as hard from then on."""

    held_at: datetime
    place: str
    presiding: str
    why: str
    opinions: Sequence[NewOpinion]
    conclusion: str
    follows: str = ""
    hard: bool = False


LEAST = 3
"""A discussion is no talk of two."""


def discuss(dispute: Dispute, new: NewDiscussion, *, by: Actor, seen: int | None = None) -> Discussion:
    """M9: write down a collective discussion with everybody's opinion and the conclusion."""
    _check(new)
    with turn(dispute.county, dispute.id, Act.DISCUSS, by=by, seen=seen) as this:
        row = _discussion(this, new)
        row.save(force_insert=True)
        Opinion.objects.bulk_create(
            Opinion(
                county=row.county, dispute_id=row.dispute_id, discussion_id=row.pk, name=one.name.strip(),
                unit_name=one.unit_name.strip(), text=one.text.strip(), dissents=one.dissents,
            )
            for one in new.opinions
        )  # fmt: skip
        if new.hard and not this.dispute.hard:
            by.require(Permission.CLOSE)
            this.set(hard=True)
            this.tell(marks={"hard": True})
        this.tell(discussion=row.number, people=len(new.opinions))
        this.tell_of_persons(conclusion=row.conclusion)
    return row


def _discussion(this: Turn, new: NewDiscussion) -> Discussion:
    last: dict[str, Any] = Discussion.objects.of(this.dispute).aggregate(last=Max("number"))
    return Discussion(
        county=this.dispute.county, dispute_id=this.dispute.id, number=int(last["last"] or 0) + 1,
        held_at=new.held_at, place=new.place.strip(), presiding=new.presiding.strip(), why=new.why.strip(),
        conclusion=new.conclusion.strip(), follows=new.follows.strip(), recorded_by=this.by.name,
        unit_name=this.by.unit_name, recorded_at=this.at,
    )  # fmt: skip


def _check(new: NewDiscussion) -> None:
    for name in ("place", "presiding", "why", "conclusion"):
        if not getattr(new, name).strip():
            raise Refused(_("请填写这一项。"), field=name, code="required")
    if new.held_at > clock.now():
        raise Refused(_("讨论时间不能晚于现在。"), field="held_at", code="future")
    if len(new.opinions) < LEAST:
        raise Refused(_("集体讨论至少三人参加，请逐人记下意见。"), field="opinions", code="too_few")
    if any(not one.text.strip() for one in new.opinions):
        raise Refused(_("请逐人记下意见，每行“姓名 单位职务：意见”。"), field="opinions", code="required")
