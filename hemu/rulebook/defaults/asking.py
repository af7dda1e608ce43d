"""回访抽查: how often somebody is rung, how many are drawn, when answers are too few."""

from __future__ import annotations

from hemu.rulebook.defaults.shape import LOCAL, Row, equal, example, row

_VALUES = (
    ("call_tries", "电话回访：没接通的，一共最多打几次", 3, "每次换一个时段：上午、下午、晚上。"),
    ("call_hours", "电话回访：没接通，至少隔几小时再打", 3, ""),
    (
        "calls_per_office",
        "电话回访：一个警务室手里最多同时有几个",
        12,
        "多的分给同所最少的。",
    ),
    ("calls_back_days", "电话回访：警情、纠纷办结多少天之内分派", 7, "系统停过机也不漏。"),
    ("sample_percent", "满意度抽查：每个乡镇抽办结纠纷的百分之几", 20, ""),
    ("sample_least", "满意度抽查：每个乡镇至少抽多少件", 5, "不足的全部抽取。"),
    ("few_answers", "满意度：少于多少份答复不下结论", 10, "太少时误差太大，只列出答复数。"),
)

ROWS: list[Row] = [
    row(name.replace("_", "-"), text, [equal("check", name)], {"most": value}, LOCAL, note)
    for name, text, value, note in _VALUES
]
EXAMPLES: list[Row] = [
    example("最多打三次", {"check": "call_tries"}, {"most": 3}),
    example("少于十份不下结论", {"check": "few_answers"}, {"most": 10}),
]
