"""The tables of privacy: openings, emergencies, consents, retention, and records that the law asks for."""

from hemu.privacy.models.consents import ConsentForm, PersonalConsent, SensitiveKind
from hemu.privacy.models.emergencies import Danger, Emergency, Verdict
from hemu.privacy.models.openings import (
    SEALED_FIELDS,
    OpenedField,
    Opening,
    OpeningIsKept,
    Purpose,
    Way,
)
from hemu.privacy.models.records import Assessment, Breach, BreachTelling, Conclusion, Told, Trigger
from hemu.privacy.models.retention import Hold, HoldKind, RunStatus, SealingItem, SealingRun

__all__ = [
    "SEALED_FIELDS",
    "Assessment",
    "Breach",
    "BreachTelling",
    "Conclusion",
    "ConsentForm",
    "Danger",
    "Emergency",
    "Hold",
    "HoldKind",
    "OpenedField",
    "Opening",
    "OpeningIsKept",
    "PersonalConsent",
    "Purpose",
    "RunStatus",
    "SealingItem",
    "SealingRun",
    "SensitiveKind",
    "Told",
    "Trigger",
    "Verdict",
    "Way",
]
