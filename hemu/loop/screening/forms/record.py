"""The forms of what comes in by the other ways, one class a kind of record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import PHONE_LENGTH, OriginForm, moment_field, text_field
from hemu.disputes.models import Source
from hemu.loop.screening import actions, records
from hemu.loop.screening.models import IncidentTier
from hemu.loop.screening.villagers.actions import NewReport, receive_report
from hemu.loop.screening.villagers.rules import shown_code
from hemu.orgs.actor import Actor
from hemu.orgs.models import Unit
from hemu.orgs.queries import roots

ITEMS = 6
"""Items of a joint meeting that one form takes; more are brought on the meeting's page."""

MOST_UNITS = 40


class RecordForm(OriginForm):
    """A record somewhere, somewhen. Subclasses say what to write.

    `told` is what the writer must know once it is written, where that is more than usual.
    """

    told = ""

    def write(self, by: Actor) -> Any:
        """Write the record that was typed; raises Refused by field."""
        raise NotImplementedError

    def given(self, *names: str) -> dict[str, Any]:
        """What was typed in these fields, with the place."""
        return {name: self.cleaned_data[name] for name in ("region", "place", *names)}


class IncidentForm(RecordForm):
    number = forms.CharField(label=_("警情编号"), max_length=40)
    reported_at = moment_field(_("报警时间"))
    narrative = text_field(_("警情内容"), max_length=5000)
    phone = forms.CharField(
        label=_("报警人电话"),
        max_length=PHONE_LENGTH,
        required=False,
        help_text=_("回访时用。加密保存，打电话的人说明用途才能看，谁看过都有记录。"),
    )
    tier = forms.TypedChoiceField(
        label=_("处置层级"), coerce=int, choices=IncidentTier.choices, widget=forms.RadioSelect
    )

    def write(self, by: Actor) -> Any:
        given = self.given("number", "reported_at", "narrative", "phone")
        return actions.record_incident(**given, tier=IncidentTier(self.cleaned_data["tier"]), by=by)


class PetitionForm(RecordForm):
    number = forms.CharField(label=_("信访编号"), max_length=40)
    from_unit = forms.CharField(label=_("交办单位"), max_length=120)
    received_at = moment_field(_("收到时间"))
    due_at = moment_field(_("办理期限"), required=False, help_text=_("不填按信访工作条例从收到之日起算。"))
    narrative = text_field(_("反映事项"), max_length=5000)

    def write(self, by: Actor) -> Any:
        given = self.given("number", "from_unit", "received_at", "due_at", "narrative")
        return actions.record_petition(**given, by=by)


def _near(by: Actor) -> str:
    """The units seated where the actor's area begins, one a line: who doesn't come is struck out."""
    seats = [region.code for region in roots(by.spans)]
    units = Unit.objects.active().filter(region__in=seats).order_by("kind", "id")
    return "\n".join(unit.name for unit in units[:MOST_UNITS])


class MeetingForm(RecordForm):
    subject = forms.CharField(label=_("会议名称"), max_length=100)
    held_at = moment_field(_("开会时间"))
    units = text_field(_("参加单位"), rows=3, max_length=3000, help_text=_("一行一个单位。"))
    minutes = text_field(
        _("会议纪要"),
        rows=5,
        max_length=10_000,
        required=False,
        help_text=_("还没开的会先不写：登记后各单位把掌握的情况列进来，会后再写。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("units", _near(self.by))
        for n in range(ITEMS):
            unit = forms.CharField(label=_("提出单位"), max_length=120, required=False)
            text = forms.CharField(label=_("事项"), max_length=2000, required=False)
            self.fields |= {f"item_unit_{n}": unit, f"item_text_{n}": text}

    def clean(self) -> dict[str, Any]:
        """An item needs the unit that brought it."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for n in range(ITEMS):
            if given.get(f"item_text_{n}") and not given.get(f"item_unit_{n}"):
                self.add_error(f"item_unit_{n}", _("请写明这一事项是哪个单位提出的。"))
        return given

    def write(self, by: Actor) -> Any:
        given = self.cleaned_data
        items = [(given[f"item_unit_{n}"], given[f"item_text_{n}"]) for n in range(ITEMS)]
        units = given["units"].splitlines()
        return actions.hold_meeting(
            **self.given("subject", "held_at", "minutes"), units=units, items=items, by=by
        )


class VillagersReportForm(RecordForm):
    text = text_field(_("反映内容"), max_length=5000)
    reporter = forms.CharField(
        label=_("反映人"), max_length=80, required=False, help_text=_("不愿留名的可以不填。")
    )
    phone = forms.CharField(label=_("联系电话"), max_length=PHONE_LENGTH, required=False)
    received_at = moment_field(_("收到时间"))
    officer = forms.CharField(
        label=_("包村民警"),
        max_length=80,
        required=False,
        help_text=_("四项都不填的，按服务队和岗位带出。"),
    )
    auxiliary = forms.CharField(label=_("村辅警"), max_length=80, required=False)
    cadre = forms.CharField(label=_("村干部"), max_length=80, required=False)
    representative = forms.CharField(label=_("村民代表"), max_length=80, required=False)

    def write(self, by: Actor) -> Any:
        named = {name: self.cleaned_data[name] for name in records.TEAM}
        given = self.given("text", "reporter", "phone", "received_at")
        taken = receive_report(NewReport(**given, team=named if any(named.values()) else None), by=by)
        self.told = _("已登记。请把查询码 %(code)s 抄给村民，凭它可以查看答复；这个码只显示这一次。") % {
            "code": shown_code(taken.code)
        }
        return taken.report


class GroupForm(RecordForm):
    group_name = forms.CharField(label=_("群名称"), max_length=100)
    received_at = moment_field(_("收到时间"))
    text = text_field(
        _("反映内容"),
        max_length=5000,
        help_text=_("由民警、网格员按群众反映如实填写。系统不读取任何群聊。"),
    )

    def write(self, by: Actor) -> Any:
        return actions.note_group(**self.given("group_name", "received_at", "text"), by=by)


class HazardForm(RecordForm):
    text = text_field(_("隐患情况"), max_length=2000)
    found_at = moment_field(_("发现时间"))

    def write(self, by: Actor) -> Any:
        told_by = "report_id" if self.cleaned_data["source"] == Source.VILLAGER else "visit_id"
        came_of = {told_by: self.cleaned_data["record_id"]}
        return actions.find_hazard(**self.given("text", "found_at"), **came_of, by=by)


class AnswerForm(forms.Form):
    """What came of a record, once."""

    answer = text_field(_("办理情况"), rows=4, max_length=5000)
