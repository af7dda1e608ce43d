"""The loop 排 → 评 → 分 → 调 → 访 as one line, with where a dispute stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hemu.disputes.models.choices import State
from hemu.office.components.badges import stage_marks, status

CLOSED = 5
"""Position after the five stages."""

NOWHERE = -1
"""Position of a dispute that goes on inside another."""


POSITIONS: Final = {
    State.REGISTERED: 1,
    State.RATED: 2,
    State.ROUTED: 2,
    State.RECEIVED: 3,
    State.MEDIATING: 3,
    State.AGREED: 3,
    State.REFERRED: 3,
    State.FOLLOWING: 4,
    State.CLOSED: CLOSED,
    State.MERGED: NOWHERE,
}
"""Which stage has the work now: a registered dispute has been found and waits for its rating."""

TONES: Final = {
    State.MEDIATING: "active",
    State.AGREED: "active",
    State.FOLLOWING: "active",
    State.REFERRED: "plain",
    State.CLOSED: "done",
    State.MERGED: "stop",
}


def position(state: int) -> int:
    """0–4 for the stage that has the work, `CLOSED` when the loop is through, `NOWHERE` when merged."""
    return POSITIONS[State(state)]


def loop_marks(state: int) -> SafeString:
    """For a row: five small characters, the passed ones inked, the present one stamped."""
    here = position(state)
    marks = stage_marks()
    says = _("正在%(stage)s") % {"stage": marks[here][1]} if 0 <= here < CLOSED else State(state).label
    inner = format_html_join(
        "", '<i class="{}">{}</i>', ((_class(n, here), m) for n, (m, _w) in enumerate(marks))
    )
    return format_html(
        '<span class="loop-marks" role="img" aria-label="{0}" title="{0}">{1}</span>', says, inner
    )


def loop_line(state: int, notes: Sequence[str] = ()) -> SafeString:
    """For the head of a dispute: stamps joined by a line, with a note (who, when) under each."""
    here = position(state)
    items = []
    for n, (mark, word) in enumerate(stage_marks()):
        note = notes[n] if n < len(notes) else ""
        current = SafeString(' aria-current="step"') if n == here else ""
        items.append(
            format_html(
                '<li class="{}"{}><span class="stamp">{}</span><span class="word">{}</span>'
                '<span class="note">{}</span></li>',
                _class(n, here),
                current,
                mark,
                word,
                note,
            )
        )
    return format_html(
        '<ol class="loop-line" aria-label="{}">{}</ol>', _("办理进程"), SafeString("".join(items))
    )


def _class(n: int, here: int) -> str:
    return "past" if n < here else "here" if n == here else "ahead"


def state_badge(state: int) -> SafeString:
    """The state of a dispute in words; its tone follows from where it stands."""
    return status(State(state).label, TONES.get(State(state), "wait"))
