"""Deciding on a doubt."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import text_field
from hemu.loop.screening.doubts.models import DoubtStatus

_CHOICES = [(one.value, one.label) for one in (DoubtStatus.CONFIRMED, DoubtStatus.UNFOUNDED)]


class DecideForm(forms.Form):
    """Was the visit false? The reason says what was looked at, of the matter and not of the person."""

    status = forms.TypedChoiceField(
        label=_("核查结果"), coerce=int, choices=_CHOICES, widget=forms.RadioSelect
    )
    reason = text_field(_("核查情况和依据"), rows=2, max_length=480)
