"""The forms of campaigns: ordering one, pasting targets, taking one off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import text_field
from hemu.kernel.ids import LARGEST_ID, new_id
from hemu.loop.screening.campaigns import entries
from hemu.loop.screening.campaigns.actions import NewCampaign
from hemu.loop.screening.campaigns.models import Campaign, CampaignKind
from hemu.loop.screening.campaigns.occasions import Occasion
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.queries import roots

LONGEST_PASTE = 400_000


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _regions(by: Actor) -> list[tuple[int, str]]:
    """Where the actor works, and the regions right below."""
    found: list[tuple[int, str]] = []
    for top in roots(by.spans):
        found.append((top.code, top.name))
        below = Region.objects.current().filter(parent=top).order_by("code")
        found += [(region.code, f"　{region.name}") for region in below]
    return found


class CampaignForm(forms.Form):
    """One campaign. `campaign_id` is made with the form, so that sending it twice orders one."""

    campaign_id = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_ID)
    occasion = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    kind = forms.TypedChoiceField(
        label=_("类别"), coerce=int, choices=CampaignKind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("名称"), max_length=100, help_text=_("走访记录写这个名称，就算在这次行动里。")
    )
    region = forms.TypedChoiceField(label=_("范围"), coerce=int)
    since = _day(_("开始日期"))
    until = _day(_("结束日期"))
    entries = forms.MultipleChoiceField(
        label=_("必须进入的场所"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-row"}),
        help_text=_("清单由管理员在“规则—代码表”里修改。"),
    )
    note = text_field(_("要求"), rows=3, max_length=2000, required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = _regions(by)  # type: ignore[attr-defined]  # of a choice field
        self.fields["entries"].choices = [  # type: ignore[attr-defined]
            (code, f"{title} · {label}") for title, rows in entries.choices() for code, label in rows
        ]

    def campaign(self) -> NewCampaign:
        """What was typed. `is_valid` must have held."""
        given = dict(self.cleaned_data)
        del given["campaign_id"]
        given |= {"kind": CampaignKind(given["kind"]), "entries": tuple(given["entries"])}
        return NewCampaign(**given)


def fresh(by: Actor, occasion: Occasion | None) -> CampaignForm:
    """An empty form, or one for a key date."""
    initial: dict[str, Any] = {"campaign_id": new_id(), "kind": CampaignKind.CAMPAIGN}
    if occasion is not None:
        initial |= {
            "kind": CampaignKind.KEY_DATE,
            "occasion": occasion.code,
            "name": _("%(year)s年%(label)s矛盾纠纷排查")
            % {"year": occasion.until.year, "label": occasion.label},
            "since": occasion.since,
            "until": occasion.until,
        }
    return CampaignForm(by=by, initial=initial)


def filled(row: Campaign, by: Actor, data: Any = None) -> CampaignForm:
    """The form with what the campaign says, to be changed."""
    names = ("occasion", "kind", "name", "region", "since", "until", "entries", "note")
    initial = {name: getattr(row, name) for name in names}
    return CampaignForm(data, by=by, initial={**initial, "campaign_id": row.id})


class PasteForm(forms.Form):
    """Targets pasted from a sheet."""

    targets = text_field(
        _("粘贴走访对象"),
        rows=8,
        max_length=LONGEST_PASTE,
        help_text=_(
            "一行一个，从表格里直接复制：类别、名称、村或网格、详细地点、纬度、经度。后三列可以不写。"
        ),
    )


class RemoveForm(forms.Form):
    """Why a target needn't be visited."""

    why = forms.CharField(label=_("移出理由"), max_length=200)
