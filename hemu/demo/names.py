"""Made-up people: names by how common they are in the place, numbers that pass their checks."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hemu.kernel.identity import check_character

GUIZHOU = "王李张陈杨罗刘吴周黄龙韦蒋田冉石莫潘宋谢何邓曾赵熊岑卢覃陆梁"
HEBEI = "张王李刘赵郭杨孙陈马韩高苗胡申常薛武冯程任崔牛路齐谷索袁靳史"
_MALE = "建国华军明强勇平生文斌德福贵林海山河长春光荣志伟正安学成云龙兴发永清显忠孝仁义礼廷朝进财"
_FEMALE = "秀英芳兰梅玉珍桂香莲凤菊芬琴素华丽美艳红霞燕娟翠萍淑敏慧春花银彩珠云月巧"
FIRST_BIRTH, LAST_BIRTH = date(1945, 1, 1), date(1999, 12, 31)
UNUSED_ORDER = 990
"""Order numbers from here on are left to people who don't exist: offices hand them out last."""


class Names:
    """A source of made-up people for one county. The same seed makes the same people."""

    def __init__(self, surnames: str, county: int, seed: int) -> None:
        self._surnames = surnames
        self._weights = [1 / (place + 2) for place in range(len(surnames))]
        self._county = county
        self.random = random.Random(seed)  # noqa: S311  # a demonstration, not a secret

    def surname(self) -> str:
        """A surname, the common ones more often."""
        return self.random.choices(self._surnames, self._weights)[0]

    def name(self, sex: int, surname: str = "") -> str:
        """A whole name. `sex` 1 male, 2 female."""
        given = _MALE if sex == 1 else _FEMALE
        count = 1 if self.random.random() < 0.18 else 2
        return (surname or self.surname()) + "".join(self.random.sample(given, count))

    def sex(self) -> int:
        """1 or 2."""
        return self.random.choice((1, 2))

    def identity_number(self, sex: int) -> str:
        """Eighteen characters that pass GB 11643, of the county, with an order number nobody has."""
        days = (LAST_BIRTH - FIRST_BIRTH).days
        born = FIRST_BIRTH + timedelta(days=self.random.randrange(days))
        order = self.random.randrange(UNUSED_ORDER, 1000)
        order += (order % 2) != (sex % 2)
        order = UNUSED_ORDER + sex % 2 if order > 999 else order
        first = f"{self._county}{born:%Y%m%d}{order:03d}"
        return first + check_character(first)

    def phone(self) -> str:
        """A mobile number of a range that isn't given out to subscribers."""
        return f"1700000{self.random.randrange(10_000):04d}"

    def staff_phone(self) -> str:
        """The same for those who work there: never a party's, or they would be barred from mediating."""
        return f"1700001{self.random.randrange(10_000):04d}"
