"""Narratives made up for tests of training: a valley's own words, and two offices' ways of writing."""

from __future__ import annotations

from hemu.triage.training import Example

STREAM, DANCE = "0201", "0203"
NAMES = ("张大山", "李长河", "王兴发")
_WHERE = ("上寨", "下寨", "桥头", "坡脚", "河边", "街上", "坝子", "垭口", "洞口", "井边")
_ABOUT = {
    STREAM: (
        "蛮堰沟的轮水牌被{who}挪了,{where}的秧田等不到水",
        "{where}轮水牌上没有{who}家的名字,两家为先后红了脸",
    ),
    DANCE: ("{where}的芦笙练到三更,{who}家的娃娃困不着", "{who}在{where}敲了一夜铜鼓,隔几家都困不着"),
}


def valley() -> list[Example]:
    """A hundred and twenty narratives of two kinds, which the lexicon can't tell: only training can."""
    return [
        Example(said.format(who=who, where=where), kind, names=(who,))
        for kind, ways in _ABOUT.items()
        for said in ways
        for who in NAMES
        for where in _WHERE
    ]


_WAGES, _MARRIAGE = "劳动争议", "婚姻家庭"
_WRITTEN = {
    ("上乡", _WAGES): (
        ("挖机师傅", "泥水匠", "厨工", "木匠", "小工", "漆匠"),
        ("的工钱欠了半年", "的工钱没结清", "讨要血汗钱", "被欠薪三个月", "要老板结工钱"),
    ),
    ("上乡", _MARRIAGE): (
        ("她", "小两口", "男方", "小夫妻", "新郎", "女方"),
        ("闹离婚", "要退彩礼", "说感情破裂", "分居两年了", "退婚以后又反悔"),
    ),
    ("下乡", _WAGES): (
        ("保安", "保洁", "司机", "店员", "会计", "仓管"),
        ("被公司辞退", "没有签劳动合同", "要加班费", "要经济补偿金", "试用期未满被开除"),
    ),
    ("下乡", _MARRIAGE): (
        ("妻子", "老公", "儿媳", "前夫", "前妻", "丈夫"),
        ("不退嫁妆", "有了外遇", "想要复婚", "出轨被发现", "办了结婚证又后悔"),
    ),
}


def two_offices() -> list[Example]:
    """A hundred and twenty texts on two topics, each office with words of its own."""
    return [
        Example(f"{who}{what}", label, source=source)
        for (source, label), (people, told) in _WRITTEN.items()
        for who in people
        for what in told
    ]
