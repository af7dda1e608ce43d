"""How what is written down goes wrong: typing, hearing, remembering, old characters, what wasn't asked."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC
from pypinyin import lazy_pinyin

from bench._people import FEMALE, GENERATIONS, MALE, SURNAMES, Dweller

OFTEN_IN_NAMES = (
    GENERATIONS
    + MALE
    + FEMALE
    + SURNAMES
    + "章璋彰丽莉力立利励历厉峰锋丰枫风凤奉志智治致芝枝知之杰洁捷节婕健剑键鉴坚艰嘉佳加嘉佩培沛朋鹏棚彭琪奇"
    "棋齐祺其琦旗起启胜盛圣升声生诗时石实世士仕事树书淑叔舒述"
    "文闻雯纹稳问辉晖徽惠慧卉会汇宏洪红弘鸿虹勤琴芹秦钦清青轻卿庆晴情永勇咏涌泳友有又佑右幼余于玉宇雨裕育"
    "豫钰愈源元园远院媛圆缘原越月悦岳跃云运芸韵允匀"
)
LOOKALIKES = (
    "己已",
    "天夫",
    "未末",
    "刘列",
    "建健",
    "贵责",
    "兰三",
    "梅海",
    "洪共",
    "付什",
    "芳芬",
    "英央",
    "玉王",
    "林材",
    "明朋",
    "秀季",
    "珍诊",
    "春舂",
    "华毕",
    "军车",
)


@dataclass(frozen=True, slots=True)
class Slips:
    """How often each goes wrong, 0 to 1, each time something is told anew."""

    homophone: float = 0.12
    dialect: float = 0.03
    mistyped: float = 0.04
    traditional: float = 0.04
    dropped: float = 0.03
    address_form: float = 0.05
    pet_name: float = 0.04
    given_only: float = 0.02
    alias_noted: float = 0.10
    no_identity: float = 0.55
    no_phone: float = 0.40
    other_phone: float = 0.06
    wrong_digit: float = 0.02
    no_second: float = 0.10
    more_parties: float = 0.08
    swapped: float = 0.25
    other_grid: float = 0.20
    no_grid: float = 0.25
    other_village: float = 0.03
    other_kind: float = 0.25
    no_day: float = 0.25
    days_off: float = 0.35
    no_place: float = 0.30
    copied: float = 0.12
    wrong_sex: float = 0.01
    no_born: float = 0.85
    no_address: float = 0.65
    other_sum: float = 0.12
    much_later: float = 0.05


HARDER = Slips(
    homophone=0.20,
    dialect=0.06,
    mistyped=0.08,
    traditional=0.08,
    dropped=0.06,
    address_form=0.10,
    pet_name=0.07,
    given_only=0.05,
    no_identity=0.75,
    no_phone=0.6,
    other_phone=0.1,
    no_second=0.18,
    other_grid=0.3,
    no_grid=0.35,
    other_village=0.06,
    other_kind=0.35,
    no_day=0.4,
    days_off=0.5,
    no_place=0.45,
    copied=0.05,
    other_sum=0.25,
    much_later=0.1,
)


@cache
def _by_sound() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for character in dict.fromkeys(OFTEN_IN_NAMES):
        found[lazy_pinyin(character)[0]].append(character)
    return found


@cache
def _traditional() -> OpenCC:
    return OpenCC("s2t")


def told_name(one: Dweller, slips: Slips, chance: random.Random) -> str:
    """The name as it was written down this time."""
    if one.is_firm:
        return _told_firm(one.name, chance)
    name, roll = one.name, chance.random()
    if roll < slips.address_form:
        return _form_of_address(one, chance)
    if one.pet and roll < slips.address_form + slips.pet_name:
        return one.pet
    if len(name) > 2 and roll > 1 - slips.given_only:
        return name[1:]
    if chance.random() < slips.dropped and len(name) > 2:
        name = name[0] + name[2:] if chance.random() < 0.5 else name[:2]
    if chance.random() < slips.homophone:
        name = _swapped_character(name, _sounds_like, chance)
    if chance.random() < slips.dialect:
        name = _swapped_character(name, _sounds_near, chance)
    if chance.random() < slips.mistyped:
        name = _swapped_character(name, _looks_like, chance)
    if one.pet and chance.random() < slips.alias_noted:
        name += f"（小名{one.pet}）"
    return str(_traditional().convert(name)) if chance.random() < slips.traditional else name


def _told_firm(name: str, chance: random.Random) -> str:
    ways = (
        name,
        name.removeprefix("瓮安县"),
        name.replace("有限公司", ""),
        name.removeprefix("瓮安县").replace("有限公司", ""),
    )
    return chance.choice(ways)


def _form_of_address(one: Dweller, chance: random.Random) -> str:
    surname = one.name[0]
    men, women = (
        ("大爷", "叔", "老板", "师傅", "某", "某某", "哥"),
        ("大娘", "嬢嬢", "嫂", "姐", "女士", "某", "某某"),
    )
    if chance.random() < 0.4:
        return f"老{surname}"
    return surname + chance.choice(men if one.sex == 1 else women)


def _swapped_character(name: str, other: object, chance: random.Random) -> str:
    place = chance.randrange(len(name)) if chance.random() < 0.3 else chance.randrange(1, len(name))
    choices = other(name[place])  # type: ignore[operator]  # one of the two below
    return name[:place] + chance.choice(choices) + name[place + 1 :] if choices else name


def _sounds_like(character: str) -> list[str]:
    return [one for one in _by_sound().get(lazy_pinyin(character)[0], []) if one != character]


def _sounds_near(character: str) -> list[str]:
    """As one from the southwest hears it: n for l, z for zh, in for ing."""
    return [
        one
        for one in _by_near_sound().get(_near(character), [])
        if lazy_pinyin(one) != lazy_pinyin(character)
    ]


def _near(character: str) -> str:
    sound = lazy_pinyin(character)[0]
    for heard, meant in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        sound = meant + sound[2:] if sound.startswith(heard) else sound
    sound = "l" + sound[1:] if sound.startswith("n") else sound
    return sound[:-1] if sound.endswith(("ing", "eng", "ang")) else sound


@cache
def _by_near_sound() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for character in dict.fromkeys(OFTEN_IN_NAMES):
        found[_near(character)].append(character)
    return found


def _looks_like(character: str) -> list[str]:
    return [pair.replace(character, "") for pair in LOOKALIKES if character in pair]


def told_number(number: str, missing: float, wrong: float, chance: random.Random) -> str:
    """A number as it was written down: often not at all, seldom with a wrong digit."""
    if chance.random() < missing:
        return ""
    if chance.random() < wrong:
        place = chance.randrange(6, len(number))
        return (
            number[:place]
            + str((int(number[place]) + 1) % 10 if number[place].isdigit() else 1)
            + number[place + 1 :]
        )
    return number
