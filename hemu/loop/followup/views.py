"""The pages of 访."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemu.disputes.act_page import act_view
from hemu.kernel.web import reads
from hemu.loop.followup import forms, queries
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of

follow_up = act_view(forms.FollowUpForm)
plan = act_view(forms.PlanForm)
relapse = act_view(forms.RelapseForm)
close = act_view(forms.CloseForm)


@reads
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for me: overdue first."""
    by = actor_of(request)
    by.require(Permission.VIEW)
    context = {"queue": queries.queue(by), "may_do": by.may(Permission.FOLLOW_UP)}
    return render(request, "followup/queue.html", context)
