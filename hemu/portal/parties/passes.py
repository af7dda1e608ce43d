"""What the pages carry once somebody is in: no cookie, but a signed note of who, that ends by itself."""

from __future__ import annotations

import os
from dataclasses import dataclass

from django.core import signing

from hemu.kernel import clock
from hemu.portal.parties import codes
from hemu.portal.parties.codes import Entered

_SALT = "hemu.portal.party"
LONGEST_SECONDS = 30 * 60
"""Left lying on somebody's table, the page soon opens nothing. Each page begins it anew."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Who is in, and the secret of the page that is shown next (16 bytes)."""

    who: Entered
    secret: bytes

    @property
    def text(self) -> str:
        """The note as a form carries it."""
        told = [bytes(self.who.code.hash).hex(), self.secret.hex(), clock.now().timestamp()]
        return signing.dumps(told, salt=_SALT)


def fresh(who: Entered) -> Pass:
    """A pass for the next page."""
    return Pass(who, os.urandom(16))


def read(text: str) -> Pass | None:
    """Who a form's note is of; None when it isn't ours, is too old, or its code was ended."""
    try:
        kept, secret, since = signing.loads(text, salt=_SALT)
        age = clock.now().timestamp() - float(since)
        hash_, own = bytes.fromhex(kept), bytes.fromhex(secret)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if not 0 <= age <= LONGEST_SECONDS:
        return None
    who = codes.again(hash_)
    return Pass(who, own) if who is not None else None
