"""/: my work today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemu.kernel import clock
from hemu.kernel.web import reads
from hemu.notices import queries as notices
from hemu.office.pages import work
from hemu.office.pages.duties import duties
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of


@reads
def today(request: HttpRequest) -> HttpResponse:
    """What waits for this post, the most pressing first; for viewers, the figures first."""
    actor = actor_of(request)
    sections = work.sections(actor)
    context = {
        "sections": [section for section in sections if section.rows],
        "clear": [section for section in sections if not section.rows],
        "tiles": sections,
        "numbers": work.numbers(actor),
        "figures_first": not actor.may(Permission.REGISTER),
        "duties": duties(actor),
        "lately": notices.lately(actor),
        "today": clock.today(),
        "may_register": actor.may(Permission.REGISTER),
    }
    return render(request, "office/work/page.html", context)
