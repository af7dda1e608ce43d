"""What phones send. Unknown fields are refused; record numbers are text, moments whole milliseconds."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from hemu.field.clockwork import EARLIEST, LATEST
from hemu.kernel.ids import LARGEST_ID
from hemu.kernel.places import PLACE_DIGITS


def _digits(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value


def _place(value: Any) -> Any:
    text = value if isinstance(value, str) else ""
    if not (text.isascii() and text.isdigit() and 6 <= len(text) <= PLACE_DIGITS):
        raise ValueError("a place is text of 12 or 15 digits")
    return int(text.ljust(PLACE_DIGITS, "0"))


_AS_TEXT = PlainSerializer(str, when_used="json")
Id = Annotated[int, BeforeValidator(_digits), Field(ge=1, le=LARGEST_ID), _AS_TEXT]
"""A number of a record, as text."""
Place = Annotated[int, BeforeValidator(_place), _AS_TEXT]
"""A place of 15 digits, from text of 12 or 15."""
Moment = Annotated[int, Field(ge=EARLIEST, le=LATEST)]
"""Milliseconds since 1970 by the device's clock."""


class Strict(BaseModel):
    """The base of every body."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class PublicKey(BaseModel):
    """A public JWK on P-256; other members are ignored."""

    model_config = ConfigDict(extra="ignore")
    kty: str
    crv: str
    x: str = Field(max_length=60)
    y: str = Field(max_length=60)


class DeviceIn(Strict):
    """A phone to enrol."""

    id: Id
    post: Id
    name: str = Field(min_length=1, max_length=80)
    public_key: PublicKey


class EndIn(Strict):
    unsent: int = Field(0, ge=0, le=1_000_000)


class Jump(Strict):
    at: Moment
    by: int = Field(ge=-LATEST, le=LATEST)


class ClockIn(Strict):
    """The phone's word on its clock."""

    sent_at: int = Field(ge=0, le=LATEST)
    rtt: int | None = Field(None, ge=0, le=600_000)
    jumps: list[Jump] = Field(default=[], max_length=20)


class ItemIn(Strict):
    """One item, its data not yet looked at."""

    id: Id
    kind: str = Field(max_length=20)
    n: int | None = Field(None, ge=0, le=LARGEST_ID)
    at: Moment
    age: int | None = Field(None, ge=0, le=LATEST)
    base: dict[str, Any] | None = None
    data: dict[str, Any]


class EnvelopeIn(Strict):
    """Up to fifty items, each still as it came."""

    envelope: Id
    app: str = Field("", max_length=40)
    clock: ClockIn
    items: list[Any] = Field(min_length=1, max_length=50)


class PositionIn(Strict):
    """WGS 84 degrees, metres."""

    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False)
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False)
    accuracy: float | None = Field(None, ge=0, le=10_000_000, allow_inf_nan=False)
    at: Moment | None = None


class Ref(Strict):
    """A record by county and number."""

    county: int = Field(ge=0, le=999_999)
    id: Id


class OriginIn(Strict):
    """What a new record came from."""

    source: Literal["visit", "report"]
    county: int = Field(ge=0, le=999_999)
    id: Id


class UploadIn(Strict):
    """A file that is about to come."""

    id: Id
    kind: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=1)
    item: Id
    order: int = Field(0, ge=0, le=99)
    taken_at: Moment | None = None
    position: PositionIn | None = None
