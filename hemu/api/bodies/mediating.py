"""What calls of 分 and 调 send beyond the plain flow: referrals, extensions, courts, performance, police."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from hemu.api.schemas import ActIn, AgreeIn, ConsentOneIn, Id, written_out
from hemu.loop.mediation.confirmation.models import CourtGround, Stage
from hemu.loop.mediation.models import ChosenBy, Mode, RecusalKind
from hemu.loop.mediation.performance.models import UrgedBy
from hemu.loop.mediation.police.models import Basis, Step, ToldBy, Way
from hemu.loop.routing.models import Answer

__all__ = ["Basis", "ChosenBy", "CourtGround", "Mode", "RecusalKind", "ToldBy", "UrgedBy"]
ReferralAnswer = Annotated[Answer, written_out(Answer)]
CourtStage = Annotated[Stage, written_out(Stage)]
PoliceStep = Annotated[Step, written_out(Step)]
PoliceWay = Annotated[Way, written_out(Way)]


class ReferIn(ActIn):
    """Another unit is asked for its part; who leads goes on leading."""

    unit: Id
    asked: str = Field(max_length=1000)


class ReplyIn(ActIn):
    answer: ReferralAnswer
    text: str = Field(max_length=1000)


class ReportUpIn(ActIn):
    """`units`: who is told; without them those whom the rules name."""

    text: str = Field(max_length=2000)
    units: list[Id] = Field([], max_length=20)


class ExtendIn(ActIn):
    """`agreed`: every party, by number: all must say so."""

    until: date
    reason: str = Field(max_length=300)
    agreed: list[Id] = Field(max_length=50)


class RecuseIn(ActIn):
    """`mediator`: the number of the post."""

    mediator: Id
    kind: RecusalKind
    reason: str = Field(max_length=300)


class ChangeMediatorsIn(ActIn):
    """`mediators`: posts of those who come; `leaving`: the post of one who leaves, and why under `kind`."""

    mediators: list[Id] = Field([], max_length=10)
    reason: str = Field("", max_length=300)
    leaving: Id | None = None
    kind: RecusalKind | None = None
    chosen_by: ChosenBy = ChosenBy.COMMITTEE


class OnTheSpotIn(ActIn):
    """The whole of a blue dispute that is settled at once: application, consents, session, agreement."""

    requests: str = Field(max_length=1000)
    consents: list[ConsentOneIn] = Field(min_length=1, max_length=50)
    place: str = Field(max_length=200)
    record: str = Field(max_length=10_000)
    agreement: AgreeIn
    mediators: list[Id] = Field(min_length=1, max_length=10)
    performed_at_once: bool = False


class ChangeAgreementIn(AgreeIn):
    """The agreement that the parties put in place of the one that stands, and why."""

    reason: str = Field(max_length=300)


class AppointIn(ActIn):
    """`units`: who sits together, of which `presiding` leads."""

    starts_at: AwareDatetime
    ends_at: AwareDatetime
    place: str = Field(max_length=200)
    mode: Mode
    mediators: list[Id] = Field(min_length=1, max_length=10)
    units: list[Id] = Field([], max_length=20)
    presiding: Id | None = None


class MoveIn(ActIn):
    sitting: Id
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    place: str = Field("", max_length=200)


class CallOffIn(ActIn):
    sitting: Id
    why: str = Field(max_length=200)


class ReviewAgreementIn(ActIn):
    """`found`: codes of the list confirmation_bar; empty when none is there."""

    found: list[str] = Field([], max_length=10)
    note: str = Field("", max_length=500)


class FileIn(ActIn):
    """`papers`: codes of the list confirmation_papers. `applicants`: every party, by number."""

    court_name: str = Field(max_length=100)
    court_ground: CourtGround
    papers: list[str] = Field(max_length=20)
    applicants: list[Id] = Field(max_length=50)
    filed_on: date


class CourtSaidIn(ActIn):
    """What the court said. `bar`: of the list confirmation_bar. `other_ways`: of the list other_route."""

    stage: CourtStage
    on: date
    ruling: str = Field("", max_length=60)
    bar: str = Field("", max_length=8)
    reason: str = Field("", max_length=500)
    other_ways: list[str] = Field([], max_length=20)


class UrgeIn(ActIn):
    """`told_suit`: both were told that either may sue."""

    promise: Id
    way: UrgedBy
    said: str = Field(max_length=500)
    new_day: date | None = None
    told_suit: bool = False


class DefaultIn(ActIn):
    promise: Id
    reason: str = Field(max_length=300)


class ReportPoliceIn(ActIn):
    """Two moments: when it was found out, when the police were told."""

    basis: Basis
    found_at: AwareDatetime
    reported_at: AwareDatetime
    way: ToldBy
    told_unit: str = Field(max_length=120)
    situation: str = Field(max_length=2000)
    help_given: str = Field(max_length=500)
    told_person: str = Field("", max_length=80)


class PoliceSaidIn(ActIn):
    report: Id
    text: str = Field(max_length=500)


class PoliceStepIn(ActIn):
    """One step of 治安管理处罚法9. `minor` with the facts; `undecided` with the approval."""

    step: PoliceStep
    on: date
    text: str = Field(max_length=2000)
    way: PoliceWay | None = None
    case_number: str = Field("", max_length=60)
    minor: bool = False
    undecided: bool = False
    applicants: list[Id] = Field([], max_length=50)
    other_ways: list[str] = Field([], max_length=20)


class MediatorsWanted(Schema):
    """What the register is narrowed to."""

    q: str = ""
    language: str = ""
    skill: int = 0
    title: Literal["", "gold", "brand"] = ""
    page: int = 1


class CommitteesWanted(Schema):
    q: str = ""
    trade: str = ""
    page: int = 1


class CalendarWanted(Schema):
    """From one day to another, both included; at most 62 days. `mine`: what the post itself mediates."""

    since: date
    until: date
    mine: bool = False


class HopsWanted(Schema):
    """Which hops: to be received by one's own unit, given by it, returned to it; or those of the area."""

    view: Literal["waiting", "given", "returned", "late", "area", "area-returned"] = "waiting"
    page: int = 1
