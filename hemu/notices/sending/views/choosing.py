"""接收方式: what the person signed in hears on which channel."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.forms import put_refusal
from hemu.kernel.errors import Refused
from hemu.kernel.web import writes
from hemu.notices.sending import actions, queries
from hemu.notices.sending.forms import ChooseForm
from hemu.orgs.signed_in import actor_of


@writes
def choose(request: HttpRequest) -> HttpResponse:
    """Every channel on which one can be reached, with what one chose; a POST saves all of them."""
    by = actor_of(request)
    chosen, given = queries.chosen(by), request.POST if request.method == "POST" else None
    forms = [
        ChooseForm(given, channel=channel, chosen=chosen.get(channel.pk))
        for channel in queries.channels_for(by)
    ]
    if given is not None and all(form.is_valid() for form in forms):
        wrong = False
        for form in forms:
            try:
                actions.choose(
                    form.channel, form.cleaned_data["families"], form.cleaned_data["address"], by=by
                )
            except Refused as refused:
                put_refusal(form, refused)
                wrong = True
        if not wrong:
            messages.success(request, _("已保存。"))
            return redirect("sending:choose")
    return render(request, "sending/choose.html", {"forms": forms}, status=422 if given is not None else 200)
