"""The forms of confirmation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.loop.mediation.confirmation import actions
from hemu.loop.mediation.confirmation.actions import Answer, NewFiling
from hemu.loop.mediation.confirmation.models import CourtGround, Stage
from hemu.loop.mediation.confirmation.rules import (
    REQUIRED_PAPERS,
    courts,
    inviting_court,
    likely_ground,
    standing,
)
from hemu.loop.mediation.forms.shared import two_sides
from hemu.loop.mediation.hints import hints
from hemu.loop.mediation.queries import promises
from hemu.rulebook import codes

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_OTHER = "other"


class ReviewForm(ActForm):
    """The agreement held against the grounds on which no court confirms it."""

    act = Act.CONFIRM
    title = _("审查协议能否确认")
    lead = _("对照人民法院不予确认的情形逐项看协议。勾选发现的问题；都没有的，不勾选直接保存。")
    template = "confirmation/review.html"
    button = _("保存审查结果")
    done = _("已保存。没有问题的，可以由各方共同申请司法确认；有问题的，先变更协议。")

    found = forms.MultipleChoiceField(
        label=_("发现的问题"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = text_field(
        _("说明"), rows=2, max_length=500, required=False, help_text=_("有问题的，写明是哪一条。")
    )

    def prepare(self) -> None:
        self.fields["found"].choices = codes.choices("confirmation_bar")  # type: ignore[attr-defined]

    def context(self) -> dict[str, Any]:
        agreement = standing(self.dispute).agreement
        return {
            "agreement": agreement,
            "hints": hints(agreement, promises(agreement)) if agreement else [],
        }

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        return actions.review(self.dispute, given["found"], given["note"], by=self.by, seen=seen)


class FileForm(ActForm):
    """Both parties together ask a court."""

    act = Act.CONFIRM
    title = _("申请司法确认")
    lead = _("由各方当事人共同提出，不收费。确认有效的，一方不履行，对方可以申请强制执行。")
    template = "confirmation/file.html"
    button = _("登记已提出")
    done = _("已登记。法院三日内决定是否受理，请及时登记答复。")

    applicants = forms.TypedMultipleChoiceField(
        label=_("共同申请的当事人"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    court_ground = forms.TypedChoiceField(
        label=_("为什么向这个法院"), choices=CourtGround.choices, coerce=int, widget=forms.RadioSelect
    )
    court = forms.ChoiceField(label=_("法院"))
    court_other = forms.CharField(label=_("其他法院的全称"), max_length=100, required=False)
    papers = forms.MultipleChoiceField(label=_("已备齐的材料"), widget=forms.CheckboxSelectMultiple)
    filed_on = forms.DateField(label=_("提出日期"), widget=_DAY, initial=clock.today)

    def prepare(self) -> None:
        people = [(party.pk, party.name) for party in two_sides(self.dispute)]
        self.fields["applicants"].choices = people  # type: ignore[attr-defined]  # a choice field
        self.initial["applicants"] = [pk for pk, _name in people]
        offered = [*courts(self.dispute), (_OTHER, _("其他法院（在下面填写）"))]
        self.fields["court"].choices = offered  # type: ignore[attr-defined]  # a choice field
        self.initial["court_ground"] = likely_ground(self.dispute)
        papers = [
            (code, words if code in REQUIRED_PAPERS else _("%(what)s（按需）") % {"what": words})
            for code, words in codes.choices("confirmation_papers")
        ]
        self.fields["papers"].choices = papers  # type: ignore[attr-defined]  # a choice field

    def context(self) -> dict[str, Any]:
        where = standing(self.dispute)
        return {"where": where, "invited": inviting_court(self.dispute), "agreement": where.agreement}

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        name = given["court_other"] if given["court"] == _OTHER else given["court"]
        new = NewFiling(
            court_name=name,
            court_ground=CourtGround(given["court_ground"]),
            papers=given["papers"],
            applicants=given["applicants"],
            filed_on=given["filed_on"],
        )
        return actions.file(self.dispute, new, by=self.by, seen=seen)


class AnsweredForm(ActForm):
    """What the court said."""

    act = Act.CONFIRM
    title = _("登记法院答复")
    template = "confirmation/answered.html"
    button = _("登记")
    done = _("已登记法院的答复。")

    stage = forms.TypedChoiceField(label=_("答复"), coerce=int, widget=forms.RadioSelect)
    on = forms.DateField(label=_("日期"), widget=_DAY, initial=clock.today)
    ruling = forms.CharField(label=_("裁定书文号"), max_length=60, required=False)
    bar = forms.ChoiceField(label=_("不予确认的情形"), required=False)
    reason = text_field(_("说明"), rows=2, max_length=500, required=False)
    other_ways = forms.MultipleChoiceField(
        label=_("已告知当事人的其他途径"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不予受理、驳回的，当事人可以重新达成协议，也可以向人民法院起诉（人民调解法33）。"),
    )

    def prepare(self) -> None:
        row = standing(self.dispute).confirmation
        stages = actions.next_stages(row)
        self.row = row
        self.fields["stage"].choices = [(one.value, one.label) for one in stages]  # type: ignore[attr-defined]
        bars = [("", "—"), *codes.choices("confirmation_bar")]
        self.fields["bar"].choices = bars  # type: ignore[attr-defined]  # a choice field
        self.fields["other_ways"].choices = codes.choices("other_route")  # type: ignore[attr-defined]

    def context(self) -> dict[str, Any]:
        return {"row": self.row}

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        answer = Answer(
            stage=Stage(given["stage"]),
            on=given["on"],
            ruling=given["ruling"],
            bar=given["bar"],
            reason=given["reason"],
            other_ways=given["other_ways"],
        )
        return actions.answered(self.dispute, answer, by=self.by, seen=seen)


class ExtendedForm(ActForm):
    """The court takes ten days more."""

    act = Act.CONFIRM
    title = _("法院延长审查")
    lead = _("特殊情况经法院批准可以延长十日（法释〔2011〕5号5）。")
    button = _("登记延长")
    done = _("已登记延长。")

    def do(self, seen: int | None) -> Dispute:
        return actions.extended(self.dispute, by=self.by, seen=seen)
