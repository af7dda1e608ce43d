"""Mediation on the spot, with the agreement that was made and the signatures that were drawn (R5, M4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from hemu.disputes.models import Colour, Dispute, Party, State
from hemu.disputes.queries import get
from hemu.documents.actions import attach
from hemu.documents.models import Purpose
from hemu.field.drawing import Drawing, as_png
from hemu.field.kinds.base import WHY, Arrived, Done, Keep, Kind
from hemu.field.kinds.disputes import DisputeData, SeqBase, registered
from hemu.field.kinds.finding import dispute_of
from hemu.field.schemas import Id, Ref, Strict
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.assessment import actions as assessment
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import (
    AgreementForm,
    AttendeeRole,
    ConsentForm,
    MediatorChoice,
    Openness,
    SignatureForm,
)
from hemu.loop.routing import actions as routing
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post
from hemu.orgs.permissions import Permission

PartyRef = str


class ConsentData(Strict):
    party: PartyRef = Field(max_length=20)
    own_will: bool
    mediator_choice: MediatorChoice = MediatorChoice.ACCEPTED
    openness: Openness = Openness.NO_WISH
    form: ConsentForm = ConsentForm.ORAL


class HelperData(Strict):
    name: str = Field(max_length=80)
    relation: str = Field("", max_length=40)


class PromiseData(Strict):
    what: str = Field(max_length=300)
    due_on: date
    party: PartyRef | None = Field(None, max_length=20)
    amount: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)


class AgreementData(Strict):
    form: AgreementForm
    main_facts: str = Field(max_length=5000)
    issues: str = Field(max_length=2000)
    responsibilities: str = Field("", max_length=2000)
    content: str = Field(max_length=5000)
    manner: str = Field(max_length=500)
    time_limit: str = Field(max_length=200)
    mediator_signed: bool = False
    sealed: bool = False
    about_status: bool = False
    ownership_note: str = Field("", max_length=500)
    promises: list[PromiseData] = Field(default=[], max_length=20)


class SignatureData(Strict):
    party: PartyRef = Field(max_length=20)
    form: SignatureForm = SignatureForm.NAME
    drawing: Drawing | None = None


class SpotData(Strict):
    dispute: Ref | None = None
    new: DisputeData | None = None
    requests: str = Field(max_length=500)
    consents: list[ConsentData] = Field(min_length=1, max_length=50)
    place: str = Field(max_length=200)
    record: str = Field(max_length=10_000)
    mediators: list[Id] = Field(default=[], max_length=10)
    helpers: list[HelperData] = Field(default=[], max_length=20)
    helpers_consented: bool = False
    performed_at_once: bool = False
    agreement: AgreementData
    signatures: list[SignatureData] = Field(default=[], max_length=50)
    mediator_drawing: Drawing | None = None
    files: list[Id] = Field(default=[], max_length=9)

    @model_validator(mode="after")
    def _one_dispute(self) -> Self:
        if (self.dispute is None) == (self.new is None):
            raise ValueError("either a dispute or a new one")
        return self


class _People:
    """The parties, by number or by their place among those of a new dispute."""

    def __init__(self, dispute: Dispute) -> None:
        rows = Party.objects.of(dispute).filter(removed_at=None).order_by("id")
        self._in_order: list[Party] = list(rows)
        self._by_number = {str(party.pk): party for party in self._in_order}

    def find(self, ref: str, field: str) -> Party:
        """The party meant; raises Missing."""
        place = ref[1:] if ref.startswith("#") else ""
        if place.isascii() and place.isdigit() and int(place) < len(self._in_order):
            return self._in_order[int(place)]
        try:
            return self._by_number[ref]
        except KeyError:
            raise Missing(_("没有找到这名当事人。"), field=field) from None


def _spot(item: Arrived[SpotData]) -> Done:
    item.by.require(Permission.MEDIATE)
    data = item.data
    row = registered(item, data.new) if data.new is not None else _existing(item)
    try:
        with transaction.atomic():
            if item.base is not None and data.new is None and item.base.seq != row.ledger_seq:
                raise Conflict(_("这件纠纷又有了新的办理，请核对后再记。"), code="moved_on")
            row = _settled(row, item)
    except Refused as refused:
        if refused.code not in WHY:
            raise
        keep = Keep(WHY[refused.code], str(refused.message), "dispute", row.county, row.id, row.region)
        return Done(row.county, row.id, {"ref": row.ref}, keep)
    return Done(row.county, row.id, {"ref": row.ref})


def _existing(item: Arrived[SpotData]) -> Dispute:
    assert item.data.dispute is not None  # noqa: S101  # the body says one of the two
    return dispute_of(item.data.dispute, item.by)


def _again(item: Arrived[SpotData]) -> Done:
    """A person has looked: settle the dispute as it now stands."""
    ref = item.data.dispute or Ref(county=item.data.new.region // 10**9 if item.data.new else 0, id=item.id)
    row = _settled(dispute_of(ref, item.by), item)
    return Done(row.county, row.id, {"ref": row.ref})


def _settled(row: Dispute, item: Arrived[SpotData]) -> Dispute:
    row = _taken_up(_rated(row, item.by), item.by)
    people = _People(row)
    row = mediation.on_the_spot(row, _on_the_spot(item.data, people, item.by), by=item.by)
    _attach_drawings(row, item.data, people, item.by)
    return get(row.county, row.id, by=item.by)


def _rated(row: Dispute, by: Actor) -> Dispute:
    if row.colour == Colour.NONE:
        if row.proposed_colour != Colour.BLUE:
            raise Conflict(_("按规则这不是蓝色纠纷，不能当场化解，请先评估定级。"), code="not_blue")
        if not by.may(Permission.RATE):
            raise Conflict(_("这件纠纷还没有定级。定为蓝色后，这次化解才能入账。"), code="not_rated")
        row = assessment.confirm(row, by=by)
    if row.colour != Colour.BLUE:
        raise Conflict(_("只有蓝色纠纷可以当场化解，橙色、红色要联合调处。"), code="not_blue")
    return row


def _taken_up(row: Dispute, by: Actor) -> Dispute:
    if row.state == State.RATED:
        return routing.take(row, by=by)
    if row.state == State.ROUTED and row.turn_unit_id == by.unit_id and by.may(Permission.RECEIVE):
        return routing.receive(row, by=by)
    return row


def _on_the_spot(data: SpotData, people: _People, by: Actor) -> mediation.OnTheSpot:
    return mediation.OnTheSpot(
        requests=data.requests,
        consents=[
            mediation.NewConsent(
                party_id=people.find(one.party, "consents").pk,
                own_will=one.own_will,
                mediator_choice=one.mediator_choice,
                openness=one.openness,
                form=one.form,
            )
            for one in data.consents
        ],
        place=data.place,
        record=data.record,
        agreement=_agreement(data, people),
        mediators=_mediators(data.mediators, by),
        performed_at_once=data.performed_at_once,
        helpers=[
            mediation.NewAttendee(AttendeeRole.HELPER, name=one.name, relation=one.relation)
            for one in data.helpers
        ],
        helpers_consented=data.helpers_consented,
    )


def _agreement(data: SpotData, people: _People) -> mediation.NewAgreement:
    given: dict[str, Any] = {name: getattr(data.agreement, name) for name in AgreementData.model_fields}
    given["promises"] = [
        mediation.NewPromise(
            what=one.what,
            due_on=one.due_on,
            party_id=people.find(one.party, "promises").pk if one.party is not None else None,
            amount=one.amount,
        )
        for one in data.agreement.promises
    ]
    signed = {people.find(one.party, "signatures").pk: one.form for one in data.signatures}
    return mediation.NewAgreement(**given, place=data.place, signatures=signed)


def _mediators(numbers: list[int], by: Actor) -> list[Post]:
    wanted = numbers or [by.post_id]
    rows = Post.objects.filter(pk__in=wanted).select_related("person", "unit").order_by("pk")
    found = {post.pk: post for post in rows}
    try:
        return [found[number] for number in wanted]
    except KeyError:
        raise Missing(_("没有找到这个岗位。"), field="mediators") from None


def _drawings(data: SpotData, people: _People, by: Actor) -> Iterator[tuple[str, Drawing]]:
    for one in data.signatures:
        if one.drawing is not None:
            yield people.find(one.party, "signatures").name, one.drawing
    if data.mediator_drawing is not None:
        yield by.name, data.mediator_drawing


def _attach_drawings(row: Dispute, data: SpotData, people: _People, by: Actor) -> None:
    for name, drawing in _drawings(data, people, by):
        title = _("%(name)s的签名") % {"name": name}
        try:
            attach(row, f"{title}.png", as_png(drawing), Purpose.AGREEMENT, by=by)
        except Refused as refused:  # two people drew the very same strokes: one picture serves both
            if refused.code != "attached_already":
                raise


KINDS = (Kind("spot", SpotData, _spot, SeqBase, again=_again),)
