"""The forms of channels, texts and subscriptions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import text_field
from hemu.notices.channels.base import Setting
from hemu.notices.channels.kinds import ChannelKind, Reach
from hemu.notices.channels.registry import client_of
from hemu.notices.sending import actions, queries
from hemu.notices.sending.actions import Configured
from hemu.notices.sending.families import Family
from hemu.notices.sending.models import Channel, Purpose, Subscription, Template
from hemu.notices.sending.texts import SAMPLES, billed, fill
from hemu.orgs.actor import Actor
from hemu.orgs.queries import managed_units

_TICKS = forms.CheckboxSelectMultiple
ADDRESS_LABELS = {
    Reach.ACCOUNT: _("平台账号"),
    Reach.PHONE: _("手机号码"),
    Reach.MAIL: _("邮箱"),
}


def family_field(label: Any, help_text: Any = "") -> forms.TypedMultipleChoiceField:
    """Which notices: any number of the groups."""
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, choices=Family.choices, widget=_TICKS, required=False, help_text=help_text
    )


class ChannelForm(forms.Form):
    """A channel: its name, what its platform wants to know, and who hears what on it by itself.

    A secret is never put into the page: an empty field leaves it as it was.
    """

    name = forms.CharField(label=_("名称"), max_length=60)

    def __init__(
        self, *args: Any, kind: ChannelKind, channel: Channel | None, by: Actor, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.channel, self.by = kind, channel, by
        self.client = client_of(kind)
        for setting in self.client.settings:
            self.fields[setting.name] = self._setting(setting)
        self.fields["per_minute"] = forms.IntegerField(
            label=_("每分钟最多条数"), min_value=1, max_value=10_000, initial=self.client.per_minute,
            help_text=_("平台的上限是 %(n)s 条。") % {"n": self.client.per_minute},
        )  # fmt: skip
        self.fields["families"] = family_field(_("自动发哪些工作通知"), self._who())
        if self.client.reach == Reach.GROUP:
            self.fields["unit"] = self._unit()
        self.fields["fallback"] = self._fallback()

    def _setting(self, setting: Setting) -> forms.Field:
        kept = self.channel is not None
        if setting.choices:
            return forms.ChoiceField(
                label=str(setting.label), choices=setting.choices, initial=setting.default
            )
        attrs = {"autocomplete": "off", **({"autocapitalize": "none"} if setting.secret else {})}
        if setting.name == "ca":
            widget: forms.Widget = forms.Textarea(attrs={"rows": 3})
        else:
            widget = forms.PasswordInput(attrs=attrs) if setting.secret else forms.TextInput(attrs=attrs)
        hint = _("已保存，不再显示。不填就保持不变。") if setting.secret and kept else setting.help
        return forms.CharField(
            label=str(setting.label), max_length=4000, widget=widget, initial=setting.default,
            help_text=str(hint),
            required=setting.required and not (setting.secret and kept),
        )  # fmt: skip

    def _who(self) -> Any:
        if self.client.reach in (Reach.GROUP, Reach.SYSTEM):
            return _("发到这个群或系统。")
        return _("辖区内没有自己选过接收方式的人都会收到；各人可以在“接收方式”里改。")

    def _unit(self) -> forms.ModelChoiceField[Any]:
        units = managed_units(self.by).order_by("name", "id")
        return forms.ModelChoiceField(
            units, label=_("这是哪个单位的群"), required=False, empty_label=_("不限单位"),
            help_text=_("选了单位，就只发这个单位的事。"),
        )  # fmt: skip

    def _fallback(self) -> forms.ModelChoiceField[Any]:
        others = [
            row.pk for row in queries.channels(self.by) if self.channel is None or row.pk != self.channel.pk
        ]
        rows = Channel.objects.filter(pk__in=others).order_by("name", "id")
        return forms.ModelChoiceField(rows, label=_("发不出时改用"), required=False, empty_label=_("不改用"))

    @property
    def configured(self) -> Configured:
        """What was typed."""
        given = self.cleaned_data
        return Configured(
            name=given["name"],
            per_minute=given["per_minute"],
            values={setting.name: given.get(setting.name) or "" for setting in self.client.settings},
            families=given["families"],
            fallback=given["fallback"],
            unit=given.get("unit"),
        )

    def write(self) -> Channel:
        """Set the channel up, or change it."""
        if self.channel is None:
            return actions.add_channel(self.kind, self.configured, by=self.by)
        return actions.change_channel(self.channel, self.configured, by=self.by)


def first_values(channel: Channel) -> dict[str, Any]:
    """What a channel's form shows at first: everything but its secrets."""
    return {
        **channel.options,
        "name": channel.name,
        "per_minute": channel.per_minute,
        "families": channel.families,
        "fallback": channel.fallback_id,
        "unit": channel.unit_id,
    }


class TryForm(forms.Form):
    """Where a trial goes."""

    to = forms.CharField(label=_("发给"), max_length=120)

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = channel.client.reach
        if reach in (Reach.GROUP, Reach.SYSTEM):
            del self.fields["to"]
        else:
            self.fields["to"].label = ADDRESS_LABELS[reach]


class TemplateForm(forms.Form):
    """A text and, for each SMS channel, the carrier's number for it."""

    title = forms.CharField(label=_("标题（邮件用）"), max_length=100)
    text = text_field(_("内容"), rows=4, max_length=500)

    def __init__(self, *args: Any, purpose: Purpose, row: Template | None, by: Actor, **kwargs: Any) -> None:
        title, text = queries.words_of(purpose, row)
        kwargs.setdefault("initial", {"title": title, "text": text})
        super().__init__(*args, **kwargs)
        self.purpose, self.by = purpose, by
        self.carriers = [one for one in queries.channels(by) if one.client.registered]
        for channel in self.carriers:
            self.fields[f"c{channel.pk}"] = forms.CharField(
                label=_("“%(name)s”的短信模板编号") % {"name": channel.name}, max_length=60, required=False,
                initial=row.registered.get(str(channel.pk), "") if row else "",
                help_text=_("内容须与在运营商报备的模板逐字一致。"),
            )  # fmt: skip

    @property
    def shown(self) -> list[tuple[str, str, int]]:
        """By signature: the text as a recipient reads it, and as how many SMS it is billed."""
        text = str(self["text"].value() or "")
        filled = fill(text, SAMPLES)
        signs = sorted({one.options.get("sign", "") for one in self.carriers}) or [""]
        return [(sign, filled, billed(filled, sign)) for sign in signs]

    def write(self) -> Template:
        """Use it from now on."""
        given = self.cleaned_data
        registered = {str(one.pk): given[f"c{one.pk}"] for one in self.carriers}
        return actions.put_template(self.purpose, given["title"], given["text"], registered, by=self.by)


class ChooseForm(forms.Form):
    """What one hears on one channel."""

    families = family_field(_("收哪些消息"), _("都不选就不从这里收。"))
    address = forms.CharField(max_length=120, required=False)

    def __init__(self, *args: Any, channel: Channel, chosen: Subscription | None, **kwargs: Any) -> None:
        families = chosen.families if chosen else channel.families
        kwargs.setdefault("initial", {"families": families, "address": chosen.address if chosen else ""})
        kwargs["prefix"] = f"c{channel.pk}"
        super().__init__(*args, **kwargs)
        self.channel = channel
        reach = channel.client.reach
        self.fields["address"].label = ADDRESS_LABELS[reach]
        if reach != Reach.ACCOUNT:
            self.fields["address"].help_text = _("不填就用您在组织里登记的。")
