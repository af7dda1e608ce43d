"""A party's own address: nothing is stored that could be stolen, and nobody guesses it.

The address carries the county, the party and a keyed hash (96 bits) over them, the round and how often
the link was replaced. Opening the dispute anew, or replacing the link, makes every earlier one void.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass

from django.conf import settings

from hemu.disputes.models import Dispute, Party
from hemu.kernel import crypto
from hemu.loop.followup.models import LinkIssue
from hemu.loop.followup.planning import this_round

_COUNTY, _PARTY, _PROOF = 3, 8, 12


@dataclass(frozen=True, slots=True)
class Held:
    """What a good link opens."""

    dispute: Dispute
    party: Party


def token(dispute: Dispute, party: Party) -> str:
    """31 letters, figures, ``-`` and ``_``."""
    head = int(party.county).to_bytes(_COUNTY, "big") + int(party.pk).to_bytes(_PARTY, "big")
    return base64.urlsafe_b64encode(head + _proof(dispute, party)).rstrip(b"=").decode()


def address(dispute: Dispute, party: Party) -> str:
    """The whole address where HEMU_PUBLIC_URL is set, else the path."""
    return f"{settings.PUBLIC_URL}/a/{token(dispute, party)}/"


def _proof(dispute: Dispute, party: Party) -> bytes:
    replaced = LinkIssue.objects.of(dispute).filter(party_id=party.pk, replaced=True).count()
    told = f"{dispute.county}:{dispute.pk}:{party.pk}:{this_round(dispute)}:{replaced}"
    return crypto.keyed_hash(told, purpose="answer-link")[:_PROOF]


def read(text: str) -> Held | None:
    """What the link opens; None when it isn't one of ours, or no longer holds."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != _COUNTY + _PARTY + _PROOF:
        return None
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != text:
        return None
    county = int.from_bytes(raw[:_COUNTY], "big")
    party_id = int.from_bytes(raw[_COUNTY : _COUNTY + _PARTY], "big")
    if party_id >= 2**63:
        return None
    why = "whoever holds the link is the party; its proof is compared below"
    parties = Party.objects.unscoped(reason=why).filter(county=county, id=party_id, removed_at=None)
    party = parties.first()
    if party is None:
        return None
    rows = Dispute.objects.unscoped(reason=why).filter(county=county, id=party.dispute_id)
    dispute = rows.defer("search").get()
    good = hmac.compare_digest(raw[_COUNTY + _PARTY :], _proof(dispute, party))
    return Held(dispute, party) if good else None
