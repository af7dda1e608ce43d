"""How personal fields look on a screen before anybody opens them."""

from __future__ import annotations

from collections.abc import Iterable

from hemu.disputes.models import Party, PartyKind
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.privacy.models import OpenedField


def mask_name(name: str, kind: int = PartyKind.PERSON) -> str:
    """A person's family name and stars; an organisation's name is not personal and stays."""
    if not name or kind == PartyKind.ORGANISATION:
        return name
    return name[0] + "*" * max(1, min(2, len(name) - 1))


def hide_names(text: str, parties: Iterable[Party]) -> str:
    """`text` with the names of these persons masked, wherever they stand in it; the longest first."""
    people = {party.name for party in parties if party.kind == PartyKind.PERSON and len(party.name) > 1}
    for name in sorted(people, key=len, reverse=True):
        text = text.replace(name, mask_name(name))
    return text


def needs_names(by: Actor) -> bool:
    """Whether a post does something with disputes, and so must know whom they are between.

    Who only looks at figures and lists reads them masked (个人信息保护法6, 51).
    """
    return bool(by.permissions & {Permission.AMEND, Permission.MEDIATE, Permission.ROUTE})


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
    if field == OpenedField.NAME:
        return mask_name(text)
    if field == OpenedField.PHONE:
        return mask_middle(text, 3, 4)
    if field == OpenedField.IDENTITY_NUMBER:
        return mask_middle(text, 6, 2)
    return mask_address(text)
