"""Pages of 分, 调 and 访: whoever may, sees the form, sends it, and is led on; a stranger learns nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from hemu.disputes.models import Dispute, State
from hemu.disputes.tests.factories import at_state
from hemu.orgs.tests.cast import Cast

PAGES: list[tuple[State, str, str]] = [
    (State.RATED, "officer", "route/"),
    (State.RATED, "officer", "route/?way=internal"),
    (State.RATED, "officer", "route/?way=vertical"),
    (State.RATED, "officer", "route/?way=horizontal"),
    (State.RATED, "mediator", "take/"),
    (State.ROUTED, "coordinator", "name-units/"),
    (State.ROUTED, "mediator", "receive/"),
    (State.ROUTED, "mediator", "return/"),
    (State.MEDIATING, "officer", "report/"),
    (State.RECEIVED, "mediator", "apply/"),
    (State.RECEIVED, "mediator", "consent/"),
    (State.RECEIVED, "mediator", "accept/"),
    (State.RECEIVED, "mediator", "spot/"),
    (State.RECEIVED, "mediator", "not-accept/"),
    (State.RECEIVED, "mediator", "decline/"),
    (State.RECEIVED, "mediator", "recuse/"),
    (State.MEDIATING, "mediator", "change-mediators/"),
    (State.MEDIATING, "mediator", "session/"),
    (State.MEDIATING, "mediator", "agree/"),
    (State.MEDIATING, "mediator", "fail/"),
    (State.AGREED, "mediator", "performed/"),
    (State.AGREED, "grid_member", "follow-up/"),
    (State.AGREED, "grid_member", "plan-follow-up/"),
    (State.AGREED, "officer", "relapse/"),
    (State.FOLLOWING, "coordinator", "close/"),
]


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(dispute: Dispute, page: str) -> str:
    return f"/disputes/{dispute.county}/{dispute.pk}/{page}"


@pytest.mark.parametrize(("state", "name", "page"), PAGES)
def test_each_page_opens_for_who_may_and_hides_from_the_stranger(
    cast: Cast, state: State, name: str, page: str
) -> None:
    dispute = at_state(cast, state)
    shown = signed_in(cast, name).get(address(dispute, page))
    assert shown.status_code == 200, shown.content.decode()[:2000]
    assert dispute.title in shown.content.decode() or "告知书" in shown.content.decode()
    stranger = signed_in(cast, "stranger")
    assert stranger.get(address(dispute, page)).status_code == 404
    assert stranger.post(address(dispute, page)).status_code in (404, 405)
