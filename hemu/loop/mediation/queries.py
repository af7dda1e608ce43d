"""Reading the mediation of a dispute that was itself read within a scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hemu.disputes.models import Dispute, Party, Side
from hemu.disputes.queries import parties
from hemu.loop.mediation.models import (
    Acceptance,
    Agreement,
    Application,
    Appraisal,
    Attendance,
    Consent,
    Ending,
    NamedMediator,
    Promise,
    PromiseState,
    Session,
    Signature,
)


def current_acceptance(dispute: Dispute) -> Acceptance | None:
    """The acceptance in force."""
    return Acceptance.objects.of(dispute).filter(ended_at=None).first()


def named_mediators(dispute: Dispute) -> list[NamedMediator]:
    """Who mediates now."""
    return list(NamedMediator.objects.of(dispute).filter(is_open=True).order_by("id"))


def mediators_of(acceptance: Acceptance) -> list[NamedMediator]:
    """Who mediates under an acceptance that was read through its dispute, or did so until it was over."""
    rows = NamedMediator.objects.unscoped(reason="of an acceptance that was read through its dispute")
    named = rows.filter(county=acceptance.county, acceptance_id=acceptance.pk, left_at=None)
    return list(named.order_by("id"))


def everybody_named(dispute: Dispute) -> list[NamedMediator]:
    """Who mediates now, and who did: the first named first."""
    return list(NamedMediator.objects.of(dispute).order_by("id"))


def standing_consents(dispute: Dispute) -> list[Consent]:
    """The consents that stand."""
    return list(Consent.objects.of(dispute).filter(ended_at=None).order_by("id"))


def standing_agreement(dispute: Dispute) -> Agreement | None:
    """The agreement in force, the newest when there were several."""
    return Agreement.objects.of(dispute).filter(ended_at=None).order_by("-made_at", "-id").first()


def standing_agreements(disputes: Sequence[Dispute]) -> dict[int, Agreement]:
    """The same for disputes that were read within a scope, by dispute, in one query."""
    ids, counties = [row.pk for row in disputes], {row.county for row in disputes}
    rows = Agreement.objects.unscoped(reason="of disputes that were read within a scope")
    standing = rows.filter(county__in=counties, dispute_id__in=ids, ended_at=None)
    return {row.dispute_id: row for row in standing.order_by("made_at", "id")}


def shown_agreement(dispute: Dispute) -> Agreement | None:
    """:func:`standing_agreement` for a page, whose parts all ask for it: read once."""
    memo = dispute.__dict__.setdefault("_shown_agreement", {})
    if dispute.ledger_seq not in memo:
        memo[dispute.ledger_seq] = standing_agreement(dispute)
    found: Agreement | None = memo[dispute.ledger_seq]
    return found


def shown_owing(dispute: Dispute) -> bool:
    """Whether something that was promised isn't done, for a page: read once for a state of the ledger."""
    memo = dispute.__dict__.setdefault("_shown_owing", {})
    if dispute.ledger_seq not in memo:
        owed = Promise.objects.of(dispute).filter(state__in=(PromiseState.OPEN, PromiseState.DEFAULTED))
        memo[dispute.ledger_seq] = owed.exists()
    return bool(memo[dispute.ledger_seq])


def signatures(agreement: Agreement) -> list[Signature]:
    """Who signed an agreement that was read through its dispute."""
    rows = Signature.objects.unscoped(reason="of an agreement that was read through its dispute")
    return list(rows.filter(county=agreement.county, agreement_id=agreement.pk).order_by("id"))


def promises(agreement: Agreement) -> list[Promise]:
    """What is owed under an agreement that was read through its dispute, in its order."""
    rows = Promise.objects.unscoped(reason="of an agreement that was read through its dispute")
    return list(rows.filter(county=agreement.county, agreement_id=agreement.pk).order_by("number"))


def next_owed(dispute: Dispute) -> Promise | None:
    """What is owed next under the agreement in force; what is late comes first."""
    owed = Promise.objects.of(dispute).filter(state__in=(PromiseState.OPEN, PromiseState.DEFAULTED))
    return owed.order_by("due_on", "number").first()


@dataclass(frozen=True, slots=True)
class PartyConsent:
    """A party of either side, with the consent that stands or None."""

    party: Party
    consent: Consent | None


def consents_by_party(dispute: Dispute) -> list[PartyConsent]:
    """Every party of either side and whether they consented."""
    have = {row.party_id: row for row in standing_consents(dispute)}
    sides = (Side.APPLICANT, Side.RESPONDENT)
    return [PartyConsent(each, have.get(each.pk)) for each in parties(dispute) if each.side in sides]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a party chose last (人民调解法23), and the ending that they brought about afterwards."""

    consent: Consent
    ending: Ending | None


def choices(dispute: Dispute, ended: list[Ending]) -> list[Choices]:
    """The latest choices of every party who ever consented. `ended`: the endings, newest first."""
    latest = {row.party_id: row for row in Consent.objects.of(dispute).order_by("given_at", "id")}
    return [Choices(row, next((one for one in ended if _undoes(one, row)), None)) for row in latest.values()]


def _undoes(ending: Ending, consent: Consent) -> bool:
    return ending.party_id == consent.party_id and ending.told_at >= consent.given_at


@dataclass(frozen=True, slots=True)
class SessionWithPeople:
    """A session and who came."""

    session: Session
    people: list[Attendance]


def sessions(dispute: Dispute) -> list[SessionWithPeople]:
    """Every session, the first one first."""
    rows = list(Session.objects.of(dispute).order_by("number"))
    came: dict[int, list[Attendance]] = {}
    for row in Attendance.objects.of(dispute).order_by("role", "id") if rows else ():
        came.setdefault(row.session_id, []).append(row)
    return [SessionWithPeople(row, came.get(row.pk, [])) for row in rows]


def applications(dispute: Dispute) -> list[Application]:
    """Every application, the newest first."""
    return list(Application.objects.of(dispute).order_by("-made_at", "-id"))


def acceptances(dispute: Dispute) -> list[Acceptance]:
    """Every acceptance, the newest first."""
    return list(Acceptance.objects.of(dispute).order_by("-accepted_at", "-id"))


def endings(dispute: Dispute) -> list[Ending]:
    """Every time that mediation wasn't begun or came to nothing, the newest first."""
    return list(Ending.objects.of(dispute).order_by("-told_at", "-id"))


def shown_appraisals(dispute: Dispute) -> list[Appraisal]:
    """Every appraisal that mediation waited for, the first one first, for a page: read once."""
    memo = dispute.__dict__.setdefault("_shown_appraisals", {})
    if dispute.ledger_seq not in memo:
        memo[dispute.ledger_seq] = list(Appraisal.objects.of(dispute).order_by("began_on", "id"))
    found: list[Appraisal] = memo[dispute.ledger_seq]
    return found
