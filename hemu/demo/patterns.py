"""What disputes are about: patterns in our own words, filled with made-up people and real places."""

from __future__ import annotations

import random
from dataclasses import dataclass

from hemu.demo import matters
from hemu.demo.names import Names
from hemu.disputes.models import Side
from hemu.disputes.parties import NewParty

_SLOTS: dict[str, tuple[str, ...]] = {
    "crop": ("玉米", "小麦", "花生", "红薯", "蔬菜", "油菜", "谷子", "烤烟"),
    "tree": ("核桃树", "杨树", "枣树", "柿子树", "杉树", "花椒树"),
    "animal": ("羊", "牛", "鸡", "猪", "狗"),
    "season": ("开春", "麦收前", "伏天", "秋收时", "入冬"),
    "years": ("两", "三", "五", "七", "八"),
    "people": ("三", "四", "五", "七"),
    "yuan": ("800", "1200", "2600", "3500", "4800", "6000", "9500", "12000", "18000", "30000"),
    "width": ("二十公分", "半尺", "一尺多", "三十公分", "半米"),
    "span": ("一个月", "三个月", "半年", "一年多"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One dispute as a clerk would write it down, from the first word to the last."""

    kind: int
    title: str
    narrative: str
    request: str
    issues: str
    content: str
    place: str
    parties: tuple[NewParty, ...]

    @property
    def meeting_place(self) -> str:
        """Where they sat down."""
        return f"{self.place}村委会调解室"

    @property
    def time_limit(self) -> str:
        """By when the agreement is to be kept."""
        return "自签订之日起十日内"

    @property
    def kept(self) -> str:
        """How it was kept."""
        return "经核实，双方已按约定办完。"

    @property
    def smoulders(self) -> str:
        """What is left when it wasn't."""
        return f"对“{self.issues.rstrip('。')}”仍有意见。"

    @property
    def summary(self) -> str:
        """The closing line."""
        return f"{self.title}已按流程办结，回访时双方无新的争执。"

    def record(self, *, agreed: bool) -> str:
        """What was written down of a session."""
        end = (
            "经讲明法律规定和村规民约，双方各让一步，达成一致。"
            if agreed
            else "双方分歧仍大，未能达成一致；已告知可以向人民法院起诉等其他途径。"
        )
        begin = f"调解员核对了双方身份，宣读了权利义务。申请人称：{self.narrative}"
        return f"{begin}被申请人说了自己的理由。争议在于{self.issues}{end}"

    def answer(self, *, kept: bool) -> str:
        """The party's own words when asked."""
        return "说好的都办了，没有再为这事吵。" if kept else "事情没谈成，自己再想想要不要去法院。"


def tell(names: Names, group: str, place: str) -> Told:
    """A dispute of a group of kinds (see hemu.demo.matters), at `place`."""
    chance = names.random
    kind, title, narrative, request, issues, content = chance.choice(matters.GROUPS[group])
    first, second = _two(names, same_surname=group == "family")
    filled = {slot: chance.choice(values) for slot, values in _SLOTS.items()}
    filled |= {"a": first.name, "b": second.name, "place": place}
    words = [text.format(**filled) for text in (narrative, request, issues, content)]
    return Told(
        kind=kind,
        title=title.format(a=f"{first.name[0]}某", b=f"{second.name[0]}某"),
        narrative=words[0],
        request=words[1],
        issues=words[2],
        content=words[3],
        place=place,
        parties=(first, second),
    )


def _two(names: Names, *, same_surname: bool) -> tuple[NewParty, NewParty]:
    one, other = names.sex(), names.sex()
    surname = names.surname()
    first = _party(names, one, names.name(one, surname), Side.APPLICANT)
    second = _party(names, other, names.name(other, surname if same_surname else ""), Side.RESPONDENT)
    return first, second


def _party(names: Names, sex: int, name: str, side: Side) -> NewParty:
    known = names.random.random()
    return NewParty(
        name=name,
        side=side,
        identity_number=names.identity_number(sex) if known < 0.6 else "",
        phone=names.phone() if known < 0.85 else "",
    )


def pick_group(chance: random.Random, weights: dict[str, int]) -> str:
    """A group of kinds, as often as the county's nine months saw it."""
    return chance.choices(tuple(weights), tuple(weights.values()))[0]
