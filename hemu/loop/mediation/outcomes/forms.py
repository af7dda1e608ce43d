"""The forms of outcomes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.loop.mediation.outcomes import actions, queries
from hemu.loop.mediation.outcomes.actions import NewStatement
from hemu.loop.mediation.outcomes.models import Prevented, Verdict


class StateForm(ActForm):
    """Something was prevented."""

    act = Act.NOTE
    title = _("申报防止事件")
    lead = _("由另一人核实属实之后，才计入成效。")
    button = _("申报")
    done = _("已申报，待另一人核实。")

    kind = forms.TypedChoiceField(
        label=_("防止了什么"), choices=Prevented.choices, coerce=int, widget=forms.RadioSelect
    )
    people = forms.IntegerField(label=_("涉及人数"), min_value=1, max_value=100_000)
    happened_on = forms.DateField(
        label=_("日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=clock.today,
    )
    grounds = text_field(
        _("依据"), max_length=2000, help_text=_("写得别人能够核实：什么时候、多少人、做了什么、怎样散去。")
    )

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        new = NewStatement(Prevented(given["kind"]), given["people"], given["happened_on"], given["grounds"])
        return actions.state(self.dispute, new, by=self.by, seen=seen)


class DecideForm(ActForm):
    """Another person's check."""

    act = Act.MARK
    title = _("核实防止事件")
    template = "outcomes/decide.html"
    button = _("保存核实结果")
    done = _("已保存核实结果。")

    verdict = forms.TypedChoiceField(
        label=_("核实结果"),
        choices=[(one.value, one.label) for one in Verdict if one != Verdict.OPEN],
        coerce=int,
        widget=forms.RadioSelect,
    )
    decision = text_field(_("怎么核实的"), rows=3, max_length=500)

    def prepare(self) -> None:
        self.row = queries.statement(self.dispute, self.more["prevention_id"])

    def context(self) -> dict[str, Any]:
        return {"row": self.row}

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        verdict = Verdict(given["verdict"])
        return actions.decide(self.dispute, self.row.pk, verdict, given["decision"], by=self.by, seen=seen)
