"""A version of the rating table that came into force: what it says of open disputes is proposed."""

from __future__ import annotations

from hemu.loop.assessment import rerating

BATCHES = 10
"""In one minute: five thousand disputes, so that the other jobs of the minute are never held up."""


def run() -> int:
    """Answers for how many disputes the rules now propose something else."""
    return rerating.sweep(most_batches=BATCHES)
