"""Parts of a report: its files, who reported, and what is decided of a proposal to open a dispute anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.disputes.forms import put_refusal
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.loop.screening.villagers import actions, files, queries, reopening
from hemu.loop.screening.villagers.actions.contact import may_open
from hemu.loop.screening.villagers.forms import ContactForm, DeclineForm
from hemu.loop.screening.villagers.models import ContactPurpose, ReportFile
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of


@reads
def file(request: HttpRequest, county: int, report_id: int, file_id: int) -> HttpResponse:
    """A photo or a recording of a report; ``?small=1`` a small image."""
    row = queries.report(county, report_id, by=actor_of(request))
    return answer(queries.file(row, file_id), small=bool(request.GET.get("small")))


def answer(found: ReportFile, *, small: bool = False) -> HttpResponse:
    """The bytes, with headers that let nothing in them act as a page of ours."""
    small = small and bool(found.preview)
    try:
        content = files.read(found.preview if small else found.stored)
    except FileNotFoundError as error:
        raise Missing(_("文件库里找不到这个文件，请联系系统管理员。")) from error
    headers = {
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "Cache-Control": "private, no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(content, content_type="image/jpeg" if small else found.media, headers=headers)


@writes
def contact(request: HttpRequest, county: int, report_id: int) -> HttpResponse:
    """GET asks what for; POST records the opening and shows who reported, on this answer only."""
    by = actor_of(request)
    row = queries.report(county, report_id, by=by)
    by.require(Permission.AMEND)
    if not may_open(row, by):
        raise Forbidden(_("您的岗位不能查看反映人的姓名和电话。"))
    form = ContactForm(request.POST if request.method == "POST" else None)
    context = {"row": row, "form": form, "name": "", "phone": "", "shown": False}
    if request.method == "POST" and form.is_valid():
        try:
            purpose = ContactPurpose(form.cleaned_data["purpose"])
            name, phone = actions.open_contact(row, purpose, form.cleaned_data["note"], by=by)
            context |= {"name": name, "phone": phone, "shown": True}
        except Refused as refused:
            put_refusal(form, refused)
    status = 422 if request.method == "POST" and not context["shown"] else 200
    response = render(request, "villagers/contact.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@writes
def decline(request: HttpRequest, county: int, dispute_id: int, proposal_id: int) -> HttpResponse:
    """Say why a dispute isn't opened anew though a villager says that it isn't settled."""
    by = actor_of(request)
    dispute = disputes.get(county, dispute_id, by=by)
    by.require(Permission.FOLLOW_UP)
    found = next((row for row in queries.proposals(dispute) if row.id == proposal_id), None)
    if found is None:
        raise Missing("")
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reopening.decline(dispute, proposal_id, form.cleaned_data["reason"], by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已记下不重开的理由。"))
            return redirect(dispute.get_absolute_url())
    context = {"dispute": dispute, "proposal": found, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "villagers/decline.html", context, status=status)
