"""What a password must be, said in the words of those who choose it."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemu.orgs.names import pinyin_key

_CLASSES = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z\d]")


class LengthValidator:
    """At least `least` characters."""

    def __init__(self, least: int = 10) -> None:
        self.least = least

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when it is too short."""
        if len(password) < self.least:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """The rule."""
        return ngettext("至少 %(n)d 个字符。", "至少 %(n)d 个字符。", self.least) % {"n": self.least}


class VarietyValidator:
    """At least two kinds among small and capital letters, digits and other characters."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when it is all of one kind, or one character over and over."""
        kinds = sum(bool(re.search(kind, password)) for kind in _CLASSES)
        if kinds < 2 or len(set(password)) < 5:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """The rule."""
        return _("至少含两类字符：小写字母、大写字母、数字、符号（或汉字）；不能总是同几个字符。")


class OwnNameValidator:
    """Not made of the person's own user name, staff number, phone, or name in characters or pinyin."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when the password holds one of these."""
        if user is None:
            return
        name = str(getattr(user, "name", ""))
        spelt = re.sub(r"[^a-z]", "", pinyin_key(name).lower()) if name else ""
        own = [getattr(user, "username", ""), getattr(user, "staff_number", ""), getattr(user, "phone", "")]
        lowered = password.lower()
        if any(len(part) >= 3 and part.lower() in lowered for part in (*map(str, own), name, spelt)):
            raise ValidationError(self.get_help_text(), code="password_too_similar")

    def get_help_text(self) -> str:
        """The rule."""
        return _("不能含有自己的用户名、工号、手机号、姓名或姓名拼音。")


class KnownValidator:
    """Not one of the passwords that everybody tries first, abroad or in China."""

    COMMON = frozenset(
        [
            "woaini1314",
            "aini1314520",
            "qq123456",
            "a123456789",
            "1qaz2wsx3edc",
            "zaq12wsx",
            "woaini520",
            "5201314abc",
            "password123",
            "admin12345",
            "admin@1234",
            "passw0rd123",
            "abcd123456",
            "qwer1234tyui",
            "hemu123456",
        ]
    )

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when it is among them."""
        if password.lower() in self.COMMON:
            raise ValidationError(self.get_help_text(), code="password_too_common")

    def get_help_text(self) -> str:
        """The rule."""
        return _("不能是常见密码。")
