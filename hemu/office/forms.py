"""Forms of the dispute page's own acts: amend, note, link, merge, mark."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes import questions
from hemu.disputes.amendment import Changes
from hemu.disputes.models import Dispute, LinkKind, Party, PartyKind, Sex, Side
from hemu.disputes.parties import NewParty
from hemu.kernel.errors import Refused
from hemu.rulebook import codes

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SeenForm(forms.Form):
    """A form on a dispute: it knows which state of the dispute its reader saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


def put_refusal(form: forms.Form, refused: Refused) -> None:
    """Show a refusal at the field that it names, or above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))


class AmendForm(SeenForm):
    """What is known of a dispute, to be completed or put right."""

    title = forms.CharField(label=_("纠纷名称"), max_length=100)
    narrative = forms.CharField(
        label=_("纠纷简述"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )
    kind = forms.ChoiceField(label=_("纠纷类型"))
    place = forms.CharField(label=_("详细地点"), max_length=200, required=False)
    occurred_on = forms.DateField(label=_("发生日期"), required=False, widget=DAY)
    reason = forms.CharField(
        label=_("更正的缘由"),
        max_length=300,
        required=False,
        help_text=_("台账会记下改了什么。写明缘由，别人看得明白。"),
    )
    remove_parties = forms.MultipleChoiceField(
        label=_("移除当事人"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("移除后台账仍保留其姓名。至少留一名当事人。"),
    )

    def __init__(self, dispute: Dispute, parties: list[Party], data: Any = None) -> None:
        initial = {
            "seen": dispute.ledger_seq,
            "title": dispute.title,
            "narrative": dispute.narrative,
            "kind": f"{dispute.kind:04d}",
            "place": dispute.place,
            "occurred_on": dispute.occurred_on,
        }
        super().__init__(data, initial=initial)
        self.dispute = dispute
        self.fields["kind"].choices = codes.grouped_choices(codes.KINDS)  # type: ignore[attr-defined]
        self.fields["remove_parties"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(party.pk), f"{party.name}({Side(party.side).label})") for party in parties
        ]
        self.fields.update(questions.fields(dispute.facts))

    @property
    def fact_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(questions.PREFIX)]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("title", "narrative", "kind", "place", "occurred_on")]

    def changes(self, added: list[NewParty]) -> Changes:
        """What the form asks to change; things that stay as they are stay out."""
        given, dispute = self.cleaned_data, self.dispute

        def new(name: str) -> Any:
            return given[name] if given[name] != getattr(dispute, name) else None

        kind = int(given["kind"])
        return Changes(
            title=new("title"),
            narrative=new("narrative"),
            kind=kind if kind != dispute.kind else None,
            place=new("place"),
            occurred_on=new("occurred_on"),
            facts=questions.changed(given, dispute.facts),
            add_parties=added,
            remove_parties=[int(pk) for pk in given["remove_parties"]],
            reason=given["reason"],
        )

    @staticmethod
    def says_nothing(changes: Changes) -> bool:
        """Whether there is nothing to write."""
        texts = (changes.title, changes.narrative, changes.kind, changes.place, changes.occurred_on)
        return texts == (None,) * 5 and not (changes.facts or changes.add_parties or changes.remove_parties)


class PartyForm(forms.Form):
    """A party to be added. A row without a name is an empty row."""

    name = forms.CharField(label=_("姓名或名称"), max_length=80, required=False)
    kind = forms.TypedChoiceField(
        label=_("当事人类别"), choices=PartyKind.choices, coerce=int, initial=PartyKind.PERSON
    )
    side = forms.TypedChoiceField(label=_("地位"), choices=Side.choices, coerce=int, initial=Side.RESPONDENT)
    sex = forms.TypedChoiceField(label=_("性别"), choices=Sex.choices, coerce=int, initial=Sex.UNSTATED)
    identity_number = forms.CharField(label=_("身份证号或统一社会信用代码"), max_length=18, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    address = forms.CharField(label=_("住址"), max_length=200, required=False)
    language = forms.CharField(
        label=_("需要的语言"), max_length=30, required=False, help_text=_("例如布依语。只用于这件纠纷。")
    )
    is_minor = forms.BooleanField(label=_("未成年人"), required=False)

    def new_party(self) -> NewParty | None:
        """The party, or None for an empty row."""
        given = dict(self.cleaned_data)
        if not given.get("name"):
            return None
        kind, side, sex = PartyKind(given.pop("kind")), Side(given.pop("side")), Sex(given.pop("sex"))
        return NewParty(kind=kind, side=side, sex=sex, **given)


PartyForms = forms.formset_factory(PartyForm, extra=1, max_num=20, absolute_max=20)


class NoteForm(SeenForm):
    text = forms.CharField(
        label=_("记事"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("例如打过电话、看过现场。只记事实，写进台账后不能修改。"),
    )


class LinkForm(SeenForm):
    other = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.TypedChoiceField(
        label=_("这一件是本件的"),
        coerce=int,
        choices=[(kind.value, kind.label) for kind in (LinkKind.SOURCE, LinkKind.ASSOCIATED)],
        widget=forms.RadioSelect,
        initial=LinkKind.ASSOCIATED,
    )
    grounds = forms.CharField(
        label=_("依据"), max_length=500, help_text=_("例如“同一块林地引起”“同一笔工资款”。")
    )


class MergeForm(SeenForm):
    other = forms.CharField(widget=forms.HiddenInput, required=False)
    grounds = forms.CharField(
        label=_("依据"), max_length=500, help_text=_("为什么认定是同一件事。并案后本件结束，台账保留。")
    )


class UnlinkForm(SeenForm):
    reason = forms.CharField(label=_("为什么解除"), max_length=300)


class MarkForm(SeenForm):
    hard = forms.BooleanField(label=_("疑难复杂"), required=False)
    petition = forms.BooleanField(label=_("涉信访"), required=False)
    mass_prevented = forms.BooleanField(label=_("防止了群体性事件"), required=False)
    turned_criminal = forms.BooleanField(
        label=_("民转刑"), required=False, help_text=_("转为刑事案件。每一件都要复盘。")
    )
    grounds = forms.CharField(label=_("依据"), max_length=500)
