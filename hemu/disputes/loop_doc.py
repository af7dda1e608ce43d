"""docs/loop.md, written from the table of the loop. ``python -m hemu.disputes.loop_doc`` writes it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "docs" / "loop.md"

_HEAD = """# The loop 排 → 评 → 分 → 调 → 访

Written by `python -m hemu.disputes.loop_doc` from `hemu/disputes/lifecycle.py`; don't edit. One table is the
whole state machine. `hemu.disputes.advance.turn` is the one door that reads it: it locks the dispute, checks
the row, lets the stage write its own rows, and writes the state, the ledger entry, the clocks and the outbox
in the same transaction.

A row reads: this act, on a dispute in one of these states, by a post with this permission that stands in
this relation to the dispute, leaves it in that state.
"""


def render() -> str:
    """The page as it should be, Chinese labels beside the code's names."""
    from django.utils import translation

    with translation.override("zh-hans"):
        parts = [_HEAD, "## States", "", *_states(), "", "## As a picture", "", *_picture()]
        parts += ["", "## Acts", "", *_acts(), "", "## Who", "", *_who(), "", "## Needs", "", *_needs()]
    return "\n".join(parts) + "\n"


def _states() -> Iterator[str]:
    from hemu.disputes.lifecycle import STAGES, acts_from
    from hemu.disputes.models import State

    marks = ("排", "评", "分", "调", "访", "—")
    yield "| state | on screen | number | stage | acts that are open |"
    yield "|---|---|---|---|---|"
    for state in State:
        names = ", ".join(dict.fromkeys(step.act.name for step in acts_from(state)))
        yield f"| {state.name} | {state.label} | {state.value} | {marks[STAGES[state]]} | {names} |"


def _picture() -> Iterator[str]:
    from hemu.disputes.lifecycle import TABLE

    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "    [*] --> REGISTERED: 登记"
    for step in TABLE:
        for state in step.states:
            if step.to is not None and step.to != state:
                yield f"    {state.name} --> {step.to.name}: {step.act.label}"
    yield "    CLOSED --> [*]"
    yield "```"


def _acts() -> Iterator[str]:
    from hemu.disputes.lifecycle import TABLE

    yield "| act | on screen | number | from | to | permission | who | needs |"
    yield "|---|---|---|---|---|---|---|---|"
    for step in TABLE:
        froms = ", ".join(state.name for state in step.states)
        to = step.to.name if step.to is not None else "stays"
        who = " or ".join(flag.name or "" for flag in step.who)
        needs = ", ".join(need.__name__ for need in step.needs)
        row = (step.act.name, step.act.label, step.act.value, froms, to, step.permission.value, who, needs)
        yield "| " + " | ".join(str(cell) for cell in row) + " |"


def _who() -> Iterator[str]:
    yield "- AREA: the post's area holds the dispute's place."
    yield "- INVOLVED: the actor's unit leads, joins, registered or was told of it."
    yield "- HANDLING: the actor's unit leads or joins."
    yield "- TURN: it is the actor's unit's turn."
    yield "- SYSTEM: nobody: the system does it by itself."


def _needs() -> Iterator[str]:
    from hemu.disputes.lifecycle import TABLE

    known = {need.__name__: need.__doc__ or "" for step in TABLE for need in step.needs}
    for name in sorted(known):
        yield f"- {name}: {known[name].strip()}"


def main() -> None:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    TARGET.write_text(render())


if __name__ == "__main__":
    main()
