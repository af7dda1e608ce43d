"""S3: false visits are put before a reviewer with their evidence, and the reviewer decides."""

from __future__ import annotations

import io
import random
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from PIL import Image, ImageEnhance

from hemu.documents.store import store
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.screening.coverage import queries as coverage
from hemu.loop.screening.coverage.queries import ever
from hemu.loop.screening.doubts import finding, queries
from hemu.loop.screening.doubts.actions import decide
from hemu.loop.screening.doubts.models import Doubt, DoubtKind, DoubtStatus, ToLook
from hemu.loop.screening.models import Visit, VisitStatus
from hemu.loop.screening.photos import keep_photo
from hemu.loop.screening.sent.models import ClockSign, Sending
from hemu.loop.screening.tests.test_visits import GRID, visit
from hemu.loop.screening.visits import correct_visit, record_visit, review_visit
from hemu.rulebook import actions as rulebook

pytestmark = [pytest.mark.django_db, pytest.mark.req("S3")]
NOWHERE = {"latitude": None, "longitude": None, "accuracy": None}
TEXT = "户主在外务工，家中只有老人和两个孙子，灶房电线老化，已约电工周六来换"


def walk(cast, minutes_ago=60, by=None, **over):
    """A visit of ten minutes that began so long ago, written down and looked at."""
    start = clock.now() - timedelta(minutes=minutes_ago)
    given = visit(started_at=start, ended_at=start + timedelta(minutes=10), **over)
    row = record_visit(given, by=by or cast.grid_member)
    finding.work()
    return row


def as_it_is(row):
    return Visit.objects.unscoped(reason="test").get(id=row.id)


def kinds(row):
    return [DoubtKind(one.kind) for one in queries.of_visit(row)]


def picture(seed, size=(640, 480)):
    noise = random.Random(seed)
    small = Image.new("RGB", (8, 6))
    small.putdata([tuple(noise.randrange(256) for _ in range(3)) for _ in range(48)])
    return small.resize(size, Image.Resampling.BICUBIC)


def kept(image, quality=90):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return keep_photo(out.getvalue())


def test_an_honest_day_raises_no_doubt(cast):
    for n in range(6):
        row = walk(
            cast, 400 - 60 * n, latitude=27.2 + n / 5000, object_name=f"户{n}", done_on_spot=f"谈了第{n}件事"
        )
        assert kinds(row) == []
    assert not ToLook.objects.exists()


def archived(cast, minutes_ago, **over):
    row = walk(cast, minutes_ago, **over)
    return review_visit(row, approve=True, by=cast.grid_head, edition=1)


def test_a_position_far_from_the_known_places_says_how_far_and_by_which_rule(cast):
    for n in range(5):
        archived(cast, 5000 + 60 * n, latitude=27.2 + n / 10_000)
    (doubt,) = queries.of_visit(walk(cast, latitude=27.22))
    assert doubt.kind == DoubtKind.FAR
    assert doubt.evidence["metres"] == pytest.approx(2_160, rel=0.02)
    assert (doubt.evidence["most"], doubt.evidence["places"]) == (1000, 5)
    assert doubt.evidence["nearest"] == [27.2004, 107.5]
    assert doubt.evidence["rule"]["version"] == 1
    assert "outside" not in doubt.evidence
    assert kinds(walk(cast, 3000, latitude=27.205)) == []


def test_a_new_hamlet_between_known_ones_is_not_far(cast):
    for n in range(5):
        archived(cast, 5000 + 60 * n, latitude=27.2 + n * 0.009)
    assert kinds(walk(cast, latitude=27.2045, longitude=107.505)) == []


def test_only_what_was_archived_and_not_found_false_is_a_known_place(cast):
    false = [archived(cast, 9000 + 60 * n, latitude=27.22, object_name=f"户{n}") for n in range(6)]
    for row in false:
        Doubt(
            county=row.county, region=row.region, unit_id=1, unit_name="x", visit_id=row.id, edition=1,
            kind=DoubtKind.SAME_TEXT, found_at=clock.now(), status=DoubtStatus.CONFIRMED,
        ).save(force_insert=True)  # fmt: skip
        walk(cast, 5000, latitude=27.22)
    assert kinds(walk(cast, latitude=27.2)) == []
    for n in range(5):
        archived(cast, 2000 + 60 * n, latitude=27.2)
    assert kinds(walk(cast, 300, latitude=27.22)) == [DoubtKind.FAR]


def test_a_grid_without_known_places_is_held_against_its_village(cast):
    for n in range(5):
        archived(cast, 5000 + 60 * n, region=GRID)
    village = {"region": GRID + 1, "by": cast.grid_head}
    assert kinds(walk(cast, 600, latitude=27.22, **village)) == []
    (doubt,) = queries.of_visit(walk(cast, 300, latitude=27.24, **village))
    assert doubt.evidence["region"] == GRID // 1000 * 1000
    assert doubt.evidence["most"] == 3000


def test_outside_the_county_needs_no_known_place(cast):
    (doubt,) = queries.of_visit(walk(cast, latitude=27.5))
    assert doubt.kind == DoubtKind.FAR
    assert doubt.evidence["outside"] == pytest.approx(13_446, rel=0.02)
    assert "metres" not in doubt.evidence
    assert kinds(walk(cast, 3000, latitude=27.3)) == []


def test_a_phone_that_cannot_say_where_it_is_is_not_doubted_for_it(cast):
    for n in range(5):
        archived(cast, 5000 + 60 * n)
    assert kinds(walk(cast, latitude=27.3, accuracy=12_000.0)) == []


def test_nobody_is_in_two_places_at_once(cast):
    first = walk(cast, 90)
    (doubt,) = queries.of_visit(walk(cast, 70, latitude=26.95))
    assert (doubt.kind, doubt.other_id) == (DoubtKind.SPEED, first.id)
    assert doubt.evidence["kmh"] == pytest.approx(27.8 / (10 / 60), rel=0.02)
    overlapping = walk(cast, 65, latitude=27.0)
    assert {one.evidence["kmh"] for one in queries.of_visit(overlapping)} == {None}


def test_a_visit_that_comes_late_is_held_against_the_later_one_too(cast):
    later = walk(cast, 30)
    (doubt,) = queries.of_visit(walk(cast, 50, latitude=26.95))
    assert doubt.other_id == later.id


def test_the_same_photo_is_known_again_however_it_was_saved(cast):
    first = walk(cast, 300, photos=[kept(picture(1))])
    smaller = ImageEnhance.Brightness(picture(1).resize((480, 360))).enhance(1.1)
    again = walk(cast, 200, photos=[kept(picture(2)), kept(smaller, 60)])
    (doubt,) = queries.of_visit(again)
    assert (doubt.kind, doubt.other_id) == (DoubtKind.SAME_PHOTO, first.id)
    (pair,) = doubt.evidence["photos"]
    assert pair["theirs"] == first.photos[0]
    assert pair["bits"] <= 6


def test_other_photos_and_photos_of_nothing_are_not_the_same(cast):
    dark = kept(Image.new("RGB", (640, 480), (5, 5, 5)))
    walk(cast, 300, photos=[dark, *(kept(picture(seed)) for seed in range(10, 16))])
    assert kinds(walk(cast, 200, photos=[dark, *(kept(picture(seed)) for seed in range(20, 26))])) == []


def test_a_photo_that_is_gone_from_the_store_stops_nothing(cast, monkeypatch):
    record_visit(visit(photos=[kept(picture(3))]), by=cast.grid_member)
    monkeypatch.setattr(type(store()), "open", lambda *_a: (_ for _ in ()).throw(FileNotFoundError()))
    assert finding.work() == 1


def test_the_same_text_again_but_not_what_everybody_writes(cast):
    first = walk(cast, 300, done_on_spot=TEXT)
    (doubt,) = queries.of_visit(
        walk(cast, 200, object_name="罗老三", done_on_spot=TEXT.replace("周六", "周日"))
    )
    assert (doubt.kind, doubt.other_id) == (DoubtKind.SAME_TEXT, first.id)
    assert 80 < doubt.evidence["percent"] < 100
    empty = "一切正常，未发现问题，无安全隐患。家庭和睦，继续关注。"
    assert kinds(walk(cast, 150, done_on_spot=empty)) == kinds(walk(cast, 100, done_on_spot=empty)) == []
    assert queries.empty_texts(cast.coordinator) == 2
    assert queries.empty_texts(cast.stranger) == 0


def test_more_in_an_hour_than_can_be_made(cast):
    rows = [walk(cast, 55 - 4 * n, **NOWHERE, object_name=f"户{n}") for n in range(11)]
    assert [kinds(row) for row in rows[:10]] == [[]] * 10
    (doubt,) = queries.of_visit(rows[10])
    assert (doubt.kind, doubt.evidence["visits"]) == (DoubtKind.TOO_MANY, 11)
    assert doubt.evidence["ids"] == [row.id for row in rows]


def sending(row, signs=(), **over):
    parts = {
        "county": row.county, "visit_id": row.id, "edition": 1, "person_id": row.person_id, "device_id": 1,
        "said_at": clock.now(), "received_at": clock.now(), "offset_ms": 0, "margin_ms": 90,
        "signs": [int(sign) for sign in signs], "content": b"x" * 32,
    }  # fmt: skip
    Sending(**{**parts, **over}).save(force_insert=True)
    finding.look(row.county, row.id)


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"offset_ms": 180_000, "signs": [ClockSign.OFF]}, []),
        ({"offset_ms": -3_600_000, "signs": [ClockSign.OFF]}, [DoubtKind.CLOCK]),
        ({"jumps": [{"at": 1, "by": -7_200_000}], "signs": [ClockSign.JUMPED]}, [DoubtKind.CLOCK]),
        ({"signs": [ClockSign.AGE]}, [DoubtKind.CLOCK]),
        ({}, []),
    ],
)
def test_a_clock_that_was_moved(cast, over, expected):
    row = walk(cast, **NOWHERE)
    sending(row, **over)
    assert kinds(row) == expected


def test_the_limits_are_data(cast):
    draft = rulebook.draft("doubts", by=cast.administrator)
    rows = [dict(row) for row in draft.rows]
    next(row for row in rows if row["id"] == "hour-visits")["then"] = {"most": 1}
    rulebook.revise("doubts", draft.version, rows=rows, examples=draft.examples, by=cast.administrator)
    rulebook.activate(
        "doubts", draft.version, valid_from=clock.today(), why="本县规定", by=cast.administrator
    )
    walk(cast, 40, **NOWHERE)
    assert kinds(walk(cast, 20, **NOWHERE)) == [DoubtKind.TOO_MANY]


def test_looking_again_finds_nothing_twice_and_late_ones_are_found(cast):
    walk(cast, 90)
    row = walk(cast, 70, latitude=26.95)
    assert finding.look(row.county, row.id) == 0
    assert Doubt.objects.in_area(cast.coordinator).count() == 1
    missed = record_visit(visit(**NOWHERE), by=cast.grid_member)
    ToLook.objects.all().delete()
    assert finding.late() == 1
    assert finding.late() == 0
    correct_visit(missed, visit(**NOWHERE, object_name="罗老三"), by=cast.grid_member, edition=1)
    assert ToLook.objects.count() == 1


@pytest.fixture
def doubted(cast):
    walk(cast, 90)
    row = walk(cast, 70, latitude=26.95)
    return row, queries.of_visit(row)[0]


def test_confirmed_the_visit_goes_back_and_counts_nowhere(cast, doubted):
    row, doubt = doubted
    decide(doubt, DoubtStatus.CONFIRMED, "电话问过，当天在县城开会", by=cast.grid_head)
    assert as_it_is(row).status == VisitStatus.RETURNED
    with pytest.raises(Conflict):
        decide(doubt, DoubtStatus.UNFOUNDED, "又问了", by=cast.grid_head)


def test_what_was_decided_cannot_be_rewritten_or_removed(doubted, cast):
    _row, doubt = doubted
    decide(doubt, DoubtStatus.UNFOUNDED, "坐高铁去的", by=cast.grid_head)
    rows = Doubt.objects.unscoped(reason="test").filter(id=doubt.id)
    with pytest.raises(DatabaseError, match="doubts_doubt"), transaction.atomic():
        rows.update(status=DoubtStatus.CONFIRMED)
    with pytest.raises(DatabaseError, match="doubts_doubt"), transaction.atomic():
        rows.delete()


def test_an_archived_visit_stays_and_counts_nowhere(cast, doubted):
    row, doubt = doubted
    review_visit(row, approve=True, by=cast.grid_head, edition=1)
    assert coverage.figures(cast.coordinator, None, ever())[1].visits == 1
    decide(doubt, DoubtStatus.CONFIRMED, "电话问过，当天在县城开会", by=cast.grid_head)
    assert coverage.figures(cast.coordinator, None, ever())[1].visits == 0
    assert as_it_is(row).status == VisitStatus.APPROVED


def test_unfounded_closes_the_doubt_and_leaves_the_visit(cast, doubted):
    row, doubt = doubted
    decide(doubt, DoubtStatus.UNFOUNDED, "坐高铁去的", by=cast.coordinator)
    assert as_it_is(row).status == VisitStatus.SUBMITTED
    assert queries.waiting_of([row]) == {}
    assert queries.of_visit(row)[0].decided_by == "周丽"


def test_who_may_decide(cast, doubted):
    _row, doubt = doubted
    with pytest.raises(Refused):
        decide(doubt, DoubtStatus.CONFIRMED, " ", by=cast.grid_head)
    with pytest.raises(Forbidden):
        decide(doubt, DoubtStatus.CONFIRMED, "是", by=cast.grid_member)
    with pytest.raises(Missing):
        decide(doubt, DoubtStatus.CONFIRMED, "是", by=cast.stranger)
    own = walk(cast, 50, by=cast.grid_head, region=GRID)
    far_off = walk(cast, 39, by=cast.grid_head, region=GRID, latitude=26.95)
    assert own.person_id == far_off.person_id
    with pytest.raises(Forbidden):
        decide(queries.of_visit(far_off)[0], DoubtStatus.UNFOUNDED, "是", by=cast.grid_head)


def test_a_doubt_names_no_person():
    names = {field.name for field in Doubt._meta.get_fields()}
    assert not any("person" in name for name in names)


@pytest.fixture
def sign_in(client, cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    def give(who):
        client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return give


def test_one_page_shows_both_positions_photos_and_texts(cast, sign_in):
    photo = kept(picture(7))
    walk(cast, 90, photos=[photo], done_on_spot=TEXT)
    row = walk(cast, 70, latitude=26.95, photos=[photo], done_on_spot=TEXT)
    browser = sign_in("grid_head")
    listed = browser.get("/visits/?view=review").content.decode()
    assert f"/doubts/visits/{row.county}/{row.id}/" in listed
    assert "处可疑" in browser.get(f"/visits/{row.county}/{row.id}/").content.decode()
    page = browser.get(f"/doubts/visits/{row.county}/{row.id}/").content.decode()
    assert page.count('<svg class="sketch"') == 1
    assert page.count('class="evidence"') == 2
    assert f"<mark>{TEXT}</mark>" in page
    assert browser.get("/doubts/?kind=3&status=1").context["page"].paginator.count == 1
    doubt = next(one for one in queries.of_visit(row) if one.kind == DoubtKind.SPEED)
    address = f"/doubts/{doubt.county}/{doubt.id}/decide/"
    assert browser.post(address, {f"{doubt.id}-status": "2"}).status_code == 422
    given = {f"{doubt.id}-status": "2", f"{doubt.id}-reason": "问过，没有去"}
    assert browser.post(address, given).status_code == 302
    assert browser.post(address, given).status_code == 409
    assert sign_in("grid_member").get("/doubts/").status_code == 403
    assert sign_in("stranger").get(f"/doubts/visits/{row.county}/{row.id}/").status_code == 404
