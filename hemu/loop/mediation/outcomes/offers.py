"""Stating what was prevented, from the dispute's page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hemu.disputes.faces import register_face
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, State


def is_under_way(dispute: Dispute) -> bool:
    """Whether mediation has begun, or is over."""
    return dispute.state >= State.MEDIATING and dispute.state != State.MERGED


def register_faces() -> None:
    """One way in; the check is reached from the statement."""
    register_face(Act.NOTE, "outcomes:state", _("申报防止事件"), weight=2, when=is_under_way)
