"""Reading the decision tables: which hold, what they say, whether their examples pass, and trying them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.web import reads
from hemu.kernel.wording import listed, noted
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of
from hemu.rulebook import queries
from hemu.rulebook.beside import parts_for
from hemu.rulebook.checking import open_questions, problems
from hemu.rulebook.engine import compile_table
from hemu.rulebook.facts import fact
from hemu.rulebook.forms import ActivateForm, ApproveForm, FactsForm
from hemu.rulebook.models import RuleTable, Status
from hemu.rulebook.reading import COMMON, POLICY
from hemu.rulebook.versions import others_who_manage
from hemu.rulebook.views.shared import asked_day, context

NAMED = 3
"""Administrators who are named as those who could approve."""


@reads
def index(request: HttpRequest) -> HttpResponse:
    """Every table as it holds today, or on the day asked for."""
    day = asked_day(request)
    found = context(request, "tables", tables=queries.overview(day), day=day, waiting=_waiting(request))
    return render(request, "rulebook/index.html", found)


def _waiting(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits for an approval, for those who could give it."""
    actor = actor_of(request)
    if not actor.may(Permission.MANAGE_RULES):
        return []
    return [
        {
            "version": row,
            "label": queries.spec_of(row.name).label,
            "is_mine": row.proposer_id == actor.person_id,
        }
        for row in queries.proposed()
    ]


@reads
def table(request: HttpRequest, name: str) -> HttpResponse:
    """The version of a table in force."""
    day = asked_day(request)
    return show(request, queries.in_force(name, day), day=day)


@reads
def version(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One version of a table, whatever its state."""
    return show(request, queries.version_of(name, number))


def show(request: HttpRequest, held: RuleTable, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of one version."""
    facts = queries.asked(held.rows)
    trying = FactsForm(facts, request.GET if "try" in request.GET else None, auto_id="try_%s")
    wrong, spec = problems(held.name, held.rows), queries.spec_of(held.name)
    found = context(
        request,
        "tables",
        spec=spec,
        about=queries.ABOUT[held.name],
        reading=(*POLICY[spec.policy], COMMON),
        held=held,
        is_draft=held.status == Status.DRAFT,
        is_proposed=held.status == Status.PROPOSED,
        lines=queries.lines(held),
        examples=queries.examples(held),
        problems=wrong,
        versions=queries.versions(held.name),
        history=queries.history(held.name, held.version),
        besides=parts_for(held, actor_of(request)),
        trying=trying,
        result=None if wrong else _tried(held, trying),
        **_second(request, held),
    )
    return render(request, "rulebook/table.html", {**found, **more}, status=status)


def _second(request: HttpRequest, held: RuleTable) -> dict[str, Any]:
    """Who could approve, and the forms of proposing and of approving."""
    actor = actor_of(request)
    in_force = queries.others_in_force(held, clock.today())
    returns = in_force is not None and held.basis is not None and held.basis != in_force.version
    why = _("恢复第 %(n)s 版的规则。") % {"n": held.basis} if returns else held.why
    others = others_who_manage(actor) if actor.may(Permission.MANAGE_RULES) else []
    return {
        "others": others,
        "approvers": listed(noted(post.person.name, post.unit.name) for post in others[:NAMED]),
        "is_mine": held.proposer_id == actor.person_id,
        "in_force": in_force,
        "activating": ActivateForm(initial={"valid_from": None, "why": why}),
        "deciding": ApproveForm(),
    }


def _tried(held: RuleTable, form: FactsForm) -> dict[str, Any] | None:
    if not form.is_bound or not form.is_valid():
        return None
    given = form.recorded()
    verdict = compile_table(held.name, held.version, held.rows).evaluate(given)
    return {
        **queries.outcome(held.name, verdict),
        "open": [fact(name).label for name in open_questions(held.rows, given)],
    }
