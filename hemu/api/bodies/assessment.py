"""What calls of 评 send: ratings, safety plans, key disputes, warning notices, conferrals."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from hemu.api.schemas import ActIn, Id, Strict, written_out
from hemu.loop.assessment.conferral.models import ConferralStatus, Why
from hemu.loop.assessment.key.models import Category, Grade
from hemu.loop.assessment.models import ContactKind

__all__ = ["Category", "ConferralStatus", "ContactKind", "Grade"]
WhyConferred = Annotated[Why, written_out(Why)]


class ConclusionIn(ActIn):
    conclusion: str = Field(max_length=2000)


class MeasureIn(ActIn):
    """Who does what, until when."""

    task: str = Field(max_length=300)
    owner: str = Field(max_length=80)
    due_at: AwareDatetime
    owner_unit: str = Field("", max_length=120)


class DoneIn(ActIn):
    """What came of a measure."""

    measure: Id
    result: str = Field(max_length=500)


class ContactIn(ActIn):
    """Somebody of the safety plan; who helps has a telephone."""

    kind: ContactKind
    name: str = Field(max_length=80)
    phone: str = Field("", max_length=20)
    note: str = Field("", max_length=200)


class OfContactIn(ActIn):
    contact: Id


class KeyIn(ActIn):
    """Which class and grade, and why."""

    category: Category
    grade: Grade
    reason: str = Field(max_length=1000)


class WhyIn(ActIn):
    reason: str = Field(max_length=1000)


class NamedIn(Strict):
    """Who answers for it at a level: a unit that covers the place, and somebody who works there."""

    level: Grade
    unit: Id
    person: str = Field(max_length=80)


class ResponsibleIn(ActIn):
    named: list[NamedIn] = Field(min_length=1, max_length=4)


class UpdateIn(ActIn):
    text: str = Field(max_length=2000)


class KeyWanted(Schema):
    """What the ledger of key disputes is narrowed to."""

    view: Literal["now", "mine", "late", "removed"] = "now"
    q: str = ""
    region: str = ""
    category: Category | None = None
    grade: Grade | None = None
    page: int = 1


class WarnedIn(Strict):
    """A dispute, and a unit that is warned of it."""

    county: int
    dispute: Id
    unit: Id


class WarningIn(Strict):
    """A notice. `above_county`, `above`: the notice from above that it passes on."""

    subject: str = Field(max_length=100)
    analysis: str = Field(max_length=5000)
    guidance: str = Field(max_length=5000)
    receive_by: AwareDatetime
    answer_by: AwareDatetime
    units: list[WarnedIn] = Field(min_length=1, max_length=100)
    above_county: int | None = None
    above: Id | None = None


class WarningsWanted(Schema):
    """What notices are narrowed to. Days are of sending."""

    view: Literal["waiting", "received", "sent", "all"] = "waiting"
    q: str = ""
    late: bool = False
    since: date | None = None
    until: date | None = None
    page: int = 1


class NothingIn(Strict):
    """Nothing more is said."""


class FeedbackIn(Strict):
    answer: str = Field(max_length=5000)


class SendBackIn(Strict):
    """`warned`: whose answer isn't enough, by its number in the notice's list."""

    warned: Id
    reason: str = Field(max_length=2000)
    until: AwareDatetime


class AcceptFeedbackIn(Strict):
    warned: Id
    note: str = Field("", max_length=2000)


class ConferralIn(Strict):
    """A meeting that is called; its agenda is put together by itself."""

    subject: str = Field(max_length=100)
    held_at: AwareDatetime
    chair: str = Field(max_length=80)
    units: list[Id] = Field([], max_length=100)
    place: str = Field("", max_length=200)


class AgendaIn(Strict):
    """A dispute that is put onto the agenda by hand."""

    county: int
    dispute: Id
    ground: str = Field(max_length=500)


class ItemIn(Strict):
    item: Id


class CameIn(Strict):
    unit: Id
    person: str = Field(max_length=80)


class AttendIn(Strict):
    """Who came; a unit that isn't named was absent."""

    came: list[CameIn] = Field(max_length=100)


class AskedIn(Strict):
    """What is asked of a unit and a person, until when."""

    task: str = Field(max_length=300)
    unit: Id
    owner: str = Field(max_length=80)
    due_at: AwareDatetime


class ConcludeIn(Strict):
    item: Id
    conclusion: str = Field(max_length=2000)
    measure: AskedIn | None = None


class MoreIn(Strict):
    item: Id
    measure: AskedIn


class CarriedOutIn(Strict):
    measure: Id
    result: str = Field(max_length=500)


class SummaryIn(Strict):
    summary: str = Field(max_length=5000)


class ConferralsWanted(Schema):
    """Which meetings: called, those with measures of one's own unit, or all."""

    view: Literal["called", "mine", "all"] = "called"
    page: int = 1
