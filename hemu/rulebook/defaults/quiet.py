"""消息发送时段: the hours in which a telephone may ring for a message that isn't a red alarm."""

from __future__ import annotations

from hemu.rulebook.defaults.shape import LOCAL, Row, equal, example, otherwise, row

_STAFF: Row = {"periods": [["07:30", "21:30"]]}
_VILLAGERS: Row = {"periods": [["08:30", "12:00"], ["14:30", "20:00"]]}

ROWS: list[Row] = [
    row(
        "villagers",
        "发给订阅村民：上午 8:30–12:00，下午 14:30–20:00",
        [equal("message_to", "subscriber")],
        _VILLAGERS,
        LOCAL,
        "午休和夜里不打扰村民。",
    ),
    otherwise("staff", "发给工作人员：7:30–21:30", _STAFF, LOCAL),
]

EXAMPLES: list[Row] = [
    example("订阅村民", {"message_to": "subscriber"}, _VILLAGERS),
    example("工作人员", {"message_to": "staff"}, _STAFF),
]
