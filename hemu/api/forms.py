"""The form of a new key."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hemu.kernel import clock
from hemu.orgs.models import Post, Role
from hemu.orgs.permissions import LABELS, ROLE_PERMISSIONS, Permission

MOST_PER_MINUTE = 60_000


class KeyForm(forms.Form):
    """What a key is for and what it may do: no more than its post."""

    name = forms.CharField(
        label=_("系统名称"), max_length=80, help_text=_("对接的是哪个系统。台账会以这个名称记下它办的事。")
    )
    permissions = forms.MultipleChoiceField(
        label=_("权限"), widget=forms.CheckboxSelectMultiple, help_text=_("只选这个系统用得到的。")
    )
    per_minute = forms.IntegerField(
        label=_("每分钟次数"), min_value=1, max_value=MOST_PER_MINUTE, initial=600
    )
    last_day = forms.DateField(
        label=_("有效期至"),
        required=False,
        help_text=_("当天仍可用。不填则一直有效，直到停用。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, post: Post, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = ROLE_PERMISSIONS[Role(post.role)]
        cast(forms.MultipleChoiceField, self.fields["permissions"]).choices = [
            (name.value, LABELS[name]) for name in Permission if name in allowed
        ]

    def clean_last_day(self) -> date | None:
        """Today at the earliest."""
        last: date | None = self.cleaned_data["last_day"]
        if last is not None and last < clock.today():
            raise ValidationError(_("有效期不能早于今天。"))
        return last

    def asked(self) -> dict[str, Any]:
        """What ``keys.make`` wants."""
        given = self.cleaned_data
        last: date | None = given["last_day"]
        return {
            "name": given["name"],
            "permissions": [Permission(name) for name in given["permissions"]],
            "per_minute": given["per_minute"],
            "expires_at": clock.midnight(last + timedelta(days=1)) if last else None,
        }
