"""The parties of a dispute, as rows of its form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import PHONE_LENGTH
from hemu.disputes.models import PartyKind, Sex, Side
from hemu.disputes.parties import NewParty, check_party
from hemu.kernel.errors import Refused

MOST_PARTIES = 60
_ROW = re.compile(r"parties-(\d{1,3})-side")


class PartyForm(forms.Form):
    """One party. What the dispute doesn't need isn't asked."""

    name = forms.CharField(label=_("姓名或名称"), max_length=80, required=False)
    kind = forms.TypedChoiceField(
        label=_("当事人类别"), coerce=int, choices=PartyKind.choices, initial=PartyKind.PERSON
    )
    side = forms.TypedChoiceField(label=_("地位"), coerce=int, choices=Side.choices, initial=Side.APPLICANT)
    phone = forms.CharField(label=_("联系电话"), max_length=PHONE_LENGTH, required=False)
    identity_number = forms.CharField(
        label=_("身份证号或统一社会信用代码"),
        max_length=18,
        required=False,
        help_text=_("加密保存，默认遮盖显示。"),
    )
    sex = forms.TypedChoiceField(
        label=_("性别"),
        coerce=int,
        choices=Sex.choices,
        initial=Sex.UNSTATED,
        required=False,
        empty_value=str(int(Sex.UNSTATED)),
    )
    address = forms.CharField(label=_("住址"), max_length=200, required=False)
    occupation = forms.CharField(label=_("职业或职务"), max_length=50, required=False)
    legal_representative = forms.CharField(
        label=_("法定代表人"), max_length=80, required=False, help_text=_("只有单位需要填写。")
    )
    language = forms.CharField(
        label=_("需要的语言"),
        max_length=30,
        required=False,
        help_text=_("如布依语、苗语，便于安排会说的调解员。"),
    )
    is_minor = forms.BooleanField(label=_("未成年人"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.number == 0:
            self.fields["name"].required = True
            self.fields["name"].error_messages["required"] = _("请至少填写一名当事人。")

    @property
    def number(self) -> int:
        """Which row it is; rows taken away leave gaps."""
        return int(str(self.prefix).rsplit("-", 1)[1])

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields that most rows leave empty."""
        names = (
            "identity_number",
            "sex",
            "address",
            "occupation",
            "legal_representative",
            "language",
            "is_minor",
        )
        return [self[name] for name in names]

    @property
    def shows_more(self) -> bool:
        """Whether one of those is filled in or wrong."""
        plain = (None, "", False, Sex.UNSTATED, str(int(Sex.UNSTATED)))
        return any(bound.errors or bound.value() not in plain for bound in self.more)

    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        given = self.cleaned_data
        return not any(given.get(name) for name in ("name", "phone", "identity_number", "address"))

    def clean(self) -> dict[str, Any]:
        """Say at once what is wrong with a row that isn't empty."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.is_empty():
            try:
                check_party(self.party(), field="row")
            except Refused as refused:
                self.add_error(refused.field.removeprefix("row-"), str(refused))
        return given

    def party(self) -> NewParty:
        """What was typed. `is_valid` must have held."""
        given = dict(self.cleaned_data)
        kind, side, sex = PartyKind(given.pop("kind")), Side(given.pop("side")), Sex(int(given.pop("sex")))
        return NewParty(kind=kind, side=side, sex=sex, **given)


def new_row(number: int) -> PartyForm:
    """An empty row: the first is an applicant, the others are respondents."""
    side = Side.APPLICANT if number == 0 else Side.RESPONDENT
    return PartyForm(prefix=f"parties-{number}", initial={"side": side})


def rows_of(data: Mapping[str, Any] | None) -> list[PartyForm]:
    """The rows that were sent, in order; one of each side for a fresh form."""
    if data is None:
        return [new_row(0), new_row(1)]
    numbers = sorted({int(found[1]) for key in data if (found := _ROW.fullmatch(key))})
    return [PartyForm(data, prefix=f"parties-{number}") for number in numbers[:MOST_PARTIES]] or [new_row(0)]
