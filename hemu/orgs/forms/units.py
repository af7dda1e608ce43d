"""Forms for units and their areas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.orgs.actions.units import UnitData
from hemu.orgs.actor import Actor
from hemu.orgs.fields import RegionField, UnitField, choose_in
from hemu.orgs.models import CommitteeKind, Unit, UnitKind


class UnitForm(forms.Form):
    """What a unit is."""

    name = forms.CharField(label=_("单位名称"), max_length=120)
    kind = forms.TypedChoiceField(
        label=_("单位类别"), coerce=int, choices=[("", _("请选择")), *UnitKind.choices]
    )
    committee_kind = forms.TypedChoiceField(
        label=_("调委会类别"),
        coerce=int,
        required=False,
        empty_value=None,
        choices=[("", _("不是调委会")), *CommitteeKind.choices],
    )
    region = RegionField(label=_("所在区划"), help_text=_("输入名称的一部分，再从列表中选择；也可输入代码。"))
    parent = UnitField(label=_("上级单位"), required=False)
    phone = forms.CharField(label=_("办公电话"), max_length=40, required=False)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, unit: Unit | None = None, **kwargs: Any) -> None:
        if unit is not None:
            kwargs["initial"] = {name: getattr(unit, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        choose_in(self, actor.spans, "region", "parent")
        parent = unit.parent if unit else None
        if parent is not None and not actor.covers_span(parent.region.span):
            del self.fields["parent"]
        self.kept_parent = parent

    def data_of(self) -> UnitData:
        """What was filled in."""
        data = self.cleaned_data
        return UnitData(
            name=data["name"],
            kind=data["kind"],
            region=data["region"],
            committee_kind=data["committee_kind"],
            parent=data.get("parent", self.kept_parent),
            phone=data["phone"],
            address=data["address"],
        )


class AreaForm(forms.Form):
    """One more area."""

    region = RegionField(label=_("辖区"), help_text=_("该区划及其以下全部由本单位管辖。"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_in(self, actor.spans, "region")


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(label=_("原因"), max_length=200)
