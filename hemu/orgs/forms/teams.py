"""Forms for teams, their members and their loans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.orgs.actions.teams import TeamData
from hemu.orgs.actor import Actor
from hemu.orgs.fields import RegionField, UnitField, WordsField, choose_in
from hemu.orgs.models import Person, Team, TeamKind
from hemu.orgs.queries import search_people

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TeamForm(forms.Form):
    """What a team is."""

    name = forms.CharField(label=_("队伍名称"), max_length=120)
    kind = forms.TypedChoiceField(
        label=_("队伍类别"), coerce=int, choices=[("", _("请选择")), *TeamKind.choices]
    )
    unit = UnitField(label=_("所属单位"), help_text=_("输入名称的一部分，再从列表中选择。"))
    languages = WordsField(label=_("语言"), max_length=100, required=False, help_text=_("如：布依语、苗语"))
    note = forms.CharField(label=_("说明"), max_length=400, required=False)

    def __init__(self, *args: Any, actor: Actor, team: Team | None = None, **kwargs: Any) -> None:
        if team is not None:
            kwargs["initial"] = {name: getattr(team, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        choose_in(self, actor.spans, "unit")

    def data_of(self) -> TeamData:
        """What was filled in."""
        return TeamData(**self.cleaned_data)


class MemberForm(forms.Form):
    """Who joins: by name, user name, staff number or whole phone."""

    person = forms.CharField(
        label=_("队员"), max_length=60, help_text=_("姓名、拼音、用户名、工号或完整手机号码。")
    )
    leads = forms.BooleanField(label=_("担任队长"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_person(self) -> Person:
        """The one person of the scope who is meant."""
        text = str(self.cleaned_data["person"])
        found = list(search_people(self.actor, text).filter(is_active=True)[:2])
        if not found:
            raise forms.ValidationError(_("您的管理范围内没有找到“%(text)s”。") % {"text": text})
        if len(found) > 1:
            raise forms.ValidationError(_("有多人符合，请输入用户名、工号或完整手机号码。"))
        return found[0]


class LoanForm(forms.Form):
    """Where a team is lent, and how long."""

    region = RegionField(label=_("支援区域"))
    since = forms.DateField(label=_("开始日期"), widget=_DATE)
    until = forms.DateField(label=_("结束日期"), widget=_DATE, help_text=_("这一天起不再支援。"))
    reason = forms.CharField(label=_("事由"), max_length=400)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_in(self, actor.spans, "region")
