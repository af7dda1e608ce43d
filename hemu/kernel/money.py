"""Sums in yuan as screens and as papers write them. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_FEN = Decimal("0.01")


def grouped(amount: Decimal) -> str:
    """「1,800.00」: for screens, where sums stand under one another."""
    return f"{amount:,.2f}"


def shown(amount: Decimal | None) -> str:
    """:func:`grouped` for a template; nothing where no sum was agreed."""
    return "" if amount is None else grouped(amount)


def in_full(amount: Decimal) -> str:
    """「1800.00元（壹仟捌佰元整）」: for papers, where nobody must be able to write a figure in between."""
    return f"{amount:.2f}元（{in_capitals(amount)}）"


def in_capitals(amount: Decimal) -> str:
    """「壹仟捌佰元伍角整」, as receipts and agreements write sums. ValueError for what is below zero."""
    yuan, cents = divmod(int(amount.quantize(_FEN, ROUND_HALF_UP) * 100), 100)
    if yuan < 0:
        raise ValueError(amount)
    if not cents:
        return f"{_whole(yuan) or _DIGITS[0]}元整"
    jiao, fen = divmod(cents, 10)
    said = f"{_whole(yuan)}元" if yuan else ""
    said += f"{_DIGITS[jiao]}角" if jiao else (_DIGITS[0] if yuan else "")
    return said + (f"{_DIGITS[fen]}分" if fen else "整")


def _whole(yuan: int) -> str:
    """Figure by figure, in groups of four; a gap of any length is one 零. Nothing for zero."""
    said, gap = "", False
    figures = str(yuan)
    for at, figure in enumerate(figures):
        place = len(figures) - 1 - at
        if figure != "0":
            said += (_DIGITS[0] if gap else "") + _DIGITS[int(figure)] + _PLACES[place % 4]
        gap = figure == "0" and bool(said)
        if place % 4 == 0 and figures[max(0, at - 3) : at + 1].strip("0"):
            said, gap = said + _GROUPS[place // 4], False
    return said
