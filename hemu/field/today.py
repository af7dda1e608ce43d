"""What a phone fetches: the day's list of its post, and what came of what it sent."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any, Final

from hemu.field import lists, sections
from hemu.field.clockwork import as_ms
from hemu.field.models import Decision, Kept
from hemu.kernel import clock
from hemu.notices import queries as notices
from hemu.orgs.actor import Actor

DECIDED_WITHIN: Final = timedelta(days=30)
MOST_NOTICES: Final = 20
VERSION_LENGTH: Final = 16


def today(by: Actor) -> dict[str, Any]:
    """The day's list, without the moment at which it was made."""
    return {
        "day": clock.today().isoformat(),
        "sections": lists.as_json(sections.ALL, by),
        "notices": _notices(by),
        "decided": _decided(by),
    }


def version(found: dict[str, Any]) -> str:
    """A word that is the same as long as the content is."""
    text = json.dumps(found, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:VERSION_LENGTH]


def _notices(by: Actor) -> list[dict[str, Any]]:
    unread = list(notices.inbox(by, unread=True)[:MOST_NOTICES])
    return [
        {
            "id": str(one.notice.id),
            "text": f"{one.notice.get_reason_display()} · "
            f"{one.dispute.title if one.dispute is not None else one.notice.ref}",
            "at": as_ms(one.notice.at),
            "urgent": one.notice.urgent,
        }
        for one in notices.with_disputes(unread, by=by)
    ]


def _decided(by: Actor) -> list[dict[str, Any]]:
    mine = Kept.objects.unscoped(reason="what this person's own phones sent").filter(
        person_id=by.person_id, decided_at__gte=clock.now() - DECIDED_WITHIN
    )
    return [
        {
            "item": str(row.item_id),
            "outcome": "set_aside" if row.decision == Decision.STANDING else "kept",
            "message": f"{Decision(row.decision).label} · {row.decided_by}"
            + (f" · {row.reason}" if row.reason else ""),
            "at": as_ms(row.decided_at),
        }
        for row in mine.order_by("-decided_at", "-id")[: lists.MOST]
    ]
