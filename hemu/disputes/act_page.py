"""The page of one act on one dispute, as every stage shows it: form, refusal by field, conflict, success.

A stage writes an :class:`ActForm` with its fields and what it does, and :func:`act_view` makes the view.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from hemu.disputes import queries
from hemu.disputes.checks import check_step, pick_step
from hemu.disputes.forms import put_refusal
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.kernel.web import writes
from hemu.orgs.actor import Actor
from hemu.orgs.signed_in import actor_of

TEMPLATE = "disputes/act.html"


class ActForm(forms.Form):
    """A form that does one act. `seen` is the ledger number that its reader saw.

    `title` heads the page, `lead` explains below it, `button` is the strong button's word, `done` what the
    reader is told afterwards: what happens next. `stop` colours the button for what can't be undone.
    """

    act: ClassVar[Act]
    title: ClassVar[str | Promise] = ""
    lead: ClassVar[str | Promise] = ""
    button: ClassVar[str | Promise] = ""
    done: str | Promise = ""
    stop: ClassVar[bool] = False
    wide: ClassVar[bool] = False
    template: ClassVar[str] = TEMPLATE

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, dispute: Dispute, by: Actor, data: Any = None, files: Any = None, **more: Any) -> None:
        super().__init__(data, files)
        self.dispute, self.by, self.more = dispute, by, more
        self.initial["seen"] = dispute.ledger_seq
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values from the dispute. For subclasses."""

    def do(self, seen: int | None) -> Dispute:
        """Do the act with what was typed. For subclasses."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """What the template shows besides the form. For subclasses."""
        return {}

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields in their order, without the hidden ones."""
        return self.visible_fields()

    @property
    def chosen_title(self) -> str | Promise:
        return self.title or self.act.label

    @property
    def chosen_button(self) -> str | Promise:
        return self.button or self.chosen_title


def _show(request: HttpRequest, form: ActForm, *, status: int = 200, moved: str = "") -> HttpResponse:
    context = {"dispute": form.dispute, "form": form, "moved": moved, **form.context()}
    return render(request, form.template, context, status=status)


def open_form(
    request: HttpRequest, form_class: type[ActForm], county: int, dispute_id: int, **more: Any
) -> ActForm:
    """The form on a dispute that the actor sees and may do the act on now.

    Raises Missing for a stranger, Forbidden or Conflict when the act can't be done.
    """
    by = actor_of(request)
    dispute = queries.get(county, dispute_id, by=by)
    check_step(dispute, pick_step(dispute, form_class.act, None), by)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return form_class(dispute, by, *sent, **more)


def answer(request: HttpRequest, form: ActForm) -> HttpResponse:
    """Show the form; or do the act and lead back to the dispute; or show what is wrong, nothing lost."""
    if not form.is_bound:
        return _show(request, form)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        dispute = form.do(form.cleaned_data["seen"])
    except Forbidden:
        raise
    except Conflict as conflict:
        if conflict.code != "moved_on":
            raise
        return _moved_on(request, form, str(conflict))
    except Refused as refused:
        put_refusal(form, refused)
        return _show(request, form, status=refused.status)
    messages.success(request, str(form.done or form.chosen_title))
    return redirect(dispute.get_absolute_url())


def _moved_on(request: HttpRequest, form: ActForm, moved: str) -> HttpResponse:
    """Somebody else was faster: say who did what, keep what was typed, let it be sent again."""
    form.dispute = queries.get(form.dispute.county, form.dispute.pk, by=form.by)
    typed = request.POST.copy()
    typed["seen"] = str(form.dispute.ledger_seq)
    form.data = typed
    return _show(request, form, status=409, moved=moved)


def act_view(form_class: type[ActForm]) -> Callable[..., HttpResponseBase]:
    """The view of an act, at an address with `county` and `dispute_id`; other names in it go to the form."""

    def view(request: HttpRequest, county: int, dispute_id: int, **more: Any) -> HttpResponse:
        return answer(request, open_form(request, form_class, county, dispute_id, **more))

    view.__name__ = form_class.__name__
    view.__doc__ = form_class.__doc__
    return writes(view)
