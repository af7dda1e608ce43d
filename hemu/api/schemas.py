"""What calls send. Unknown fields are refused; record numbers are text, so that no program rounds them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import IntegerChoices
from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, WithJsonSchema

from hemu.disputes.models import Colour, LinkKind, Outcome, PartyKind, Sex, Side, Source
from hemu.loop.followup.models import Asked, Kept
from hemu.loop.followup.models import Mode as FollowUpMode
from hemu.loop.mediation.models import (
    AgreementForm,
    ApplicationForm,
    AttendeeRole,
    ChosenBy,
    ConsentForm,
    MediatorChoice,
    Mode,
    Openness,
    Result,
    SignatureForm,
)

Id = Annotated[
    int,
    BeforeValidator(lambda value: int(value) if isinstance(value, str) and value.isdigit() else value),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": "^[0-9]+$"}, {"type": "integer"}]}),
]
"""The number of a record: text or a whole number."""


LISTS: dict[str, type[IntegerChoices]] = {}
"""Lists of choices that are written out where they are used, by how the schema refers to them."""


def written_out(choices: type[IntegerChoices]) -> WithJsonSchema:
    """For lists that share their name with another: the schema would take the one for the other."""
    name = f"{choices.__module__}.{choices.__qualname__}"
    LISTS[name] = choices
    return WithJsonSchema({"type": "integer", "enum": list(choices.values), "x-list": name})


HowAsked = Annotated[FollowUpMode, written_out(FollowUpMode)]


class ErrorOut(Schema):
    """Every error: a code for programs, words for people, and what is wrong by field."""

    error: str
    message: str
    fields: dict[str, list[str]]


class Strict(Schema):
    """The base of every body."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class ActIn(Strict):
    """What every act may carry: `seen`, the ledger number that the caller last saw of the dispute."""

    seen: int | None = None


class PartyIn(Strict):
    """A party. `identity_number`: 18 characters, or an organisation's credit code."""

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


class DisputeIn(Strict):
    """A dispute to register. `region`: a division code of 12 digits, or 15 with the grid."""

    region: str = Field(pattern=r"^\d{6,15}$")
    title: str = Field(max_length=100)
    narrative: str = Field(max_length=5000)
    kind: int
    source: Source = Source.OUTSIDE
    parties: list[PartyIn] = Field(max_length=50)
    place: str = Field("", max_length=200)
    occurred_on: date | None = None
    facts: dict[str, bool | int | float | str] = {}
    petition: bool = False
    source_ref: str = Field("", max_length=80)


class BatchIn(Strict):
    """Up to fifty disputes; each is registered or refused by itself."""

    disputes: list[DisputeIn] = Field(min_length=1, max_length=50)


class AmendIn(ActIn):
    """Changes; what is left out stays. A fact of null is taken back."""

    title: str | None = Field(None, max_length=100)
    narrative: str | None = Field(None, max_length=5000)
    kind: int | None = None
    place: str | None = Field(None, max_length=200)
    occurred_on: date | None = None
    facts: dict[str, bool | int | float | str | None] = {}
    add_parties: list[PartyIn] = []
    remove_parties: list[Id] = []
    reason: str = Field("", max_length=500)


class TriageIn(Strict):
    """A narrative to look at. `names` are persons' in it, so that no name ever counts for anything."""

    narrative: str = Field(max_length=5000)
    names: list[str] = Field([], max_length=50)


class NoteIn(Strict):
    text: str = Field(max_length=2000)


class OtherIn(ActIn):
    """Another dispute, that this one is linked with or merged into."""

    other_county: int
    other: Id
    grounds: str = Field(max_length=500)


class LinkIn(OtherIn):
    kind: LinkKind


class ConfirmIn(Strict):
    """What two disputes are to each other, and on what grounds. `take_over`: parties (by number) of the one
    that ends by merging, to be parties of the other from now on."""

    kind: LinkKind
    grounds: str = Field(max_length=500)
    take_over: list[Id] = Field(default_factory=list, max_length=50)


class RefuseIn(Strict):
    reason: str = Field("", max_length=500)


class UndoIn(Strict):
    reason: str = Field(max_length=500)


class OverrideIn(ActIn):
    colour: Colour
    reason: str = Field(max_length=500)


class DecideIn(ActIn):
    approve: bool
    reason: str = Field(default="", max_length=500)


class InternalIn(ActIn):
    """`officer`: the post of the unit that handles it."""

    unit: Id
    officer: Id | None = None
    reason: str = ""


class CentreIn(ActIn):
    reason: str = ""


class UnitsIn(ActIn):
    """A lead unit and those that help."""

    lead: Id
    joint: list[Id] = []
    reason: str = ""


class ReasonIn(ActIn):
    reason: str = Field(max_length=500)


class ReturnIn(ReasonIn):
    """`code`: of the list return_reason."""

    code: str = ""


class HandOverIn(ReasonIn):
    unit: Id


class ApplyIn(ActIn):
    requests: str = Field(max_length=1000)
    form: ApplicationForm = ApplicationForm.ORAL
    parties: list[Id] = []
    referred_by: str = ""


class ConsentOneIn(Strict):
    """What one party said, choice by choice (人民调解法23)."""

    party: Id
    own_will: bool
    mediator_choice: MediatorChoice = MediatorChoice.ACCEPTED
    openness: Openness = Openness.NO_WISH
    form: ConsentForm = ConsentForm.ORAL


class ConsentIn(ActIn):
    consents: list[ConsentOneIn]


class AcceptIn(ActIn):
    """`mediators`: numbers of posts. `rights_told_at`: when the parties were told their rights."""

    mediators: list[Id]
    rights_told_at: datetime
    chosen_by: ChosenBy = ChosenBy.COMMITTEE
    ownership_note: str = ""


class DeclineIn(ActIn):
    """Who declines, and which other ways they were told (codes of the list other_route)."""

    party: Id
    reason: str = Field(max_length=500)
    other_ways: list[str]
    outcome: Outcome = Outcome.DECLINED


class EndIn(ActIn):
    reason: str = Field(max_length=500)
    other_ways: list[str]


class AttendeeIn(Strict):
    role: AttendeeRole
    name: str = ""
    party: Id | None = None
    relation: str = ""


class SessionIn(ActIn):
    started_at: datetime
    ended_at: datetime | None = None
    place: str
    mode: Mode
    record: str = Field(max_length=10_000)
    result: Result
    attendees: list[AttendeeIn]
    next_at: datetime | None = None
    prevention: str = ""
    helpers_consented: bool = False


class PromiseIn(Strict):
    what: str
    due_on: date
    party: Id | None = None
    amount: Decimal | None = None


class AgreeIn(ActIn):
    """人民调解法28–30. `signatures`: party number → how it signed."""

    form: AgreementForm
    main_facts: str
    issues: str
    content: str
    manner: str
    time_limit: str
    responsibilities: str = ""
    place: str = ""
    signatures: dict[str, SignatureForm] = {}
    mediator_signed: bool = False
    sealed: bool = False
    about_status: bool = False
    promises: list[PromiseIn] = []
    ownership_note: str = ""


class PerformIn(ActIn):
    """`amount`: a part of what is owed, in yuan; without it all that is left."""

    promise: Id
    performed_on: date | None = None
    amount: Decimal | None = Field(None, max_digits=14, decimal_places=2)
    note: str = Field("", max_length=300)


class MarkIn(Strict):
    """One promise of the agreement as the visitor found it; `on`: the day when it was done."""

    promise: Id
    done: bool
    note: str = Field("", max_length=300)
    on: date | None = None


class FollowUpIn(ActIn):
    """`signs`: facts of escalation; they reopen the dispute, have it rated anew, and need `measures`.

    `new_dispute`: another that was found.
    """

    mode: HowAsked
    asked: Asked
    kept: Kept
    party: Id | None = None
    asked_name: str = ""
    answer: str = ""
    satisfaction: int | None = None
    smoulders: str = ""
    done_at: AwareDatetime | None = None
    suit: str = Field("", max_length=300)
    wrong: str = Field("", max_length=300)
    measures: str = Field("", max_length=1000)
    new_dispute: str = Field("", max_length=1000)
    marks: list[MarkIn] = Field([], max_length=50)
    signs: dict[str, Any] = {}


class RelapseIn(ReasonIn):
    facts: dict[str, bool | int | float | str] = {}


class CloseIn(ActIn):
    """`reply`: what those were told who aren't content; `grounds`: by the name of each result that holds."""

    summary: str
    petition_settled: bool = False
    hard: bool = False
    turned_criminal: bool = False
    reply: str = Field("", max_length=1000)
    grounds: dict[str, str] = {}
