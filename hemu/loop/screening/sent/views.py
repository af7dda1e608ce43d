"""Pages: how a visit came from phones, its voice notes, and the photos that came too late for it."""

from __future__ import annotations

from typing import Final

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from hemu.documents.store import store
from hemu.kernel.errors import Missing
from hemu.kernel.web import reads
from hemu.loop.screening import queries
from hemu.loop.screening.sent import files
from hemu.loop.screening.sent.models import FileKind, Sending
from hemu.orgs.signed_in import actor_of

_MS: Final = 1000


def _clock(row: Sending) -> str:
    """How far the phone's clock was off, in words."""
    off = row.offset_ms / _MS
    if abs(off) < 1:
        return _("准确")
    words = _("快 %(n)d 秒") if off > 0 else _("慢 %(n)d 秒")
    return words % {"n": abs(off)}


@reads
def sent(request: HttpRequest, county: int, visit_id: int) -> HttpResponse:
    """How a visit came from phones, edition by edition, and every file that came with it."""
    visit = queries.visit(county, visit_id, by=actor_of(request))
    every, sendings = files.files(visit), files.sendings(visit)
    named = {number for row in sendings for number in row.files}
    context = {
        "visit": visit,
        "sendings": [(row, _clock(row)) for row in sendings],
        "coming": len(named - {row.id for row in every}),
        "voices": [row for row in every if row.kind == FileKind.VOICE],
        "photos": [row for row in every if row.kind == FileKind.PHOTO],
    }
    return render(request, "sent/visit.html", context)


@reads
def file(request: HttpRequest, county: int, visit_id: int, file_id: int) -> HttpResponseBase:
    """One photo or voice note, to whoever may see the visit."""
    visit = queries.visit(county, visit_id, by=actor_of(request))
    row = files.file(visit, file_id)
    try:
        content = store().open(row.stored)
    except FileNotFoundError as error:
        raise Missing(_("没有找到这个文件。")) from error
    answer = FileResponse(content, content_type=row.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    answer["Content-Disposition"] = "inline"
    return answer
