"""The forms of messages to parties."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.notices.sending.models import PARTY_PURPOSES
from hemu.notices.telling.models import Way, What


class AgreeForm(forms.Form):
    """How a party said yes at a desk."""

    party = forms.IntegerField(widget=forms.HiddenInput)
    way = forms.TypedChoiceField(
        label=_("怎样同意的"),
        coerce=int,
        choices=[(way.value, way.label) for way in (Way.SIGNED, Way.ORAL)],
    )


class ToldForm(forms.Form):
    """How somebody told a party by hand."""

    message = forms.IntegerField(widget=forms.HiddenInput)
    how = forms.CharField(
        label=_("怎样告知的"), max_length=200, help_text=_("例如：电话告知，本人接的；约到村委会当面告知。")
    )


class SettingsForm(forms.Form):
    """What is told by SMS in an area."""

    on = forms.TypedMultipleChoiceField(
        label=_("发哪些短信"),
        coerce=int,
        choices=What.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("去掉的不再发，也不转人工告知。已经排队的照常发出。"),
    )

    @property
    def off(self) -> list[int]:
        """What was left out."""
        given: list[Any] = self.cleaned_data["on"]
        return [one.value for one in PARTY_PURPOSES if one.value not in given]
