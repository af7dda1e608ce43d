"""Forms of who mediates, once it is under way, and of who doesn't."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, State
from hemu.kernel.wording import noted
from hemu.loop.mediation import actions
from hemu.loop.mediation.actions import Leaving
from hemu.loop.mediation.forms.shared import MediatorsField
from hemu.loop.mediation.models import ChosenBy, RecusalKind
from hemu.loop.mediation.proposal import able_posts, proposals
from hemu.loop.mediation.queries import named_mediators
from hemu.orgs.models import Post

_WHY: list[tuple[Any, Any]] = [("", _("工作变动、生病等其他原因")), *RecusalKind.choices]


class ChangeMediatorsForm(ActForm):
    """Other mediators, or more of them, while the mediation goes on."""

    act = Act.CHANGE_MEDIATORS
    lead = _(
        "当事人有权选择或者接受调解员，也可以不接受某一名。换下的、新来的一次办完，约好的调处由新的接手。"
    )
    template = "mediation/mediators.html"
    button = _("确定")
    done = _("已记录，新的调解员会收到提醒。下一步：告诉各方，听取他们是否接受。")

    leaving = forms.TypedChoiceField(
        label=_("换下哪一名调解员"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    kind = forms.TypedChoiceField(
        label=_("为什么换下"),
        choices=_WHY,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("本人声明、当事人不同意的，不能再办理本案。只增加的不用选。"),
    )
    mediators = MediatorsField(required=False, help_text=_("可以选一名或者几名，当事人都可以不接受。"))
    chosen_by = forms.TypedChoiceField(
        label=_("新的调解员由谁确定"),
        choices=ChosenBy.choices,
        coerce=int,
        widget=forms.RadioSelect,
        initial=ChosenBy.COMMITTEE,
    )
    reason = text_field(_("理由"), rows=2, max_length=300, required=False, help_text=_("换下的要写明理由。"))

    def prepare(self) -> None:
        named = named_mediators(self.dispute)
        self.here = {one.person_id for one in named}
        people = [(one.person_id, noted(one.name, one.unit_name)) for one in named]
        self.fields["leaving"].choices = [("", _("不换下，只增加")), *people]  # type: ignore[attr-defined]
        posts = able_posts(self.dispute).exclude(person_id__in=self.here)
        self.fields["mediators"].queryset = posts  # type: ignore[attr-defined]  # a model choice field

    def context(self) -> dict[str, Any]:
        found = proposals(self.dispute)
        others = [one for one in found.suggestions if one.post.person_id not in self.here]
        return {"proposed": replace(found, suggestions=others)}

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        kind = RecusalKind(given["kind"]) if given["kind"] else None
        leaving = Leaving(given["leaving"], kind) if given["leaving"] else None
        return actions.change_mediators(
            self.dispute,
            list(given["mediators"]),
            by=self.by,
            reason=given["reason"],
            leaving=leaving,
            chosen_by=ChosenBy(given["chosen_by"]),
            seen=seen,
        )


class StepAsideForm(ActForm):
    """A named mediator declares a tie, or a party doesn't accept them, while the mediation goes on."""

    act = Act.CHANGE_MEDIATORS
    title = _("登记回避")
    lead = _("调解员声明与本案有利害关系，或者当事人不同意由其调解的，在这里记录；记录后不再办理本案。")
    template = "mediation/mediators.html"
    button = _("记录回避")
    done = _("已记录，不再推荐这名调解员办理本案。下一步：告诉各方由谁接着调解。")

    leaving = forms.TypedChoiceField(label=_("哪一名回避"), coerce=int, widget=forms.RadioSelect)
    kind = forms.TypedChoiceField(
        label=_("情形"), choices=RecusalKind.choices, coerce=int, widget=forms.RadioSelect
    )
    reason = text_field(_("说明"), rows=2, max_length=300)
    mediators = MediatorsField(required=False)

    def prepare(self) -> None:
        named = named_mediators(self.dispute)
        self.here = {one.person_id for one in named}
        people = [(one.person_id, noted(one.name, one.unit_name)) for one in named]
        self.fields["leaving"].choices = people  # type: ignore[attr-defined]  # a choice field
        own = self.by.person_id in self.here
        if own or len(people) == 1:
            self.initial["leaving"] = self.by.person_id if own else people[0][0]
        self.initial["kind"] = RecusalKind.DECLARED if own else RecusalKind.REFUSED
        posts = able_posts(self.dispute).exclude(person_id__in=self.here)
        field: Any = self.fields["mediators"]
        field.queryset, field.label = posts, _("由谁接替")
        field.required = len(people) == 1
        field.help_text = _("本案只有这一名调解员，请选由谁接替。") if field.required else _("可以不选。")

    def context(self) -> dict[str, Any]:
        found = proposals(self.dispute)
        others = [one for one in found.suggestions if one.post.person_id not in self.here]
        return {"proposed": replace(found, suggestions=others)}

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        return actions.change_mediators(
            self.dispute,
            list(given["mediators"]),
            by=self.by,
            reason=given["reason"],
            leaving=Leaving(given["leaving"], RecusalKind(given["kind"])),
            seen=seen,
        )


class RecuseForm(ActForm):
    """Somebody doesn't mediate this dispute."""

    act = Act.NOTE
    title = _("调解员回避")
    template = "mediation/recuse.html"
    button = _("记录回避")
    done = _("已记录，不再推荐这名调解员办理本案。")

    kind = forms.TypedChoiceField(
        label=_("情形"), choices=RecusalKind.choices, coerce=int, widget=forms.RadioSelect
    )
    mediator = forms.ModelChoiceField(label=_("调解员"), queryset=Post.objects.none())
    reason = text_field(_("说明"), rows=2, max_length=300)

    def prepare(self) -> None:
        field: Any = self.fields["mediator"]
        field.queryset = able_posts(self.dispute)
        field.label_from_instance = lambda post: noted(post.person.name, post.unit.name)

    def context(self) -> dict[str, Any]:
        return {"goes_on": self.dispute.state == State.MEDIATING}

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        kind = RecusalKind(given["kind"])
        return actions.recuse(self.dispute, given["mediator"], kind, given["reason"], by=self.by)
