"""Changing a draft: its rules, their order, its examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.kernel.errors import Conflict, Missing
from hemu.kernel.web import writes
from hemu.orgs.actor import Actor
from hemu.rulebook import actions, queries
from hemu.rulebook.forms import ExampleForm
from hemu.rulebook.models import RuleTable, Status
from hemu.rulebook.row_form import RowForm
from hemu.rulebook.views.shared import context, manager_of


def draft_of(request: HttpRequest, name: str, number: int) -> tuple[Actor, RuleTable]:
    """The actor, who must manage rules, and the draft; raises Conflict for what isn't one any more."""
    actor, held = manager_of(request), queries.version_of(name, number)
    if held.status != Status.DRAFT:
        raise Conflict(_("这个版本已提请批准、启用或撤回，不能再改。请另起草稿，或先收回提请。"))
    return actor, held


def back_to(held: RuleTable, anchor: str = "") -> HttpResponse:
    """To the version's page."""
    response = redirect("rulebook:version", held.name, held.version)
    response["Location"] += f"#{anchor}" if anchor else ""
    return response


def _at(items: list[Any], position: int) -> Any:
    if position >= len(items):
        raise Missing(_("草稿里没有这一条。"))
    return items[position]


def _edit(
    request: HttpRequest, held: RuleTable, form: Any, template: str, save: Callable[[str], None], anchor: str
) -> HttpResponse:
    """Show a form of the draft, or save it: 422 keeps what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            save(request.POST.get("seen", ""))
        except Conflict as refused:
            form.add_error(None, str(refused))
        else:
            return back_to(held, anchor)
    named = queries.named_values()
    found = context(
        request, "tables", spec=queries.spec_of(held.name), held=held, form=form, named_values=named
    )
    return render(request, template, found, status=422 if form.is_bound else 200)


def _row_page(request: HttpRequest, name: str, number: int, position: int | None) -> HttpResponse:
    actor, held = draft_of(request, name, number)
    spec, rows = queries.spec_of(name), list(held.rows)
    initial = (
        RowForm.initial_of(spec, _at(rows, position)) if position is not None else {"source": _("本地规定")}
    )
    form = RowForm(spec, request.POST or None, initial=initial)

    def save(seen: str) -> None:
        if position is None:
            rows.append(form.row())
        elif "delete" in request.POST:
            del rows[position]
        else:
            rows[position] = form.row()
        actions.revise(name, number, rows=rows, seen=seen, by=actor)

    return _edit(request, held, form, "rulebook/row.html", save, "rules")


@writes
def new_row(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Add a rule at the end of a draft."""
    return _row_page(request, name, number, None)


@writes
def row(request: HttpRequest, name: str, number: int, position: int) -> HttpResponse:
    """Change a rule of a draft, or take it out."""
    return _row_page(request, name, number, position)


@writes
def move_row(request: HttpRequest, name: str, number: int, position: int) -> HttpResponse:
    """Let a rule be asked one place earlier."""
    actor, held = draft_of(request, name, number)
    rows = list(held.rows)
    _at(rows, position)
    if request.method == "POST" and position > 0:
        rows[position - 1], rows[position] = rows[position], rows[position - 1]
        actions.revise(name, number, rows=rows, seen=request.POST.get("seen", ""), by=actor)
    return back_to(held, "rules")


def _example_page(request: HttpRequest, name: str, number: int, position: int | None) -> HttpResponse:
    actor, held = draft_of(request, name, number)
    spec, examples = queries.spec_of(name), list(held.examples)
    initial = ExampleForm.initial_of(spec, _at(examples, position)) if position is not None else None
    form = ExampleForm(spec, queries.asked(held.rows), request.POST or None, initial=initial)

    def save(seen: str) -> None:
        if position is None:
            examples.append(form.example())
        elif "delete" in request.POST:
            del examples[position]
        else:
            kept = {k: v for k, v in examples[position]["facts"].items() if f"f_{k}" not in form.fields}
            edited = form.example()
            examples[position] = {**edited, "facts": {**kept, **edited["facts"]}}
        actions.revise(name, number, examples=examples, seen=seen, by=actor)

    return _edit(request, held, form, "rulebook/example.html", save, "examples")


@writes
def new_example(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Add an example to a draft."""
    return _example_page(request, name, number, None)


@writes
def example(request: HttpRequest, name: str, number: int, position: int) -> HttpResponse:
    """Change an example of a draft, or take it out."""
    return _example_page(request, name, number, position)
