"""The screens of the party's page, one question each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.loop.followup.complaints.models import Kind as ComplaintKind
from hemu.portal.parties.models import PERSONAL, Column, Kind


def _text(label: Any, *, required: bool = True, rows: int = 5, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    field = forms.CharField(label=label, widget=widget, required=required, max_length=2000, help_text=hint)
    field.error_messages["required"] = _("请在这里写一写。")
    return field


class EndForm(forms.Form):
    text = _text(_("想说说原因吗？"), required=False, rows=3, hint=_("可以不写。"))


class ColumnForm(forms.Form):
    column = forms.TypedChoiceField(
        label=_("哪一项不对？"),
        choices=Column.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择哪一项不对。")},
    )


class CorrectForm(forms.Form):
    column = forms.IntegerField(widget=forms.HiddenInput)
    becomes = forms.CharField(
        label=_("正确的应该是什么？"), max_length=200, error_messages={"required": _("请在这里写一写。")}
    )


class OtherForm(forms.Form):
    column = forms.IntegerField(widget=forms.HiddenInput)
    text = _text(_("哪里不对，应该是什么？"))


class MediatorForm(forms.Form):
    person = forms.TypedChoiceField(label="", coerce=int, widget=forms.RadioSelect)

    def __init__(self, choices: list[tuple[int, str]], label: Any, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["person"]
        field.label = label
        field.choices = choices  # type: ignore[attr-defined]  # a choice field
        field.error_messages = {"required": _("请选一位。"), "invalid_choice": _("请从名单里选一位。")}


class RequestForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=_("您要什么？"),
        choices=[(int(kind), kind.label) for kind in PERSONAL if kind != Kind.CORRECT],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )


class WhyForm(forms.Form):
    kind = forms.IntegerField(widget=forms.HiddenInput)
    text = _text(_("具体是哪些信息，为什么？"), hint=_("写清楚，答复得更快。"))


class SayForm(forms.Form):
    text = _text(_("您要补充什么？"), hint=_("会记进台账，办理单位看得到，对方看不到。"))


class ComplainForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=_("投诉什么？"),
        choices=ComplaintKind.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )


class ComplaintForm(forms.Form):
    kind = forms.IntegerField(widget=forms.HiddenInput)
    text = _text(
        _("发生了什么？"), hint=_("什么时候，谁，怎么说的、怎么做的。交给另一个单位查，不交给被投诉的单位。")
    )
