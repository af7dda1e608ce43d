"""Warning notices, and what protects people while a dispute is red."""

from hemu.loop.assessment.models.safety import SafetyMeasure
from hemu.loop.assessment.models.warning import WarnedDispute, WarnedUnit, WarningNotice

__all__ = ["SafetyMeasure", "WarnedDispute", "WarnedUnit", "WarningNotice"]
