"""The screens of a report, one question each. What was answered before travels along in hidden fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.kernel import identity
from hemu.loop.screening.models import Satisfaction

TEXT_LENGTH = 5000
SCREENS = ("what", "where", "who", "send")


def _text(label: Any, *, rows: int, required: bool, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label,
        widget=widget,
        required=required,
        max_length=TEXT_LENGTH,
        help_text=hint,
        error_messages={"required": _("请在这里写一写。")},
    )


class WhatForm(forms.Form):
    text = _text(
        _("发生了什么事？"),
        rows=7,
        required=False,
        hint=_("什么时候、谁和谁、为了什么、您想怎么解决。不方便打字，可以空着，最后一步录音。"),
    )


class WhereForm(forms.Form):
    place = forms.CharField(
        label=_("事情在哪里？"),
        max_length=200,
        required=False,
        help_text=_("比如：三组，大田坝水沟边。说不清可以不填。"),
    )


class WhoForm(forms.Form):
    reporter = forms.CharField(label=_("怎么称呼您"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("您的电话"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean_phone(self) -> str:
        """A number that can be rung, or nothing."""
        typed: str = self.cleaned_data["phone"].strip()
        if typed and not identity.valid_phone(typed):
            raise forms.ValidationError(_("这个电话号码打不通，请检查；不想留可以空着。"))
        return typed


class SendForm(forms.Form):
    """The last screen: files, whether their place may be told, and a sum where no script is running."""

    position = forms.BooleanField(required=False)

    work = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    sum = forms.CharField(
        label="", max_length=6, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


QUESTIONS: dict[str, type[forms.Form]] = {
    "what": WhatForm,
    "where": WhereForm,
    "who": WhoForm,
    "send": SendForm,
}


class AddForm(forms.Form):
    text = _text(_("要补充什么？"), rows=5, required=False)
    position = forms.BooleanField(required=False)


class UnsettledForm(forms.Form):
    text = _text(_("哪里没有解决？"), rows=5, required=True, hint=_("说说现在是什么情况。"))


class SettledForm(forms.Form):
    satisfaction = forms.TypedChoiceField(
        label=_("办得怎么样？"),
        coerce=int,
        choices=Satisfaction.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
