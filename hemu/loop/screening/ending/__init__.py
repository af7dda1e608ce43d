"""The end of what screening keeps: which records are over, what holds them, and what goes with them."""

from hemu.loop.screening.ending.kinds import register

__all__ = ["register"]
