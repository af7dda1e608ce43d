"""Reading reports and steps of a dispute that was read within a scope."""

from __future__ import annotations

from hemu.disputes.models import Dispute
from hemu.loop.mediation.police.models import CaseStep, PoliceReport


def reports(dispute: Dispute) -> list[PoliceReport]:
    """Every report, the newest first."""
    return list(PoliceReport.objects.of(dispute).order_by("-reported_at", "-id"))


def steps(dispute: Dispute) -> list[CaseStep]:
    """The chain, the first step first."""
    return list(CaseStep.objects.of(dispute).order_by("number"))
