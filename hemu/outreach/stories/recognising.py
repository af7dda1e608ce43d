"""How persons, times, amounts and numbers look in Chinese narratives. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import rjieba

from hemu.outreach.stories.places import HAN
from hemu.outreach.stories.surnames import DOUBLE, SINGLE

Told = Callable[[str], str]
_D = "0-9０-９"
_CN = "零〇○一二两三四五六七八九十百千万亿"
_TEN = "一二三四五六七八九十"
_YEAR = f"(?:[{_D}]{{4}}|[二一][零〇○一二三四五六七八九]{{3}})"
_MONTH = f"(?:[{_D}]{{1,2}}|十?[{_TEN}])"
_DAY = f"(?:[{_D}]{{1,2}}|[二三]?十?[{_TEN}])"
_WHOLE_DAY = f"{_YEAR}年(?:{_MONTH}月(?:份|{_DAY}[日号])?)?"
_MONTH_DAY = f"{_MONTH}月(?:份|{_DAY}[日号]|[初上中下]旬)"
_NUMERIC = f"{_YEAR}[-./]{_MONTH}[-./]{_DAY}"
_LUNAR = f"(?:农历|阴历|正月|腊月|冬月)(?:{_MONTH}月)?(?:初|廿)?{_DAY}?日?"
_DAY_ALONE = f"(?<![{_D}]){_DAY}[日号](?=[上下凌早晚中当,，。])"
TIME = re.compile("|".join((_NUMERIC, _WHOLE_DAY, _MONTH_DAY, _LUNAR, _DAY_ALONE)))
_PART_OF_DAY = "(?:凌晨|早上|上午|中午|下午|傍晚|晚上|夜里)?"
_DIGITAL = f"[{_D}]{{1,2}}[:：][{_D}]{{2}}(?:[:：][{_D}]{{2}})?"
_SPOKEN = (
    f"(?:[{_D}]{{1,2}}|[{_TEN}]{{1,3}})(?:时|点(?!头|滴|评|名|子|燃))(?:[{_D}{_CN}]{{1,3}}分|半|许|左右|钟)?"
)
CLOCK = re.compile(f"{_PART_OF_DAY}(?:{_DIGITAL}|{_SPOKEN})")
WEEKDAY = re.compile(f"(?:上|这|本|下)?(?:星期|周|礼拜)[{_TEN[:6]}日天](?![围边])")
_MUCH = f"[{_D}{_CN}][{_D}{_CN},，.．]*(?:余|多|几)?(?:万|千|百|亿)?(?:余|多|几)?"
AMOUNT = re.compile(f"(?:人民币|¥|￥)?{_MUCH}(?:元|块钱|块|圆)整?")
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新使"
PLATE = re.compile(f"[{_PROVINCES}][A-Za-z][·.• ]?[A-Za-z0-9]{{5,6}}")
PAPER = re.compile(f"[（(〔\\[][{_D}]{{4}}[）)〕\\]][{HAN}]{{1,6}}[{_D}]{{0,6}}[{HAN}]{{1,4}}第?[{_D}]+号?")
LONG = re.compile(f"[{_D}][{_D} \\-]{{5,22}}[{_D}Xx]")
LETTERS = re.compile("[A-Za-z][A-Za-z0-9_.@\\-]{4,}")
AGE = re.compile(f"[{_D}{_CN}]{{1,4}}(?:周岁|岁)")
GROUP = re.compile(f"第?[{_D}{_CN}]{{1,4}}(?:村民小组|网格|组|号楼|单元|室|号)|[{_D}]{{1,4}}栋")
_AFTER_A_LAW = "(?:(?<=法)|(?<=典)|(?<=条例)|(?<=法第)|(?<=典第)|(?<=条例第))"
_ARTICLE = f"{_AFTER_A_LAW}[{_D}]{{1,4}}[条、，,。；;）)]"
DIGITS = re.compile(f"(?<![{_D}])(?!{_ARTICLE})[{_D}]+(?:[.．][{_D}]+)?")
"""Any other number. The article of a law names nobody."""
_TO_ASCII = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


def _time(text: str) -> str:
    parts = (("年", "某年"), ("月", "某月"), ("日", "某日"), ("号", "某日"))
    return "".join(told for mark, told in parts if mark in text) or "某日"


def _amount(text: str) -> str:
    """Only how large: 数百元, 数万元."""
    digits = re.sub(r"[^0-9.]", "", text.translate(_TO_ASCII).replace(",", ""))
    if "亿" in text:
        return "上亿元"
    size = float(digits) if digits.strip(".") and digits.count(".") < 2 else _spoken(text)
    for mark, times in (("万", 10_000), ("千", 1000), ("百", 100)):
        if digits and mark in text:
            size *= times
    steps = (
        (1_000_000, "上百万元"),
        (100_000, "数十万元"),
        (10_000, "数万元"),
        (1000, "数千元"),
        (100, "数百元"),
    )
    return next((told for least, told in steps if size >= least), "数十元")


def _spoken(text: str) -> float:
    """As large as the largest unit that Chinese numerals name."""
    if "十万" in text or ("十" in text and "万" in text):
        return 100_000
    return next((size for mark, size in (("万", 10_000), ("千", 1000), ("百", 100)) if mark in text), 10)


SHAPES: tuple[tuple[re.Pattern[str], str, Told], ...] = (
    (PLATE, "plate", lambda _was: "某号牌车辆"),
    (PAPER, "number", lambda _was: "某文号"),
    (AMOUNT, "amount", _amount),
    (TIME, "time", _time),
    (CLOCK, "time", lambda _was: "某时"),
    (WEEKDAY, "time", lambda _was: "某天"),
    (AGE, "number", lambda _was: "某岁"),
    (LONG, "number", lambda _was: "某号码"),
    (LETTERS, "number", lambda _was: "某账号"),
    (GROUP, "place", lambda was: "某" + re.sub(f"[第{_D}{_CN}]", "", was)),
)
"""What is sure by its shape: the pattern, the sort, what is told instead."""
LAST: tuple[tuple[re.Pattern[str], str, Told], ...] = ((DIGITS, "number", lambda _was: "若干"),)
"""What is taken out of whatever is left."""

_ROLES = (
    *(
        "村民",
        "邻居",
        "当事人",
        "居民",
        "业主",
        "老板",
        "司机",
        "丈夫",
        "妻子",
        "父亲",
        "母亲",
        "儿子",
        "女儿",
        "哥哥",
    ),
    *(
        "弟弟",
        "姐姐",
        "妹妹",
        "民警",
        "辅警",
        "调解员",
        "支书",
        "主任",
        "书记",
        "组长",
        "申请人",
        "名叫",
        "姓名",
        "名为",
    ),
    "叫",
)
_CALLED = re.compile(f"(?:{'|'.join(_ROLES)})[:：]?([{HAN}]{{2,3}})")
_UNNAMED = re.compile(f"[老小阿]?[{''.join(sorted(SINGLE))}](?:某{{1,3}}|[xX×*＊]{{1,2}})[甲乙丙丁]?")
_JOINS = "与和及跟向对在因将把被从是的到为以已又也即就说称让给"
_IN_PLACES = re.compile("[省县镇乡村寨屯]")
_ORDINARY = (
    "家庭 高度 高兴 和好 和解 和谐 金额 金钱 时间 时候 时常 平时 平日 安全",
    "安排 安置 常年 经过 经常 经济 经营 石头 田地 田土 田埂 方法 方案 方式",
    "方便 水沟 水渠 水田 水管 路口 路面 马上 毛坯 白天 白酒 黄牛 黄土 林地",
    "林权 林木 山林 山上 高速 成立 成功 华人 古树 明确 明显 于是 万元 何时",
    "何人 任何 任务 施工 车辆 车主 车祸 曾经 曾因 康复 温和 宣传 应当 应该",
    "应急 程序 程度 向前 向来 文书 文明 简单 梅花 牛棚 牛羊 牛圈 鱼塘 周围",
    "周边 周年 钱款 钱财 费用 国家 强行 强烈 强调 全家 全部 全村 党员 毕竟",
    "农村 农户 农民 东西 后来 房屋 房子 房产 都是 步行 满意 师傅",
    "秋收 秋种 秋季 秋后 秋播 夏季 夏收 雷雨 雷电 江边 池塘 柏油 花椒 白菜 黄豆",
    "包谷 包工 包括 房东 房租 元旦 宁可 宁愿 单位 单方 管道 全体 车站 车费 沙石",
)
_NOT_NAMES = frozenset(word for line in _ORDINARY for word in line.split())
"""What begins like a name and is none."""


def persons(text: str) -> Iterator[tuple[int, int]]:
    """Where names of persons stand: with 某, after what people are called, and where the words say so."""
    for match in _UNNAMED.finditer(text):
        yield match.span()
    for match in _CALLED.finditer(text):
        if _may_be_name(match[1]):
            start, end = match.span(1)
            yield start, end - (end - start == 3 and text[end - 1] in _JOINS)
    yield from _tagged(text)


def _may_be_name(word: str) -> bool:
    begins = word[:2] in DOUBLE or word[:1] in SINGLE
    return begins and word not in _NOT_NAMES and word[:2] not in _NOT_NAMES and "某" not in word


def _tagged(text: str) -> Iterator[tuple[int, int]]:
    """Words that the segmenter takes for names; a lone surname takes the word after it along."""
    at, words = 0, rjieba.tag(text)
    for number, (word, tag) in enumerate(words):
        start, at = at, at + len(word)
        if not tag.startswith("nr") or _IN_PLACES.search(word):
            continue
        if 2 <= len(word) <= 4 and _may_be_name(word) and not word.endswith(("家", "某")):
            yield start, at
        elif len(word) == 1 and word in SINGLE and number + 1 < len(words):
            after, sort = words[number + 1]
            if len(after) <= 2 and re.fullmatch(f"[{HAN}]+", after) and sort in ("nz", "nr", "n", "a", "ns"):
                yield start, at + len(after)
