"""Forms of an appraisal that mediation waits for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.loop.mediation import actions, rights
from hemu.loop.mediation.actions import NewAppraisal
from hemu.loop.mediation.actions.appraising import most_days
from hemu.loop.mediation.queries import shown_appraisals


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=clock.today
    )


class AppraiseForm(ActForm):
    """An appraisal was asked for."""

    act = Act.APPRAISE
    title = _("登记鉴定、评估")
    template = "mediation/appraise.html"
    button = _("登记")
    done = _("已登记。鉴定、评估的时间不计入调解期限；有了结果，请办理“鉴定、评估结束”。")

    what = forms.CharField(
        label=_("鉴定、评估什么"), max_length=200, help_text=_("例如：伤情、房屋裂缝的原因、青苗的损失。")
    )
    by_whom = forms.CharField(label=_("鉴定、评估机构"), max_length=100)
    began_on = _day(_("开始日期"))

    def context(self) -> dict[str, object]:
        return {"most": most_days(), "is_labour": self.dispute.kind in rights.LABOUR_KINDS}

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        new = NewAppraisal(given["what"], given["by_whom"], given["began_on"])
        return actions.begin_appraisal(self.dispute, new, by=self.by, seen=seen)


class AppraisedForm(ActForm):
    """The appraisal is over."""

    act = Act.APPRAISE
    title = _("鉴定、评估结束")
    template = "mediation/appraised.html"
    button = _("记录结束")
    done = _("已记录，调解期限从今天起接着计算。意见书请作为材料上传。")

    ended_on = _day(_("结束日期"))
    result = text_field(
        _("鉴定、评估意见"), rows=3, max_length=500, help_text=_("没有作出的，写明原因，例如：当事人撤回。")
    )

    def context(self) -> dict[str, object]:
        return {"running": next((row for row in shown_appraisals(self.dispute) if not row.ended_on), None)}

    def clean_ended_on(self) -> object:
        given = self.cleaned_data["ended_on"]
        if given > clock.today():
            raise forms.ValidationError(_now("结束日期不能晚于今天。"))
        return given

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        return actions.end_appraisal(self.dispute, given["ended_on"], given["result"], by=self.by, seen=seen)
