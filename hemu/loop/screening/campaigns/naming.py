"""Which target a visit says that it answers: what the field app and the office's form send along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hemu.kernel.bulk import insert_new
from hemu.kernel.ids import new_id
from hemu.loop.screening.arrivals import Arrival
from hemu.loop.screening.campaigns.models import Naming, Target

PREFIX = "campaign:"


def key_of(target: Target) -> str:
    """What a form or a day's list carries to name the target."""
    return f"{PREFIX}{target.id}"


def note(came: Sequence[Arrival]) -> None:
    """Write down the targets that arriving visits name; what names nothing real is left out."""
    wanted = {one: one.target[len(PREFIX) :] for one in came if one.target.startswith(PREFIX)}
    numbers = {int(text) for text in wanted.values() if text.isascii() and text.isdigit() and len(text) < 20}
    if not numbers:
        return
    found = Target.objects.unscoped(reason="by the numbers that the visits name").filter(
        id__in=numbers, removed_at=None
    )
    targets = {str(target.id): target for target in found}
    insert_new(
        Naming,
        [naming(one.county, one.visit_id, targets[text]) for one, text in wanted.items() if text in targets],
    )


def naming(county: int, visit_id: int, target: Target) -> dict[str, Any]:
    """The row that says that a visit answers a target."""
    return {
        "id": new_id(),
        "county": county,
        "visit_id": visit_id,
        "target_county": target.county,
        "target_id": target.id,
        "campaign_id": target.campaign_id,
    }
