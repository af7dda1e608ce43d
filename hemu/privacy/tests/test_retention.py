"""Retention: what is due, the second person, the night that seals; the ledger and the figures hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import DateField

from hemu.disputes import ledger
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Entry, Party
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import Filter, get, listed, timeline
from hemu.disputes.tests import factories
from hemu.documents.actions import attach
from hemu.documents.models import Attachment, Purpose
from hemu.documents.store import store
from hemu.jobs.daily import seal_what_was_approved
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.loop.mediation.models import Agreement, Session
from hemu.portal.parties import codes
from hemu.privacy import retention, sealing
from hemu.privacy.models import HoldKind, RunStatus
from hemu.privacy.register import REGISTER
from hemu.tally import audit, projector

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TEN_YEARS = timedelta(days=3651)
TEXT = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def dispute(cast):
    people = (
        NewParty("张大山", phone="13885425521", address="荣院村三组12号"),
        NewParty("李长河", side=2, phone="13885427788"),
    )
    return factories.closed(cast, parties=people)


@pytest.fixture
def then():
    """Ten years and a day from now."""
    with clock.at(clock.now() + TEN_YEARS):
        yield


def sealed(cast) -> int:
    run = retention.ask(by=cast.coordinator)
    retention.decide(run, True, "同意", by=cast.county_coordinator)
    return seal_what_was_approved.run()


@pytest.mark.law("个人信息保护法19")
def test_nothing_is_due_before_its_time_and_the_dry_run_touches_nothing(dispute, cast):
    assert retention.due(cast.coordinator) == []
    with pytest.raises(Refused):
        retention.ask(by=cast.coordinator)
    with clock.at(clock.now() + TEN_YEARS):
        (one,) = retention.due(cast.coordinator)
        assert (one.dispute.pk, one.held) == (dispute.pk, "")
        assert get(dispute.county, dispute.pk, by=cast.coordinator).title == dispute.title


@pytest.mark.law("个人信息保护法19", "个人信息保护法47")
def test_what_is_sealed_says_nothing_of_persons_any_more(dispute, cast, then):
    assert sealed(cast) == 1
    after = get(dispute.county, dispute.pk, by=cast.coordinator)
    assert sealing.is_sealed(after)
    assert (after.title, after.narrative, after.place) == ("已封存", "已封存", "")
    for party in Party.objects.of(after).order_by("id"):
        assert (party.name, str(party.phone)) == ("已封存", "")
        assert party.address in ("", "已封存")
        assert party.phone_hash is None
    assert Agreement.objects.of(after).get().content == "已封存"
    assert Session.objects.of(after).get().record == "已封存"
    assert all(not told.personal for told in timeline(after))
    assert listed(Filter(text="张大山"), by=cast.officer).count() == 0


@pytest.mark.req("C7")
def test_the_chain_still_verifies_and_no_figure_changes(dispute, cast, then):
    projector.project_all()
    before = {(entry.seq, bytes(entry.hash)) for entry in Entry.objects.of(dispute).order_by("seq")}
    sealed(cast)
    projector.project_all()
    assert ledger.verify().faults == []
    assert audit.drift(LEDGER_IMAGES) == []
    after = {(entry.seq, bytes(entry.hash)) for entry in Entry.objects.of(dispute).order_by("seq")}
    assert before < after
    last = Entry.objects.of(dispute).order_by("-seq").first()
    assert (last.act, last.image) == (Act.SEAL, None)


def test_files_and_codes_go_too(dispute, cast, then):
    assert codes.current(dispute).exists()
    kept = attach(dispute, "欠条.pdf", TEXT, Purpose.EVIDENCE, by=cast.officer)
    assert store().has(kept.stored)
    sealed(cast)
    assert not store().has(kept.stored)
    assert Attachment.objects.of(dispute).get().name == "已封存"
    assert not codes.current(dispute).exists()


def test_a_file_that_another_dispute_has_stays(dispute, cast, then):
    other = factories.registered(cast)
    kept = attach(dispute, "地图.pdf", TEXT + b"%1", Purpose.EVIDENCE, by=cast.officer)
    attach(other, "地图.pdf", TEXT + b"%1", Purpose.EVIDENCE, by=cast.officer)
    sealed(cast)
    assert store().has(kept.stored)


def test_the_one_who_asked_does_not_approve(dispute, cast, then):
    run = retention.ask(by=cast.coordinator)
    with pytest.raises(Forbidden):
        retention.decide(run, True, "", by=cast.coordinator)
    with pytest.raises(Forbidden):
        retention.decide(run, True, "", by=cast.officer)
    with pytest.raises(Refused):
        retention.decide(run, False, "", by=cast.county_coordinator)
    retention.decide(run, False, "先核对卷宗是否已移交档案馆", by=cast.county_coordinator)
    with pytest.raises(Conflict):
        retention.decide(run, True, "", by=cast.county_coordinator)
    assert seal_what_was_approved.run() == 0


def test_a_suit_holds_it_until_released_also_after_approval(dispute, cast, then):
    run = retention.ask(by=cast.coordinator)
    retention.decide(run, True, "", by=cast.county_coordinator)
    row = retention.hold(dispute, HoldKind.SUIT, "（2036）黔2725民初12号", by=cast.coordinator)
    with pytest.raises(Refused):
        retention.hold(dispute, HoldKind.SUIT, "又一次", by=cast.coordinator)
    assert seal_what_was_approved.run() == 0
    (item,) = retention.items(run)
    assert "民初12号" in item.why_not
    (one,) = retention.due(cast.coordinator)
    assert "正在诉讼" in one.held
    retention.release(dispute, row.pk, by=cast.coordinator)
    assert sealed(cast) == 1


def test_what_opened_again_is_left_out(dispute, cast, then):
    from hemu.loop.followup.relapsing import relapse

    run = retention.ask(by=cast.coordinator)
    retention.decide(run, True, "", by=cast.county_coordinator)
    relapse(dispute, "又吵起来了", by=cast.coordinator)
    assert seal_what_was_approved.run() == 0
    assert retention.items(run)[0].why_not == "已经重新打开"
    found = retention.run_of(run.county, run.pk, by=cast.coordinator)
    assert (found.status, found.sealed) == (RunStatus.SEALED, 0)


def test_every_table_of_a_dispute_is_sealed_or_says_why_not():
    names = {model._meta.label for model in sealing.case_tables()}
    assert set(sealing.STAYS) <= names
    left = []
    for model in sealing.case_tables():
        goes = {
            field.name
            for field in model._meta.local_fields
            if REGISTER.get((model._meta.label, field.name)) in sealing.GOES
            and not isinstance(field, DateField)
        }
        if model._meta.label not in sealing.STAYS:
            left += [f"{model._meta.label}.{name}" for name in sorted(goes - set(sealing.blanks(model)))]
    assert left == []


def test_the_pages(dispute, cast, client, settings, then):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(cast.people["coordinator"], backend=BACKEND)
    page = client.get("/privacy/retention/").content.decode()
    assert dispute.ref in page
    asked = client.post("/privacy/retention/")
    run = asked["Location"]
    assert "要由另一位负责人批准" in client.get(run).content.decode()
    holds = f"{dispute.get_absolute_url()}holds/"
    assert client.post(holds, {"kind": int(HoldKind.PETITION), "reason": ""}).status_code == 422
    assert client.post(holds, {"kind": int(HoldKind.PETITION), "reason": "省局复查"}).status_code == 302
    assert "省局复查" in client.get(holds).content.decode()
    assert "暂缓" in client.get("/privacy/retention/").content.decode()
    client.force_login(cast.people["county_coordinator"], backend=BACKEND)
    assert client.post(run, {"approved": "0", "note": ""}).status_code == 422
    assert client.post(run, {"approved": "1", "note": "同意"}).status_code == 302
    client.force_login(cast.people["stranger"], backend=BACKEND)
    assert client.get(run).status_code == 404
    assert dispute.ref not in client.get("/privacy/retention/").content.decode()
