"""Parts put together as each language does it: 甲、乙 in Chinese, A, B in English."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def listed(items: Iterable[object]) -> str:
    """Names or words in a row: 「甲、乙」."""
    return pgettext("between the items of a list", "、").join(map(str, items))


def phrases(items: Iterable[object]) -> str:
    """Short phrases in a row: 「8:30–12:00，14:30–18:00」."""
    return pgettext("between phrases", "，").join(map(str, items))


def sentences(items: Iterable[object]) -> str:
    """Statements in a row: 「有人受伤；已调解两次」."""
    return pgettext("between statements", "；").join(map(str, items))


def labelled(label: object, text: object) -> str:
    """「涉及人数：3」."""
    return _("%(label)s：%(text)s") % {"label": label, "text": text}


def noted(text: object, note: object) -> str:
    """「张某（本人）」; the text alone where there is no note."""
    return _("%(text)s（%(note)s）") % {"text": text, "note": note} if note else str(text)
