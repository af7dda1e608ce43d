"""The one source of time, so that a test or the demonstration county can live in another year."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
"""All of China keeps one official time."""

_fixed: ContextVar[datetime | None] = ContextVar("hemu_fixed_time", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC; or the moment set by :func:`at`."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """The present calendar day in China."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """`moment` on a Chinese wall clock."""
    return moment.astimezone(CHINA)


def midnight(day: date) -> datetime:
    """The moment at which `day` begins in China."""
    return datetime.combine(day, time(), tzinfo=CHINA)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Make :func:`now` answer `moment` inside the block. `moment` must be aware."""
    if moment.tzinfo is None:
        raise ValueError("clock.at needs an aware moment")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
