"""七进 and 十一个必进: the kinds of place to be entered, as an administrator keeps them in the rulebook."""

from __future__ import annotations

from hemu.kernel import clock
from hemu.rulebook import codes
from hemu.rulebook.store import NotInForce

LISTS = ("seven_entries", "must_enter")
"""The code lists that a campaign may choose from."""


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """(title of the list, [(list:code, words)]) of what may be chosen today."""
    found = []
    for name in LISTS:
        try:
            rows = codes.choices(name, clock.today())
            found.append((codes.book(name).label, [(f"{name}:{code}", label) for code, label in rows]))
        except NotInForce:
            continue
    return found


def label(entry: str) -> str:
    """The words of ``list:code``; what was written when the list lacks it."""
    name, _colon, code = entry.partition(":")
    try:
        return codes.label(name, code, clock.today())
    except NotInForce:
        return entry


def by_words() -> dict[str, str]:
    """Words → ``list:code``, for what people paste."""
    return {label: code for _title, rows in reversed(choices()) for code, label in rows}
