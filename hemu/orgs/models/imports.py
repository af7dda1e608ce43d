"""A spreadsheet that was read and shown, and waits to be confirmed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.kernel.fields import SealedTextField
from hemu.kernel.ids import new_id
from hemu.orgs.models.people import Person


class SheetKind(models.IntegerChoices):
    """What a spreadsheet lists."""

    UNITS = 1, _("单位")
    PEOPLE = 2, _("人员")
    GRIDS = 3, _("网格")


class ImportDraft(models.Model):
    """One uploaded sheet. Its rows hold phones, so they are sealed; they go once the import is done."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.PositiveSmallIntegerField(choices=SheetKind.choices)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    content = SealedTextField(blank=True, default="")
    good = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("导入")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.file_name
