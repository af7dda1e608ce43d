"""The same by the API: what a page may, a call may, and no more."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from hemu.api import keys
from hemu.disputes.models import LinkKind, Side
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import parties
from hemu.loop.screening.links.models import Proposal, Status
from hemu.loop.screening.links.tests import situations as given
from hemu.orgs.permissions import Permission

pytestmark = [pytest.mark.django_db, pytest.mark.req("S13")]


class Caller:
    def __init__(self, token: str) -> None:
        self.client, self.headers = Client(), {"Authorization": f"Bearer {token}"}

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers=self.headers)

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(f"/api/v1{path}", body, "application/json", headers=self.headers)


@pytest.fixture
def caller(cast):
    def made(who: str, *rights: Permission) -> Caller:
        wanted = rights or (Permission.VIEW, Permission.LINK)
        return Caller(keys.make("县平台", cast.posts[who], list(wanted), by=cast.administrator).token)

    return made


@pytest.fixture
def proposal(cast) -> Proposal:
    given.first(cast)
    given.again(cast)
    [found] = given.swept()
    return found


def path(proposal: Proposal, what: str) -> str:
    return f"/proposals/{proposal.county}/{proposal.pk}/{what}"


def test_a_caller_lists_and_confirms(cast, caller, proposal):
    call = caller("officer")
    [row] = call.get("/proposals").json()["proposals"]
    assert row["id"] == str(proposal.pk)
    assert row["kind"]["code"] == LinkKind.DUPLICATE
    assert "详细地点相同" in row["agrees"]
    of_one = call.get(f"/disputes/{proposal.county}/{proposal.dispute_id}/proposals").json()
    assert [one["id"] for one in of_one["proposals"]] == [row["id"]]
    answer = call.post(path(proposal, "confirm"), kind=LinkKind.ASSOCIATED.value, grounds="同一条沟")
    assert (answer.status_code, answer.json()["status"]["code"]) == (200, Status.CONFIRMED)
    assert call.get("/proposals").json()["proposals"] == []
    assert len(call.get("/proposals?waiting=false").json()["proposals"]) == 1
    again = call.post(path(proposal, "refuse"), reason="")
    assert again.status_code == 409
    undone = call.post(path(proposal, "undo"), reason="弄错了")
    assert undone.json()["status"]["code"] == Status.UNDONE


def test_a_caller_says_which_parties_go_along_when_two_are_merged(cast, caller):
    more = (NewParty("老李"), NewParty("章国强", side=Side.RESPONDENT, phone=given.PHONE), NewParty("罗明芳"))
    one, two = given.first(cast), given.again(cast, parties=more)
    [found] = given.swept()
    call = caller("officer", Permission.VIEW, Permission.LINK, Permission.AMEND)
    listed = call.get(f"/disputes/{two.county}/{two.pk}").json()["parties"]
    going = [party["id"] for party in listed if party["name"].startswith("罗")]
    kind = LinkKind.DUPLICATE.value
    answer = call.post(path(found, "confirm"), kind=kind, grounds="同一条沟", take_over=going)
    assert answer.status_code == 200, answer.json()
    assert "罗明芳" in {party.name for party in parties(one)}


def test_a_refusal_by_call_stays(cast, caller, proposal):
    call = caller("officer")
    assert call.post(path(proposal, "refuse")).status_code == 200
    assert given.swept() == []


def test_a_strangers_key_finds_nothing(cast, caller, proposal):
    call = caller("stranger")
    assert call.get("/proposals").json() == {"proposals": [], "next": None}
    for what, body in (("confirm", {"kind": 2, "grounds": "x"}), ("refuse", {}), ("undo", {"reason": "x"})):
        assert call.post(path(proposal, what), **body).status_code == 404
    assert call.get(f"/disputes/{proposal.county}/{proposal.dispute_id}/proposals").status_code == 404


def test_a_key_without_the_right_decides_nothing(cast, caller, proposal):
    call = caller("officer", Permission.VIEW)
    assert len(call.get("/proposals").json()["proposals"]) == 1
    assert call.post(path(proposal, "confirm"), kind=2, grounds="同一条沟").status_code == 403
