"""Which act of confirmation a dispute's page offers: only where a court would take it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hemu.disputes.faces import register_face
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.loop.mediation.confirmation.models import WAITING, Confirmation
from hemu.loop.mediation.queries import shown_agreement


def is_offered(dispute: Dispute) -> bool:
    """The days run, or a court has yet to answer. Never for status, adoption or marriage relations."""
    agreement = shown_agreement(dispute)
    if agreement is None or agreement.about_status or agreement.confirmation_until is None:
        return False
    if agreement.confirmation_until >= clock.today():
        return True
    return bool(Confirmation.objects.of(dispute).filter(stage__in=WAITING).exists())


def register_faces() -> None:
    """Never the strong button: the parties ask for it where they think it needful (人民调解法33)."""
    register_face(Act.CONFIRM, "confirmation:next", _("司法确认"), weight=14, when=is_offered)
