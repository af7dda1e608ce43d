"""Printing a paper with what is masked on it: for a stated purpose, every field on record first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from hemu.disputes import queries as disputes
from hemu.disputes.forms import put_refusal
from hemu.disputes.models import Dispute, Party
from hemu.documents.papers import queries as papers
from hemu.documents.papers.common import opened_for_print
from hemu.documents.papers.views import printed
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import writes
from hemu.kernel.wording import noted
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of
from hemu.privacy.actions import open_personal
from hemu.privacy.models import OpenedField, Purpose, Way

FIELDS = {OpenedField.IDENTITY_NUMBER: "identity", OpenedField.PHONE: "phone"}
"""What papers mask, with the name that it has on them."""


class PrintForm(forms.Form):
    """Which fields are printed whole, and what for."""

    fields_open = forms.MultipleChoiceField(
        label=_("完整打印"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请勾选要完整印出的内容。")},
    )
    purpose = forms.TypedChoiceField(
        label=_("用途"), choices=Purpose.choices, coerce=int, widget=forms.RadioSelect, initial=Purpose.PAPERS
    )
    note = forms.CharField(
        label=_("说明"), max_length=200, required=False, help_text=_("例如“核对身份证后签协议”。")
    )
    form = forms.ChoiceField(
        label=_("格式"), choices=[("pdf", "PDF"), ("docx", "Word")], widget=forms.RadioSelect, initial="pdf"
    )

    def __init__(self, parties: Sequence[Party], data: Any = None) -> None:
        super().__init__(data)
        offered = [
            (f"{party.pk}-{int(field)}", noted(party.name, field.label))
            for party in parties
            for field in FIELDS
            if getattr(party, field.column)
        ]
        self.fields["fields_open"].choices = offered  # type: ignore[attr-defined]  # a choice field
        self.initial["fields_open"] = [value for value, _label in offered]
        self.offered = offered


@writes
def paper(request: HttpRequest, county: int, dispute_id: int, key: str, row: int) -> HttpResponse:
    """GET asks what for; POST records the openings and answers with the paper."""
    by = actor_of(request)
    by.require(Permission.OPEN_PERSONAL)
    dispute = disputes.get(county, dispute_id, by=by)
    of = papers.paper(key)
    copy = next((copy for copy in of.copies(dispute) if copy.row == row), None)
    if copy is None:
        raise Missing("")
    form = PrintForm(disputes.parties(dispute), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            with opened_for_print(_open(dispute, form.cleaned_data, by)):
                return printed(of, dispute, row, form.cleaned_data["form"], by=by)
        except Refused as refused:
            put_refusal(form, refused)
    context = {"dispute": dispute, "paper": of, "copy": copy, "form": form}
    return render(request, "sheets/opened.html", context, status=422 if form.is_bound else 200)


def _open(dispute: Dispute, given: dict[str, Any], by: Actor) -> dict[str, dict[str, str]]:
    """The fields' values by party, each opening on record. All of them or none."""
    found: dict[str, dict[str, str]] = {}
    with transaction.atomic():
        for chosen in given["fields_open"]:
            party_id, number = chosen.split("-")
            field = OpenedField(int(number))
            words = (Purpose(given["purpose"]), given["note"])
            value = open_personal(dispute, int(party_id), field, *words, way=Way.PRINT, by=by)
            found.setdefault(party_id, {})[FIELDS[field]] = value
    return found
