"""The divisions that the demonstration stands on, few enough for a test."""

from __future__ import annotations

from hemu.orgs import tree
from hemu.orgs.models import Level, Region

_ROWS: tuple[tuple[str, str], ...] = (
    ("13", "河北省"),
    ("1304", "邯郸市"),
    ("130427", "磁县"),
    *((f"130427{number}", f"第{number}镇") for number in (100, 101)),
    *((f"130427{town}{number}", f"第{town}{number}村") for town in (100, 101) for number in (201, 202, 203)),
    ("52", "贵州省"),
    ("5223", "黔西南布依族苗族自治州"),
    ("522301", "兴义市"),
    ("522301103", "捧乍镇"),
    ("522301103202", "槟榔村"),
    ("522302", "兴仁市"),
    ("522302102", "巴铃镇"),
    ("522302102200", "小坪寨村"),
    ("522323", "普安县"),
    ("522323109", "青山镇"),
    ("522323109200", "歹苏村"),
    ("522324", "晴隆县"),
    ("522324105", "花贡镇"),
    ("522324105201", "都田村"),
    ("522325", "贞丰县"),
    ("522325103", "北盘江镇"),
    ("522325103201", "北盘江村"),
    ("522325106", "小屯镇"),
    ("522325106202", "龙井村"),
    ("522326", "望谟县"),
    ("522326102", "打易镇"),
    ("522326102202", "大湾村"),
    ("522327", "册亨县"),
    ("522327107", "岩架镇"),
    ("522327107210", "洛达村"),
    ("522328", "安龙县"),
    ("522328101", "龙广镇"),
    ("522328101201", "赖山村"),
    ("5227", "黔南布依族苗族自治州"),
    ("522725", "瓮安县"),
    ("522725106", "珠藏镇"),
    ("522725106001", "瓮朗坝社区"),
    ("522725106002", "珠藏社区"),
    ("522725106201", "荣院村"),
    ("522725106202", "羊关村"),
    *((f"522725106{number}", f"珠藏{number}村") for number in (203, 204, *range(217, 225))),
    ("522725110", "猴场镇"),
    ("522725110201", "下司村"),
    ("62", "甘肃省"),
    ("6212", "陇南市"),
    ("621223", "宕昌县"),
    ("621223213", "车拉乡"),
    ("621223213201", "车拉河村"),
)
_LEVELS = {
    2: Level.PROVINCE,
    4: Level.PREFECTURE,
    6: Level.COUNTY,
    9: Level.TOWNSHIP,
    12: Level.VILLAGE,
}
_PARENT_DIGITS = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}


def load() -> None:
    """Write them all."""
    made: dict[str, tree.Row] = {"": tree.COUNTRY_ROW}
    for digits, name in _ROWS:
        width = len(digits)
        made[digits] = tree.row(digits, _LEVELS[width], name, made[digits[: _PARENT_DIGITS[width]]])
    Region.objects.bulk_create(tree.as_region(row) for row in made.values())
