"""The forms of performance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.documents.forms import ACCEPT
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.forms.agreements import AgreeForm
from hemu.loop.mediation.models import AgreementForm, Promise
from hemu.loop.mediation.performance import actions
from hemu.loop.mediation.performance.actions import NewPart, NewUrging
from hemu.loop.mediation.performance.models import UrgedBy
from hemu.loop.mediation.performance.queries import Owed, owed_under
from hemu.loop.mediation.queries import promises, standing_agreement
from hemu.loop.mediation.routes import is_labour

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def owed(dispute: Dispute, promise_id: int) -> Owed:
    """What is owed of one promise under the agreement that stands; raises Missing."""
    agreement = standing_agreement(dispute)
    for each in owed_under(agreement, dispute) if agreement else ():
        if each.promise.pk == promise_id:
            return each
    raise Missing(_("没有找到这一项履行内容。"))


class OwedForm(ActForm):
    """A form about one promise."""

    template = "performance/promise.html"

    def prepare(self) -> None:
        self.owed = owed(self.dispute, self.more["promise_id"])

    @property
    def promise(self) -> Promise:
        return self.owed.promise

    def context(self) -> dict[str, Any]:
        return {"owed": self.owed, "promise": self.promise}


class PerformForm(OwedForm):
    """One thing that was owed has been done, or a part of it."""

    act = Act.INSTALMENT
    title = _("登记履行")
    done = _("已登记履行。全部履行后自动转入回访。")

    performed_on = forms.DateField(label=_("履行日期"), widget=_DAY, initial=clock.today)
    amount = forms.DecimalField(
        label=_("这次履行的金额（元）"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text=_("部分履行的填实际金额，余款仍在催告之列；不填就是全部履行。"),
    )
    note = forms.CharField(label=_("凭证或说明"), max_length=300, required=False)
    receipt = forms.FileField(
        label=_("收条、转账凭证"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("拍照或扫描件，不超过 20 MB，存入本案材料。"),
    )

    def prepare(self) -> None:
        super().prepare()
        if self.owed.left is None:
            del self.fields["amount"]
        else:
            self.initial["amount"] = self.owed.left

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        file = given["receipt"]
        part = NewPart(
            performed_on=given["performed_on"],
            amount=given.get("amount"),
            note=given["note"],
            receipt=(file.name, file.read()) if file else None,
        )
        return actions.perform(self.dispute, self.promise.pk, part, by=self.by, seen=seen)


class DefaultForm(OwedForm):
    """What was owed wasn't done in time."""

    act = Act.DEFAULT
    title = _("登记未按期履行")
    template = "performance/default.html"
    button = _("登记")
    done = _("已登记未按期履行，明天安排回访，并通知主办单位督促。")

    reason = text_field(_("为什么没有履行"), rows=3, max_length=300)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "is_labour": is_labour(self.dispute)}

    def do(self, seen: int | None) -> Dispute:
        return mediation.default(
            self.dispute, self.promise.pk, self.cleaned_data["reason"], by=self.by, seen=seen
        )


class UrgeForm(OwedForm):
    """The committee urges who owes."""

    act = Act.URGE
    title = _("督促履行")
    lead = _("调委会对协议的履行进行监督，督促当事人履行约定的义务（人民调解法31）。只能说服，不能强制。")
    template = "performance/default.html"
    button = _("记录督促")
    done = _("已记录督促情况。")

    way = forms.TypedChoiceField(
        label=_("方式"),
        choices=UrgedBy.choices,
        coerce=int,
        widget=forms.RadioSelect,
        initial=UrgedBy.IN_PERSON,
    )
    said = text_field(_("当事人怎么说"), rows=3, max_length=500)
    new_day = forms.DateField(label=_("答应何时履行"), required=False, widget=_DAY)
    told_suit = forms.BooleanField(
        label=_("已告知：就协议的履行发生争议，任何一方可以向人民法院起诉"), required=False
    )

    def context(self) -> dict[str, Any]:
        return {**super().context(), "is_labour": is_labour(self.dispute)}

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        new = NewUrging(
            way=UrgedBy(given["way"]),
            said=given["said"],
            new_day=given["new_day"],
            told_suit=given["told_suit"],
        )
        return actions.urge(self.dispute, self.promise.pk, new, by=self.by, seen=seen)


class ChangeForm(AgreeForm):
    """A new agreement in place of the one that stands."""

    title = _("变更协议")
    lead = _("各方协商一致，可以用新的书面协议代替原协议。原协议没有履行的部分不再执行，以新协议为准。")
    template = "performance/change.html"
    button = _("登记新协议")
    done = _("新协议已生效，原协议没有履行的部分不再执行。")

    reason = forms.CharField(label=_("变更理由"), max_length=300)

    def prepare(self) -> None:
        super().prepare()
        old = standing_agreement(self.dispute)
        if old is None:
            raise Missing("")
        names = ("main_facts", "issues", "responsibilities", "content", "manner", "time_limit", "place")
        self.initial.update({name: getattr(old, name) for name in (*names, "ownership_note", "about_status")})
        self.initial["form"] = AgreementForm.WRITTEN
        self.old = old

    def context(self) -> dict[str, Any]:
        return {**super().context(), "old": self.old, "left": promises(self.old)}

    def do(self, seen: int | None) -> Dispute:
        return actions.change(
            self.dispute,
            self.new_agreement(),
            self.cleaned_data["reason"],
            files=self.signed_files(),
            by=self.by,
            seen=seen,
        )
