"""Mediation waits for an appraisal: its days aren't counted into the term, as the rules have it.

The norm of 2020 (SF/T 0083) is remembered to leave the time of an appraisal out of the term. Its text was not
to be had, so that it is a setting: the rulebook's clock "appraisal", which also says for how long at most,
since an appraiser who never answers must not keep a mediation open for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ClockKind, Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.loop.mediation.models import Acceptance, Appraisal
from hemu.loop.mediation.queries import current_acceptance
from hemu.loop.mediation.rules import require_text
from hemu.orgs.actor import Actor
from hemu.rulebook import evaluate


@dataclass(frozen=True, slots=True)
class NewAppraisal:
    """What is appraised, by whom, and since which day."""

    what: str
    by_whom: str
    began_on: date


def most_days() -> int:
    """How many days of an appraisal the rules leave out of the term at most; 0: they count every day."""
    term = evaluate("clock", {"clock": "appraisal"}, on=clock.today()).value
    return int(term["amount"]) if term else 0


def begin_appraisal(dispute: Dispute, new: NewAppraisal, *, by: Actor, seen: int | None = None) -> Dispute:
    """An appraisal was asked for: the term is longer by what the rules leave out at most, until it is over.

    In a labour dispute a party may go to arbitration after fifteen days all the same (劳动争议调解仲裁法14).
    Raises Refused by field, or with code ``counted`` where the rules leave nothing out.
    """
    require_text(what=new.what, by_whom=new.by_whom)
    allowed = most_days()
    if not allowed:
        raise Refused(_("现行规则没有不计入调解期限的鉴定、评估时间，请办理延长。"), code="counted")
    with turn(dispute.county, dispute.id, Act.APPRAISE, by=by, seen=seen) as this:
        acceptance = _acceptance(this)
        _check_begin(this, acceptance, new.began_on)
        Appraisal(
            county=this.dispute.county,
            dispute_id=this.dispute.id,
            acceptance_id=acceptance.pk,
            what=new.what.strip(),
            by_whom=new.by_whom.strip(),
            began_on=new.began_on,
            allowed=allowed,
            recorded_by=by.name,
            recorded_at=this.at,
        ).save(force_insert=True)
        _move_term(this, acceptance, allowed, _("鉴定、评估时间不计入调解期限"))
        this.tell(on=new.began_on)
        this.tell_of_persons(appraised=new.what.strip())
    return this.dispute


def end_appraisal(
    dispute: Dispute, ended_on: date, result: str, *, by: Actor, seen: int | None = None
) -> Dispute:
    """The appraisal is over: the term is longer by the days that it took, and no more."""
    require_text(result=result)
    with turn(dispute.county, dispute.id, Act.APPRAISE, by=by, seen=seen) as this:
        acceptance = _acceptance(this)
        row = _running(acceptance)
        if row is None:
            raise Missing(_("没有正在进行的鉴定、评估。"))
        if not row.began_on <= ended_on <= clock.local(this.at).date():
            raise Refused(
                _("结束日期要在 %(began)s 和今天之间。") % {"began": row.began_on.isoformat()},
                field="ended_on",
                code="ended_on",
            )
        row.ended_on, row.result = ended_on, result.strip()
        row.days = min((ended_on - row.began_on).days, row.allowed)
        row.save(update_fields=["ended_on", "result", "days"])
        source = _("鉴定、评估 %(n)s 天不计入调解期限") % {"n": row.days}
        _move_term(this, acceptance, row.days - row.allowed, source)
        this.tell(on=ended_on, uncounted=row.days)
        this.tell_of_persons(appraised=row.what, appraisal=row.result)
    return this.dispute


def _acceptance(this: Turn) -> Acceptance:
    found = current_acceptance(this.dispute)
    if found is None:
        raise Missing(_("没有正在进行的调解。"))
    return found


def _running(acceptance: Acceptance) -> Appraisal | None:
    rows = Appraisal.objects.unscoped(reason="of an acceptance that was read through its dispute")
    running = rows.filter(county=acceptance.county, acceptance_id=acceptance.pk, ended_on=None)
    return running.first()


def _check_begin(this: Turn, acceptance: Acceptance, began_on: date) -> None:
    if _running(acceptance) is not None:
        raise Refused(_("已经有一项鉴定、评估在进行，结束后再登记。"), code="running")
    accepted_on, today = clock.local(acceptance.accepted_at).date(), clock.local(this.at).date()
    if not accepted_on <= began_on <= today:
        raise Refused(
            _("开始日期要在受理之日（%(day)s）和今天之间。") % {"day": accepted_on.isoformat()},
            field="began_on",
            code="began_on",
        )
    if acceptance.due_at is not None and acceptance.due_at < this.at:
        raise Refused(
            _("调解期限已经届满。各方都同意的可以延长，否则按调解不成办理。"),
            field="began_on",
            code="ran_out",
        )


def _move_term(this: Turn, acceptance: Acceptance, days: int, source: str) -> None:
    """Nothing to move where the rules set the mediation no term."""
    if acceptance.due_at is None:
        return
    was_due, acceptance.due_at = acceptance.due_at, acceptance.due_at + timedelta(days=days)
    acceptance.save(update_fields=["due_at"])
    this.start_clock(ClockKind.MEDIATION, due_at=acceptance.due_at, source=source)
    this.tell(due=acceptance.due_at, was_due=was_due)
