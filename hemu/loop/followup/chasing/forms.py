"""The forms of the queue: a call, and taking something out of it by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.loop.followup.chasing import actions, queries
from hemu.loop.followup.chasing.actions import NewCall
from hemu.loop.followup.chasing.models import Whom

USUAL_DAYS = 7


def _in_a_week() -> Any:
    return clock.today() + timedelta(days=USUAL_DAYS)


class CallForm(ActForm):
    """One call about what isn't settled or not performed."""

    act = Act.CHASE
    title = _("催办")
    template = "chasing/call.html"
    button = _("记下")
    done = _("已记下，到期会再提醒。")

    whom = forms.TypedChoiceField(
        label=_("问了谁"),
        coerce=int,
        choices=Whom.choices,
        widget=forms.RadioSelect(attrs={"class": "choices-row"}),
        initial=Whom.PARTY,
    )
    whom_name = forms.CharField(label=_("姓名或单位"), max_length=100)
    reached = forms.BooleanField(label=_("找到了人"), required=False, initial=True)
    said = text_field(_("怎么说的"), rows=3, max_length=1000, help_text=_("为什么没办、打算什么时候办。"))
    next_on = forms.DateField(
        label=_("下次什么时候催"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=_in_a_week,
    )

    def prepare(self) -> None:
        self.chase = queries.one(self.dispute, self.more["chase_id"])

    def context(self) -> dict[str, Any]:
        return {"chase": self.chase, "chase_calls": queries.calls(self.dispute)}

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        new = NewCall(
            Whom(given["whom"]), given["whom_name"], given["said"], given["next_on"], reached=given["reached"]
        )
        return actions.call(self.dispute, self.chase.pk, new, by=self.by, seen=seen)


class FinishForm(ActForm):
    """Take it out of the queue by hand."""

    act = Act.CHASE
    title = _("了结催办")
    lead = _("化解、履行、办结的会自动了结。这里用于其他情形，例如已向法院申请执行。")
    done = _("已了结。")

    result = text_field(_("怎样了结的"), rows=3, max_length=500)

    def prepare(self) -> None:
        self.chase = queries.one(self.dispute, self.more["chase_id"])

    def do(self, seen: int | None) -> Dispute:
        return actions.finish(self.dispute, self.chase.pk, self.cleaned_data["result"], by=self.by, seen=seen)
