"""A paper masks identity numbers and telephones until they are opened for print, on record."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hemu.disputes import queries as disputes
from hemu.disputes.models import Side
from hemu.disputes.parties import NewParty
from hemu.disputes.tests import factories
from hemu.documents.papers import queries as papers
from hemu.documents.papers.reading import text_of
from hemu.privacy.models import OpenedField, Purpose, Way
from hemu.privacy.queries import openings

pytestmark = [pytest.mark.req("O4"), pytest.mark.req("R6")]
NUMBER, PHONE = "522725198001011234", "13985420001"


@pytest.fixture
def dispute(cast):
    people = [
        NewParty(name="张大山", side=Side.APPLICANT, identity_number=NUMBER, phone=PHONE),
        NewParty(name="李长河", side=Side.RESPONDENT),
    ]
    dispute = factories.received(cast, parties=people)
    return factories.mediation.apply(
        dispute, "请求停止堵水", by=cast.mediator, party_ids=[factories.sides(dispute)[0]]
    )


def client(cast, who: str) -> Client:
    found = Client()
    found.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def url(dispute) -> str:
    row = papers.paper("application").copies(dispute)[0].row
    return reverse("sheets:opened", args=[dispute.county, dispute.pk, "application", row])


def test_papers_are_masked(dispute):
    text = text_of(
        papers.filled(
            papers.paper("application"), dispute, papers.paper("application").copies(dispute)[0].row
        )
    )
    assert NUMBER not in text
    assert PHONE not in text
    assert "522725**********34" in text
    assert "139****0001" in text


@pytest.mark.law("个人信息保护法51")
def test_opened_for_a_reason_it_is_printed_whole_and_every_opening_is_on_record(cast, dispute):
    party = factories.sides(dispute)[0]
    given = {
        "fields_open": [f"{party}-{int(OpenedField.IDENTITY_NUMBER)}"],
        "purpose": int(Purpose.PAPERS),
        "note": "签申请书",
        "form": "docx",
    }
    answer = client(cast, "mediator").post(url(dispute), given)
    assert answer.status_code == 200
    text = text_of(answer.content)
    assert NUMBER in text
    assert PHONE not in text, "only what was asked for"
    [opening] = openings(dispute)
    assert (opening.way, opening.field, opening.purpose, opening.person_name) == (
        Way.PRINT,
        OpenedField.IDENTITY_NUMBER,
        Purpose.PAPERS,
        "王德明",
    )
    again = text_of(papers.filled(papers.paper("application"), dispute, int(url(dispute).split("/")[-3])))
    assert NUMBER not in again, "the next print is masked again"


def test_without_a_purpose_or_the_permission_nothing_is_opened(cast, dispute):
    party = factories.sides(dispute)[0]
    field = f"{party}-{int(OpenedField.PHONE)}"
    page = client(cast, "mediator").get(url(dispute)).content.decode()
    assert "记录并打印" in page
    assert PHONE not in page
    for given in (
        {"fields_open": [field], "form": "pdf"},
        {"fields_open": [], "purpose": 3, "form": "pdf"},
        {"fields_open": [field], "purpose": int(Purpose.OTHER), "note": "看", "form": "pdf"},
        {"fields_open": ["1-2"], "purpose": 3, "form": "pdf"},
    ):
        assert client(cast, "mediator").post(url(dispute), given).status_code == 422
    assert client(cast, "grid_member").get(url(dispute)).status_code == 403
    assert client(cast, "stranger").get(url(dispute)).status_code == 404
    assert openings(disputes.get(dispute.county, dispute.pk, by=cast.mediator)) == []
