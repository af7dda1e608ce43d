"""The forms of warning notices: sending, passing on, answering, looking at an answer, the list's filters."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import moment_field, text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Dispute
from hemu.kernel import clock
from hemu.kernel.wording import noted
from hemu.loop.assessment import actions
from hemu.loop.assessment.models import WarningNotice
from hemu.loop.assessment.queries import Chosen, related, units_for
from hemu.orgs.actor import Actor
from hemu.orgs.models import Unit

RECEIVE_HOURS = 2
ANSWER_DAYS = 2


class WarningForm(ActForm):
    """Send a warning notice on this dispute, and on others that hang together with it."""

    act = Act.WARN
    title = _("发预警提示单")
    lead = _("提示下级单位注意这件纠纷的风险，写明分析和处置指导，并限时签收、反馈。")
    button = _("发出提示单")
    done = _("提示单已发出。对方签收、反馈后会显示在提示单上。")

    subject = forms.CharField(label=_("标题"), max_length=100)
    units = forms.ModelMultipleChoiceField(
        label=_("提示哪些单位"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    others = forms.MultipleChoiceField(
        label=_("一并提示的其他纠纷"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("这些纠纷发给各自的主办单位和综治中心。"),
    )
    analysis = text_field(_("风险分析"), max_length=5000)
    guidance = text_field(_("处置指导意见"), max_length=5000)
    receive_by = moment_field(_("签收时限"))
    answer_by = moment_field(_("反馈时限"))

    def prepare(self) -> None:
        now = clock.local(clock.now()).replace(second=0, microsecond=0)
        self.initial.update(
            {
                "subject": _now("关于“%(title)s”的预警提示") % {"title": self.dispute.title[:80]},
                "receive_by": now + timedelta(hours=RECEIVE_HOURS),
                "answer_by": now + timedelta(days=ANSWER_DAYS),
            }
        )
        self.related = {str(other.id): other for other in related(self.dispute, by=self.by)}
        units, others = self.fields["units"], self.fields["others"]
        units.queryset = units_for(self.dispute, by=self.by)  # type: ignore[attr-defined]  # a model choice
        others.choices = [  # type: ignore[attr-defined]  # a choice field
            (key, noted(f"{other.ref} {other.title}", Colour(other.colour).label))
            for key, other in self.related.items()
        ]
        if not self.related:
            del self.fields["others"]

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        pairs = [(self.dispute, unit) for unit in given["units"]]
        for key in given.get("others", ()):
            other = self.related[key]
            pairs += [(other, unit) for unit in units_for(other, by=self.by, handling=True)]
        parts = {name: given[name] for name in ("subject", "analysis", "guidance", "receive_by", "answer_by")}
        actions.send(actions.NewWarning(**parts, units=pairs), by=self.by)
        return self.dispute


class PassOnForm(forms.Form):
    """Pass a notice from above on to those below: the same disputes, with what they are to do here."""

    units = forms.ModelMultipleChoiceField(
        label=_("转发给哪些单位"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    guidance = text_field(_("本级的落实要求"), rows=3, max_length=5000)
    receive_by = moment_field(_("签收时限"))
    answer_by = moment_field(_("反馈时限"), help_text=_("要早于上级给本单位的反馈时限。"))

    def __init__(self, notice: WarningNotice, disputes: list[Dispute], by: Actor, data: Any = None) -> None:
        super().__init__(data, prefix="pass")
        self.notice, self.disputes, self.by = notice, disputes, by
        wanted = {unit.pk for dispute in disputes for unit in units_for(dispute, by=by)}
        units = self.fields["units"]
        units.queryset = Unit.objects.filter(pk__in=wanted).order_by(  # type: ignore[attr-defined]  # a model choice
            "-region__level", "kind", "id"
        )
        now = clock.local(clock.now()).replace(second=0, microsecond=0)
        early = min(clock.local(notice.answer_by) - timedelta(hours=4), now + timedelta(days=1))
        first = {"receive_by": now + timedelta(hours=1), "answer_by": max(early, now + timedelta(hours=2))}
        self.initial.update(first)

    def do(self) -> WarningNotice:
        """Send it."""
        given = self.cleaned_data
        pairs = [
            (dispute, unit)
            for dispute in self.disputes
            for unit in units_for(dispute, by=self.by)
            if unit in given["units"]
        ]
        new = actions.NewWarning(
            subject=self.notice.subject,
            analysis=self.notice.analysis,
            guidance=given["guidance"],
            receive_by=given["receive_by"],
            answer_by=given["answer_by"],
            units=pairs,
        )
        return actions.send(new, above=self.notice, by=self.by)


class AnswerForm(forms.Form):
    """What a unit did about a notice."""

    answer = text_field(_("反馈情况"), max_length=5000, help_text=_("采取了哪些措施，目前情况怎样。"))


class JudgeForm(forms.Form):
    """What whoever sent the notice makes of one unit's answer."""

    verdict = forms.ChoiceField(
        label=_("审核"),
        choices=(("accept", _("认可，提示单办结")), ("back", _("不够，退回补充"))),
        widget=forms.RadioSelect,
    )
    reason = text_field(
        _("意见"), rows=2, max_length=2000, required=False, help_text=_("退回的，写明还缺什么。")
    )
    until = moment_field(_("重新反馈的时限"), required=False)

    def __init__(self, row_id: int, data: Any = None) -> None:
        super().__init__(data, prefix=f"unit-{row_id}")
        now = clock.local(clock.now()).replace(second=0, microsecond=0)
        self.initial["until"] = now + timedelta(days=1)

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        if given.get("verdict") == "back" and not given.get("until"):
            self.add_error("until", _now("请写明重新反馈的时限。"))
        return given


class FilterForm(forms.Form):
    """How the list is narrowed."""

    q = forms.CharField(label=_("标题或编号"), max_length=60, required=False)
    since = forms.DateField(
        label=_("发出自"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("发出至"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    late = forms.BooleanField(label=_("只看有单位超期的"), required=False)

    def chosen(self, view: str) -> Chosen:
        """What was asked for; what can't be read narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Chosen(
            view, given.get("q", ""), bool(given.get("late")), given.get("since"), given.get("until")
        )
