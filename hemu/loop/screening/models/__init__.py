"""What screening finds, before it is a dispute."""

from hemu.loop.screening.models.choices import (
    WAITING,
    HazardStatus,
    IncidentTier,
    ObjectKind,
    ReportChannel,
    ReportOutcome,
    ReportStatus,
    Satisfaction,
    VisitReason,
    VisitResult,
    VisitStatus,
)
from hemu.loop.screening.models.origin import Origin
from hemu.loop.screening.models.records import (
    GroupRecord,
    Hazard,
    Incident,
    IncidentCall,
    IncidentStep,
    JointMeeting,
    MeetingItem,
    Petition,
)
from hemu.loop.screening.models.villagers import VillagersReport
from hemu.loop.screening.models.visit import Visit, VisitReview

__all__ = [
    "WAITING",
    "GroupRecord",
    "Hazard",
    "HazardStatus",
    "Incident",
    "IncidentCall",
    "IncidentStep",
    "IncidentTier",
    "JointMeeting",
    "MeetingItem",
    "ObjectKind",
    "Origin",
    "Petition",
    "ReportChannel",
    "ReportOutcome",
    "ReportStatus",
    "Satisfaction",
    "VillagersReport",
    "Visit",
    "VisitReason",
    "VisitResult",
    "VisitReview",
    "VisitStatus",
]
