"""走访核查: from what on a visit is put before a reviewer. The unit of each value stands in its text."""

from __future__ import annotations

from hemu.rulebook.defaults.shape import LOCAL, Row, equal, example, row

_VALUES = (
    (
        "far_metres",
        "定位离网格里最近的已知地点多少米",
        1000,
        "已知地点是已归档走访的定位；网格没有公开的边界。山区手机定位误差可达数百米。",
    ),
    ("far_village_metres", "网格已知地点不够时，定位离本村最近的已知地点多少米", 3000, "村比网格大。"),
    ("far_places", "至少有多少个已知地点才比对", 5, "太少说明不了网格在哪里。"),
    ("county_metres", "定位在县界以外多少米", 2000, "县界图为屏幕显示而简化，县边住户可能跨界。"),
    (
        "speed_kmh",
        "同一人两次走访之间每小时走了多少公里",
        120,
        "高速公路最高时速 120 公里（道路交通安全法实施条例78）。",
    ),
    ("speed_metres", "两次走访至少相距多少米才核查速度", 3000, "太近时，定位误差会算出很高的速度。"),
    ("photo_bits", "两张照片的指纹（64 位）相差不超过多少位算同一张", 6, "最多填 7。"),
    ("text_percent", "两次走访的文字相同超过百分之多少", 80, ""),
    ("text_chars", "去掉套话后，文字至少多少字才比对", 20, ""),
    ("text_days", "同多少天以内的走访比对文字", 60, ""),
    ("hour_visits", "同一人一小时内走访超过多少次", 10, ""),
    ("clock_minutes", "手机时钟相差或被拨动超过多少分钟", 10, ""),
)

ROWS: list[Row] = [
    row(name.replace("_", "-"), text, [equal("check", name)], {"most": value}, LOCAL, note)
    for name, text, value, note in _VALUES
]
EXAMPLES: list[Row] = [
    example("离已知地点一公里", {"check": "far_metres"}, {"most": 1000}),
    example("县界以外两公里", {"check": "county_metres"}, {"most": 2000}),
    example("每小时一百二十公里", {"check": "speed_kmh"}, {"most": 120}),
]
