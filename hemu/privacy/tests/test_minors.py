"""Files with minors: marked by themselves, read by few, no child's name in a list."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from hemu.disputes.models import Dispute, Side
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import get
from hemu.disputes.tests import factories
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.loop.routing import actions as routing
from hemu.privacy import consents, minors
from hemu.privacy.consents import NewConsent
from hemu.privacy.models import SensitiveKind

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TITLE = "张小明与李长河校园伤害纠纷"


def of_a_child(cast, **over):
    child = NewParty("张小明", born=date(2016, 5, 1), **over)
    return factories.registered(cast, title=TITLE, parties=(child, NewParty("李长河", side=Side.RESPONDENT)))


@pytest.fixture
def dispute(cast):
    return of_a_child(cast)


@pytest.mark.req("O4")
@pytest.mark.law("个人信息保护法28")
def test_a_dispute_with_a_child_is_marked_and_loses_the_name(dispute):
    assert dispute.minors
    assert dispute.title == "张**与李长河校园伤害纠纷"
    assert not minors.may_be_told(dispute)
    assert minors.may_be_told(type(dispute)(minors=False))


def test_who_registered_and_the_units_that_handle_it_read_it(dispute, cast):
    assert get(dispute.county, dispute.pk, by=cast.officer).pk == dispute.pk
    assert get(dispute.county, dispute.pk, by=cast.station_head).pk == dispute.pk
    for by in (cast.grid_member, cast.county_viewer, cast.coordinator, cast.cadre):
        with pytest.raises(Forbidden) as refused:
            get(dispute.county, dispute.pk, by=by)
        assert refused.value.code == "minors"
    with pytest.raises(Missing):
        get(dispute.county, dispute.pk, by=cast.stranger)


def test_the_unit_that_is_given_it_reads_it(dispute, cast):
    from hemu.loop.assessment import actions as assessment

    rated = assessment.confirm(dispute, by=cast.officer)
    given = routing.assign_internal(rated, cast.committee, by=cast.officer)
    assert routing.receive(given, by=cast.mediator).minors


def test_many_are_read_by_the_same_rule_as_one(dispute, cast):
    for named in (False, True):
        if named:
            minors.name_readers(dispute, [cast.posts["judicial"]], "由司法所专人办理", by=cast.station_head)
        for who, by in cast.actors.items():
            rows = Dispute.objects.readable_by(by).filter(pk=dispute.pk)
            try:
                get(dispute.county, dispute.pk, by=by)
            except (Forbidden, Missing):
                assert not rows.exists(), who
            else:
                assert rows.exists(), who


def test_naming_posts_narrows_it_to_them(dispute, cast):
    with pytest.raises(Refused):
        minors.name_readers(dispute, [], "指定专人", by=cast.station_head)
    minors.name_readers(dispute, [cast.posts["judicial"]], "由司法所专人办理", by=cast.station_head)
    assert get(dispute.county, dispute.pk, by=cast.judicial).pk == dispute.pk
    assert get(dispute.county, dispute.pk, by=cast.officer).pk == dispute.pk
    assert get(dispute.county, dispute.pk, by=cast.station_head).pk == dispute.pk
    with pytest.raises(Forbidden):
        get(dispute.county, dispute.pk, by=cast.mediator)


def test_it_cannot_be_acted_on_by_who_may_not_read_it(dispute, cast):
    from hemu.disputes.amendment import note

    with pytest.raises(Forbidden):
        note(dispute, "看看", by=cast.coordinator)


def test_lists_and_pages_tell_nothing_of_the_child(dispute, cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    for who in ("coordinator", "county_viewer"):
        client.force_login(cast.people[who], backend=BACKEND)
        listed = client.get("/disputes/").content.decode()
        assert "张小明" not in listed
        page = client.get(dispute.get_absolute_url())
        assert page.status_code == 403
        assert "张小明" not in page.content.decode()
        assert "/privacy/emergency/" in page.content.decode()
        sheet = CalamineWorkbook.from_filelike(BytesIO(client.get("/disputes/export.xlsx").content))
        assert "张小明" not in str(sheet.get_sheet_by_index(0).to_python())


@pytest.mark.law("个人信息保护法29", "个人信息保护法31")
def test_a_childs_sensitive_information_needs_the_guardians_consent(dispute, cast):
    child = next(one for one in factories.parties(dispute) if one.is_minor)
    told = {
        "party_id": child.pk,
        "kinds": [SensitiveKind.HEALTH],
        "purpose": "核对伤情，商量赔偿",
        "necessity": "赔偿数额要看病历",
        "impact": "调解员和双方会看到病历",
    }
    with pytest.raises(Refused) as refused:
        consents.record(dispute, NewConsent(**told), by=cast.officer)
    assert refused.value.field == "guardian"
    given = consents.record(dispute, NewConsent(**told, guardian="张大山", relation="父亲"), by=cast.officer)
    assert consents.stands(dispute, child.pk, SensitiveKind.HEALTH)
    assert not consents.stands(dispute, child.pk, SensitiveKind.MONEY)
    consents.withdraw(dispute, given.pk, by=cast.officer)
    assert not consents.stands(dispute, child.pk, SensitiveKind.HEALTH)


@pytest.mark.law("个人信息保护法28", "个人信息保护法29", "个人信息保护法30")
@pytest.mark.parametrize("left_out", ["purpose", "necessity", "impact"])
def test_consent_needs_purpose_necessity_and_impact(cast, left_out):
    dispute = factories.registered(cast)
    party = factories.parties(dispute)[0]
    told = {"purpose": "核对转账", "necessity": "金额有争议", "impact": "双方会看到流水"}
    new = NewConsent(party.pk, [SensitiveKind.MONEY], **{**told, left_out: " "})
    with pytest.raises(Refused) as refused:
        consents.record(dispute, new, by=cast.officer)
    assert refused.value.field == left_out


def test_the_pages(dispute, cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(cast.people["station_head"], backend=BACKEND)
    readers = f"{dispute.get_absolute_url()}readers/"
    assert "登记人" in client.get(readers).content.decode()
    assert client.post(readers, {"reason": "专人"}).status_code == 422
    named = {"posts": [str(cast.posts["officer"].pk)], "reason": "专人办理"}
    assert client.post(readers, named).status_code == 302
    page = f"{dispute.get_absolute_url()}personal-consents/"
    child = next(one for one in factories.parties(dispute) if one.is_minor)
    given = {
        "party_id": child.pk, "kinds": [1], "purpose": "核对伤情", "necessity": "要看病历",
        "impact": "双方会看到", "form": 1, "guardian": "张大山", "relation": "父亲",
    }  # fmt: skip
    assert client.post(page, {**given, "guardian": ""}).status_code == 422
    assert client.post(page, given).status_code == 302
    shown = client.get(page).content.decode()
    assert "监护人 张大山（父亲）" in shown
    (row,) = consents.of_dispute(dispute)
    assert client.post(f"{page}{row.pk}/withdraw/").status_code == 302
    assert "已撤回" in client.get(page).content.decode()
    ordinary = factories.registered(cast)
    assert client.get(f"{ordinary.get_absolute_url()}readers/").status_code == 404
