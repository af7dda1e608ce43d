"""Looking at what was uploaded: what it really is, whether it may be kept, and images written anew.

The name and the type that a browser sends are never believed.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from hemu.documents.models import Format
from hemu.kernel.errors import Refused

MOST_BYTES: Final = 20 * 2**20
MOST_PIXELS: Final = 60_000_000
LONGEST_SIDE: Final = 2560
"""Pixels: enough to read a page of small print that was photographed."""
PREVIEW_SIDE: Final = 320
_PHOTO_FORMATS: Final = ("JPEG", "PNG", "WEBP", "BMP", "GIF")


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: what it is, its bytes as they will be kept, a small image of it or none."""

    format: Format
    content: bytes
    preview: bytes = b""


def inspect(content: bytes) -> Inspected:
    """What `content` is. Raises Refused (field ``file``) with what to do instead."""
    if not content:
        raise Refused(_("这个文件是空的，请重新选择。"), field="file", code="empty")
    if len(content) > MOST_BYTES:
        raise Refused(
            _("文件超过 %(most)s MB。请压缩，或分成几个文件上传。") % {"most": MOST_BYTES // 2**20},
            field="file",
            code="too_large",
        )
    found = _plain_format(content)
    if found is not None:
        return Inspected(found, content)
    return _image(content)


def _plain_format(content: bytes) -> Format | None:
    """What the first bytes say, for everything that isn't an image."""
    head = content[:16]
    if head.startswith(b"%PDF-"):
        return Format.PDF
    if head.startswith(b"PK\x03\x04"):
        return _office_format(content)
    if head.startswith(b"ID3") or head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return Format.MP3
    if head.startswith(b"#!AMR"):
        return Format.AMR
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return Format.WAV
    if head[4:8] == b"ftyp":
        return _iso_format(head[8:12])
    return None


def _iso_format(brand: bytes) -> Format:
    if brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"):
        raise Refused(
            _("手机把照片存成了 HEIC 格式。请在相机设置中选“兼容性最佳”，或先转成 JPG 再上传。"),
            field="file",
            code="heic",
        )
    return Format.M4A if brand.startswith(b"M4A") else Format.MP4


def _office_format(content: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
    except zipfile.BadZipFile:
        names = set()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(_("这个文件含有宏，不能上传。请另存为不含宏的文件。"), field="file", code="macros")
    if "word/document.xml" in names:
        return Format.WORD
    if "xl/workbook.xml" in names:
        return Format.SHEET
    raise _unknown()


def _unknown() -> Refused:
    return Refused(
        _("不认得这种文件。可以上传照片（JPG、PNG）、PDF、Word（docx）、Excel（xlsx）、录音和视频（MP4）。"),
        field="file",
        code="unknown_format",
    )


def _image(content: bytes) -> Inspected:
    """The image written anew: what the camera noted (place, device), or what may hide in it, stays behind."""
    try:
        with Image.open(io.BytesIO(content), formats=_PHOTO_FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused(_("照片的尺寸太大，请缩小后再上传。"), field="file", code="too_many_pixels")
            keeps_lines = opened.format in ("PNG", "GIF", "BMP")
            picture = ImageOps.exif_transpose(opened)
            picture.load()
    except UnidentifiedImageError as error:
        raise _unknown() from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused(_("这张照片已损坏，打不开。请重新拍一张。"), field="file", code="broken") from error
    kept = Format.PNG if keeps_lines else Format.JPEG
    return Inspected(
        kept, _encoded(picture, LONGEST_SIDE, kept), _encoded(picture, PREVIEW_SIDE, Format.JPEG)
    )


def _encoded(picture: Image.Image, side: int, kept: Format) -> bytes:
    small = picture.convert("RGB")
    small.thumbnail((side, side))
    out = io.BytesIO()
    if kept == Format.PNG:
        small.save(out, "PNG", optimize=True)
    else:
        small.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()
