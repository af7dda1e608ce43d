"""A dispute that is closed gets its volume by itself after some days; one that is opened again doesn't."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from hemu.disputes.advance import Turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import State
from hemu.documents.volumes.models import Awaited


def await_volume(this: Turn) -> None:
    """Called at the end of every act."""
    if this.act == Act.CLOSE:
        due = this.at + timedelta(days=settings.ARCHIVE_AFTER_DAYS)
        Awaited.objects.of(this.dispute).update_or_create(
            county=this.dispute.county,
            dispute_id=this.dispute.id,
            defaults={
                "region": this.dispute.region,
                "due_at": due,
                "next_at": due,
                "failures": 0,
                "problem": "",
            },
        )
    elif this.came_from == State.CLOSED and this.dispute.state != State.CLOSED:
        Awaited.objects.of(this.dispute).delete()
