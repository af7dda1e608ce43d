"""Keys of outside systems, the permits they were given, and the calls that were answered once."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.kernel import clock
from hemu.kernel.ids import new_id
from hemu.orgs.models import Post


class ApiKey(models.Model):
    """One outside system's key. The secret itself isn't kept, only its SHA-256 (32 bytes).

    The system acts from `post`, with those of the post's permissions that are listed here.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    name = models.CharField(_("系统名称"), max_length=80)
    prefix = models.CharField(max_length=12, unique=True, editable=False)
    secret_hash = models.BinaryField(max_length=32, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("以哪个岗位办理"))
    permissions = ArrayField(models.CharField(max_length=20), verbose_name=_("权限"))
    per_minute = models.PositiveIntegerField(_("每分钟次数"), default=600)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(_("有效期至"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("接口密钥")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it may be used now."""
        now = clock.now()
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


class Permits(models.Model):
    """How many calls of a key were permitted in the minute that begins at `minute` (epoch seconds)."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="+")
    minute = models.BigIntegerField()
    n = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "minute"], name="permits_key_minute")]


class AnsweredCall(models.Model):
    """A call that carried an idempotency key, with its answer; kept for a day."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="+")
    idempotency_key = models.CharField(max_length=80)
    request_hash = models.BinaryField(max_length=32)
    status = models.SmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "idempotency_key"], name="answeredcall_once")]
        indexes = [models.Index(fields=["at"], name="answeredcall_at")]
