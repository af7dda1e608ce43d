"""上班时间: the hours that working time is counted in."""

from __future__ import annotations

from hemu.rulebook.defaults.shape import LOCAL, Row, example, otherwise

_HOURS: Row = {"periods": [["08:30", "12:00"], ["14:30", "18:00"]]}

ROWS: list[Row] = [otherwise("standard", "上午 8:30–12:00，下午 14:30–18:00", _HOURS, LOCAL)]

EXAMPLES: list[Row] = [example("平日", {}, _HOURS)]
