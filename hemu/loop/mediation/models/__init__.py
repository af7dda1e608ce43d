"""The tables of mediation."""

from hemu.loop.mediation.models.agreements import Agreement, Promise, Signature
from hemu.loop.mediation.models.beginning import (
    Acceptance,
    Application,
    Appraisal,
    Consent,
    Ending,
    Extension,
    NamedMediator,
    Recusal,
)
from hemu.loop.mediation.models.choices import (
    AgreementForm,
    ApplicationForm,
    AttendeeRole,
    ChosenBy,
    ConsentForm,
    MediatorChoice,
    Mode,
    Openness,
    PromiseState,
    RecusalKind,
    Result,
    SignatureForm,
)
from hemu.loop.mediation.models.mediators import Mediator
from hemu.loop.mediation.models.sessions import Attendance, Session

__all__ = [
    "Acceptance",
    "Agreement",
    "AgreementForm",
    "Application",
    "ApplicationForm",
    "Appraisal",
    "Attendance",
    "AttendeeRole",
    "ChosenBy",
    "Consent",
    "ConsentForm",
    "Ending",
    "Extension",
    "Mediator",
    "MediatorChoice",
    "Mode",
    "NamedMediator",
    "Openness",
    "Promise",
    "PromiseState",
    "Recusal",
    "RecusalKind",
    "Result",
    "Session",
    "Signature",
    "SignatureForm",
]
