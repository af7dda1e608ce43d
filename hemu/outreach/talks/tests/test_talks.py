"""Sessions of publicity: planned, held with photos, counted by area; every number opens its list."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.ids import new_id
from hemu.orgs.models import Region
from hemu.outreach.talks import actions, queries
from hemu.outreach.talks.models import Audience, Subject, Talk, TalkFile, TalkKind, TalkState
from hemu.outreach.talks.queries import Chosen

pytestmark = [pytest.mark.django_db, pytest.mark.req("P1")]
GRID, TOWN = 522725106201001, 522725106000000


def photo(colour: str = "green") -> bytes:
    out = BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return out.getvalue()


def planned(by, **over) -> Talk:
    parts = {
        "region": GRID, "kind": TalkKind.COURTYARD, "subject": Subject.FRAUD, "audience": Audience.VILLAGERS,
        "title": "荣院村院坝会", "speakers": "李建军", "planned_at": clock.now() - timedelta(hours=2),
        "planned_people": 60, "place": "村委会坝子",
    }  # fmt: skip
    return actions.plan(actions.NewTalk(**{**parts, **over}), by=by)


def held(by, people: int = 73, **over) -> Talk:
    row = planned(by, **over)
    result = actions.Held(
        clock.now() - timedelta(hours=1), people, "讲了三个案例", 50, [("会场.jpg", photo())]
    )
    return actions.report(row, result, by=by)


@pytest.fixture
def sign_in(cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def test_a_session_is_planned_and_its_result_kept_with_photos(cast):
    row = held(cast.officer)
    found = queries.talk(row.county, row.id, by=cast.coordinator)
    assert (found.state, found.attendance, found.handed_out) == (TalkState.HELD, 73, 50)
    (file,) = queries.files(found)
    assert file.is_photo
    with pytest.raises(Conflict):
        actions.cancel(row, "下雨", by=cast.officer)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"title": " "}, "title"),
        ({"speakers": ""}, "speakers"),
        ({"planned_at": clock.now() + timedelta(days=900)}, "planned_at"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_by_field(cast, over, field):
    with pytest.raises(Refused) as refused:
        planned(cast.officer, **over)
    assert refused.value.field == field


def test_what_is_wrong_with_a_result_is_said_and_nothing_is_kept(cast):
    row = planned(cast.officer)
    with pytest.raises(Refused) as future:
        actions.report(row, actions.Held(clock.now() + timedelta(days=1), 3, "x"), by=cast.officer)
    assert future.value.field == "held_at"
    with pytest.raises(Refused) as kind:
        actions.report(
            row, actions.Held(clock.now(), 3, "x", None, [("a.exe", b"MZ" + b"0" * 99)]), by=cast.officer
        )
    assert kind.value.field == "attached"
    assert queries.talk(row.county, row.id, by=cast.officer).state == TalkState.PLANNED


def test_twice_the_same_form_plans_one_and_strangers_see_none(cast):
    number = new_id()
    new = {"talk_id": number}
    parts = actions.NewTalk(
        GRID, TalkKind.LESSON, Subject.MINORS, Audience.PUPILS, "法治课", "杨秀芬", clock.now(), 40
    )
    assert actions.plan(parts, **new, by=cast.officer).id == actions.plan(parts, **new, by=cast.officer).id
    row = Talk.objects.visible_to(cast.officer).get()
    with pytest.raises(Missing):
        queries.talk(row.county, row.id, by=cast.stranger)
    with pytest.raises(Forbidden):
        planned(cast.stranger)


def test_figures_by_area_are_the_lengths_of_their_lists(cast):
    for people in (40, 60):
        held(cast.officer, people)
    planned(cast.officer, planned_at=clock.now() + timedelta(days=3))
    actions.cancel(planned(cast.officer), "下雨", by=cast.officer)
    for area in queries.areas_below(cast.coordinator):
        (one,) = queries.figures(cast.coordinator, Chosen(), [area])
        for state, number in ((1, one.planned), (2, one.held), (3, one.cancelled)):
            listed = queries.talks(cast.coordinator, Chosen(state=state, area=area.span))
            assert len(listed) == number
    (town,) = queries.figures(cast.county_viewer, Chosen(), [Region.objects.get(pk=TOWN)])
    assert (town.planned, town.held, town.cancelled, town.people) == (1, 2, 1, 100)


def test_a_drive_says_how_much_is_done_of_what_was_wanted(cast):
    town = Region.objects.get(pk=TOWN)
    days = (date(2026, 1, 1), date(2026, 12, 31))
    drive = actions.start_drive(town, "防诈骗百场宣讲", days, (48, 10_000), by=cast.coordinator)
    held(cast.officer, 210, drive=drive)
    (one,) = queries.progress(cast.officer)
    assert (one.held, one.people, one.drive.wanted_talks) == (1, 210, 48)
    assert [row.id for row in queries.talks(cast.officer, Chosen(drive_id=drive.id))]
    with pytest.raises(Forbidden):
        actions.start_drive(town, "x", days, (1, 1), by=cast.officer)
    assert queries.progress(cast.stranger) == []


def test_the_pages_from_plan_to_photo(cast, sign_in):
    client = sign_in("officer")
    assert client.get("/outreach/new/").status_code == 200
    evening = clock.today() - timedelta(days=10)
    given = {
        "talk_id": str(new_id()), "kind": 1, "title": "院坝会讲防诈骗", "subject": 2, "audience": 1,
        "planned_at": f"{evening}T19:30", "planned_people": 50, "speakers": "李建军", "region": str(GRID),
    }  # fmt: skip
    assert client.post("/outreach/new/", {**given, "title": ""}).status_code == 422
    address = client.post("/outreach/new/", given)["Location"]
    result = {"do": "held", "held_at": f"{evening}T19:40", "attendance": "66", "summary": "到了六十多人"}
    bad = SimpleUploadedFile("x.jpg", b"no photo", "image/jpeg")
    assert client.post(address, {**result, "attached": [bad]}).status_code == 422
    files = [SimpleUploadedFile(f"{n}.jpg", photo(n), "image/jpeg") for n in ("red", "green")]
    client.post(address, {**result, "attached": files})
    page = client.get(address).content.decode()
    assert "66（预计 50）" in page
    row = TalkFile.objects.unscoped(reason="test").order_by("id").first()
    shown = client.get(f"{address}files/{row.id}/?small")
    assert shown["Content-Type"] == "image/jpeg"
    shown.getvalue()
    assert sign_in("stranger").get(f"{address}files/{row.id}/").status_code == 404
    listed = client.get("/outreach/?state=2&words=防诈骗").content.decode()
    assert "院坝会讲防诈骗" in listed
    assert f"{evening.month}月{evening.day}日" in client.get("/outreach/?view=days").content.decode()
    assert "没有这样的场次" in client.get("/outreach/?kind=6").content.decode()
    sheet = client.get("/outreach/table.xlsx?state=2").content
    assert "xl/worksheets/sheet1.xml" in ZipFile(BytesIO(sheet)).namelist()


def test_a_drive_is_set_on_its_page(cast, sign_in):
    client = sign_in("coordinator")
    given = {
        "name": "百场宣讲", "area": str(TOWN), "since": "2026-01-01", "until": "2025-01-01",
        "wanted_talks": "48", "wanted_people": "10000",
    }  # fmt: skip
    assert client.post("/outreach/drives/", given).status_code == 422
    client.post("/outreach/drives/", {**given, "until": "2026-12-31"})
    assert "百场宣讲" in client.get("/outreach/drives/").content.decode()
