"""A county with an SMS gateway that runs for one test, and a matter whose parties have telephones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from hemu.disputes.models import Dispute, Party, Side
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import get, parties
from hemu.disputes.tests import factories
from hemu.kernel import clock
from hemu.loop.mediation.calendar import actions as calendar
from hemu.loop.mediation.calendar.actions import NewSitting
from hemu.loop.mediation.calendar.models import Sitting
from hemu.loop.mediation.models import Mode
from hemu.notices import deliver_once
from hemu.notices.channels.kinds import ChannelKind
from hemu.notices.sending import working
from hemu.notices.sending.models import Channel
from hemu.notices.sending.tests.conftest import _patient, at, made, run, sign_in
from hemu.notices.telling import consent
from hemu.notices.telling.models import Agreed, Way
from tests.channels import platforms
from tests.channels.server import Platform

__all__ = ["_patient", "at", "made", "run", "sign_in"]
SITE = "https://hemu.example.gov.cn"
ZHANG, LI = "13885425521", "13885427788"
NOW = at(10)
"""A Tuesday morning, at which anybody may be written to."""


@pytest.fixture(autouse=True)
def morning(settings) -> Iterator[None]:
    settings.PUBLIC_URL = SITE
    with clock.at(NOW):
        yield


@pytest.fixture
def gateway(run) -> Platform:
    return run(platforms.gateway)


@pytest.fixture
def sms(made, gateway) -> Channel:
    return made(ChannelKind.SMS_GATEWAY, gateway, families=[], values={"secret_header": "X-Token"})


def people(**over: Any) -> tuple[NewParty, NewParty]:
    """Both sides; `over` changes the applicant."""
    given = {"phone": ZHANG, **over}
    return NewParty("张大山", **given), NewParty("李长河", side=Side.RESPONDENT, phone=LI)


@pytest.fixture
def dispute(cast, sms) -> Dispute:
    """In mediation, in a county that has a gateway."""
    return factories.mediating(cast, parties=people())


def party(dispute: Dispute, name: str = "张大山") -> Party:
    return next(one for one in parties(dispute) if one.name == name)


def now_of(dispute: Dispute, cast) -> Dispute:
    return get(dispute.county, dispute.pk, by=cast.mediator)


@pytest.fixture
def agree(cast) -> Callable[..., Agreed]:
    """A party says yes at a desk; the welcome is left out of what tests read."""

    def said(dispute: Dispute, name: str = "张大山") -> Agreed:
        return consent.agree(dispute, party(dispute, name).pk, Way.SIGNED, by=cast.mediator)

    return said


def work(moment: datetime | None = None) -> None:
    """The worker: outbox, then messages, until nothing is due."""
    with clock.at(moment or clock.now()):
        while deliver_once():
            pass
        for _round in range(4):
            working.send_once()


def texts(platform: Platform, number: str | None = None) -> list[str]:
    """What came to the gateway, the welcomes left out."""
    every = [json.loads(one.body) for one in platform.came]
    return [
        one["content"]
        for one in every
        if number in (None, one["mobile"]) and "您已同意接收" not in one["content"]
    ]


def appoint(dispute: Dispute, cast, starts: datetime | None = None) -> Sitting:
    starts = starts or NOW + timedelta(days=4)
    new = NewSitting(
        starts, starts + timedelta(hours=1), "荣院村村委会", Mode.VILLAGE, [cast.posts["mediator"]]
    )
    return calendar.schedule(now_of(dispute, cast), new, by=cast.mediator)
