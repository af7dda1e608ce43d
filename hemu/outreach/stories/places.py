"""How places and organisations look in Chinese narratives, and what is left of them: their kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

HAN = "\u4e00-\u9fff"
_PLACES = (
    *(
        ("自治州", "某州"),
        ("自治县", "某县"),
        ("自治区", "某自治区"),
        ("省", "某省"),
        ("州", "某州"),
        ("市", "某市"),
    ),
    *(("村民委员会", "某村村委会"), ("居民委员会", "某社区居委会"), ("村委会", "某村村委会")),
    *(
        ("居委会", "某社区居委会"),
        ("新区", "某区"),
        ("小区", "某小区"),
        ("社区", "某社区"),
        ("街道", "某街道"),
    ),
    *(
        ("县", "某县"),
        ("区", "某区"),
        ("镇", "某镇"),
        ("乡", "某乡"),
        ("村", "某村"),
        ("寨", "某寨"),
        ("屯", "某屯"),
    ),
    *(("网格", "某网格"), ("组", "某组"), ("大道", "某路"), ("大街", "某街"), ("路", "某路"), ("街", "某街")),
    *(("巷", "某巷"), ("大厦", "某大厦"), ("广场", "某广场"), ("水库", "某水库"), ("河", "某河")),
)
_ORGANISATIONS = (
    *("人民调解委员会", "调解委员会", "调委会", "综治中心", "派出所", "公安局", "警务室", "司法所", "司法局"),
    *(
        "人民法院",
        "法院",
        "法庭",
        "检察院",
        "人民政府",
        "政府",
        "信访局",
        "自然资源所",
        "林业站",
        "卫生院",
        "医院",
    ),
    *(
        "幼儿园",
        "小学",
        "中学",
        "学校",
        "合作社",
        "有限公司",
        "公司",
        "集团",
        "银行",
        "信用社",
        "煤矿",
        "矿山",
    ),
    *(
        "砂石厂",
        "砖厂",
        "养殖场",
        "加工厂",
        "工厂",
        "饭店",
        "宾馆",
        "超市",
        "商店",
        "餐馆",
        "工地",
        "寺",
        "庙",
    ),
)
_BREAKS = (
    "的了在是和与及或从到向对被把将由因为于至去来回往住过经并且但而又也都就还要让给跟叫说称有无不未没其此该本这那某我你他她它们"
    "个位名两各同邻全每家户人"
)
"""Characters that are hardly ever part of a place's own name."""
_COMMON = (
    *(
        "邻居",
        "村民",
        "双方",
        "纠纷",
        "土地",
        "当事",
        "发生",
        "附近",
        "隔壁",
        "当地",
        "上级",
        "有关",
        "相关",
        "所属",
    ),
    *(
        "农",
        "山",
        "乡",
        "城",
        "外",
        "新农",
        "自然",
        "行政",
        "扶贫",
        "辖",
        "地",
        "林",
        "库",
        "景",
        "灾",
        "牧",
        "集",
    ),
    *(
        "老",
        "菜",
        "夜",
        "超",
        "节",
        "反",
        "家",
        "市",
        "县",
        "片",
        "进",
        "出",
        "公",
        "马",
        "道",
        "上",
        "小",
        "大",
    ),
)
_WORDS = sorted((word for word in _COMMON if len(word) > 1), key=len, reverse=True)
_LETTER = f"(?:(?![{_BREAKS}])[{HAN}])"
_ENDINGS = "|".join(
    (
        *("自治州", "自治县", "自治区", "村民委员会", "居民委员会", "村委会", "居委会", "新区", "街道"),
        *("社区", "小区", "水库", "省", "州", "市", "县", "区", "镇", "乡", "村", "寨", "屯", "网格"),
    )
)
_AFTER = "(?!民|里|庄|长|级|委员|域|间|镇企|省)"
_PLACE = re.compile(f"({_LETTER}{{1,8}}?)({_ENDINGS}){_AFTER}")
_LONGER = re.compile(f"({_LETTER}{{2,8}}?)({_ENDINGS}){_AFTER}")
"""小屯镇: what reads as 小屯 at first."""
_ROAD = re.compile(f"({_LETTER}{{2,4}}?)(大道|大街|路|街|巷|大厦|广场|河)(?=[0-9０-９口上边旁的,，。、]|$)")
_ORGANISATION = re.compile(
    f"({_LETTER}{{2,14}}?)({'|'.join(sorted(_ORGANISATIONS, key=len, reverse=True))})(?![里内])"
)


def place(name: str) -> str:
    """What kind of place it is, and no more."""
    return next((told for ending, told in _PLACES if name.endswith(ending)), "某地")


def organisation(name: str) -> str:
    """What kind of organisation it is, and no more."""
    return next((f"某{ending}" for ending in _ORGANISATIONS if name.endswith(ending)), "某单位")


def places(text: str) -> Iterator[tuple[int, int]]:
    """Where places stand that have a name of their own."""
    for pattern in (_PLACE, _ROAD):
        at = 0
        while match := pattern.search(text, at):
            found = _named(text, match) or _named(text, _LONGER.match(text, match.start()))
            at = found[1] if found else match.end()
            if found:
                yield found


def organisations(text: str) -> Iterator[tuple[int, int]]:
    """Where organisations stand that have a name of their own."""
    for match in _ORGANISATION.finditer(text):
        if found := _named(text, match):
            yield found


def _named(text: str, match: re.Match[str] | None) -> tuple[int, int] | None:
    """Where the named thing of a match stands; None when it has no name of its own: 农村, 小区."""
    if match is None:
        return None
    start = _trimmed(text, *match.span(1))
    return (start, match.end()) if start < match.end(1) else None


def _trimmed(text: str, start: int, end: int) -> int:
    """Where the name begins, after words that name nothing; `end` when nothing is left of it."""
    while True:
        word = next((one for one in _WORDS if text.startswith(one, start) and start + len(one) <= end), "")
        if not word:
            return end if text[start:end] in _COMMON else start
        start += len(word)
