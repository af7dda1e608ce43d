"""How many messages a text is billed as: 70 characters in one, 67 in each part of a longer one.

What holds a Chinese character goes as UCS-2; the carriers count signature and all
(YD/T 1039, and each cloud's 计费规则).
"""

from __future__ import annotations

ONE, PART = 70, 67


def segments(text: str) -> int:
    """The number of messages that `text`, signature included, is sent as. Astral characters count twice."""
    units = len(text.encode("utf-16-be")) // 2
    return 1 if units <= ONE else -(-units // PART)
