"""The caller's form: five questions; and a try that brought no answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import moment_field, text_field
from hemu.disputes.ringing import Matter
from hemu.loop.followup.callbacks.actions import Answers
from hemu.loop.followup.callbacks.models import QUESTIONS, Callback, Outcome, Said
from hemu.loop.followup.complaints.models import Kind
from hemu.loop.followup.forms import SCORES, SIGNS, signs_field

_ROW = forms.RadioSelect(attrs={"class": "choices-row"})
ASKED = {
    "accepted": _("一、受理：报的事，当时接得及时吗？"),
    "investigated": _("二、调查：来的人把情况问清楚、查清楚了吗？"),
    "result": _("三、结果：事情处理得怎么样？"),
    "attitude": _("四、态度：办事的人态度怎么样？"),
    "efficiency": _("五、效率：从头到尾办得快不快？"),
}


class AnswerForm(forms.Form):
    """What somebody said on the telephone."""

    words = text_field(_("对方怎么说"), rows=3, max_length=1000, required=False, help_text=_("记原话。"))
    complaint = text_field(
        _("要投诉什么"),
        rows=3,
        max_length=2000,
        required=False,
        help_text=_("没有就不填。系统转给被投诉单位以外的单位处理，被投诉单位和它的下级看不到。"),
    )
    complaint_kind = forms.TypedChoiceField(
        label=_("投诉事项"), coerce=int, choices=Kind.choices, initial=Kind.OTHER, required=False
    )

    def __init__(self, callback: Callback, data: Any = None) -> None:
        super().__init__(data)
        self.is_drawn = bool(callback.sample_id)
        self.asks_signs = callback.matter == Matter.DISPUTE
        for name in QUESTIONS:
            self.fields[name] = forms.TypedChoiceField(
                label=ASKED[name], coerce=int, choices=Said.choices, widget=_ROW
            )
        if self.is_drawn:
            self.fields["overall"] = forms.TypedChoiceField(
                label=_("总的来说，您满意吗？"), coerce=int, choices=SCORES, widget=_ROW
            )
        if self.asks_signs:
            self.fields["signs"] = signs_field()

    @property
    def questions(self) -> list[forms.BoundField]:
        """The questions in the order in which they are asked."""
        return [self[name] for name in (*QUESTIONS, *(("overall",) if self.is_drawn else ()))]

    def answers(self) -> Answers:
        """What was said."""
        given = self.cleaned_data
        return Answers(
            said={name: Said(given[name]) for name in QUESTIONS},
            words=given["words"],
            overall=given.get("overall"),
            complaint=given["complaint"],
            complaint_kind=Kind(given["complaint_kind"] or Kind.OTHER),
            signs=dict.fromkeys((name for name in given.get("signs", ()) if name in SIGNS), True),
        )


class TryForm(forms.Form):
    """A try that brought no answer."""

    outcome = forms.TypedChoiceField(
        label=_("怎么没问成"),
        coerce=int,
        choices=[(one.value, one.label) for one in Outcome if one != Outcome.REACHED],
        widget=_ROW,
    )
    again_at = moment_field(_("约好什么时候再打"), required=False)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)


class NumberForm(forms.Form):
    """Why the number is looked at."""

    why = forms.CharField(label=_("用途"), max_length=200, initial=_("电话回访"))
