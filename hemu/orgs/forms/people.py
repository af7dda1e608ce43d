"""Forms for people and posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.orgs.actions.people import PersonData, PostData, phone_problem
from hemu.orgs.actor import Actor
from hemu.orgs.fields import RegionField, UnitField, WordsField, choose_in
from hemu.orgs.models import Person, Role
from hemu.orgs.names import mask_phone


class PersonForm(forms.Form):
    """What is known of a person. An empty phone leaves the one that is there."""

    name = forms.CharField(label=_("姓名"), max_length=80)
    username = forms.CharField(
        label=_("用户名"), max_length=60, required=False, help_text=_("登录用；不填则按姓名拼音生成。")
    )
    phone = forms.CharField(label=_("手机号码"), max_length=30, required=False)
    staff_number = forms.CharField(label=_("工号或警号"), max_length=40, required=False)
    languages = WordsField(
        label=_("会说的语言"),
        max_length=100,
        required=False,
        help_text=_("如：布依语、苗语。用于为当事人找会说同一语言的调解员。"),
    )
    skills = WordsField(
        label=_("专长"), max_length=200, required=False, help_text=_("如：土地承包、劳动争议、心理疏导")
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        self.person = person
        if person is not None:
            shown = ("name", "username", "staff_number", "languages", "skills")
            kwargs["initial"] = {name: getattr(person, name) for name in shown}
        super().__init__(*args, **kwargs)
        if person is not None and person.phone:
            self.fields["phone"].help_text = _("现为 %(phone)s；不填则不变。") % {
                "phone": mask_phone(person.phone)
            }

    def clean_phone(self) -> str:
        """Said here as well as by the act, so that every fault of the form shows at once."""
        text = str(self.cleaned_data["phone"])
        if problem := phone_problem(text):
            raise forms.ValidationError(problem)
        return text

    def person_data(self) -> PersonData:
        """What was filled in."""
        data = self.cleaned_data
        kept = self.person.phone if self.person else ""
        return PersonData(
            name=data["name"],
            username=data["username"],
            phone=data["phone"] or kept,
            staff_number=data["staff_number"],
            email=self.person.email if self.person else "",
            languages=data["languages"],
            skills=data["skills"],
        )


class PostForm(forms.Form):
    """A post: unit, role, and where if not in the whole of the unit's area."""

    unit = UnitField(label=_("单位"), help_text=_("输入名称的一部分，再从列表中选择。"))
    role = forms.TypedChoiceField(label=_("岗位"), coerce=int, choices=[("", _("请选择")), *Role.choices])
    title = forms.CharField(
        label=_("职务"), max_length=60, required=False, help_text=_("如：社区民警、副所长")
    )
    area = RegionField(
        label=_("负责区域"), required=False, help_text=_("网格员请填所在网格；不填则为单位的全部辖区。")
    )
    is_main = forms.BooleanField(label=_("设为主要岗位（登录后默认使用）"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_in(self, actor.spans, "unit", "area")

    def post_data(self) -> PostData:
        """What was filled in."""
        data = self.cleaned_data
        area = data["area"]
        return PostData(
            unit=data["unit"],
            role=data["role"],
            title=data["title"],
            area=area.span if area else None,
            is_main=bool(data.get("is_main")),
        )


class NewPersonForm(PersonForm, PostForm):
    """A person and their first post, on one page."""

    field_order = ("name", "phone", "unit", "role", "title", "area", "username", "staff_number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_main"]
