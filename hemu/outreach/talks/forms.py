"""The forms of sessions and drives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import PlaceForm, local_now, moment_field, text_field
from hemu.kernel.ids import LARGEST_ID
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.queries import roots
from hemu.outreach.talks import actions, queries
from hemu.outreach.talks.models import Audience, Drive, Subject, Talk, TalkKind

_IN_A_ROW = forms.RadioSelect(attrs={"class": "choices-row"})
MOST_PEOPLE = 100_000


class ManyFilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; answers them as a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        every = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(ManyFilesField, self).clean(one, initial) for one in every]


def files_field(label: Any) -> ManyFilesField:
    """Photos and materials."""
    return ManyFilesField(
        label=label, required=False,
        widget=ManyFilesInput(attrs={"accept": "image/*,.pdf,.docx"}),
        help_text=_("照片（JPG、PNG）、PDF、Word，每个不超过 20 MB。照片里的拍摄信息会去掉。"),
    )  # fmt: skip


class TalkForm(PlaceForm):
    """A session to be held. `talk_id` is made with the form: sent twice, it plans one."""

    talk_id = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_ID)
    kind = forms.TypedChoiceField(label=_("形式"), coerce=int, choices=TalkKind.choices, widget=_IN_A_ROW)
    title = forms.CharField(label=_("名称"), max_length=80)
    subject = forms.TypedChoiceField(label=_("主题"), coerce=int, choices=Subject.choices)
    audience = forms.TypedChoiceField(label=_("对象"), coerce=int, choices=Audience.choices)
    planned_at = moment_field(_("时间"))
    planned_people = forms.IntegerField(label=_("预计人数"), min_value=1, max_value=MOST_PEOPLE)
    speakers = forms.CharField(label=_("主讲人"), max_length=120)
    drive = forms.TypedChoiceField(label=_("算进哪次宣传行动"), coerce=int, required=False, empty_value=None)
    plan = text_field(_("安排"), rows=3, max_length=1000, required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self._drives: dict[int, Drive] = {row.id: row for row in queries.drives(by)}
        self.fields["drive"].choices = [  # type: ignore[attr-defined]  # a TypedChoiceField
            ("", _("不计入")), *((row.id, row.name) for row in self._drives.values())
        ]  # fmt: skip

    def write(self) -> Talk:
        """Plan it."""
        given = self.cleaned_data
        names = ("region", "place", "title", "speakers", "planned_at", "planned_people", "plan")
        new = actions.NewTalk(
            **{name: given[name] for name in names},
            kind=TalkKind(given["kind"]),
            subject=Subject(given["subject"]),
            audience=Audience(given["audience"]),
            drive=self._drives.get(given["drive"] or 0),
        )
        return actions.plan(new, talk_id=given["talk_id"], by=self.by)


class HeldForm(forms.Form):
    """What came of it."""

    held_at = moment_field(_("举行时间"))
    attendance = forms.IntegerField(label=_("到场人数"), min_value=0, max_value=MOST_PEOPLE)
    handed_out = forms.IntegerField(
        label=_("发放资料（份）"), min_value=0, max_value=MOST_PEOPLE, required=False
    )
    summary = text_field(_("情况"), rows=4, max_length=2000)
    attached = files_field(_("照片、资料"))

    def do(self, talk: Talk, by: Actor) -> None:
        """Say what came of it."""
        given = self.cleaned_data
        files = [(one.name, one.read()) for one in given["attached"]]
        held = actions.Held(
            given["held_at"], given["attendance"], given["summary"], given["handed_out"], files
        )
        actions.report(talk, held, by=by)


class FilesForm(forms.Form):
    attached = files_field(_("照片、资料"))

    def do(self, talk: Talk, by: Actor) -> None:
        """Add files."""
        actions.add_files(talk, [(one.name, one.read()) for one in self.cleaned_data["attached"]], by=by)


class CancelForm(forms.Form):
    why = forms.CharField(label=_("取消原因"), max_length=200)

    def do(self, talk: Talk, by: Actor) -> None:
        """It won't be held."""
        actions.cancel(talk, self.cleaned_data["why"], by=by)


ACTS: dict[str, Any] = {"held": HeldForm, "files": FilesForm, "cancel": CancelForm}
"""What a session's page does, by its word."""


class DriveForm(forms.Form):
    """A drive: where, when, how many."""

    name = forms.CharField(label=_("名称"), max_length=80)
    area = forms.ModelChoiceField(Region.objects.none(), label=_("范围"), empty_label=None)
    since = forms.DateField(label=_("开始日期"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("结束日期"), widget=forms.DateInput(attrs={"type": "date"}))
    wanted_talks = forms.IntegerField(label=_("计划场次"), min_value=1, max_value=10_000)
    wanted_people = forms.IntegerField(label=_("计划人次"), min_value=1, max_value=10_000_000)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        tops = roots(by.spans)
        below = Region.objects.current().filter(parent__in=tops)
        wanted = [row.pk for row in (*tops, *below.order_by("code"))]
        area: Any = self.fields["area"]
        area.queryset = Region.objects.filter(pk__in=wanted).order_by("code")
        area.label_from_instance = lambda region: region.local_name or region.full_name

    def write(self) -> Drive:
        """Set it."""
        given = self.cleaned_data
        return actions.start_drive(
            given["area"], given["name"], (given["since"], given["until"]),
            (given["wanted_talks"], given["wanted_people"]), by=self.by,
        )  # fmt: skip


def first_held(talk: Talk) -> HeldForm:
    """The form of the result, with the plan as its first values."""
    return HeldForm(initial={"held_at": min(talk.planned_at, local_now()), "attendance": talk.planned_people})
