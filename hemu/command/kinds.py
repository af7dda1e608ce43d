"""Kinds of dispute gathered: by the first level of our own list, or into the ministry's eighteen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from hemu.rulebook import codes

Group = tuple[int, str, list[int]]
"""Code, words, and the kinds that fall under it."""


def own_groups(kinds: Iterable[int]) -> list[Group]:
    """First-level kinds that any of `kinds` falls under, by code."""
    return _gathered(kinds, _first_level, codes.KINDS)


def ministry_groups(kinds: Iterable[int]) -> list[Group]:
    """The ministry's kinds that any of `kinds` falls under, by code."""
    return _gathered(kinds, lambda kind: int(codes.moj_code(kind)), codes.MOJ)


def by_ministry(counted: Mapping[int, int]) -> dict[int, int]:
    """Each of the ministry's kinds, by code → how many of what was counted by kind fall under it."""
    summed = {int(code): 0 for code, _label in codes.choices(codes.MOJ)}
    for code, _label, members in ministry_groups(counted):
        summed[code] = sum(counted[kind] for kind in members)
    return summed


def _first_level(kind: int) -> int:
    row = codes.row(codes.KINDS, kind)
    return int(row.parent) if row is not None and row.parent else kind


def _gathered(kinds: Iterable[int], group_of: Callable[[int], int], list_name: str) -> list[Group]:
    members: dict[int, list[int]] = {}
    for kind in sorted(kinds):
        members.setdefault(group_of(kind), []).append(kind)
    return [(code, codes.label(list_name, code), found) for code, found in sorted(members.items())]
