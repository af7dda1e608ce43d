"""Deciding a request to lower a rating."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Conflict
from hemu.loop.assessment import rating
from hemu.loop.assessment.changing import lowering
from hemu.loop.assessment.changing.queries import waiting_for
from hemu.orgs.permissions import Permission


class DecideForm(ActForm):
    """Approve or refuse what another person asked for."""

    act = Act.LOWER
    title = _("批准下调等级")
    lead = _("请先看申请理由和规则依据，必要时打电话核实。批准以后等级立即下调。")
    button = _("记录决定")
    template = "changing/decide.html"

    decision = forms.ChoiceField(
        label=_("决定"),
        choices=(("approve", _("批准下调")), ("refuse", _("不批准，等级不变"))),
        widget=forms.RadioSelect,
    )
    note = text_field(
        _("意见"), rows=3, max_length=500, required=False, help_text=_("不批准时必须写明理由，申请人会看到。")
    )

    def prepare(self) -> None:
        self.by.require(Permission.LOWER)
        found = waiting_for(self.dispute)
        if found is None:
            raise Conflict(_now("没有等待批准的下调申请，可能已经有人决定了。"), code="none_waiting")
        self.request = found

    def context(self) -> dict[str, Any]:
        return {
            "request_row": self.request,
            "is_own": self.request.asked_id == self.by.person_id,
            "changed": self.request.over != rating.signature(self.dispute),
            "standing": rating.standing_grounds(self.dispute),
            "proposed": self.dispute.proposed_colour,
            "proposed_grounds": rating.proposed_grounds(self.dispute),
        }

    def do(self, seen: int | None) -> Dispute:
        note = self.cleaned_data["note"]
        if self.cleaned_data["decision"] == "approve":
            self.done = _now("已批准，等级已下调。申请人会收到消息。")
            return lowering.approve(self.dispute, note=note, by=self.by, seen=seen)
        self.done = _now("没有批准，等级不变。申请人会收到消息。")
        return lowering.refuse(self.dispute, note, by=self.by, seen=seen)
