"""Every act on a villagers' report, by name."""

from hemu.loop.screening.villagers.actions.answering import (
    answer_report,
    ask_villager,
    fold,
    give_report,
    judge,
    take_in_hand,
    unfold,
)
from hemu.loop.screening.villagers.actions.contact import open_contact
from hemu.loop.screening.villagers.actions.posters import end_code, village_code
from hemu.loop.screening.villagers.actions.taking import NewReport, Taken, receive_report, take_report
from hemu.loop.screening.villagers.actions.villager import add_word, say_settled, say_unsettled

__all__ = [
    "NewReport",
    "Taken",
    "add_word",
    "answer_report",
    "ask_villager",
    "end_code",
    "fold",
    "give_report",
    "judge",
    "open_contact",
    "receive_report",
    "say_settled",
    "say_unsettled",
    "take_in_hand",
    "take_report",
    "unfold",
    "village_code",
]
