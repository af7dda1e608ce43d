"""The form by which a volume is filed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.documents.volumes import order, queries
from hemu.documents.volumes.actions import Filing, default_retention, file_volume
from hemu.documents.volumes.making import bindable
from hemu.documents.volumes.models import RETENTION
from hemu.documents.volumes.registry import mediated
from hemu.rulebook import codes


class FileForm(ActForm):
    """What goes in is listed first; the filer chooses how long it is kept."""

    act = Act.ARCHIVE
    title = _("立卷归档")
    template = "volumes/file.html"
    button = _("立卷")
    done = _("已立卷。")

    retention = forms.ChoiceField(label=_("保管期限"), widget=forms.RadioSelect)
    why = forms.CharField(label=_("为什么重新立卷"), max_length=300, required=False)
    account = text_field(
        _("情况说明"),
        required=False,
        max_length=600,
        rows=3,
        help_text=_("缺少的文书、不能装订的文件会自动写进去；这里只写别的需要说明的情况。"),
    )
    note = forms.CharField(label=_("封面备注"), max_length=120, required=False)
    checked_by = forms.CharField(label=_("检查人"), max_length=80, required=False)

    def prepare(self) -> None:
        self.before = queries.editions(self.dispute)
        self.fields["retention"].choices = codes.choices(RETENTION)  # type: ignore[attr-defined]
        self.initial["retention"] = self.before[0].retention if self.before else default_retention()
        if self.before:
            self.fields["why"].required = True
        else:
            del self.fields["why"]

    def context(self) -> dict[str, Any]:
        plan = order.plan(self.dispute, mediated=mediated(self.dispute) is not None)
        apart = [part.name for line in plan.lines for part in line.parts if not bindable(part)]
        return {"plan": plan, "apart": apart, "before": self.before}

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        filing = Filing(
            retention=given["retention"],
            note=given["note"],
            account=given["account"],
            checked_by=given["checked_by"],
            why=given.get("why", ""),
        )
        file_volume(self.dispute, filing, by=self.by, seen=seen)
        return self.dispute
