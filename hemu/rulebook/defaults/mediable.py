"""不得调解的事项: what a people's mediation committee may not settle, and where to go instead.

`bar` 1: may be mediated, and something must be told at the same time; 2: only the rest may be mediated, and
the acceptance says what; 3: a people's mediation committee doesn't accept it.
"""

from __future__ import annotations

from hemu.rulebook.defaults.shape import Row, equal, example, row, yes

_OLD_RULES = "人民调解工作若干规定"
"""The rules of 2002 as a whole: the number of their article has not been checked against a text."""
_COURT, _ADMINISTRATIVE, _POLICE, _GOVERNMENT = "1", "3", "5", "7"


def _then(bar: int, where: str, route: str) -> Row:
    return {"bar": bar, "where": where, "route": route}


_OWNERSHIP = (
    "乡级或者县级人民政府处理；不服处理决定的，自接到通知之日起三十日内向人民法院起诉。解决之前不得改变现状"
)

ROWS: list[Row] = [
    row(
        "crime",
        "已经构成或者涉嫌犯罪：刑事责任不能调解，只能调解民事赔偿",
        [yes("crime")],
        _then(2, "公安机关、人民检察院、人民法院", _POLICE),
        _OLD_RULES,
    ),
    row(
        "offence",
        "可能引起治安案件、刑事案件：及时报告公安机关或者有关部门",
        [yes("suspected_offence")],
        _then(1, "公安机关（110）", _POLICE),
        "人民调解法25",
    ),
    row(
        "forest-ownership",
        "林木、林地所有权和使用权争议由人民政府处理",
        [yes("ownership_undetermined"), equal("kind", 903)],
        _then(2, _OWNERSHIP, _GOVERNMENT),
        "森林法22",
    ),
    row(
        "land-ownership",
        "土地所有权和使用权争议由当事人协商解决，协商不成的由人民政府处理",
        [yes("ownership_undetermined")],
        _then(2, _OWNERSHIP, _GOVERNMENT),
        "土地管理法14",
    ),
    row(
        "status",
        "身份关系、收养关系、婚姻关系是否成立和解除，不能以人民调解确认",
        [yes("status_question")],
        _then(2, "人民法院；协议离婚、收养登记由民政部门办理", _COURT),
        "法释〔2011〕5号4",
    ),
    row(
        "decision",
        "对行政机关的决定、处罚不服，不是民间纠纷",
        [yes("decision_challenged")],
        _then(3, "行政复议机关或者人民法院（行政诉讼）", _ADMINISTRATIVE),
        _OLD_RULES,
    ),
    row(
        "sued",
        "人民法院已经受理；法院委托调解的除外",
        [yes("sued")],
        _then(3, "受理案件的人民法院，可以请法院委托调解", _COURT),
        _OLD_RULES,
    ),
    row(
        "judged",
        "法院、仲裁机构或者行政机关已经处理完毕",
        [yes("already_judged")],
        _then(3, "向人民法院申请执行、再审，或者依法申请复议、提起诉讼", _COURT),
        _OLD_RULES,
    ),
]

EXAMPLES: list[Row] = [
    example("争田埂的权属", {"ownership_undetermined": True, "kind": 901}, {"bar": 2, "route": _GOVERNMENT}),
    example("打架可能是治安案件", {"suspected_offence": True}, {"bar": 1, "route": _POLICE}),
    example("不服罚款", {"decision_challenged": True, "suspected_offence": True}, {"bar": 3}),
    example("法院已受理", {"sued": True}, {"bar": 3, "route": _COURT}),
]
