"""What ledgers say, read: every form that was met, and what is said of what can't be read."""

from __future__ import annotations

from datetime import date, time

import pytest

from hemu.kernel.places import Span
from hemu.loop.screening.importing.fields import FIELDS, IGNORED
from hemu.loop.screening.importing.models import RowKind
from hemu.loop.screening.importing.rules import dates, heads, numerals, outcomes, parties, people, places
from hemu.loop.screening.importing.rules.kinds import Words
from hemu.loop.screening.importing.rules.outcomes import Ended
from hemu.loop.screening.importing.rules.records import Left, Line, Table, gather
from hemu.loop.screening.importing.rules.unclear import Unclear

pytestmark = pytest.mark.req("S14")
TODAY = date(2026, 11, 24)
FIFTH = date(2026, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-3-5", "2026.3.5", "2026/03/05", "2026年3月5日", "2026 3 5", "20260305", "46086", "26.3.5"),
        *(
            "二〇二六年三月五日",
            "二零二六年三月五号",
            "二○二六年三月五日",
            "2026-03-05T00:00:00",
            "2026年3月5日(星期四)",
        ),
        *("3月5日", "3/5", "三月五日", "２０２６年３月５日", "2026.3.5.", "2026、3、5", "3.5日"),
    ],
)
def test_days_of_every_sort(text):
    assert dates.read(people.plain(text), year=2026, today=TODAY).day == FIFTH


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-03-05 14:30", time(14, 30)),
        ("2026年3月5日14时30分许", time(14, 30)),
        ("2026.3.5下午2点半", time(14, 30)),
        ("2026.3.5 晚上8点", time(20, 0)),
        ("46086.604166667", time(14, 30)),
        ("20260305143000", time(14, 30)),
        ("2026年3月5日", None),
    ],
)
def test_times_are_read_with_the_day(text, at):
    assert dates.read(text, today=TODAY) == dates.Moment(FIFTH, at)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("2026年2月30日", "no_such_day"), ("2026-13-1", "no_such_day"), ("1926-3-5", "year")),
        *(("05/03/26", "backwards"), ("2026年3月初", "no_day")),
        *(("2026年3月", "no_day"), ("202603", "no_day"), ("2026.10", "no_day"), ("3月5日", "no_year")),
        *(("5/3/2026", "backwards"), ("农历正月初五", "lunar"), ("昨天", "date"), ("13885425521", "date")),
        *(("2026-03-05 25:10", "time"), ("去年春节", "date"), ("约三月", "date")),
    ],
)
def test_days_that_cannot_be_read_say_why(text, code):
    with pytest.raises(Unclear) as unclear:
        dates.read(text, today=TODAY)
    assert unclear.value.code == code


def test_a_month_and_a_day_with_a_point_between_are_read_where_they_can_mean_one_day_only():
    assert dates.read("3.5", year=2026, today=TODAY).day == FIFTH
    assert dates.read("3.15", year=2026, today=TODAY).day == date(2026, 3, 15)
    for text, code in (("3.1", "which_day"), ("3.45", "no_such_day")):
        with pytest.raises(Unclear) as unclear:
            dates.read(text, year=2026, today=TODAY)
        assert unclear.value.code == code
    with pytest.raises(Unclear, match="没有年份"):
        dates.read("3.5", today=TODAY)


def test_a_stretch_of_days_begins_with_its_first_and_a_title_gives_the_year():
    assert dates.read("2026.3.5-2026.3.8", today=TODAY) == dates.Moment(FIFTH, None, is_range=True)
    assert dates.read("2026年3月5日至8日", today=TODAY).is_range
    assert dates.year_in("珠藏镇二〇二六年台账", "一月") == 2026
    assert dates.year_in("2025年", "2026年") is None
    assert dates.read("98.3.5", today=TODAY).day == date(1998, 3, 5)
    assert dates.as_time("下午2点半") == time(14, 30)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        *(
            ("35,000.00元", 35000),
            ("3.5万元", 35000),
            ("叁万伍仟元整", 35000),
            ("三万二", 32000),
            ("2万5", 25000),
        ),
        *(
            ("约5万", 50000),
            ("1.2亿", 120_000_000),
            ("￥3,500", 3500),
            ("三万零二元", 30002),
            ("12万余元", 120_000),
        ),
    ],
)
def test_money(text, yuan):
    assert numerals.money(text) == yuan


def test_money_and_counts_by_their_heads_and_refused():
    assert numerals.money("3.5", unit=10_000) == 35_000
    assert numerals.money("3.5万元", unit=10_000) == 35_000
    assert [numerals.count(text) for text in ("5.0", "约30人", "三十余户", "等12人", "十二")] == [
        5,
        30,
        30,
        12,
        12,
    ]
    for read, text in ((numerals.money, "面议"), (numerals.count, "若干"), (numerals.count, "-1")):
        with pytest.raises(Unclear):
            read(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("13885425521", ["13885425521"]),
        ("１３８８５４２５５２１", ["13885425521"]),
        ("138-8542-5521、13985425522", ["13885425521", "13985425522"]),
        ("1388-542-5521", ["13885425521"]),
        ("+86 13885425521/0854-2620110", ["13885425521", "08542620110"]),
        ("13885425521(妻)，13885425521", ["13885425521"]),
        ("无", []),
    ],
)
def test_telephones(text, numbers):
    assert people.phones(text) == numbers


def test_identity_numbers():
    assert people.identities("11010519491231002x") == ["11010519491231002X"]
    assert people.identities("522725 19900101 1239") == ["522725199001011239"]
    assert people.identities("无身份证") == []
    assert people.masked("张三13885425521，522725199001011239") == "张三138****5521，522725****1239"
    assert people.identities("522725900101123") == ["522725199001011239"]
    assert people.identities("11010519491231002X、522725900101123")[1].endswith("239")


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (people.phones, "1388542552", "phone"),
        (people.phones, "1.38854E+10", "lost_digits"),
        (people.phones, "打不通", "phone"),
        (people.phones, "138****5521", "starred"),
        (people.identities, "522725********1239", "starred"),
        (people.identities, "1.23e17", "lost_digits"),
        (people.identities, "5.22725199001011E+17", "lost_digits"),
        (people.identities, "1.23E+17", "lost_digits"),
        (people.identities, "522725199001011000", "lost_digits"),
        (people.identities, "522725199001011234", "identity"),
        (people.identities, "5227251990", "identity"),
        (parties.read, "张三 1.38854E+10", "lost_digits"),
    ],
)
def test_numbers_that_cannot_be_right_say_why(read, text, code):
    with pytest.raises(Unclear) as unclear:
        read(text)
    assert unclear.value.code == code


def named(some):
    return [one.name for one in some]


@pytest.mark.parametrize(
    ("text", "first", "second", "others"),
    [
        ("张三、李四诉王五", ["张三", "李四"], ["王五"], []),
        ("张三与李四", ["张三"], ["李四"], []),
        ("張國強與李長河", ["張國強"], ["李長河"], []),
        ("张和平与李四", ["张和平"], ["李四"], []),
        ("李和平 王小二", ["李和平"], ["王小二"], []),
        ("张 三、李\u3000四", ["张三"], ["李四"], []),
        ("欧阳和平", ["欧阳和平"], [], []),
        ("刘同庆与王对明", ["刘同庆"], ["王对明"], []),
        ("甲方：张三 乙方：李四", ["张三"], ["李四"], []),
        ("被申请人：王五；申请人：张三、李四", ["张三", "李四"], ["王五"], []),
        ("张三VS李四", ["张三"], ["李四"], []),
        ("张三——李四", ["张三"], ["李四"], []),
        ("1、张三 2、李四", ["张三"], ["李四"], []),
        ("①张三②李四", ["张三"], ["李四"], []),
        ("甲：张三；乙：李四", ["张三"], ["李四"], []),
        ("张三与李四纠纷", ["张三"], ["李四"], []),
        ("张三、李四、王五三户", ["张三"], ["李四"], ["王五"]),
        ("张三家与李四家", ["张三家"], ["李四家"], []),
        ("张三等12人与贵州某某矿业有限公司", ["张三"], ["贵州某某矿业有限公司"], []),
        ("荣院村三组村民与桐梓坡村委会", ["荣院村三组村民"], ["桐梓坡村委会"], []),
        ("阿卜杜·热合曼和李某某", ["阿卜杜·热合曼"], ["李某某"], []),
        ("张三\n李四\n王五", ["张三"], ["李四"], ["王五"]),
        ("张三（又名张小三）与李四", ["张三（又名张小三）"], ["李四"], []),
    ],
)
def test_parties_by_side(text, first, second, others):
    sides = parties.read(text)
    assert (named(sides.first), named(sides.second), named(sides.others)) == (first, second, others)


def test_what_is_said_beside_a_name_is_the_partys():
    sides = parties.read("张三,男,45岁,汉族,13885425521,住荣院村三组；李四（女，11010519491231002X）")
    one, two = sides.all
    assert (one.name, one.sex, one.phone, one.address) == ("张三", 1, "13885425521", "荣院村三组")
    assert (two.name, two.sex, two.identity_number) == ("李四", 2, "11010519491231002X")
    assert parties.read("张三等12人与李四").people == 12
    assert parties.read("贵州某某矿业有限公司").all[0].is_organisation


@pytest.mark.parametrize("text", ["双方因为地界问题吵架打了三次没有谈拢的那一家", "某", "18885425521", "、"])
def test_what_is_no_name_is_refused(text):
    with pytest.raises(Unclear):
        parties.read(text)


def test_titles_name_parties():
    told = {
        "张三与李四因田界发生争执": (["张三"], ["李四"]),
        "王五诉赵六借款纠纷": (["王五"], ["赵六"]),
        "张和平与刘土生土地纠纷": (["张和平"], ["刘土生"]),
    }
    for title, (first, second) in told.items():
        sides = parties.in_title(title)
        assert sides is not None
        assert (named(sides.first), named(sides.second)) == (first, second)
    assert parties.in_title("两户邻里纠纷") is None


def test_numbers_go_to_people_in_order():
    some = [
        parties.Someone("张三", phone="13885425521"),
        parties.Someone("李四"),
        parties.Someone("某厂", True),
    ]
    assert (
        parties.give_numbers(some, ["13885425521", "13885425522", "0854262011"], ["11010519491231002X"]) == 0
    )
    assert [one.phone for one in some] == ["13885425521", "13885425522", "0854262011"]
    assert some[0].identity_number
    assert parties.give_numbers(some, ["13885425599"], []) == 1
    with pytest.raises(Unclear, match="分不清"):
        parties.give_numbers(some[:1], [], ["1", "2"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *(
            ("已化解", Ended.SETTLED),
            ("未化解", Ended.OPEN),
            ("调解成功", Ended.SETTLED),
            ("化解中", Ended.OPEN),
        ),
        *(("调解不成", Ended.FAILED), ("调解未达成协议", Ended.OPEN), ("已起诉至法院", Ended.ELSEWHERE)),
        *(("撤回", Ended.WITHDRAWN), ("是", Ended.SETTLED), ("否", Ended.OPEN), ("√", Ended.SETTLED)),
        *(("已調解", Ended.SETTLED), ("部分化解", Ended.OPEN), ("已签协议", Ended.SETTLED)),
        *(("移交综治中心", Ended.UNKNOWN), ("", Ended.UNKNOWN), ("见备注", Ended.UNKNOWN)),
    ],
)
def test_how_a_matter_stands(text, said):
    assert outcomes.ended(text) == said
    assert Ended.FAILED not in outcomes.OVER


def test_kinds_by_label_code_alias_and_what_was_taught():
    words = Words(
        [("0900", "土地及资源权属纠纷", "0999"), ("0903", "山林矿产", "0903"), ("9900", "其他纠纷", "9900")]
    )
    assert [words.meaning(text).code for text in ("山林矿产", "0903", "903", "土地及资源权属纠纷")] == [
        903,
        903,
        903,
        999,
    ]
    assert words.meaning("3.林权纠纷").code == 903
    assert words.meaning("林权纠纷引发的冲突").is_likely
    assert words.meaning("邻里矛盾").code == words.meaning("鄰里糾紛").code == 299
    assert words.meaning("其他").code == 9900
    assert words.meaning("外星人") is None
    assert words.meaning("外星人", {"外星人": 9900}).code == 9900


TOWN = 522725106000000


@pytest.fixture
def index():
    region = places.Region
    above = [
        region(52 * 10**13, 53 * 10**13, 1, "贵州省"),
        region(5227 * 10**11, 5228 * 10**11, 2, "黔南布依族苗族自治州"),
        region(522725 * 10**9, 522726 * 10**9, 3, "瓮安县"),
    ]
    below = [
        region(TOWN, TOWN + 10**6, 4, "珠藏镇"),
        region(TOWN + 2000, TOWN + 3000, 5, "珠藏社区", "珠藏社区居民委员会"),
        region(TOWN + 201000, TOWN + 202000, 5, "荣院村", "荣院村村民委员会"),
        region(TOWN + 204000, TOWN + 205000, 5, "桐梓坡村"),
        region(TOWN + 201001, TOWN + 201002, 6, "第一网格"),
        region(TOWN + 204001, TOWN + 204002, 6, "第一网格"),
        region(522725110000000, 522725111000000, 4, "猴场镇"),
        region(522725110201000, 522725110202000, 5, "下司村"),
        region(522725110204000, 522725110205000, 5, "桐梓坡村"),
    ]
    return places.Index(above, below, [Span(TOWN, TOWN + 10**6)])


@pytest.mark.parametrize(
    ("said", "default", "region", "rest"),
    [
        (("珠藏镇", "荣院村", "三组大田坝"), None, 201000, "三组大田坝"),
        (("珠藏镇", "荣院村", "瓮安县珠藏镇荣院村大田坝"), None, 201000, "大田坝"),
        (("贵州省黔南布依族苗族自治州瓮安县珠藏镇荣院村大田坝",), None, 201000, "大田坝"),
        (("荣院",), None, 201000, ""),
        (("荣院村委会",), None, 201000, ""),
        (("珠藏",), None, 0, ""),
        (("珠藏社区居委会门口",), None, 2000, "门口"),
        (("在大田坝(荣院村)",), None, 201000, "在大田坝"),
        (("桐梓坡村",), None, 204000, ""),
        (("荣院村第一网格",), None, 201001, ""),
        (("522725106201",), None, 201000, ""),
        (("大田坝",), TOWN + 201000, 201000, "大田坝"),
        (("珠藏镇",), TOWN + 201000, 201000, ""),
        ((), TOWN + 201000, 201000, ""),
    ],
)
def test_places(index, said, default, region, rest):
    assert index.find(*said, default=default) == places.Where(TOWN + region, rest)


@pytest.mark.parametrize(
    ("said", "default", "code"),
    [
        (("猴场镇下司村",), None, "outside_area"),
        (("下司",), TOWN + 201000, "outside_area"),
        (("德凤镇平街村",), TOWN + 201000, "outside_area"),
        (("大田坝",), None, "no_place"),
        ((), None, "no_place"),
        (("第一网格",), None, "which_place"),
    ],
)
def test_places_that_are_not_ours_or_not_there(index, said, default, code):
    with pytest.raises(Unclear) as unclear:
        index.find(*said, default=default)
    assert unclear.value.code == code


def test_a_place_that_was_taught(index):
    found = index.find("荣苑村", learned={"荣苑村": TOWN + 201000})
    assert found == places.Where(TOWN + 201000, "")


GUESS = heads.Guess({field.key: (field.label, *field.said) for field in FIELDS[RowKind.DISPUTE]}, IGNORED)
MANY = [field.key for field in FIELDS[RowKind.DISPUTE] if field.many]


def test_a_head_of_two_rows_under_titles_with_merged_cells():
    rows = [
        (1, ["珠藏镇2026年台账", ["珠藏镇2026年台账", 1], ["珠藏镇2026年台账", 1], ["珠藏镇2026年台账", 1]]),
        (2, ["填报单位：珠藏镇", "", "", "填报时间：2026年3月5日"]),
        (3, ["序号", "申请人", ["申请人", 1], "被申请人", ["被申请人", 1], "簡要情況"]),
        (4, [["序号"], "姓名", "电话", "姓名", "联系电话", ["簡要情況"]]),
        (5, ["1", "张三", "13885425521", "李四", "", "因地界争吵。"]),
    ]
    head = heads.find(rows, GUESS)
    assert (head.first, head.last) == (3, 4)
    assert heads.map_columns(head, GUESS, MANY) == {
        "申请人 / 姓名": "first",
        "申请人 / 电话": "first_phone",
        "被申请人 / 姓名": "second",
        "被申请人 / 联系电话": "second_phone",
        "簡要情況": "narrative",
    }


def test_a_head_of_two_rows_in_a_csv_that_has_no_merged_cells():
    rows = [
        (1, ["序号", "申请人", "", "被申请人", "", "纠纷类型", "纠纷简要情况"]),
        (2, ["", "姓名", "联系电话", "姓名", "电话", "", ""]),
        (3, ["1", "张三", "13885425521", "李四", "", "其他", "吵架"]),
    ]
    head = heads.find(rows, GUESS)
    assert (head.first, head.last) == (1, 2)
    assert heads.map_columns(head, GUESS, MANY)["被申请人 / 电话"] == "second_phone"


def test_no_head_is_found_where_there_is_none():
    assert heads.find([(1, ["张三", "李四", "荣院村", "吵架"])], GUESS).labels == []


def test_a_column_whose_first_meaning_is_taken_has_its_second():
    head = heads.made([(1, ["是否化解", "化解情况", "简要情况"])])
    mapped = heads.map_columns(head, GUESS, MANY)
    assert (mapped["是否化解"], mapped["化解情况"]) == ("outcome", "measures")
    alone = heads.made([(1, ["化解情况", "简要情况"])])
    assert heads.map_columns(alone, GUESS, MANY)["化解情况"] == "outcome"


def test_two_columns_of_one_name_are_told_apart():
    head = heads.made([(1, ["当事人", "当事人", "简述"])])
    assert head.labels == ["当事人", "当事人 #2", "简述"]
    assert heads.map_columns(head, GUESS, MANY)["当事人 #2"] == "parties"


TABLE = Table(
    {1: "place", 2: "parties", 3: "parties_phone", 4: "narrative"},
    {0: "序号", 1: "地点", 2: "当事人", 3: "电话", 4: "简述"},
    {"narrative"},
    {"parties", "parties_phone"},
)


def test_lines_become_records():
    lines = [
        Line(4, ["1", "荣院村", "张三", "138", "吵架"]),
        Line(5, [["1"], ["荣院村"], "李四", "139", ["吵架"]]),
        Line(6, ["2", ["荣院村"], "王五", "", "打架"]),
        Line(7, ["3", "同上", "赵六", "", "欠款"]),
        Line(8, ["4"]),
        Line(9, ["合 计", "", "", "", "3件"]),
        Line(10, ["序号", "地点", "当事人", "电话", "简述"]),
        Line(11, ["第二季度", ["第二季度", 1], ["第二季度", 1]]),
        Line(12, ["填表人：周丽", "", "", "", "审核：赵勇"]),
        Line(13, ["5", "荣院村"]),
        Line(14, ["小 計", "", "", "", "3件"]),
    ]
    found = list(gather(lines, TABLE))
    assert [record.rows for record in found if record.left is None] == [[4, 5], [6], [7]]
    first, second, third = (record for record in found if record.left is None)
    assert [said.text for said in first.said["parties"]] == ["张三", "李四"]
    assert first.text("narrative") == "吵架"
    assert (second.text("place"), third.text("place")) == ("荣院村", "荣院村")
    left = {record.rows[0]: record.left for record in found if record.left is not None}
    assert left.pop(14) == Left.TOTAL
    assert left == {9: Left.TOTAL, 10: Left.HEAD, 11: Left.SECTION, 12: Left.FOOT, 13: Left.EMPTY}
