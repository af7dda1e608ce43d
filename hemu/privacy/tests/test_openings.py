"""Personal fields are masked, opened for a reason, and every opening is on record."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from hemu.disputes.models import PartyKind, Side
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import parties
from hemu.disputes.tests import factories
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.privacy.actions import open_personal
from hemu.privacy.masks import mask_address, mask_name, masked
from hemu.privacy.models import OpenedField, Opening, OpeningIsKept, Purpose
from hemu.privacy.queries import openings, openings_of_party

PHONE = OpenedField.PHONE


@pytest.fixture
def dispute(cast):
    return factories.registered(
        cast,
        parties=[
            NewParty(name="王兴发", phone="13885425521", address="荣院村三组12号"),
            NewParty(name="李正才", side=Side.RESPONDENT),
        ],
    )


@pytest.fixture
def party(dispute):
    return next(one for one in parties(dispute) if one.name == "王兴发")


@pytest.mark.req("O4")
def test_an_opening_is_recorded_with_who_when_and_why(dispute, party, cast):
    value = open_personal(dispute, party.pk, PHONE, Purpose.CONTACT, "约调解时间", by=cast.coordinator)
    assert value == "13885425521"
    (kept,) = openings(dispute)
    assert (kept.person_name, kept.unit_name) == ("周丽", "珠藏镇综治中心")
    assert (kept.field, kept.purpose, kept.note) == (PHONE, Purpose.CONTACT, "约调解时间")
    assert kept.party_label == "王**"
    assert openings_of_party(dispute, party.pk) == [kept]


@pytest.mark.req("O4")
def test_who_may_not_open_opens_nothing(dispute, party, cast):
    with pytest.raises(Forbidden):
        open_personal(dispute, party.pk, PHONE, Purpose.CONTACT, by=cast.grid_member)
    assert openings(dispute) == []


def test_another_disputes_party_or_an_empty_field_is_missing(dispute, party, cast):
    other = factories.registered(cast)
    with pytest.raises(Missing):
        open_personal(other, party.pk, PHONE, Purpose.CONTACT, by=cast.coordinator)
    with pytest.raises(Missing):
        open_personal(dispute, party.pk, OpenedField.IDENTITY_NUMBER, Purpose.VERIFY, by=cast.coordinator)


def test_any_other_purpose_must_be_said(dispute, party, cast):
    with pytest.raises(Refused) as refused:
        open_personal(dispute, party.pk, PHONE, Purpose.OTHER, "无", by=cast.coordinator)
    assert refused.value.field == "note"


@pytest.mark.req("O4")
def test_a_record_of_an_opening_cannot_be_changed_or_deleted(dispute, party, cast):
    open_personal(dispute, party.pk, PHONE, Purpose.CONTACT, by=cast.coordinator)
    (kept,) = openings(dispute)
    with pytest.raises(OpeningIsKept):
        kept.save()
    with pytest.raises(OpeningIsKept):
        kept.delete()
    with pytest.raises(OpeningIsKept):
        Opening.objects.of(dispute).update(note="")
    for sql in ("UPDATE privacy_opening SET note = 'x'", "DELETE FROM privacy_opening"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.mark.req("O4")
@pytest.mark.law("个人信息保护法45")
def test_the_page_asks_why_then_shows_it_once(dispute, party, cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client = Client()
    client.force_login(
        cast.people["coordinator"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    address = f"{dispute.get_absolute_url()}parties/{party.pk}/phone/"
    asked = client.get(address).content.decode()
    assert "138****5521" in asked
    assert "13885425521" not in asked
    refused = client.post(address, {"note": "没选用途"})
    assert refused.status_code == 422
    assert "没选用途" in refused.content.decode()
    shown = client.post(address, {"purpose": int(Purpose.CONTACT)})
    assert "13885425521" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    page = client.get(dispute.get_absolute_url()).content.decode()
    assert "13885425521" not in page
    assert "查看 王** 的联系电话" in page
    client.force_login(cast.people["stranger"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(address, {"purpose": 1}).status_code == 404


@pytest.mark.parametrize(
    ("field", "text", "shown"),
    [
        (PHONE, "13885425521", "138****5521"),
        (OpenedField.IDENTITY_NUMBER, "522725198203041234", "522725**********34"),
        (OpenedField.ADDRESS, "贵州省瓮安县珠藏镇荣院村三组12号", "贵州省瓮安县珠藏镇荣院村***"),
        (PHONE, "", ""),
        (PHONE, "110", "1**"),
    ],
)
def test_masks(field, text, shown):
    assert masked(field, text) == shown


def test_names_of_persons_are_masked_and_of_organisations_not():
    assert mask_name("王兴发") == "王**"
    assert mask_name("珠藏砖厂", PartyKind.ORGANISATION) == "珠藏砖厂"
    assert mask_address("三组12号") == "三组***"
