"""Disputes that were closed: what whoever rings back is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hemu.disputes.models import Dispute, Party, Side, State
from hemu.disputes.ringing import Ended, Matter, Source, register_source
from hemu.rulebook import codes

WHY = "a daily job deals out the calls of every county"
CALLED = "the call about it was dealt to the caller's unit"


def ended(since: datetime) -> Iterator[Ended]:
    """Disputes closed since then, with the party who is rung: the first applicant whose number is known."""
    rows = Dispute.objects.unscoped(reason=WHY).filter(state=State.CLOSED, closed_at__gte=since)
    for dispute in rows.defer("search", "narrative").order_by("closed_at", "id").iterator(chunk_size=500):
        if dispute.lead_unit_id is not None:
            yield of_dispute(dispute, _whom(dispute))


def of_dispute(dispute: Dispute, party: Party | None) -> Ended:
    """A dispute with whom to ring about it. Its kind says what it is; its title would name people."""
    return Ended(
        Matter.DISPUTE, dispute.county, dispute.pk, dispute.region, dispute.ref,
        codes.label(codes.KINDS, dispute.kind)[:120], dispute.get_absolute_url(),
        dispute.closed_at or dispute.opened_at, dispute.lead_unit_id or 0, dispute.lead_unit_name,
        dispute.ledger_seq, party.pk if party is not None else 0,
    )  # fmt: skip


def _whom(dispute: Dispute) -> Party | None:
    rows = Party.objects.of(dispute).filter(removed_at=None, is_minor=False)
    here = list(rows.filter(side__in=(Side.APPLICANT, Side.RESPONDENT)).order_by("side", "id"))
    return next((party for party in here if party.phone), here[0] if here else None)


def words(county: int, dispute_id: int) -> str:
    """What the dispute was about, without who."""
    rows = Dispute.objects.unscoped(reason=CALLED).filter(county=county, id=dispute_id)
    found = rows.only("id", "county", "kind").first()
    return codes.full_label(codes.KINDS, found.kind) if found is not None else ""


def no_phone(_county: int, _dispute_id: int) -> str:
    """The number stands with the party, and is opened there."""
    return ""


def register() -> None:
    """Called when the application starts."""
    register_source(Matter.DISPUTE, Source(ended, words, no_phone))
