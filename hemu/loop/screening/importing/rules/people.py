"""Telephone and identity numbers as they stand in cells: several in one, or with their end cut off. Pure."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from hemu.kernel import identity
from hemu.loop.screening.importing.rules.numerals import LOST
from hemu.loop.screening.importing.rules.unclear import Unclear

MOBILE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?|0086[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4}|1[3-9]\d{2}[- ]\d{3}[- ]\d{4})(?!\d)"
)
LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}[- ]?\d{7,8})(?!\d)")
IDENTITY = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{16}[0-9Xx]|[1-9]\d{14})(?![0-9A-Za-z])")
_CREDIT = re.compile(r"(?<![0-9A-Za-z])([0-9A-HJ-NPQRTUWXY]{18})(?![0-9A-Za-z])")
_STARRED = re.compile(r"\d[*×xX]{2,}\d")
_BIRTH_APART = re.compile(r"(?<!\d)([1-9]\d{5}) ([12]\d{7}) (\d{3}[0-9Xx])(?![0-9A-Za-z])")
_BETWEEN = re.compile(r"[\s,，、;；/|\n。.]+")
_NOTHING = frozenset(
    {"无", "/", "-", "--", "—", "——", "不详", "未知", "空", "暂无", "没有", "0"}
    | {"无电话", "无手机", "无身份证", "未提供", "拒绝提供"}
)
"""What clerks write where there is nothing to write."""
ROUND_ENDING = "000"


def plain(text: str) -> str:
    """The same text with full-width letters and digits as usual ones."""
    return unicodedata.normalize("NFKC", text).strip()


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing to say."""
    return plain(text) in _NOTHING or not text.strip()


def masked(text: str) -> str:
    """The same text with the middle of every telephone and identity number hidden."""
    hidden = IDENTITY.sub(lambda found: f"{found[0][:6]}****{found[0][-4:]}", text)
    for pattern in (MOBILE, LANDLINE):
        hidden = pattern.sub(lambda found: f"{found[1][:3]}****{found[1][-4:]}", hidden)
    return hidden


def starred(text: str) -> Unclear | None:
    """What to say of a number whose middle somebody hid: it is no number any more."""
    if not _STARRED.search(text):
        return None
    return Unclear(_("“%(text)s”中间打了星号，不是完整的号码。") % {"text": text[:30]}, "starred")


def lost_digits(text: str) -> Unclear | None:
    """What to say of a number that a spreadsheet has cut: digits that are gone can't be guessed."""
    if not LOST.search(text):
        return None
    said = _(
        "号码被表格软件改成了科学计数法（%(text)s），后几位已经丢失，无法恢复。请把这一列设成“文本”格式，照原件重新填写。"
    )
    return Unclear(said % {"text": text[:24]}, "lost_digits")


def phones(text: str) -> list[str]:
    """The telephone numbers of a cell, in order, each once. Raises Unclear for what is none."""
    typed = plain(text)
    if is_nothing(typed):
        return []
    if lost := lost_digits(typed) or starred(typed):
        raise lost
    found = [(match.start(), re.sub(r"[- ]", "", match[1])) for match in MOBILE.finditer(typed)]
    found += [(match.start(), match[1].replace(" ", "")) for match in LANDLINE.finditer(typed)]
    rest = LANDLINE.sub(" ", MOBILE.sub(" ", typed))
    wrong = re.search(r"\d[\d -]{5,}", rest)
    if wrong:
        digits = re.sub(r"\D", "", wrong[0])
        said = _("电话“%(text)s”有 %(n)s 位数字，不是手机号，也不是带区号的座机号。")
        raise Unclear(said % {"text": wrong[0].strip(), "n": len(digits)}, "phone")
    if not found:
        raise Unclear(_("“%(text)s”不是电话号码。") % {"text": typed[:30]}, "phone")
    numbers = [identity.plain_phone(number) for _place, number in sorted(found)]
    return list(dict.fromkeys(numbers))


def identities(text: str) -> list[str]:
    """The identity numbers or credit codes of a cell, in order. Raises Unclear for one that can't be."""
    typed = plain(text).upper()
    if is_nothing(typed):
        return []
    if lost := lost_digits(typed) or starred(typed):
        raise lost
    typed = _BIRTH_APART.sub(r"\1\2\3", typed)
    return [_identity(piece) for piece in _BETWEEN.split(typed) if piece]


def _identity(piece: str) -> str:
    number = re.sub(r"[^0-9A-Z]", "", piece)
    if IDENTITY.fullmatch(number):
        whole = number if len(number) == 18 else lengthened(number)
        if identity.valid_number(whole):
            return whole
        if len(number) == 18 and number.endswith(ROUND_ENDING):
            said = _(
                "身份证号“%(text)s”末三位是 000 且校验不符，多半是被表格软件舍掉了后几位。请照原件重新填写。"
            )
            raise Unclear(said % {"text": _hidden(number)}, "lost_digits")
        said = _("身份证号“%(text)s”校验不符，请照原件核对。")
        raise Unclear(said % {"text": _hidden(number)}, "identity")
    if _CREDIT.fullmatch(number) and identity.valid_number(number, organisation=True):
        return number
    if len(number) == 18:
        said = _("号码“%(text)s”校验不符，请照原件核对。")
        raise Unclear(said % {"text": _hidden(number)}, "identity")
    said = _("“%(text)s”不是身份证号（现有 %(n)s 位，应为 18 位）。")
    raise Unclear(said % {"text": _hidden(number or piece), "n": len(number)}, "identity")


def _hidden(number: str) -> str:
    """Enough to find the cell by, not enough to copy."""
    return number if len(number) < 11 else f"{number[:6]}…{number[-4:]}"


def lengthened(number: str) -> str:
    """An identity number of the first generation (15 digits, births of 19xx) as it has been since 1999."""
    long = f"{number[:6]}19{number[6:]}"
    return long + identity.check_character(long)


def is_credit_code(number: str) -> bool:
    """Whether this is an organisation's, not a person's."""
    return not IDENTITY.fullmatch(number) and bool(_CREDIT.fullmatch(number))
