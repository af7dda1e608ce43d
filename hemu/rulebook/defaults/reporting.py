"""小事快报、大事急报: which matters are reported to the level above, how fast, and to whom.

Facts are those recorded so far, the colour the confirmed one or, before anybody confirmed, the proposed
one. A matter that is reported by registering it needs no report besides: whoever is above sees it at once.
"""

from __future__ import annotations

from hemu.rulebook.defaults.shape import LOCAL, Row, at_least, equal, example, otherwise, row, yes

_ABOVE = ["TOWNSHIP_GOVERNMENT", "TOWNSHIP_CENTRE", "COUNTY_CENTRE"]
_POLICE = ["POLICE_STATION", *_ABOVE]


def _urgent(id_: str, text: str, when: list[Row], to: list[str], source: str, note: str = "") -> Row:
    then = {"level": "urgent", "amount": 1, "unit": "hours", "report_to": to, "by_registering": False}
    return row(id_, text, when, then, source, note)


_PROMPTLY = "“及时”的具体时限为本地规定。"

ROWS: list[Row] = [
    _urgent("red", "大事急报：红色纠纷", [equal("colour", 3)], _ABOVE, LOCAL),
    _urgent("violence", "大事急报：有极端暴力的言行倾向", [yes("threat_violence")], _POLICE, LOCAL),
    _urgent("revenge", "大事急报：扬言报复社会", [yes("revenge_on_society")], _POLICE, LOCAL),
    _urgent("fight", "大事急报：有聚众斗殴、械斗苗头", [yes("group_fight")], _POLICE, LOCAL),
    _urgent("weapon", "大事急报：现场持有危险物品", [yes("weapon")], _POLICE, LOCAL),
    _urgent("injury", "大事急报：已有人受伤", [yes("injury")], _POLICE, LOCAL),
    _urgent("self-harm", "大事急报：有自伤、自杀的言行", [yes("self_harm")], _ABOVE, LOCAL),
    _urgent(
        "offence",
        "可能引起治安、刑事案件：及时向公安机关报告",
        [yes("suspected_offence")],
        _POLICE,
        "人民调解法25",
        _PROMPTLY,
    ),
    _urgent(
        "family-minors",
        "未成年人遭受或疑似遭受家庭暴力：及时向公安机关报案",
        [yes("domestic_violence"), yes("minors")],
        _POLICE,
        "反家庭暴力法14",
        _PROMPTLY,
    ),
    _urgent(
        "family-incapable",
        "无、限制民事行为能力人遭受家庭暴力：及时向公安机关报案",
        [yes("domestic_violence"), yes("incapable_victim")],
        _POLICE,
        "反家庭暴力法14",
        _PROMPTLY,
    ),
    _urgent("crowd", "大事急报：三十人以上", [at_least("people", 30)], _ABOVE, LOCAL),
    _urgent("petition", "大事急报：集体信访的苗头", [yes("petition")], _ABOVE, LOCAL),
    row(
        "orange",
        "小事快报：橙色半个工作日内报告",
        [equal("colour", 2)],
        {
            "level": "ordinary",
            "amount": 4,
            "unit": "working_hours",
            "report_to": ["TOWNSHIP_CENTRE"],
            "by_registering": False,
        },
        LOCAL,
    ),
    otherwise(
        "ordinary",
        "小事快报：一个工作日内登记，登记即报告",
        {
            "level": "ordinary",
            "amount": 1,
            "unit": "working_days",
            "report_to": ["TOWNSHIP_CENTRE"],
            "by_registering": True,
        },
        LOCAL,
    ),
]

EXAMPLES: list[Row] = [
    example("扬言报复社会", {"revenge_on_society": True}, {"level": "urgent", "amount": 1}),
    example("红色", {"colour": 3}, {"level": "urgent", "by_registering": False}),
    example("未定级、可能伤人", {"colour": 0, "suspected_offence": True}, {"level": "urgent"}),
    example("家庭暴力涉及未成年人", {"domestic_violence": True, "minors": True}, {"level": "urgent"}),
    example("橙色林权", {"colour": 2}, {"level": "ordinary", "unit": "working_hours"}),
    example("田界口角", {"colour": 1}, {"level": "ordinary", "by_registering": True}),
]
