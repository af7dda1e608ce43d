"""The people of an invented county: clans in villages, brothers who share a character, phones, numbers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from hemu.kernel.identity import check_character

COUNTY = 522725
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
    "姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶毛贺郝顾龚邵万覃武钱戴严莫孔向常"
    "汤"
)
SHARES = [max(1, int(700 / (n + 8))) for n in range(len(SURNAMES))]
"""Falling as the surnames' shares do: the first has about a fifteenth, the hundredth a thousandth."""
GENERATIONS = "建国光明正大文德永世学兴治朝庭安邦廷启开万仕应登先忠孝华富贵家荣昌"
MALE = "强军伟勇刚平波辉斌涛超龙虎林生福贵才华明亮春海云山川河江水根柱宝全发财友良信义礼智仁德成功"
FEMALE = "芳英兰秀珍梅霞玲燕艳娟丽红云凤菊香琴桂花莲翠玉淑敏静洁慧巧美仙萍蓉素琼芬群"
PETS = (
    "二娃",
    "狗娃",
    "幺妹",
    "三毛",
    "老幺",
    "毛弟",
    "小满",
    "石头",
    "黑娃",
    "大牛",
    "二妹",
    "铁蛋",
    "胖娃",
    "幺儿",
    "冬瓜",
    "猴子",
)
FIRMS = (
    "宏达建筑有限公司",
    "黔兴建设工程有限公司",
    "顺发砖厂",
    "鑫源劳务有限公司",
    "绿野农业专业合作社",
    "恒丰农资经营部",
    "万通路桥工程有限公司",
    "金穗种业有限公司",
    "瑞祥房地产开发有限公司",
    "福源建材有限公司",
    "远大机械租赁有限公司",
    "茂森林业有限公司",
)
SPOTS = (
    "大田坝",
    "老屋基",
    "水井湾",
    "对门坡",
    "岩脚寨",
    "长沟",
    "青杠林",
    "黄泥坡",
    "下寨",
    "上寨",
    "新街",
    "桥头",
    "学校后面",
    "堰塘边",
    "三岔路口",
    "香樟树脚",
    "大沟边",
    "烂田湾",
    "石板井",
    "马鞍山脚",
)


@dataclass(slots=True)
class Dweller:
    """Somebody of the county. `identity` and `phone` are what the person has, known to the office or not."""

    number: int
    name: str
    sex: int
    born: date
    identity: str
    phone: str
    pet: str
    village: int
    grid: int
    is_firm: bool = False


@dataclass(slots=True)
class County:
    """Villages (12 digits) with their people, and firms."""

    villages: list[int]
    names: dict[int, str]
    people: dict[int, list[Dweller]]
    firms: list[Dweller]


def county(
    chance: random.Random, code: int = COUNTY, *, townships: int = 10, villages: int = 10, people: int = 220
) -> County:
    """An invented county under a real code of six digits."""
    made = County([], {}, {}, [])
    number = 0
    for town in range(townships):
        for place in range(villages):
            village = (code * 1000 + 101 + town) * 1000 + 201 + place
            made.villages.append(village)
            made.names[village] = f"{chance.choice('荣上下新大小')}{chance.choice('院坪坝寨沟塘')}村"
            clans = chance.choices(SURNAMES, SHARES, k=3)
            made.people[village] = []
            while len(made.people[village]) < people:
                for one in _household(chance, village, clans, number):
                    made.people[village].append(one)
                    number += 1
    made.firms = [_firm(chance, number + n, name) for n, name in enumerate(FIRMS)]
    return made


def _household(chance: random.Random, village: int, clans: list[str], number: int) -> list[Dweller]:
    """One to four siblings: one surname, often one generation's character."""
    clan = chance.random() < 0.55
    surname = chance.choice(clans) if clan else chance.choices(SURNAMES, SHARES)[0]
    shared = chance.choice(GENERATIONS) if chance.random() < 0.7 else ""
    grid, phone = chance.randint(1, 5), _phone(chance)
    found = []
    for n in range(chance.choice((1, 1, 2, 2, 3, 4))):
        sex = chance.choice((1, 1, 2))
        last = chance.choice(MALE if sex == 1 else FEMALE)
        middle = shared if shared and chance.random() < 0.85 else chance.choice(GENERATIONS + MALE)
        given = last if chance.random() < 0.22 else middle + last
        born = date(1940, 1, 1) + timedelta(days=chance.randint(0, 23_000))
        own = phone if n and chance.random() < 0.15 else _phone(chance)
        pet = chance.choice(PETS) if chance.random() < 0.3 else ""
        found.append(
            Dweller(
                number + n,
                surname + given,
                sex,
                born,
                _identity(chance, village // 1_000_000, born, sex),
                own,
                pet,
                village,
                grid,
            )
        )
    return found


def _identity(chance: random.Random, county: int, born: date, sex: int) -> str:
    order = chance.randint(0, 499) * 2 + (1 if sex == 1 else 0)
    first = f"{county}{born:%Y%m%d}{order % 1000:03d}"
    return first + check_character(first)


def _phone(chance: random.Random) -> str:
    return f"1{chance.choice('3578')}{chance.randint(0, 10**9 - 1):09d}"


def _firm(chance: random.Random, number: int, name: str) -> Dweller:
    code = f"91522725MA{chance.randint(10**7, 10**8 - 1)}"
    return Dweller(number, "瓮安县" + name, 0, date(2010, 1, 1), code, _phone(chance), "", 0, 0, is_firm=True)
