"""A dispute whose parties can be known by telephone and identity number, and their way in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from re import search
from typing import Any

import pytest
from django.test import Client

from hemu.disputes.models import Dispute, Party, Side
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import parties
from hemu.disputes.tests import factories
from hemu.kernel.identity import check_character
from hemu.portal.parties import codes

MY = "/portal/my/"


def number_of(first17: str) -> str:
    """A whole identity number."""
    return first17 + check_character(first17)


@dataclass
class Way:
    """One party's browser: no cookies are kept, no script runs."""

    client: Client
    code: str
    pin: str
    note: str = ""
    status: int = 0

    def send(self, **fields: Any) -> str:
        """Post a form of the page; answers its text. The next form's note is taken from it."""
        given = {"pass": self.note, **fields} if self.note else fields
        self.client.cookies.clear()
        answer = self.client.post(MY, given)
        self.status = answer.status_code
        text = unescape(answer.content.decode())
        found = search(r'name="pass" value="([^"]+)"', text)
        self.note = found[1] if found else ""
        return text

    def enter(self, proof: str | None = None, code: str | None = None) -> str:
        self.note = ""
        return self.send(code=code or self.code, proof=self.pin if proof is None else proof)


@pytest.fixture
def dispute(cast) -> Dispute:
    """In mediation."""
    first = NewParty(
        "张大山",
        phone="13885425521",
        identity_number=number_of("52272519820304123"),
        address="荣院村三组12号",
    )
    other = NewParty("李长河", side=Side.RESPONDENT, phone="13885427788", address="荣院村四组3号")
    return factories.mediating(cast, parties=(first, other))


def party_named(dispute: Dispute, name: str) -> Party:
    return next(one for one in parties(dispute) if one.name == name)


def way_of(dispute: Dispute, name: str) -> Way:
    """The party's way in, by the slip."""
    given = codes.given(dispute, party_named(dispute, name).pk)
    assert given.code is not None
    return Way(Client(), codes.code_of(given.code), codes.pin_of(given.code))


@pytest.fixture
def ways(dispute) -> Callable[[str], Way]:
    return lambda name: way_of(dispute, name)


@pytest.fixture
def applicant(dispute) -> Way:
    """The applicant, inside."""
    way = way_of(dispute, "张大山")
    way.enter()
    return way
