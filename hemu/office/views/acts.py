"""Forms of the dispute page's own acts. Each calls one act and leads back to the dispute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import amendment, queries
from hemu.disputes.checks import check_step, pick_step
from hemu.disputes.lifecycle import Act
from hemu.disputes.marking import Marks, mark
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.web import writes
from hemu.office.forms import AmendForm, MarkForm, NoteForm, PartyForms, put_refusal
from hemu.orgs.actor import Actor
from hemu.orgs.signed_in import actor_of


@dataclass(slots=True)
class ActPage:
    """One act's form on one dispute: showing it, doing the act, showing what went wrong."""

    request: HttpRequest
    dispute: Dispute
    actor: Actor
    act: Act
    template: str
    more: dict[str, Any] = field(default_factory=dict)

    def show(self, form: forms.Form, *, status: int = 200, moved: str = "") -> HttpResponse:
        """The form. `moved` says what happened meanwhile, when somebody else was faster."""
        context = {"dispute": self.dispute, "form": form, "act": self.act, "moved": moved, **self.more}
        return render(self.request, self.template, context, status=status)

    def do(self, form: forms.Form, work: Callable[[], Any], done: str) -> HttpResponse:
        """Do the act; on a refusal show the form again with everything that was typed."""
        try:
            work()
        except (Forbidden, Missing):
            raise
        except Conflict as conflict:
            return self._moved_on(form, conflict)
        except Refused as refused:
            put_refusal(form, refused)
            return self.show(form, status=422)
        messages.success(self.request, done)
        return redirect(self.dispute.get_absolute_url())

    def _moved_on(self, form: forms.Form, conflict: Conflict) -> HttpResponse:
        """Somebody else was faster: say who did what, keep what was typed, let it be sent again."""
        self.dispute = queries.get(self.dispute.county, self.dispute.pk, by=self.actor)
        if conflict.code != "moved_on":
            raise conflict
        typed = self.request.POST.copy()
        typed["seen"] = str(self.dispute.ledger_seq)
        form.data = typed
        return self.show(form, status=409, moved=str(conflict))


def act_page(
    request: HttpRequest, county: int, dispute_id: int, act: Act, template: str, **more: Any
) -> ActPage:
    """The page of an act. Raises Missing for a stranger, Forbidden or Conflict when it can't be done now."""
    actor = actor_of(request)
    found = queries.get(county, dispute_id, by=actor)
    check_step(found, pick_step(found, act, None), actor)
    return ActPage(request, found, actor, act, template, more)


@writes
def amend(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """Complete or correct what is known: texts, facts, parties."""
    page = act_page(request, county, dispute_id, Act.AMEND, "office/dispute/amend.html")
    given = request.POST if request.method == "POST" else None
    form = AmendForm(page.dispute, queries.parties(page.dispute), given)
    parties = PartyForms(given, prefix="parties")
    page.more["parties"] = parties
    if given is None:
        return page.show(form)
    if not (form.is_valid() & parties.is_valid()):
        return page.show(form, status=422)
    added = [party for one in parties if (party := one.new_party()) is not None]
    changes = form.changes(added)
    if form.says_nothing(changes):
        form.add_error(None, _("没有改动。改了再提交，或返回纠纷。"))
        return page.show(form, status=422)
    seen = form.cleaned_data["seen"]

    def work() -> None:
        try:
            amendment.amend(page.dispute, changes, by=page.actor, seen=seen)
        except Refused as refused:
            _at_party(parties, refused)
            raise

    return page.do(form, work, _("已更正，台账已记下。规则已按新情况重新算过建议等级。"))


def _at_party(parties: Any, refused: Refused) -> None:
    """Show a refusal of a party at its own row: the action names fields as the rows do (parties-0-phone)."""
    added = [one for one in parties if one.cleaned_data.get("name")]
    for number, one in enumerate(added):
        start = f"parties-{number}-"
        if refused.field.startswith(start):
            one.add_error(refused.field.removeprefix(start), str(refused))


@writes
def note(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """Write something down."""
    page = act_page(request, county, dispute_id, Act.NOTE, "office/dispute/act.html")
    form = NoteForm(request.POST or None, initial={"seen": page.dispute.ledger_seq})
    if request.method != "POST":
        return page.show(form)
    if not form.is_valid():
        return page.show(form, status=422)
    text = form.cleaned_data["text"]
    return page.do(form, lambda: amendment.note(page.dispute, text, by=page.actor), _("已记入台账。"))


@writes
def marks(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """Set what the figures count: hard, petition, mass incident prevented, turned criminal."""
    page = act_page(request, county, dispute_id, Act.MARK, "office/dispute/act.html")
    names = ("hard", "petition", "mass_prevented", "turned_criminal")
    initial = {name: getattr(page.dispute, name) for name in names}
    form = MarkForm(request.POST or None, initial={**initial, "seen": page.dispute.ledger_seq})
    if request.method != "POST":
        return page.show(form)
    if not form.is_valid():
        return page.show(form, status=422)
    given = form.cleaned_data
    wanted = Marks(**{name: given[name] for name in names})
    return page.do(
        form,
        lambda: mark(page.dispute, wanted, given["grounds"], by=page.actor, seen=given["seen"]),
        _("标注已改，相关数字随后更新。"),
    )
