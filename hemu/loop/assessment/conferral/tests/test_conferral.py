"""会商研判: an agenda by itself, who came, conclusions in each ledger, measures followed through, minutes."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from hemu.disputes.models import Clock, ClockKind, Dispute, Entry, Involvement
from hemu.disputes.queries import timeline
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import SIBLING_VILLAGE, report
from hemu.documents.papers import queries as papers
from hemu.documents.papers.reading import text_of
from hemu.jobs.minutely import raise_late_measures, raise_late_warnings
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.assessment import actions as assessment
from hemu.loop.assessment.conferral import actions, agenda, queries
from hemu.loop.assessment.conferral.actions import NewConferral, NewMeasure
from hemu.loop.assessment.conferral.models import Conferral, ConferralStatus, Item, Why
from hemu.loop.assessment.key import actions as key
from hemu.loop.assessment.key.models import Category, Grade
from hemu.loop.assessment.tests.test_warnings import warning
from hemu.loop.assessment.trends.tests.test_trends import registered
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason

pytestmark = [pytest.mark.django_db, pytest.mark.req("A6")]


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def rated(cast, **facts) -> Dispute:
    return assessment.confirm(register(report(facts=facts), by=cast.officer), by=cast.officer)


@pytest.fixture
def red(cast) -> Dispute:
    return rated(cast, may_escalate=True)


@pytest.fixture
def orange(cast) -> Dispute:
    return rated(cast, failed_mediations=2, households=30)


def convened(cast, **over) -> Conferral:
    parts = {
        "subject": "珠藏镇每周会商", "held_at": clock.now() + timedelta(days=1), "chair": "周丽",
        "units": [cast.station, cast.judicial_office, cast.forestry_office], "place": "会议室",
    }  # fmt: skip
    return actions.convene(NewConferral(**{**parts, **over}), by=cast.coordinator)


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test looks at the row").get(pk=dispute.pk)


def items(row: Conferral) -> list[tuple[Why, int]]:
    return [(Why(one.why), one.dispute_id) for one in queries.items(row)]


def told(cast, who: str, reason: Reason) -> int:
    while deliver_once():
        pass
    return Notice.objects.of_post(cast.posts[who].pk).filter(reason=reason).count()


def signed_in(cast, key: str) -> Client:
    client = Client()
    client.force_login(cast.people[key], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def measure(cast, **over) -> NewMeasure:
    parts = {
        "task": "现场勘界", "unit": cast.forestry_office, "owner": "韦林",
        "due_at": clock.now() + timedelta(days=3),
    }  # fmt: skip
    return NewMeasure(**{**parts, **over})


def test_nobody_is_called_to_a_meeting_of_yesterday(cast, red):
    with pytest.raises(Refused) as refused:
        convened(cast, held_at=clock.midnight(clock.today()) - timedelta(minutes=1))
    assert refused.value.field == "held_at"
    convened(cast, held_at=clock.midnight(clock.today()))


def test_red_and_orange_due_for_review_come_by_themselves(cast, red, orange):
    rated(cast, settleable_on_spot=True)
    register(report(region=SIBLING_VILLAGE, facts={"may_escalate": True}), by=cast.stranger)
    assert items(convened(cast)) == [(Why.RED, red.id)]
    later = convened(cast, held_at=clock.now() + timedelta(days=8))
    assert items(later) == [(Why.RED, red.id), (Why.REVIEW, orange.id)]


def test_warnings_nobody_answered_key_disputes_and_trends_come_too(cast):
    for window in range(1, 11):
        registered(cast, 4 * window + 1, 1, kind=901)
    registered(cast, 41, 1)
    registered(cast, 1, 9, kind=901)
    warned = rated(cast, settleable_on_spot=True)
    assessment.send(warning(warned, cast.station), by=cast.coordinator)
    keyed = rated(cast, settleable_on_spot=True)
    key.enter(keyed, Category.OTHER, Grade.TOWNSHIP, "关注", by=cast.coordinator)
    with clock.at(clock.now() + timedelta(days=9)):
        raise_late_warnings.run()
        found = agenda.proposed(cast.coordinator, clock.now())
    by_why = {one.why: one for one in found}
    assert by_why[Why.WARNING].dispute == warned
    assert by_why[Why.KEY].dispute == keyed
    assert by_why[Why.TREND].dispute is None
    assert "荣院村" in by_why[Why.TREND].title
    assert by_why[Why.TREND].path == "/trends/?region=522725106000"


def test_a_conclusion_lands_in_the_disputes_ledger_with_its_measure(cast, red):
    row = convened(cast)
    (item,) = queries.items(row)
    assert told(cast, "judicial", Reason.CONFERRAL) == 1
    with pytest.raises(Forbidden):
        actions.conclude(row, item.id, "继续稳控", by=cast.county_coordinator)
    with pytest.raises(Refused):
        actions.conclude(row, item.id, " ", by=cast.coordinator)
    actions.conclude(row, item.id, "林业站牵头勘界", measure(cast), by=cast.coordinator)
    last = timeline(fresh(red))[0]
    assert last.entry.details["conferral"] == row.number
    assert last.entry.details["owner_unit"] == cast.forestry_office.name
    assert last.personal["conclusion"] == "林业站牵头勘界"
    assert Clock.objects.of(red).get(kind=ClockKind.REVIEW, stopped_at=None).source == "会商后按等级复评"
    assert Involvement.objects.of(red).filter(unit_id=cast.forestry_office.pk).exists()
    with pytest.raises(Conflict):
        actions.conclude(row, item.id, "再说一遍", by=cast.coordinator)
    actions.add_measure(row, item.id, measure(cast, task="送法上门", unit=cast.station), by=cast.coordinator)
    assert [one.task for one in queries.measures(row)[item.id]] == ["现场勘界", "送法上门"]
    page = signed_in(cast, "officer").get(red.get_absolute_url()).content.decode()
    assert "林业站牵头勘界" in page


def test_a_measure_that_is_late_is_told_and_comes_back_onto_the_agenda(cast, red):
    row = convened(cast)
    (item,) = queries.items(row)
    actions.conclude(row, item.id, "勘界", measure(cast), by=cast.coordinator)
    (one,) = queries.measures(row)[item.id]
    with clock.at(one.due_at + timedelta(minutes=1)):
        assert raise_late_measures.run() == 1
        assert raise_late_measures.run() == 0
        assert [row.id for row in queries.conferrals(cast.forestry, "mine")] == [row.id]
        assert queries.so_far([row])[row.id].late == 1
        unfinished = list(agenda._unfinished(cast.coordinator))
        assert [(entry.why, entry.dispute) for entry in unfinished] == [(Why.MEASURE, red)]
    assert told(cast, "forestry", Reason.CONFERRAL_LATE) == 1
    assert told(cast, "county_coordinator", Reason.CONFERRAL_LATE) == 1
    with pytest.raises(Forbidden):
        actions.carry_out(row, one.id, "勘过了", by=cast.judicial)
    assert actions.carry_out(row, one.id, "界桩已立", by=cast.forestry).done_by == "韦林"
    with pytest.raises(Conflict):
        actions.carry_out(row, one.id, "再勘", by=cast.coordinator)


def test_a_meeting_ends_with_all_concluded_and_attendance_written(cast, red):
    row = convened(cast)
    (item,) = queries.items(row)
    with pytest.raises(Refused) as refused:
        actions.close(row, "逐件研判", by=cast.coordinator)
    assert refused.value.code == "open_items"
    actions.conclude(row, item.id, "继续稳控", by=cast.coordinator)
    with pytest.raises(Refused) as refused:
        actions.close(row, "逐件研判", by=cast.coordinator)
    assert refused.value.code == "no_attendance"
    actions.attend(row, {cast.station.pk: "李建军"}, by=cast.coordinator)
    assert actions.close(row, "逐件研判", by=cast.coordinator).status == ConferralStatus.HELD
    with pytest.raises(Conflict):
        actions.attend(row, {}, by=cast.coordinator)
    with pytest.raises(Conflict):
        actions.refresh(row, by=cast.coordinator)


def test_the_agenda_can_be_added_to_and_taken_from(cast, red):
    row = convened(cast)
    blue = rated(cast, settleable_on_spot=True)
    actions.add_item(row, blue, "两家要动手", by=cast.coordinator)
    with pytest.raises(Refused):
        actions.add_item(row, blue, "又一次", by=cast.coordinator)
    away = register(report(region=SIBLING_VILLAGE), by=cast.stranger)
    with pytest.raises(Refused):
        actions.add_item(row, away, "不在本镇", by=cast.coordinator)
    new = rated(cast, threat_violence=True)
    assert actions.refresh(row, by=cast.coordinator) == 1
    assert [one for _why, one in items(row)] == [red.id, blue.id, new.id]
    first = queries.items(row)[0]
    actions.drop_item(row, first.id, by=cast.coordinator)
    assert [one for _why, one in items(row)] == [blue.id, new.id]
    actions.conclude(row, queries.items(row)[0].id, "今晚见面", by=cast.coordinator)
    with pytest.raises(Conflict):
        actions.drop_item(row, queries.items(row)[0].id, by=cast.coordinator)
    with pytest.raises(Conflict):
        actions.cancel(row, "改期", by=cast.coordinator)
    other = convened(cast)
    assert actions.cancel(other, "改期", by=cast.coordinator).status == ConferralStatus.CANCELLED


def test_who_sees_a_meeting(cast, red):
    row = convened(cast)
    for seen in (cast.officer, cast.forestry, cast.county_viewer, cast.prefecture_viewer):
        assert queries.conferral(row.county, row.id, by=seen) == row
    for stranger in (cast.stranger, cast.land, cast.court):
        with pytest.raises(Missing):
            queries.conferral(row.county, row.id, by=stranger)
    address = f"/conferrals/{row.county}/{row.id}/"
    page = signed_in(cast, "forestry").get(address).content.decode()
    assert red.ref in page
    assert red.title not in page
    assert signed_in(cast, "forestry").get(f"{address}minutes.pdf").status_code == 404
    with pytest.raises(Forbidden):
        actions.convene(NewConferral("会", clock.now(), "李", []), by=cast.officer)


def test_the_next_regular_meeting_is_due_by_the_rules(cast):
    first = queries.rhythm(cast.coordinator)
    assert first is not None
    assert first.last is None
    row = convened(cast, held_at=clock.now())
    actions.attend(row, {}, by=cast.coordinator)
    actions.close(row, "没有要研判的", by=cast.coordinator)
    again = queries.rhythm(cast.coordinator)
    assert again is not None
    assert clock.local(again.due_at).date() == clock.today() + timedelta(days=7)
    assert queries.rhythm(cast.officer) is None


def test_the_minutes_say_it_all_and_of_one_dispute_only_its_own(cast, red):
    other = rated(cast, threat_violence=True)
    row = convened(cast)
    for item in queries.items(row):
        asked = measure(cast) if item.dispute_id == red.id else None
        actions.conclude(row, item.id, f"对{item.ref}继续稳控", asked, by=cast.coordinator)
    actions.attend(row, {cast.station.pk: "李建军"}, by=cast.coordinator)
    actions.close(row, "逐件研判，落实到人", by=cast.coordinator)
    client = signed_in(cast, "coordinator")
    word = client.get(f"/conferrals/{row.county}/{row.id}/minutes.docx").content
    text = text_of(word)
    for part in (
        row.number, "珠藏镇每周会商", "周丽", "珠藏派出所 李建军", cast.judicial_office.name, red.ref,
        other.ref,
        f"对{red.ref}继续稳控", "现场勘界", "珠藏镇林业站 韦林", "逐件研判，落实到人",
        "红色纠纷",
    ):  # fmt: skip
        assert part in text, part
    pdf = PdfReader(io.BytesIO(client.get(f"/conferrals/{row.county}/{row.id}/minutes.pdf").content))
    assert row.number in pdf.pages[0].extract_text()
    paper = papers.paper("minutes")
    own = text_of(papers.filled(paper, fresh(red), paper.copies(red)[0].row))
    assert red.ref in own
    assert other.ref not in own


def test_the_pages(cast, red):
    client = signed_in(cast, "coordinator")
    assert "还没有开过会商" in client.get("/conferrals/").content.decode()
    assert red.title in client.get("/conferrals/new/").content.decode()
    held = f"{clock.local(clock.now()) + timedelta(days=1):%Y-%m-%dT%H:%M}"
    sent = {"subject": "每周会商", "held_at": held, "chair": "周丽", "units": [cast.station.pk]}
    assert client.post("/conferrals/new/", {**sent, "units": []}).status_code == 422
    assert client.post("/conferrals/new/", sent).status_code == 302
    row = Conferral.objects.visible_to(cast.coordinator).get()
    base = f"/conferrals/{row.county}/{row.id}/"
    assert red.title in client.get(base).content.decode()
    assert client.post(base, {"do": "add", "ref": "没有", "ground": "x"}).status_code == 422
    blue = rated(cast, settleable_on_spot=True)
    assert client.post(base, {"do": "add", "ref": blue.ref, "ground": "要动手"}).status_code == 302
    first, second = queries.items(row)
    assert client.post(base, {"do": "drop", "item": second.id}).status_code == 302
    assert client.post(base, {"do": "refresh"}).status_code == 302
    item = f"{base}items/{first.id}/"
    assert client.post(item, {"conclusion": "稳控", "task": "见面"}).status_code == 422
    asked = {"task": "见面", "unit": cast.station.pk, "owner": "李建军", "due_at": held}
    assert client.post(item, {"conclusion": "稳控", **asked}).status_code == 302
    assert client.post(item, {**asked, "task": "再见面"}).status_code == 302
    one, other = queries.measures(row)[first.id]
    done = f"{base}measures/{one.id}/"
    assert client.get(done).status_code == 200
    assert client.post(done, {"result": ""}).status_code == 422
    assert signed_in(cast, "officer").post(done, {"result": "已见面"}).status_code == 302
    assert client.post(base, {"do": "close", "summary": "好"}).status_code == 422
    assert client.post(base, {"do": "attend", f"came-u{cast.station.pk}": "李建军"}).status_code == 302
    assert client.post(base, {"do": "close", "summary": "逐件研判"}).status_code == 302
    page = client.get(base).content.decode()
    for part in ("逐件研判", "稳控", "已见面", "李建军", "再见面"):
        assert part in page
    assert "1/2" in client.get("/conferrals/").content.decode()
    assert client.get(f"{base}measures/7/").status_code == 404
    assert other.task == "再见面"
    assert Item.objects.in_county(row.county, conferral_id=row.id).count() == 1
    assert Entry.objects.of(red).filter(details__conferral=row.number).count() == 2
