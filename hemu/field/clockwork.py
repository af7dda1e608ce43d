"""What a phone's clock is worth: how far it is off, whether it was moved, and what the moments really were.

Everything here is plain arithmetic on whole milliseconds since 1970 UTC; no database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from hemu.loop.screening.sent.models import ClockSign

TOLERANCE: Final = 120_000
"""Two minutes: what a phone that sets its clock by the network may be off, and slow lines may add."""
MOST_JUMPS: Final = 20
EARLIEST: Final = 946_684_800_000
"""The year 2000: no record of ours is older."""
LATEST: Final = 4_102_444_800_000
"""The year 2100."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One sending's clocks. `offset`: the phone's less the server's, give or take `margin`.

    `before` is the offset when the phone last synced, None the first time.
    """

    received: int
    offset: int
    margin: int
    before: int | None = None
    jumps: Sequence[Mapping[str, int]] = field(default=())

    @property
    def is_off(self) -> bool:
        return abs(self.offset) > TOLERANCE

    def signs(self) -> list[ClockSign]:
        """What is odd about the clock itself, whatever was recorded by it."""
        found = [ClockSign.OFF] if self.is_off else []
        if self.jumps:
            found.append(ClockSign.JUMPED)
        if self.before is not None and abs(self.offset - self.before) > TOLERANCE:
            found.append(ClockSign.SHIFTED)
        return found


def measure(
    sent_at: int,
    received: int,
    rtt: int | None,
    *,
    before: int | None,
    jumps: Sequence[Mapping[str, int]] = (),
) -> Measured:
    """What the server can tell from when the phone says it sent, when it came, and the last round trip."""
    half = (rtt or 0) // 2
    return Measured(received, sent_at - received + half, half, before, tuple(jumps)[:MOST_JUMPS])


@dataclass(frozen=True, slots=True)
class Timing:
    """One item's moments: `shift` is to be taken off what the phone's clock said."""

    said_at: int
    shift: int
    signs: tuple[ClockSign, ...]
    measured: Measured

    def real(self, moment: int) -> datetime:
        """The corrected moment, never later than the arrival when it is so by less than the tolerance."""
        real = moment - self.shift
        if self.measured.received < real <= self.measured.received + TOLERANCE:
            real = self.measured.received
        return as_moment(real)

    @property
    def said(self) -> datetime:
        """What the phone's clock said when the item was finished."""
        return as_moment(self.said_at)


def timing(
    said_at: int, age: int | None, measured: Measured, *, sent_at: int, last_said: int | None = None
) -> Timing:
    """How to read an item's moments.

    `age` is how long ago it was finished by a clock that can't be moved but may sleep with the phone: at
    least so long ago. When the wall clock makes it clearly less, it was put back in between, and the item
    was made no later than `age` says. `last_said` is what the clock said of the item made before this one.
    """
    signs = measured.signs()
    if last_said is not None and said_at < last_said - TOLERANCE:
        signs.append(ClockSign.BACKWARDS)
    shift = measured.offset
    if age is not None and age > sent_at - said_at + TOLERANCE:
        signs.append(ClockSign.AGE)
        shift = said_at - (measured.received - measured.margin - age)
    return Timing(said_at, shift if abs(shift) > TOLERANCE else 0, tuple(signs), measured)


def as_moment(ms: int) -> datetime:
    """An aware datetime of milliseconds since 1970."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def as_ms(moment: datetime) -> int:
    """Milliseconds since 1970 of an aware datetime."""
    return round(moment.timestamp() * 1000)


def as_json(jumps: Sequence[Mapping[str, int]]) -> list[dict[str, Any]]:
    """Jumps as they are kept."""
    return [{"at": jump["at"], "by": jump["by"]} for jump in jumps]
