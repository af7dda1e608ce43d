"""Every act of assessment, by name."""

from hemu.loop.assessment.changing.lowering import approve, ask, refuse, take_back
from hemu.loop.assessment.rating import confirm, override, review
from hemu.loop.assessment.safety import carry_out, plan_measure
from hemu.loop.assessment.warnings import NewWarning, answer, receive, send

__all__ = [
    "NewWarning",
    "answer",
    "approve",
    "ask",
    "carry_out",
    "confirm",
    "override",
    "plan_measure",
    "receive",
    "refuse",
    "review",
    "send",
    "take_back",
]
