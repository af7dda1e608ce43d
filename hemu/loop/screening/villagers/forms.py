"""The forms of the office: every one does one act on one report."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import text_field
from hemu.loop.screening.models import VillagersReport
from hemu.loop.screening.villagers import actions, queries
from hemu.loop.screening.villagers.models import ContactPurpose
from hemu.orgs.actor import Actor
from hemu.orgs.models import Unit
from hemu.orgs.queries import units_covering


class ReportForm(forms.Form):
    """One act. `name` is its word in the page's address, `done` what is said afterwards."""

    name: ClassVar[str] = ""
    done: ClassVar[str | Promise] = _("已记下。")

    def __init__(self, report: VillagersReport, by: Actor, data: Any = None) -> None:
        super().__init__(data, prefix=self.name)
        self.report, self.by = report, by
        self.prepare()

    def prepare(self) -> None:
        """Fill choices. For subclasses."""

    def do(self) -> None:
        """Do the act. For subclasses."""
        raise NotImplementedError


class TakeForm(ReportForm):
    name = "take"
    done = _("已记下由您承办，村民查询时能看到。")

    def do(self) -> None:
        actions.take_in_hand(self.report, by=self.by)


class AnswerForm(ReportForm):
    name = "answer"
    done = _("已答复。村民凭查询码能看到，并会被问到事情解决了没有。")
    answer = text_field(
        _("答复村民"),
        rows=5,
        max_length=5000,
        help_text=_("用村民听得懂的话写明：核实了什么、怎么办、谁来办、什么时候办好。"),
    )

    def do(self) -> None:
        actions.answer_report(self.report, self.cleaned_data["answer"], by=self.by)


class AskForm(ReportForm):
    name = "ask"
    done = _("已记下。村民下次查询时会看到您的问题。")
    text = text_field(_("向村民询问"), rows=2, max_length=1000)

    def do(self) -> None:
        actions.ask_villager(self.report, self.cleaned_data["text"], by=self.by)


class GiveForm(ReportForm):
    name = "give"
    done = _("已转交，答复期限不变。")
    unit = forms.ModelChoiceField(
        label=_("转交给"), queryset=Unit.objects.none(), empty_label=_("请选择单位")
    )
    reason = forms.CharField(label=_("说明"), max_length=200, required=False)

    def prepare(self) -> None:
        units = units_covering(self.report.region).exclude(pk=self.report.turn_unit_id or 0)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a model choice field

    def do(self) -> None:
        given = self.cleaned_data
        actions.give_report(self.report, given["unit"], given["reason"], by=self.by)


class JudgeForm(ReportForm):
    name = "judge"
    real = forms.TypedChoiceField(
        label=_("这件反映"),
        choices=[("1", _("是真实反映，照常办理")), ("0", _("不是反映事项，不予办理"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("理由"), max_length=500, required=False, help_text=_("不予办理的必须写明，反映人能看到。")
    )

    def do(self) -> None:
        given = self.cleaned_data
        actions.judge(self.report, real=given["real"], reason=given["reason"], by=self.by)


class AsideForm(ReportForm):
    name = "aside"
    done = _("已记为不予办理，反映人能看到理由；可以恢复。")
    reason = forms.CharField(label=_("不予办理的理由"), max_length=500, help_text=_("反映人能看到。"))

    def do(self) -> None:
        actions.judge(self.report, real=False, reason=self.cleaned_data["reason"], by=self.by)


class FoldForm(ReportForm):
    name = "fold"
    done = _("已并入。两位村民都会看到同一个答复。")
    into = forms.IntegerField(widget=forms.HiddenInput)

    def do(self) -> None:
        into = queries.report(self.report.county, self.cleaned_data["into"], by=self.by)
        actions.fold(self.report, into, by=self.by)


class UnfoldForm(ReportForm):
    name = "unfold"
    done = _("已分开办理，答复期限重新起算。")

    def do(self) -> None:
        actions.unfold(self.report, by=self.by)


FORMS: dict[str, type[ReportForm]] = {
    form.name: form
    for form in (TakeForm, AnswerForm, AskForm, GiveForm, JudgeForm, AsideForm, FoldForm, UnfoldForm)
}
"""Every act of the page by its word."""


class ContactForm(forms.Form):
    """Why somebody looks at who reported."""

    purpose = forms.TypedChoiceField(
        label=_("用途"), coerce=int, choices=ContactPurpose.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class DeclineForm(forms.Form):
    """Why a dispute isn't opened anew."""

    reason = forms.CharField(label=_("不重开的理由"), max_length=500)
