"""Forms of how a mediation begins, and of how it isn't begun."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import local_now, moment_field, text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Outcome, Side
from hemu.disputes.queries import parties
from hemu.kernel import clock
from hemu.kernel.wording import noted
from hemu.loop.mediation import actions, mediable, rights
from hemu.loop.mediation.actions.extending import longest
from hemu.loop.mediation.forms.shared import (
    ConsentFields,
    MediatorsField,
    offer_mediators,
    offer_ways,
    other_ways_field,
    two_sides,
)
from hemu.loop.mediation.models import ApplicationForm, ChosenBy
from hemu.loop.mediation.proposal import proposals
from hemu.loop.mediation.queries import consents_by_party, current_acceptance
from hemu.loop.mediation.wishes import wishes
from hemu.orgs.models import Unit
from hemu.rulebook import codes


class ApplyForm(ActForm):
    """Mediation is asked for, orally or in writing, or the committee moves by itself."""

    act = Act.APPLY
    title = _("申请调解")
    lead = _("口头、书面都可以。调解不收费。")
    button = _("登记申请")
    done = _("已登记申请。下一步：征求各方意见，决定是否受理。")

    form = forms.TypedChoiceField(
        label=_("申请方式"),
        choices=ApplicationForm.choices,
        coerce=int,
        widget=forms.RadioSelect,
        initial=ApplicationForm.ORAL,
    )
    party_ids = forms.TypedMultipleChoiceField(
        label=_("哪一方申请"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("调委会主动调解、委托移送的可以不选。"),
    )
    requests = text_field(_("申请事项"), max_length=2000, help_text=_("当事人要求解决什么，逐项写。"))
    referred_by = forms.CharField(label=_("委托移送单位"), max_length=100, required=False)

    def prepare(self) -> None:
        here = parties(self.dispute)
        self.fields["party_ids"].choices = [  # type: ignore[attr-defined]  # a choice field
            (party.pk, noted(party.name, Side(party.side).label)) for party in here
        ]
        self.initial["party_ids"] = [party.pk for party in here if party.side == Side.APPLICANT]

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        return actions.apply(
            self.dispute,
            given["requests"],
            by=self.by,
            form=ApplicationForm(given["form"]),
            party_ids=given["party_ids"],
            referred_by=given["referred_by"],
            seen=seen,
        )


class ConsentingForm(ActForm):
    """Every party's consent, choice by choice."""

    act = Act.CONSENT
    title = _("记录同意调解")
    lead = _("逐人征求意见，只勾选本人明确表示自愿的。有人不愿意的，请办理“当事人不愿调解”，不得劝阻其起诉。")
    button = _("记录")
    template = "mediation/consent.html"
    done = _("已记录。各方都同意后就可以调处。")
    wide = True

    def prepare(self) -> None:
        self.rows = ConsentFields(self, two_sides(self.dispute))

    def context(self) -> dict[str, Any]:
        return {
            "rows": list(self.rows),
            "standing": consents_by_party(self.dispute),
            "notice": rights.notice_for(self.dispute.kind),
        }

    def do(self, seen: int | None) -> Dispute:
        return actions.consent(self.dispute, self.rows.given(), by=self.by, seen=seen)


class ReopenForm(ConsentingForm):
    """Everybody wants mediation after all, after it was refused or came to nothing."""

    title = _("各方重新同意调解")
    lead = _("调解已经停止。只有各方当事人自己重新表示同意，才能再次开始；不得劝说、不得妨碍其走其他途径。")
    button = _("记录并重新开始")
    done = _("各方都已重新同意。下一步：决定是否受理。")


class AcceptForm(ActForm):
    """A committee accepts, names mediators, and has told the parties their rights."""

    act = Act.ACCEPT
    title = _("受理调解")
    template = "mediation/accept.html"
    button = _("受理")
    done = _("已受理。下一步：各方都同意后开始调处。")

    unit = forms.ModelChoiceField(label=_("受理组织"), queryset=Unit.objects.none(), empty_label=None)
    mediators = MediatorsField(help_text=_("当事人可以选择或者接受，也可以不同意某人。"))
    chosen_by = forms.TypedChoiceField(
        label=_("调解员由谁确定"),
        choices=ChosenBy.choices,
        coerce=int,
        widget=forms.RadioSelect,
        initial=ChosenBy.COMMITTEE,
    )
    rights_told_at = moment_field(_("何时告知了权利义务"), initial=local_now)
    ownership_note = text_field(
        _("只调解哪些事项"),
        required=False,
        rows=2,
        max_length=500,
        help_text=_("上面说明的那一部分不能调解；只调解补偿、赔偿等其余事项，在这里写明。"),
    )

    def prepare(self) -> None:
        offer_mediators(self, self.dispute, self.by)
        self._tick_wishes()
        posts = self.fields["mediators"].queryset  # type: ignore[attr-defined]  # a model choice field
        units = {self.by.unit_id, self.dispute.lead_unit_id, *(post.unit_id for post in posts)}
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=units - {None})  # type: ignore[attr-defined]
        self.initial["unit"] = self.by.unit_id
        self.bars = mediable.bars(self.dispute)
        if not mediable.limited(self.dispute):
            del self.fields["ownership_note"]

    def _tick_wishes(self) -> None:
        """Whom the parties asked for is ticked already, whom nobody asked for isn't."""
        asked = wishes(self.dispute)
        able = {post.person_id: post for post in self.fields["mediators"].queryset}  # type: ignore[attr-defined]
        self.wishes = [(wish, able.get(wish.person_id)) for wish in asked]
        ticked = [post.pk for _wish, post in self.wishes if post is not None]
        if ticked:
            self.initial["mediators"], self.initial["chosen_by"] = ticked, ChosenBy.PARTIES

    def context(self) -> dict[str, Any]:
        return {
            "bars": self.bars,
            "wishes": self.wishes,
            "proposed": proposals(self.dispute),
            "notice": rights.notice_for(self.dispute.kind),
            "standing": consents_by_party(self.dispute),
            "is_labour": self.dispute.kind in rights.LABOUR_KINDS,
        }

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        return actions.accept(
            self.dispute,
            list(given["mediators"]),
            by=self.by,
            unit=given["unit"],
            chosen_by=ChosenBy(given["chosen_by"]),
            rights_told_at=given["rights_told_at"],
            ownership_note=given.get("ownership_note", ""),
            seen=seen,
        )


class ExtendForm(ActForm):
    """The parties agree to mediate longer."""

    act = Act.EXTEND
    title = _("延长调解期限")
    lead = _("期限届满没有达成协议，各方都同意的可以延长；有一方不同意，按调解不成办理并告知其他途径。")
    button = _("延长")
    done = _("调解期限已延长。")

    agreed = forms.TypedMultipleChoiceField(
        label=_("同意延长的当事人"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(
        label=_("延长到"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = text_field(_("理由"), rows=2, max_length=300, help_text=_("例如：等待伤情鉴定、测量结果。"))

    def prepare(self) -> None:
        people = [(party.pk, noted(party.name, Side(party.side).label)) for party in two_sides(self.dispute)]
        self.fields["agreed"].choices = people  # type: ignore[attr-defined]  # a choice field
        acceptance = current_acceptance(self.dispute)
        since = max(acceptance.due_at or clock.now(), clock.now()) if acceptance else clock.now()
        self.initial["until"] = longest(since)

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        return actions.extend(
            self.dispute, given["until"], given["reason"], given["agreed"], by=self.by, seen=seen
        )


class NotAcceptForm(ActForm):
    """Not accepted, with the reason and the other ways."""

    act = Act.NOT_ACCEPT
    title = _("不予受理")
    button = _("不予受理")
    done = _("已记录不予受理和告知的其他途径。回访已安排。")
    stop = True

    reason_code = forms.ChoiceField(label=_("理由"), widget=forms.RadioSelect)
    reason = text_field(_("说明"), max_length=1000)
    other_ways = other_ways_field()

    def prepare(self) -> None:
        self.fields["reason_code"].choices = codes.choices("refusal_reason")  # type: ignore[attr-defined]
        offer_ways(self)

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        return actions.not_accept(
            self.dispute,
            given["reason"],
            by=self.by,
            reason_code=given["reason_code"],
            other_ways=given["other_ways"],
            seen=seen,
        )


class DeclineForm(ActForm):
    """A party doesn't want mediation, or wants no more of it."""

    act = Act.DECLINE
    title = _("当事人不愿调解")
    lead = _("当事人任何时候都可以不调或不再调，不需要理由。记录后调解即停止。")
    button = _("停止调解")
    done = _("调解已停止，已记录告知的其他途径。")
    stop = True

    party_id = forms.TypedChoiceField(label=_("哪一方"), coerce=int, widget=forms.RadioSelect)
    outcome = forms.TypedChoiceField(
        label=_("情形"),
        choices=[
            (Outcome.DECLINED.value, Outcome.DECLINED.label),
            (Outcome.WITHDRAWN.value, Outcome.WITHDRAWN.label),
        ],
        coerce=int,
        widget=forms.RadioSelect,
        initial=Outcome.DECLINED,
    )
    reason = text_field(_("当事人的表示"), max_length=1000, rows=3)
    other_ways = other_ways_field()

    def prepare(self) -> None:
        self.fields["party_id"].choices = [  # type: ignore[attr-defined]  # a choice field
            (party.pk, noted(party.name, Side(party.side).label)) for party in parties(self.dispute)
        ]
        offer_ways(self)

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        return actions.decline(
            self.dispute,
            given["party_id"],
            given["reason"],
            by=self.by,
            other_ways=given["other_ways"],
            outcome=Outcome(given["outcome"]),
            seen=seen,
        )
