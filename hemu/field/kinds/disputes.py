"""Disputes found in the field, what is done on those that are known, and follow-ups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from pydantic import Field

from hemu.disputes import promised
from hemu.disputes.amendment import note
from hemu.disputes.models import Dispute, PartyKind, Sex, Side, Source
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import NewDispute
from hemu.field.kinds.base import Arrived, Done, Keep, Kind, keep_beside
from hemu.field.kinds.finding import dispute_of, origin_of
from hemu.field.models import KeptWhy
from hemu.field.schemas import Id, Moment, OriginIn, Place, Ref, Strict
from hemu.kernel import clock
from hemu.kernel.errors import Conflict
from hemu.loop.followup import actions as followup
from hemu.loop.followup.models import Asked, FollowUp, Kept, Mode
from hemu.loop.routing.actions import receive
from hemu.loop.screening.actions import register_dispute

Fact = bool | int | float | str


class PartyData(Strict):
    name: str = Field(max_length=80)
    side: Side = Side.APPLICANT
    kind: PartyKind = PartyKind.PERSON
    sex: Sex = Sex.UNSTATED
    born: date | None = None
    identity_number: str = Field("", max_length=18)
    phone: str = Field("", max_length=20)
    address: str = Field("", max_length=200)
    occupation: str = Field("", max_length=50)
    legal_representative: str = Field("", max_length=80)
    language: str = Field("", max_length=30)
    is_minor: bool = False


class DisputeData(Strict):
    region: Place
    title: str = Field(max_length=100)
    narrative: str = Field(max_length=5000)
    kind: int = Field(ge=0, le=9999)
    place: str = Field("", max_length=200)
    occurred_on: date | None = None
    facts: dict[str, Fact] = Field(default={}, max_length=60)
    petition: bool = False
    parties: list[PartyData] = Field(min_length=1, max_length=50)
    origin: OriginIn | None = None
    files: list[Id] = Field(default=[], max_length=9)


def registered(item: Arrived[Any], data: DisputeData) -> Dispute:
    """The dispute, registered under the item's number. Raises what ``register_dispute`` raises."""
    origin = origin_of(data.origin, item.by, "dispute")
    new = NewDispute(
        region=data.region,
        title=data.title,
        narrative=data.narrative,
        kind=data.kind,
        source=origin.source if origin else Source.BY_HAND,
        parties=[NewParty(**party.model_dump()) for party in data.parties],
        place=data.place,
        occurred_on=data.occurred_on,
        facts=data.facts,
        petition=data.petition,
        dispute_id=item.id,
    )
    return register_dispute(new, by=item.by, origin=origin).dispute


def _dispute(item: Arrived[DisputeData]) -> Done:
    row = registered(item, item.data)
    return Done(row.county, row.id, {"ref": row.ref})


class NoteData(Strict):
    dispute: Ref
    text: str = Field(max_length=2000)


def _note(item: Arrived[NoteData]) -> Done:
    row = note(dispute_of(item.data.dispute, item.by), item.data.text, by=item.by)
    return Done(row.county, row.id)


class OfDisputeData(Strict):
    dispute: Ref


class SeqBase(Strict):
    """Which entry of the ledger was the last that was seen."""

    seq: int = Field(ge=0, le=2_000_000_000)


def _receive(item: Arrived[OfDisputeData]) -> Done:
    row = dispute_of(item.data.dispute, item.by)
    try:
        receive(row, by=item.by, seen=item.base.seq if item.base else None)
    except Conflict as conflict:
        return Done(row.county, row.id, keep=keep_beside(row, "dispute", conflict))
    return Done(row.county, row.id)


def _receive_again(item: Arrived[OfDisputeData]) -> Done:
    row = receive(dispute_of(item.data.dispute, item.by), by=item.by)
    return Done(row.county, row.id)


class MarkData(Strict):
    """One thing that was promised, as the visitor found it."""

    promise: Id
    done: bool
    note: str = Field("", max_length=300)


class FollowUpData(Strict):
    dispute: Ref
    mode: Mode
    asked: Asked
    kept: Kept
    asked_name: str = Field("", max_length=80)
    party: Id | None = None
    answer: str = Field("", max_length=1000)
    satisfaction: int | None = Field(None, ge=1, le=5)
    smoulders: str = Field("", max_length=1000)
    done_at: Moment | None = None
    suit: str = Field("", max_length=300)
    wrong: str = Field("", max_length=300)
    measures: str = Field("", max_length=1000)
    new_dispute: str = Field("", max_length=1000)
    marks: list[MarkData] = Field(default=[], max_length=50)
    signs: dict[str, Fact] = Field(default={}, max_length=60)
    files: list[Id] = Field(default=[], max_length=9)


class PlanBase(Strict):
    """The planned follow-up that the list showed."""

    plan: Id


def _follow_up(item: Arrived[FollowUpData]) -> Done:
    row = dispute_of(item.data.dispute, item.by)
    keep = _done_by_another(row, item.base.plan) if item.base else None
    if keep is not None:
        return Done(row.county, row.id, keep=keep)
    try:
        return _follow_up_now(item)
    except Conflict as conflict:
        return Done(row.county, row.id, keep=keep_beside(row, "dispute", conflict))


def _follow_up_now(item: Arrived[FollowUpData]) -> Done:
    data = item.data
    dispute = dispute_of(data.dispute, item.by)
    new = followup.NewFollowUp(
        mode=data.mode,
        asked=data.asked,
        kept=data.kept,
        asked_name=data.asked_name,
        party_id=data.party,
        answer=data.answer,
        satisfaction=data.satisfaction,
        smoulders=data.smoulders,
        done_at=item.timing.real(data.done_at if data.done_at is not None else item.timing.said_at),
        suit=data.suit,
        wrong=data.wrong,
        measures=data.measures,
        new_dispute=data.new_dispute,
        marks=_marks(dispute, data.marks),
        signs=data.signs,
    )
    row = followup.follow_up(dispute, new, by=item.by)
    return Done(row.county, row.id)


def _marks(dispute: Dispute, marks: Sequence[MarkData]) -> list[followup.Mark]:
    """Those that still say something new: the office may have marked the same while the phone was offline."""
    held = promised.at_hand(dispute)
    open_ones = {one.id: one for one in held.promises} if held else {}
    return [
        followup.Mark(mark.promise, mark.done, mark.note)
        for mark in marks
        if (one := open_ones.get(mark.promise)) is not None and (one.owed if mark.done else one.may_default)
    ]


def _done_by_another(row: Dispute, plan: int) -> Keep | None:
    planned = FollowUp.objects.of(row).filter(pk=plan).first()
    if planned is not None and planned.is_waiting:
        return None
    if planned is None or planned.done_at is None:
        why, message = KeptWhy.MOVED_ON, _("这次回访的安排已经改变，请核对后再记。")
    else:
        told = {"who": planned.done_by, "when": f"{clock.local(planned.done_at):%m-%d %H:%M}"}
        why, message = KeptWhy.DONE_ALREADY, _("%(who)s已于 %(when)s 做过这次回访，请核对是否都要记。") % told
    return Keep(why, message, "dispute", row.county, row.id, row.region)


KINDS = (
    Kind("dispute", DisputeData, _dispute),
    Kind("note", NoteData, _note),
    Kind("receive", OfDisputeData, _receive, SeqBase, again=_receive_again),
    Kind("follow_up", FollowUpData, _follow_up, PlanBase, again=_follow_up_now),
)
