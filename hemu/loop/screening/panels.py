"""What screening shows on a dispute's page: the record that it came from."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes import origins
from hemu.disputes.models import Dispute
from hemu.disputes.panels import register_panel
from hemu.kernel.errors import Missing
from hemu.loop.screening.models import Origin
from hemu.orgs.actor import Actor


def came_from(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The records that the dispute was opened from, as far as the actor may see them."""
    found = []
    for row in Origin.objects.of(dispute).order_by("made_at", "id"):
        try:
            found.append(origins.read(row.source, row.record_county, row.record_id, by=actor))
        except Missing:
            continue
    return {"origins": found} if found else None


def register() -> None:
    """Called when the application starts."""
    register_panel("origin", "screening/panels/origin.html", came_from, 90, title=_("来源"))
