"""The pages of 调: the acts, and what can be printed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hemu.disputes import queries as disputes
from hemu.disputes.act_page import act_view
from hemu.disputes.models import Dispute, State
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.kernel.web import reads
from hemu.loop.mediation import mediable, queries, rights
from hemu.loop.mediation import routes as ways_out
from hemu.loop.mediation.forms import agreements, appraising, beginning, mediators, sessions
from hemu.loop.mediation.models import Acceptance, Agreement, AgreementForm
from hemu.loop.mediation.papers import agreements as agreements_papers
from hemu.orgs.actor import Actor
from hemu.orgs.signed_in import actor_of
from hemu.rulebook import codes

apply = act_view(beginning.ApplyForm)
consent = act_view(beginning.ConsentingForm)
reopen = act_view(beginning.ReopenForm)
accept = act_view(beginning.AcceptForm)
extend = act_view(beginning.ExtendForm)
not_accept = act_view(beginning.NotAcceptForm)
decline = act_view(beginning.DeclineForm)
appraise = act_view(appraising.AppraiseForm)
appraised = act_view(appraising.AppraisedForm)
recuse = act_view(mediators.RecuseForm)
step_aside = act_view(mediators.StepAsideForm)
change_mediators = act_view(mediators.ChangeMediatorsForm)
session = act_view(sessions.SessionForm)
fail = act_view(sessions.FailForm)
agree = act_view(agreements.AgreeForm)
spot = act_view(agreements.SpotForm)
performed = act_view(agreements.PerformedForm)


@reads
def routes(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """The other ways that are open at every stage, and what may not be mediated, with where it goes."""
    dispute = disputes.get(county, dispute_id, by=actor_of(request))
    context = {
        "dispute": dispute,
        "routes": ways_out.routes(dispute),
        "bars": mediable.bars(dispute),
        "every": mediable.every(),
        "court": rights.COURT_IS_OPEN,
    }
    return render(request, "mediation/routes.html", context)


@reads
def next_promise(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """To the form of what is owed next."""
    dispute = disputes.get(county, dispute_id, by=actor_of(request))
    row = queries.next_owed(dispute)
    if row is None:
        raise Missing("")
    return redirect("performance:perform", county=county, dispute_id=dispute_id, promise_id=row.pk)


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The part of the dispute's page that shows the mediation."""
    acceptance = next(iter(queries.acceptances(dispute)), None)
    ended = queries.endings(dispute)
    found = {
        "applications": queries.applications(dispute),
        "acceptance": acceptance,
        "endings": [(row, [codes.label("other_route", way) for way in row.other_ways]) for row in ended],
        "sessions": queries.sessions(dispute) if acceptance else [],
    }
    agreement = queries.shown_agreement(dispute)
    chosen = queries.choices(dispute, ended)
    if not (any(found.values()) or agreement or chosen):
        return None
    named = queries.everybody_named(dispute) if acceptance else []
    return {
        **found,
        "mediators": [row for row in named if row.is_open],
        "left": [row for row in named if row.left_at],
        "chosen": chosen,
        "agreement": agreement,
        "appraisals": queries.shown_appraisals(dispute) if acceptance else [],
        "signatures": queries.signatures(agreement) if agreement else [],
        "agreement_paper": _paper_of(agreement),
        "court": rights.COURT_IS_OPEN,
        "bars": mediable.bars(dispute),
        "stopped": dispute.state == State.REFERRED,
        "waits_too_long": acceptance is not None and _ran_out(acceptance),
    }


def _ran_out(acceptance: Acceptance) -> bool:
    return acceptance.ended_at is None and acceptance.due_at is not None and acceptance.due_at < clock.now()


def _paper_of(agreement: Agreement | None) -> str:
    """The key of the paper that an agreement is printed as."""
    is_written = agreement is not None and agreement.form == AgreementForm.WRITTEN
    return agreements_papers.WRITTEN.key if is_written else agreements_papers.ORAL.key
