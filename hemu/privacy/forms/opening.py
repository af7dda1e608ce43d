"""Stating why a field is opened."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.privacy.models import Purpose


class OpenForm(forms.Form):
    purpose = forms.TypedChoiceField(
        label=_("用途"),
        choices=[choice for choice in Purpose.choices if choice[0] not in (Purpose.RESCUE, Purpose.COPY)],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择用途。")},
    )
    note = forms.CharField(
        label=_("说明"), max_length=200, required=False, help_text=_("例如“核对身份证后签协议”。")
    )
