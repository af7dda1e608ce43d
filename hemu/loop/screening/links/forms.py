"""Forms about a proposal: confirm, refuse, merge, undo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import LinkKind

LONGEST = 500


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
        help_text=_("系统已列出相符之处，请核对补充。"),
    )


class RefuseForm(forms.Form):
    """Why the two have nothing to do with each other; may be left empty."""

    reason = forms.CharField(label=_("说明"), max_length=LONGEST, required=False)


class MergeForm(forms.Form):
    """The grounds of a merge, kept in both ledgers."""

    grounds = forms.CharField(label=_("依据"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))


class UndoForm(forms.Form):
    """Why a decision is taken back."""

    reason = forms.CharField(label=_("为什么撤销"), max_length=LONGEST)


def confirming(kind: int, grounds: str, data: Any = None) -> ConfirmForm:
    """The form as the proposal suggests it."""
    return ConfirmForm(data, initial={"kind": kind, "grounds": grounds})
