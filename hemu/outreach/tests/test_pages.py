"""The pages of small services."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from hemu.loop.screening.tests.test_visits import visit
from hemu.loop.screening.visits import record_visit
from hemu.orgs.tests.cast import Cast
from hemu.outreach.models import ServiceResult, SmallService
from hemu.outreach.tests.test_services import service

pytestmark = pytest.mark.django_db
GRID = 522725106201001


def signed_in(cast: Cast, key: str) -> Client:
    client = Client()
    client.force_login(cast.people[key], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.req("V1")
def test_a_service_is_opened_from_a_visit_and_closed_with_a_result(cast):
    row = record_visit(visit(needs_help=True, help_text="老人身份证过期"), by=cast.grid_member)
    client = signed_in(cast, "grid_member")
    asked = {"source": 1, "record_county": row.county, "record_id": row.id, "aspect": "help"}
    form = client.get("/services/new/", asked).content.decode()
    assert "老人身份证过期" in form
    number = re.search(r'name="service_id" value="(\d+)"', form)
    assert number
    sent = {
        **asked,
        "service_id": number[1],
        "kind": 4,
        "for_whom": "韦阿婆",
        "text": "送证",
        "region": str(GRID),
    }
    assert client.post("/services/new/", {**sent, "for_whom": ""}).status_code == 422
    made = client.post("/services/new/", sent)
    assert client.post("/services/new/", sent)["Location"] == made["Location"]
    page = client.get(made["Location"]).content.decode()
    assert "韦国安" in page
    assert made["Location"] in client.get(f"/visits/{row.county}/{row.id}/").content.decode()
    assert "韦阿婆" in client.get("/services/").content.decode()
    assert client.post(made["Location"], {"result": 1, "result_text": ""}).status_code == 422
    client.post(made["Location"], {"result": 1, "result_text": "已送到"})
    assert SmallService.objects.visible_to(cast.grid_member).get().result == ServiceResult.DONE
    assert "韦阿婆" not in client.get("/services/").content.decode()
    assert "韦阿婆" in client.get("/services/?view=all").content.decode()
    assert client.post(made["Location"], {"result": 1, "result_text": "又送"}).status_code == 409


def test_a_stranger_finds_nothing(cast):
    row = service(cast.auxiliary)
    stranger = signed_in(cast, "stranger")
    address = f"/services/{row.county}/{row.id}/"
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"result": 1, "result_text": "x"}).status_code == 404
    assert "韦阿婆" not in stranger.get("/services/?view=all").content.decode()
    assert (
        signed_in(cast, "officer").get("/services/new/?source=1&record_county=1&record_id=1").status_code
        == 404
    )
