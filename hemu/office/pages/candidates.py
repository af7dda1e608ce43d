"""Looking for the other dispute, to link this one with it or to merge this one into it."""

from __future__ import annotations

from dataclasses import dataclass

from hemu.disputes.models import Dispute
from hemu.disputes.queries import Filter, listed
from hemu.kernel.errors import Refused
from hemu.office.pages.rows import HEAVY, Row, rows_of
from hemu.orgs.actor import Actor

MOST_FOUND = 12
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a search found; `rows` is None when nothing was sought, `refused` says why it couldn't be."""

    text: str
    rows: list[Row] | None = None
    refused: str = ""


def candidates(dispute: Dispute, text: str, *, by: Actor) -> Candidates:
    """Disputes in the actor's scope that `text` finds, newest first, without `dispute` itself."""
    sought = text.strip()[:LONGEST]
    if not sought:
        return Candidates("")
    try:
        rows = listed(Filter(text=sought), by=by).exclude(pk=dispute.pk)
        found = rows_of(rows.order_by("-opened_at", "-id").defer(*HEAVY)[:MOST_FOUND], by=by)
    except Refused as refused:
        return Candidates(sought, refused=str(refused))
    return Candidates(sought, found)
