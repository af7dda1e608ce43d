"""Which kind a ledger's word means: the list's own labels, the ministry's, the reports', and what clerks write. Pure."""

# ruff: noqa: E501  # the list below reads one kind a line

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hemu.loop.screening.links.names import simplified

_ALIASES = """
0101 婚恋 恋爱 彩礼 离婚 婚姻 退婚
0102 赡养 抚养 抚育 监护 养老
0103 继承 分家 析产 遗产 家产
0199 婚姻家庭 婚恋家庭 家庭 家庭矛盾 家庭内部 夫妻 婚姻、家庭
0201 用水 排水 水沟 通行 采光 通风 道路通行 过路 水源 引水
0202 相邻 相邻关系 相邻建筑 建房 围墙 滴水
0203 噪音 噪声 油烟
0299 邻里 邻居 邻里关系 邻里纠葛
0302 名誉 名誉权 隐私 谣言
0303 人身伤害 人身损害 打架 斗殴 殴打 伤害 打架斗殴 人身
0401 财产损害 财物损坏 损坏财物 损毁财物
0402 物业 物业服务
0403 房产 房屋产权 房屋
0501 校园 学校 教育 学生
0502 医疗 医患 医疗事故 医患矛盾
0503 交通 交通事故 道路交通 道路交通事故 车祸
0504 环境 环境污染 环境保护 环保 污染
0505 产品质量
0506 网络 电信网络
0507 劳务损害 雇员受害 务工受伤 务工受害
0599 损害赔偿 赔偿 侵权 侵权赔偿
0601 消费 消费者 消费者权益 电子商务 网购
0602 租赁 房屋租赁 房屋买卖 购房 租房
0603 买卖 生产经营 经济 贸易 经营 买卖合同 经济合同
0604 运输 仓储 物流
0699 合同 旅游 承揽 装修 施工合同 工程合同
0701 劳动合同 劳务派遣
0702 工伤 社保 社会保险
0703 工资 欠薪 讨薪 拖欠工资 劳务工资 工资劳务 拖欠农民工工资 农民工工资 劳务报酬 工钱 劳资
0704 人事
0799 劳动 劳动争议 劳务 其他劳动 其他劳动争议 劳动人事 劳动纠纷
0803 保险
0804 债务 借贷 民间借贷 借款 欠款 经济债务 债权债务 债权 担保 合伙债务
0901 土地承包 承包地 土地流转 农村土地承包 土地经营 耕地 田土 责任田 土地
0902 宅基地 农村宅基地 房屋宅基地 地基 屋基
0903 山林 林地 林权 山林权属 矿产 矿山 林木 坟山 采石
0904 水利 水域 水库 水事
0999 山林土地 土地山林 土地权属 权属 山林、土地 土地边界 地界 边界 界址
1003 海事
1101 拆迁 国有土地拆迁 房屋拆迁
1102 征地 土地征收 土地征用 征地补偿
1103 违建 拆违 城乡规划 城乡建设
1104 基础设施 修路 道路建设 市政
1105 移民 移民安置 搬迁 易地搬迁
1199 征地拆迁 征收拆迁 城建
1201 村务 村务管理 选举 村级事务 村务公开
1202 低保 优抚 救助 民政
1203 区划边界 行政边界
1301 城管 城市管理
1303 工商 税务
1304 安全生产
1307 计划生育 计生
1401 涉公安
1403 涉法涉诉 诉讼 涉诉
1502 干群 干群关系 干部作风
1601 民族
1602 宗教 民族宗教
9900 其他 其它 其他类 其他矛盾 综合
"""
"""Code, then what ledgers call it. The code list's own labels are added to these."""

_NOISE = re.compile(
    r"(?:矛盾纠纷|纠纷|矛盾|争议|问题|类型|类|案件|引发的?|引起的?|[\s()（）“”\"'。.,，:：/\\\-—*☑√✓✔■●]|^\d+[.、)）]?)+"
)
LEAST = 2
"""Characters of an alias that may be found inside a longer word."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A code, and whether it is only likely: found inside a longer word, and so to be shown to a person."""

    code: int
    is_likely: bool = False


class Words:
    """What each word means, for one edition of the code list."""

    def __init__(self, labels: Iterable[tuple[str, str, str]]) -> None:
        """`labels`: (code, words, code to register under) of the list; parents stand for one of their own."""
        self._exact: dict[str, int] = {}
        for code, text, under in labels:
            self._exact.setdefault(bare(text), int(under))
            self._exact.setdefault(code, int(under))
            self._exact.setdefault(str(int(code)), int(under))
        for line in _ALIASES.strip().splitlines():
            code, *aliases = line.split()
            for alias in aliases:
                self._exact.setdefault(bare(alias), int(code))
        inner = [word for word in self._exact if len(word) >= LEAST and not word.isdigit()]
        self._inner = sorted(inner, key=len, reverse=True)

    def meaning(self, text: str, learned: Mapping[str, int] | None = None) -> Meant | None:
        """What a ledger's word means; what a person said of it before comes first. None when nothing is known."""
        said = (learned or {}).get(text)
        if said is not None:
            return Meant(said)
        word = bare(text)
        if word in self._exact:
            return Meant(self._exact[word])
        for alias in self._inner:
            if alias in word:
                return Meant(self._exact[alias], is_likely=True)
        return None


def bare(text: str) -> str:
    """A word without script and what every word of this sort has: 1.山林土地糾紛類 → 山林土地. Whole if nothing is left."""
    said = simplified(text)
    return _NOISE.sub("", said) or said
