"""The forms of a conferral."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import moment_field, text_field
from hemu.kernel import clock
from hemu.loop.assessment.conferral import actions, queries
from hemu.loop.assessment.conferral.models import Attendance
from hemu.orgs.actor import Actor
from hemu.orgs.models import Unit


def tomorrow() -> datetime:
    """Nine in the morning of the next day on a Chinese clock."""
    now = clock.local(clock.now())
    return (now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)


class ConveneForm(forms.Form):
    """Call a meeting."""

    subject = forms.CharField(label=_("会商名称"), max_length=100)
    held_at = moment_field(_("会商时间"))
    place = forms.CharField(label=_("地点"), max_length=200, required=False)
    chair = forms.CharField(label=_("主持人"), max_length=80)
    units = forms.ModelMultipleChoiceField(
        label=_("通知哪些单位"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, by: Actor, data: Any = None) -> None:
        super().__init__(data)
        self.by = by
        self.fields["units"].queryset = queries.units_to_call(by)  # type: ignore[attr-defined]  # a model choice
        day = tomorrow()
        name = _("%(unit)s会商研判（%(day)s）") % {"unit": by.unit_name, "day": f"{day:%m-%d}"}
        self.initial.update({"held_at": day, "chair": by.name, "subject": name})

    def given(self) -> actions.NewConferral:
        """What was typed."""
        typed = self.cleaned_data
        return actions.NewConferral(
            typed["subject"], typed["held_at"], typed["chair"], list(typed["units"]), typed["place"]
        )


class AttendanceForm(forms.Form):
    """Who came: a name for each unit; left empty, the unit was absent."""

    def __init__(self, rows: list[Attendance], data: Any = None) -> None:
        super().__init__(data, prefix="came")
        self.rows = rows
        for row in rows:
            self.fields[f"u{row.unit_id}"] = forms.CharField(
                label=row.unit_name, max_length=80, required=False, initial=row.person_name
            )

    def came(self) -> dict[int, str]:
        """Unit → who came for it."""
        typed = {row.unit_id: self.cleaned_data[f"u{row.unit_id}"].strip() for row in self.rows}
        return {unit: name for unit, name in typed.items() if name}


class AddForm(forms.Form):
    """Put a dispute onto the agenda."""

    ref = forms.CharField(label=_("纠纷编号"), max_length=24)
    ground = forms.CharField(label=_("为什么要会商"), max_length=500)


class ConcludeForm(forms.Form):
    """The conclusion of an item, and what it asks of whom; the measure may be left out."""

    conclusion = text_field(_("会商结论"), rows=3, max_length=2000)
    task = forms.CharField(label=_("措施"), max_length=300, required=False)
    unit = forms.ModelChoiceField(label=_("责任单位"), queryset=Unit.objects.none(), required=False)
    owner = forms.CharField(label=_("责任人"), max_length=80, required=False)
    due_at = moment_field(_("完成时限"), required=False)

    def __init__(self, by: Actor, data: Any = None, *, concluded: bool = False) -> None:
        super().__init__(data)
        self.by = by
        self.needs_measure = concluded
        if concluded:
            del self.fields["conclusion"]
        units = queries.units_to_call(by) | Unit.objects.filter(pk=by.unit_id)
        self.fields["unit"].queryset = units.distinct()  # type: ignore[attr-defined]  # a model choice
        self.initial["due_at"] = tomorrow() + timedelta(days=2)

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        if self.needs_measure or given.get("task") or given.get("owner") or given.get("unit"):
            for name in ("task", "unit", "owner", "due_at"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("有措施的，措施、责任单位、责任人、时限都要写。"))
        return given

    def measure(self) -> actions.NewMeasure | None:
        """What is asked of whom, if anything is."""
        given = self.cleaned_data
        if not given.get("task"):
            return None
        return actions.NewMeasure(given["task"], given["unit"], given["owner"], given["due_at"])


class EndForm(forms.Form):
    """End the meeting, or call it off."""

    summary = text_field(_("会商综述"), rows=3, max_length=5000)


class DoneForm(forms.Form):
    """A measure was carried out."""

    result = text_field(_("落实情况"), rows=2, max_length=500)
