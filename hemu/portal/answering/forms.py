"""The screens on which a party answers, one question each. What was answered before travels along."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemu.loop.followup.complaints.models import Kind
from hemu.loop.followup.models import Again, Kept

SCREENS = ("kept", "content", "left", "complain")
SCORES = (
    (5, _("很满意")),
    (4, _("满意")),
    (3, pgettext_lazy("how content", "一般")),
    (2, _("不满意")),
    (1, _("很不满意")),
)
PARTYS_KEPT = ((Kept.KEPT, _("都做到了")), (Kept.PARTLY, _("正在做")), (Kept.NOT_KEPT, _("没有做到")))
_CHOOSE = {"required": _("请选一项。")}


class KeptForm(forms.Form):
    kept = forms.TypedChoiceField(
        label=_("协议里答应的事，做到了吗？"),
        coerce=int,
        choices=PARTYS_KEPT,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )


class ContentForm(forms.Form):
    satisfaction = forms.TypedChoiceField(
        label=_("这件事处理得怎么样，您满意吗？"),
        coerce=int,
        choices=SCORES,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )


class LeftForm(forms.Form):
    again = forms.TypedChoiceField(
        label=_("后来又起冲突了吗？"),
        coerce=int,
        choices=Again.choices,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    left = forms.CharField(
        label=_("还有什么没解决？没有可以空着。"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """What flared up again is told in a few words, so that somebody can act on it."""
        given = super().clean() or {}
        if given.get("again") not in (None, Again.NO) and not given.get("left", "").strip():
            self.add_error("left", _("请写一写现在是什么情况。"))
        return given


class ComplainForm(forms.Form):
    complains = forms.TypedChoiceField(
        label=_("您要投诉办这件事的单位吗？"),
        coerce=int,
        choices=((0, _("不投诉")), (1, _("要投诉"))),
        initial=0,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    kind = forms.TypedChoiceField(label=_("投诉什么"), coerce=int, choices=Kind.choices, initial=Kind.OTHER)
    text = forms.CharField(
        label=_("请写写是怎么回事"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """A complaint has words."""
        given = super().clean() or {}
        if given.get("complains") and not given.get("text", "").strip():
            self.add_error("text", _("请写明投诉什么。"))
        return given


QUESTIONS: dict[str, type[forms.Form]] = {
    "kept": KeptForm,
    "content": ContentForm,
    "left": LeftForm,
    "complain": ComplainForm,
}
CARRIED = ("kept", "satisfaction", "again", "left")
"""What travels along in hidden fields."""
