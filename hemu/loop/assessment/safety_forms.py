"""The forms of a safety plan: measures, those to warn and to call, the daily look."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import moment_field, text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.loop.assessment import actions
from hemu.loop.assessment.models import ContactKind
from hemu.loop.assessment.queries import contact, measure, measures


class MeasureForm(ActForm):
    """Add a measure to the safety plan."""

    act = Act.SAFEGUARD
    title = _("安全防护措施")
    lead = _("写清谁、做什么、什么时候做完。先保人身安全，再谈调解。")
    button = _("加入防护措施")
    done = _("已加入防护措施。落实后请回来登记。")

    task = forms.CharField(
        label=_("措施"), max_length=300, help_text=_("如“今晚由村干部陪护”“收走农药”“每天上门一次”。")
    )
    owner = forms.CharField(label=_("责任人"), max_length=80)
    owner_unit = forms.CharField(label=_("责任单位"), max_length=120, required=False)
    due_at = moment_field(_("完成时限"))

    def prepare(self) -> None:
        self.initial.update({"due_at": tonight(), "owner_unit": self.by.unit_name})

    def do(self, seen: int | None) -> Dispute:
        given = {name: self.cleaned_data[name] for name in ("task", "owner", "owner_unit", "due_at")}
        actions.plan_measure(self.dispute, **given, by=self.by, seen=seen)
        return self.dispute


def tonight() -> datetime:
    """The end of the day on a Chinese wall clock, or an hour from now when that is later."""
    now = clock.local(clock.now()).replace(second=0, microsecond=0)
    return max(now.replace(hour=23, minute=0), now + timedelta(hours=1))


class CarryOutForm(ActForm):
    """Say that a measure was carried out."""

    act = Act.SAFEGUARD
    title = _("登记措施落实")
    button = _("已落实")
    done = _("已登记落实情况。")
    template = "assessment/carry_out.html"

    result = forms.CharField(label=_("落实情况"), max_length=500)

    def prepare(self) -> None:
        self.measure = measure(self.dispute, self.more["measure_id"])

    def context(self) -> dict[str, Any]:
        return {"measure": self.measure}

    def do(self, seen: int | None) -> Dispute:
        result = self.cleaned_data["result"]
        actions.carry_out(self.dispute, self.measure.id, result, by=self.by, seen=seen)
        return self.dispute


class ReviewPlanForm(ActForm):
    """Look at the whole plan, once a day while the dispute is red."""

    act = Act.SAFEGUARD
    title = _("复核防护方案")
    lead = _("红色纠纷每天看一遍：情况有没有变化，措施够不够，谁今天要再去。措施不够的，先加措施。")
    button = _("记录今天的复核")
    done = _("已记录。只要还是红色，明天还要复核。")
    template = "assessment/review_plan.html"

    conclusion = text_field(_("今天的情况和结论"), max_length=1000)

    def context(self) -> dict[str, Any]:
        return {"measures": measures(self.dispute)}

    def do(self, seen: int | None) -> Dispute:
        return actions.review_plan(self.dispute, self.cleaned_data["conclusion"], by=self.by, seen=seen)


class ContactForm(ActForm):
    """Write somebody into the plan."""

    act = Act.SAFEGUARD
    title = _("防护方案的联系人")
    lead = _("要提醒防范的人：可能受伤害的人、要看好危险物品的人。可以求助的人：说得上话的亲属、邻居、干部。")
    button = _("加入联系清单")
    done = _("已加入联系清单。")

    kind = forms.TypedChoiceField(
        label=_("类别"), coerce=int, choices=ContactKind.choices, widget=forms.RadioSelect, initial=1
    )
    name = forms.CharField(label=_("姓名或称呼"), max_length=80)
    phone = forms.CharField(
        label=_("电话"), max_length=30, required=False, help_text=_("页面上只显示一部分；要打电话时再看。")
    )
    note = forms.CharField(
        label=_("说明"), max_length=200, required=False, help_text=_("如“申请人的母亲，同住”。")
    )

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        new = actions.NewContact(ContactKind(given["kind"]), given["name"], given["phone"], given["note"])
        actions.add_contact(self.dispute, new, by=self.by, seen=seen)
        return self.dispute


class ContactActForm(ActForm):
    """One contact: say that they were warned, or take them out."""

    act = Act.SAFEGUARD
    title = _("联系人")
    button = _("保存")
    done = _("已记下。")
    template = "assessment/contact.html"

    what = forms.ChoiceField(label=_("办理"), choices=(), widget=forms.RadioSelect)

    def prepare(self) -> None:
        self.contact = contact(self.dispute, self.more["contact_id"])
        choices = [("remove", _("从联系清单去掉"))]
        if self.contact.kind == ContactKind.WARN and self.contact.told_at is None:
            choices.insert(0, ("told", _("已经提醒到本人")))
        what = self.fields["what"]
        what.choices = choices  # type: ignore[attr-defined]  # a choice field
        what.initial = choices[0][0]

    def context(self) -> dict[str, Any]:
        return {"contact": self.contact}

    def do(self, seen: int | None) -> Dispute:
        act = actions.told_contact if self.cleaned_data["what"] == "told" else actions.remove_contact
        act(self.dispute, self.contact.id, by=self.by, seen=seen)
        return self.dispute
