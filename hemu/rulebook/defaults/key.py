"""重点纠纷: which open disputes are proposed as key, of which sort, and which level leads."""

from __future__ import annotations

from hemu.rulebook.defaults.shape import LOCAL, Row, at_least, equal, example, row, yes


def _key(category: str, grade: str) -> Row:
    return {"category": category, "grade": grade}


ROWS: list[Row] = [
    row("danger", "红色：可能危及人身安全", [equal("colour", 3)], _key("danger", "county"), LOCAL),
    row("mass", "涉及 30 人以上", [at_least("people", 30)], _key("mass", "county"), LOCAL),
    row("mass-households", "涉及 10 户以上", [at_least("households", 10)], _key("mass", "township"), LOCAL),
    row("petition", "已经或者表示要集体信访", [yes("petition")], _key("petition", "county"), LOCAL),
    row(
        "long-orange",
        "橙色，30 天没有化解",
        [equal("colour", 2), at_least("days_open", 30)],
        _key("long", "township"),
        LOCAL,
    ),
    row("relapsed", "办结后反弹两次以上", [at_least("relapses", 2)], _key("relapsed", "township"), LOCAL),
    row("long", "90 天没有化解", [at_least("days_open", 90)], _key("long", "village"), LOCAL),
]
EXAMPLES: list[Row] = [
    example("红色", {"colour": 3}, _key("danger", "county")),
    example("橙色久拖不决", {"colour": 2, "days_open": 45}, _key("long", "township")),
    example("橙色刚登记", {"colour": 2, "days_open": 3}, {}),
    example("集体上访", {"colour": 1, "petition": True}, _key("petition", "county")),
]
