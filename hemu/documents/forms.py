"""Adding a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.documents.models import Purpose

ACCEPT = "image/*,application/pdf,.docx,.xlsx,audio/*,video/mp4"


class AttachForm(forms.Form):
    file = forms.FileField(
        label=_("文件"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("照片、PDF、Word、Excel、录音、视频，不超过 20 MB。照片中的拍摄地点等信息会去掉。"),
        error_messages={"required": _("请选择文件。"), "empty": _("这个文件是空的，请重新选择。")},
    )
    purpose = forms.TypedChoiceField(
        label=_("用途"), choices=Purpose.choices, coerce=int, initial=Purpose.EVIDENCE
    )
