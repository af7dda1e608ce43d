"""Pure parts of 村民说事: tracking codes, what makes two texts the same, what looks odd."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.kernel import crypto

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nobody misreads it aloud, and I, L and O are taken for 1, 1 and 0."""
CODE_LENGTH = 16
"""Characters of a tracking code: 80 bits."""
GROUP = 4
_PUNCTUATION = re.compile(r"[\W_]+")
_HEARD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def code_from(secret: bytes) -> str:
    """The tracking code that belongs to 16 or more random bytes, the same for the same bytes.

    So a form that was sent twice, because the first answer got lost on its way, shows the same code.
    """
    number = int.from_bytes(crypto.keyed_hash(secret.hex(), purpose="tracking-code")[:10], "big")
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(75, -1, -5))


def shown_code(code: str) -> str:
    """The code as it is written down: four groups of four."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read_code(typed: str) -> str:
    """The code that somebody typed, in whatever groups and letters; empty when it can't be one."""
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_HEARD)
    code = _PUNCTUATION.sub("", plain)
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else ""


def code_hash(code: str) -> bytes:
    """What is kept of a code: 32 bytes that lead back to it only by guessing 80 bits."""
    return crypto.keyed_hash(code, purpose="tracking")


LEAST_SAME = 4
"""Shorter texts say too little to be called the same."""


def plain_text(text: str) -> str:
    """`text` without spaces and punctuation, in one width and case, to be compared."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text).lower())


def text_key(village: int, text: str) -> bytes | None:
    """Equal for texts that are the same in one village; None for one too short to tell."""
    plain = plain_text(text)
    return crypto.keyed_hash(f"{village}:{plain}", purpose="same-text") if len(plain) >= LEAST_SAME else None


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def likeness(one: str, other: str) -> float:
    """How much two texts have in common, 0 to 1 (Dice's coefficient over pairs of characters)."""
    left, right = _pairs(plain_text(one)), _pairs(plain_text(other))
    if not left or not right:
        return 0.0
    return 2 * len(left & right) / (len(left) + len(right))


ALIKE = 0.55
"""From here on a person is asked whether two reports are one matter."""

SUSPICIONS: dict[str, str | Promise] = {
    "trap": _("填了网页上看不见的栏目，多半是机器填写"),
    "quick": _("打开页面后几秒钟就提交"),
    "flood": _("同一网络短时间内提交很多"),
    "links": _("含有网址或推广信息"),
    "noise": _("文字没有意义或大量重复"),
}
"""Why a report waits for a person to look at it first. Never a reason to drop it unseen."""

_LINK = re.compile(r"https?://|www\.|[a-z0-9-]+\.(?:com|cn|net|top|xyz|vip|cc)\b|加(?:微信|v信|qq)", re.I)


def odd_words(text: str) -> list[str]:
    """Which suspicions the text itself gives rise to."""
    found = []
    if _LINK.search(text):
        found.append("links")
    plain = plain_text(text)
    few = len(plain) >= 12 and len(set(plain)) <= max(3, len(plain) // 12)
    no_words = len(plain) >= 8 and not re.search(r"[\u3400-\u9fff]", plain) and " " not in text.strip()
    if few or no_words:
        found.append("noise")
    return found


def in_words(suspicions: Sequence[str]) -> list[str | Promise]:
    """The suspicions as an office reads them."""
    return [SUSPICIONS[name] for name in suspicions if name in SUSPICIONS]
