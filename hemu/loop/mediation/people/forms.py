"""The forms of the register."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.loop.mediation.models import Mediator
from hemu.loop.mediation.people import actions, languages
from hemu.loop.mediation.people.actions import CommitteeFacts, NewAward, NewTraining
from hemu.loop.mediation.people.actions.committees import SETUPS, TRADES
from hemu.loop.mediation.people.models import AwardKind, Committee, Duty, TieKind
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Unit
from hemu.rulebook import codes

_FIRST_LEVEL = 100


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A calendar day."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


def skill_choices() -> list[tuple[int, str]]:
    """First-level kinds of dispute, as the register keeps them: 9 for 0900."""
    parents = {int(code) // _FIRST_LEVEL for code, _label in codes.choices(codes.KINDS)}
    return [(one, codes.label(codes.KINDS, f"{one * _FIRST_LEVEL:04d}")) for one in sorted(parents)]


class KnowsForm(forms.Form):
    """What a mediator speaks and knows."""

    name: ClassVar[str] = "knows"

    languages = forms.MultipleChoiceField(
        label=_("会说的语言（普通话以外）"), required=False, widget=forms.CheckboxSelectMultiple
    )
    skills = forms.TypedMultipleChoiceField(
        label=_("擅长类型"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    full_time = forms.BooleanField(label=_("专职调解员"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kept = list(self.initial.get("languages", ()))
        known = languages.choices()
        known += [(one, one) for one in kept if one not in dict(known)]
        self.fields["languages"].choices = known  # type: ignore[attr-defined]  # a choice field
        self.fields["skills"].choices = skill_choices()  # type: ignore[attr-defined]  # a choice field

    @classmethod
    def of(cls, mediator: Mediator, data: Any = None) -> KnowsForm:
        """The form with what the register says now."""
        first = {
            "languages": mediator.languages,
            "skills": mediator.skills,
            "full_time": mediator.is_full_time,
        }
        return cls(data, initial=first)

    def do(self, mediator: Mediator, by: Actor) -> None:
        actions.amend(mediator, by=by, **self.cleaned_data)


class AwardForm(forms.Form):
    name: ClassVar[str] = "award"

    kind = forms.TypedChoiceField(
        label=_("称号"), coerce=int, choices=AwardKind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("名称"), max_length=60, help_text=_("例如“2025 年度金牌调解员”“老杨品牌调解室”。")
    )
    awarded_by = forms.CharField(label=_("授予单位"), max_length=100)
    awarded_on = day_field(_("授予日期"))

    def do(self, mediator: Mediator, by: Actor) -> None:
        given = self.cleaned_data
        new = NewAward(AwardKind(given["kind"]), given["title"], given["awarded_by"], given["awarded_on"])
        actions.award(mediator, new, by=by)


class TrainingForm(forms.Form):
    """One training; `mediators` only where several came together."""

    name: ClassVar[str] = "train"

    subject = forms.CharField(label=_("培训内容"), max_length=120)
    held_on = day_field(_("培训日期"))
    hours = forms.DecimalField(label=_("学时"), max_digits=5, decimal_places=1, min_value=0)
    organiser = forms.CharField(label=_("组织单位"), max_length=100)

    def new(self) -> NewTraining:
        return NewTraining(
            **{name: self.cleaned_data[name] for name in ("subject", "held_on", "hours", "organiser")}
        )

    def do(self, mediator: Mediator, by: Actor) -> None:
        actions.train([mediator], self.new(), by=by)


class GroupTrainingForm(TrainingForm):
    mediators = forms.ModelMultipleChoiceField(
        label=_("参加的调解员"),
        queryset=Mediator.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-columns"}),
    )

    def __init__(self, *args: Any, among: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["mediators"]
        field.queryset = among
        field.label_from_instance = lambda one: f"{one.post.person.name} · {one.post.unit.name}"


class RetireForm(forms.Form):
    name: ClassVar[str] = "retire"

    why = forms.CharField(label=_("原因"), max_length=200)

    def do(self, mediator: Mediator, by: Actor) -> None:
        actions.retire(mediator, self.cleaned_data["why"], by=by)


class WithdrawForm(forms.Form):
    name: ClassVar[str] = "withdraw"

    award = forms.IntegerField(widget=forms.HiddenInput)

    def do(self, mediator: Mediator, by: Actor) -> None:
        actions.withdraw_award(mediator, self.cleaned_data["award"], by=by)


class TieForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=_("关系"), coerce=int, choices=TieKind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("与谁（姓名或单位名称）"), max_length=80)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class CommitteeForm(forms.Form):
    """What the register says of a committee."""

    name: ClassVar[str] = "facts"

    setup = forms.ChoiceField(label=_("设立主体"))
    trade = forms.ChoiceField(label=_("专业领域"), required=False)
    founded_on = day_field(_("设立日期"), required=False)
    term_from = day_field(_("本届起"), required=False)
    term_until = day_field(_("本届止"), required=False, help_text=_("不填时按三年计算。"))
    women = forms.IntegerField(label=_("女性委员人数"), required=False, min_value=0, max_value=9)
    mixed = forms.BooleanField(label=_("多民族居住地区"), required=False)
    mixed_member = forms.BooleanField(
        label=_("有人数较少民族的成员"), required=False,
        help_text=_("只登记有没有，不登记任何人的民族。"),
    )  # fmt: skip
    brand_room = forms.CharField(label=_("品牌调解室名称"), max_length=60, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        setup: Any = self.fields["setup"]
        setup.choices = codes.choices(SETUPS)
        trade: Any = self.fields["trade"]
        trade.choices = [("", "—"), *codes.choices(TRADES)]

    @classmethod
    def of(cls, row: Committee | None) -> CommitteeForm:
        """The form with what the register says now."""
        return cls(initial={name: getattr(row, name) for name in cls.base_fields} if row else None)

    def do(self, unit: Unit, by: Actor) -> None:
        actions.register_committee(unit, CommitteeFacts(**self.cleaned_data), by=by)


class MemberForm(forms.Form):
    name: ClassVar[str] = "member"

    post = forms.ModelChoiceField(
        label=_("本会人员"), queryset=Post.objects.none(), required=False,
        help_text=_("没有账号的，在下面填姓名。"),
    )  # fmt: skip
    called = forms.CharField(label=_("姓名"), max_length=80, required=False)
    duty = forms.TypedChoiceField(label=_("职务"), coerce=int, choices=Duty.choices)
    since = day_field(_("任职起"), required=False)

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["post"]
        posts = Post.objects.current().filter(unit=unit, person__is_active=True)
        field.queryset = posts.select_related("person").order_by("id")
        field.label_from_instance = lambda post: f"{post.person.name} {post.shown_title}"

    def do(self, unit: Unit, by: Actor) -> None:
        given = self.cleaned_data
        actions.add_member(
            unit, given["called"], Duty(given["duty"]), by=by, post=given["post"], since=given["since"]
        )


class EndForm(forms.Form):
    name: ClassVar[str] = "end"

    member = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(label=_("离任原因"), max_length=200)

    def do(self, unit: Unit, by: Actor) -> None:
        actions.end_member(unit, self.cleaned_data["member"], self.cleaned_data["why"], by=by)


class CourtForm(forms.Form):
    court = forms.CharField(label=_("通报的人民法院"), max_length=100)


class InterpreterForm(ActForm):
    """An interpreter for a party whose language no mediator speaks."""

    act = Act.NOTE
    title = _("登记翻译")
    lead = _("会说当事人语言的调解员优先；没有时请人翻译，要经各方当事人同意。")
    button = _("登记")
    done = _("已登记翻译。调处时请一并记录到场。")

    language = forms.CharField(label=_("语言"), max_length=30)
    person = forms.ChoiceField(label=_("县内会说的人"), required=False)
    name = forms.CharField(
        label=_("其他人的姓名"), max_length=80, required=False, help_text=_("不在上面名单里的填这里。")
    )
    consented = forms.BooleanField(label=_("各方当事人都同意由其翻译"), required=False)

    def prepare(self) -> None:
        posts = [
            post
            for one in languages.needed(self.dispute)
            for post in languages.interpreters(self.dispute, one)
        ]
        self.posts = {str(post.pk): post for post in posts}
        known: Any = self.fields["person"]
        known.choices = [
            ("", "—"),
            *((key, f"{post.person.name} · {post.unit.name}") for key, post in self.posts.items()),
        ]
        self.initial["language"] = next(iter(languages.needed(self.dispute)), "")

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        post = self.posts.get(given["person"])
        return actions.name_interpreter(
            self.dispute, given["language"], post.person.name if post else given["name"],
            unit_name=post.unit.name if post else "", consented=given["consented"], by=self.by,
        )  # fmt: skip
