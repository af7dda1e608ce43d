"""Warning notices, what protects people while a dispute is red, and how far a new rating table has gone."""

from hemu.loop.assessment.models.rerating import Rerating
from hemu.loop.assessment.models.safety import SafetyMeasure
from hemu.loop.assessment.models.warning import WarnedDispute, WarnedUnit, WarningNotice

__all__ = ["Rerating", "SafetyMeasure", "WarnedDispute", "WarnedUnit", "WarningNotice"]
