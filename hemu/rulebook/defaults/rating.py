"""三色定级: red, orange, blue. The dispute is rated, never a person."""

from __future__ import annotations

from hemu.rulebook.defaults.shape import LOCAL, REPORTS, Row, at_least, example, otherwise, row, yes

BLUE: Row = {"colour": 1}
ORANGE: Row = {"colour": 2}
RED: Row = {"colour": 3}
_TWICE = at_least("failed_mediations", 2)

ROWS: list[Row] = [
    row("red-violence", "当事人有实施个人极端暴力的倾向", [yes("threat_violence")], RED, REPORTS),
    row("red-revenge", "当事人扬言报复社会", [yes("revenge_on_society")], RED, REPORTS),
    row("red-escalate", "不立即处置可能激化、危及人身安全", [yes("may_escalate")], RED, REPORTS),
    row(
        "red-self-harm",
        "当事人有自伤、自杀的言行，须立即保护",
        [yes("self_harm")],
        RED,
        LOCAL,
        "“事态可能激化、危及安全”包括当事人自己的安全；先救人，再调解。",
    ),
    row(
        "red-weapon-threat",
        "持危险物品威胁他人",
        [yes("weapon"), yes("threat")],
        RED,
        LOCAL,
        "既有威胁又有器械，随时可能伤人，按“危及安全”处理。",
    ),
    row(
        "red-group-fight",
        "有聚众斗殴、械斗苗头",
        [yes("group_fight")],
        RED,
        LOCAL,
        "群体冲突一旦发生难以控制，按“危及安全”处理。",
    ),
    row(
        "orange-many-people",
        "已组织两次以上调解未成，且涉及人数较多",
        [_TWICE, at_least("people", 10)],
        ORANGE,
        REPORTS,
        "“人数较多”的标准由本地确定，初始为 10 人。",
    ),
    row(
        "orange-many-households",
        "已组织两次以上调解未成，且涉及户数较多",
        [_TWICE, at_least("households", 5)],
        ORANGE,
        REPORTS,
        "“户数较多”的标准由本地确定，初始为 5 户。",
    ),
    row(
        "orange-complex",
        "已组织两次以上调解未成，且情况复杂",
        [_TWICE, yes("complex_matter")],
        ORANGE,
        REPORTS,
    ),
    row(
        "orange-linked-incident",
        "同一本源牵连多起纠纷，且已因此发生警情",
        [at_least("linked_disputes", 2), at_least("police_incidents", 1)],
        ORANGE,
        LOCAL,
        "牵连的人和事多，又已发生冲突报警，单独就地调解其中一起不能消除根源，应当联合调处。",
    ),
    row(
        "orange-repeated-incidents",
        "同一事由两次以上报警",
        [at_least("police_incidents", 2)],
        ORANGE,
        LOCAL,
        "反复报警说明矛盾未解、有升级可能，应当联合调处。",
    ),
    row(
        "orange-domestic-violence",
        "纠纷中有家庭暴力情形",
        [yes("domestic_violence")],
        ORANGE,
        LOCAL,
        "反家庭暴力法第十条要求预防家庭暴力，不宜只作当场劝和。",
    ),
    otherwise("blue-ordinary", "一般矛盾纠纷，可当场调解", BLUE, REPORTS),
]

EXAMPLES: list[Row] = [
    example("扬言报复社会、有极端暴力倾向", {"revenge_on_society": True, "threat_violence": True}, RED),
    example("与家人争吵后喝农药，送医救治", {"self_harm": True, "police_incidents": 1}, RED),
    example("持刀上门威胁", {"weapon": True, "threat": True}, RED),
    example(
        "林权纠纷，三十余户，两次调解未成，情况复杂",
        {"failed_mediations": 2, "households": 30, "complex_matter": True},
        ORANGE,
    ),
    example(
        "再婚家庭房产纠纷，牵连前夫、父母、兄长，曾冲突报警",
        {"linked_disputes": 3, "police_incidents": 1},
        ORANGE,
    ),
    example(
        "土地纠纷近十年，当场劝解签协议",
        {"recurring_years": 10, "settleable_on_spot": True, "people": 2},
        BLUE,
    ),
    example("两户因浇水口角，无人受伤", {"households": 2, "injury": False, "settleable_on_spot": True}, BLUE),
    example("田界、墙界、浇水口舌之争", {"settleable_on_spot": True, "people": 2}, BLUE),
    example("一次调解未成，三十余户", {"failed_mediations": 1, "households": 30}, BLUE),
    example(
        "两次调解未成，人不多也不复杂", {"failed_mediations": 2, "people": 2, "complex_matter": False}, BLUE
    ),
    example("只有器械、没有威胁", {"weapon": True, "threat": False}, BLUE),
    example("责任主体不明确的边界纠纷", {"subject_unclear": True, "responsible_units": 3}, BLUE),
    example("已就借款起诉", {"sued": True, "amount": 30000}, BLUE),
    example("尚未记录任何要素", {}, BLUE),
]
