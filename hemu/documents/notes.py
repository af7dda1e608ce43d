"""What a photo says of where and when it was taken, read before it is written anew without that."""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from PIL import Image, UnidentifiedImageError

from hemu.kernel.clock import CHINA

_GPS, _DETAILS = 0x8825, 0x8769
_MAKE, _MODEL = 0x010F, 0x0110
_TAKEN, _OFFSET = 0x9003, 0x9011
_CAMERA_LENGTH: Final = 80


@dataclass(frozen=True, slots=True)
class Notes:
    """EXIF notes (CIPA DC-008): degrees WGS 84 and a moment, each None when the picture doesn't say."""

    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    camera: str = ""

    @property
    def is_empty(self) -> bool:
        return self.taken_at is None and self.latitude is None


def notes_of(content: bytes) -> Notes:
    """What the camera noted; empty for what isn't a picture or says nothing that can be read."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
            exif = opened.getexif()
            gps, details = exif.get_ifd(_GPS), exif.get_ifd(_DETAILS)
            latitude, longitude = _degrees(gps, 2, 1, "S", 90), _degrees(gps, 4, 3, "W", 180)
            both = latitude is not None and longitude is not None
            return Notes(
                _moment(details),
                latitude if both else None,
                longitude if both else None,
                _camera(exif),
            )
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Notes()


def _degrees(gps: Mapping[int, Any], value: int, sign: int, negative: str, most: int) -> float | None:
    with suppress(LookupError, TypeError, ValueError, ZeroDivisionError):
        degrees, minutes, seconds = (float(part) for part in gps[value])
        found = degrees + minutes / 60 + seconds / 3600
        if str(gps.get(sign, "")).strip("\0 ").upper() == negative:
            found = -found
        return found if -most <= found <= most else None
    return None


def _moment(details: Mapping[int, Any]) -> datetime | None:
    """When the shutter was pressed; a camera that doesn't name its time zone is taken to live in China's."""
    text = str(details.get(_TAKEN, "")).strip("\0 ")
    with suppress(ValueError):
        taken = datetime.strptime(text, "%Y:%m:%d %H:%M:%S").replace(tzinfo=CHINA)
        offset = str(details.get(_OFFSET, "")).strip("\0 ")
        if offset:
            taken = datetime.strptime(f"{text} {offset}", "%Y:%m:%d %H:%M:%S %z")
        return taken.astimezone(UTC)
    return None


def _camera(exif: Mapping[int, Any]) -> str:
    parts = (str(exif.get(tag, "")).strip("\0 ") for tag in (_MAKE, _MODEL))
    said = " ".join(part for part in parts if part)
    return "".join(mark for mark in said if mark.isprintable())[:_CAMERA_LENGTH]
