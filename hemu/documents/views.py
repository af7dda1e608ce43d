"""Files of a dispute: adding one, and handing one out to whoever may see the dispute."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import queries
from hemu.disputes.checks import check_step, pick_step
from hemu.disputes.lifecycle import Act
from hemu.documents import actions
from hemu.documents.forms import AttachForm
from hemu.documents.models import Attachment, Format, Purpose
from hemu.documents.queries import attachment
from hemu.documents.store import store
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of
from hemu.privacy.veil import require_names

TYPES = {
    Format.JPEG: "image/jpeg",
    Format.PNG: "image/png",
    Format.PDF: "application/pdf",
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.SHEET: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.MP3: "audio/mpeg",
    Format.M4A: "audio/mp4",
    Format.WAV: "audio/wav",
    Format.AMR: "audio/amr",
    Format.MP4: "video/mp4",
}


@writes
def attach(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """Add a file to a dispute."""
    actor = actor_of(request)
    dispute = queries.get(county, dispute_id, by=actor)
    check_step(dispute, pick_step(dispute, Act.ATTACH, None), actor)
    form = AttachForm(request.POST, request.FILES) if request.method == "POST" else AttachForm()
    context = {"dispute": dispute, "form": form}
    if request.method != "POST":
        return render(request, "documents/attach.html", context)
    if form.is_valid():
        given = form.cleaned_data
        try:
            added = actions.attach(
                dispute, given["file"].name, given["file"].read(), Purpose(given["purpose"]), by=actor
            )
        except (Forbidden, Missing, Conflict):
            raise
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("“%(name)s”已保存，台账已记下。") % {"name": added.name})
            return redirect(f"{dispute.get_absolute_url()}#files")
    return render(request, "documents/attach.html", context, status=422)


@reads
def content(request: HttpRequest, county: int, dispute_id: int, attachment_id: int) -> HttpResponseBase:
    """The file itself. Images and PDF open in the browser, everything else is saved."""
    found = _attachment(request, county, dispute_id, attachment_id)
    inline = found.is_image or found.format == Format.PDF
    return _answer(found, found.stored, TYPES[Format(found.format)], inline=inline)


@reads
def preview(request: HttpRequest, county: int, dispute_id: int, attachment_id: int) -> HttpResponseBase:
    """A small image of a file that is one."""
    found = _attachment(request, county, dispute_id, attachment_id)
    if not found.preview:
        raise Missing("")
    return _answer(found, found.preview, "image/jpeg", inline=True)


def _attachment(request: HttpRequest, county: int, dispute_id: int, attachment_id: int) -> Attachment:
    actor = actor_of(request)
    actor.require(Permission.VIEW)
    dispute = queries.get(county, dispute_id, by=actor)
    require_names(dispute, actor)
    return attachment(dispute, attachment_id)


def _answer(found: Attachment, stored: str, content_type: str, *, inline: bool) -> FileResponse:
    """Headers that let nothing in the file act as a page of ours, and keep it out of shared caches."""
    try:
        file = store().open(stored)
    except FileNotFoundError as error:
        raise Missing(_("文件库里找不到这个文件，请联系系统管理员。")) from error
    way = "inline" if inline else "attachment"
    headers = {
        "Content-Disposition": f"{way}; filename*=UTF-8''{quote(found.name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "Cache-Control": "private, no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return FileResponse(file, content_type=content_type, headers=headers)
