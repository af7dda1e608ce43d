"""回访与会商: how often a dispute is looked at again after mediation, and its rating while it is open."""

from __future__ import annotations

from hemu.rulebook.defaults.shape import LOCAL, REPORTS, Row, at_least, equal, example, otherwise, row, yes


def _rhythm(first: int, every: int, times: int, *, targeted: bool, in_depth: bool = False) -> Row:
    found: Row = {"first_days": first, "every_days": every, "times": times, "targeted": targeted}
    return {**found, "in_depth": True} if in_depth else found


_MONTHLY = "每月至少回访一次；具体天数为本地规定"

ROWS: list[Row] = [
    row(
        "red",
        "红色：一周内回访，每周一次",
        [equal("colour", 3)],
        _rhythm(3, 7, 6, targeted=True, in_depth=True),
        LOCAL,
        _MONTHLY,
    ),
    row(
        "not-kept",
        "上次回访协议没有履行：一周内深入回访",
        [yes("not_kept")],
        _rhythm(7, 7, 6, targeted=True, in_depth=True),
        LOCAL,
        _MONTHLY,
    ),
    row(
        "discontent",
        "当事人上次不满意：半月内深入回访",
        [yes("discontent")],
        _rhythm(7, 15, 4, targeted=True, in_depth=True),
        LOCAL,
        _MONTHLY,
    ),
    row(
        "recurring",
        "多年反复的纠纷：重点回访，每月一次",
        [at_least("recurring_years", 3)],
        _rhythm(15, 30, 6, targeted=True),
        REPORTS,
        _MONTHLY,
    ),
    row(
        "relapsed",
        "办结后反弹：重点回访",
        [at_least("relapses", 1)],
        _rhythm(7, 15, 6, targeted=True, in_depth=True),
        LOCAL,
        _MONTHLY,
    ),
    row(
        "complex",
        "疑难复杂：重点回访",
        [yes("complex_matter")],
        _rhythm(15, 30, 4, targeted=True),
        REPORTS,
        _MONTHLY,
    ),
    row(
        "orange",
        "橙色：半月回访一次",
        [equal("colour", 2)],
        _rhythm(7, 15, 4, targeted=True),
        LOCAL,
        _MONTHLY,
    ),
    otherwise("blue", "一般纠纷：每月回访一次", _rhythm(30, 30, 1, targeted=False), REPORTS),
]

EXAMPLES: list[Row] = [
    example(
        "十年土地纠纷当场签协议", {"colour": 1, "recurring_years": 10}, {"every_days": 30, "targeted": True}
    ),
    example("浇水口角", {"colour": 1}, {"first_days": 30, "times": 1, "targeted": False}),
    example("红色", {"colour": 3, "recurring_years": 5}, {"every_days": 7, "targeted": True}),
    example("蓝色，上次协议没有履行", {"colour": 1, "not_kept": True}, {"every_days": 7, "in_depth": True}),
    example("橙色林权", {"colour": 2, "complex_matter": True}, {"targeted": True}),
]

REVIEW_ROWS: list[Row] = [
    row("red", "红色：每日研判", [equal("colour", 3)], {"every_days": 1}, LOCAL),
    row("orange", "橙色：每周会商", [equal("colour", 2)], {"every_days": 7}, LOCAL),
    otherwise("blue", "蓝色：每月复看", {"every_days": 30}, LOCAL),
]

REVIEW_EXAMPLES: list[Row] = [
    example("红色", {"colour": 3}, {"every_days": 1}),
    example("蓝色", {"colour": 1}, {"every_days": 30}),
]
