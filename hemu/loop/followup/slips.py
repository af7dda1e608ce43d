"""The slip that a party takes along: their address as a QR code, and who was given one when."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

import segno
from django.utils.safestring import SafeString, mark_safe

from hemu.disputes.models import Dispute, Party, Side
from hemu.disputes.queries import parties
from hemu.loop.followup.answers import is_asked
from hemu.loop.followup.models import LinkIssue, OwnAnswer


@dataclass(frozen=True, slots=True)
class Slip:
    """One party's link, shown once."""

    name: str
    address: str
    qr: SafeString


def qr_svg(address: str) -> SafeString:
    """A QR code as SVG, with a quarter of it to spare for creases."""
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(
        out, kind="svg", border=2, dark="#1d2420", light=None, xmldecl=False, svgns=True, omitsize=True
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308  # made by segno from our own address


@dataclass(frozen=True, slots=True)
class Row:
    """A party, whether anything is asked of them, when they were given a link and when they answered."""

    party: Party
    side: str
    asked: bool
    given_at: datetime | None
    answered_at: datetime | None


def rows(dispute: Dispute) -> list[Row]:
    """The parties of a dispute that was read within a scope."""
    given = {row.party_id: row.at for row in LinkIssue.objects.of(dispute).order_by("at", "id")}
    answered = {row.party_id: row.at for row in OwnAnswer.objects.of(dispute).order_by("at", "id")}
    return [
        Row(one, str(Side(one.side).label), is_asked(dispute, one), given.get(one.pk), answered.get(one.pk))
        for one in parties(dispute)
    ]
