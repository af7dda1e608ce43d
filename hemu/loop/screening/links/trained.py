"""Which weights hold: those that come with the product, or what this office's decisions made of them."""

from __future__ import annotations

import time

from hemu.loop.screening.links.models import Trained
from hemu.loop.screening.links.weights import Weights, from_json, shipped

LOOK_AGAIN = 60.0
"""Seconds until a process looks whether there are newer ones."""

_known: tuple[float, int, Weights] | None = None


def weights_in_force() -> Weights:
    """The newest trained weights, else the shipped ones; asked of the database once a minute."""
    global _known
    now = time.monotonic()
    if _known is not None and now - _known[0] < LOOK_AGAIN:
        return _known[2]
    newest = Trained.objects.order_by("-id").values_list("id", flat=True).first() or 0
    if _known is not None and _known[1] == newest:
        _known = (now, newest, _known[2])
        return _known[2]
    weights = from_json(Trained.objects.get(pk=newest).weights) if newest else shipped()
    _known = (now, newest, weights)
    return weights


def forget() -> None:
    """Look again at once (after training, and between tests)."""
    global _known
    _known = None
