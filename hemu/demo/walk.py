"""Walking one dispute through the loop by the acts that people use, each at its own hour."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from hemu.demo.patterns import Told
from hemu.disputes.models import Dispute, Party
from hemu.disputes.queries import parties
from hemu.disputes.registration import NewDispute, register
from hemu.kernel import clock
from hemu.loop.assessment import actions as assessment
from hemu.loop.followup import actions as followup
from hemu.loop.followup.models import Asked, Kept
from hemu.loop.followup.models import Mode as AskedBy
from hemu.loop.followup.planning import waiting
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import AgreementForm, AttendeeRole, Mode, Result, SignatureForm
from hemu.loop.mediation.routes import is_land_contract
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post
from hemu.rulebook import calendar

REPLY = "已上门说明处理经过和依据，约定一个月后再看一次。"
"""What a party who isn't content is told before the dispute is closed."""
COURT = "1"
ARBITRATION = "2"
"""Codes of 向人民法院起诉 and 申请仲裁 in the list of other ways."""


@dataclass
class Walk:
    """A dispute on its way, and the hour it has come to."""

    told: Told
    at: datetime
    random: random.Random
    dispute: Dispute | None = None
    _parties: list[Party] | None = None

    @contextmanager
    def then(self, least: float, most: float) -> Iterator[None]:
        """Some hours later (between `least` and `most`), moved into working time."""
        self.at = into_office_hours(self.at + timedelta(hours=self.random.uniform(least, most)))
        with clock.at(self.at):
            yield

    @property
    def now(self) -> Dispute:
        """The dispute; it must have been registered."""
        if self.dispute is None:
            raise RuntimeError("the walk has not begun")
        return self.dispute

    @property
    def parties(self) -> list[Party]:
        """Who it is between; nobody joins or leaves on the way."""
        if self._parties is None:
            self._parties = parties(self.now)
        return self._parties

    def registered(self, new: NewDispute, *, by: Actor) -> None:
        """排."""
        with self.then(0, 0):
            self.dispute = register(new, by=by)

    def rated(self, *, by: Actor) -> None:
        """评: the proposed colour is confirmed."""
        with self.then(0.1, 1):
            self.dispute = assessment.confirm(self.now, by=by)

    def applied(self, *, by: Actor) -> None:
        """调: an oral application of the first party, everybody's consent."""
        with self.then(0.5, 6):
            first = self.parties[0].pk
            self.dispute = mediation.apply(self.now, self.told.request, by=by, party_ids=[first])
            self.dispute = mediation.consent(self.now, self.consents(), by=by)

    def consents(self) -> list[mediation.NewConsent]:
        """Everybody agrees to mediation."""
        return [mediation.NewConsent(party_id=party.pk, own_will=True) for party in self.parties]

    def accepted(self, mediators: list[Post], *, by: Actor) -> None:
        """调: accepted, rights told."""
        with self.then(0.2, 2):
            unit = mediators[0].unit
            self.dispute = mediation.accept(self.now, mediators, by=by, rights_told_at=clock.now(), unit=unit)

    def session(self, result: Result, *, by: Actor, mode: Mode = Mode.VILLAGE, days: float = 3) -> None:
        """调: one session."""
        with self.then(4, 24 * days):
            came = [mediation.NewAttendee(AttendeeRole.PARTY, party_id=party.pk) for party in self.parties]
            new = mediation.NewSession(
                started_at=clock.now() - timedelta(minutes=self.random.choice((40, 60, 90, 120))),
                place=self.told.meeting_place,
                mode=mode,
                record=self.told.record(agreed=result == Result.AGREED),
                result=result,
                attendees=came,
            )
            self.dispute = mediation.record_session(self.now, new, by=by)

    def agreed(self, form: AgreementForm, *, by: Actor, owed_in: int | None = None) -> None:
        """调: an agreement. With `owed_in` the respondent owes something in so many days."""
        with self.then(0.1, 0.5):
            self.dispute = mediation.agree(self.now, self.agreement(form, owed_in), by=by)

    def agreement(self, form: AgreementForm, owed_in: int | None = None) -> mediation.NewAgreement:
        """The agreement that the story ends in."""
        promises: tuple[mediation.NewPromise, ...] = ()
        if owed_in is not None:
            due = clock.today() + timedelta(days=owed_in)
            promises = (
                mediation.NewPromise(self.told.content[:100], due_on=due, party_id=self.parties[1].pk),
            )
        if is_land_contract(self.now):
            form = AgreementForm.WRITTEN
        written = form == AgreementForm.WRITTEN
        signed = {party.pk: SignatureForm.NAME for party in self.parties} if written else {}
        return mediation.NewAgreement(
            form=form,
            main_facts=self.told.narrative,
            issues=self.told.issues,
            content=self.told.content,
            manner="双方自行履行",
            time_limit=self.told.time_limit,
            signatures=signed,
            mediator_signed=True,
            sealed=written,
            promises=promises,
        )

    def performed(self, *, by: Actor, days: float = 12) -> None:
        """调: what was agreed has been done."""
        with self.then(12, 24 * days):
            self.dispute = mediation.performed(self.now, by=by, note=self.told.kept)

    def followed_up(
        self, *, by: Actor, kept: Kept = Kept.KEPT, satisfaction: int = 5, days: float = 25
    ) -> None:
        """访: a party is asked."""
        with self.then(24 * 3, 24 * days):
            party = self.parties[0]
            planned = waiting(self.now)
            nothing = "无" if planned is not None and planned.in_depth else ""
            new = followup.NewFollowUp(
                mode=self.random.choice((AskedBy.IN_PERSON, AskedBy.PHONE)),
                asked=Asked.PARTY,
                kept=kept,
                party_id=party.pk,
                answer=self.told.answer(kept=kept == Kept.KEPT),
                satisfaction=satisfaction,
                smoulders=nothing if kept != Kept.NOT_KEPT else self.told.smoulders,
            )
            self.dispute = followup.follow_up(self.now, new, by=by)

    def closed(self, *, by: Actor, results: followup.Results | None = None) -> None:
        """访: closed."""
        with self.then(1, 72):
            self.dispute = followup.close(self.now, self.told.summary, by=by, results=results, reply=REPLY)


def into_office_hours(moment: datetime) -> datetime:
    """`moment` itself in working time, else an hour of the next working day."""
    local = clock.local(moment)
    if calendar.is_workday(local.date()) and 8 <= local.hour < 18:
        return moment
    day = local.date() + timedelta(days=1 if local.hour >= 18 else 0)
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, 8 + local.minute % 9, local.second, tzinfo=clock.CHINA)
