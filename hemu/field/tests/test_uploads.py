"""Photos and voice notes: in pieces, before or after their visit, checked, with what the camera said kept."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from hemu.disputes.models import Dispute
from hemu.disputes.tests import factories
from hemu.documents.models import Attachment, Purpose
from hemu.documents.store import store
from hemu.field import drafts
from hemu.field.models import Upload, UploadState
from hemu.field.tests.phone import made_id, visit_data
from hemu.field.tests.test_kinds import follow_up_data
from hemu.loop.screening.models import Visit
from hemu.loop.screening.sent.files import files
from hemu.loop.screening.sent.models import FileKind, SentFile, Witness
from hemu.loop.screening.visits import review_visit

pytestmark = pytest.mark.req("S1")
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + b"\0" * 500


def photo(colour: str = "green", *, notes: bool = True, size: tuple[int, int] = (320, 240)) -> bytes:
    exif = Image.Exif()
    if notes:
        exif[0x010F], exif[0x0110] = "Xiaomi", "Redmi 12"
        exif.get_ifd(0x8769)[0x9003] = "2026:11:20 09:30:00"
        exif.get_ifd(0x8769)[0x9011] = "+08:00"
        exif.get_ifd(0x8825).update({1: "N", 2: (27.0, 6.0, 36.0), 3: "E", 4: (107.0, 30.0, 0.0)})
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def only_visit() -> Visit:
    return Visit.objects.unscoped(reason="test").get()


def announced(content: bytes, item: str, **over):
    told = {"id": made_id(), "kind": "photo", "sha256": hashlib.sha256(content).hexdigest()}
    return {**told, "size": len(content), "item": item, **over}


@pytest.mark.parametrize("first", ["photo", "visit"])
def test_a_photo_comes_before_or_after_its_visit(phone, first):
    content, number = photo(), made_id()
    item = phone.item("visit", visit_data(phone, photos=[number]))
    if first == "visit":
        phone.sync(item)
        assert only_visit().photos == []
    assert phone.upload(content, item["id"], id=number).json() == {
        "id": number, "offset": len(content), "state": "done"
    }  # fmt: skip
    if first == "photo":
        assert phone.sync(item)[0]["status"] == "stored"
    visit = only_visit()
    (file,) = files(visit)
    assert visit.photos == [file.stored]
    assert (str(file.id), file.kind, file.late) == (number, FileKind.PHOTO, False)


def test_where_and_when_a_photo_was_taken_is_kept_and_taken_out_of_the_picture(phone):
    item = phone.item("visit", visit_data(phone))
    phone.sync(item)
    phone.upload(photo(), item["id"])
    (file,) = files(only_visit())
    assert (file.witness, round(file.latitude, 6), file.longitude) == (Witness.PICTURE, 27.11, 107.5)
    assert file.taken_at == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    assert file.camera == "Xiaomi Redmi 12"
    with store().open(file.stored) as kept, Image.open(kept) as picture:
        assert dict(picture.getexif()) == {}


def test_what_the_phone_says_of_a_photo_is_kept_as_its_word(phone):
    item = phone.item("visit", visit_data(phone))
    phone.sync(item)
    said = {"latitude": 27.2, "longitude": 107.6, "accuracy": 9.0}
    phone.upload(photo(notes=False), item["id"], taken_at=phone.now, position=said)
    phone.upload(photo("red", notes=False), item["id"])
    first, second = files(only_visit())
    assert (first.witness, first.latitude) == (Witness.PHONE, 27.2)
    assert (second.witness, second.latitude, second.taken_at) == (Witness.NOBODY, None, None)


def test_photos_stand_in_the_order_that_the_phone_gave(phone):
    numbers = [made_id() for _ in range(3)]
    item = phone.item("visit", visit_data(phone, photos=numbers))
    for order, colour in ((2, "red"), (0, "green"), (1, "blue")):
        phone.upload(photo(colour, notes=False), item["id"], order=order, id=numbers[order])
    phone.sync(item)
    shown = []
    for name in only_visit().photos:
        with store().open(name) as kept, Image.open(kept) as picture:
            shown.append(max(range(3), key=picture.convert("RGB").getpixel((5, 5)).__getitem__))
    assert shown == [1, 2, 0]


@pytest.mark.req("S15")
def test_an_upload_that_breaks_off_goes_on_where_it_stopped(phone):
    content = photo(size=(900, 700))
    told = announced(content, made_id())
    half = len(content) // 2
    assert phone.post("/uploads", told).json()["offset"] == 0
    path = f"/uploads/{told['id']}"
    assert phone.post(f"{path}/chunk?offset=0", raw=content[:half]).json()["offset"] == half
    assert phone.post("/uploads", told).json() == phone.get(path).json()
    assert phone.post(f"{path}/chunk?offset=0", raw=content[:half]).json()["offset"] == half
    ahead = phone.post(f"{path}/chunk?offset={half + 5}", raw=content[half + 5 :])
    assert (ahead.status_code, ahead.json()["error"], ahead.json()["offset"]) == (409, "offset", half)
    early = phone.post(f"{path}/finish")
    assert (early.status_code, early.json()["offset"]) == (409, half)
    assert phone.post(f"{path}/chunk?offset={half}", raw=content[half:]).json()["offset"] == len(content)
    assert [phone.post(f"{path}/finish").json()["state"] for _ in range(2)] == ["done", "done"]
    assert drafts.read(int(told["id"])) == b""


def test_what_arrives_otherwise_than_announced_is_sent_again(phone):
    content = photo()
    told = announced(content, made_id())
    path = f"/uploads/{told['id']}"
    phone.post("/uploads", told)
    phone.post(f"{path}/chunk?offset=0", raw=b"x" * len(content))
    answer = phone.post(f"{path}/finish")
    assert (answer.status_code, answer.json()["error"]) == (409, "checksum")
    assert phone.get(path).json() == {"id": told["id"], "offset": 0, "state": "open"}
    phone.post(f"{path}/chunk?offset=0", raw=content)
    assert phone.post(f"{path}/finish").json()["state"] == "done"


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("photo", b"no picture at all", "unknown_format"),
        ("photo", b"%PDF-1.7 x", "not_a_photo"),
        ("photo", b"\0\0\0\x18ftypheic" + b"\0" * 40, "heic"),
        ("photo", photo()[:900], "broken"),
        ("voice", photo(), "not_a_voice"),
        ("voice", b"%PDF-1.7 x", "not_a_voice"),
    ],
)
def test_what_is_no_photo_or_voice_is_refused_for_good(phone, kind, content, code):
    number = made_id()
    for answer in (
        phone.upload(content, made_id(), kind, id=number),
        phone.post(f"/uploads/{number}/finish"),
    ):
        assert (answer.status_code, answer.json()["error"], answer.json()["state"]) == (422, code, "refused")
    assert Upload.objects.get().state == UploadState.REFUSED


def test_a_voice_note_is_kept_as_it_came(phone):
    item = phone.item("visit", visit_data(phone))
    phone.sync(item)
    assert phone.upload(WEBM, item["id"], "voice").json()["state"] == "done"
    (file,) = files(only_visit())
    assert (file.kind, file.media_type, file.size) == (FileKind.VOICE, "audio/webm", len(WEBM))
    assert only_visit().photos == []
    with store().open(file.stored) as kept:
        assert kept.read() == WEBM


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"size": 21 * 2**20}, "size"),
        ({"kind": "film"}, "kind"),
        ({"sha256": "x"}, "sha256"),
        ({"size": 0}, "size"),
    ],
)
def test_what_cannot_be_announced(phone, over, field):
    answer = phone.post("/uploads", announced(photo(), made_id(), **over))
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])


@pytest.mark.req("O4")
def test_nobody_reads_or_adds_to_anothers_file(phone, phone_of):
    told = announced(photo(), made_id())
    phone.post("/uploads", told)
    other = phone_of("cadre")
    path = f"/uploads/{told['id']}"
    for answer in (
        other.get(path),
        other.post(f"{path}/chunk?offset=0", raw=b"x"),
        other.post(f"{path}/finish"),
    ):
        assert (answer.status_code, answer.json()["error"]) == (404, "missing")
    taken = other.post("/uploads", told)
    assert (taken.status_code, taken.json()["error"]) == (409, "id_taken")


def test_too_much_at_once_and_too_much_in_all(phone):
    told = announced(photo(), made_id())
    phone.post("/uploads", told)
    path = f"/uploads/{told['id']}/chunk?offset=0"
    assert phone.post(path, raw=b"x" * (2**20 + 1)).status_code == 413
    assert phone.post(path, raw=b"x" * (told["size"] + 1)).json()["error"] == "offset"


@pytest.mark.req("S2")
def test_a_photo_that_comes_when_the_visit_is_archived_stands_beside_it(phone, cast):
    item = phone.item("visit", visit_data(phone))
    phone.sync(item)
    review_visit(only_visit(), approve=True, by=cast.grid_head, edition=1)
    phone.upload(photo(), item["id"])
    (file,) = files(only_visit())
    assert (file.late, only_visit().photos) == (True, [])


def test_an_amendment_keeps_adds_and_drops_photos(phone):
    numbers = [made_id(), made_id()]
    item = phone.item("visit", visit_data(phone, photos=numbers))
    phone.sync(item)
    for number, colour in zip(numbers, ("red", "green"), strict=True):
        phone.upload(photo(colour), item["id"], id=number)
    kept = only_visit().photos[1]
    new, of = made_id(), {"county": 522725, "id": item["id"]}
    change = phone.item("visit_amend", visit_data(phone, visit=of, photos=[kept, new]), base={"edition": 1})
    assert phone.sync(change)[0]["record"]["edition"] == 2
    phone.upload(photo("blue"), change["id"], id=new)
    assert only_visit().photos[0] == kept
    assert len(only_visit().photos) == 2
    assert SentFile.objects.unscoped(reason="test").count() == 3
    forged = phone.item("visit_amend", visit_data(phone, visit=of, photos=["a" * 64]), base={"edition": 2})
    refused = phone.sync(forged)[0]
    assert (refused["status"], list(refused["error"]["fields"])) == ("refused", ["photos"])


@pytest.mark.req("F1")
def test_a_photo_of_a_follow_up_goes_to_the_disputes_files(phone, cast):
    dispute = factories.agreed(cast)
    number = made_id()
    item = phone.item("follow_up", follow_up_data(dispute, files=[number]))
    phone.upload(photo(), item["id"], id=number)
    phone.sync(item)
    row = Attachment.objects.of(Dispute.objects.in_area(cast.officer).get()).get()
    assert (row.purpose, row.is_image) == (Purpose.FOLLOW_UP, True)
