"""How personal fields look on a screen before anybody opens them."""

from __future__ import annotations

from hemu.disputes.models import PartyKind
from hemu.privacy.models import OpenedField


def mask_name(name: str, kind: int = PartyKind.PERSON) -> str:
    """A person's family name and stars; an organisation's name is not personal and stays."""
    if not name or kind == PartyKind.ORGANISATION:
        return name
    return name[0] + "*" * max(1, min(2, len(name) - 1))


def mask_middle(text: str, head: int, tail: int) -> str:
    """`text` with all but its ends hidden; short texts show their first character only."""
    if len(text) <= head + tail:
        return text[:1] + "*" * max(0, len(text) - 1)
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]


def mask_address(text: str) -> str:
    """The village and what is above it stay; house and door don't."""
    for mark in ("村", "社区", "居委会", "街道", "镇", "乡"):
        place = text.rfind(mark)
        if 0 <= place < len(text) - len(mark):
            return text[: place + len(mark)] + "***"
    return mask_middle(text, 2, 0)


def masked(field: OpenedField, text: str) -> str:
    """A field's value as it is shown until it is opened; empty stays empty."""
    if not text:
        return ""
    if field == OpenedField.PHONE:
        return mask_middle(text, 3, 4)
    if field == OpenedField.IDENTITY_NUMBER:
        return mask_middle(text, 6, 2)
    return mask_address(text)
