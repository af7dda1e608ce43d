"""What systems of the police and of the petition offices send."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import AwareDatetime, Field

from hemu.api.schemas import Strict
from hemu.loop.screening.models import IncidentTier, Satisfaction

REGION = r"^\d{6,15}$"
Region = Annotated[str, Field(pattern=REGION)]


class IncidentIn(Strict):
    """A police incident. `number` is the police's own, once in a county."""

    number: str = Field(max_length=40)
    region: Region
    reported_at: AwareDatetime
    narrative: str = Field(max_length=5000)
    tier: IncidentTier = IncidentTier.ON_SCENE
    place: str = Field("", max_length=200)
    phone: str = Field("", max_length=30)


class IncidentsIn(Strict):
    """Up to two hundred incidents; each is taken or refused by itself."""

    incidents: list[IncidentIn] = Field(min_length=1, max_length=200)


class ClaimIn(Strict):
    """Nothing more is said."""


class PassIn(Strict):
    tier: IncidentTier
    note: str = Field("", max_length=500)


class CallIn(Strict):
    """A call back. `satisfaction` is wanted where somebody answered."""

    reached: bool
    satisfaction: Satisfaction | None = None
    note: str = Field("", max_length=1000)


class SettleIn(Strict):
    result: str = Field(max_length=2000)


class PetitionIn(Strict):
    """A petition work order. Without `due_at` the statutory time holds."""

    number: str = Field(max_length=40)
    region: Region
    from_unit: str = Field(max_length=120)
    received_at: AwareDatetime
    narrative: str = Field(max_length=5000)
    due_at: AwareDatetime | None = None
    place: str = Field("", max_length=200)


class Wanted(Schema):
    """What a list is narrowed to; `after` is the cursor that the page before gave."""

    region: str = ""
    tier: list[IncidentTier] = []
    open: bool = False
    since: date | None = None
    until: date | None = None
    after: str = ""
    size: int = 50


class PetitionsWanted(Schema):
    """The same for petitions."""

    region: str = ""
    open: bool = False
    after: str = ""
    size: int = 50
