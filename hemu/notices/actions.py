"""Reading marks."""

from __future__ import annotations

from hemu.kernel import clock
from hemu.notices.models import Notice
from hemu.notices.queries import get
from hemu.orgs.actor import Actor


def mark_read(notice_id: int, *, by: Actor) -> Notice:
    """The notice has been read by somebody in its post. Raises Missing for another post's."""
    notice = get(notice_id, by=by)
    if notice.read_at is None:
        notice.read_at = clock.now()
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(*, by: Actor) -> int:
    """Everything in the post's inbox; answers how many were unread."""
    return Notice.objects.of_post(by.post_id).unread().update(read_at=clock.now())
