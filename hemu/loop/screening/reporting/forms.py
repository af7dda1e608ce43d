"""Deciding on a flag."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import text_field
from hemu.loop.screening.reporting.models import FlagStatus

_CHOICES = [(one.value, one.label) for one in (FlagStatus.CONFIRMED, FlagStatus.UNFOUNDED)]


class DecideForm(forms.Form):
    status = forms.TypedChoiceField(
        label=_("核查结果"), coerce=int, choices=_CHOICES, widget=forms.RadioSelect
    )
    reason = text_field(
        _("核查情况和依据"),
        rows=4,
        max_length=2000,
        help_text=_("写查了什么、问了谁、看了哪份记录。只就事论事，不评价人。"),
    )
