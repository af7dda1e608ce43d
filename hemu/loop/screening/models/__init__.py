"""What screening finds, before it is a dispute."""

from hemu.loop.screening.models.choices import (
    HazardStatus,
    IncidentTier,
    ObjectKind,
    ReportStatus,
    VisitReason,
    VisitResult,
    VisitStatus,
)
from hemu.loop.screening.models.origin import Origin
from hemu.loop.screening.models.records import (
    GroupRecord,
    Hazard,
    Incident,
    IncidentStep,
    JointMeeting,
    MeetingItem,
    Petition,
    VillagersReport,
)
from hemu.loop.screening.models.visit import Visit, VisitReview

__all__ = [
    "GroupRecord",
    "Hazard",
    "HazardStatus",
    "Incident",
    "IncidentStep",
    "IncidentTier",
    "JointMeeting",
    "MeetingItem",
    "ObjectKind",
    "Origin",
    "Petition",
    "ReportStatus",
    "VillagersReport",
    "Visit",
    "VisitReason",
    "VisitResult",
    "VisitReview",
    "VisitStatus",
]
