"""People at work, who are also those who sign in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemu.kernel import crypto
from hemu.kernel.fields import SealedTextField
from hemu.kernel.ids import new_id
from hemu.orgs.names import clean_phone, pinyin_key

PHONE_HASH = "person-phone"
"""Purpose of the keyed hash of a phone; every table that matches people's phones uses the same."""


class PersonManager(BaseUserManager["Person"]):
    """Makes people who can sign in."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Person:
        """A person with `password`, or with none that works."""
        person = self.model(username=self.model.normalize_username(username), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who works with disputes. What they may do stands in their posts, never here.

    The phone is sealed, with a keyed hash beside it to find a person by the whole number.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    username = models.CharField(
        _("用户名"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("这个用户名已有人使用。")},
    )
    name = models.CharField(_("姓名"), max_length=80)
    pinyin = models.CharField(max_length=300, blank=True, editable=False)
    email = models.EmailField(_("电子邮箱"), blank=True)
    phone = SealedTextField(_("手机号码"), blank=True, default="")
    phone_hash = models.BinaryField(max_length=32, null=True, blank=True, editable=False)
    staff_number = models.CharField(_("工号"), max_length=40, blank=True)
    languages = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    skills = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    is_active = models.BooleanField(_("在职"), default=True)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("人员")
        ordering = ["pinyin", "id"]
        indexes = [
            models.Index(fields=["pinyin", "id"], name="person_pinyin"),
            models.Index(fields=["name"], name="person_name", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["phone_hash"], name="person_phone"),
            GinIndex(fields=["languages"], name="person_languages"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["staff_number"], condition=~Q(staff_number=""), name="person_staff_number"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key and the phone's hash in step with what they are made from."""
        self.pinyin = pinyin_key(self.name)
        self.phone_hash = phone_hash(self.phone) if self.phone else None
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *self._followers(kwargs["update_fields"])}
        super().save(*args, **kwargs)

    @staticmethod
    def _followers(fields: Any) -> set[str]:
        pairs = {"name": "pinyin", "phone": "phone_hash"}
        return {pairs[field] for field in fields if field in pairs}

    def get_full_name(self) -> str:
        """The name as people write it."""
        return self.name

    def get_short_name(self) -> str:
        """The same: Chinese names aren't shortened."""
        return self.name


def phone_hash(phone: str) -> bytes:
    """32 bytes that are equal for equal numbers, however they were typed."""
    return crypto.keyed_hash(clean_phone(phone), purpose=PHONE_HASH)
