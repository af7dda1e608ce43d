"""What a form carries instead of a session: when it was opened, for which village, and its own secret.

Nothing is stored for it. The secret makes sending twice count once; its age and a little arithmetic
(done by the phone, or asked of its owner) make sending by the thousand dear.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from hemu.kernel import clock
from hemu.loop.screening.villagers.files import Kept

_SALT = "hemu.portal.form"
_KEPT_SALT = "hemu.portal.kept"
LONGEST_SECONDS = 24 * 3600
SHORTEST_SECONDS = 4
"""Nobody reads, thinks and types faster."""
BITS = 14
"""Leading zero bits that the phone's arithmetic must reach: about 16,000 hashes, a second at most."""
_DIGITS = "零一二三四五六七八九"
ADDENDS: dict[int, str | Promise] = {
    1: pgettext_lazy("digit", "一"),
    2: pgettext_lazy("digit", "二"),
    3: pgettext_lazy("digit", "三"),
    4: pgettext_lazy("digit", "四"),
    5: pgettext_lazy("digit", "五"),
    6: pgettext_lazy("digit", "六"),
    7: pgettext_lazy("digit", "七"),
    8: pgettext_lazy("digit", "八"),
}
"""The numbers that are to be added, in words: a machine that looks for figures finds none."""


@dataclass(frozen=True, slots=True)
class Token:
    """`secret` is 16 random bytes; `since` is when the form was opened (epoch seconds)."""

    subject: str
    secret: bytes
    since: float

    @property
    def text(self) -> str:
        """The token as the form carries it, signed."""
        return signing.dumps([self.subject, self.secret.hex(), self.since], salt=_SALT)

    @property
    def seconds(self) -> float:
        """How long ago the form was opened."""
        return clock.now().timestamp() - self.since

    @property
    def was_quick(self) -> bool:
        """Whether no person can have filled it in."""
        return self.seconds < SHORTEST_SECONDS

    @property
    def seed(self) -> str:
        """What the phone's arithmetic begins with; tells nothing of the secret."""
        return hashlib.sha256(b"work" + self.secret).hexdigest()[:32]

    def is_worked(self, answer: str) -> bool:
        """Whether `answer` is a number that, after the seed, hashes to enough zero bits."""
        if not (answer.isascii() and answer.isdigit() and len(answer) <= 12):
            return False
        found = hashlib.sha256(f"{self.seed}:{answer}".encode()).digest()
        return int.from_bytes(found, "big") >> (256 - BITS) == 0

    @property
    def sum(self) -> tuple[int, int]:
        """Two small numbers to be added by whoever has no script running."""
        return self.secret[0] % len(ADDENDS) + 1, self.secret[1] % len(ADDENDS) + 1

    @property
    def sum_in_words(self) -> tuple[str, str]:
        """The two numbers in words of the page's language."""
        one, other = self.sum
        return str(ADDENDS[one]), str(ADDENDS[other])

    def is_summed(self, answer: str) -> bool:
        """Whether the sum is right, in figures or in Chinese."""
        total = sum(self.sum)
        wanted = {str(total), _chinese(total)}
        return answer.strip().translate(str.maketrans("０１２３４５６７８９", "0123456789")) in wanted

    def is_answered(self, posted: Mapping[str, str]) -> bool:
        """Whether the form brought the phone's arithmetic, or its owner's sum."""
        return self.is_worked(posted.get("work", "")) or self.is_summed(posted.get("sum", ""))


def _chinese(number: int) -> str:
    if number < 10:
        return _DIGITS[number]
    return "十" + (_DIGITS[number - 10] if number > 10 else "")


def fresh(subject: str) -> Token:
    """A token for a form that is opened now."""
    return Token(subject, os.urandom(16), clock.now().timestamp())


def read(text: str, subject: str) -> Token | None:
    """The token that a form brought; None when it isn't ours, is another's, or is older than a day."""
    try:
        named, secret, since = signing.loads(text, salt=_SALT)
        token = Token(str(named), bytes.fromhex(secret), float(since))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if token.subject != subject or len(token.secret) != 16 or not 0 <= token.seconds <= LONGEST_SECONDS:
        return None
    return token


def sign_kept(kept: Sequence[Kept], token: Token) -> str:
    """Files that are in the store already, for the same form to carry when it comes back."""
    rows = [list(astuple(one)) for one in kept]
    return signing.dumps([token.secret.hex(), rows], salt=_KEPT_SALT) if rows else ""


def read_kept(text: str, token: Token) -> list[Kept]:
    """The files that :func:`sign_kept` signed for this form; none for anything else."""
    try:
        secret, rows = signing.loads(text, salt=_KEPT_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return []
    return [Kept(*row) for row in rows] if secret == token.secret.hex() else []
