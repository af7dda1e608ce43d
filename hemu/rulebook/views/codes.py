"""Code lists: reading, searching, and a county's own codes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.orgs.actor import Actor
from hemu.rulebook import actions, queries, store
from hemu.rulebook.forms import CodeForm
from hemu.rulebook.store import CodeBook
from hemu.rulebook.views.shared import View, context, manager_of

_FIRST = "kinds"


@reads
def lists(request: HttpRequest) -> HttpResponse:
    """The kinds of dispute come first: they are what people look for."""
    return _page(request, _book(_FIRST))


@writes
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One list; a manager adds, renames and closes codes here."""
    book = _book(name)
    if request.method != "POST":
        return _page(request, book)
    actor = manager_of(request)
    form = CodeForm(book, clock.today(), request.POST)
    if form.is_valid():
        try:
            said = _change(book.name, form.cleaned_data, actor)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, said)
            return redirect("rulebook:list", name)
    return _page(request, book, form=form, status=422)


def _book(name: str) -> CodeBook:
    found = store.snapshot().codes.get(name)
    if found is None:
        raise Missing(_("没有这个代码表。"))
    return found


def _change(name: str, asked: dict[str, Any], by: Actor) -> str:
    code = asked["code"].strip()
    if asked["act"] == "add":
        actions.add_code(name, code, asked["label"], parent=asked["parent"], since=asked["on"], by=by)
        return _("已新增代码 %(code)s。") % {"code": code}
    if asked["act"] == "rename":
        actions.rename_code(name, code, asked["label"], on=asked["on"], by=by)
        return _("代码 %(code)s 已改名。此前的记录仍用原名。") % {"code": code}
    actions.close_code(name, code, on=asked["on"], by=by)
    return _("代码 %(code)s 已停用。此前的记录不变。") % {"code": code}


def _page(
    request: HttpRequest, book: CodeBook, *, form: CodeForm | None = None, status: int = 200
) -> HttpResponse:
    every = store.snapshot().codes
    query = request.GET.get("q", "")
    counterparts = queries.counterpart_lists(book, every)
    found = context(
        request,
        "codes",
        book=book,
        every=[
            View(other.label, f"/rules/codes/{other.name}/", other.name == book.name, len(other.rows))
            for other in _ordered(every)
        ],
        heads=[every[name].label for name in counterparts],
        lines=queries.code_lines(book, every, query, clock.today()),
        query=query,
        form=form or CodeForm(book, clock.today()),
    )
    return render(request, "rulebook/codes.html", found, status=status)


def _ordered(every: dict[str, CodeBook]) -> list[CodeBook]:
    first = (_FIRST, "moj", "reports")
    return [every[name] for name in first if name in every] + [
        book for name, book in every.items() if name not in first
    ]
