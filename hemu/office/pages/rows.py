"""A dispute as a row of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemu.disputes.lifecycle import STAGES
from hemu.disputes.models import Colour, Dispute, State
from hemu.kernel.places import COUNTY_UNIT
from hemu.orgs.actor import Actor
from hemu.orgs.queries import place_names
from hemu.privacy.naming import mask_titles
from hemu.rulebook import codes

HEAVY = ("narrative", "search", "facts", "grounds", "proposed_grounds", "ledger_hash", "data_key")
"""Columns that no row of a list shows."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a list shows of a dispute."""

    dispute: Dispute
    place: str
    kind: str

    @property
    def url(self) -> str:
        return self.dispute.get_absolute_url()

    @property
    def key(self) -> str:
        """How a form names it: ``county-id``."""
        return f"{self.dispute.county}-{self.dispute.pk}"

    @property
    def proposed(self) -> str:
        """What an unrated dispute is proposed to be, in words: a red one must not look like any other."""
        one = self.dispute
        if one.colour or not one.proposed_colour:
            return ""
        return _("建议%(colour)s") % {"colour": Colour(one.proposed_colour).label}

    @property
    def state(self) -> State:
        return State(self.dispute.state)

    @property
    def stage(self) -> int:
        """How many stages of the loop lie behind it."""
        return STAGES[self.state]


def rows_of(disputes: Iterable[Dispute], *, by: Actor) -> list[Row]:
    """Rows for disputes that were read within the actor's scope; one query for the names of their places.

    Who looks at several counties reads the county's name before the place.
    """
    every = list(disputes)
    mask_titles(every, by=by)
    wanted = {dispute.region for dispute in every}
    if by.county is None and by.spans:
        wanted |= {dispute.county * COUNTY_UNIT for dispute in every}
    names = place_names(wanted, local=True) if every else {}

    def place(dispute: Dispute) -> str:
        county = names.get(dispute.county * COUNTY_UNIT, "")
        own = names[dispute.region]
        return own if not county or own.startswith(county) else county + own

    return [Row(one, place(one), codes.label(codes.KINDS, one.kind)) for one in every]
