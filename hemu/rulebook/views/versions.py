"""The life of a version: drafted, proposed, approved or refused, called off; and two of them side by side."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.orgs.actor import Actor
from hemu.rulebook import actions, queries
from hemu.rulebook.comparing import compare
from hemu.rulebook.forms import ActivateForm, ApproveForm
from hemu.rulebook.models import RuleTable
from hemu.rulebook.versions import others_who_manage
from hemu.rulebook.views.editing import back_to, draft_of
from hemu.rulebook.views.shared import context, manager_of
from hemu.rulebook.views.tables import show


@writes
def draft(request: HttpRequest, name: str) -> HttpResponse:
    """Start a draft from the version in force."""
    actor = manager_of(request)
    queries.spec_of(name)
    if request.method != "POST":
        return redirect("rulebook:table", name)
    held = actions.draft(name, by=actor)
    messages.success(request, _("已建立草稿。改好并通过全部例子后，就可以提请启用。"))
    return back_to(held)


@writes
def restore(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Start a draft with the content of an earlier version."""
    actor, held = manager_of(request), queries.version_of(name, number)
    if request.method != "POST":
        return back_to(held)
    made = actions.draft(name, basis=number, by=actor)
    words = {"n": number}
    messages.success(request, _("已照第 %(n)s 版建立草稿，内容相同。请核对后提请启用。") % words)
    return back_to(made, "activate")


@writes
def discard(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Throw a draft away."""
    actor, held = draft_of(request, name, number)
    if request.method != "POST":
        return back_to(held)
    actions.discard(name, number, by=actor)
    messages.success(request, _("草稿已删除。"))
    return redirect("rulebook:table", name)


@writes
def activate(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Propose a draft to another administrator; let it hold where there is no other."""
    actor, held = draft_of(request, name, number)
    if request.method != "POST":
        return back_to(held, "activate")
    form = ActivateForm(request.POST)
    if form.is_valid():
        try:
            said = _put_up(held, form, actor)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, said)
            return back_to(held)
    return show(request, held, activating=form, status=422)


def _put_up(held: RuleTable, form: ActivateForm, by: Actor) -> str:
    if others_who_manage(by):
        actions.propose(held.name, held.version, by=by, **form.cleaned_data)
        return _("已提请批准。另一名管理员批准后，从生效日期起按新规则提出建议。")
    actions.activate(held.name, held.version, by=by, **form.cleaned_data)
    return _("已启用。到生效日期，各处自动按新规则提出建议。")


@writes
def decide(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Approve a proposal (``do=approve``) or refuse it; only another administrator than its proposer."""
    actor, held = manager_of(request), queries.version_of(name, number)
    if request.method != "POST":
        return back_to(held, "decide")
    form = ApproveForm(request.POST)
    if form.is_valid():
        try:
            said = _decided(request, held, form.cleaned_data["reason"], actor)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, said)
            return back_to(held)
    return show(request, held, deciding=form, status=422)


def _decided(request: HttpRequest, held: RuleTable, reason: str, by: Actor) -> str:
    if request.POST.get("do") == "approve":
        done = actions.approve(held.name, held.version, note=reason, by=by)
        return _("已批准，自 %(day)s 起生效。") % {"day": done.valid_from}
    actions.refuse(held.name, held.version, reason=reason, by=by)
    return _("没有批准，已退回为草稿，理由会显示给提请的人。")


@writes
def withdraw(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Call off a version whose day hasn't come."""
    return _plain(request, name, number, actions.withdraw, _("已撤回，原来的版本继续有效。"))


@writes
def take_back(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Make one's own proposal a draft again."""
    return _plain(request, name, number, actions.take_back, _("已收回，又是草稿，可以接着改。"))


def _plain(
    request: HttpRequest, name: str, number: int, act: Callable[..., object], said: str
) -> HttpResponse:
    """An act without a form of its own; a refusal is told above the page."""
    actor, held = manager_of(request), queries.version_of(name, number)
    if request.method == "POST":
        try:
            act(name, number, by=actor)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, said)
    return back_to(held)


@reads
def comparison(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """A version beside another (``?with=``): beside the one in force, when none is named."""
    held = queries.version_of(name, number)
    before = _other(request, held)
    found = context(
        request,
        "tables",
        spec=queries.spec_of(name),
        held=held,
        before=before,
        versions=queries.versions(name),
        comparison=compare(before, held),
        whole=request.GET.get("all") == "1",
    )
    return render(request, "rulebook/compare.html", found)


def _other(request: HttpRequest, held: RuleTable) -> RuleTable:
    asked = request.GET.get("with", "")
    if asked.isdigit():
        return queries.version_of(held.name, int(asked))
    in_force = queries.others_in_force(held, clock.today())
    if in_force is not None:
        return in_force
    earlier = [row.version for row in queries.versions(held.name) if row.version < held.version]
    if not earlier:
        raise Missing(_("还没有可以对比的另一版。"))
    return queries.version_of(held.name, held.basis if held.basis in earlier else earlier[0])
