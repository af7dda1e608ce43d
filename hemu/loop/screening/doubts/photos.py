"""Fingerprints of photos, and photos that were there before.

A perceptual hash (pHash: the low frequencies of a discrete cosine transform, 64 bits) stays nearly the
same when a picture is shrunk, saved again or made a little brighter. A picture of nothing, such as a dark
one, says nothing and gets none.
"""

from __future__ import annotations

from collections.abc import Iterable

import imagehash
from PIL import Image, ImageStat, UnidentifiedImageError

from hemu.documents.store import store
from hemu.kernel.ids import new_id
from hemu.loop.screening.doubts import rules
from hemu.loop.screening.doubts.models import PhotoPrint
from hemu.loop.screening.models import Visit

WHY = "every visit of the county is held against every other; who may see what is asked on the page"
_SMALL = (512, 512)
_FLAT = 6
"""Spread of grey (0 to 127) below which a picture shows nothing."""


def fingerprint(name: str) -> int | None:
    """The 64 bits of a photo in the store; None when it isn't there, can't be read, or shows nothing."""
    try:
        with store().open(name) as content, Image.open(content) as image:
            image.draft("L", _SMALL)
            grey = image.convert("L")
            grey.thumbnail(_SMALL)
            if ImageStat.Stat(grey).stddev[0] < _FLAT:
                return None
            return int(str(imagehash.phash(grey)), 16)
    except (FileNotFoundError, UnidentifiedImageError, OSError):
        return None


def keep(visit: Visit) -> list[PhotoPrint]:
    """The fingerprints of a visit's photos, taking those that are missing."""
    held = {row.stored: row for row in PhotoPrint.objects.in_county(visit.county, visit_id=visit.id)}
    for number, name in enumerate(visit.photos):
        if name not in held and (found := fingerprint(name)) is not None:
            held[name] = _row(visit, number, name, found)
            held[name].save(force_insert=True)
    return [held[name] for name in visit.photos if name in held]


def _row(visit: Visit, number: int, name: str, found: int) -> PhotoPrint:
    return PhotoPrint(
        id=new_id(), county=visit.county, visit_id=visit.id, number=number, stored=name,
        hash=rules.as_signed(found), pieces=rules.pieces(found), started_at=visit.started_at,
    )  # fmt: skip


def seen_before(prints: Iterable[PhotoPrint], most_bits: int) -> list[tuple[PhotoPrint, PhotoPrint, int]]:
    """(a photo, the nearest photo of another visit, bits apart) for those that are the same picture."""
    found = []
    for mine in prints:
        others = PhotoPrint.objects.unscoped(reason=WHY).filter(
            county=mine.county, pieces__overlap=rules.probes(mine.hash & (2**64 - 1))
        )
        near = [
            (rules.bits_apart(mine.hash, other.hash), other)
            for other in others.exclude(visit_id=mine.visit_id).order_by("id")
        ]
        near = [one for one in near if one[0] <= most_bits]
        if near:
            bits, other = min(near, key=lambda one: (one[0], one[1].id))
            found.append((mine, other, bits))
    return found
