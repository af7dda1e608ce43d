"""How far a new version of the rating table has come through the open disputes, for its own page."""

from __future__ import annotations

from typing import Any

from hemu.kernel import clock
from hemu.loop.assessment.changing.models import RuleSweep
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.rulebook.models import RuleTable, Status

TABLE = "rating"


def beside(held: RuleTable, by: Actor) -> dict[str, Any] | None:
    """Numbers for who manages rules or looks at figures, once a version of the rating table is active."""
    reads = by.may(Permission.MANAGE_RULES) or by.may(Permission.FIGURES)
    if held.name != TABLE or held.status != Status.ACTIVE or not reads:
        return None
    sweep = RuleSweep.objects.filter(version=held.version).first()
    if sweep is None:
        coming = held.valid_from is not None and held.valid_from > clock.today()
        return {"sweep": None} if coming or _never_swept(held) else None
    return {"sweep": sweep}


def _never_swept(held: RuleTable) -> bool:
    """A later version than the first that holds today, and the worker hasn't come to it yet."""
    return held.version > 1 and held.valid_until is None
