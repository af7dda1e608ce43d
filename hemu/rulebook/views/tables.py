"""Reading the decision tables: which hold, what they say, whether their examples pass, and trying them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemu.kernel.web import reads
from hemu.rulebook import queries
from hemu.rulebook.checking import open_questions, problems
from hemu.rulebook.engine import compile_table
from hemu.rulebook.facts import fact
from hemu.rulebook.forms import ActivateForm, FactsForm
from hemu.rulebook.models import RuleTable, Status
from hemu.rulebook.views.shared import asked_day, context


@reads
def index(request: HttpRequest) -> HttpResponse:
    """Every table as it holds today, or on the day asked for."""
    day = asked_day(request)
    return render(
        request, "rulebook/index.html", context(request, "tables", tables=queries.overview(day), day=day)
    )


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
    wrong = problems(held.name, held.rows)
    found = context(
        request,
        "tables",
        spec=queries.spec_of(held.name),
        about=queries.ABOUT[held.name],
        held=held,
        is_draft=held.status == Status.DRAFT,
        lines=queries.lines(held),
        examples=queries.examples(held),
        problems=wrong,
        versions=queries.versions(held.name),
        trying=trying,
        result=None if wrong else _tried(held, trying),
        activating=ActivateForm(initial={"valid_from": None}),
    )
    return render(request, "rulebook/table.html", {**found, **more}, status=status)


def _tried(held: RuleTable, form: FactsForm) -> dict[str, Any] | None:
    if not form.is_bound or not form.is_valid():
        return None
    given = form.recorded()
    verdict = compile_table(held.name, held.version, held.rows).evaluate(given)
    return {
        **queries.outcome(held.name, verdict),
        "open": [fact(name).label for name in open_questions(held.rows, given)],
    }
