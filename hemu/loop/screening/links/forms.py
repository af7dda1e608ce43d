"""Forms about a proposal: confirm, refuse, merge, undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import LinkKind, Party

LONGEST = 500
NO_NAMES = _("系统已列出相符之处，请核对补充。依据写进两件的台账，只能看其中一件的人也会读到，请不要写姓名。")


class ConfirmForm(forms.Form):
    """What the two are to each other, and on what grounds; the ledger keeps both."""

    kind = forms.TypedChoiceField(
        label=_("这两件"),
        coerce=lambda value: LinkKind(int(value)),
        choices=[
            (LinkKind.DUPLICATE.value, _("是同一件事（下一步核对并案）")),
            (LinkKind.SOURCE.value, _("先发生的一件是本源，后一件由它引起")),
            (LinkKind.ASSOCIATED.value, _("不是同一件事，但有关联")),
        ],
        widget=forms.RadioSelect,
    )
    grounds = forms.CharField(
        label=_("依据"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NO_NAMES,
    )


class RefuseForm(forms.Form):
    """Why the two have nothing to do with each other; may be left empty."""

    reason = forms.CharField(label=_("说明"), max_length=LONGEST, required=False)


class MergeForm(forms.Form):
    """The grounds of a merge, kept in both ledgers; and which parties the record that goes on lacks."""

    take_over = forms.TypedMultipleChoiceField(
        label=_("补充到继续办理的一件"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("这些当事人只记在要结束的一件里。不是当事人的，取消勾选。"),
    )

    grounds = forms.CharField(
        label=_("依据"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NO_NAMES,
    )

    def __init__(self, *args: Any, lacking: Sequence[Party] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lacking:
            self.fields["take_over"].choices = [(party.pk, party.name) for party in lacking]  # type: ignore[attr-defined]  # a choice field
            self.fields["take_over"].initial = [party.pk for party in lacking]
        else:
            del self.fields["take_over"]


class UndoForm(forms.Form):
    """Why a decision is taken back."""

    reason = forms.CharField(label=_("为什么撤销"), max_length=LONGEST)


def confirming(kind: int, grounds: str, data: Any = None) -> ConfirmForm:
    """The form as the proposal suggests it."""
    return ConfirmForm(data, initial={"kind": kind, "grounds": grounds})
