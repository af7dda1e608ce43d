"""Forms of the dispute page's own acts: amend, note, link, unlink, merge, unmerge, mark."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.forms import BaseFormSet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemu.disputes import amendment, questions
from hemu.disputes.act_page import ActForm
from hemu.disputes.amendment import Changes
from hemu.disputes.forms import text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.marking import Marks, mark
from hemu.disputes.models import Dispute, LinkKind, Side
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import get, parties
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.wording import noted
from hemu.loop.screening.forms.party import PartyForm
from hemu.office.pages.candidates import Candidates, candidates
from hemu.rulebook import codes

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AddedParty(PartyForm):
    """A party to be added. A row without a name is an empty row, and none must be filled in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["side"].initial = Side.RESPONDENT


AddedParties = forms.formset_factory(AddedParty, extra=1, max_num=20, absolute_max=20)


class AmendForm(ActForm):
    """What is known of a dispute, to be completed or put right."""

    act = Act.AMEND
    template = "office/dispute/amend.html"
    wide = True
    button = _("保存更正")
    done = _("已更正，台账已记下。规则已按新情况重新算过建议等级。")

    title_text = forms.CharField(label=_("纠纷名称"), max_length=100)
    narrative = text_field(_("发生了什么"), rows=6, max_length=5000)
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

    def prepare(self) -> None:
        dispute = self.dispute
        for name in ("narrative", "place", "occurred_on"):
            self.initial[name] = getattr(dispute, name)
        self.initial.update({"title_text": dispute.title, "kind": f"{dispute.kind:04d}"})
        cast(forms.ChoiceField, self.fields["kind"]).choices = codes.grouped_choices(codes.KINDS)
        cast(forms.MultipleChoiceField, self.fields["remove_parties"]).choices = [
            (str(party.pk), noted(party.name, Side(party.side).label)) for party in parties(dispute)
        ]
        self.fields.update(questions.fields(dispute.facts))
        self.added: BaseFormSet[AddedParty] = AddedParties(self.data or None, prefix="parties")

    @property
    def fact_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(questions.PREFIX)]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("title_text", "narrative", "kind", "place", "occurred_on")]

    def is_valid(self) -> bool:
        return super().is_valid() & self.added.is_valid()

    def do(self, seen: int | None) -> Dispute:
        changes = self.changes()
        if _says_nothing(changes):
            raise Refused(_now("没有改动。改了再提交，或返回纠纷。"), code="unchanged")
        try:
            return amendment.amend(self.dispute, changes, by=self.by, seen=seen)
        except Refused as refused:
            self._show_at_party(refused)
            raise

    def _show_at_party(self, refused: Refused) -> None:
        """Actions name a party's field as its row does (parties-0-phone), counting filled rows only."""
        for number, row in enumerate(row for row in self.added if not row.is_empty()):
            start = f"parties-{number}-"
            if refused.field.startswith(start):
                row.add_error(refused.field.removeprefix(start), str(refused))

    def changes(self) -> Changes:
        """What the form asks to change; things that stay as they are stay out."""
        given, dispute = self.cleaned_data, self.dispute

        def new(name: str, column: str = "") -> Any:
            return given[name] if given[name] != getattr(dispute, column or name) else None

        kind = int(given["kind"])
        added: list[NewParty] = [row.party() for row in self.added if not row.is_empty()]
        return Changes(
            title=new("title_text", "title"),
            narrative=new("narrative"),
            kind=kind if kind != dispute.kind else None,
            place=new("place"),
            occurred_on=new("occurred_on"),
            facts=questions.changed(given, dispute.facts),
            add_parties=added,
            remove_parties=[int(pk) for pk in given["remove_parties"]],
            reason=given["reason"],
        )


def _says_nothing(changes: Changes) -> bool:
    texts = (changes.title, changes.narrative, changes.kind, changes.place, changes.occurred_on)
    return texts == (None,) * 5 and not (changes.facts or changes.add_parties or changes.remove_parties)


class NoteForm(ActForm):
    """Something that happened, written down without changing anything."""

    act = Act.NOTE
    button = _("记入台账")
    done = _("已记入台账。")
    text = text_field(
        _("记事"), max_length=2000, help_text=_("例如打过电话、看过现场。只记事实，写进台账后不能修改。")
    )

    def do(self, seen: int | None) -> Dispute:
        return amendment.note(self.dispute, self.cleaned_data["text"], by=self.by)


class OtherForm(ActForm):
    """A form that picks another dispute out of what a search found."""

    template = "office/dispute/link.html"
    wide = True
    merging = False
    other = forms.CharField(widget=forms.HiddenInput, required=False)
    grounds = forms.CharField(label=_("依据"), max_length=500)

    def found(self) -> Candidates:
        """What the search found in the actor's scope."""
        return candidates(self.dispute, self.more.get("q", ""), by=self.by)

    def context(self) -> dict[str, Any]:
        return {"search": self.found(), "merging": self.merging, "chosen": self["other"].value() or ""}

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        return [bound for bound in self.visible_fields() if bound.name != "other"]

    def picked(self) -> Dispute:
        """The dispute that ``other`` names as ``county-id``, in the actor's scope; raises Refused."""
        county, _dash, dispute_id = self.cleaned_data["other"].partition("-")
        if not (county.isdigit() and dispute_id.isdigit() and len(dispute_id) < 20 and len(county) < 7):
            raise Refused(_now("请先搜索并选定另一件纠纷。"), code="required")
        try:
            return get(int(county), int(dispute_id), by=self.by)
        except Missing as missing:
            raise Refused(_now("没有找到另一件纠纷，请重新选定。"), code="missing") from missing


class LinkForm(OtherForm):
    """Say that another dispute is this one's source, or hangs together with it."""

    act = Act.LINK
    done = _("已关联。规则已按关联情况重新算过建议等级。")
    kind = forms.TypedChoiceField(
        label=_("这一件是本件的"),
        coerce=int,
        choices=[(kind.value, kind.label) for kind in (LinkKind.SOURCE, LinkKind.ASSOCIATED)],
        widget=forms.RadioSelect,
        initial=LinkKind.ASSOCIATED,
    )
    field_order = ("seen", "other", "kind", "grounds")

    def prepare(self) -> None:
        self.fields["grounds"].help_text = _("例如“同一块林地引起”“同一笔工资款”。")

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        other, kind = self.picked(), LinkKind(given["kind"])
        amendment.link(self.dispute, other, kind, given["grounds"], by=self.by, seen=seen)
        return self.dispute


class MergeForm(OtherForm):
    """Say that this is the same dispute as another one: this record ends, the other goes on."""

    act = Act.MERGE
    merging = True
    stop = True
    done = _("已并案，本件到此结束，不再计入数据，台账保留。")

    def prepare(self) -> None:
        self.fields["grounds"].help_text = _("为什么认定是同一件事。")

    def do(self, seen: int | None) -> Dispute:
        return amendment.merge(
            self.dispute, self.picked(), self.cleaned_data["grounds"], by=self.by, seen=seen
        )


class UnlinkForm(ActForm):
    """Take a link back."""

    act = Act.UNLINK
    done = _("已解除关联，台账保留原来的记录。")
    reason = forms.CharField(label=_("为什么解除"), max_length=300)

    def do(self, seen: int | None) -> Dispute:
        amendment.unlink(self.dispute, self.more["link_id"], self.cleaned_data["reason"], by=self.by)
        return self.dispute


class UnmergeForm(ActForm):
    """Take a merge back: this record goes on by itself."""

    act = Act.UNMERGE
    lead = _("本件从待评估重新开始，重新定级，重新计入数据。")
    done = _("已撤销并案，请重新评估定级。")
    reason = forms.CharField(label=_("为什么不是同一件事"), max_length=300)

    def do(self, seen: int | None) -> Dispute:
        return amendment.unmerge(self.dispute, self.cleaned_data["reason"], by=self.by, seen=seen)


class MarkForm(ActForm):
    """What the published figures count besides the outcome."""

    act = Act.MARK
    button = _("保存标注")
    done = _("标注已改，相关数字随后更新。")
    hard = forms.BooleanField(label=_("疑难复杂"), required=False)
    petition = forms.BooleanField(label=_("涉信访"), required=False)
    turned_criminal = forms.BooleanField(
        label=_("民转刑"), required=False, help_text=_("转为刑事案件。每一件都要复盘。")
    )
    grounds = forms.CharField(label=_("依据"), max_length=500)

    def prepare(self) -> None:
        self.initial.update({name: getattr(self.dispute, name) for name in Marks.__dataclass_fields__})

    def do(self, seen: int | None) -> Dispute:
        marks = Marks(**{name: self.cleaned_data[name] for name in Marks.__dataclass_fields__})
        return mark(self.dispute, marks, self.cleaned_data["grounds"], by=self.by, seen=seen)
