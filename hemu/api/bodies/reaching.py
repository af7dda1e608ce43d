"""What calls of outreach send: sessions planned, held, called off."""

from __future__ import annotations

from datetime import date

from ninja import Schema
from pydantic import AwareDatetime, Field

from hemu.api.incoming import Region
from hemu.api.schemas import Strict
from hemu.outreach.talks.models import Audience, Subject, TalkKind, TalkState

__all__ = ["Audience", "Subject", "TalkKind", "TalkState"]


class TalkIn(Strict):
    """A session that is planned."""

    region: Region
    kind: TalkKind
    subject: Subject
    audience: Audience
    title: str = Field(max_length=80)
    speakers: str = Field(max_length=120)
    planned_at: AwareDatetime
    planned_people: int = Field(ge=0, le=1_000_000)
    place: str = Field("", max_length=200)
    plan: str = Field("", max_length=1000)


class HeldIn(Strict):
    """What came of it. `handed_out`: leaflets."""

    held_at: AwareDatetime
    attendance: int = Field(ge=0, le=1_000_000)
    summary: str = Field(max_length=2000)
    handed_out: int | None = Field(None, ge=0, le=1_000_000)


class CancelIn(Strict):
    why: str = Field(max_length=200)


class TalksWanted(Schema):
    """What sessions are narrowed to; days are of the session."""

    state: TalkState | None = None
    kind: TalkKind | None = None
    subject: Subject | None = None
    region: str = ""
    since: date | None = None
    until: date | None = None
    q: str = ""
    page: int = 1
