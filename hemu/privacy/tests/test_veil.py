"""Whoever only looks reads names masked, on every page and answer; and opens one for a reason, on record."""

from __future__ import annotations

import io
import json

import pytest
from django.test import Client
from docx import Document

from hemu.api.tests.conftest import _fresh_memory, outside
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import parties
from hemu.disputes.tests import factories
from hemu.documents.actions import attach
from hemu.documents.models import Purpose as FilePurpose
from hemu.kernel.errors import Forbidden
from hemu.orgs.permissions import Permission
from hemu.privacy import veil
from hemu.privacy.models import OpenedField, Opening, Purpose

__all__ = ["_fresh_memory", "outside"]
pytestmark = [pytest.mark.req("O4"), pytest.mark.law("个人信息保护法6", "个人信息保护法51")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NAMES = ("张大山", "李长河")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def dispute(cast):
    people = (NewParty("张大山", phone="13885425521"), NewParty("李长河", side=2))
    return factories.closed(
        cast, parties=people, title="张大山与李长河争水", narrative="张大山说李长河截了沟"
    )


@pytest.fixture
def sign_in(cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.people[name], backend=BACKEND)
        return client

    return signed_in


def text_of(answer) -> str:
    return answer.content.decode()


def word(content: bytes) -> str:
    file = Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "".join([*(one.text for one in file.paragraphs), *cells])


@pytest.mark.parametrize("who", ["county_viewer", "prefecture_viewer"])
def test_the_page_and_all_that_hangs_on_it_names_nobody_to_an_onlooker(dispute, sign_in, who):
    client = sign_in(who)
    here = dispute.get_absolute_url()
    for address in (here, f"{here}?whole=1", f"{here}papers/", f"{here}volume/"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert not any(name in text_of(answer) for name in NAMES), address
    page = text_of(client.get(f"{here}?whole=1"))
    assert "张**" in page
    assert "李**" in page


def test_who_works_on_it_reads_the_names(dispute, sign_in):
    page = text_of(sign_in("officer").get(dispute.get_absolute_url()))
    assert all(name in page for name in NAMES)


def test_a_name_is_opened_for_a_purpose_on_record_and_on_that_answer_alone(dispute, sign_in, cast):
    client = sign_in("county_viewer")
    party = next(one for one in parties(dispute) if one.name == "张大山")
    address = f"{dispute.get_absolute_url()}parties/{party.pk}/name/"
    assert address in text_of(client.get(dispute.get_absolute_url()))
    assert "张大山" not in text_of(client.get(address))
    refused = client.post(address, {"purpose": int(Purpose.OTHER), "note": ""})
    assert refused.status_code == 422
    assert "张大山" not in text_of(refused)
    assert not Opening.objects.of(dispute).exists()
    opened = client.post(address, {"purpose": int(Purpose.VERIFY), "note": "核对督办对象"})
    assert "张大山" in text_of(opened)
    assert opened["Cache-Control"] == "no-store"
    row = Opening.objects.of(dispute).get()
    assert (row.field, row.party_id, row.party_label) == (OpenedField.NAME, party.pk, "张**")
    assert "张大山" not in text_of(client.get(dispute.get_absolute_url()))
    phone = address.replace("/name/", "/phone/")
    assert client.post(phone, {"purpose": int(Purpose.VERIFY), "note": "核对"}).status_code == 403
    assert sign_in("stranger").get(address).status_code == 404


def test_files_are_not_handed_to_onlookers_and_papers_name_nobody(dispute, sign_in, cast):
    kept = attach(dispute, "张大山欠条.pdf", PDF, FilePurpose.EVIDENCE, by=cast.officer)
    file = f"{dispute.get_absolute_url()}files/{kept.pk}/"
    viewer, officer = sign_in("county_viewer"), sign_in("officer")
    assert viewer.get(file).status_code == 403
    handed = officer.get(file)
    assert b"".join(handed.streaming_content) == PDF
    links = text_of(officer.get(f"{dispute.get_absolute_url()}papers/"))
    docx = next(part.split('"')[0] for part in links.split('href="') if part.split('"')[0].endswith("docx"))
    named, masked = officer.get(docx), viewer.get(docx)
    assert "张大山" in word(named.content)
    assert not any(name in word(masked.content) for name in NAMES)
    assert "张**" in word(masked.content)
    assert not any(name in masked["Content-Disposition"] for name in NAMES)


def test_a_key_that_only_reads_reads_no_names(dispute, outside):
    for who, given, knows in (
        ("county_viewer", None, False),
        ("officer", [Permission.VIEW, Permission.LEDGER], False),
        ("officer", None, True),
    ):
        caller = outside(who, given)
        here = f"/disputes/{dispute.county}/{dispute.pk}"
        for address in ("/disputes", here, f"{here}/timeline"):
            answer = caller.get(address)
            assert answer.status_code == 200
            said = json.dumps(answer.json(), ensure_ascii=False)
            assert any(name in said for name in NAMES) == knows, address


def test_a_lawyer_who_was_given_it_needs_to_know_whom_it_is_between(dispute, cast):
    by = cast.county_viewer
    assert not veil.knows_names(dispute, by)
    with pytest.raises(Forbidden):
        veil.require_names(dispute, by)
    assert veil.knows_names(dispute, cast.officer)
