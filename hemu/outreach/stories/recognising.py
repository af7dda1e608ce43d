"""How persons, places, times and numbers look in Chinese narratives. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import rjieba

from hemu.outreach.stories.surnames import DOUBLE, SINGLE

Told = Callable[[str], str]
_D = "0-9０-９"
_CN = "零〇○一二两三四五六七八九十百千万亿"
_HAN = "\u4e00-\u9fff"


def place(name: str) -> str:
    """What kind of place it is, and no more."""
    for ending, told in _PLACES:
        if name.endswith(ending):
            return told
    return "某地"


_PLACES = (
    *(
        ("自治州", "某州"),
        ("自治县", "某县"),
        ("自治区", "某自治区"),
        ("省", "某省"),
        ("州", "某州"),
        ("市", "某市"),
    ),
    *(
        ("村民委员会", "某村村委会"),
        ("居民委员会", "某社区居委会"),
        ("村委会", "某村村委会"),
        ("居委会", "某社区居委会"),
    ),
    *(
        ("新区", "某区"),
        ("小区", "某小区"),
        ("社区", "某社区"),
        ("街道", "某街道"),
        ("县", "某县"),
        ("区", "某区"),
    ),
    *(
        ("镇", "某镇"),
        ("乡", "某乡"),
        ("村", "某村"),
        ("寨", "某寨"),
        ("网格", "某网格"),
        ("组", "某组"),
        ("路", "某路"),
    ),
    *(("街", "某街"), ("巷", "某巷"), ("大厦", "某大厦"), ("广场", "某广场")),
)


def organisation(name: str) -> str:
    """What kind of organisation it is, and no more."""
    for ending in _ORGANISATIONS:
        if name.endswith(ending):
            return f"某{ending}"
    return "某单位"


_ORGANISATIONS = (
    *(
        "人民调解委员会",
        "调解委员会",
        "调委会",
        "综治中心",
        "派出所",
        "公安局",
        "警务室",
        "司法所",
        "司法局",
        "人民法院",
    ),
    *(
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
        "幼儿园",
    ),
    *(
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
        "砂石厂",
        "砖厂",
    ),
    *("养殖场", "工厂", "饭店", "宾馆", "超市", "商店", "餐馆", "工地", "寺", "庙", "祠堂", "厂", "矿"),
)
_ORDINARY = (
    *(
        "本",
        "该",
        "同",
        "邻",
        "全",
        "各",
        "外",
        "两",
        "农",
        "山",
        "乡",
        "城",
        "这",
        "那",
        "一",
        "在",
        "到",
        "回",
        "进",
        "出",
    ),
    *("自然", "行政", "新农", "扶贫", "所在", "附近", "隔壁", "当地", "上级", "有关", "相关"),
)
"""What may stand before 村, 镇, 公司 and names nobody."""
_STOP = "的了在是和与及或从到向对被把将由因为于至去来回往由住过经并且但而又也都就还要让给跟叫说称有无不未没没其此该本这那某"
_NAMED = f"(?:(?![{_STOP}])[{_HAN}])"
_PLACE_ENDINGS = "自治州|自治县|自治区|村民委员会|居民委员会|村委会|居委会|省|州|市|县|新区|街道|社区|小区|镇|乡|村|寨|屯|网格"
PLACE = re.compile(
    f"(?<![{_HAN}])(?:{_NAMED}{{2,7}}?(?:{_PLACE_ENDINGS}))+|{_NAMED}{{2,4}}?(?:{_PLACE_ENDINGS})(?![民里庄委])"
)
GROUP = re.compile(f"第?[{_D}{_CN}]{{1,4}}(?:村民小组|网格|组|号楼|栋|单元|室|号(?!码))")
ROAD = re.compile(f"{_NAMED}{{2,4}}(?:大道|大街|路|街|巷)(?=[{_D}口上边旁的,，。、])")
_ORG = re.compile(f"{_NAMED}{{2,14}}?(?:{'|'.join(sorted(_ORGANISATIONS, key=len, reverse=True))})")
_YEAR = f"(?:[{_D}]{{4}}|[二一][零〇○一二三四五六七八九]{{3}})"
_MONTH = f"(?:[{_D}]{{1,2}}|十?[一二三四五六七八九十])"
_DAY = f"(?:[{_D}]{{1,2}}|[二三]?十?[一二三四五六七八九十])"
TIME = re.compile(
    f"{_YEAR}年(?:{_MONTH}月(?:份|{_DAY}[日号])?)?|{_MONTH}月(?:份|{_DAY}[日号]|[初上中下]旬)|{_YEAR}[-./]{_MONTH}[-./]{_DAY}"
    f"|(?:农历|阴历|正月|腊月|冬月)(?:{_MONTH}月)?(?:初|廿)?{_DAY}?(?:日)?|(?<![{_D}]){_DAY}[日号](?=[上下凌早晚中,，。 　])"
)
CLOCK = re.compile(
    f"(?:凌晨|早上|上午|中午|下午|傍晚|晚上|夜里)?(?:[{_D}]{{1,2}}[:：][{_D}]{{2}}(?:[:：][{_D}]{{2}})?|"
    f"(?:[{_D}]{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:时|点(?!头|滴|评|名|子|燃))(?:[{_D}{_CN}]{{1,3}}分|半|许|左右|钟)?)"
)
WEEKDAY = re.compile("(?:上|这|本|下)?(?:星期|周|礼拜)[一二三四五六日天](?![围边])")
AMOUNT = re.compile(
    f"(?:人民币|¥|￥)?[{_D}{_CN}][{_D}{_CN},，.．]*(?:余|多|几)?(?:万|千|百|亿)?(?:余|多|几)?(?:元|块钱|块|圆)(?:整)?"
)
PLATE = re.compile(
    "[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新使][A-Za-z][·.• ]?[A-Za-z0-9]{5,6}"
)
PAPER = re.compile(
    f"[（(〔\\[]?[{_D}]{{4}}[）)〕\\]][{_HAN}]{{1,6}}[{_D}]{{0,6}}[{_HAN}]{{1,4}}第?[{_D}]+号?"
)
LONG = re.compile(f"[{_D}][{_D} \\-]{{5,22}}[{_D}Xx]")
LETTERS = re.compile("[A-Za-z][A-Za-z0-9_.@\\-]{4,}")
AGE = re.compile(f"[{_D}{_CN}]{{1,4}}(?:周岁|岁)")
DIGITS = re.compile(f"[{_D}]+(?:[.．][{_D}]+)?")
_TIMES = (("年", "某年"), ("月", "某月"), ("日", "某日"))


def _time(text: str) -> str:
    found = "".join(told for mark, told in _TIMES if mark in text or (mark == "日" and "号" in text))
    return found or "某日"


def _amount(text: str) -> str:
    """Only how large: 数百元, 数万元."""
    plain = text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    digits = re.sub(r"[^0-9.]", "", plain.replace(",", "").replace("，", ""))
    if "亿" in text:
        return "数亿元"
    size = float(digits) if digits and digits.strip(".") else 1.0
    for mark, times in (("万", 10_000), ("千", 1000), ("百", 100)):
        if mark in text:
            size *= times
    for least, told in ((10_000, "数万元"), (1000, "数千元"), (100, "数百元")):
        if size >= 10 * least and least == 10_000:
            return "数十万元" if size < 1_000_000 else "上百万元"
        if size >= least:
            return told
    return "数十元"


def _place(text: str) -> str:
    return place(text)


def _organisation(text: str) -> str:
    return organisation(text)


PATTERNS: tuple[tuple[re.Pattern[str], str, Told], ...] = (
    (PLATE, "plate", lambda _was: "某号牌车辆"),
    (PAPER, "number", lambda _was: "某文号"),
    (AMOUNT, "amount", _amount),
    (TIME, "time", _time),
    (CLOCK, "time", lambda _was: "某时"),
    (WEEKDAY, "time", lambda _was: "某天"),
    (AGE, "number", lambda _was: "某岁"),
    (LONG, "number", lambda _was: "某号码"),
    (LETTERS, "number", lambda _was: "某账号"),
)
"""What is sure by its shape."""
REST: tuple[tuple[re.Pattern[str], str, Told], ...] = (
    (_ORG, "organisation", _organisation),
    (PLACE, "place", _place),
    (ROAD, "place", _place),
    (GROUP, "place", lambda was: "某" + re.sub(f"[第{_D}{_CN}]", "", was)),
    (DIGITS, "number", lambda _was: "若干"),
)
"""What is tried once persons are known."""

_CALLED = re.compile(
    f"(?:村民|邻居|当事人|居民|业主|老板|司机|丈夫|妻子|父亲|母亲|儿子|女儿|哥哥|弟弟|姐姐|妹妹|民警|辅警|调解员|支书|主任|书记|组长|"
    f"申请人|被申请人|叫|名叫|姓名|名为)[:：]?([{_HAN}]{{2,3}})"
)
_UNNAMED = re.compile(f"(?:[老小阿])?([{''.join(sorted(SINGLE))}])(?:某{{1,3}}|[xX×*＊]{{1,2}})[甲乙丙丁]?")
_NOT_NAMES = frozenset(
    [
        "家庭",
        "高度",
        "高兴",
        "和好",
        "和解",
        "和谐",
        "金额",
        "金钱",
        "时间",
        "时候",
        "时常",
        "平时",
        "平日",
        "安全",
        "安排",
        "安置",
        "常年",
        "经过",
        "经常",
        "经济",
        "经营",
        "石头",
        "田地",
        "田土",
        "田埂",
        "方法",
        "方案",
        "方式",
        "方便",
        "水沟",
        "水渠",
        "水田",
        "水管",
        "路口",
        "路面",
        "马上",
        "毛坯",
        "白天",
        "白酒",
        "黄牛",
        "黄土",
        "林地",
        "林权",
        "林木",
        "山林",
        "山上",
        "高速",
        "成立",
        "成功",
        "成都",
        "华人",
        "古树",
        "明确",
        "明显",
        "于是",
        "万元",
        "何时",
        "何人",
        "任何",
        "任务",
        "施工",
        "车辆",
        "车主",
        "车祸",
        "曾经",
        "曾因",
        "康复",
        "温和",
        "宣传",
        "应当",
        "应该",
        "应急",
        "程序",
        "程度",
        "向前",
        "向来",
        "文书",
        "文明",
        "简单",
        "贵州",
        "梅花",
        "牛棚",
        "牛羊",
        "牛圈",
        "鱼塘",
        "周围",
        "周边",
        "周年",
        "钱款",
        "钱财",
        "费用",
        "国家",
        "强行",
        "强烈",
        "强调",
        "全家",
        "全部",
        "全村",
        "党员",
        "毕竟",
    ]
)


def persons(text: str) -> Iterator[tuple[int, int]]:
    """Where names of persons stand: with 某, after what people are called, and where the words say so."""
    for match in _UNNAMED.finditer(text):
        yield match.span()
    for match in _CALLED.finditer(text):
        if _may_be_name(match[1]):
            yield _as_name(text, match.start(1), match.end(1))
    yield from _tagged(text)


def _as_name(text: str, start: int, end: int) -> tuple[int, int]:
    """Three characters of which the last begins the next word are a name of two."""
    if end - start == 3 and text[end - 1] in "与和及跟向对在因将把被从是的到为以已又也即就说称让给":
        end -= 1
    return start, end


def _may_be_name(word: str) -> bool:
    begins = word[:2] in DOUBLE or word[:1] in SINGLE
    return begins and word not in _NOT_NAMES and word[:2] not in _NOT_NAMES and "某" not in word


def _tagged(text: str) -> Iterator[tuple[int, int]]:
    """Words that the segmenter takes for names; a lone surname takes the word after it along."""
    at, words = 0, rjieba.tag(text)
    for number, (word, tag) in enumerate(words):
        start, at = at, at + len(word)
        if not tag.startswith("nr"):
            continue
        if 2 <= len(word) <= 4 and _may_be_name(word) and not word.endswith(("家", "某")):
            yield start, at
        elif len(word) == 1 and word in SINGLE and number + 1 < len(words):
            after = words[number + 1][0]
            if (
                len(after) <= 2
                and re.fullmatch(f"[{_HAN}]+", after)
                and words[number + 1][1] in ("nz", "nr", "n", "a", "ns")
            ):
                yield start, at + len(after)
