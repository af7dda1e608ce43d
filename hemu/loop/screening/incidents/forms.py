"""The forms of an incident: each does one act."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import text_field
from hemu.loop.screening.incidents import actions
from hemu.loop.screening.models import Incident, IncidentTier, Satisfaction
from hemu.orgs.actor import Actor

_IN_A_ROW = forms.RadioSelect(attrs={"class": "choices-row"})


class IncidentForm(forms.Form):
    """One act."""

    name: ClassVar[str] = ""
    title: ClassVar[str | Promise] = ""

    def __init__(self, incident: Incident, by: Actor, data: Any = None) -> None:
        super().__init__(data, prefix=self.name)
        self.incident, self.by = incident, by

    def do(self) -> None:
        """Do the act. For subclasses."""
        raise NotImplementedError


class ClaimForm(IncidentForm):
    name, title = "claim", _("认领")

    def do(self) -> None:
        actions.claim_incident(self.incident, by=self.by)


class SettleForm(IncidentForm):
    name, title = "settle", _("处置完毕")
    result = text_field(_("处置结果"), rows=3, max_length=2000)

    def do(self) -> None:
        actions.settle_incident(self.incident, self.cleaned_data["result"], by=self.by)


class CallForm(IncidentForm):
    name, title = "call", _("记一次电话回访")
    reached = forms.TypedChoiceField(
        label=_("是否接通"),
        coerce=lambda value: value == "1",
        choices=[("1", _("接通")), ("0", _("没接通"))],
        widget=_IN_A_ROW,
    )
    satisfaction = forms.TypedChoiceField(
        label=_("对处置是否满意"),
        coerce=int,
        choices=[("", _("没接通不填")), *Satisfaction.choices],
        empty_value=None,
        required=False,
    )
    note = forms.CharField(label=_("回访情况"), max_length=1000, required=False)

    def do(self) -> None:
        given = self.cleaned_data
        said = Satisfaction(given["satisfaction"]) if given["satisfaction"] else None
        actions.call_back(
            self.incident, reached=given["reached"], satisfaction=said, note=given["note"], by=self.by
        )


class PassForm(IncidentForm):
    name, title = "pass", _("转入其他层级")
    tier = forms.TypedChoiceField(label=_("转入哪个层级"), coerce=int, widget=forms.RadioSelect)
    note = forms.CharField(label=_("说明"), max_length=500, required=False)

    def __init__(self, incident: Incident, by: Actor, data: Any = None) -> None:
        super().__init__(incident, by, data)
        others = [one for one in IncidentTier if one != incident.tier]
        self.fields["tier"].choices = [(one.value, one.label) for one in others]  # type: ignore[attr-defined]  # a ChoiceField

    def do(self) -> None:
        given = self.cleaned_data
        actions.pass_incident(self.incident, IncidentTier(given["tier"]), given["note"], by=self.by)


EVERY: dict[str, type[IncidentForm]] = {
    form.name: form for form in (ClaimForm, SettleForm, PassForm, CallForm)
}
"""What the page does, by its word."""
