"""Who tells: how a clerk, an officer, a visitor, a petitioner begin and end; other words; sums as written."""

from __future__ import annotations

import random

OPENINGS = {
    "clerk": ("{day}，{place}{a}与{b}发生纠纷。", "{a}、{b}均系{village}村民。", "经了解，", ""),
    "police": (
        "{day}接群众报警称，{place}有人吵架。民警到场了解：",
        "接110指令，{place}发生纠纷。经查，",
        "{day}，我所接{a}报警。",
    ),
    "visit": ("走访中了解到，", "入户走访{a}家时，其反映：", "网格员在{place}走访，"),
    "petition": ("信访人{a}反映：", "来信反映，", "{a}到镇信访办反映，"),
    "villager": ("我要反映个事，", "领导你好，", ""),
}
CLOSINGS = {
    "clerk": ("请求调解。", "待进一步调处。", "双方情绪较激动。", ""),
    "police": ("民警现场劝解，告知双方通过调解解决。", "未造成人员伤亡。", "建议移交村调委会。"),
    "visit": ("已上报村委会。", "需跟进化解。", ""),
    "petition": ("请有关部门处理并答复。", "要求书面答复。", ""),
    "villager": ("请你们来看看。", "希望早点解决。", ""),
}
TELLERS = tuple(OPENINGS)

SYNONYMS = (
    ("要求", "请求"),
    ("争执", "争议"),
    ("吵架", "争吵"),
    ("修房", "建房"),
    ("拖欠", "欠着"),
    ("多次", "好几次"),
    ("不同意", "不答应"),
    ("赔偿", "赔"),
    ("村里", "村委会"),
    ("没有", "没"),
    ("互不相让", "都不让步"),
    ("认为", "觉得"),
    ("打伤", "打到"),
    ("归还", "退还"),
    ("反映", "说"),
    ("重新", "再"),
)


def money(value: int, chance: random.Random) -> str:
    """A sum as people write it."""
    ways = [f"{value}元", f"{value}元钱"]
    if value % 1000 == 0 and value >= 10_000:
        ways += [f"{value / 10_000:g}万元", f"{value / 10_000:g}万", f"人民币{value / 10_000:g}万元"]
    if value % 1000 == 0 and value < 10_000:
        ways += [f"{'零一二三四五六七八九'[value // 1000]}千元"]
    return chance.choice(ways)
