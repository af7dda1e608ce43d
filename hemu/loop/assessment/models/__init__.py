"""Warning notices, what protects people while a dispute is red, and how far a new rating table has gone."""

from hemu.loop.assessment.models.rerating import Rerating
from hemu.loop.assessment.models.safety import ContactKind, SafetyContact, SafetyMeasure
from hemu.loop.assessment.models.warning import (
    OWES,
    WarnedDispute,
    WarnedStage,
    WarnedUnit,
    WarningAct,
    WarningNotice,
    WarningStep,
)

__all__ = [
    "OWES",
    "ContactKind",
    "Rerating",
    "SafetyContact",
    "SafetyMeasure",
    "WarnedDispute",
    "WarnedStage",
    "WarnedUnit",
    "WarningAct",
    "WarningNotice",
    "WarningStep",
]
