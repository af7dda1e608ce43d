"""The forms of coverage: which days, how many there are, places pasted from a sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import text_field
from hemu.loop.screening.coverage.actions import MOST_IN_A_GRID, NewCount
from hemu.loop.screening.coverage.models import KINDS, Count
from hemu.loop.screening.models import ObjectKind

LONGEST_PASTE = 400_000


class PeriodForm(forms.Form):
    """Days from and to."""

    since = forms.DateField(
        label=_("走访自"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("走访至"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class CountsForm(forms.Form):
    """How many households, employers and rented homes one place holds, and the people of the households."""

    people = forms.IntegerField(label=_("人口"), min_value=0, max_value=100_000, required=False)

    def __init__(self, *args: Any, region: int, **kwargs: Any) -> None:
        kwargs["prefix"] = str(region)
        super().__init__(*args, **kwargs)
        self.region = region
        for kind in reversed(KINDS):
            field = forms.IntegerField(
                label=kind.label, min_value=0, max_value=MOST_IN_A_GRID, required=False
            )
            self.fields = {f"kind{int(kind)}": field, **self.fields}

    def counts(self) -> list[NewCount]:
        """What was typed; an empty field says nothing."""
        given = self.cleaned_data
        return [
            NewCount(
                self.region,
                kind,
                given[f"kind{int(kind)}"],
                (given["people"] or 0) if kind == ObjectKind.HOUSEHOLD else 0,
            )
            for kind in KINDS
            if given[f"kind{int(kind)}"] is not None
        ]


def initial(region: int, held: dict[tuple[int, int], Count]) -> dict[str, int]:
    """What was counted before, for the form."""
    found = {f"kind{int(kind)}": held[region, kind].number for kind in KINDS if (region, kind) in held}
    homes = held.get((region, ObjectKind.HOUSEHOLD))
    return {**found, "people": homes.people} if homes else dict(found)


class PasteForm(forms.Form):
    """Places pasted from a sheet."""

    places = text_field(
        _("粘贴名单"),
        rows=8,
        max_length=LONGEST_PASTE,
        help_text=_("一行一处：类别（住户、单位、出租屋）、户主或单位名称、门牌。不要粘贴身份证号和电话。"),
    )
