"""/geo/CODE.json: outlines of what lies right below a region, for the map charts."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition

from hemu.kernel.errors import Missing
from hemu.kernel.places import parse_code
from hemu.kernel.web import reads
from hemu.orgs import outlines, queries


def _content(code: str) -> bytes:
    try:
        place = parse_code(code)
    except ValueError as wrong:
        raise Missing(_("没有这个区划")) from wrong
    region = queries.region(place)
    wanted, country = outlines.wanted_for(region, queries.children(region))
    return outlines.collection(wanted, country=country)


def _etag(request: HttpRequest, code: str) -> str:
    return f'"{hashlib.sha256(_content(code)).hexdigest()[:20]}"'


@reads
@condition(etag_func=_etag)
def geo(request: HttpRequest, code: str) -> HttpResponse:
    """GeoJSON whose features carry ``code`` (12 digits) and ``name``; the same for everybody."""
    response = HttpResponse(_content(code), content_type="application/geo+json")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
