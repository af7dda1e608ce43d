"""Ringing: opening the number for it, a try that failed, and what was said when somebody answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes import ringing
from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Party
from hemu.disputes.ringing import Matter
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.places import Span
from hemu.loop.followup.callbacks import rules
from hemu.loop.followup.callbacks.models import (
    QUESTIONS,
    Callback,
    CallTry,
    NumberOpening,
    Outcome,
    Said,
    State,
)
from hemu.loop.followup.complaints import actions as complaints
from hemu.loop.followup.complaints.models import Kind, Way
from hemu.loop.followup.numbers import most
from hemu.loop.followup.relapsing import relapse
from hemu.orgs.actor import Actor, system_actor
from hemu.orgs.models import Unit
from hemu.orgs.permissions import Permission
from hemu.privacy.actions import open_personal
from hemu.privacy.models import OpenedField, Purpose

LEAST_WORDS = 4
CALLED = "the call about it was dealt to the actor's unit"


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody said on the telephone. `overall` (1 to 5) is asked of those who were drawn.

    `signs` are facts of escalation of a dispute: they open it anew at once.
    """

    said: Mapping[str, Said]
    words: str = ""
    overall: int | None = None
    complaint: str = ""
    complaint_kind: Kind = Kind.OTHER
    signs: Mapping[str, Any] = field(default_factory=dict)


def may_ring(row: Callback, by: Actor) -> bool:
    """Whether the call was dealt to the actor's unit and the post may follow up."""
    return row.unit_id == by.unit_id and by.may(Permission.FOLLOW_UP)


def _locked(callback: Callback, by: Actor) -> Callback:
    if callback.matter == Matter.DISPUTE:
        _hold_dispute(callback)
    rows = Callback.objects.visible_to(by).filter(county=callback.county, id=callback.id)
    row: Callback | None = rows.select_for_update().first()
    if row is None:
        raise Missing(_("没有找到这个回访。"))
    if not may_ring(row, by):
        raise Forbidden(_("这个电话由%(unit)s回访。") % {"unit": row.unit_name})
    if not row.is_waiting:
        told = _("这个回访现在是“%(state)s”，不用再打。") % {"state": row.get_state_display()}
        raise Conflict(told, code="done_already")
    return row


def _hold_dispute(callback: Callback) -> None:
    # Before the call itself, as every act does whose reaction ends a call: the two would else wait for
    # each other.
    rows = Dispute.objects.unscoped(reason=CALLED).filter(county=callback.county, id=callback.record_id)
    rows.only("id").select_for_update(of=("self",)).get()


def _dealt_to(by: Actor, row: Callback) -> Actor:
    """The call that was dealt to the unit lets it reach this one matter and its number, and nothing else."""
    spans = (*by.spans, Span(row.region, row.region + 1))
    return replace(by, spans=spans, permissions=by.permissions | {Permission.OPEN_PERSONAL})


def _dispute(row: Callback) -> Dispute:
    rows = Dispute.objects.unscoped(reason=CALLED).filter(county=row.county, id=row.record_id)
    return rows.defer("search").get()


def open_number(callback: Callback, why: str, *, by: Actor) -> str:
    """The number to ring, once it is on record who looked at it and why.

    Raises Refused without words, Missing where no number was written down.
    """
    words = why.strip()
    if len(words) < LEAST_WORDS:
        raise Refused(_("请写明用途，至少四个字。"), field="why", code="required")
    with transaction.atomic():
        row = _locked(callback, by)
        if row.matter == Matter.DISPUTE:
            number = open_personal(
                _dispute(row), row.party_id, OpenedField.PHONE, Purpose.CONTACT, words[:200],
                by=_dealt_to(by, row),
            )  # fmt: skip
        else:
            source = ringing.source_of(row.matter)
            number = source.phone(row.county, row.record_id) if source is not None else ""
        if not number:
            raise Missing(_("没有登记电话号码。"), code="no_number")
        NumberOpening(
            county=row.county, callback_id=row.id, why=words[:200], person_id=by.person_id,
            person_name=by.name, unit_name=by.unit_name, at=clock.now(),
        ).save(force_insert=True)  # fmt: skip
    return number


def _write_try(row: Callback, outcome: Outcome, note: str, by: Actor) -> None:
    CallTry(
        county=row.county, callback_id=row.id, outcome=outcome, note=note.strip(), person_name=by.name,
        unit_name=by.unit_name, at=clock.now(),
    ).save(force_insert=True)  # fmt: skip
    row.tries += 1


ENDS = {Outcome.WRONG: State.NO_NUMBER, Outcome.REFUSED: State.REFUSED}


def note_try(
    callback: Callback, outcome: Outcome, note: str = "", *, again_at: datetime | None = None, by: Actor
) -> Callback:
    """A try that brought no answer: it is rung again at another time of day, so often as the rules say."""
    if outcome == Outcome.REACHED:
        raise Refused(_("接通了的，请填五个问题。"), field="outcome", code="reached")
    if outcome == Outcome.LATER and (again_at is None or again_at <= clock.now()):
        raise Refused(_("请写明约好什么时候再打。"), field="again_at", code="required")
    with transaction.atomic():
        row = _locked(callback, by)
        _write_try(row, outcome, note, by)
        if outcome in ENDS:
            _end(row, ENDS[outcome], by)
        elif outcome == Outcome.LATER:
            row.next_at = again_at
        elif row.tries >= most("call_tries"):
            _end(row, State.UNREACHED, by)
        else:
            tried = CallTry.objects.in_county(row.county, callback_id=row.id)
            moments = list(tried.order_by("at").values_list("at", flat=True))
            row.next_at = rules.next_try(moments, clock.now(), most("call_hours"))
        row.save()
    return row


def no_number(callback: Callback, *, by: Actor) -> Callback:
    """No number was ever written down: it can't be rung, and is counted as such."""
    with transaction.atomic():
        row = _locked(callback, by)
        _end(row, State.NO_NUMBER, by)
        row.save()
    return row


def _end(row: Callback, state: State, by: Actor) -> None:
    row.state, row.next_at, row.ended_by = state, None, by.name
    if row.matter == Matter.DISPUTE and state != State.REACHED:
        _tell_ledger(row, by)


def _check(row: Callback, given: Answers) -> None:
    for name in QUESTIONS:
        if name not in given.said:
            raise Refused(_("五个问题都要问到。"), field=name, code="required")
    if Said.BAD in given.said.values() and not given.words.strip():
        raise Refused(_("有不满意的，请记下对方怎么说。"), field="words", code="required")
    if row.sample_id and given.overall not in range(1, 6):
        raise Refused(_("这是满意度抽查，请问总的满意不满意。"), field="overall", code="required")
    if given.signs and not given.words.strip():
        raise Refused(_("有激化苗头，请写明情况。"), field="words", code="required")


@transaction.atomic
def answer(callback: Callback, given: Answers, *, by: Actor) -> Callback:
    """Somebody answered: the five questions, a complaint sent to another unit, a dispute opened anew."""
    row = _locked(callback, by)
    _check(row, given)
    _write_try(row, Outcome.REACHED, "", by)
    for name in QUESTIONS:
        setattr(row, name, given.said[name])
    row.words, row.overall = given.words.strip(), given.overall
    row.reached_at = clock.now()
    _end(row, State.REACHED, by)
    if given.complaint.strip():
        row.complaint_id = _complain(row, given, by)
    row.save()
    if row.matter == Matter.DISPUTE:
        _tell_ledger(row, by)
        if given.signs:
            who = by if by.covers(row.region) else system_actor(_("电话回访"))
            relapse(_dispute(row), _("电话回访发现：%s") % row.words, by=who, facts=given.signs)
    return row


def _complain(row: Callback, given: Answers, by: Actor) -> int:
    dispute = _dispute(row) if row.matter == Matter.DISPUTE else None
    party = None
    if dispute is not None and row.party_id:
        party = Party.objects.of(dispute).filter(pk=row.party_id).first()
    made = complaints.complain(
        dispute=dispute, party=party, about_unit=Unit.objects.get(pk=row.about_unit_id),
        text=given.complaint, by=by,
        said=complaints.Said(kind=given.complaint_kind, way=Way.CALL, region=row.region),
    )  # fmt: skip
    return made.pk


def _tell_ledger(row: Callback, by: Actor) -> None:
    """The dispute's own ledger keeps it too."""
    with turn(row.county, row.record_id, Act.CALL_BACK, by=_dealt_to(by, row)) as this:
        this.tell(call=int(row.state), tries=row.tries)
        if row.state == State.REACHED:
            this.tell(**{f"call_{name}": int(getattr(row, name)) for name in QUESTIONS})
            this.tell_of_persons(answer=row.words)
