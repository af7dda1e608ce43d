"""A phone that works for one post."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.kernel.fields import SealedTextField
from hemu.orgs.models import Person, Post


class EndedWhy(models.IntegerChoices):
    """Why a device may no longer be used. Numbers are stored; never reuse one."""

    SIGNED_OUT = 1, _("已退出登录")
    LOST = 2, _("已报失")
    LEFT = 3, _("人员已离岗")


class Device(models.Model):
    """One phone, enrolled by one person for one post. `id` is made by the phone.

    `public_key` is an uncompressed P-256 point (65 bytes); the token's secret is kept as its SHA-256.
    A renewed token stands in `next_*` until the phone first uses it: until then the old one is good, so
    that a lost answer locks nobody out. `secret` is what the phone's store is encrypted by (base64url of
    32 bytes); ending the device destroys it.
    """

    id = models.BigIntegerField(primary_key=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    name = models.CharField(_("手机"), max_length=80)
    public_key = models.BinaryField(max_length=65)
    prefix = models.CharField(max_length=16, unique=True)
    token_hash = models.BinaryField(max_length=32)
    issued_at = models.DateTimeField()
    next_prefix = models.CharField(max_length=16, null=True, unique=True)
    next_hash = models.BinaryField(max_length=32, null=True)
    next_issued_at = models.DateTimeField(null=True)
    secret = SealedTextField(default="", blank=True)
    secret_version = models.SmallIntegerField(default=1)
    enrolled_at = models.DateTimeField(_("登记时间"))
    seen_at = models.DateTimeField(_("最近联系"), null=True)
    offset_ms = models.BigIntegerField(null=True)
    """The phone's clock less the server's, when it last synced."""
    number = models.BigIntegerField(default=0)
    """The highest number of an item that it sent, and what its clock said then."""
    said_at = models.DateTimeField(null=True)
    unsent = models.IntegerField(default=0)
    """Records that the phone said it had not sent when its owner signed out."""
    ended_at = models.DateTimeField(null=True)
    ended_why = models.SmallIntegerField(choices=EndedWhy.choices, null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    wiped_at = models.DateTimeField(null=True)
    """When the phone was first told to destroy what it holds."""

    class Meta:
        verbose_name = _("手机")
        ordering = ["-enrolled_at", "id"]
        indexes = [models.Index(fields=["person", "-enrolled_at"], name="device_person")]
        constraints = [
            models.CheckConstraint(
                name="device_ended_why",
                condition=models.Q(ended_at=None, ended_why=None)
                | models.Q(ended_at__isnull=False, ended_why__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name
