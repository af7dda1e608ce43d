"""调: what can be done in mediation. Every face calls these."""

from hemu.loop.mediation.actions.agreements import agree, default, perform, performed
from hemu.loop.mediation.actions.appraising import NewAppraisal, begin_appraisal, end_appraisal
from hemu.loop.mediation.actions.beginning import (
    NewConsent,
    accept,
    apply,
    consent,
    decline,
    not_accept,
)
from hemu.loop.mediation.actions.extending import extend
from hemu.loop.mediation.actions.recusal import recuse
from hemu.loop.mediation.actions.replacing import Leaving, change_mediators
from hemu.loop.mediation.actions.sessions import NewAttendee, NewSession, fail, record_session
from hemu.loop.mediation.actions.signing import SignedFiles, agree_signed, keep_signed
from hemu.loop.mediation.actions.spot import OnTheSpot, on_the_spot
from hemu.loop.mediation.rules import NewAgreement, NewPromise

__all__ = [
    "Leaving",
    "NewAgreement",
    "NewAppraisal",
    "NewAttendee",
    "NewConsent",
    "NewPromise",
    "NewSession",
    "OnTheSpot",
    "SignedFiles",
    "accept",
    "agree",
    "agree_signed",
    "apply",
    "begin_appraisal",
    "change_mediators",
    "consent",
    "decline",
    "default",
    "end_appraisal",
    "extend",
    "fail",
    "keep_signed",
    "not_accept",
    "on_the_spot",
    "perform",
    "performed",
    "record_session",
    "recuse",
]
