"""The aggregate's tables and words."""

from hemu.disputes.models.base import CaseQuerySet, CaseRow, CountyRow
from hemu.disputes.models.choices import (
    ENDED,
    SETTLED,
    Body,
    ClockKind,
    Colour,
    InvolvementRole,
    LinkKind,
    Outcome,
    PartyKind,
    Sex,
    Side,
    Source,
    State,
)
from hemu.disputes.models.clock import Clock
from hemu.disputes.models.dispute import DirectWrite, Dispute, door_open
from hemu.disputes.models.entry import Entry, LedgerIsAppendOnly
from hemu.disputes.models.involvement import Involvement, Link
from hemu.disputes.models.party import Party
from hemu.disputes.models.reader import Reader, ReaderKind

__all__ = [
    "ENDED",
    "SETTLED",
    "Body",
    "CaseQuerySet",
    "CaseRow",
    "Clock",
    "ClockKind",
    "Colour",
    "CountyRow",
    "DirectWrite",
    "Dispute",
    "Entry",
    "Involvement",
    "InvolvementRole",
    "LedgerIsAppendOnly",
    "Link",
    "LinkKind",
    "Outcome",
    "Party",
    "PartyKind",
    "Reader",
    "ReaderKind",
    "Sex",
    "Side",
    "Source",
    "State",
    "door_open",
]
