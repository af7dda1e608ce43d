"""The forms of stories."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import text_field


class StoryForm(forms.Form):
    """What is to be told. Names and places may be written: the system takes them out."""

    title = forms.CharField(label=_("标题"), max_length=60)
    text = text_field(
        _("案情和化解经过"), rows=12, max_length=5000,
        help_text=_("可以照实写，姓名、地点、时间、数字由系统替换，提交前能逐处看到。"),
    )  # fmt: skip
    lesson = text_field(
        _("以案释法"), rows=5, max_length=3000, help_text=_("这件事里法律怎么规定、该怎么做。")
    )


class WordForm(forms.Form):
    word = forms.CharField(label=_("原文里的词"), max_length=40)
    told = forms.CharField(label=_("换成"), max_length=40)


class WhyForm(forms.Form):
    why = forms.CharField(label=_("理由"), max_length=300)
