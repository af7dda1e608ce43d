"""The forms of work groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import PlaceForm, text_field
from hemu.loop.screening.groups import actions
from hemu.loop.screening.groups.models import GroupKind, WorkGroup
from hemu.orgs.actor import Actor

MOST_MEMBERS = 100_000


class GroupForm(PlaceForm):
    """A group that isn't registered yet."""

    kind = forms.TypedChoiceField(
        label=_("类别"), coerce=int, choices=GroupKind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("群名称"), max_length=100)
    owner = forms.CharField(label=_("负责人（民警、辅警、网格员）"), max_length=80)
    members = forms.IntegerField(
        label=_("人数"), min_value=0, max_value=MOST_MEMBERS, help_text=_("只登记人数，不登记成员名单。")
    )
    note = forms.CharField(label=_("说明"), max_length=400, required=False)

    def write(self) -> WorkGroup:
        """Register the group that was typed."""
        given = self.cleaned_data
        names = ("region", "name", "owner", "members", "place", "note")
        new = actions.NewGroup(kind=GroupKind(given["kind"]), **{name: given[name] for name in names})
        return actions.register_group(new, by=self.by)


class UpdateForm(forms.Form):
    owner = forms.CharField(label=_("负责人（民警、辅警、网格员）"), max_length=80)
    members = forms.IntegerField(label=_("人数"), min_value=0, max_value=MOST_MEMBERS)
    note = forms.CharField(label=_("说明"), max_length=400, required=False)

    def do(self, group: WorkGroup, by: Actor) -> None:
        """Say who looks after the group, and how many are in it."""
        actions.update_group(group, **self.cleaned_data, by=by)


class PushForm(forms.Form):
    subject = forms.CharField(label=_("主题"), max_length=100)
    text = text_field(_("内容"), rows=4, max_length=2000, required=False)

    def do(self, group: WorkGroup, by: Actor) -> None:
        """Write down what was pushed."""
        actions.push([group], self.cleaned_data["subject"], self.cleaned_data["text"], by=by)


class CloseForm(forms.Form):
    why = forms.CharField(label=_("解散原因"), max_length=200)

    def do(self, group: WorkGroup, by: Actor) -> None:
        """The group was dissolved."""
        actions.close_group(group, self.cleaned_data["why"], by=by)


ACTS: dict[str, Any] = {"push": PushForm, "update": UpdateForm, "close": CloseForm}
"""What a group's page does, by its word."""
