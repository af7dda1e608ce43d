"""What calls of 访 send beyond follow-ups: plans, calls back, urging by telephone, complaints."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import AwareDatetime, Field

from hemu.api.schemas import ActIn, Id, Strict, written_out
from hemu.disputes.ringing import Matter
from hemu.loop.followup.callbacks.models import Outcome, Said, State
from hemu.loop.followup.chasing.models import Whom, Why
from hemu.loop.followup.complaints.models import Finding, Kind, Status
from hemu.loop.followup.models import Asked

__all__ = ["Finding", "Said", "Whom"]
CallOutcome = Annotated[Outcome, written_out(Outcome)]
CallState = Annotated[State, written_out(State)]
CallMatter = Annotated[Matter, written_out(Matter)]
WhyChased = Annotated[Why, written_out(Why)]
ComplaintKind = Annotated[Kind, written_out(Kind)]
ComplaintStatus = Annotated[Status, written_out(Status)]


class PlanIn(ActIn):
    due_on: date
    reason: str = Field("", max_length=200)
    targeted: bool = True
    in_depth: bool = False


class ConcernedIn(ActIn):
    """Somebody else who is to be asked: a relative, a go-between, a neighbour."""

    relation: Asked
    name: str = Field(max_length=80)
    note: str = Field("", max_length=200)


class ForgetIn(ActIn):
    concerned: Id


class AnswerLinkIn(ActIn):
    """`replace`: every earlier link of the party is void."""

    party: Id
    replace: bool = False


class ChaseCallIn(ActIn):
    chase: Id
    whom: Whom
    whom_name: str = Field(max_length=100)
    said: str = Field(max_length=1000)
    next_on: date
    reached: bool = True


class FinishIn(ActIn):
    chase: Id
    result: str = Field(max_length=500)


class ChasesWanted(Schema):
    """What the queue is narrowed to; `done`: those that are over, instead."""

    why: WhyChased | None = None
    region: str = ""
    late: bool = False
    done: bool = False
    page: int = 1


class CallbacksWanted(Schema):
    """What calls are narrowed to. `own`: those that the caller's unit rings."""

    state: CallState | None = None
    matter: CallMatter | None = None
    own: bool = False
    bad: bool = False
    region: str = ""
    since: date | None = None
    until: date | None = None
    page: int = 1


class NumberIn(Strict):
    """`why`: what the number is opened for; it is on record who opened it."""

    why: str = Field(max_length=200)


class TryIn(Strict):
    """A try that brought no answer. `again_at` where a time was agreed on."""

    outcome: CallOutcome
    note: str = Field("", max_length=300)
    again_at: AwareDatetime | None = None


class AnswersIn(Strict):
    """The five questions. `overall` (1 to 5) is for those who were drawn; `signs` are facts of escalation."""

    accepted: Said
    investigated: Said
    result: Said
    attitude: Said
    efficiency: Said
    words: str = Field("", max_length=1000)
    overall: int | None = Field(None, ge=1, le=5)
    complaint: str = Field("", max_length=2000)
    complaint_kind: ComplaintKind = Kind.OTHER
    signs: dict[str, bool] = {}


class EmptyIn(Strict):
    """Nothing more is said."""


class ComplaintIn(Strict):
    """A complaint about a unit; about a dispute with `county` and `dispute`, else with `region`."""

    about_unit: Id
    text: str = Field(max_length=2000)
    kind: ComplaintKind = Kind.OTHER
    county: int | None = None
    dispute: Id | None = None
    party: Id | None = None
    region: str = Field("", pattern=r"^(\d{6,15})?$")
    complainant: str = Field("", max_length=80)


class ComplaintsWanted(Schema):
    status: ComplaintStatus | None = None
    kind: ComplaintKind | None = None
    late: bool = False
    q: str = ""
    page: int = 1


class CheckIn(Strict):
    text: str = Field(max_length=2000)


class ComplaintAnswerIn(Strict):
    """What was found, and what the complainant was told; what was founded needs measures."""

    finding: Finding
    text: str = Field(max_length=2000)
    measures: str = Field("", max_length=2000)


class MonthsWanted(Schema):
    """From the month of one day to that of another."""

    since: date
    until: date
