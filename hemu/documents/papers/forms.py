"""The form by which an office puts its own Word file in place."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TemplateForm(forms.Form):
    """A Word file, and why it is changed."""

    file = forms.FileField(label=_("Word 模板（.docx）"), error_messages={"required": _("请选择文件。")})
    why = forms.CharField(
        label=_("为什么修改"),
        max_length=300,
        error_messages={"required": _("请写明为什么修改。")},
        help_text=_("试看时可以先写“试看”。"),
    )
