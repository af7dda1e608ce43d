"""Holding a review, another person's approval of it, and what came of its measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.mediation.crimes.models import CrimeMeasure, CrimeReview, ReviewState
from hemu.loop.mediation.rules import require_text
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

LEAST_PANEL = 2
"""Nobody looks back alone."""


@dataclass(frozen=True, slots=True)
class NewMeasure:
    """What is changed, by which unit, until when."""

    what: str
    unit_name: str
    due_on: date


@dataclass(frozen=True, slots=True)
class NewReview:
    """What a panel found. `panel` are names with their units."""

    held_on: date
    panel: Sequence[str]
    known: str
    kept: str
    lessons: str
    measures: Sequence[NewMeasure]


def _locked(this: Turn, review_id: int, *states: ReviewState) -> CrimeReview:
    row: CrimeReview | None = CrimeReview.objects.of(this.dispute).filter(id=review_id).first()
    if row is None:
        raise Missing("")
    if row.state not in states:
        raise Conflict(
            _("这次复盘现在是“%(state)s”，不能这样办。") % {"state": row.get_state_display()},
            code="wrong_state",
        )
    return row


def hold(review: CrimeReview, new: NewReview, *, by: Actor) -> CrimeReview:
    """Write down what the panel found. It can be written anew until somebody else approves it."""
    require_text(known=new.known, kept=new.kept, lessons=new.lessons)
    if new.held_on > clock.today():
        raise Refused(_("日期不能晚于今天。"), field="held_on", code="future")
    names = [name.strip() for name in new.panel if name.strip()]
    if len(names) < LEAST_PANEL:
        raise Refused(_("复盘至少两人参加，每行一人，写明单位。"), field="panel", code="alone")
    if not new.measures:
        raise Refused(_("请至少写一条改进措施。"), field="measures", code="required")
    with turn(review.county, review.dispute_id, Act.MARK, by=by) as this:
        row = _locked(this, review.pk, ReviewState.OPEN, ReviewState.HELD)
        row.state, row.held_on, row.panel = ReviewState.HELD, new.held_on, names
        row.known, row.kept, row.lessons = new.known.strip(), new.kept.strip(), new.lessons.strip()
        row.held_by_id, row.held_by = by.person_id, by.name
        row.save()
        _write_measures(this, row, new.measures)
        this.tell(crime_review=int(row.state), on=new.held_on, people=len(names))
        this.tell_of_persons(conclusion=row.lessons)
    return row


def _write_measures(this: Turn, row: CrimeReview, new: Sequence[NewMeasure]) -> None:
    CrimeMeasure.objects.of(this.dispute).filter(review_id=row.pk, done_on=None).delete()
    CrimeMeasure.objects.bulk_create(
        CrimeMeasure(
            county=row.county,
            dispute_id=row.dispute_id,
            review_id=row.pk,
            what=each.what.strip(),
            unit_name=each.unit_name.strip(),
            due_on=each.due_on,
        )
        for each in new
    )


def approve(review: CrimeReview, opinion: str, *, by: Actor) -> CrimeReview:
    """Another person, who may warn units here, finds that the review is thorough."""
    by.require(Permission.WARN)
    require_text(opinion=opinion)
    with turn(review.county, review.dispute_id, Act.MARK, by=by) as this:
        row = _locked(this, review.pk, ReviewState.HELD)
        if row.held_by_id == by.person_id:
            raise Forbidden(_("要由主持复盘以外的人审定。"))
        row.state, row.opinion, row.approved_at = ReviewState.APPROVED, opinion.strip(), this.at
        row.approved_by, row.approved_unit = by.name, by.unit_name
        row.save()
        this.tell(crime_review=int(row.state))
        this.tell_of_persons(conclusion=row.opinion)
    return row


def send_back(review: CrimeReview, opinion: str, *, by: Actor) -> CrimeReview:
    """It isn't thorough enough: the panel sits again."""
    by.require(Permission.WARN)
    require_text(opinion=opinion)
    with turn(review.county, review.dispute_id, Act.MARK, by=by) as this:
        row = _locked(this, review.pk, ReviewState.HELD)
        row.state, row.opinion = ReviewState.OPEN, opinion.strip()
        row.save()
        this.tell(crime_review=int(row.state))
        this.tell_of_persons(reason=row.opinion)
    return row


def carry_out(review: CrimeReview, measure_id: int, result: str, done_on: date, *, by: Actor) -> CrimeMeasure:
    """A measure was carried out, and what came of it."""
    require_text(result=result)
    if done_on > clock.today():
        raise Refused(_("日期不能晚于今天。"), field="done_on", code="future")
    with turn(review.county, review.dispute_id, Act.MARK, by=by) as this:
        rows = CrimeMeasure.objects.of(this.dispute).filter(review_id=review.pk, id=measure_id)
        row: CrimeMeasure | None = rows.first()
        if row is None:
            raise Missing("")
        if row.done_on is not None:
            raise Conflict(_("这条措施已登记为落实。"), code="done_already")
        row.done_on, row.result = done_on, result.strip()
        row.save()
        this.tell(measure="done", on=done_on)
        this.tell_of_persons(task=row.what, result=row.result)
    return row
