"""One way of writing for the lexicon and the model, so that every position stays where it was.

Traditional characters become simplified, full-width signs half-width, capitals small: each one character for
one, so that what is found in the text as read lies at the same place in the text as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from opencc import OpenCC

MASK = "〇"
"""Stands for each character of a person's name."""
_HAN = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)]
_ZHU = re.compile("著(?![作名述称书录])(?<![名原显巨论编专土卓]著)")
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞"
    "任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝安常乐于傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴宋"
    "茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗"
    "丁宣邓郁单洪包诸左石崔吉龚程邢裴陆荣翁荀羊甄曲封芮储靳邴糜松井段富巫乌焦巴弓牧山谷车侯宓蓬全班仰秋仲伊宫宁仇栾冉龙"
)
_UNNAMED = re.compile(f"[{SURNAMES}](?:某{{1,3}}|[x×*]{{1,2}})[甲乙丙丁]?|某某|某[甲乙丙丁]")


@cache
def _table() -> dict[int, str]:
    """Every character that is read as another one."""
    every = [chr(code) for code in _HAN]
    simple = OpenCC("t2s").convert("\n".join(every)).split("\n")
    table = {ord(old): new for old, new in zip(every, simple, strict=True) if old != new and len(new) == 1}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    table |= {code + 0xFEE0: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
    return table | {0x3000: " ", ord("\t"): " ", ord("\r"): " ", ord("﹐"): ",", ord("·"): "."}


def normalise(text: str) -> str:
    """`text` as the lexicon reads it; of the same length."""
    found = text.translate(_table())
    return _ZHU.sub("着", found) if "著" in found else found


def masked(text: str, names: Iterable[str] = ()) -> str:
    """`text` with persons' names blotted out, so that nothing learns from them; of the same length.

    `names` are those known of the parties; besides them, the usual ways of leaving a name out (张某, 李某某).
    """
    for name in sorted({part for each in names for part in _parts(each)}, key=len, reverse=True):
        text = text.replace(name, MASK * len(name))
    return _UNNAMED.sub(lambda match: MASK * len(match[0]), text)


def _parts(name: str) -> list[str]:
    """A full name, and what people are called by: the given name of three characters' names."""
    whole = normalise(name.strip())
    return [part for part in (whole, whole[1:] if len(whole) == 3 else "") if len(part) > 1]
