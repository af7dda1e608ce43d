"""Texts: what stands for each purpose, and changing it with what it will look like beside it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.forms import put_refusal
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.notices.sending import queries
from hemu.notices.sending.forms import TemplateForm
from hemu.notices.sending.models import Purpose
from hemu.notices.sending.texts import PLACES, SAMPLES, fill
from hemu.notices.sending.views.common import tabs
from hemu.orgs.signed_in import actor_of


@reads
def templates(request: HttpRequest) -> HttpResponse:
    """Each purpose with its text."""
    found = queries.templates(actor_of(request))
    rows = [(purpose, row, fill(queries.words_of(purpose, row)[1], SAMPLES)) for purpose, row in found]
    return render(request, "sending/texts.html", {"rows": rows, "tabs": tabs("texts")})


@writes
def template(request: HttpRequest, purpose: int) -> HttpResponse:
    """One text. A POST with ``look`` only shows what it will look like."""
    by = actor_of(request)
    standing = dict(queries.templates(by))
    if purpose not in Purpose.values:
        raise Missing("")
    of = Purpose(purpose)
    given = request.POST if request.method == "POST" else None
    form = TemplateForm(given, purpose=of, row=standing[of], by=by)
    looks = given is not None and "look" in given
    if form.is_bound and not looks and form.is_valid():
        try:
            form.write()
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已启用，之后的消息用这段文字。"))
            return redirect("sending:texts")
    context = {
        "form": form,
        "purpose": of,
        "row": standing[of],
        "places": [(f"{{{name}}}", label, SAMPLES[name]) for name, label in PLACES[of].items()],
    }
    return render(request, "sending/text.html", context, status=422 if form.is_bound and not looks else 200)
