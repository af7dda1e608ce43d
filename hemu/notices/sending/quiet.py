"""When a message may go out: the hours of the rulebook's table ``quiet``, on a Chinese wall clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from hemu.kernel import clock
from hemu.kernel.worktime import periods_of
from hemu.rulebook.evaluation import evaluate

To = Literal["staff", "subscriber"]


def earliest(to: To, moment: datetime) -> datetime | None:
    """The first moment, `moment` or later, at which `to` may be written to; None when that is at once."""
    wall = clock.local(moment)
    for days in range(8):
        day = wall.date() + timedelta(days=days)
        hours = evaluate("quiet", {"message_to": to}, on=day).value["periods"]
        for begin, end in periods_of(hours):
            start = clock.midnight(day) + timedelta(minutes=begin)
            if start <= moment < clock.midnight(day) + timedelta(minutes=end):
                return None
            if start > moment:
                return start
    return None
