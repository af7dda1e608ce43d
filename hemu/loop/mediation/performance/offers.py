"""Which acts of performance a dispute's page offers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hemu.disputes.faces import register_face
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.loop.mediation.offers import owes_something
from hemu.loop.mediation.queries import shown_agreement


def has_agreement(dispute: Dispute) -> bool:
    """Whether an agreement stands that could be changed."""
    return shown_agreement(dispute) is not None


def register_faces() -> None:
    """Urging while something is owed; changing while an agreement stands."""
    register_face(Act.URGE, "performance:urge-next", _("督促履行"), weight=30, when=owes_something)
    register_face(Act.AGREE, "performance:change", _("变更协议"), weight=10, when=has_agreement)
