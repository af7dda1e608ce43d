"""The forms of the calendar and of circuits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import PlaceForm, moment_field, text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Involvement, InvolvementRole, State
from hemu.kernel import clock
from hemu.loop.mediation.calendar import actions, circuit, markets
from hemu.loop.mediation.calendar.models import MarketRule, Room, Round, Sitting, Standing, Stop
from hemu.loop.mediation.forms.shared import MediatorsField
from hemu.loop.mediation.models import Mode
from hemu.loop.mediation.proposal import able_posts
from hemu.loop.mediation.queries import named_mediators
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Unit
from hemu.orgs.queries import units_covering

_LASTS = timedelta(hours=1)
_HANDLERS = (InvolvementRole.LEAD, InvolvementRole.JOINT)
_MORNING = 9


def next_morning() -> Any:
    """Tomorrow at nine, on a Chinese wall clock."""
    tomorrow = clock.local(clock.now()) + timedelta(days=1)
    return tomorrow.replace(hour=_MORNING, minute=0, second=0, microsecond=0)


def next_hour() -> Any:
    return next_morning() + _LASTS


class ScheduleForm(ActForm):
    """Appoint a session."""

    act = Act.SCHEDULE
    title = _("约定调处时间")
    template = "sittings/schedule.html"
    lead = _("约好时间、地点和调解员。前一天提醒调解员和参加的单位；同一调解员、同一调解室不能同时安排两场。")
    button = _("约定")
    done = _("已约定，已列入日程。")

    starts_at = moment_field(_("开始时间"), initial=next_morning)
    ends_at = moment_field(_("结束时间"), initial=next_hour)
    mode = forms.TypedChoiceField(label=_("形式"), choices=Mode.choices, coerce=int, initial=Mode.VILLAGE)
    place = forms.CharField(label=_("地点"), max_length=200)
    room = forms.ModelChoiceField(
        label=_("调解室"), queryset=Room.objects.none(), required=False, empty_label=_("不用调解室")
    )
    mediators = MediatorsField()
    units = forms.ModelMultipleChoiceField(
        label=_("参加的单位"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("多部门联合调解时选择；选中的单位随即成为协办。"),
    )
    presiding = forms.ModelChoiceField(
        label=_("由谁主持"), queryset=Unit.objects.none(), required=False, empty_label=_("本单位")
    )

    def prepare(self) -> None:
        fields: Any = self.fields
        fields["mediators"].queryset = able_posts(self.dispute)
        named = [one.post_id for one in named_mediators(self.dispute)]
        self.initial["mediators"] = named or [self.by.post_id]
        self.initial["place"] = self.dispute.place
        units = self._units()
        fields["units"].queryset = fields["presiding"].queryset = units
        rooms = Room.objects.filter(is_active=True, unit__in=units).select_related("unit")
        fields["room"].queryset = rooms
        fields["room"].label_from_instance = lambda room: f"{room.name} · {room.unit.name}"

    def _units(self) -> Any:
        handling = Involvement.objects.of(self.dispute).filter(role__in=_HANDLERS, until=None)
        near = units_covering(self.dispute.region).values_list("pk", flat=True)
        ids = {*handling.values_list("unit_id", flat=True), *near, self.by.unit_id}
        return Unit.objects.active().filter(pk__in=ids).order_by("-region_id", "kind", "id")

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        units = list(given["units"])
        new = actions.NewSitting(
            given["starts_at"],
            given["ends_at"],
            given["place"],
            Mode(given["mode"]),
            list(given["mediators"]),
            room=given["room"],
            units=units,
            presiding=given["presiding"]
            or next((unit for unit in units if unit.pk == self.by.unit_id), None),
        )
        actions.schedule(self.dispute, new, by=self.by, seen=seen)
        return self.dispute


class _OfSitting(ActForm):
    """A form on one appointment, whose number stands in the address."""

    act = Act.SCHEDULE

    @property
    def sitting(self) -> Sitting | None:
        rows = Sitting.objects.of(self.dispute).filter(pk=self.more["sitting_id"], standing=Standing.PLANNED)
        found: Sitting | None = rows.first()
        return found

    def context(self) -> dict[str, Any]:
        return {"sitting": self.sitting}


class MoveForm(_OfSitting):
    """Another time or place."""

    title = _("改期")
    template = "sittings/on_sitting.html"
    button = _("改期")
    done = _("已改期，已告知调解员。")

    starts_at = moment_field(_("开始时间"))
    ends_at = moment_field(_("结束时间"))
    place = forms.CharField(label=_("地点"), max_length=200)

    def prepare(self) -> None:
        row = self.sitting
        if row is not None:
            self.initial.update(
                {
                    "starts_at": clock.local(row.starts_at),
                    "ends_at": clock.local(row.ends_at),
                    "place": row.place,
                }
            )

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        actions.move(
            self.dispute, self.more["sitting_id"], given["starts_at"], given["ends_at"],
            place=given["place"], by=self.by, seen=seen,
        )  # fmt: skip
        return self.dispute


class CallOffForm(_OfSitting):
    """It isn't held."""

    title = _("取消约定")
    template = "sittings/on_sitting.html"
    button = _("取消约定")
    done = _("已取消，已告知调解员。")
    stop = True

    why = text_field(_("取消原因"), rows=2, max_length=200)

    def do(self, seen: int | None) -> Dispute:
        actions.call_off(
            self.dispute, self.more["sitting_id"], self.cleaned_data["why"], by=self.by, seen=seen
        )
        return self.dispute


class RoundForm(PlaceForm):
    """A circuit that isn't planned yet."""

    title = forms.CharField(label=_("名称"), max_length=80, help_text=_("例如“十二月巡回调解”。"))
    note = text_field(
        _("说明"), rows=3, max_length=300, required=False,
        help_text=_("公开后村民能看到：可以带什么材料、能问什么。不要写当事人和案情。"),
    )  # fmt: skip

    def write(self) -> Round:
        given = self.cleaned_data
        return circuit.plan(given["region"], given["title"], note=given["note"], by=self.by)


class StopForm(PlaceForm):
    """One more halt."""

    name: ClassVar[str] = "stop"

    place = forms.CharField(label=_("地点"), max_length=200, help_text=_("例如“村委会”“集市口”。"))
    starts_at = moment_field(_("开始时间"), initial=next_morning)
    ends_at = moment_field(_("结束时间"), initial=next_hour)

    def do(self, row: Round, by: Actor) -> None:
        given = self.cleaned_data
        new = circuit.NewStop(given["region"], given["place"], given["starts_at"], given["ends_at"])
        circuit.add_stop(row, new, by=by)


class HearForm(forms.Form):
    """A dispute on the list of a halt."""

    name: ClassVar[str] = "hear"

    stop = forms.IntegerField(widget=forms.HiddenInput)
    dispute = forms.TypedChoiceField(label=_("纠纷"), coerce=int)
    starts_at = moment_field(_("开始时间"))
    ends_at = moment_field(_("结束时间"))

    def __init__(self, *args: Any, row: Round, stop: Stop, by: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.of_stop, self.by = stop, by
        self.initial.update(
            {
                "stop": stop.pk,
                "starts_at": clock.local(stop.starts_at),
                "ends_at": min(clock.local(stop.starts_at) + _LASTS, clock.local(stop.ends_at)),
            }
        )
        self.disputes = {one.pk: one for one in self._in_hand(row)}
        field: Any = self.fields["dispute"]
        field.choices = [(pk, f"{one.ref} {one.title}") for pk, one in self.disputes.items()]

    def _in_hand(self, row: Round) -> Any:
        rows = Dispute.objects.given_to(self.by.unit_id)
        here = rows.filter(county=row.county, state__in=(State.RECEIVED, State.MEDIATING))
        return here.defer("search", "narrative").order_by("region", "id")[:200]

    def do(self, row: Round, by: Actor) -> None:
        given = self.cleaned_data
        dispute = self.disputes[given["dispute"]]
        ids = [one.post_id for one in named_mediators(dispute)] or [by.post_id]
        posts = list(Post.objects.filter(pk__in=ids).select_related("person", "unit").order_by("id"))
        circuit.hear(row, self.of_stop, dispute, posts, given["starts_at"], given["ends_at"], by=by)


class MarketForm(PlaceForm):
    """When a place holds its market."""

    place = forms.CharField(label=_("集市"), max_length=60)
    rule = forms.TypedChoiceField(
        label=_("赶集日子"),
        coerce=int,
        choices=MarketRule.choices,
        widget=forms.RadioSelect,
        initial=MarketRule.LUNAR,
    )
    days = forms.CharField(
        label=_("哪些日子"), max_length=40, help_text=_("农历尾数写“2、7”，星期写“三、六”，地支写“子、午”。")
    )

    def write(self) -> Any:
        given = self.cleaned_data
        rule = MarketRule(given["rule"])
        return markets.register(given["region"], given["place"], rule, given["days"], by=self.by)


class RoomForm(forms.Form):
    name = forms.CharField(label=_("调解室名称"), max_length=60)
