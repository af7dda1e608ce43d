"""The papers of 调, with the fields of the ministry's forms (司法部 2010 人民调解文书格式).

What isn't recorded stays blank, to be written by hand; what a party must do by hand (sign, seal, put a
fingerprint) has its place.
"""

from hemu.documents.papers.registry import register
from hemu.documents.volumes.registry import register_teller
from hemu.loop.mediation.papers import agreements, beginning, endings, notice, sessions
from hemu.loop.mediation.papers.volume import who_mediated


def register_papers() -> None:
    """Make them known."""
    register(beginning.APPLICATION, beginning.ACCEPTANCE, notice.NOTICE, sessions.SESSION)
    register(endings.ENDING, endings.ROUTES)
    register(agreements.WRITTEN, agreements.ORAL, agreements.CONFIRMATION)
    register_teller(who_mediated)
