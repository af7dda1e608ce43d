"""Rows, happenings and numbers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hemu.disputes.models.choices import Colour, State
from hemu.kernel import clock
from hemu.kernel.places import Span
from hemu.office.components.lists import Chip, Happening, KeysetPage, Step, Tab
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

TOWNSHIPS = (
    ("雍阳街道", 412),
    ("瓮水街道", 388),
    ("银盏镇", 241),
    ("猴场镇", 305),
    ("永和镇", 187),
    ("珠藏镇", 226),
    ("玉山镇", 158),
    ("天文镇", 97),
    ("平定营镇", 264),
    ("中坪镇", 173),
    ("建中镇", 119),
    ("江界河镇", 83),
    ("岚关乡", 0),
)


def actor() -> Actor:
    """Somebody to stand in the top bar when nobody is signed in."""
    return Actor(
        person_id=0,
        name="陈国强",
        post_id=0,
        unit_id=0,
        unit_name="珠藏镇综治中心",
        role=6,
        permissions=frozenset(Permission),
        spans=(Span(522725104000000, 522725105000000),),
        county=522725,
    )


def rows() -> list[dict[str, Any]]:
    """A list of disputes as a clerk sees it."""
    now = clock.now()
    facts = (
        (
            "瓮安〔2018〕0412",
            "王兴发与李正才承包地边界争执，两次调解未成",
            Colour.RED,
            State.MEDIATING,
            "珠藏镇调委会",
            -2.2,
        ),
        ("瓮安〔2018〕0411", "桐梓坡村饮水管道占地补偿", Colour.ORANGE, State.ROUTED, "珠藏镇司法所", 0.2),
        ("瓮安〔2018〕0408", "邻居滴水檐排水纠纷", Colour.BLUE, State.RECEIVED, "高水村调委会", 1.1),
        (
            "瓮安〔2018〕0402",
            "外出务工人员讨要 2017 年工资 3.6 万元",
            Colour.ORANGE,
            State.AGREED,
            "珠藏镇综治中心",
            12,
        ),
        ("瓮安〔2018〕0399", "夫妻因琐事争吵，妻子要求分居", Colour.NONE, State.REGISTERED, "珠藏派出所", 3),
        ("瓮安〔2018〕0371", "山林权属历史遗留", Colour.BLUE, State.FOLLOWING, "珠藏镇调委会", 25),
        ("瓮安〔2018〕0344", "摩托车碰擦赔偿", Colour.BLUE, State.CLOSED, "珠藏派出所", None),
    )
    return [
        {
            "number": number,
            "title": title,
            "colour": colour,
            "state": state,
            "unit": unit,
            "due": now + timedelta(days=days) if days is not None else None,
            "people": 2 + n,
            "at": now - timedelta(days=2 * n),
        }
        for n, (number, title, colour, state, unit, days) in enumerate(facts)
    ]


def happenings() -> list[Happening]:
    """A ledger's last entries."""
    now = clock.now()

    def ago(**length: int) -> datetime:
        return now - timedelta(**length)

    return [
        Happening(
            ago(hours=2),
            "调处",
            "杨秀英",
            "珠藏镇调委会",
            "双方到场，各让一步：界石按 1998 年承包合同重立。",
            stage=3,
            number=6,
            facts=(("到场", "王兴发、李正才"), ("结果", "约定三日后签协议")),
        ),
        Happening(ago(days=1, hours=3), "接收", "杨秀英", "珠藏镇调委会", stage=3, number=5),
        Happening(
            ago(days=1, hours=5),
            "指定主办协办",
            "陈国强",
            "珠藏镇综治中心",
            "主办：镇调委会；协办：派出所、国土所。",
            stage=2,
            number=4,
        ),
        Happening(
            ago(days=2),
            "确认定级",
            "陈国强",
            "珠藏镇综治中心",
            "两次调解未成，且有肢体冲突。",
            stage=1,
            number=2,
            colour=Colour.RED,
        ),
        Happening(ago(days=2, hours=1), "登记", "周明", "珠藏派出所", "出警时了解到。", stage=0, number=1),
    ]


def ratings() -> dict[str, Any]:
    """Stacked by month."""
    return {
        "categories": ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月"],
        "series": [
            {"name": "红色", "colour": "red", "values": [3, 1, 6, 4, 9, 12, 8, 6, 5]},
            {"name": "橙色", "colour": "orange", "values": [41, 22, 58, 49, 77, 81, 69, 52, 44]},
            {"name": "蓝色", "colour": "blue", "values": [180, 96, 221, 205, 260, 241, 233, 198, 176]},
        ],
        "links": [f"?month={n}" for n in range(1, 10)],
    }


def kinds() -> dict[str, Any]:
    """One bar a kind."""
    names = (
        "婚姻家庭",
        "邻里",
        "山林土地",
        "损害赔偿",
        "征地拆迁",
        "劳动争议",
        "合同",
        "房屋宅基地",
        "生产经营",
    )
    values = [603, 521, 388, 342, 221, 187, 154, 121, 76]
    return {"categories": list(names), "series": [{"name": "件", "values": values}]}


def trend() -> dict[str, Any]:
    """Two lines over 30 days."""
    days = [f"9月{n}日" for n in range(1, 31)]
    return {
        "categories": days,
        "series": [
            {"name": "受理", "values": [8 + (n * 7) % 13 for n in range(30)]},
            {"name": "化解", "values": [6 + (n * 5) % 11 for n in range(30)]},
        ],
    }


def outcomes() -> dict[str, Any]:
    """Shares of a whole."""
    pairs = (("书面协议", 1493), ("口头协议", 902), ("调解不成", 51), ("不愿调解", 82), ("引导其他途径", 125))
    return {"items": [{"name": name, "value": value, "link": f"?outcome={name}"} for name, value in pairs]}


def tiles() -> dict[str, Any]:
    """A county's townships, without outlines."""
    return {"items": [{"name": n, "value": v, "link": f"?town={n}"} for n, v in TOWNSHIPS], "unit": "件"}


def outlines() -> dict[str, Any]:
    """A prefecture's counties, with outlines."""
    counties = (
        (522701, "都匀市", 612),
        (522702, "福泉市", 401),
        (522722, "荔波县", 188),
        (522723, "贵定县", 322),
        (522725, "瓮安县", 2653),
        (522726, "独山县", 275),
        (522727, "平塘县", 301),
        (522728, "罗甸县", 264),
        (522729, "长顺县", 239),
        (522730, "龙里县", 210),
        (522731, "惠水县", 355),
        (522732, "三都水族自治县", 290),
    )
    items = [{"code": f"{code}000000", "name": name, "value": value} for code, name, value in counties]
    return {"geo": "/geo/522700.json", "items": items, "unit": "件"}


def links() -> dict[str, Any]:
    """A dispute among its relatives."""
    return {
        "nodes": [
            {"id": "1", "name": "承包地边界争执", "colour": "red", "here": True},
            {"id": "2", "name": "2016 年界石被移", "colour": "blue"},
            {"id": "3", "name": "饮水管道占地", "colour": "orange"},
            {"id": "4", "name": "重复登记 0405", "colour": "none"},
        ],
        "edges": [
            {"source": "2", "target": "1", "name": "本源"},
            {"source": "3", "target": "1", "name": "关联"},
            {"source": "4", "target": "1", "name": "重复"},
        ],
    }


def _times(now: datetime) -> dict[str, Any]:
    return {
        "moments": [
            now,
            now - timedelta(days=1),
            now + timedelta(days=1),
            now - timedelta(days=60),
            now - timedelta(days=2900),
        ],
        "deadlines": [
            now - timedelta(days=2, hours=1),
            now - timedelta(hours=3),
            now + timedelta(minutes=50),
            now + timedelta(days=1),
            now + timedelta(days=3),
        ],
        "deadline": now,
        "done_before": now - timedelta(days=1),
        "done_after": now + timedelta(days=2),
    }


def everything() -> dict[str, Any]:
    """All of it, by the names that components.html uses."""
    return {
        "colours": list(Colour),
        "states": list(State),
        "rows": rows(),
        "happenings": happenings(),
        "ratings": ratings(),
        "kinds": kinds(),
        "trend": trend(),
        "outcomes": outcomes(),
        "tiles": tiles(),
        "outlines": outlines(),
        "links": links(),
        "notes": ["9月18日 周明", "9月18日 红色", "9月19日 镇综治中心", "镇调委会 杨秀英", ""],
        "page": KeysetPage((), previous="a", next="b", total=2653),
        "chips": [Chip("颜色", "红色", "?"), Chip("乡镇", "珠藏镇", "?"), Chip("登记", "2018年9月", "?")],
        "tabs": [
            Tab("待我办", "?", 12, current=True),
            Tab("待接收", "?", 3),
            Tab("已超期", "?", 2),
            Tab("全部", "?"),
        ],
        "steps": [
            Step("当事人", "done", "?"),
            Step("事由", "here"),
            Step("地点", "ahead"),
            Step("核对", "ahead"),
        ],
        **_times(clock.now()),
        "facts": [
            ("当事人", "王兴发（申请人）、李正才（被申请人）"),
            ("地点", "珠藏镇 桐梓坡村 二组"),
            ("类别", "山林土地 · 承包地边界"),
            ("涉及", "2 户 7 人"),
            ("登记", "珠藏派出所 周明"),
            ("电话", "138****5521"),
        ],
    }
