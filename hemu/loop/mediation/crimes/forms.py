"""The forms of a review."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import text_field
from hemu.kernel import clock
from hemu.loop.mediation.crimes.actions import NewMeasure, NewReview
from hemu.loop.mediation.crimes.models import CrimeReview

MEASURE_ROWS = 3


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class HoldForm(forms.Form):
    """What the panel found."""

    held_on = _day(_("复盘日期"), initial=clock.today)
    panel = text_field(
        _("参加复盘的人和单位"), rows=3, max_length=2000, help_text=_("每行一人，例如“周某 镇综治中心”。")
    )
    known = text_field(
        _("什么时候知道什么"),
        max_length=5000,
        help_text=_("对照本件台账：哪些苗头当时已经知道，谁知道，之后做了什么。"),
    )
    kept = text_field(_("哪些做到了、哪些没有做到"), max_length=5000, help_text=_("对照本件走过的时限。"))
    lessons = text_field(_("教训"), max_length=5000, help_text=_("找原因，不给人打分。"))

    def __init__(self, review: CrimeReview, data: Any = None) -> None:
        super().__init__(data)
        if review.held_on is not None:
            names = ("held_on", "known", "kept", "lessons")
            self.initial = {name: getattr(review, name) for name in names}
            self.initial["panel"] = "\n".join(review.panel)
        for number in range(MEASURE_ROWS):
            start = f"measure-{number}"
            self.fields[f"{start}-what"] = forms.CharField(label=_("措施"), max_length=300, required=False)
            self.fields[f"{start}-unit"] = forms.CharField(
                label=_("负责单位"), max_length=120, required=False
            )
            self.fields[f"{start}-due"] = _day(_("期限"), required=False)

    @property
    def main(self) -> list[forms.BoundField]:
        return [self[name] for name in ("held_on", "panel", "known", "kept", "lessons")]

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The measures, a row each."""
        parts = ("what", "unit", "due")
        return [[self[f"measure-{number}-{part}"] for part in parts] for number in range(MEASURE_ROWS)]

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        for number in range(MEASURE_ROWS):
            parts = [f"measure-{number}-{part}" for part in ("what", "unit", "due")]
            if any(self.cleaned_data.get(part) for part in parts):
                for part in parts:
                    if not self.cleaned_data.get(part) and part not in self.errors:
                        self.add_error(part, _("请填写这一项。"))
        return given

    def new(self) -> NewReview:
        """What was typed, as the act takes it."""
        given = self.cleaned_data
        return NewReview(
            held_on=given["held_on"],
            panel=given["panel"].splitlines(),
            known=given["known"],
            kept=given["kept"],
            lessons=given["lessons"],
            measures=[
                NewMeasure(
                    given[f"measure-{number}-what"],
                    given[f"measure-{number}-unit"],
                    given[f"measure-{number}-due"],
                )
                for number in range(MEASURE_ROWS)
                if given.get(f"measure-{number}-what")
            ],
        )


class ApproveForm(forms.Form):
    """Another person's opinion."""

    opinion = text_field(_("审定意见"), rows=2, max_length=500)


class DoneForm(forms.Form):
    """A measure was carried out."""

    result = forms.CharField(label=_("落实情况"), max_length=500)
    done_on = _day(_("完成日期"), initial=clock.today)

    @property
    def day(self) -> date:
        given: date = self.cleaned_data["done_on"]
        return given
