"""Names of parties as people write, hear and say them. Pure.

张國強, 张国强 and 章国强 can be one man; so can 老张, 张大爷, 国强 and 张国强（小名二娃）. A name is
brought to simplified characters, cut into surname and given name, freed of forms of address, and spelt
out in toneless pinyin; a second spelling folds together what the southwest says alike (n and l, zh and z,
in and ing, hu and f).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC
from pypinyin import lazy_pinyin
from rapidfuzz.distance import JaroWinkler, Levenshtein

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦"
    "昌马苗凤花方"
    "俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛"
    "禹狄米贝明臧"
    "计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万"
    "支柯昝管卢莫"
    "经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲封芮羿储靳汲邴糜松井段富巫"
    "乌焦巴弓牧隗山"
    "谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺"
    "屠蒙池乔阴胥苍"
    "双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古"
    "易慎戈廖庾终暨居"
    "衡步都耿满弘匡国文寇广禄阙东殴沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙养鞠须丰巢关蒯相查后"
    "荆红游竺权盖益桓公"
    "肖付闫代覃仡涂邸苟母佘岳帅缑亢况郈有琴商牟佟伯赏墨哈谯笪年爱阳佴言福代兰母税晋楚法汝鄢涂钦段仝"
)
_TWO_CHARACTERS = (
    "欧阳上官司马诸葛皇甫令狐慕容尉迟长孙公孙轩辕夏侯东方司徒端木南宫西门独孤宇文闻人澹台公冶宗政"
)
_DOUBLE = frozenset(_TWO_CHARACTERS[n : n + 2] for n in range(0, len(_TWO_CHARACTERS), 2))
_ALIAS = re.compile(
    r"[（(,，、]?\s*(?:小名|绰号|外号|人称|又名|曾用名|乳名|别名|俗称)[:：]?\s*[“\"]?([^）)”\"，,、\s]+)[”\"]?[）)]?"
)
_BRACKET = re.compile(r"[（(][^）)]*[）)]")
_OTHERS = re.compile(
    r"(?:等\s*[\d一二三四五六七八九十百两几多]*\s*(?:人|户|家)?|夫妇|夫妻|两口子|一家人?|家里?|一户)$"
)
_KIN = re.compile(
    r"(?:之|的|家)(?:妻子?|丈夫|儿子?|女儿?|父亲?|母亲?|弟弟?|哥哥?|媳妇|家属|婆娘|老婆|男人)$|(?:家属|媳妇|妻子)$"
)
_TITLE = re.compile(
    r"(?:某某?|××?|[xX*]{1,2}|大爷|大伯|大叔|大妈|大娘|大嫂|大姐|大哥|伯伯|叔叔|婶婶|嬢嬢|老汉|老头|老师|师傅|老板|老倌|支书|主任|组长"
    r"|先生|女士|同志|总|叔|伯|婶|嫂|姐|哥|孃|爷|奶奶|婆婆|公公|姨|妹|弟)$"
)
_CALLED = re.compile(r"^[老小阿](.)$")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]")
_HAN = re.compile(r"[一-鿿㐀-䶿]")
_COMPANY = re.compile(
    r"(?:有限责任公司|股份有限公司|有限公司|公司|集团|工程队|工程|建设|建筑|劳务|实业|分公司|项目部|合作社|村民委员会|村委会|居委会|厂)"
)
_FOLDS = (
    (re.compile(r"^(z|c|s)h"), r"\1"),
    (re.compile(r"^n(?!$)"), "l"),
    (re.compile(r"^hu(?=[aeio])"), "f"),
    (re.compile(r"^hu$"), "fu"),
    (re.compile(r"^r"), "l"),
    (re.compile(r"([aei]n)g$"), r"\1"),
)
NEAR_LATIN = 0.88
_IN_NAMES = {
    "长": "chang",
    "曾": "zeng",
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "区": "ou",
    "盖": "ge",
    "翟": "zhai",
    "覃": "qin",
    "乐": "le",
    "尉": "wei",
    "朝": "chao",
    "缪": "miao",
}
"""Characters that names read otherwise than most words do."""


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """`text` in simplified characters, full-width letters and digits made plain, spaces trimmed."""
    return str(_converter().convert(unicodedata.normalize("NFKC", text))).strip()


@lru_cache(maxsize=20_000)
def syllable(character: str) -> str:
    """The toneless pinyin of one character; a letter or digit is its own."""
    return _IN_NAMES.get(character) or str(lazy_pinyin(character)[0]).lower()


@lru_cache(maxsize=4_000)
def folded(sound: str) -> str:
    """A syllable as the southwest says it: zh=z, n=l, hu=f, ing=in."""
    for pattern, instead in _FOLDS:
        sound = pattern.sub(instead, sound)
    return sound


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `surname` is empty for a pet name or a given name alone.

    `is_address`: only a surname and a form of address (老王, 王大爷). `sound` and `near` are the syllables of
    `full`, plain and folded, `surname_near` the folded ones of the surname.
    """

    full: str
    surname: str
    given: str
    is_address: bool
    aliases: tuple[str, ...]
    sound: tuple[str, ...]
    near: tuple[str, ...]
    surname_near: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.full


@lru_cache(maxsize=50_000)
def parsed(written: str) -> Name:
    """What was written in the field for a name, taken apart."""
    text = simplified(written)
    aliases = tuple(dict.fromkeys(_ALIAS.findall(text)))
    text = _BRACKET.sub("", _ALIAS.sub("", text)).strip(" ，,、;；。.")
    if _LATIN.search(text) and not _HAN.search(text):
        return _latin(text.lower(), aliases)
    text = re.sub(r"[\s·•.・]", "", text)
    text = _KIN.sub("", _OTHERS.sub("", text)) or text
    return _chinese(text, aliases)


def _chinese(text: str, aliases: tuple[str, ...]) -> Name:
    called = _CALLED.match(text)
    if called and called[1] in _SURNAMES:
        return _name(called[1], called[1], "", aliases, is_address=True)
    bare = _TITLE.sub("", text)
    surname = _surname(bare)
    if bare != text and bare and bare == surname:
        return _name(bare, surname, "", aliases, is_address=True)
    full = bare if bare != text and len(bare) > len(surname) + 1 else text
    surname = _surname(full)
    return _name(full, surname, full[len(surname) :], aliases)


def _surname(text: str) -> str:
    if text[:2] in _DOUBLE and len(text) > 2:
        return text[:2]
    return text[:1] if text[:1] in _SURNAMES else ""


def _latin(text: str, aliases: tuple[str, ...]) -> Name:
    parts = text.split()
    surname = parts[-1] if len(parts) > 1 else ""
    given = " ".join(parts[:-1]) if surname else text
    return Name(text, surname, given, False, aliases, tuple(parts), tuple(parts))


def _name(full: str, surname: str, given: str, aliases: tuple[str, ...], *, is_address: bool = False) -> Name:
    sound = tuple(syllable(character) for character in full)
    near = tuple(folded(one) for one in sound)
    return Name(full, surname, given, is_address, aliases, sound, near, " ".join(near[: len(surname)]))


def organisation_core(written: str) -> str:
    """What tells one organisation from another: its name without 有限公司 and the like."""
    text = re.sub(r"[\s（）()·]", "", simplified(written))
    return _COMPANY.sub("", text) or text


def agreement(one: Name, two: Name) -> str:
    """How two names agree, as a level of :mod:`weights`: same, alias, sound, near_sound, one_char, given,
    address, surname, different, missing.
    """
    if one.is_empty or two.is_empty:
        return "missing"
    if one.full == two.full and not one.is_address:
        return "same"
    if _alias(one, two) or _alias(two, one):
        return "alias"
    if one.is_address or two.is_address:
        return "address" if one.surname_near == two.surname_near else "different"
    if not _HAN.search(one.full) and not _HAN.search(two.full):
        return _latin_agreement(one, two)
    return _chinese_agreement(one, two)


def _alias(one: Name, two: Name) -> bool:
    return any(alias in (two.full, *two.aliases) for alias in one.aliases)


def _chinese_agreement(one: Name, two: Name) -> str:
    if one.sound == two.sound:
        return "sound"
    if one.near == two.near:
        return "near_sound"
    if _same_given(one, two) or _same_given(two, one):
        return "given"
    if not one.surname or not two.surname:
        return "different"
    if one.surname_near != two.surname_near:
        if one.given == two.given and len(one.given) > 1:
            return "one_char"
        return "different"
    if _one_step(one, two):
        return "one_char"
    return "surname"


def _same_given(bare: Name, whole: Name) -> bool:
    """`bare` is a given name alone (国强), and the other's given name sounds like it."""
    given = whole.near[len(whole.surname) :]
    return bool(whole.surname) and len(given) > 1 and bare.near == given


def _one_step(one: Name, two: Name) -> bool:
    """One character wrong, missing, added, or two changed about; never the only one of a given name."""
    if len(one.full) != len(two.full):
        return Levenshtein.distance(one.near, two.near) <= 1
    if sorted(one.full) == sorted(two.full):
        return True
    return len(one.full) > 2 and Levenshtein.distance(one.near, two.near) <= 1


def _latin_agreement(one: Name, two: Name) -> str:
    """By both parts, whichever was written first."""
    if {one.surname, one.given} == {two.surname, two.given}:
        return "sound"
    straight = (_alike(one.surname, two.surname), _alike(one.given, two.given))
    crossed = (_alike(one.surname, two.given), _alike(one.given, two.surname))
    best = max(straight, crossed, key=min)
    if min(best) >= NEAR_LATIN:
        return "near_sound"
    if 1 in straight or 1 in crossed:
        return "one_char"
    return "surname" if max(*straight, *crossed) >= NEAR_LATIN else "different"


def _alike(one: str, two: str) -> float:
    return float(JaroWinkler.similarity(one, two)) if one and two else 0.0
