"""The forms of messages to many, and of subscriptions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import PHONE_LENGTH, PlaceForm, moment_field, text_field
from hemu.kernel import clock
from hemu.kernel.ids import LARGEST_ID
from hemu.notices.bulletins import actions, queries, subscribing
from hemu.notices.bulletins.models import Bulletin, Subscriber, Topic
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.queries import place_names, roots


class BulletinForm(forms.Form):
    """What is said, where, to whom, when. `bulletin_id` is made with the form: sent twice, it plans one."""

    bulletin_id = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_ID)
    topic = forms.TypedChoiceField(
        label=_("主题"),
        coerce=int,
        choices=Topic.choices,
        widget=forms.RadioSelect(attrs={"class": "choices-row"}),
    )
    subject = forms.CharField(label=_("标题"), max_length=60)
    text = text_field(
        _("内容"),
        rows=4,
        max_length=300,
        help_text=_("短信每 67 个字计一条，写短一点。不要写任何人的姓名和案情。"),
    )
    area = forms.ModelChoiceField(Region.objects.none(), label=_("范围"), empty_label=None)
    to_subscribers = forms.BooleanField(label=_("发给范围内订阅了这个主题的村民（短信）"), required=False)
    groups = forms.TypedMultipleChoiceField(
        label=_("发到哪些群"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    send_at = moment_field(
        _("发送时间"), required=False, help_text=_("不填就马上发。夜里和午休时间会等到可以发的时段。")
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        tops = roots(by.spans)
        below = Region.objects.current().filter(parent__in=tops).order_by("code")
        wanted = [row.pk for row in (*tops, *below)]
        area: Any = self.fields["area"]
        area.queryset = Region.objects.filter(pk__in=wanted).order_by("code")
        area.label_from_instance = lambda region: region.local_name or region.full_name
        self.initial.setdefault("area", tops[0].pk if tops else None)
        self.among = queries.groups(by)
        robots = queries.robots(self.among)
        names = place_names({row.region for row in self.among}, local=True)
        self.fields["groups"].choices = [  # type: ignore[attr-defined]  # a TypedMultipleChoiceField
            (row.id, self._shown(row, names[row.region], row.id in robots)) for row in self.among
        ]

    @staticmethod
    def _shown(row: Any, where: str, has_robot: bool) -> str:
        how = _("机器人自动发") if has_robot else _("由负责人转发")
        return f"{row.name} · {where} · {row.members} {_('人')} · {how}"

    def write(self) -> Bulletin:
        """Plan it."""
        given = self.cleaned_data
        chosen = [row for row in self.among if row.id in given["groups"]]
        new = actions.NewBulletin(
            area=given["area"], topic=given["topic"], subject=given["subject"], text=given["text"],
            to_subscribers=given["to_subscribers"], groups=chosen, send_at=given["send_at"] or clock.now(),
        )  # fmt: skip
        return actions.plan(new, bulletin_id=given["bulletin_id"], by=self.by)


def topic_field() -> forms.TypedMultipleChoiceField:
    """Which messages a villager wants."""
    return forms.TypedMultipleChoiceField(
        label=_("想收到什么"), coerce=int, choices=Topic.choices, widget=forms.CheckboxSelectMultiple
    )


class SubscriberForm(PlaceForm):
    """A villager who signed the paper."""

    phone = forms.CharField(label=_("手机号码"), max_length=PHONE_LENGTH)
    topics = topic_field()
    signed = forms.BooleanField(label=_("本人已在订阅单上签字，知道随时可以退订"))

    def write(self) -> Subscriber:
        """Enter the subscription."""
        given = self.cleaned_data
        return subscribing.subscribe(given["region"], given["phone"], given["topics"], by=self.by)
