"""Identity numbers (GB 11643), credit codes (GB 32100) and telephone numbers, as people type them."""

from __future__ import annotations

import re
from datetime import date

import phonenumbers
from stdnum.cn import uscc

from hemu.kernel import clock

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_NUMBER = re.compile(r"[1-9]\d{16}[0-9X]")
EARLIEST_BIRTH = date(1900, 1, 1)


def valid_number(number: str, *, organisation: bool = False) -> bool:
    """Whether `number` (capitals) can be an identity number, or an organisation's credit code."""
    if organisation:
        return bool(uscc.is_valid(number))
    if not _NUMBER.fullmatch(number) or check_character(number[:17]) != number[17]:
        return False
    born = birth_date(number)
    return born is not None and EARLIEST_BIRTH <= born <= clock.today()


def check_character(first17: str) -> str:
    """The eighteenth character: ISO 7064 mod 11-2 over the seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def birth_date(number: str) -> date | None:
    """The date of birth that an 18-character number states; None when it is no date."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex(number: str) -> int:
    """1 male, 2 female (GB/T 2261.1), from the seventeenth digit: odd is male."""
    return 1 if int(number[16]) % 2 else 2


def plain_phone(typed: str) -> str:
    """A telephone number without spaces, dashes and the country's code."""
    digits = re.sub(r"[\s\-()（）]", "", typed)
    return digits.removeprefix("+86").removeprefix("0086")


def valid_phone(typed: str) -> bool:
    """Whether this can be a Chinese mobile or land-line number, or a short service number."""
    plain = plain_phone(typed)
    if re.fullmatch(r"1[0-9]{2}|12[0-9]{3}", plain):
        return True
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(plain, "CN")) and plain.isdigit()
    except phonenumbers.NumberParseException:
        return False
