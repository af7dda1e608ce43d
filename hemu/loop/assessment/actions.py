"""Every act of assessment, by name."""

from hemu.loop.assessment.changing.lowering import approve, ask, refuse, take_back
from hemu.loop.assessment.feedback import accept, answer, receive, send_back
from hemu.loop.assessment.rating import confirm, override, review
from hemu.loop.assessment.safety import (
    NewContact,
    add_contact,
    carry_out,
    open_phone,
    plan_measure,
    remove_contact,
    review_plan,
    told_contact,
)
from hemu.loop.assessment.warnings import NewWarning, send

__all__ = [
    "NewContact",
    "NewWarning",
    "accept",
    "add_contact",
    "answer",
    "approve",
    "ask",
    "carry_out",
    "confirm",
    "open_phone",
    "override",
    "plan_measure",
    "receive",
    "refuse",
    "remove_contact",
    "review",
    "review_plan",
    "send",
    "send_back",
    "take_back",
    "told_contact",
]
