"""The forms of a complaint: taking one down, looking at it, answering it, watching over it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import PlaceForm, text_field
from hemu.kernel.errors import Refused
from hemu.loop.followup.complaints import actions
from hemu.loop.followup.complaints.models import Complaint, Finding, Kind, Way
from hemu.orgs.actor import Actor
from hemu.orgs.models import Unit
from hemu.orgs.queries import search_units


class NewForm(PlaceForm):
    """Somebody comes or rings and complains."""

    complainant = forms.CharField(label=_("投诉人"), max_length=80, required=False)
    about = forms.CharField(
        label=_("投诉哪个单位"), max_length=100, help_text=_("填单位全称，例如“荣院村人民调解委员会”。")
    )
    kind = forms.TypedChoiceField(
        label=_("投诉事项"), coerce=int, choices=Kind.choices, widget=forms.RadioSelect
    )
    text = text_field(_("投诉内容"), rows=5, max_length=2000)

    def unit(self, by: Actor) -> Unit:
        """The unit that was typed. Raises Refused when none, or several, are called so."""
        typed = self.cleaned_data["about"].strip()
        found = list(search_units(by, typed).filter(is_active=True)[:2])
        exact = [unit for unit in found if unit.name == typed]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0]
        message = _("有几个单位都叫这个，请填全称。") if found else _("辖区里没有这个单位，请核对名称。")
        raise Refused(message, field="about", code="unknown_unit")

    def write(self, by: Actor) -> Complaint:
        """Take the complaint down."""
        given = self.cleaned_data
        said = actions.Said(
            kind=Kind(given["kind"]), way=Way.OFFICE, region=given["region"], complainant=given["complainant"]
        )
        return actions.complain(
            dispute=None, party=None, about_unit=self.unit(by), text=given["text"], by=by, said=said
        )


class CheckForm(forms.Form):
    text = text_field(_("调查核实的情况"), rows=4, max_length=2000, help_text=_("问了谁、查了什么、怎么说。"))

    def do(self, row: Complaint, by: Actor) -> None:
        actions.check(row, self.cleaned_data["text"], by=by)


class AnswerForm(forms.Form):
    finding = forms.TypedChoiceField(
        label=_("调查结论"),
        coerce=int,
        choices=Finding.choices,
        widget=forms.RadioSelect(attrs={"class": "choices-row"}),
    )
    text = text_field(
        _("给投诉人的答复"), rows=4, max_length=2000, help_text=_("投诉人在自己的页面上看得到这段话。")
    )
    measures = text_field(
        _("怎样处理、怎样整改"),
        rows=3,
        max_length=2000,
        required=False,
        help_text=_("属实、部分属实的必须填写。"),
    )

    def do(self, row: Complaint, by: Actor) -> None:
        given = self.cleaned_data
        actions.answer(row, Finding(given["finding"]), given["text"], given["measures"], by=by)


class WatchForm(forms.Form):
    text = text_field(_("监督意见"), rows=3, max_length=2000)

    def do(self, row: Complaint, by: Actor) -> None:
        actions.watch(row, self.cleaned_data["text"], by=by)


EVERY: dict[str, type[CheckForm] | type[AnswerForm] | type[WatchForm]] = {
    "check": CheckForm,
    "answer": AnswerForm,
    "watch": WatchForm,
}


def open_forms(row: Complaint, by: Actor) -> dict[str, Any]:
    """What the actor may do on a complaint now."""
    names: list[str] = []
    if row.answered_at is None and actions.may_handle(row, by):
        names += ["answer", "check"]
    if actions.may_watch(row, by):
        names.append("watch")
    return {name: EVERY[name](prefix=name) for name in names}
