"""Which target a visit says that it answers: what the field app and the office's form send along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hemu.kernel.bulk import insert_new
from hemu.loop.screening.campaigns.models import Naming, Target
from hemu.loop.screening.models import Visit

PREFIX = "campaign:"


def key_of(target: Target) -> str:
    """What a form or a day's list carries to name the target."""
    return f"{PREFIX}{target.id}"


def note(rows: Sequence[Visit], named: Mapping[int, str]) -> None:
    """Write down the targets that arriving visits name; what names nothing real is left out."""
    wanted = {
        row.id: text[len(PREFIX) :] for row in rows if (text := named.get(row.id, "")).startswith(PREFIX)
    }
    numbers = {int(text) for text in wanted.values() if text.isascii() and text.isdigit() and len(text) < 20}
    if not numbers:
        return
    found = Target.objects.unscoped(reason="by the numbers that the visits name").filter(
        id__in=numbers, removed_at=None
    )
    targets = {str(target.id): target for target in found}
    insert_new([_naming(row, targets[wanted[row.id]]) for row in rows if wanted.get(row.id) in targets])


def _naming(row: Visit, target: Target) -> Naming:
    return Naming(
        county=row.county,
        visit_id=row.id,
        target_county=target.county,
        target_id=target.id,
        campaign_id=target.campaign_id,
    )
