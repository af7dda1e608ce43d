"""The parties to a dispute."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.base import CaseRow
from hemu.disputes.models.choices import PartyKind, Sex, Side
from hemu.kernel.crypto import keyed_hash
from hemu.kernel.fields import SealedTextField


class Party(CaseRow):
    """A person or organisation that the dispute is between, or that it concerns.

    Identity number and phone are sealed; their keyed hashes (32 bytes, null when absent) serve to
    match. Language is asked for this dispute only; ethnicity and belief are not recorded.
    """

    kind = models.SmallIntegerField(_("当事人类别"), choices=PartyKind.choices, default=PartyKind.PERSON)
    side = models.SmallIntegerField(_("地位"), choices=Side.choices, default=Side.APPLICANT)
    name = models.CharField(_("姓名或名称"), max_length=80)
    sex = models.SmallIntegerField(_("性别"), choices=Sex.choices, default=Sex.UNSTATED)
    born = models.DateField(_("出生日期"), null=True, blank=True)
    identity_number = SealedTextField(_("身份证号或统一社会信用代码"), default="", blank=True)
    identity_hash = models.BinaryField(null=True, editable=False)
    phone = SealedTextField(_("联系电话"), default="", blank=True)
    phone_hash = models.BinaryField(null=True, editable=False)
    address = models.CharField(_("住址"), max_length=200, blank=True)
    occupation = models.CharField(_("职业或职务"), max_length=50, blank=True)
    legal_representative = models.CharField(_("法定代表人"), max_length=80, blank=True)
    language = models.CharField(_("需要的语言"), max_length=30, blank=True)
    is_minor = models.BooleanField(_("未成年人"), default=False)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="party_county_id")]
        indexes = [
            models.Index(fields=["county", "dispute_id"], name="party_dispute"),
            models.Index(fields=["county", "identity_hash"], name="party_identity"),
            models.Index(fields=["county", "phone_hash"], name="party_phone"),
        ]

    def __str__(self) -> str:
        return self.name

    def hash_identifiers(self) -> None:
        """Set the keyed hashes from the open values."""
        number, phone = str(self.identity_number or ""), str(self.phone or "")
        self.identity_hash = keyed_hash(number.upper(), purpose="identity") if number else None
        self.phone_hash = keyed_hash(phone, purpose="phone") if phone else None

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.hash_identifiers()
        super().save(*args, **kwargs)
