"""Who opened what."""

from __future__ import annotations

from hemu.disputes.models import Dispute
from hemu.privacy.models import Opening


def openings(dispute: Dispute, most: int = 100) -> list[Opening]:
    """The openings of a dispute's personal fields, newest first. The dispute was read within a scope."""
    return list(Opening.objects.of(dispute).order_by("-at", "-id")[:most])


def openings_of_party(dispute: Dispute, party_id: int) -> list[Opening]:
    """Those that concern one party: what they may ask to see (个人信息保护法 45)."""
    return list(Opening.objects.of(dispute).filter(party_id=party_id).order_by("-at", "-id"))
