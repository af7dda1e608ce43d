"""Code lists of a new installation.

Kinds: the two-level list used by grass-roots platforms (recommended internal code), each mapped to
the ministry's eighteen statistical kinds (`moj`) and the seven of the county reports (`reports`).
A first-level code NN is written NN00. Codes are facts; a county adds its own beside them.

Three of the eighteen have no counterpart in the two-level list, which puts them together with others. They
have kinds of their own here, from the day of the law that names them, numbered as the ministry does (0710 is
its kind 10), well away from the next free number that a county would take.
"""

# ruff: noqa: E501  # the list below reads one kind a line

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

SINCE = date(1980, 1, 1)
"""Early enough for every ledger that is brought in."""


@dataclass(frozen=True, slots=True)
class NewCode:
    """One code to install."""

    code: str
    label: str
    parent: str = ""
    note: str = ""
    maps: dict[str, str] = field(default_factory=dict)
    since: date = SINCE


@dataclass(frozen=True, slots=True)
class NewList:
    """One list to install."""

    name: str
    label: str
    source: str
    codes: tuple[NewCode, ...]
    width: int = 0


_KINDS = """
01 婚恋家庭纠纷 1 5
01 恋爱及婚姻|02 抚养赡养监护|03 分家与继承|99 其他婚恋家庭
02 邻里纠纷 2 6
01 用水排水通行通风采光|02 相邻土地建筑利用|03 相邻污染损害防止|99 其他邻里
03 人格权纠纷 6 7
01 姓名肖像|02 名誉隐私|03 身体健康及人身自由|99 其他人格权
04 物权相关纠纷 18 7
01 财物返还及损害赔偿 6|02 物业及其管理 17|03 房屋等不动产登记 3|99 其他物权
05 侵权相关纠纷 6 7
01 教育机构|02 医疗损害 15|03 交通事故 16|04 环境污染 9|05 产品责任 14|06 网络侵权|07 劳务损害|99 其他侵权
06 合同及相关纠纷 4 7
01 消费及服务 14|02 房产买卖租赁|03 交易贸易 4 1|04 运输仓储|99 其他合同
07 劳动人事争议 11 2
01 劳动合同、劳务派遣|02 社会保险|03 福利待遇|04 人事争议|99 其他劳动人事
08 金融借贷纠纷 4 1
01 证券基金期货|02 投资信托理财|03 保险|04 借贷及担保|99 其他金融借贷
09 土地及资源权属纠纷 7 4
01 土地承包经营|02 宅基地使用 3 3|03 山林矿产|04 水域水利|99 其他土地资源
10 其他民商事纠纷 5 7
01 知识产权|02 公司企业设立解散|03 海事海商|04 竞争|05 票据与信用证 4|06 无因管理与不当得利 18|99 其他民商事
11 城乡建设发展纠纷 8 7
01 国有土地上房屋征收|02 农村集体土地征用|03 城乡规划及拆违|04 基础设施及市政市容 18|05 移民安置|99 其他城乡建设
12 涉民政纠纷 18 7
01 村(社区)选举和管理|02 优抚救助|03 区划边界|99 其他涉民政
13 其他行政执法纠纷 18 7
01 城市管理|02 教育文体管理|03 工商税务管理|04 安全生产管理|05 交通运输管理|06 海事渔事管理|07 计划生育管理|99 其他行政执法
14 涉法涉诉纠纷 18 7
01 涉公安|02 涉检察院|03 涉法院|04 涉司法行政机关
15 涉组织涉纪检纠纷 18 7
01 组织人事|02 干部作风|99 其他涉组织涉纪检
16 涉民族宗教纠纷 18 7
01 涉民族问题|02 涉宗教问题
99 其他纠纷 18 7
"""
"""Line by line: code, label, moj, reports; then its second level, with moj and reports where they differ."""


_OWN: dict[str, tuple[NewCode, ...]] = {
    "06": (
        NewCode(
            "0612", "旅游服务", "0600", "旅游法施行之日起单列", {"moj": "12", "reports": "7"}, date(2013, 10, 1)
        ),
        NewCode(
            "0613", "电子商务", "0600", "电子商务法施行之日起单列", {"moj": "13", "reports": "7"}, date(2019, 1, 1)
        ),
    ),
    "07": (
        NewCode(
            "0710", "拖欠农民工工资", "0700", "保障农民工工资支付条例施行之日起单列",
            {"moj": "10", "reports": "2"}, date(2020, 5, 1),
        ),
    ),
}  # fmt: skip
"""Kinds of our own by first level, for what the ministry counts apart and the two-level list doesn't."""


def _maps(words: list[str]) -> dict[str, str]:
    return dict(zip(("moj", "reports"), words, strict=False))


def _kinds() -> Iterator[NewCode]:
    top = ""
    for line in _KINDS.strip().splitlines():
        if "|" in line:
            for item in line.split("|"):
                code, label, *maps = item.split()
                if code == "99":
                    yield from _OWN.get(top, ())
                yield NewCode(top + code, label, f"{top}00", maps=_maps(maps))
        else:
            top, label, *maps = line.split()
            yield NewCode(f"{top}00", label, maps=_maps(maps))


def _numbered(text: str, first: int = 1, width: int = 0) -> tuple[NewCode, ...]:
    return tuple(
        NewCode(str(number).zfill(width), label) for number, label in enumerate(text.split("|"), first)
    )


def _pairs(text: str) -> tuple[NewCode, ...]:
    pairs = (item.split(" ", 1) for item in text.split("|"))
    return tuple(NewCode(code, label) for code, label in pairs)


_PLATFORM = "基层治理平台通用两级分类"
_STATISTICS = "人民调解统计报表"
_ELEMENTS = "综治矛盾纠纷排查化解数据项"

LISTS: tuple[NewList, ...] = (
    NewList("kinds", "纠纷类别", _PLATFORM, tuple(_kinds()), width=4),
    NewList(
        "moj",
        "司法行政统计类别（十八类）",
        _STATISTICS,
        _numbered(
            "婚姻家庭纠纷|邻里纠纷|房屋宅基地纠纷|合同纠纷|生产经营纠纷|损害赔偿纠纷|山林土地纠纷|征地拆迁纠纷|"
            "环境污染纠纷|拖欠农民工工资纠纷|其他劳动争议纠纷|旅游纠纷|电子商务纠纷|其他消费纠纷|医疗纠纷|"
            "道路交通事故纠纷|物业纠纷|其他纠纷"
        ),
    ),
    NewList(
        "reports",
        "县乡报告七类",
        "县乡矛盾纠纷排查报告",
        _numbered("债务纠纷|工资劳务纠纷|农村宅基地纠纷|山林土地纠纷|婚姻家庭纠纷|邻里纠纷|其他纠纷"),
    ),
    NewList("scale", "事件规模", _ELEMENTS, _pairs("01 个体性事件|02 一般群体性事件|03 重大群体性事件")),
    NewList("level", "事件级别", _ELEMENTS, _pairs("01 特别重大|02 重大|03 较大|04 一般")),
    NewList("nature", "事件性质", _ELEMENTS, _pairs("01 治安|02 刑事|03 民商事|04 行政|99 其他")),
    NewList(
        "resolve_way",
        "化解方式",
        _ELEMENTS,
        _numbered(
            "司法调解|行政调解|人民调解|仲裁调解|商事调解|行业调解|律师调解|民商事仲裁|农村土地承包经营纠纷仲裁|"
            "劳动人事争议仲裁|行政复议|行政裁决|诉讼|协商和解|其他",
            width=2,
        ),
    ),
    NewList("event_source", "事件来源", _ELEMENTS, _numbered("网格员巡查|群众上报|物联网感知|上级指示")),
    NewList(
        "case_source",
        "案件来源",
        _STATISTICS,
        (
            NewCode("1", "主动调解"),
            NewCode("2", "依申请调解"),
            NewCode("3", "接受委托移送调解"),
            *(
                NewCode(f"3{number}", label, "3")
                for number, label in enumerate(("法院", "检察院", "公安机关", "信访部门", "其他部门"), 1)
            ),
        ),
    ),
    NewList(
        "committee_kind",
        "调委会种类",
        _STATISTICS,
        _numbered("村调委会|居调委会|乡镇调委会|街道调委会|企事业单位调委会|社会团体和其他组织调委会"),
    ),
    NewList(
        "committee_trade",
        "专业调解领域",
        "本地规定",
        _numbered(
            "道路交通事故|劳动争议|医疗纠纷|物业|消费|婚姻家庭|土地山林|校园|金融|知识产权|环境保护|其他",
            width=2,
        ),
    ),
    NewList(
        "language",
        "调解语言",
        "本地规定：按当地使用的语言增减，手语一并列入",
        _numbered(
            "布依语|苗语|侗语|水语|彝语|仡佬语|毛南语|瑶语|壮语|白语|藏语|维吾尔语|蒙古语|哈萨克语|手语",
            width=2,
        ),
    ),
    NewList("agreement_form", "协议形式", _STATISTICS, _numbered("口头协议|书面协议")),
    NewList("sex", "性别", "GB/T 2261.1", _pairs("0 未知的性别|1 男|2 女|9 未说明的性别")),
    NewList(
        "refusal_reason",
        "不予受理理由",
        "本地规定",
        _numbered("法律规定由专门机关处理|一方明确拒绝调解|已由法院或仲裁受理|不属于民间纠纷|其他"),
    ),
    NewList(
        "return_reason",
        "退回理由",
        "本地规定",
        _numbered("不属本单位职责|不属本辖区|信息不全，需补充|应由其他单位主办|其他"),
    ),
    NewList(
        "other_route",
        "其他途径",
        "人民调解法26",
        _numbered("向人民法院起诉|申请仲裁|行政途径（复议、裁决、信访）|自行协商|公安机关处理"),
    ),
    NewList(
        "seven_entries",
        "七进",
        "本地规定，各地说法不一，请按当地文件修改",
        _numbered("进机关|进乡村|进社区|进学校|进企业|进单位|进家庭"),
    ),
    NewList(
        "must_enter",
        "十一个必进",
        "本地规定，各地说法不一，请按当地文件修改",
        _numbered(
            "建筑工地|矿山|企业厂区|学校及周边|医院|市场商铺|出租房屋|旅馆|娱乐场所|车站码头|矛盾纠纷当事人家庭",
            width=2,
        ),
    ),
    NewList(
        "visit_phrases",
        "走访套话",
        "本地规定：比对走访文字时不算的话",
        _numbered(
            "一切正常|未发现异常|未发现问题|无异常情况|情况正常|生活正常|家庭和睦|无矛盾纠纷|未发现矛盾纠纷|无安全隐患|"
            "未发现安全隐患|已宣传反诈知识|宣传了法律法规|继续关注|定期回访|无"
        ),
    ),
)
"""Every list to install. Case sources mix two levels: only 移送 has a second."""
