"""The form of a visit: thirteen items in four groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import PHONE_LENGTH, PlaceForm, local_now, moment_field, text_field
from hemu.kernel.errors import Refused
from hemu.kernel.ids import LARGEST_ID, new_id
from hemu.loop.screening.models import ObjectKind, Visit, VisitReason, VisitResult
from hemu.loop.screening.photos import MOST_PHOTOS, keep_photo, read_kept, sign_kept
from hemu.loop.screening.visits import NewVisit
from hemu.orgs.actor import Actor


class PhotosField(forms.FileField):
    """Several images, each checked and written anew; its value is the list of their names in the store."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=ManyFiles(attrs={"multiple": True, "accept": "image/*"}), **options)

    def clean(self, data: Any, initial: Any = None) -> list[str]:
        """Keep every image. Raises ValidationError when one is no image."""
        try:
            return [keep_photo(file.read()) for file in data or ()]
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused


class ManyFiles(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Every file that was sent."""
        return files.getlist(name) if hasattr(files, "getlist") else []


class VisitForm(PlaceForm):
    """One visit. `visit_id` is made with the form, so that sending it twice writes one visit."""

    visit_id = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_ID)
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    target = forms.CharField(widget=forms.HiddenInput, max_length=120, required=False)
    latitude = forms.FloatField(widget=forms.HiddenInput, required=False)
    longitude = forms.FloatField(widget=forms.HiddenInput, required=False)
    accuracy = forms.FloatField(widget=forms.HiddenInput, required=False)
    visitors = forms.CharField(
        label=_("走访人员"), max_length=200, help_text=_("一起去的人都写上，用顿号隔开。")
    )
    started_at = moment_field(_("开始时间"))
    ended_at = moment_field(_("结束时间"))
    reason = forms.TypedChoiceField(label=_("走访事由"), coerce=int, choices=VisitReason.choices)
    campaign = forms.CharField(label=_("专项行动名称"), max_length=100, required=False)
    object_kind = forms.TypedChoiceField(label=_("走访对象类别"), coerce=int, choices=ObjectKind.choices)
    object_name = forms.CharField(label=_("户主或单位名称"), max_length=100)
    object_phone = forms.CharField(label=_("联系电话"), max_length=PHONE_LENGTH, required=False)
    object_people = forms.IntegerField(label=_("走访人数"), min_value=0, max_value=100_000, initial=1)
    object_info = text_field(_("对象基本情况"), rows=2, max_length=1000, required=False)
    has_dispute = forms.BooleanField(label=_("有矛盾纠纷"), required=False)
    dispute_text = text_field(_("矛盾纠纷情况"), rows=3, max_length=2000, required=False)
    has_hazard = forms.BooleanField(label=_("有风险隐患"), required=False)
    hazard_text = text_field(_("风险隐患情况"), rows=3, max_length=2000, required=False)
    needs_help = forms.BooleanField(label=_("有求助事项"), required=False)
    help_text = text_field(_("求助事项"), rows=3, max_length=2000, required=False)
    publicity = forms.CharField(
        label=_("宣传内容"), max_length=500, required=False, help_text=_("如反诈、防溺水、调解免费。")
    )
    done_on_spot = text_field(_("现场工作"), rows=3, max_length=2000, required=False)
    photos = PhotosField(
        label=_("照片"),
        required=False,
        help_text=_("可以一次选多张。保存时去掉照片里的手机型号和定位信息。"),
    )
    kept_photos = forms.CharField(widget=forms.HiddenInput, required=False)
    result = forms.TypedChoiceField(label=_("走访结果"), coerce=int, choices=VisitResult.choices)
    what_follows = text_field(_("后续安排"), rows=2, max_length=1000, required=False)

    @property
    def photo_names(self) -> list[str]:
        """The photos sent now and before, as far as they could be kept."""
        kept = read_kept(str(self["kept_photos"].value() or ""), self.by)
        return list(dict.fromkeys([*kept, *getattr(self, "cleaned_data", {}).get("photos", ())]))[
            :MOST_PHOTOS
        ]

    @property
    def sealed_photos(self) -> str:
        """Their names, signed, for the form to carry when it is shown again."""
        return sign_kept(self.photo_names, self.by)

    def new_visit(self) -> NewVisit:
        """What was typed. `is_valid` must have held."""
        given = dict(self.cleaned_data)
        del given["visit_id"], given["edition"], given["kept_photos"], given["target"]
        given["photos"] = self.photo_names
        given |= {
            "object_kind": ObjectKind(given["object_kind"]),
            "reason": VisitReason(given["reason"]),
            "result": VisitResult(given["result"]),
        }
        return NewVisit(**given)


FOUND = {"has_dispute": _("纠纷"), "has_hazard": _("隐患"), "needs_help": _("求助")}
"""What a visit may have found, by the column that says so."""
_FROM_A_LIST = ("target", "campaign", "object_name", "object_kind", "region", "place", "reason")
"""What a list of places to be visited fills in."""


def fresh(by: Actor, asked: Mapping[str, Any] | None = None) -> VisitForm:
    """An empty form, with what can be known of it; `asked` holds what a list's link fills in."""
    now = local_now()
    initial = {
        "visit_id": new_id(),
        "visitors": by.name,
        "started_at": now,
        "ended_at": now,
        "result": VisitResult.NOTHING,
        **{name: asked[name] for name in _FROM_A_LIST if asked and asked.get(name)},
    }
    return VisitForm(by=by, initial=initial)


_NOT_OF_THE_ROW = ("visit_id", "photos", "kept_photos", "target")


def filled(visit: Visit, by: Actor, data: Any = None, files: Any = None) -> VisitForm:
    """The form with what the visit says, to be put right."""
    names = [name for name in VisitForm.base_fields if name not in _NOT_OF_THE_ROW]
    initial = {name: getattr(visit, name) for name in names}
    kept = {"visit_id": visit.id, "kept_photos": sign_kept(visit.photos, by)}
    return VisitForm(data, files, by=by, initial={**initial, **kept})


class ListForm(forms.Form):
    """What narrows a list of visits. Everything may be left out; what makes no sense narrows nothing."""

    name = forms.CharField(label=_("户主或单位名称"), max_length=100, required=False)
    kind = forms.TypedChoiceField(
        label=_("类别"), coerce=int, choices=[("", _("不限")), *ObjectKind.choices], required=False,
        empty_value=None,
    )  # fmt: skip
    found = forms.ChoiceField(label=_("发现"), choices=[("", _("不限")), *FOUND.items()], required=False)
    since = forms.DateField(label=_("走访自"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    until = forms.DateField(label=_("走访至"), widget=forms.DateInput(attrs={"type": "date"}), required=False)


class ReviewForm(forms.Form):
    """Approve, or send back with a reason."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=(("approve", _("通过并归档")), ("return", _("退回修改"))))
    reason = forms.CharField(label=_("退回理由"), max_length=500, required=False)
