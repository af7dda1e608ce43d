"""The forms of the office's privacy pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import moment_field, text_field
from hemu.privacy.models import (
    Conclusion,
    ConsentForm,
    Danger,
    HoldKind,
    Purpose,
    SensitiveKind,
    Told,
    Trigger,
    Verdict,
    Way,
)

_DAY = {"type": "date"}


class LogForm(forms.Form):
    """What the log is narrowed to."""

    who = forms.CharField(label=_("查看人"), max_length=40, required=False)
    unit = forms.CharField(label=_("单位"), max_length=60, required=False)
    way = forms.TypedChoiceField(
        label=_("方式"), choices=[("", _("全部")), *Way.choices], coerce=int, empty_value=None, required=False
    )
    purpose = forms.TypedChoiceField(
        label=_("用途"),
        choices=[("", _("全部")), *Purpose.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    since = forms.DateField(label=_("从"), required=False, widget=forms.DateInput(attrs=_DAY))
    until = forms.DateField(label=_("到"), required=False, widget=forms.DateInput(attrs=_DAY))


class EmergencyForm(forms.Form):
    ref = forms.CharField(label=_("纠纷编号"), max_length=24)
    danger = forms.TypedChoiceField(
        label=_("什么危险"), choices=Danger.choices, coerce=int, widget=forms.RadioSelect
    )
    reason = text_field(
        _("情况"),
        rows=3,
        max_length=500,
        help_text=_("谁有什么危险，查看后要做什么。至少十个字。"),
    )


class ReviewForm(forms.Form):
    verdict = forms.TypedChoiceField(
        label=_("复核结论"),
        choices=[choice for choice in Verdict.choices if choice[0]],
        coerce=int,
        widget=forms.RadioSelect,
    )
    note = text_field(_("核实了什么"), rows=3, max_length=500)


class DecideForm(forms.Form):
    note = text_field(_("意见"), rows=2, max_length=300, required=False, help_text=_("不批准的要写明理由。"))


class HoldForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=_("情形"), choices=HoldKind.choices, coerce=int, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("案号、文号或者原因"), max_length=300)


class ReadersForm(forms.Form):
    posts = forms.MultipleChoiceField(label=_("哪些岗位可以打开"), widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(label=_("理由"), max_length=300)

    def __init__(self, choices: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["posts"].choices = choices  # type: ignore[attr-defined]  # a choice field


class ConsentingForm(forms.Form):
    party_id = forms.TypedChoiceField(label=_("谁的信息"), coerce=int, widget=forms.RadioSelect)
    kinds = forms.TypedMultipleChoiceField(
        label=_("哪些敏感信息"),
        choices=SensitiveKind.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = forms.CharField(label=_("用来做什么"), max_length=300)
    necessity = forms.CharField(label=_("为什么必须用"), max_length=300)
    impact = forms.CharField(label=_("对本人有什么影响"), max_length=300)
    form = forms.TypedChoiceField(
        label=_("同意方式"),
        choices=[choice for choice in ConsentForm.choices if choice[0] != ConsentForm.OWN_PAGE],
        coerce=int,
        widget=forms.RadioSelect,
    )
    guardian = forms.CharField(
        label=_("监护人"),
        max_length=80,
        required=False,
        help_text=_("不满十四周岁的，由父母或者其他监护人同意。"),
    )
    relation = forms.CharField(label=_("与本人的关系"), max_length=40, required=False)

    def __init__(self, parties: list[tuple[int, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["party_id"].choices = parties  # type: ignore[attr-defined]  # a choice field


class AssessmentForm(forms.Form):
    title = forms.CharField(label=_("评估事项"), max_length=120)
    trigger = forms.TypedChoiceField(
        label=_("属于哪种情形"), choices=Trigger.choices, coerce=int, widget=forms.RadioSelect
    )
    lawful = text_field(_("目的、方式是否合法、正当、必要"), rows=3, max_length=2000)
    impact = text_field(_("对个人权益的影响及安全风险"), rows=3, max_length=2000)
    measures = text_field(_("保护措施是否合法、有效并与风险相适应"), rows=3, max_length=2000)
    conclusion = forms.TypedChoiceField(
        label=_("结论"), choices=Conclusion.choices, coerce=int, widget=forms.RadioSelect
    )
    keep_years = forms.IntegerField(label=_("保存几年"), min_value=1, max_value=100, initial=3)


class BreachForm(forms.Form):
    title = forms.CharField(label=_("发生了什么"), max_length=120)
    happened_at = moment_field(_("发生时间"), required=False)
    found_at = moment_field(_("发现时间"))
    kinds = forms.CharField(label=_("涉及哪些信息"), max_length=300)
    people = forms.IntegerField(label=_("涉及人数"), min_value=0, max_value=10_000_000)
    cause = text_field(_("原因"), rows=2, max_length=1000)
    harm = text_field(_("可能造成的危害"), rows=2, max_length=1000)
    measures = text_field(_("已采取的补救措施"), rows=2, max_length=1000)
    own_steps = text_field(_("个人可以采取的减轻危害的措施"), rows=2, max_length=1000)
    no_telling = forms.CharField(
        label=_("不逐一通知个人的理由"),
        max_length=300,
        required=False,
        help_text=_("只有采取的措施能够有效避免危害时，才可以不通知个人（个人信息保护法57）。"),
    )


class TellingForm(forms.Form):
    whom = forms.TypedChoiceField(
        label=_("通知了谁"), choices=Told.choices, coerce=int, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("名称或人数"), max_length=120)
    how = forms.CharField(label=_("怎么通知的"), max_length=200)
    at = moment_field(_("通知时间"))
