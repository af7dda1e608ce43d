"""What the cover of a dispute's archived volume says of its mediation."""

from __future__ import annotations

from hemu.disputes.models import Dispute
from hemu.documents.volumes.registry import Mediated
from hemu.kernel import clock
from hemu.loop.mediation import queries


def who_mediated(dispute: Dispute) -> Mediated | None:
    """The committee that accepted it last, and its mediators; None when none ever did."""
    every = queries.acceptances(dispute)
    if not every:
        return None
    last, first = every[0], every[-1]
    ends = [row.told_at for row in queries.endings(dispute)]
    agreement = queries.standing_agreement(dispute)
    ends += [agreement.made_at] if agreement is not None else []
    return Mediated(
        last.unit_id,
        last.unit_name,
        tuple(each.name for each in queries.mediators_of(last)),
        clock.local(first.accepted_at).date(),
        clock.local(max(ends)).date() if ends else None,
    )
