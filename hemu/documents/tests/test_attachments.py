"""Files: known by their content, kept whole, handed out within the scope."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Entry
from hemu.disputes.tests import factories
from hemu.documents.actions import attach, clean_name
from hemu.documents.inspection import LONGEST_SIDE, MOST_BYTES, inspect
from hemu.documents.models import Attachment, Format, Purpose
from hemu.documents.store import DiskStore, store
from hemu.kernel.errors import Refused

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def photo(size: tuple[int, int] = (64, 48), kind: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", size, (30, 90, 60)).save(out, kind, exif=exif)
    return out.getvalue()


def package(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


@pytest.fixture
def dispute(cast):
    return factories.registered(cast)


@pytest.fixture
def sign_in(cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def test_a_photograph_is_written_anew_upright_and_without_what_the_camera_noted():
    found = inspect(photo())
    assert found.format == Format.JPEG
    assert b"SecretCamera" not in found.content
    with Image.open(io.BytesIO(found.content)) as kept:
        assert kept.size == (48, 64)
        assert not kept.getexif()
    assert found.preview


def test_what_hides_behind_a_photograph_is_left_behind():
    found = inspect(photo() + b"<script>alert(1)</script>")
    assert b"<script>" not in found.content


def test_large_photographs_become_smaller():
    with Image.open(io.BytesIO(inspect(photo((4000, 3000))).content)) as kept:
        assert max(kept.size) == LONGEST_SIDE


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, Format.PDF),
        (package("[Content_Types].xml", "word/document.xml"), Format.WORD),
        (package("[Content_Types].xml", "xl/workbook.xml"), Format.SHEET),
        (b"ID3\x04rest", Format.MP3),
        (b"#!AMR\nrest", Format.AMR),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", Format.WAV),
        (b"\x00\x00\x00\x18ftypM4A rest", Format.M4A),
        (b"\x00\x00\x00\x18ftypisomrest", Format.MP4),
        (photo(kind="PNG"), Format.PNG),
        (photo(kind="WEBP"), Format.JPEG),
    ],
)
def test_a_file_is_what_its_content_says(content, expected):
    assert inspect(content).format == expected


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "unknown_format"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "unknown_format"),
        (b"MZ\x90\x00 a program", "unknown_format"),
        (package("evil.exe"), "unknown_format"),
        (package("word/document.xml", "word/vbaProject.bin"), "macros"),
        (b"PK\x03\x04 broken", "unknown_format"),
        (b"\x00\x00\x00\x18ftypheicrest", "heic"),
        (photo()[:200], "broken"),
        (b"\x00" * (MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_may_not_be_kept_is_refused_in_words(content, code):
    with pytest.raises(Refused) as refused:
        inspect(content)
    assert (refused.value.code, refused.value.field) == (code, "file")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\证据\\欠条.exe", "欠条.pdf"),
        ("欠条.pdf", "欠条.pdf"),
        ("\u202efdp.笔录", "fdp.笔录.pdf"),
        ("...", "未命名.pdf"),
        ("长" * 300 + ".pdf", "长" * 120 + ".pdf"),
    ],
)
def test_names_are_cleaned(given, kept):
    assert clean_name(given, Format.PDF) == kept


def test_the_store_keeps_content_once_and_whole(tmp_path):
    kept = DiskStore(tmp_path)
    name = kept.put(b"one")
    assert kept.put(b"one") == name
    with kept.open(name) as file:
        assert file.read() == b"one"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    for bad in ("../secret", "x" * 64, ""):
        with pytest.raises(FileNotFoundError):
            kept.open(bad)


@pytest.mark.req("C7")
def test_a_file_stands_in_the_ledger(dispute, cast):
    row = attach(dispute, "欠条.pdf", PDF, Purpose.EVIDENCE, by=cast.coordinator)
    entry = Entry.objects.of(dispute).get(act=Act.ATTACH)
    assert entry.details["sha256"] == row.stored
    assert store().has(row.stored)
    with pytest.raises(Refused) as refused:
        attach(dispute, "欠条2.pdf", PDF, Purpose.EVIDENCE, by=cast.coordinator)
    assert refused.value.code == "attached_already"


@pytest.mark.req("O4")
def test_a_file_is_handed_out_only_to_who_may_see_the_dispute(dispute, cast, sign_in):
    row = attach(dispute, "现场.jpg", photo(), Purpose.SCENE, by=cast.coordinator)
    address = f"{dispute.get_absolute_url()}files/{row.pk}/"
    answer = sign_in("coordinator").get(address)
    assert answer.status_code == 200
    with store().open(row.stored) as file:
        assert b"".join(answer.streaming_content) == file.read()
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    small = sign_in("coordinator").get(f"{address}preview/")
    assert small["Content-Type"] == "image/jpeg"
    assert b"".join(small.streaming_content).startswith(b"\xff\xd8")
    for path in (address, f"{address}preview/"):
        assert sign_in("stranger").get(path).status_code == 404
        assert sign_in("administrator").get(path).status_code == 403
        assert Client().get(path).status_code == 302
    other = factories.registered(cast)
    assert sign_in("coordinator").get(f"{other.get_absolute_url()}files/{row.pk}/").status_code == 404


def test_the_form_uploads_and_says_what_is_wrong(dispute, sign_in):
    client = sign_in("coordinator")
    address = f"{dispute.get_absolute_url()}files/new/"
    assert client.get(address).status_code == 200
    bad = SimpleUploadedFile("欠条.pdf", b"<html>", content_type="application/pdf")
    refused = client.post(address, {"file": bad, "purpose": int(Purpose.EVIDENCE)})
    assert refused.status_code == 422
    assert "不认得这种文件" in refused.content.decode()
    good = SimpleUploadedFile("欠条.bin", PDF)
    page = client.post(address, {"file": good, "purpose": int(Purpose.EVIDENCE)}, follow=True)
    assert "欠条.pdf" in page.content.decode()
    assert Attachment.objects.of(dispute).count() == 1
