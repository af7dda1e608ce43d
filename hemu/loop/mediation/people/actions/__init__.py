"""What can be done with committees and mediators. Every face calls these."""

from hemu.loop.mediation.people.actions.committees import (
    CommitteeFacts,
    add_member,
    end_member,
    register_committee,
)
from hemu.loop.mediation.people.actions.court import report_to_court
from hemu.loop.mediation.people.actions.interpreters import name_interpreter
from hemu.loop.mediation.people.actions.mediators import (
    NewAward,
    NewTraining,
    amend,
    award,
    enter,
    retire,
    train,
    withdraw_award,
)
from hemu.loop.mediation.people.actions.ties import declare_tie, withdraw_tie

__all__ = [
    "CommitteeFacts",
    "NewAward",
    "NewTraining",
    "add_member",
    "amend",
    "award",
    "declare_tie",
    "end_member",
    "enter",
    "name_interpreter",
    "register_committee",
    "report_to_court",
    "retire",
    "train",
    "withdraw_award",
    "withdraw_tie",
]
