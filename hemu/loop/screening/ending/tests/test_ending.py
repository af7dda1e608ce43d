"""The end of what screening keeps: emptied when its time is over, held while something needs it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import translation
from PIL import Image

from hemu.disputes.models import Source
from hemu.disputes.parties import NewParty
from hemu.disputes.tests import factories
from hemu.documents.actions import attach
from hemu.documents.models import Purpose
from hemu.documents.store import store
from hemu.jobs.daily import empty_old_records
from hemu.kernel import clock, crypto
from hemu.loop.screening.actions import (
    answer_petition,
    find_hazard,
    record_incident,
    record_petition,
    record_visit,
    review_visit,
    settle_incident,
)
from hemu.loop.screening.models import (
    Hazard,
    Incident,
    IncidentTier,
    Origin,
    Petition,
    VillagersReport,
    Visit,
)
from hemu.loop.screening.petitions import actions as petitions
from hemu.loop.screening.petitions.models import PetitionStep
from hemu.loop.screening.photos import keep_photo
from hemu.loop.screening.tests.test_visits import GRID, visit
from hemu.loop.screening.villagers import actions as villagers
from hemu.loop.screening.villagers.models import ReportFile, Step, TrackingCode
from hemu.loop.screening.villagers.tests.test_reports import reported
from hemu.orgs.actor import system_actor
from hemu.privacy import kept, retention, sealing
from hemu.privacy.models import HoldKind
from hemu.privacy.register import REGISTER

pytestmark = [pytest.mark.django_db, pytest.mark.req("O4")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
YEAR = timedelta(days=365)
SECRETS = ("韦国安", "13800001111", "大田坝", "与邻居争田坎", "107.5")


def picture(colour: str = "green") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def archived(cast, **over) -> Visit:
    given = visit(has_dispute=True, dispute_text="与邻居争田坎", place="大田坝", **over)
    row = record_visit(given, by=cast.grid_member)
    return review_visit(row, approve=True, edition=row.edition, by=cast.grid_head)


def of(model, row):
    return model.objects.unscoped(reason="test").get(pk=row.pk)


def raw(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(string_agg(row_to_json(r)::text, ' '), '') FROM {table} r")
        return str(cursor.fetchone()[0])


def stands_on(dispute, source: Source, record) -> None:
    """The dispute came out of the record."""
    Origin(
        county=dispute.county, dispute_id=dispute.pk, source=source, record_county=record.county,
        record_id=record.pk, ref=dispute.ref, made_at=clock.now(),
    ).save(force_insert=True)  # fmt: skip


def in_years(years: float):
    return clock.at(clock.now() + years * YEAR)


@pytest.mark.law("个人信息保护法19", "个人信息保护法47")
def test_an_archived_visit_is_emptied_after_three_years_with_its_photos(
    cast, django_capture_on_commit_callbacks
):
    name = keep_photo(picture())
    row = archived(cast, photos=(name,))
    with in_years(2.9):
        assert empty_old_records.run() == 0
    with (
        in_years(3.1),
        translation.override("en"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert empty_old_records.run() == 1
        assert empty_old_records.run() == 0
    after = of(Visit, row)
    assert (after.object_name, after.object_phone, after.photos) == ("已封存", "", [])
    assert (after.latitude, after.longitude, after.accuracy) == (None, None, None)
    assert not any(secret in raw("screening_visit") for secret in SECRETS)
    assert not store().has(name)
    for counted in (
        "region",
        "object_kind",
        "object_people",
        "has_dispute",
        "started_at",
        "status",
        "visitors",
    ):
        assert getattr(after, counted) == getattr(row, counted)


def test_a_photo_that_somebody_else_has_stays(cast, django_capture_on_commit_callbacks):
    name, shared = keep_photo(picture("red")), keep_photo(picture("blue"))
    archived(cast, photos=(name, shared))
    dispute = factories.registered(cast)
    paper = attach(dispute, "现场.jpg", picture("blue"), Purpose.EVIDENCE, by=cast.officer)
    assert paper.stored == shared
    with in_years(2):
        archived(cast, photos=(name,))
    with in_years(3.1), django_capture_on_commit_callbacks(execute=True):
        assert empty_old_records.run() == 1
    assert store().has(name)
    assert store().has(shared)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE screening_visit SET sealed_at = now(), object_name = '别人'",
        "UPDATE screening_visit SET sealed_at = now(), place = '', visitors = '别人'",
        "UPDATE screening_visit SET place = ''",
        "DELETE FROM screening_visit",
    ],
)
def test_the_database_lets_an_archived_visit_be_emptied_and_nothing_else(cast, sql):
    archived(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_visit_is_held_while_the_dispute_that_grew_out_of_it_is_whole(cast):
    row = archived(cast)
    dispute = factories.closed(cast)
    stands_on(dispute, Source.VISIT, row)
    with in_years(3.1):
        assert empty_old_records.run() == 0
        line = kept.overview(cast.coordinator)[0]
        assert (line.going, line.held, line.emptied) == (0, 1, 0)
        sealing.seal(dispute, by=system_actor("到期封存"))
        assert empty_old_records.run() == 1
        line = kept.overview(cast.coordinator)[0]
        assert (line.going, line.held, line.emptied) == (0, 0, 1)


def test_a_danger_that_nobody_removed_holds_its_visit(cast):
    row = archived(cast)
    find_hazard(region=GRID, text="灶台旁堆柴", found_at=clock.now(), by=cast.officer)
    Hazard.objects.unscoped(reason="test").update(visit_id=row.pk)
    with in_years(4):
        assert empty_old_records.run() == 0
        Hazard.objects.unscoped(reason="test").update(status=2, removed_at=clock.now(), result="搬走了")
        assert empty_old_records.run() == 1
    with in_years(8):
        assert empty_old_records.run() == 1
    assert "灶台" not in raw("screening_hazard")


def test_an_incident_is_emptied_ten_years_after_it_was_settled(cast):
    row = record_incident(
        region=GRID, number="JQ-7", reported_at=clock.now(), narrative="韦国安与邻居争田坎",
        tier=IncidentTier.ON_SCENE, place="大田坝", by=cast.officer,
    )  # fmt: skip
    with in_years(11):
        assert empty_old_records.run() == 0  # nobody settled it
    settle_incident(row, "韦国安答应让路", by=cast.officer)
    with in_years(10.1):
        assert empty_old_records.run() == 1
    after = of(Incident, row)
    assert (after.number, after.narrative, after.result) == ("JQ-7", "已封存", "已封存")
    assert "韦国安" not in raw("screening_incident") + raw("screening_incidentstep")


def received(cast) -> Petition:
    return record_petition(
        region=GRID, number="XF-9", from_unit="瓮安县信访局", narrative="韦国安反映修路占地",
        received_at=clock.now(), by=cast.coordinator,
    )  # fmt: skip


@pytest.mark.law("信访工作条例35")
def test_a_petition_is_emptied_ten_years_after_its_last_word(cast):
    row = petitions.accept(received(cast), by=cast.coordinator)
    petitions.verify(row, "到韦国安家核实", by=cast.coordinator)
    with in_years(11):
        assert empty_old_records.run() == 0  # nobody answered it
    row = answer_petition(row, "已给韦国安补偿", by=cast.coordinator)
    with in_years(10.1):
        assert empty_old_records.run() == 1
    assert (of(Petition, row).narrative, of(Petition, row).answer) == ("已封存", "已封存")
    assert "韦国安" not in raw("screening_petition") + raw("petitions_petitionstep")
    with pytest.raises(DatabaseError), transaction.atomic():
        PetitionStep.objects.unscoped(reason="test").update(text="别的话")


@pytest.mark.req("S7")
def test_a_report_goes_with_its_words_files_and_code(cast, django_capture_on_commit_callbacks):
    row = reported(text="韦国安家把沟截断了").report
    step = Step.objects.unscoped(reason="test").filter(report_id=row.pk).order_by("id").first()
    name = store().put(crypto.seal_bytes(picture()))
    ReportFile(
        county=row.county, report_id=row.pk, step_id=step.pk, media="image/jpeg", size=9, stored=name
    ).save()
    villagers.answer_report(row, "韦国安已经疏通", by=cast.officer)
    with in_years(2.9):
        assert empty_old_records.run() == 0
    with in_years(3.1), django_capture_on_commit_callbacks(execute=True):
        assert empty_old_records.run() == 1
    after = of(VillagersReport, row)
    assert (after.text, after.answer, after.text_key) == ("已封存", "已封存", None)
    assert "韦国安" not in raw("screening_villagersreport") + raw("villagers_step")
    assert not store().has(name)
    assert not ReportFile.objects.unscoped(reason="test").exists()
    assert not TrackingCode.objects.exists()


@pytest.mark.law("信访工作条例35", "个人信息保护法19")
def test_an_open_petition_holds_its_dispute_by_itself_and_lets_it_go_by_itself(cast):
    dispute = factories.closed(cast, parties=(NewParty("张大山"), NewParty("李长河", side=2)))
    with in_years(10.1):
        assert retention.why_held(dispute) == ""
    petition = received(cast)
    stands_on(dispute, Source.PETITION, petition)
    with in_years(10.1):
        (one,) = retention.due(cast.coordinator)
        assert "XF-9" in one.held
        assert retention.held_by_itself(dispute) == [one.held]
    petition = petitions.accept(petition, by=cast.coordinator)
    assert "办理中" in retention.why_held(dispute)
    answer_petition(petition, "已补偿", by=cast.coordinator)
    assert "已答复" in retention.why_held(dispute)  # a review may still be asked for
    with clock.at(clock.now() + timedelta(days=60)):
        assert retention.why_held(dispute) == ""
        retention.hold(dispute, HoldKind.PETITION, "省局复查", by=cast.coordinator)
        assert "省局复查" in retention.why_held(dispute)


def test_the_pages_say_how_long_and_what_holds(cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    archived(cast)
    client.force_login(cast.people["coordinator"], backend=BACKEND)
    page = client.get("/privacy/retention/").content.decode()
    for words in ("走访记录和照片", "警情", "信访件", "村民说事", "1095", "3650"):
        assert words in page
    client.force_login(cast.people["officer"], backend=BACKEND)
    assert client.get("/privacy/retention/").status_code == 403


def test_every_column_that_says_something_of_a_person_is_emptied():
    for kind in kept._KINDS.values():
        goes = {
            field.name
            for field in kind.model._meta.local_fields
            if REGISTER.get((kind.model._meta.label, field.name)) in sealing.GOES
        }
        assert goes <= set(sealing.blanks(kind.model))
