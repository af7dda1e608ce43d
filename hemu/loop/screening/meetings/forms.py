"""The forms of a meeting's page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import text_field


class ItemForm(forms.Form):
    """A matter that a unit brings."""

    unit = forms.CharField(label=_("提出单位"), max_length=120, required=False)
    text = text_field(
        _("事项"), rows=3, max_length=2000, help_text=_("什么事、哪几方、在哪里、到了什么程度。")
    )


class MinutesForm(forms.Form):
    minutes = text_field(_("会议纪要"), rows=6, max_length=10_000)


class OutcomeForm(forms.Form):
    """What is done about an item that becomes no dispute."""

    text = forms.CharField(label=_("处理意见"), max_length=500)
