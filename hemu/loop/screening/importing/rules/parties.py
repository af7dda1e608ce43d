"""Who quarrels with whom, as ledgers say it: 张三、李四诉王五; 张三(13885425521)与李四; 甲方:张三 乙方:某公司. Pure."""

# ruff: noqa: E501  # patterns read whole

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hemu.loop.screening.importing.rules import people
from hemu.loop.screening.importing.rules.numerals import HAN, count
from hemu.loop.screening.importing.rules.unclear import Unclear

LONGEST = 80
_SUE = ("状告", "起诉", "诉", "告")
_AGAINST = (*_SUE, "VS", "vs", "Vs", "与", "和", "跟", "同", "对", "--", "-")
"""Words between the two sides, the surest first. Each may also stand inside a name."""
_LABELS = (
    (
        re.compile(
            r"(?:被申请人|被告人?|被投诉人|被反映人|乙方|乙(?=[:：])|对方(?:当事人)?|当事人[乙二2]|侵权人)\s*[:：]?\s*"
        ),
        1,
    ),
    (
        re.compile(
            r"(?:申请人|原告人?|投诉人|反映人|甲方|甲(?=[:：])|当事人[甲一1]|受害人|报警人)\s*[:：]?\s*"
        ),
        0,
    ),
)
_ORGANISATION = re.compile(
    r"公司|厂|商店|店$|店[(（]|超市|场$|站$|所$|局$|院$|学校|小学|中学|幼儿园|大学|银行|信用社|合作社|村委会|居委会|委员会|政府|集团|中心$"
    r"|项目部|工程队|施工队|协会|商会|部$|矿$|电站|基地|教会|寺$|酒店|宾馆|饭店|医院|诊所|物业"
)
_GROUP = re.compile(
    r"(?:村民|居民|群众|业主|工人|农民工|民工|住户|农户|职工|村|组|社区|寨|队|家族|户)(?:代表)?$"
)
_MORE = re.compile(rf"(?:等\s*(?:([\d]+|[{HAN}]+)\s*(?:余|多)?\s*(?:人|户|名|家)?|人|户)|等$)")
_HAN_NAME = re.compile(
    r"[\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0002ebef]{2,5}(?:[·•・.][\u4e00-\u9fff]{1,10})*"
)
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,10}(?:[·•・][\u4e00-\u9fff]{1,10})+")
_MASKED = re.compile(r"[\u4e00-\u9fff][某xX×*]{1,2}[\u4e00-\u9fff]?")
_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z .'-]{1,60}")
_SPACED = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]) +([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_BRACKET = re.compile(r"[(（]([^()（）]*)[)）]")
_LIST = re.compile(r"[、,，;；/|\n]+|(?<=[\u4e00-\u9fff)）\d])\s+(?=[\u4e00-\u9fff])")
_SEX = {"男": 1, "女": 2}
_TRIVIA = re.compile(
    rf"(?:[\d]+|[{HAN}]+)\s*岁|(?:\d{{2,4}}年)?(?:\d+月)?生|[\u4e00-\u9fff]{{1,6}}族|户主|本人|电话[:：]?|手机[:：]?|联系方式[:：]?|身份证号?[:：]?"
)
"""Said of a party beside its name and not taken over: age, people, what the number after it is."""
_ADDRESS = re.compile(r"(?:家?住(?:址)?|系|现住)[:：]?(.+)")
_LIKE_ADDRESS = re.compile(r".*[村组镇乡街路号寨栋].*")
_ALIAS = re.compile(r"(?:又名|曾用名|小名|绰号|外号|别名|俗称|人称).+")
_CIRCLED = re.compile("[①-⑳⑴-⑽]")
_NUMBERED = re.compile(r"(?:^|(?<=[\s,，;；、\n]))[(（]?\d{1,2}[.、)）]\s*(?=[\u4e00-\u9fff])")
"""1、张三 2、李四."""
_TRAILING = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?<![与和跟诉、,;].)\s*(?:[二三四五六七八九十两]户|两[家人方])$|(?:矛盾)?(?:纠纷|糾紛)(?:一案)?$"
)
"""Said of all of them: 张三、李四两家, 张三与李四纠纷."""
_NAME_LABEL = re.compile(r"^(?:姓名|名称|当事人)\s*[:：]\s*")


@dataclass(slots=True)
class Someone:
    """A party as the ledger names it. `sex` as GB/T 2261.1, 0 when it doesn't say."""

    name: str
    is_organisation: bool = False
    sex: int = 0
    phone: str = ""
    identity_number: str = ""
    address: str = ""


@dataclass(slots=True)
class Sides:
    """Those who want something, those they want it from, and those of whom it can't be told.

    `people` is how many there are in all, where the ledger says so (等12人); `spare` counts telephone numbers that
    were left over.
    """

    first: list[Someone] = field(default_factory=list)
    second: list[Someone] = field(default_factory=list)
    others: list[Someone] = field(default_factory=list)
    people: int | None = None
    spare: int = 0

    @property
    def all(self) -> list[Someone]:
        """Everybody, in order."""
        return [*self.first, *self.second, *self.others]


def read(text: str) -> Sides:
    """Everybody whom a cell names, by side. Raises Unclear when something in it is no name."""
    typed = _clean(text)
    if lost := people.lost_digits(typed):
        raise lost
    labelled = _by_label(typed)
    if labelled is not None:
        return labelled
    for word in _AGAINST:
        sides = _divided(typed, word)
        if sides is not None:
            return sides
    sides = Sides()
    everybody = _listed(typed, sides)
    sides.first, sides.second, sides.others = everybody[:1], everybody[1:2], everybody[2:]
    return sides


def one_side(text: str) -> tuple[list[Someone], int | None]:
    """Everybody in a cell that names one side only, and how many they are in all where it says so."""
    typed = _clean(text)
    if lost := people.lost_digits(typed):
        raise lost
    sides = Sides()
    return _listed(typed, sides), sides.people


_TRADITIONAL = str.maketrans(
    {"與": "与", "訴": "诉", "對": "对", "&": "、", "—": "-", "→": "诉", "“": "", "”": ""}
)
"""The dividing words as they are written elsewhere. Names stay as the ledger writes them."""


def _clean(text: str) -> str:
    typed = _NUMBERED.sub("、", people.plain(_CIRCLED.sub("、", text)).translate(_TRADITIONAL)).strip("、 ")
    typed = _TRAILING.sub("", typed)
    return _NAME_LABEL.sub("", _SPACED.sub(r"\1\2", _SPACED.sub(r"\1\2", typed)))


def _by_label(text: str) -> Sides | None:
    """甲方:张三 乙方:李四, in either order; None unless both sides are labelled or the text begins with one."""
    marks: list[tuple[int, int, int]] = []
    for pattern, side in _LABELS:
        for found in pattern.finditer(text):
            if not any(start < found.end() and found.start() < end for start, end, _side in marks):
                marks.append((found.start(), found.end(), side))
    marks.sort()
    if not marks or marks[0][0] > 0:
        return None
    sides = Sides()
    ends = [start for start, _end, _side in marks[1:]] + [len(text)]
    for (_start, begin, side), end in zip(marks, ends, strict=True):
        named = _listed(text[begin:end].strip(" ,，、;；:：\n"), sides)
        (sides.second if side else sides.first).extend(named)
    return sides


def _divided(text: str, word: str) -> Sides | None:
    """The two sides of a text at `word`, if what stands on both sides of it are names."""
    start = text.find(word, 1)
    while 0 < start < len(text) - len(word):
        left, right = text[:start].strip(), text[start + len(word) :].strip()
        sides = Sides()
        try:
            sides.first, sides.second = _listed(left, sides), _listed(right, sides)
        except Unclear:
            start = text.find(word, start + 1)
            continue
        return sides
    return None


def _listed(text: str, sides: Sides) -> list[Someone]:
    found: list[Someone] = []
    text = _counted(text, sides)
    for piece in _LIST.split(_hide_brackets(text)):
        bare, bracketed = _shown(piece)
        if bare or bracketed:
            _take(bare, bracketed, found, sides)
    if not found:
        raise Unclear(_("没有写当事人的姓名。"), "nobody")
    return found


def _counted(text: str, sides: Sides) -> str:
    """The text without 等12人; the number is noted."""
    found = _MORE.search(text)
    if found is None:
        return text
    if found[1]:
        sides.people = (sides.people or 0) + count(found[1])
    return text[: found.start()] + text[found.end() :]


_OPEN, _CLOSE = "\ue000", "\ue001"
"""Stand for the brackets, and divide nothing while the list is cut."""
_HELD = str.maketrans({mark: chr(0xE100 + n) for n, mark in enumerate("、,，;；/| \n")})
_FREED = {0xE100 + n: mark for n, mark in enumerate("、,，;；/| \n")}


def _hide_brackets(text: str) -> str:
    return _BRACKET.sub(lambda found: _OPEN + found[1].translate(_HELD) + _CLOSE, text)


def _shown(piece: str) -> tuple[str, list[str]]:
    """A piece without its brackets, and what stood in them."""
    inside = [part.translate(_FREED) for part in re.findall(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}", piece)]
    return re.sub(f"{_OPEN}[^{_CLOSE}]*{_CLOSE}", "", piece).strip(" :：。."), inside


def _take(bare: str, bracketed: list[str], found: list[Someone], sides: Sides) -> None:
    numbers = people.MOBILE.findall(bare) + people.LANDLINE.findall(bare) + people.IDENTITY.findall(bare)
    name = bare
    for number in numbers:
        name = name.replace(number, " ")
    name = _TRIVIA.sub("", name).strip(" :：,，、.。-") if found or numbers else name
    if name in _SEX and found:
        found[-1].sex = _SEX[name]
    elif (said := _ADDRESS.fullmatch(name)) and found:
        found[-1].address = said[1].strip()[:200]
    elif name:
        found.append(_someone(name))
    for text in (*numbers, *bracketed):
        if found:
            _add(found[-1], text, sides)


def _someone(name: str) -> Someone:
    if len(name) > LONGEST:
        raise Unclear(_("“%(text)s…”太长，不像姓名或单位名称。") % {"text": name[:20]}, "name")
    if _ORGANISATION.search(name) and len(name) > 2:
        return Someone(name, is_organisation=True)
    if any(pattern.fullmatch(name) for pattern in (_MASKED, _DOTTED, _LATIN_NAME)):
        return Someone(name)
    if _HAN_NAME.fullmatch(name) and not _GROUP.search(name[2:]):
        return Someone(name)
    if _GROUP.search(name) and len(name) > 2:
        return Someone(name, is_organisation=True)
    raise Unclear(_("“%(text)s”不像姓名或单位名称。") % {"text": name[:20]}, "name")


def _add(one: Someone, text: str, sides: Sides) -> None:
    """What else is said of a party: telephone, identity number, sex, address. The rest is left."""
    for part in re.split(r"[、,，;；/|\s]+", text):
        if part in _SEX:
            one.sex = _SEX[part]
        elif people.IDENTITY.fullmatch(part):
            one.identity_number = people.identities(part)[0]
        elif people.MOBILE.fullmatch(part) or people.LANDLINE.fullmatch(part):
            sides.spare += bool(one.phone)
            one.phone = one.phone or people.phones(part)[0]
        elif _ALIAS.fullmatch(part) and len(one.name) + len(part) < LONGEST - 2:
            one.name = f"{one.name}（{part}）"
        elif said := _ADDRESS.fullmatch(part):
            one.address = said[1].strip()[:200]
        elif _LIKE_ADDRESS.fullmatch(part) and len(part) > 2:
            one.address = one.address or part[:200]


_MATTER = re.compile(
    r"因|就|为|之间|发生|关于|的|等|一案|案$|纠纷|矛盾|争议|争执|争吵|打架|冲突|债务|借贷|借款|欠款|劳务|工资|山林|林权|林地|土地|宅基地|承包|"
    r"邻里|相邻|婚姻|婚恋|恋爱|家庭|离婚|赡养|抚养|继承|财产|房屋|房产|租赁|合同|买卖|交通|医疗|人身|损害|损坏|侵权|用水|排水|水源|道路|通行|地界|边界|"
    r"界址|征地|拆迁|物业|噪音|污染|名誉|生产|经营|消费|其他|坟|田|土"
)


def in_title(title: str) -> Sides | None:
    """The parties that a title names: 张三与李四因田界发生争执, 王五诉赵六借款纠纷; None when it names none."""
    typed = _clean(title)
    for word in ("状告", "诉", "与", "和", "跟"):
        start = typed.find(word, 1)
        if start <= 0:
            continue
        rest = typed[start + len(word) :]
        end = _MATTER.search(rest, 2)
        if end is None:
            continue
        sides = Sides()
        try:
            sides.first, sides.second = _listed(typed[:start], sides), _listed(rest[: end.start()], sides)
        except Unclear:
            continue
        return sides
    return None


def give_numbers(everybody: list[Someone], phones: list[str], identities: list[str]) -> int:
    """Give each party its number, in order. Answers how many telephone numbers were left over.

    Raises Unclear when there are more identity numbers than parties.
    """
    people_only = [one for one in everybody if not one.is_organisation] or everybody
    if len(identities) > len(everybody):
        said = _("有 %(n)s 个身份证号，当事人只有 %(m)s 名，分不清是谁的。")
        raise Unclear(said % {"n": len(identities), "m": len(everybody)}, "whose")
    takers = everybody if len(identities) == len(everybody) else people_only
    for one, number in zip(takers, identities, strict=False):
        one.identity_number = one.identity_number or number
    known = {one.phone for one in everybody}
    fresh = [number for number in phones if number not in known]
    waiting = [one for one in everybody if not one.phone]
    for one, number in zip(waiting, fresh, strict=False):
        one.phone = number
    return max(len(fresh) - len(waiting), 0)
