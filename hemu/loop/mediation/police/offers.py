"""Which acts towards the police a dispute's page offers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hemu.disputes.faces import register_face
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Body, Dispute, Source

_HURT = ("injury", "group_fight", "suspected_offence", "weapon")


def may_be_minor_case(dispute: Dispute) -> bool:
    """Whether it came from a call to the police, lies with them, or somebody was hurt."""
    if dispute.source == Source.INCIDENT or dispute.body == Body.POLICE:
        return True
    return any(dispute.facts.get(name) for name in _HURT)


def register_faces() -> None:
    """Reporting is always at hand; the chain where there may be a case."""
    register_face(Act.REPORT_POLICE, "police:report", _("报告公安机关"), weight=11)
    register_face(Act.POLICE_CASE, "police:step", _("治安案件调解处理"), weight=10, when=may_be_minor_case)
