"""Sums in yuan, on screens and on papers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hemu.kernel.money import grouped, in_capitals, in_full


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("600", "陆佰元整"),
        ("1800.5", "壹仟捌佰元伍角整"),
        ("3005.07", "叁仟零伍元零柒分"),
        ("10000", "壹万元整"),
        ("20000.30", "贰万元叁角整"),
        ("100500", "壹拾万零伍佰元整"),
        ("1010010", "壹佰零壹万零壹拾元整"),
        ("100000001", "壹亿零壹元整"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_sums_in_capitals(amount, said):
    assert in_capitals(Decimal(amount)) == said


def test_a_debt_below_zero_is_no_sum():
    with pytest.raises(ValueError, match="-1"):
        in_capitals(Decimal(-1))


def test_a_sum_on_a_screen_and_on_a_paper():
    assert grouped(Decimal("1234567.5")) == "1,234,567.50"
    assert in_full(Decimal("1800")) == "1800.00元（壹仟捌佰元整）"
